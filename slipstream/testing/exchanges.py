# -*- coding: utf-8 -*-
"""Exchanges: requests and responses as text that people can read and change.

::

    slipstream exchanges, version 1

    GET https://nuv.la/api/cloud-entry-point
    200 OK
    Content-Type: application/json
        {
          "id": "cloud-entry-point"
        }

An exchange is a paragraph. Lines of bodies are indented by four spaces. Instead of a response,
there can be the name of an exception of requests: ``! ConnectTimeout: message``.
"""
from __future__ import unicode_literals

import base64
import io
import re
from collections import namedtuple

from ..api.compat import native_str, raise_from, to_text

HEAD = 'slipstream exchanges, version 1'
#: The beginning of a binary body.
BINARY = 'base64 '
_INDENT = '    '
_REQUEST = re.compile(r'([A-Z]+) (\S+)\Z')
_ANSWER = re.compile(r'(\d{3})(?: (.*))?\Z')
_FAILURE = re.compile(r'! (\w+): (.*)\Z')
_HEADER = re.compile(r'([\w-]+): (.*)\Z')

_Exchange = namedtuple(native_str('Exchange'), native_str(
    'method url body status reason headers content failure line'))


class Exchange(_Exchange):
    """A request and its response, without secrets.

    :ivar body: the body of the request, as text.
    :ivar headers: the headers of the response, as pairs.
    :ivar content: the body of the response, as text.
    :ivar failure: name and message of an exception; None if there was a response.
    :ivar line: the line number of the exchange in the file.
    """

    __slots__ = ()

    def lines(self):
        """The lines of the file."""
        yield '%s %s' % (self.method, self.url)
        for line in _indented(self.body):
            yield line
        if self.failure is not None:
            yield '! %s: %s' % tuple(to_text(part).replace('\n', ' ') for part in self.failure)
            return
        yield ('%d %s' % (self.status, self.reason)).rstrip()
        for name, value in self.headers:
            yield '%s: %s' % (name, value)
        for line in _indented(self.content):
            yield line


def write(path, exchanges):
    """Write a file."""
    paragraphs = [HEAD] + ['\n'.join(exchange.lines()) for exchange in exchanges]
    with io.open(path, 'w', encoding='utf-8', newline='\n') as stream:
        stream.write('\n\n'.join(paragraphs) + '\n')


def read(path):
    """Read the exchanges in a file.

    :raises ValueError: the file is invalid; the message has the line number.
    """
    lines = _lines_of(path)
    if lines[:1] != [HEAD]:
        raise ValueError(native_str('%s, line 1: the file must begin with %r' % (
            to_text(path), native_str(HEAD))))
    numbered = [(number, line) for number, line in enumerate(lines[1:], 2) if line]
    made = []
    while numbered:
        try:
            made.append(_taken(numbered))
        except LookupError as error:
            raise ValueError(native_str('%s, line %d: %s expected' % (
                to_text(path), numbered[0][0] if numbered else len(lines), error.args[0])))
    return made


def _lines_of(path):
    """Return the lines of a file, without their ends: some systems have changed those to CRLF."""
    with io.open(path, 'rb') as stream:
        lines = stream.read().split(b'\n')
    ending = b'\r' if lines[0].endswith(b'\r') else b''
    texts = []
    for number, line in enumerate(lines[:-1] if lines[-1] == b'' else lines, 1):
        try:
            texts.append(line[:len(line) - len(ending)].decode('utf-8'))
        except UnicodeDecodeError:
            raise_from(ValueError(native_str('%s, line %d: not UTF-8' % (to_text(path), number))),
                       None)
    return texts


def packed(content):
    """Encode a binary body as text."""
    return BINARY + base64.b64encode(content).decode('ascii')


def unpacked(text):
    """Decode a body."""
    if text.startswith(BINARY):
        return base64.b64decode(text[len(BINARY):])
    return text.encode('utf-8')


def _taken(numbered):
    """Remove the lines of an exchange from the list, and parse them."""
    line = numbered[0][0]
    method, url = _matching(_REQUEST, numbered, 'a request, such as "GET https://...",')
    body = _body(numbered)
    if numbered and numbered[0][1].startswith('!'):
        failure = _matching(_FAILURE, numbered, 'an error, such as "! ReadTimeout: words",')
        return Exchange(method, url, body, None, None, [], '', failure, line)
    status, reason = _matching(_ANSWER, numbered, 'a response, such as "200 OK",')
    headers = []
    while numbered and _HEADER.match(numbered[0][1]):
        headers.append(_HEADER.match(numbered.pop(0)[1]).groups())
    return Exchange(method, url, body, int(status), reason or '', headers, _body(numbered), None,
                    line)


def _matching(pattern, numbered, what):
    match = pattern.match(numbered[0][1]) if numbered else None
    if match is None:
        raise LookupError(what)
    numbered.pop(0)
    return match.groups()


def _body(numbered):
    lines = []
    while numbered and numbered[0][1].startswith(_INDENT):
        lines.append(numbered.pop(0)[1][len(_INDENT):])
    body = '\n'.join(lines)
    try:
        unpacked(body)
    except (TypeError, ValueError):  # the former on Python 2
        raise_from(LookupError('a complete body after "base64"'), None)
    return body


def _indented(text):
    return [_INDENT + line for line in text.split('\n')] if text else []

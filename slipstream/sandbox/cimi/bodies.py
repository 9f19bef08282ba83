# -*- coding: utf-8 -*-
"""Reading JSON requests and writing JSON responses."""
from __future__ import unicode_literals

import json
import re
from json.encoder import encode_basestring_ascii as _quoted

from .. import nesting
from ..compat import text_type
from ..messages import Response
from . import errors

#: How many digits an integer may have: as many as the largest float.
MAX_DIGITS = 300
FORM = 'application/x-www-form-urlencoded'
_JSON = re.compile(r'application/(?:.+\+)?json\Z')
_CONSTANTS = (float('inf'), float('-inf'))


class Unread(object):
    """Stands for a body whose content type is not JSON."""


UNREAD = Unread()


class MalformedBody(ValueError):
    """The content type of a body is JSON, but the body is not."""


def decoded(request):
    """The JSON value in the body: None if there is no body, :data:`UNREAD` if its content type is
    not JSON.

    :raises MalformedBody: if the content type is JSON, but the body is not.
    """
    if not request.body.strip():
        return None
    if not _JSON.match(request.media_type):
        return UNREAD
    if nesting.is_deeper(request.body):
        raise errors.invalid('The document is nested too deeply.')
    try:
        value = json.loads(request.body.decode('utf-8'), parse_constant=_refused,
                           parse_float=_finite, parse_int=_bounded)
        if b'\\u' in request.body:
            # Only this way of writing accepts halves of surrogate pairs, which UTF-8 cannot encode.
            json.dumps(value, ensure_ascii=False).encode('utf-8')
    except ValueError:
        raise MalformedBody()
    return value


def members(body):
    """The members of a decoded body, which must be a JSON object; empty if there is no body.

    :raises Problem: 400 for another JSON value, 500 if the content type is not JSON.
    """
    if body is UNREAD:
        raise errors.Problem(500,
                             'Unexpected exception thrown: the body of the request is not a map')
    if body is None:
        return {}
    if not isinstance(body, dict):
        raise errors.invalid('The document must be a JSON object.')
    return body


def optional_members(request):
    """The members of a JSON object in the body of an operation or a delete, which needs no body.

    :return: a dict; empty if there is no body or it is not an object.
    :raises MalformedBody: if the content type is JSON, but the body is not.
    """
    body = decoded(request)
    return body if isinstance(body, dict) else {}


def response(status, document, headers=(), charset=None):
    """A JSON response.

    :param charset: whether the content type names the charset; None for what the service does with
        this status.
    """
    named = status in (201, 500) if charset is None else charset
    content_type = 'application/json; charset=utf-8' if named else 'application/json'
    return Response(status, printed(document), content_type, headers)


def refusal(problem):
    """The response for a :class:`~slipstream.sandbox.cimi.errors.Problem`.

    Without a message there is no body.
    """
    if not problem.message:
        return Response(problem.status)
    return response(problem.status, problem.document())


def printed(document):
    """Write a document as indented JSON in ASCII.

    The result is the same as from ``json.dumps``, in half the time: only the flat form of
    ``json.dumps`` is implemented in C.
    """
    return _printed(document, '\n')


def _printed(value, line):
    """Write a value as JSON.

    :param str line: a line feed and the indentation of the line.
    """
    inner = line + '  '
    if isinstance(value, text_type):
        return _quoted(value)
    if isinstance(value, dict):
        # Most members are strings, which are not worth a call.
        return _enclosed('{', '}', line, [
            _quoted(name) + ': ' + (_quoted(member) if isinstance(member, text_type)
                                    else _printed(member, inner))
            for name, member in value.items()])
    if isinstance(value, (list, tuple)):
        return _enclosed('[', ']', line, [_printed(element, inner) for element in value])
    return json.dumps(value)


def _enclosed(opening, closing, line, parts):
    if not parts:
        return opening + closing
    inner = line + '  '
    return opening + inner + (',' + inner).join(parts) + line + closing


def _refused(name):
    raise ValueError(name)


def _finite(digits):
    value = float(digits)
    if value in _CONSTANTS:
        raise ValueError(digits)
    return value


def _bounded(digits):
    if len(digits) > MAX_DIGITS:
        raise ValueError(digits)
    return int(digits)

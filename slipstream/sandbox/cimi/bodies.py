# -*- coding: utf-8 -*-
"""JSON in and out.

What the bodies of requests say, and how answers are written.
"""
from __future__ import unicode_literals

import json
import re
from json.encoder import encode_basestring_ascii as _quoted

from ..compat import text_type
from ..messages import Response
from . import errors

#: How deep maps and lists may be nested; no document comes near.
MAX_DEPTH = 100
#: How many digits a whole number may have: as many as a float can stand for.
MAX_DIGITS = 300
FORM = 'application/x-www-form-urlencoded'
_JSON = re.compile(r'application/(?:.+\+)?json\Z')
_CONSTANTS = (float('inf'), float('-inf'))


class Unread(object):
    """Stands for a body that is there but is not announced as JSON."""


UNREAD = Unread()


class MalformedBody(ValueError):
    """A body that is announced as JSON, but is not."""


def decoded(request):
    """What the body says: a JSON value, None if nothing was sent, :data:`UNREAD` if it is not
    announced as JSON.

    :raises MalformedBody: if it is announced as JSON, but is not.
    """
    if not request.body.strip():
        return None
    if not _JSON.match(request.media_type):
        return UNREAD
    try:
        value = json.loads(request.body.decode('utf-8'), parse_constant=_refused,
                           parse_float=_finite, parse_int=_bounded)
        if b'\\u' in request.body:
            # Halves of surrogate pairs, which have no UTF-8 form, can be written only in this way.
            json.dumps(value, ensure_ascii=False).encode('utf-8')
    except (ValueError, RuntimeError):  # the latter: nested too deeply for the decoder
        raise MalformedBody()
    if not _shallow(value):
        raise errors.invalid('The document is nested too deeply.')
    return value


def members(body):
    """The members of a decoded body that must be a JSON object; empty if nothing was sent.

    :raises Problem: 400 for another JSON value, 500 for what was not announced as JSON.
    """
    if body is UNREAD:
        raise errors.Problem(500,
                             'Unexpected exception thrown: the body of the request is not a map')
    if body is None:
        return {}
    if not isinstance(body, dict):
        raise errors.invalid('The document must be a JSON object.')
    return body


def answer(status, document, headers=(), charset=None):
    """A JSON answer.

    :param charset: whether the content type names it; None: as the service does for that status.
    """
    named = status in (201, 500) if charset is None else charset
    content_type = 'application/json; charset=utf-8' if named else 'application/json'
    return Response(status, printed(document), content_type, headers)


def refusal(problem):
    """The answer that tells a :class:`~slipstream.sandbox.cimi.errors.Problem`.

    Without a message there is no body.
    """
    if not problem.message:
        return Response(problem.status)
    return answer(problem.status, problem.document())


def printed(document):
    """A document as indented JSON in ASCII.

    It is what ``json.dumps`` writes, which takes twice as long: only its flat form is made in C.
    """
    return _printed(document, '\n')


def _printed(value, line):
    """A value as JSON.

    :param str line: a line feed, and the indentation of the line in which the value is.
    """
    inner = line + '  '
    if isinstance(value, text_type):
        return _quoted(value)
    if isinstance(value, dict):
        # Most members are texts: they are not worth a call.
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


def _shallow(value):
    """Whether the value is nested no deeper than allowed; found without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return True
    return False


def _inside(value):
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()

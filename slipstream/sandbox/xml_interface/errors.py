# -*- coding: utf-8 -*-
"""Errors of the XML interface.

One exception, and its three forms: XML, JSON or text, as the ``Accept`` header
asks.
"""
from __future__ import unicode_literals

from xml.sax.saxutils import escape

from ..messages import Response

REASONS = {
    400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found',
    405: 'Method Not Allowed', 409: 'Conflict', 412: 'Precondition Failed',
    413: 'Request Entity Too Large', 415: 'Unsupported Media Type', 418: "I'm a teapot",
    500: 'Internal Server Error', 501: 'Not Implemented'}

GENERIC_DETAILS = {
    401: 'The request requires user authentication',
    403: 'The server understood the request, but is refusing to fulfill it',
    404: 'The server has not found anything matching the request URI',
    405: 'The method specified in the request is not allowed for the resource identified by the '
         'request URI',
    409: 'The request could not be completed due to a conflict with the current state of the '
         'resource',
    415: 'The server is refusing to service the request because the entity of the request is in a '
         'format not supported by the requested resource for the requested method',
    500: 'The server encountered an unexpected condition which prevented it from fulfilling the '
         'request'}

_XML = '<error code="%d" reason="%s" detail="%s" specificationUri="%s">\n%s\n</error>'
_JSON = ('{ "error": {\n"code": "%d",\n"reason": "%s",\n"detail": "%s",\n'
         '"specificationUri": "%s" } }')
_HTML = ('<!DOCTYPE html>\n<html><head><title>SlipStream | Error</title></head>'
         '<body><h1>%d %s</h1><p>%s</p></body></html>')
_SPECIFICATION = 'http://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html#sec10.%d.%d'


class Problem(Exception):
    """A request is refused.

    :param int status: the status of the response.
    :param str detail: the message for the user; None for the generic message of the status.
    """

    def __init__(self, status, detail=None):
        super(Problem, self).__init__(status, detail)
        if detail is None:
            detail = GENERIC_DETAILS.get(status, REASONS.get(status, ''))
        self.status = status
        self.detail = detail

    @property
    def reason(self):
        """The standard reason phrase of the status."""
        return REASONS.get(self.status, 'Error')

    @property
    def specification(self):
        """The link to the section of RFC 2616 about the status."""
        section = (4, self.status - 399) if self.status < 500 else (5, self.status - 499)
        return _SPECIFICATION % section


def accepted_types(request):
    """The media types of the ``Accept`` header, in order; ``*/*`` if there is no header."""
    header = request.headers.get('Accept') or '*/*'
    return [part.partition(';')[0].strip().lower() for part in header.split(',')]


def render(problem, request):
    """Return the response for a problem, in the first supported type of the ``Accept`` header."""
    for accepted in accepted_types(request):
        if accepted in _FORMS:
            content_type, form = _FORMS[accepted]
            return Response(problem.status, form(problem), content_type)
    return Response(problem.status, _html(problem), 'text/html;charset=UTF-8')


def _xml(problem):
    quoted = {'"': '&quot;', '\n': '&#10;'}
    return _XML % (problem.status, escape(problem.reason, quoted), escape(problem.detail, quoted),
                   problem.specification, escape(problem.detail))


def _json(problem):
    # The service does not escape these values either.
    return _JSON % (problem.status, problem.reason, problem.detail, problem.specification)


def _text(problem):
    return '%d - %s\n%s' % (problem.status, problem.reason, problem.detail)


def _html(problem):
    return _HTML % (problem.status, escape(problem.reason), escape(problem.detail))


_FORMS = {
    'application/xml': ('application/xml;charset=UTF-8', _xml),
    'application/json': ('application/json;charset=UTF-8', _json),
    'text/plain': ('text/plain;charset=UTF-8', _text),
    'text/html': ('text/html;charset=UTF-8', _html),
    'application/xhtml+xml': ('text/html;charset=UTF-8', _html),
    '*/*': ('text/html;charset=UTF-8', _html)}

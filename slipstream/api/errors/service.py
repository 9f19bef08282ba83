# -*- coding: utf-8 -*-
"""The service refused, or its response is invalid."""
from __future__ import unicode_literals

from requests.exceptions import HTTPError, RequestException

from ..compat import to_text
from .base import SlipStreamError


class ServiceError(SlipStreamError, HTTPError):
    """The service returned a failure.

    ``reason`` holds its own words. The message adds the status and the request: ``409 Conflict:
    Abort flag raised! (GET /run/...)``.

    ::

        >>> from slipstream.api import ServiceError
        >>> try:
        ...     api.deploy('apps/WordPress/wordpress', 'aws')
        ... except ServiceError as error:
        ...     print(error.status_code, error.request.method, error.reason)
        409 POST Missing image id for base image: ... on cloud service: aws
    """

    def __init__(self, reason, response=None, hint=None):
        SlipStreamError.__init__(self, reason, response, hint)
        self.request = getattr(response, 'request', None)

    def _words(self):
        words = super(ServiceError, self)._words()
        phrase = to_text(getattr(self.response, 'reason', None) or '')
        request = getattr(self.response, 'request', None)
        path = to_text(getattr(request, 'path_url', None) or '').partition('?')[0]
        status = ('%s %s' % (self.status_code or '', phrase)).strip()
        parts = [status] if words in (phrase, '') else [status, words]
        where = ' (%s %s)' % (to_text(getattr(request, 'method', None) or ''), path) if path else ''
        return ': '.join(part for part in parts if part) + where


class RedirectError(ServiceError):
    """3xx: the service has moved; following would have changed the request.

    ::

        >>> fault = sandbox.fail_next_request(status=302, headers={'Location': 'https://new.org/'})
        >>> api.terminate(deployment_id)
        Traceback (most recent call last):
        RedirectError: 302 Found: The service has moved to https://new.org/; ...
    """


class BadRequestError(ServiceError):
    """400: the service does not accept the values sent.

    ::

        >>> api.copy_module('jane/none', 'jane', 'copy')
        Traceback (most recent call last):
        BadRequestError: 400 Bad Request: Unknown source module: module/jane/none. ...
    """


class UnauthorizedError(ServiceError):
    """401: nobody is logged in, or the session has ended.

    ::

        >>> api.logout()
        >>> api.get_element('jane/web')
        Traceback (most recent call last):
        UnauthorizedError: 401 Unauthorized: ... Nobody is logged in: log in first. ...
    """


class ForbiddenError(ServiceError):
    """403: you may not do that; on the JSON interface also: not logged in, or wrong credentials.

    ::

        >>> api.get_user('super')
        Traceback (most recent call last):
        ForbiddenError: 403 Forbidden: Not allowed to access: super (GET /user/super)
    """


class NotFoundError(ServiceError):
    """404: it does not exist.

    ::

        >>> api.cimi_get('event/none')
        Traceback (most recent call last):
        NotFoundError: 404 Not Found: event/none not found (GET /api/event/none)
    """


class ConflictError(ServiceError):
    """409: a rule of the service forbids it now, or the deployment has been aborted.

    ::

        >>> api.add_node_instances(deployment_id, 'machine')
        Traceback (most recent call last):
        ConflictError: 409 Conflict: Can't add/remove instances. Run is not mutable. ...
    """


class PreconditionFailedError(ServiceError):
    """412: the runtime parameter exists, but has no value yet.

    ::

        >>> blog = api.deploy('apps/WordPress/wordpress')
        >>> api.get_deployment_parameter(blog, 'machine:hostname')
        Traceback (most recent call last):
        PreconditionFailedError: 412 Precondition Failed: key machine:hostname not yet set ...
    """


class TooManyRequestsError(ServiceError):
    """429: slow down.

    ::

        >>> fault = sandbox.fail_next_request(status=429, times=None)  # it stays so
        >>> api.get_user()
        Traceback (most recent call last):
        TooManyRequestsError: 429 Too Many Requests (GET /user/jane)
    """


class ServerError(ServiceError):
    """5xx: the service, or a proxy in front of it, failed.

    ::

        >>> fault = sandbox.fail_next_request(status=503, times=None)  # it stays so
        >>> api.get_user()
        Traceback (most recent call last):
        ServerError: 503 Service Unavailable (GET /user/jane)
    """


class ResponseError(SlipStreamError, ValueError):
    """The service reported success, but its response is invalid.

    ::

        >>> fault = sandbox.fail_next_request(status=200, body='<html/>', content_type='text/html')
        >>> api.get_user()
        Traceback (most recent call last):
        ResponseError: The response to GET /user/jane is a web page, not a response of SlipStream
    """


class ResponseTooLargeError(SlipStreamError, RequestException):
    """The response is larger than the client accepts, or compressed so that its size is unknown.

    The rest of it was not read.

    ::

        >>> fault = sandbox.fail_next_request(status=200, headers={'Content-Encoding': 'br'})
        >>> api.get_user()
        Traceback (most recent call last):
        ResponseTooLargeError: The response is compressed in a way that was not requested: br
    """

    def __init__(self, reason, response=None, hint=None, request=None):
        SlipStreamError.__init__(self, reason, response, hint)
        self.request = getattr(response, 'request', None) if request is None else request


_BY_STATUS = {
    400: BadRequestError, 401: UnauthorizedError, 403: ForbiddenError, 404: NotFoundError,
    409: ConflictError, 412: PreconditionFailedError, 429: TooManyRequestsError}


def class_for(status_code):
    """Return the class for an HTTP ``status_code`` of 300 or more."""
    kinds = {3: RedirectError, 5: ServerError}
    return _BY_STATUS.get(status_code) or kinds.get(min(status_code // 100, 5), ServiceError)

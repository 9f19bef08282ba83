# -*- coding: utf-8 -*-
"""Errors.

One family. Whatever the service refuses raises a class that is both a :class:`SlipStreamError` and
a ``requests.exceptions.HTTPError``::

    SlipStreamError                       reason, response, status_code, hint, deployment_id
     +-- ServiceError (HTTPError)         the service answered with a failure
     |    +-- RedirectError               3xx: moved, and not followed because that would change the request
     |    +-- BadRequestError             400
     |    +-- UnauthorizedError           401
     |    +-- ForbiddenError              403
     |    +-- NotFoundError               404
     |    +-- ConflictError               409
     |    +-- PreconditionFailedError     412: a runtime parameter has no value yet
     |    +-- TooManyRequestsError        429
     |    +-- ServerError                 5xx
     +-- ResponseError (ValueError)         the service reported success, but the answer cannot be understood
     +-- ResponseTooLargeError (RequestException)  the answer is larger than the client takes
     +-- UnknownNameError (KeyError)      the service does not offer that
     |    +-- UnknownCollectionError
     |    +-- UnknownNodeError            a deployment has no such node or node instance
     |    +-- UnknownOperationError
     |    +-- UnknownParameterError       a deployment has no such runtime parameter; nothing was sent that could abort it
     +-- WaitError                        waiting for a deployment has failed; deployment
     |    +-- DeploymentAbortedError      its abort flag is set; abort
     |    +-- StatusUnreachableError      it can no longer get into the status that was waited for
     |    +-- WaitTimeoutError            it took too long
     +-- ResultCountError (LookupError)        a search that must find one resource did not
     |    +-- NoResultFoundError
     |    +-- MultipleResultsFoundError
     +-- ChecksumError                    a file did not arrive as it was sent
     +-- InsecureLoginError (ValueError)  credentials would travel readable; nothing was sent

Failures of the transport are those of requests, unchanged: ``ConnectionError``, ``Timeout``,
``SSLError``. A mistake of the caller is a ``ValueError`` or a ``TypeError``, raised before anything
is sent. Trouble with the cookie file is a :class:`CookieFileWarning`.

What a call that waits for a deployment raises while it waits, be it of this family, of requests, or
a ``KeyboardInterrupt``, has the id of the deployment as ``deployment_id``.
"""
from __future__ import unicode_literals

import sys
import warnings

from requests.exceptions import ConnectionError, HTTPError, RequestException

from . import redaction
from .compat import native_repr, native_str, to_text

__all__ = [native_str(name) for name in (
    'BadRequestError', 'ChecksumError', 'ConflictError', 'ConnectionError', 'CookieFileWarning',
    'DeploymentAbortedError', 'ForbiddenError', 'HTTPError', 'InsecureLoginError',
    'MultipleResultsFoundError', 'NoResultFoundError', 'NotFoundError', 'PreconditionFailedError',
    'RedirectError', 'ResponseError', 'ResponseTooLargeError', 'ResultCountError', 'ServerError',
    'ServiceError', 'SlipStreamError', 'StatusUnreachableError', 'TooManyRequestsError',
    'UnauthorizedError', 'UnknownCollectionError', 'UnknownNameError', 'UnknownNodeError',
    'UnknownOperationError', 'UnknownParameterError', 'WaitError', 'WaitTimeoutError')]


class SlipStreamError(Exception):
    """Root of the family.

    :param str reason: what happened, in the words of the service where it said something.
    :param response: the ``requests.Response`` that caused it, or None.
    :param str hint: what might help, or None. It is part of the message.
    :ivar deployment_id: the ``uuid.UUID`` of the deployment that was waited for, if that is when it
        happened; else None.
    """

    deployment_id = None

    def __init__(self, reason, response=None, hint=None):
        super(SlipStreamError, self).__init__(reason)
        self.reason = to_text(reason) if reason is not None else ''
        self.response = response
        self.hint = hint

    @property
    def status_code(self):
        """The HTTP status of the response, or None without one."""
        return getattr(self.response, 'status_code', None)

    @native_repr
    def __str__(self):
        return self.__unicode__()

    def __unicode__(self):
        if not self.hint:
            return self.reason
        return '%s%s %s' % (self.reason, '' if self.reason.endswith(('.', '!', '?')) else '.',
                            self.hint)

    @native_repr
    def __repr__(self):
        return '%s(%s)' % (type(self).__name__, to_text(repr(native_str(self.reason))))

    def __reduce__(self):
        return self._reduced(redaction.scrubbed(self.response))

    def _reduced(self, cause):
        state = None if self.deployment_id is None else {
            native_str('deployment_id'): self.deployment_id}
        return _restored, (type(self), self.reason, cause, self.hint), state


class ServiceError(SlipStreamError, HTTPError):
    """The service answered with a failure.

    ``reason`` holds its own words; the message adds the status and which request it was: ``409
    Conflict: Abort flag raised! (GET /run/...)``.
    """

    def __init__(self, reason, response=None, hint=None):
        HTTPError.__init__(self, reason, response=response)
        SlipStreamError.__init__(self, reason, response, hint)

    def __unicode__(self):
        said = super(ServiceError, self).__unicode__()
        phrase = to_text(getattr(self.response, 'reason', None) or '')
        request = getattr(self.response, 'request', None)
        path = to_text(getattr(request, 'path_url', None) or '').partition('?')[0]
        status = ('%s %s' % (self.status_code or '', phrase)).strip()
        parts = [status] if said in (phrase, '') else [status, said]
        where = ' (%s %s)' % (to_text(getattr(request, 'method', None) or ''), path) if path else ''
        return ': '.join(part for part in parts if part) + where


class RedirectError(ServiceError):
    """The service has moved (3xx); following would have changed the request, so it was not followed."""


class BadRequestError(ServiceError):
    """400: the service does not accept the values sent."""


class UnauthorizedError(ServiceError):
    """401: nobody is logged in, or the session has ended."""


class ForbiddenError(ServiceError):
    """403: not allowed; on the JSON interface also: nobody is logged in, or wrong credentials."""


class NotFoundError(ServiceError):
    """404: there is no such thing."""


class ConflictError(ServiceError):
    """409: a rule of the service forbids it now; for runtime parameters: the deployment has been aborted."""


class PreconditionFailedError(ServiceError):
    """412: the runtime parameter exists, but has no value yet."""


class TooManyRequestsError(ServiceError):
    """429: slow down."""


class ServerError(ServiceError):
    """5xx: the service, or a proxy in front of it, failed."""


class ResponseError(SlipStreamError, ValueError):
    """The service reported success, but its answer cannot be understood."""


class ResponseTooLargeError(SlipStreamError, RequestException):
    """The answer is larger than the client takes, or packed so that its size could not be foretold.

    The rest of it was not read.
    """

    def __init__(self, reason, response=None, hint=None, request=None):
        RequestException.__init__(self, reason, response=response, request=request)
        SlipStreamError.__init__(self, reason, response, hint)


class UnknownNameError(SlipStreamError, KeyError):
    """The service does not offer something of that name."""


class UnknownCollectionError(UnknownNameError):
    """The service has no such collection."""


class UnknownNodeError(UnknownNameError):
    """The deployment has no such node or node instance."""


class UnknownOperationError(UnknownNameError):
    """The resource does not offer that operation to this user now."""


class UnknownParameterError(UnknownNameError):
    """The deployment has no such runtime parameter.

    Found out by reading the deployment: asking for the parameter itself would have aborted it.
    """


class WaitError(SlipStreamError):
    """Waiting for a deployment has failed; the deployment itself goes on as it does.

    :param str reason: what happened.
    :param deployment: the last :class:`~slipstream.api.models.Deployment` that was read, or None.
    :param str hint: what might help, or None.
    """

    def __init__(self, reason, deployment=None, hint=None):
        super(WaitError, self).__init__(reason, hint=hint)
        self.deployment = deployment
        self.deployment_id = getattr(deployment, 'id', None)

    def __reduce__(self):
        return self._reduced(self.deployment)


class DeploymentAbortedError(WaitError):
    """The abort flag of the deployment is set."""

    @property
    def abort(self):
        """The abort message."""
        return getattr(self.deployment, 'abort', None)


class StatusUnreachableError(WaitError):
    """The deployment can no longer get into the status that was waited for."""


class WaitTimeoutError(WaitError):
    """The deployment did not get into the status that was waited for in time."""


class ResultCountError(SlipStreamError, LookupError):
    """A search that must find exactly one resource found another number of them."""


class NoResultFoundError(ResultCountError):
    """The search found nothing; it may be there, but not for this user to see."""


class MultipleResultsFoundError(ResultCountError):
    """The search found several resources."""


class ChecksumError(SlipStreamError):
    """The contents of an external object did not arrive as they were sent."""


class InsecureLoginError(SlipStreamError, ValueError):
    """Credentials would have travelled readable over plain http; nothing was sent."""


class CookieFileWarning(UserWarning):
    """The cookie file cannot be used; cookies are kept in memory."""


_BY_STATUS = {
    400: BadRequestError, 401: UnauthorizedError, 403: ForbiddenError, 404: NotFoundError,
    409: ConflictError,
    412: PreconditionFailedError, 429: TooManyRequestsError}


def warn(message, category, logger):
    """Warn at the line of the program that called us, not at ours.

    A program that turns warnings into errors gets a log line instead: what it called has taken
    effect and must return.

    :param str message: what is wrong.
    :param category: class of the warning.
    :param logger: where the line goes instead.
    """
    level, frame = 1, sys._getframe()
    inside = (__name__.rpartition('.')[0], 'requests')
    while frame is not None and frame.f_globals.get('__name__', '').startswith(inside):
        level, frame = level + 1, frame.f_back
    try:
        warnings.warn(native_str(message), category, stacklevel=level)
    except category:
        logger.warning('%s', message)


def class_for(status_code):
    """The class of the family for an HTTP status.

    :param int status_code: 300 or more.
    """
    if status_code in _BY_STATUS:
        return _BY_STATUS[status_code]
    if status_code >= 500:
        return ServerError
    return RedirectError if 300 <= status_code < 400 else ServiceError


def _restored(kind, reason, response, hint):
    return kind(reason, response, hint)

# -*- coding: utf-8 -*-
"""The exceptions.

One family. Whatever the service refuses raises a class that is both a :class:`SlipStreamError` and
a ``requests.exceptions.HTTPError``::

    SlipStreamError                    reason, response, status_code, hint, deployment_id
     +-- ServiceError (HTTPError)      the service returned a failure
     |    +-- RedirectError            3xx: moved; following would have changed the request
     |    +-- BadRequestError          400
     |    +-- UnauthorizedError        401
     |    +-- ForbiddenError           403
     |    +-- NotFoundError            404
     |    +-- ConflictError            409
     |    +-- PreconditionFailedError  412: a runtime parameter has no value yet
     |    +-- TooManyRequestsError     429
     |    +-- ServerError              5xx
     +-- ResponseError (ValueError)    success was reported, but the response makes no sense
     +-- ResponseTooLargeError (RequestException)
     |                                 the response is larger than the client accepts
     +-- UnknownNameError (KeyError)   the service has nothing with this name
     |    +-- UnknownCollectionError
     |    +-- UnknownNodeError         a deployment has no such node or node instance
     |    +-- UnknownOperationError
     |    +-- UnknownParameterError    a deployment has no such runtime parameter; nothing was
     |                                 sent that could abort it
     +-- WaitError                     waiting for a deployment failed: deployment
     |    +-- DeploymentAbortedError   its abort flag is set: abort
     |    +-- StatusUnreachableError   it can no longer get the status that you wait for
     |    +-- WaitTimeoutError (TimeoutError on Python 3)
     |                                 it took too long
     +-- ResultCountError (LookupError)
     |    |                            a search that must find one resource did not
     |    +-- NoResultFoundError
     |    +-- MultipleResultsFoundError
     +-- StaleResourceError            others have changed the same members; nothing was sent
     +-- ChecksumError                 a file did not arrive as it was sent
     +-- FilterSyntaxError (ValueError)
     |                                 a filter is invalid; nothing was sent
     +-- ModuleTypeError (ValueError)  a module is of another type; nothing was changed
     +-- ProjectNotEmptyError          a project to delete has content; nothing was deleted
     +-- PlanError (ValueError)        a plan cannot do that
     +-- InsecureLoginError            your credentials would have been sent unencrypted

Network failures raise those of requests, such as ``ConnectionError``; invalid arguments raise
``ValueError`` or ``TypeError``; a cookie file of no use is a :class:`CookieFileWarning`.

Whatever ends a wait for a deployment, even ``KeyboardInterrupt``, carries its ``deployment_id``.
What ends a call that has created something on the service carries the id as ``created``.
"""
from __future__ import unicode_literals

import sys
import warnings

from requests.exceptions import ConnectionError, HTTPError, RequestException

from . import redaction
from .compat import native_repr, native_str, timeout_error, to_text
from .redaction import tracebacks

__all__ = [native_str(name) for name in (
    'BadRequestError', 'ChecksumError', 'ConflictError', 'ConnectionError', 'CookieFileWarning',
    'DeploymentAbortedError', 'FilterSyntaxError', 'ForbiddenError', 'HTTPError',
    'InsecureLoginError', 'ModuleTypeError', 'MultipleResultsFoundError', 'NoResultFoundError',
    'NotFoundError', 'PlanError', 'PreconditionFailedError', 'ProjectNotEmptyError',
    'RedirectError', 'ResponseError', 'ResponseTooLargeError', 'ResultCountError', 'ServerError',
    'ServiceError', 'SlipStreamError', 'StaleResourceError', 'StatusUnreachableError',
    'TooManyRequestsError', 'UnauthorizedError', 'UnknownCollectionError', 'UnknownNameError',
    'UnknownNodeError', 'UnknownOperationError', 'UnknownParameterError', 'WaitError',
    'WaitTimeoutError')]


class SlipStreamError(redaction.Quoting, Exception):
    """The base of the family.

    :param str reason: what happened, in the words of the service if it said something: on one line,
        without secrets and commands for terminals; ``response`` holds what the service sent.
    :param response: the ``requests.Response`` that caused it, or None.
    :param str hint: what might help, or None. It is part of the message.
    :ivar deployment_id: the ``uuid.UUID`` of the deployment that was waited for, or None.
    :ivar created: id of what the call had created before it failed, or a list of names; else None.
    """

    deployment_id = created = None

    def __init__(self, reason, response=None, hint=None):
        self.response = response
        self.reason = self._shown(reason) if reason is not None else ''
        super(SlipStreamError, self).__init__(native_str(self.reason))
        # Those of requests have forgotten the response.
        self.response, self.hint = response, hint

    @property
    def status_code(self):
        """The HTTP status of the response; None without one."""
        return getattr(self.response, 'status_code', None)

    def _words(self):
        if not self.hint:
            return self.reason
        return '%s%s %s' % (self.reason, '' if self.reason.endswith(('.', '!', '?')) else '.',
                            self.hint)

    @native_repr
    def __repr__(self):
        return '%s(%s)' % (type(self).__name__, to_text(repr(native_str(self.reason))))

    def _render_traceback_(self):
        return tracebacks.shortened()

    def __reduce__(self):
        return self._reduced(redaction.scrubbed(self.response))

    def _reduced(self, cause):
        state = dict((native_str(name), value) for name, value in (
            ('deployment_id', self.deployment_id), ('created', self.created)) if value is not None)
        return _restored, (type(self), self.reason, cause, self.hint), state or None


class ServiceError(SlipStreamError, HTTPError):
    """The service returned a failure.

    ``reason`` holds its own words. The message adds the status and the request: ``409 Conflict:
    Abort flag raised! (GET /run/...)``.
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
    """3xx: the service has moved; following would have changed the request."""


class BadRequestError(ServiceError):
    """400: the service does not accept the values sent."""


class UnauthorizedError(ServiceError):
    """401: nobody is logged in, or the session has ended."""


class ForbiddenError(ServiceError):
    """403: you may not do that; on the JSON interface also: not logged in, or wrong credentials."""


class NotFoundError(ServiceError):
    """404: it does not exist."""


class ConflictError(ServiceError):
    """409: a rule of the service forbids it now, or the deployment has been aborted."""


class PreconditionFailedError(ServiceError):
    """412: the runtime parameter exists, but has no value yet."""


class TooManyRequestsError(ServiceError):
    """429: slow down."""


class ServerError(ServiceError):
    """5xx: the service, or a proxy in front of it, failed."""


class ResponseError(SlipStreamError, ValueError):
    """The service reported success, but its response makes no sense."""


class ResponseTooLargeError(SlipStreamError, RequestException):
    """The response is larger than the client accepts, or compressed so that its size is unknown.

    The rest of it was not read.
    """

    def __init__(self, reason, response=None, hint=None, request=None):
        SlipStreamError.__init__(self, reason, response, hint)
        self.request = getattr(response, 'request', None) if request is None else request


class UnknownNameError(SlipStreamError, KeyError):
    """The service has nothing with this name."""


class UnknownCollectionError(UnknownNameError):
    """The service has no such collection."""


class UnknownNodeError(UnknownNameError):
    """The deployment has no such node or node instance."""


class UnknownOperationError(UnknownNameError):
    """The resource does not offer that operation to you now."""


class UnknownParameterError(UnknownNameError):
    """The deployment has no such runtime parameter.

    The document of the deployment says so: requesting the parameter would have aborted it.
    """


class WaitError(SlipStreamError):
    """Waiting for a deployment failed. The deployment itself continues.

    :param str reason: what happened.
    :param deployment: the last :class:`~slipstream.api.models.Deployment` that was read, or None.
    :param str hint: what might help, or None.
    """

    def __init__(self, reason, deployment=None, hint=None):
        SlipStreamError.__init__(self, reason, hint=hint)
        self.deployment = deployment
        self.deployment_id = getattr(deployment, 'id', None)

    def __reduce__(self):
        return self._reduced(redaction.scrubbed_row(self.deployment, self))


class DeploymentAbortedError(WaitError):
    """The abort flag of the deployment is set."""

    @property
    def abort(self):
        """The abort message."""
        return getattr(self.deployment, 'abort', None)


class StatusUnreachableError(WaitError):
    """The deployment can no longer get the status that you wait for."""


class WaitTimeoutError(WaitError, timeout_error):
    """The deployment did not get the status that you wait for in time."""


class ResultCountError(SlipStreamError, LookupError):
    """A search that must find exactly one resource found another number of them."""


class NoResultFoundError(ResultCountError):
    """The search found nothing, or nothing that you may see."""


class MultipleResultsFoundError(ResultCountError):
    """The search found several resources."""


class StaleResourceError(SlipStreamError):
    """Somebody has changed the same members of a resource since you read it; nothing was sent.

    :ivar list members: their names, those of nested ones with slashes: ``properties/color``.
    """

    def __init__(self, reason, members=(), hint=None):
        SlipStreamError.__init__(self, reason, hint=hint)
        self.members = list(members)

    def __reduce__(self):
        return self._reduced(self.members)


class ChecksumError(SlipStreamError):
    """The content of an external object did not arrive as it was sent."""


class FilterSyntaxError(SlipStreamError, ValueError):
    """A filter is invalid; nothing was sent.

    :param str text: the filter.
    :param int position: index of the character where nothing fits any more.
    :param expected: what would have fitted there.
    :ivar hint: what might help, or None; part of the text of the exception, not of its ``message``.
    """

    #: What can be expected that is not to be taken literally.
    DESCRIPTIONS = ('attribute', 'string', 'date', 'integer', 'end of text')

    def __init__(self, text, position, expected):
        self.text, self.position, self.expected = text, position, tuple(expected)
        super(FilterSyntaxError, self).__init__(self.message)

    @property
    def line(self):
        """The line of the position, counted from 1."""
        return self.text.count('\n', 0, self.position) + 1

    @property
    def column(self):
        """The column of the position in its line, counted from 1."""
        return self.position - self.text.rfind('\n', 0, self.position)

    @property
    def message(self):
        """Where it went wrong, the line with a mark below it, and what was expected."""
        line = self.text.split('\n')[self.line - 1]
        before = redaction.safe_line(line[:self.column - 1])
        return 'Parse error at line %d, column %d:\n%s\n%s^\nExpected one of:\n%s\n' % (
            self.line, self.column, redaction.safe_line(line), ' ' * len(before),
            '\n'.join(token if token in self.DESCRIPTIONS else '"%s"' % token
                      for token in self.expected))

    def _shown(self, text):
        shown = super(FilterSyntaxError, self)._shown
        return '\n'.join(shown(line) for line in to_text(text).split('\n'))

    def _words(self):
        return self.message + self.hint if self.hint else self.message

    def __reduce__(self):
        return type(self), (self.text, self.position, self.expected), {
            native_str('_hint'): self.hint}


class ModuleTypeError(SlipStreamError, ValueError):
    """A module is of another type than the method works with; nothing was changed."""


class ProjectNotEmptyError(SlipStreamError, ValueError):
    """A project to delete still has content; nothing was deleted."""


class PlanError(SlipStreamError, ValueError):
    """A plan cannot do that; nothing was changed."""


class InsecureLoginError(SlipStreamError, ValueError):
    """Your credentials would have been sent unencrypted; nothing was sent."""


class CookieFileWarning(UserWarning):
    """The cookie file cannot be used; cookies are kept in memory."""


_BY_STATUS = {
    400: BadRequestError, 401: UnauthorizedError, 403: ForbiddenError, 404: NotFoundError,
    409: ConflictError, 412: PreconditionFailedError, 429: TooManyRequestsError}


def warn(message, category, logger):
    """Warn at the line of the program that called us, not at ours.

    A program that turns warnings into errors gets a log line instead: what it called has taken
    effect and must return.

    :param str message: what is wrong.
    :param category: class of the warning.
    :param logger: where the line goes instead.
    """
    message = redaction.safe_line(message)
    level, frame = 1, sys._getframe()
    inside = (__name__.rpartition('.')[0], 'requests')
    while frame is not None and frame.f_globals.get('__name__', '').startswith(inside):
        level, frame = level + 1, frame.f_back
    try:
        warnings.warn(native_str(message), category, stacklevel=level)
    except category:
        logger.warning('%s', message)


def class_for(status_code):
    """Return the class for an HTTP ``status_code`` of 300 or more."""
    kinds = {3: RedirectError, 5: ServerError}
    return _BY_STATUS.get(status_code) or kinds.get(min(status_code // 100, 5), ServiceError)


def _restored(kind, reason, response, hint):
    return kind(reason, response, hint)

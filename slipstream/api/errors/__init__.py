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
     +-- ResponseError (ValueError)    success was reported, but the response is invalid
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
     +-- ChecksumError                 a file was damaged in transit
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

from requests.exceptions import ConnectionError, HTTPError

from ..compat import native_str
from .base import SlipStreamError, help_page, warn
from .client import (ChecksumError, CookieFileWarning, DeploymentAbortedError, FilterSyntaxError,
                     InsecureLoginError, ModuleTypeError, MultipleResultsFoundError,
                     NoResultFoundError, PlanError, ProjectNotEmptyError, ResultCountError,
                     StaleResourceError, StatusUnreachableError, UnknownCollectionError,
                     UnknownNameError, UnknownNodeError, UnknownOperationError,
                     UnknownParameterError, WaitError, WaitTimeoutError)
from .service import (BadRequestError, ConflictError, ForbiddenError, NotFoundError,
                      PreconditionFailedError, RedirectError, ResponseError, ResponseTooLargeError,
                      ServerError, ServiceError, TooManyRequestsError, UnauthorizedError, class_for)

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


def _name_after_package():
    """Let tracebacks and pickles name each exception as programs import it."""
    for name in __all__:
        kind = globals()[name]
        if kind.__module__.startswith(__name__):
            kind.__module__ = native_str(__name__)


_name_after_package()

# -*- coding: utf-8 -*-
"""Client of SlipStream, the multi-cloud deployment service.

::

    from slipstream.api import Api

    api = Api()
    api.login_internal('username', 'password')
"""
from __future__ import unicode_literals

import logging

from . import models
from .api import Api
from .compat import native_str
from .errors import (BadRequestError, ChecksumError, ConflictError, ConnectionError,
                     CookieFileWarning, DeploymentAbortedError, ForbiddenError, HTTPError,
                     InsecureLoginError, MultipleResultsFoundError, NoResultFoundError,
                     NotFoundError, PreconditionFailedError, RedirectError, ResponseError,
                     ResponseTooLargeError, ResultCountError, ServerError, ServiceError,
                     SlipStreamError, StatusUnreachableError, TooManyRequestsError,
                     UnauthorizedError, UnknownCollectionError, UnknownNameError, UnknownNodeError,
                     UnknownOperationError, UnknownParameterError, WaitError, WaitTimeoutError)
from .filters.builder import Attr
from .filters.grammar import FilterSyntaxError
from .version import __version__

__all__ = [native_str(name) for name in (
    'Api', 'Attr', 'BadRequestError', 'ChecksumError', 'ConflictError', 'ConnectionError',
    'CookieFileWarning', 'DeploymentAbortedError', 'FilterSyntaxError', 'ForbiddenError',
    'HTTPError', 'InsecureLoginError', 'MultipleResultsFoundError', 'NoResultFoundError',
    'NotFoundError', 'PreconditionFailedError', 'RedirectError', 'ResponseError',
    'ResponseTooLargeError', 'ResultCountError', 'ServerError', 'ServiceError', 'SlipStreamError',
    'StatusUnreachableError', 'TooManyRequestsError', 'UnauthorizedError', 'UnknownCollectionError',
    'UnknownNameError', 'UnknownNodeError', 'UnknownOperationError', 'UnknownParameterError',
    'WaitError', 'WaitTimeoutError', '__version__', 'models')]

logging.getLogger(__name__).addHandler(logging.NullHandler())

# -*- coding: utf-8 -*-
"""
Client of SlipStream, the multi-cloud deployment service
========================================================

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
from .conditions import Attr
from .errors import (AnswerError, AnswerSizeError, BadRequestError, ChecksumError, ConflictError, ConnectionError,
                     CookieFileWarning, DeploymentAbortedError, ForbiddenError, HTTPError, InsecureLoginError, NoneFoundError,
                     NotFoundError, NotOneError, PreconditionFailedError, RedirectError, ServerError, ServiceError,
                     SeveralFoundError, SlipStreamError, StatusUnreachableError, TooManyRequestsError, UnauthorizedError,
                     UnknownCollectionError, UnknownNameError, UnknownNodeError, UnknownOperationError, UnknownParameterError,
                     WaitError, WaitTimeoutError)
from .filters import FilterSyntaxError
from .version import __version__

__all__ = [native_str(name) for name in (
    'AnswerError', 'AnswerSizeError', 'Api', 'Attr', 'BadRequestError', 'ChecksumError', 'ConflictError', 'ConnectionError', 'CookieFileWarning',
    'DeploymentAbortedError', 'FilterSyntaxError', 'ForbiddenError', 'HTTPError', 'InsecureLoginError', 'NoneFoundError',
    'NotFoundError', 'NotOneError', 'PreconditionFailedError', 'RedirectError', 'ServerError', 'ServiceError', 'SeveralFoundError',
    'SlipStreamError', 'StatusUnreachableError', 'TooManyRequestsError', 'UnauthorizedError', 'UnknownCollectionError',
    'UnknownNameError', 'UnknownNodeError', 'UnknownOperationError', 'UnknownParameterError', 'WaitError', 'WaitTimeoutError',
    '__version__', 'models')]

logging.getLogger(__name__).addHandler(logging.NullHandler())

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

from .api import Api
from .compat import names_on_demand, native_str
from .errors import (AnswerError, AnswerSizeError, BadRequestError, ChecksumError, ConflictError, ConnectionError,
                     CookieFileWarning, DeploymentAbortedError, ForbiddenError, HTTPError, InsecureLoginError, NoneFoundError,
                     NotFoundError, NotOneError, PreconditionFailedError, RedirectError, ServerError, ServiceError,
                     SeveralFoundError, SlipStreamError, StatusUnreachableError, TooManyRequestsError, UnauthorizedError,
                     UnknownCollectionError, UnknownNameError, UnknownNodeError, UnknownOperationError, UnknownParameterError,
                     WaitError, WaitTimeoutError)
from .version import __version__

__all__ = [native_str(name) for name in (
    'AnswerError', 'AnswerSizeError', 'Api', 'Attr', 'BadRequestError', 'ChecksumError', 'ConflictError', 'ConnectionError', 'CookieFileWarning',
    'DeploymentAbortedError', 'FilterSyntaxError', 'ForbiddenError', 'HTTPError', 'InsecureLoginError', 'NoneFoundError',
    'NotFoundError', 'NotOneError', 'PreconditionFailedError', 'RedirectError', 'ServerError', 'ServiceError', 'SeveralFoundError',
    'SlipStreamError', 'StatusUnreachableError', 'TooManyRequestsError', 'UnauthorizedError', 'UnknownCollectionError',
    'UnknownNameError', 'UnknownNodeError', 'UnknownOperationError', 'UnknownParameterError', 'WaitError', 'WaitTimeoutError',
    '__version__', 'models')]

# These come when somebody asks for them.
__getattr__, __dir__ = names_on_demand(__name__, {'Attr': 'conditions', 'FilterSyntaxError': 'filters', 'models': None})

logging.getLogger(__name__).addHandler(logging.NullHandler())

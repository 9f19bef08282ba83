from . import models as models
from .api import Api as Api
from .conditions import Attr as Attr
from .errors import (AnswerError as AnswerError, AnswerSizeError as AnswerSizeError, BadRequestError as BadRequestError,
                     ChecksumError as ChecksumError, ConflictError as ConflictError, ConnectionError as ConnectionError,
                     CookieFileWarning as CookieFileWarning, DeploymentAbortedError as DeploymentAbortedError,
                     ForbiddenError as ForbiddenError, HTTPError as HTTPError, InsecureLoginError as InsecureLoginError,
                     NoneFoundError as NoneFoundError, NotFoundError as NotFoundError, NotOneError as NotOneError,
                     PreconditionFailedError as PreconditionFailedError, RedirectError as RedirectError,
                     ServerError as ServerError, ServiceError as ServiceError, SeveralFoundError as SeveralFoundError,
                     SlipStreamError as SlipStreamError, StatusUnreachableError as StatusUnreachableError,
                     TooManyRequestsError as TooManyRequestsError, UnauthorizedError as UnauthorizedError,
                     UnknownCollectionError as UnknownCollectionError, UnknownNameError as UnknownNameError,
                     UnknownNodeError as UnknownNodeError, UnknownOperationError as UnknownOperationError,
                     UnknownParameterError as UnknownParameterError, WaitError as WaitError, WaitTimeoutError as WaitTimeoutError)
from .filters import FilterSyntaxError as FilterSyntaxError

__all__ = [
    'AnswerError', 'AnswerSizeError', 'Api', 'Attr', 'BadRequestError', 'ChecksumError', 'ConflictError', 'ConnectionError', 'CookieFileWarning',
    'DeploymentAbortedError', 'FilterSyntaxError', 'ForbiddenError', 'HTTPError', 'InsecureLoginError', 'NoneFoundError',
    'NotFoundError', 'NotOneError', 'PreconditionFailedError', 'RedirectError', 'ServerError', 'ServiceError', 'SeveralFoundError',
    'SlipStreamError', 'StatusUnreachableError', 'TooManyRequestsError', 'UnauthorizedError', 'UnknownCollectionError',
    'UnknownNameError', 'UnknownNodeError', 'UnknownOperationError', 'UnknownParameterError', 'WaitError', 'WaitTimeoutError',
    '__version__', 'models']

__version__: str

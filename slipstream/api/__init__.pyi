from . import models as models
from .api import Api as Api
from .errors import (BadRequestError as BadRequestError, ChecksumError as ChecksumError,
                     ConflictError as ConflictError, ConnectionError as ConnectionError,
                     CookieFileWarning as CookieFileWarning,
                     DeploymentAbortedError as DeploymentAbortedError,
                     ForbiddenError as ForbiddenError, HTTPError as HTTPError,
                     InsecureLoginError as InsecureLoginError,
                     MultipleResultsFoundError as MultipleResultsFoundError,
                     NoResultFoundError as NoResultFoundError, NotFoundError as NotFoundError,
                     PreconditionFailedError as PreconditionFailedError,
                     RedirectError as RedirectError, ResponseError as ResponseError,
                     ResponseTooLargeError as ResponseTooLargeError,
                     ResultCountError as ResultCountError, ServerError as ServerError,
                     ServiceError as ServiceError, SlipStreamError as SlipStreamError,
                     StatusUnreachableError as StatusUnreachableError,
                     TooManyRequestsError as TooManyRequestsError,
                     UnauthorizedError as UnauthorizedError,
                     UnknownCollectionError as UnknownCollectionError,
                     UnknownNameError as UnknownNameError, UnknownNodeError as UnknownNodeError,
                     UnknownOperationError as UnknownOperationError,
                     UnknownParameterError as UnknownParameterError, WaitError as WaitError,
                     WaitTimeoutError as WaitTimeoutError)
from .filters.builder import Attr as Attr
from .filters.grammar import FilterSyntaxError as FilterSyntaxError

__all__ = [
    'ResponseError', 'ResponseTooLargeError', 'Api', 'Attr', 'BadRequestError', 'ChecksumError',
    'ConflictError', 'ConnectionError', 'CookieFileWarning',
    'DeploymentAbortedError', 'FilterSyntaxError', 'ForbiddenError', 'HTTPError',
    'InsecureLoginError', 'NoResultFoundError',
    'NotFoundError', 'ResultCountError', 'PreconditionFailedError', 'RedirectError', 'ServerError',
    'ServiceError', 'MultipleResultsFoundError',
    'SlipStreamError', 'StatusUnreachableError', 'TooManyRequestsError', 'UnauthorizedError',
    'UnknownCollectionError',
    'UnknownNameError', 'UnknownNodeError', 'UnknownOperationError', 'UnknownParameterError',
    'WaitError', 'WaitTimeoutError',
    '__version__', 'models']

__version__: str

from requests.exceptions import ConnectionError as ConnectionError, HTTPError as HTTPError

from .base import SlipStreamError as SlipStreamError, help_page as help_page, warn as warn
from .client import (ChecksumError as ChecksumError, CookieFileWarning as CookieFileWarning,
                     DeploymentAbortedError as DeploymentAbortedError,
                     FilterSyntaxError as FilterSyntaxError,
                     InsecureLoginError as InsecureLoginError, ModuleTypeError as ModuleTypeError,
                     MultipleResultsFoundError as MultipleResultsFoundError,
                     NoResultFoundError as NoResultFoundError, PlanError as PlanError,
                     ProjectNotEmptyError as ProjectNotEmptyError,
                     ResultCountError as ResultCountError, StaleResourceError as StaleResourceError,
                     StatusUnreachableError as StatusUnreachableError,
                     UnknownCollectionError as UnknownCollectionError,
                     UnknownNameError as UnknownNameError, UnknownNodeError as UnknownNodeError,
                     UnknownOperationError as UnknownOperationError,
                     UnknownParameterError as UnknownParameterError, WaitError as WaitError,
                     WaitTimeoutError as WaitTimeoutError)
from .service import (BadRequestError as BadRequestError, ConflictError as ConflictError,
                      ForbiddenError as ForbiddenError, NotFoundError as NotFoundError,
                      PreconditionFailedError as PreconditionFailedError,
                      RedirectError as RedirectError, ResponseError as ResponseError,
                      ResponseTooLargeError as ResponseTooLargeError, ServerError as ServerError,
                      ServiceError as ServiceError, TooManyRequestsError as TooManyRequestsError,
                      UnauthorizedError as UnauthorizedError, class_for as class_for)

__all__ = [
    'BadRequestError', 'ChecksumError', 'ConflictError', 'ConnectionError', 'CookieFileWarning',
    'DeploymentAbortedError', 'FilterSyntaxError', 'ForbiddenError', 'HTTPError',
    'InsecureLoginError', 'ModuleTypeError', 'MultipleResultsFoundError', 'NoResultFoundError',
    'NotFoundError', 'PlanError', 'PreconditionFailedError', 'ProjectNotEmptyError',
    'RedirectError',
    'ResponseError', 'ResponseTooLargeError', 'ResultCountError', 'ServerError', 'ServiceError',
    'SlipStreamError', 'StaleResourceError',
    'StatusUnreachableError', 'TooManyRequestsError', 'UnauthorizedError', 'UnknownCollectionError',
    'UnknownNameError', 'UnknownNodeError', 'UnknownOperationError', 'UnknownParameterError',
    'WaitError', 'WaitTimeoutError']

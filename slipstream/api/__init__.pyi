# ruff: noqa: F405 - the names of exceptions are those of .errors, and a test compares them
from . import frames as frames, models as models, plots as plots
from .api import Api as Api
from .errors import *  # noqa: F403 - their names are listed there
from .filters.builder import Attr as Attr

__all__ = [
    'Api', 'Attr', 'BadRequestError', 'ChecksumError', 'ConflictError', 'ConnectionError',
    'CookieFileWarning', 'DeploymentAbortedError', 'FilterSyntaxError', 'ForbiddenError',
    'HTTPError', 'InsecureLoginError', 'ModuleTypeError', 'MultipleResultsFoundError',
    'NoResultFoundError', 'NotFoundError', 'PlanError', 'PreconditionFailedError',
    'ProjectNotEmptyError', 'RedirectError', 'ResponseError', 'ResponseTooLargeError',
    'ResultCountError', 'ServerError', 'ServiceError', 'SlipStreamError', 'StaleResourceError',
    'StatusUnreachableError', 'TooManyRequestsError', 'UnauthorizedError',
    'UnknownCollectionError', 'UnknownNameError', 'UnknownNodeError', 'UnknownOperationError',
    'UnknownParameterError', 'WaitError', 'WaitTimeoutError', '__version__', 'models']

__version__: str

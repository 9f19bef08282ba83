from . import errors, models as models
from .api import Api as Api
from .errors import *  # noqa: F403 - their names are listed there
from .filters.builder import Attr as Attr

__all__ = ['Api', 'Attr', '__version__', 'models']
__all__ += errors.__all__

__version__: str

from ..errors import FilterSyntaxError as FilterSyntaxError
from .builder import Attr as Attr
from .grammar import parse as parse

__all__ = ['Attr', 'FilterSyntaxError', 'parse']

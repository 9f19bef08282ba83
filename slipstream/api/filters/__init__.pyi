from .builder import Attr as Attr
from .grammar import FilterSyntaxError as FilterSyntaxError, parse as parse

__all__ = ['Attr', 'FilterSyntaxError', 'parse']

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from ..errors import FilterSyntaxError as FilterSyntaxError

_T = TypeVar('_T')
_Value = String | Integer | Date | Boolean | Null
_Leaf = Comparison | Property
_Tree = And | Or | Comparison | Property

class String(NamedTuple):
    text: str

class Integer(NamedTuple):
    value: int

class Date(NamedTuple):
    text: str

class Boolean(NamedTuple):
    value: bool

class Null(NamedTuple): ...

class Comparison(NamedTuple):
    attribute: str
    operator: str
    value: _Value
    mirrored: bool = False

class Property(NamedTuple):
    name: str
    operator: str
    value: _Value

class And(NamedTuple):
    left: _Tree
    right: _Tree

class Or(NamedTuple):
    left: _Tree
    right: _Tree

def parse(text: str | bytes) -> _Tree: ...
def lean(node: type[And] | type[Or], trees: Sequence[_Tree]) -> _Tree: ...
def fold(tree: _Tree, leaf: Callable[[_Leaf], _T],
         branch: Callable[[And | Or, _T, _T], _T]) -> _T: ...
def render(tree: _Tree | _Value) -> str: ...

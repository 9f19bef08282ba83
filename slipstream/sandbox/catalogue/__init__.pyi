from collections.abc import Callable, Mapping
from os import PathLike
from typing import Any

from .formats import CatalogueError as CatalogueError

__all__ = ['BUILT_IN', 'CatalogueError', 'add', 'install', 'merged']

BUILT_IN: dict[str, Any]

def install(world: Any) -> dict[str, Any]: ...
def add(world: Any, catalogue: str | PathLike[str] | Mapping[str, Any]
        | Callable[[Any], Mapping[str, Any] | None] | None) -> dict[str, Any]: ...
def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]: ...

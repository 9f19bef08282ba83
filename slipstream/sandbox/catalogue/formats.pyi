from collections.abc import Mapping
from os import PathLike
from typing import Any

class CatalogueError(ValueError):
    problems: list[str]
    def __init__(self, source: str, problems: list[str]) -> None: ...

def read(catalogue: str | PathLike[str] | Mapping[str, Any]) -> tuple[dict[str, Any], str]: ...
def complete(catalogue: Mapping[str, Any], source: str = 'catalogue') -> dict[str, Any]: ...

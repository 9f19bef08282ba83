from collections.abc import Iterable, Mapping
from typing import Any

from .models import CimiResponse

CATEGORIES: frozenset[str]
TIMES: frozenset[str]
NUMBERS: frozenset[str]

def to_dataframe(rows: Iterable[tuple[Any, ...] | CimiResponse | Mapping[str, Any]],
                 columns: Iterable[str] | None = None) -> Any: ...

from collections.abc import Iterable
from typing import Any

CATEGORIES: frozenset[str]
TIMES: frozenset[str]
NUMBERS: frozenset[str]

def data_frame(rows: Iterable[Any], columns: Iterable[str] | None = None) -> Any: ...

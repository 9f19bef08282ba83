from collections.abc import Iterable
from datetime import datetime
from typing import Any

from .models import Usage

STATES: tuple[tuple[str, str], ...]

def timeline(events: Iterable[Any], title: str | None = None, until: datetime | None = None) -> Any: ...
def usage(rows: Iterable[Usage], title: str = 'Usage and quota') -> Any: ...
def as_png(figure: Any, resolution: int = 144) -> bytes: ...

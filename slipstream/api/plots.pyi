from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import IO, Any, Protocol

from .models import CimiResponse, Usage

class _Figure(Protocol):
    def savefig(self, __file: IO[bytes], **options: Any) -> object: ...

STATES: tuple[tuple[str, str], ...]

def timeline(events: Iterable[CimiResponse | Mapping[str, Any]], title: str | None = None,
             until: datetime | None = None) -> Any: ...
def usage(rows: Iterable[Usage], title: str = 'Usage and quota') -> Any: ...
def as_png(figure: _Figure, resolution: int = 144) -> bytes: ...

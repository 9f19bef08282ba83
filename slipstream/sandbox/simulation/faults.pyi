from collections.abc import Iterable, Mapping
from typing import Any, Literal

_Headers = Mapping[str, str] | Iterable[tuple[str, str]]
_Kind = Literal['answer', 'reset']

class Fault:
    status: int | None
    left: int | None
    hits: int
    delay: float
    kind: str
    path: str
    method: str | None
    handled: bool
    def __init__(
        self, status: int | None = None, times: int | None = 1, path: str | None = None,
        method: str | None = None,
        retry_after: float | str | None = None, body: str | bytes | None = None,
        content_type: str = 'text/html',
        headers: _Headers = (), delay: float = 0.0, kind: _Kind = 'answer', handled: bool = False,
    ) -> None: ...
    body: str | bytes | None
    content_type: str
    headers: list[tuple[str, str]]
    @property
    def reaches_service(self) -> bool: ...
    def concerns(self, method: str, path: str) -> bool: ...
    def count(self) -> None: ...

class Faults:
    def __init__(self, world: Any) -> None: ...
    def add(
        self, status: int | None = None, times: int | None = 1, path: str | None = None,
        method: str | None = None,
        retry_after: float | str | None = None, body: str | bytes | None = None,
        content_type: str = 'text/html',
        headers: _Headers = (), delay: float = 0.0, kind: _Kind = 'answer', handled: bool = False,
    ) -> Fault: ...
    def take(self, method: str, path: str) -> Fault | None: ...
    def pending(self) -> list[Fault]: ...
    def clear(self) -> None: ...
    def expire_sessions(self) -> None: ...

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from logging import Logger
from typing import Any, NamedTuple, overload

logger: Logger
LENGTH: int
SHOWN: int

class _Exchange(NamedTuple):
    method: str
    path: str
    status: int | str
    elapsed_ms: int
    retries: int
    reauthenticated: bool

class Exchange(_Exchange):
    at: float
    user: str | None
    def curl(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...

class History:
    on_exchange: Callable[[Exchange], object] | None
    def __init__(self, length: int = 50,
                 on_exchange: Callable[[Exchange], object] | None = None) -> None: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, key: int) -> Exchange: ...
    @overload
    def __getitem__(self, key: slice) -> list[Exchange]: ...
    def __iter__(self) -> Iterator[Exchange]: ...
    def add(self, exchange: Exchange) -> None: ...
    def clear(self) -> None: ...
    def recording(self, call: Any,
                  clock: Callable[[], float] = ...) -> AbstractContextManager[None]: ...

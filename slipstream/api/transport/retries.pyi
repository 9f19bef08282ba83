from collections.abc import Callable
from typing import Any

import requests

DEFAULT_COUNT: int
STATUSES: frozenset[int]
LONGEST_WAIT: float
LONGEST_CALL: float

class Retries:
    count: int
    backoff: float
    total: float
    def __init__(self, count: int = 2, backoff: float = 0.5, total: float = 300.0) -> None: ...
    def wait_after_error(
        self, error: requests.RequestException, attempt: int, is_read: bool,
        jitter: Callable[[], float] = ...,
    ) -> float | None: ...
    def wait_after_answer(
        self, response: requests.Response, attempt: int, is_read: bool,
        jitter: Callable[[], float] = ..., now: Callable[[], float] = ...,
    ) -> float | None: ...

def as_retries(value: int | Retries | None) -> Retries: ...
def retry_after(value: str | None, now: Callable[[], float] = ...) -> float | None: ...
def answer(session: Any, call: Any, problem: Any) -> requests.Response: ...

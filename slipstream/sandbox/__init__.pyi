from collections.abc import Callable, Iterable
from os import PathLike
from typing import Any, TypedDict, TypeVar

import requests
from typing_extensions import Unpack

from ..api import Api
from ..api.api import _Options
from .catalogue import CatalogueError as CatalogueError
from .simulation.faults import Faults
from .state.clock import DEFAULT_START as DEFAULT_START, Clock as Clock
from .state.store import StateError as StateError
from .test_controls import TestControls, _Catalogue

__all__ = ['CatalogueError', 'Sandbox', 'StateError']

_Session = TypeVar('_Session', bound=requests.Session)

class _User(TypedDict):
    username: str
    password: str
    privileged: bool

class _ApiKey(TypedDict):
    key: str
    secret: str
    username: str

LOCAL_ENDPOINT: str

class Sandbox(TestControls):
    endpoint: str
    def __init__(
        self, http: bool = False, host: str = '127.0.0.1', port: int = 0,
        allow_remote: bool = False, speed: float = 1.0, start: float = ...,
        seed: int = 0, server_version: str | float | tuple[int, ...] = '3.71',
        catalogue: _Catalogue | None = ..., quotas: bool = False,
        trust_authn_header: bool = False, sleep: Callable[[float], object] | None = None,
        state: str | PathLike[str] | None = None, allowed_hosts: Iterable[str] = (),
    ) -> None: ...
    def __enter__(self) -> Sandbox: ...
    def __exit__(self, *details: object) -> None: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def faults(self) -> Faults: ...
    @property
    def users(self) -> list[_User]: ...
    @property
    def api_keys(self) -> list[_ApiKey]: ...
    @property
    def wsgi(self) -> Callable[..., Any]: ...
    def api(self, username: str | None = None, login: bool = True,
            **options: Unpack[_Options]) -> Api: ...
    def mount(self, session: _Session) -> _Session: ...
    def close(self) -> None: ...

from collections.abc import Callable, Mapping
from os import PathLike
from typing import Any

import requests

from .history import Exchange, History
from .retries import Retries

_Timeout = float | tuple[float | None, float | None]

class SessionStore(requests.Session):
    endpoint: str
    reauthenticate: bool
    insecure: bool
    timeout: _Timeout | None
    retries: Retries
    default_timeout: Callable[[], _Timeout]
    sleep: Callable[[float], object]
    clock: Callable[[], float]
    login_params: dict[str, str] | None
    history: History
    def __init__(
        self, endpoint: str, reauthenticate: bool = False,
        cookie_file: str | PathLike[str] | None = None,
        login_creds: Mapping[str, str] | None = None, insecure: bool = False,
        persist_cookie: bool = True, timeout: _Timeout | None = None,
        retries: int | Retries | None = None, ca_bundle: str | None = None,
        client_cert: str | tuple[str, str] | None = None,
        pool_size: int | None = None,
        default_timeout: Callable[[], _Timeout] | None = None,
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] | None = None,
        on_exchange: Callable[[Exchange], object] | None = None,
    ) -> None: ...
    def __deepcopy__(self, memo: dict[int, Any]) -> SessionStore: ...
    @property
    def session_base_url(self) -> str: ...
    def request(self, method: str | bytes, url: str | bytes, *args: Any,
                **kwargs: Any) -> requests.Response: ...
    def need_to_login(self, accessed_url: str, status_code: int) -> bool: ...
    def cimi_login(self, login_params: Mapping[str, object]) -> requests.Response: ...
    def login_again(self) -> bool: ...
    def remember(self, login_params: Mapping[str, object]) -> None: ...
    def forget(self) -> None: ...
    def clear(self, domain: str) -> None: ...
    def may_send_credentials(self) -> bool: ...
    def is_refused(self, url: str, response: requests.Response) -> bool: ...
    def session_cookie(self) -> Any: ...
    def ask_for_session(self, cookie: Any) -> requests.Response | None: ...
    def longest_call(self, timeout: _Timeout | None) -> float | None: ...

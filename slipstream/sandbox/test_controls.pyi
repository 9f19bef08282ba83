from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any

from .simulation.faults import Fault, _Headers

_Catalogue = str | PathLike[str] | Mapping[str, Any] | Callable[[Any], Mapping[str, Any] | None]
_Entries = Sequence[Mapping[str, Any]]

class TestControls:
    __test__: bool
    world: Any
    def add_data(
        self, catalogue: _Catalogue | None = None, accounts: _Entries | None = None,
        api_keys: _Entries | None = None, clouds: _Entries | None = None,
        offers: _Entries | None = None, modules: _Entries | None = None,
        resources: Mapping[str, _Entries] | None = None, runs: _Entries | None = None,
    ) -> None: ...
    def set_launch_states(self, *states: str) -> None: ...
    def fail_next_launch(self, message: str, state: str = 'Executing',
                         node: str | None = None) -> None: ...
    def advance(self, seconds: float) -> None: ...
    def expire_sessions(self) -> None: ...
    def fail_next_request(
        self, status: int | None = 503, times: int | None = 1,
        retry_after: float | str | None = None, path: str | None = None, method: str | None = None,
        body: str | bytes | None = None, content_type: str = 'text/html', headers: _Headers = (),
        delay: float = 0.0, handled: bool = False,
    ) -> Fault: ...
    def delay_next_request(self, seconds: float, times: int | None = 1, path: str | None = None,
                           method: str | None = None) -> Fault: ...

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any

from typing_extensions import Unpack

from .simulation.faults import Fault, _Broken, _Slow

_Catalogue = str | PathLike[str] | Mapping[str, Any] | Callable[[Any], Mapping[str, Any] | None]
_Entries = Sequence[Mapping[str, Any]]

class TestControls:
    __test__: bool
    world: Any
    def add_data(self, catalogue: _Catalogue | None = None, **members: _Entries) -> None: ...
    def set_launch_states(self, *states: str) -> None: ...
    def fail_next_launch(self, message: str, state: str = 'Executing',
                         node: str | None = None) -> None: ...
    def advance(self, seconds: float) -> None: ...
    def expire_sessions(self) -> None: ...
    def fail_next_request(
        self, status: int | None = 503, times: int | None = 1,
        retry_after: float | str | None = None, **options: Unpack[_Broken],
    ) -> Fault: ...
    def delay_next_request(self, seconds: float, times: int | None = 1,
                           **options: Unpack[_Slow]) -> Fault: ...

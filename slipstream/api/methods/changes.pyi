from typing import Any, Literal, NamedTuple

from ..models import CimiResource

STATE: str
EVENT: str
PARAMETER: str

class Change(NamedTuple):
    kind: Literal['state', 'event', 'parameter']
    name: str
    value: str | None
    time: str | None
    event: CimiResource | None
    def to_dict(self) -> dict[str, Any]: ...
    def _repr_html_(self) -> str: ...

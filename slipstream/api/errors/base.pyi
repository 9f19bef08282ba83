from logging import Logger
from typing import Any
from uuid import UUID

import requests

class SlipStreamError(Exception):
    reason: str
    response: Any
    hint: str | None
    deployment_id: UUID | None
    created: UUID | str | list[str] | None
    def __init__(self, reason: str | None, response: requests.Response | None = None,
                 hint: str | None = None) -> None: ...
    @property
    def status_code(self) -> int | None: ...
    @property
    def help_page(self) -> str: ...
    def __unicode__(self) -> str: ...

def help_page(kind: type[BaseException]) -> str: ...
def warn(message: str, category: type[Warning], logger: Logger) -> None: ...

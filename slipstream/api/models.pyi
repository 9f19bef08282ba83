from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, SupportsIndex, overload
from uuid import UUID

class App(NamedTuple):
    name: str | None
    type: str | None
    version: int | None
    path: str
    def to_dict(self) -> dict[str, Any]: ...

class ApiKey(NamedTuple):
    key: str
    secret: str
    def to_dict(self) -> dict[str, Any]: ...

class Cloud(NamedTuple):
    name: str
    has_credentials: bool
    run_usage: int | None
    quota: int | None
    def to_dict(self) -> dict[str, Any]: ...

class CollectionSummary(NamedTuple):
    name: str
    size: int | None
    operations: list[str]
    def to_dict(self) -> dict[str, Any]: ...

class Deployment(NamedTuple):
    id: UUID
    module: str
    status: str | None
    started_at: str | None
    last_state_change: str | None
    clouds: list[str]
    username: str | None
    abort: str | None
    service_url: str | None
    scalable: Flag | None
    @property
    def instances(self) -> NodeInstances | None: ...
    def with_instances(self, instances: Iterable[NodeInstance]) -> Deployment: ...
    def to_dict(self) -> dict[str, Any]: ...

class Node(NamedTuple):
    path: str | None
    name: str
    cloud: str | None
    multiplicity: str | None
    max_provisioning_failures: str | None
    network: str | None
    cpu: str | None
    ram: str | None
    disk: str | None
    extra_disk_volatile: str | None
    def to_dict(self) -> dict[str, Any]: ...

class VirtualMachine(NamedTuple):
    id: str | None
    cloud: str | None
    status: str | None
    deployment_id: UUID | None
    deployment_owner: str | None
    node_name: str | None
    node_instance_id: str | None
    ip: str | None
    cpu: str | None
    ram: str | None
    disk: str | None
    instance_type: str | None
    is_usable: Flag | None
    def to_dict(self) -> dict[str, Any]: ...

class Usage(NamedTuple):
    cloud: str | None
    run_usage: int | None
    vm_usage: int | None
    inactive_vm_usage: int | None
    others_vm_usage: int | None
    pending_vm_usage: int | None
    unknown_vm_usage: int | None
    quota: int | None
    def to_dict(self) -> dict[str, Any]: ...

class Module(NamedTuple):
    name: str | None
    type: str | None
    created: str | None
    modified: str | None
    description: str | None
    version: int | None
    path: str
    def to_dict(self) -> dict[str, Any]: ...

class CloudImageIdentifier(NamedTuple):
    cloud: str | None
    identifier: str | None
    def to_dict(self) -> dict[str, Any]: ...

class UserItem(NamedTuple):
    username: str
    email: str | None
    first_name: str | None
    last_name: str | None
    organization: str | None
    roles: list[str]
    privileged: bool
    active_since: str | None
    last_online: str | None
    online: Flag | None
    def to_dict(self) -> dict[str, Any]: ...

class User(NamedTuple):
    username: str
    email: str | None
    first_name: str | None
    last_name: str | None
    organization: str | None
    roles: list[str]
    privileged: bool
    active_since: str | None
    last_online: str | None
    online: Flag | None
    cyclone_login: str | None
    github_login: str | None
    configured_clouds: set[str]
    default_cloud: str | None
    ssh_public_keys: list[str]
    keep_running: str | None
    timeout: str | None
    def to_dict(self) -> dict[str, Any]: ...

class ModuleVersion(NamedTuple):
    version: int | None
    path: str
    type: str | None
    modified: str | None
    author: str | None
    comment: str | None
    def to_dict(self) -> dict[str, Any]: ...

class NodeInstances(list[NodeInstance]): ...

class NodeInstance(NamedTuple):
    name: str
    node: str
    id: int | None
    cloud: str | None
    hostname: str | None
    status: str | None
    instance_id: str | None
    def to_dict(self) -> dict[str, Any]: ...

class ModuleParameter(NamedTuple):
    name: str
    value: str | None
    defaultValue: str | None
    category: str | None
    description: str | None
    isSet: Flag | None
    mandatory: Flag | None
    readonly: Flag | None
    type: str | None
    instructions: str | None
    def to_dict(self) -> dict[str, Any]: ...

class LaunchedDeployment(UUID):
    deployment: Deployment
    module: str
    status: str | None
    started_at: str | None
    last_state_change: str | None
    clouds: list[str]
    username: str | None
    abort: str | None
    service_url: str | None
    scalable: Flag | None
    id: UUID
    instances: NodeInstances | None
    def __init__(self, deployment_id: str | UUID, deployment: Deployment) -> None: ...
    def __getattr__(self, name: str) -> Any: ...
    def __dir__(self) -> list[str]: ...
    def to_dict(self) -> dict[str, Any]: ...

class Flag(str):
    def __bool__(self) -> bool: ...
    def __nonzero__(self) -> bool: ...

class CimiResponse:
    json: Any
    __hash__ = None  # type: ignore[assignment]  # responses can be changed, so they have none
    def __init__(self, json: Any) -> None: ...
    def __getattr__(self, name: str) -> Any: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __dir__(self) -> list[str]: ...
    def _ipython_key_completions_(self) -> list[str]: ...
    def __getitem__(self, key: str | int | slice) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __contains__(self, key: object) -> bool: ...
    def __eq__(self, other: object) -> bool: ...
    def __ne__(self, other: object) -> bool: ...
    def __unicode__(self) -> str: ...
    keys: Any  # the member with this name if there is one, else what dict() calls

class CimiResource(CimiResponse): ...

class CloudEntryPoint(CimiResource):
    @property
    def entry_points(self) -> dict[str, str]: ...

class CimiCollection(CimiResource):
    resource_type: str
    def __init__(self, json: Any, resource_type: str) -> None: ...
    @property
    def resources_list(self) -> list[CimiResource]: ...
    def to_dicts(self) -> list[dict[str, Any]]: ...
    def resources(self) -> Iterator[CimiResource]: ...
    def __iter__(self) -> Iterator[CimiResource]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, key: SupportsIndex) -> CimiResource: ...
    @overload
    def __getitem__(self, key: slice) -> list[CimiResource]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...
    def __contains__(self, item: object) -> bool: ...
    def __getstate__(self) -> dict[str, Any]: ...

def keys_by_attribute(document: Mapping[str, object]) -> dict[str, str]: ...
def snake_case(name: str) -> str: ...

from collections.abc import Iterable
from typing import Any, NamedTuple
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

class Flag(str):
    def __bool__(self) -> bool: ...
    def __nonzero__(self) -> bool: ...

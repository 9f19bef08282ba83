from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import IO, Any, Literal, TypedDict, TypeVar, overload
from uuid import UUID
from xml.etree.ElementTree import Element

from typing_extensions import Unpack

from .errors import (ConnectionError as ConnectionError, HTTPError as HTTPError,
                     SlipStreamError as SlipStreamError)
from .filters.builder import Condition
from .listing import Listing
from .methods.changes import Change
from .methods.login import LoginResult
from .methods.outcomes import Outcomes
from .methods.plans import Plan
from .models import (ApiKey, App, CimiCollection, CimiResource, CimiResponse, Cloud,
                     CloudEntryPoint, CloudImageIdentifier, CollectionSummary, Deployment,
                     LaunchedDeployment, Module, ModuleParameter, ModuleVersion, Node, NodeInstance,
                     NodeInstances, Usage, User, UserItem, VirtualMachine)
from .sequences import CimiSequence
from .transport.debugging import Debugging
from .transport.history import Exchange, History
from .transport.retries import Retries
from .transport.session import SessionStore

_Id = str | UUID | Deployment
_Cloud = str | Cloud
_User = str | User | UserItem
_Module = str | App | Module | ModuleVersion | Node
_Item = TypeVar('_Item')
_Result = TypeVar('_Result')
_Timeout = float | tuple[float | None, float | None]
_Filter = str | Condition | Iterable[str | Condition | None]
_Words = str | Iterable[str]
_Path = str | PathLike[str]
_Watcher = bool | Callable[[Deployment], object]
_Meter = bool | Callable[[int, int], object]
_Text = str | bytes | float  # whole numbers and truth values are floats to a type checker
_Parameters = Mapping[str, _Text | Sequence[str] | Mapping[str, _Text]]
_Document = Mapping[str, object]
_Query = str | float | Condition | Iterable[str | Condition | None] | None
_Type = Literal['String', 'Text', 'Password', 'Boolean', 'Enum', 'RestrictedString',
                'RestrictedText', 'Hidden', 'Dummy']
_Script = Literal['execute', 'report', 'onvmadd', 'onvmremove', 'prescale', 'postscale']
_Resource = str | CimiResponse
_Collection = str | CollectionSummary

class _InternalLogin(TypedDict):
    href: str
    username: str
    password: str

class _ApiKeyLogin(TypedDict):
    href: str
    key: str
    secret: str

class _Options(TypedDict, total=False):
    reauthenticate: bool
    login_creds: Mapping[str, str] | None
    persist_cookie: bool
    timeout: _Timeout | None
    retries: int | Retries | None
    hints: bool
    ca_bundle: str | None
    client_cert: str | tuple[str, str] | None
    pool_size: int | None
    check_parameters: bool
    sleep: Callable[[float], object] | None
    clock: Callable[[], float] | None
    on_exchange: Callable[[Exchange], object] | None

class _Parameter(TypedDict, total=False):
    value: _Text | None
    category: str
    description: str
    type: _Type | None
    mandatory: bool
    readonly: bool
    instructions: str | None
    choices: Iterable[_Text] | None

class _Component(TypedDict):
    component: str

class _Node(_Component, total=False):
    multiplicity: int | str
    cloud: str | None
    max_provisioning_failures: int | str
    network: Literal['Public', 'Private'] | None
    parameters: Mapping[str, _Text] | None
    links: Mapping[str, str] | None

DEFAULT_ENDPOINT: str

class Api:
    KEEP_RUNNING_VALUES: Sequence[str]
    GLOBAL_PARAMETERS: Sequence[str]
    CIMI_PARAMETERS_NAME: Sequence[str]
    endpoint: str
    session: SessionStore
    hints: bool
    check_parameters: bool
    config_sources: dict[str, str]

    def __init__(
        self, endpoint: str = 'https://nuv.la', cookie_file: _Path | None = None,
        insecure: bool = False, reauthenticate: bool = False,
        login_creds: Mapping[str, str] | None = None, persist_cookie: bool = True,
        timeout: _Timeout | None = None,
        retries: int | Retries | None = None, hints: bool = True, ca_bundle: str | None = None,
        client_cert: str | tuple[str, str] | None = None,
        pool_size: int | None = None, check_parameters: bool = True,
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] | None = None,
        on_exchange: Callable[[Exchange], object] | None = None,
    ) -> None: ...
    @classmethod
    def from_environment(
        cls, profile: str | None = None, prompt: bool = False, endpoint: str | None = None,
        username: str | None = None, password: str | None = None, key: str | None = None,
        secret: str | None = None, cookie_file: _Path | None = None, insecure: bool | None = None,
        password_command: str | Sequence[str] | None = None,
        secret_command: str | Sequence[str] | None = None, **options: Unpack[_Options],
    ) -> Api: ...
    @property
    def history(self) -> History: ...
    def debug(self, stream: IO[str] | None = None) -> Debugging: ...
    def close(self) -> None: ...
    def __enter__(self) -> Api: ...
    def __exit__(self, *_: object) -> None: ...

    # Who is using the service
    @overload
    def login(self, login_params: _InternalLogin | _ApiKeyLogin,
              password: None = None) -> LoginResult: ...
    @overload
    def login(self, login_params: _Document, password: None = None) -> LoginResult: ...
    @overload
    def login(self, login_params: str, password: str) -> LoginResult: ...
    def login_internal(self, username: str, password: str) -> LoginResult: ...
    def login_apikey(self, key: str, secret: str) -> LoginResult: ...
    def logout(self) -> None: ...
    def current_session(self) -> str | None: ...
    def is_authenticated(self) -> bool: ...
    def whoami(self) -> str | None: ...
    def create_api_key(self, name: str, ttl: int | None = None) -> ApiKey: ...
    def delete_api_key(self, key: str | ApiKey | CimiResponse) -> Literal[True]: ...
    @property
    def username(self) -> str | None: ...

    # Resources of the JSON interface
    @property
    def cimi_cloud_entry_point(self) -> CloudEntryPoint: ...
    def cimi_get(self, resource_id: _Resource, select: _Words | None = None,
                 **options: _Query) -> CimiResource: ...
    def cimi_add(self, resource_type: _Collection, data: _Document) -> CimiResponse: ...
    def cimi_edit(self, resource_id: _Resource, data: _Document, select: _Words | None = None,
                  **options: _Query) -> CimiResource: ...
    def cimi_delete(self, resource_id: _Resource) -> CimiResponse: ...
    def cimi_search(
        self, resource_type: _Collection, first: int | None = None, last: int | None = None,
        filter: _Filter | None = None, select: _Words | None = None,
        expand: _Words | None = None, orderby: _Words | None = None,
        aggregation: _Words | None = None, **options: _Query,
    ) -> CimiCollection: ...
    def cimi_operation(self, resource_id: _Resource, operation: str,
                       data: _Document | None = None) -> CimiResource: ...
    @overload
    def cimi_list(self, resource_type: None = None) -> Listing[CollectionSummary]: ...
    @overload
    def cimi_list(
        self, resource_type: _Collection, filter: _Filter | None = None,
        select: _Words | None = None, orderby: _Words | None = None, page_size: int = 500,
    ) -> CimiSequence: ...
    def cimi_count(self, resource_type: _Collection, filter: _Filter | None = None) -> int: ...
    def cimi_first(
        self, resource_type: _Collection, filter: _Filter | None = None,
        select: _Words | None = None, orderby: _Words | None = None,
    ) -> CimiResource | None: ...
    def cimi_one(self, resource_type: _Collection, filter: _Filter | None = None,
                 select: _Words | None = None) -> CimiResource: ...
    def cimi_add_or_get(self, resource_type: _Collection, data: _Document) -> CimiResource: ...
    def cimi_update(
        self, resource_id: _Resource,
        change: _Document | Callable[[dict[str, Any]], _Document | None], attempts: int = 3,
        expected: CimiResource | _Document | None = None,
    ) -> CimiResource: ...
    def get_deployment_events(self, deployment_id: _Id,
                              types: _Words | None = None) -> CimiCollection: ...
    def get_cloud_credentials(self, cimi_filter: _Filter = '') -> CimiCollection: ...
    def upload_object(
        self, path_or_file: _Path | IO[bytes] | bytearray | memoryview, bucket: str, name: str,
        credential: _Resource,
        content_type: str | None = None,
        template: str = 'generic', progress: _Meter | None = None,
    ) -> CimiResource: ...
    def download_object(
        self, resource_id: _Resource, path_or_file: _Path | IO[bytes],
        progress: bool | Callable[[int, int | None], object] | None = None,
        verify: bool = True,
    ) -> CimiResource: ...

    # Modules
    def list_applications(self) -> Listing[App]: ...
    def list_project_content(self, path: _Module | None = None,
                             recurse: bool = False) -> Listing[App]: ...
    def list_module_versions(self, path: _Module) -> Listing[ModuleVersion]: ...
    def get_element(self, path: _Module) -> Module: ...
    def get_parameters(self, path: _Module, parameter_name: str | None = None,
                       parameter_names: _Words | None = None) -> Listing[ModuleParameter]: ...
    def get_application_nodes(self, path: _Module) -> Listing[Node]: ...
    def get_cloud_image_identifiers(self, path: _Module) -> Listing[CloudImageIdentifier]: ...
    @overload
    def get_module_document(self, path: _Module, as_element: Literal[False] = False) -> bytes: ...
    @overload
    def get_module_document(self, path: _Module, as_element: Literal[True]) -> Element: ...
    @overload
    def get_module_document(self, path: _Module, as_element: bool) -> bytes | Element: ...
    def put_module_document(
        self, path: str, document: bytes | bytearray | memoryview | str | Element,
        create: bool = False) -> str: ...
    def create_project(self, path: str, description: str | None = None,
                       logo_link: str | None = None, comment: str | None = None) -> str: ...
    def create_component(
        self, path: str, module_reference_uri: _Module | None = None,
        cloud_identifiers: Mapping[str, str] | None = None, description: str | None = None,
        logo_link: str | None = None, parameters: Mapping[str, _Text | _Parameter | None]
        | None = None, targets: Mapping[_Script, str] | None = None,
        prerecipe: str | None = None, recipe: str | None = None,
        packages: Iterable[str] | None = None,
        is_base: bool | None = None, login_user: str | None = None, platform: str | None = None,
        comment: str | None = None,
    ) -> str: ...
    def create_application(
        self, path: str, nodes: Mapping[str, _Module | _Node], description: str | None = None,
        logo_link: str | None = None, comment: str | None = None,
    ) -> str: ...
    def copy_module(self, source: _Module, project: _Module, name: str) -> str: ...
    def update_component(
        self, path: _Module, description: str | None = None,
        module_reference_uri: _Module | None = None,
        cloud_identifiers: Mapping[str, str] | None = None,
        keep_ref_uri_and_cloud_ids: bool = False, logo_link: str | None = None,
    ) -> Literal[True]: ...
    def publish(self, path: _Module) -> Literal[True]: ...
    def unpublish(self, path: _Module) -> Literal[True]: ...
    def delete_element(self, path: _Module, all_versions: bool = False,
                       keep_content: bool = False) -> Literal[True]: ...

    # Deployments
    @overload
    def deploy(
        self, path: _Module, cloud: _Cloud | Mapping[str, _Cloud] | None = None,
        parameters: _Parameters | None = None, tags: _Words | None = None,
        keep_running: str | None = None, scalable: bool = False,
        multiplicity: Mapping[str, int | str] | None = None,
        tolerate_failures: Mapping[str, int | str] | None = None, check_ssh_key: bool = False,
        raw_params: Mapping[str, _Text] | None = None,
        *, wait: Literal[True], timeout: float | None = None, progress: _Watcher | None = None,
    ) -> LaunchedDeployment: ...
    @overload
    def deploy(
        self, path: _Module, cloud: _Cloud | Mapping[str, _Cloud] | None = None,
        parameters: _Parameters | None = None, tags: _Words | None = None,
        keep_running: str | None = None, scalable: bool = False,
        multiplicity: Mapping[str, int | str] | None = None,
        tolerate_failures: Mapping[str, int | str] | None = None, check_ssh_key: bool = False,
        raw_params: Mapping[str, _Text] | None = None,
        wait: bool = False, timeout: float | None = None, progress: _Watcher | None = None,
    ) -> UUID: ...
    @overload
    def build_component(
        self, path: _Module, cloud: _Cloud | None = None, *, wait: Literal[True],
        timeout: float | None = None, progress: _Watcher | None = None,
    ) -> LaunchedDeployment: ...
    @overload
    def build_component(
        self, path: _Module, cloud: _Cloud | None = None, wait: bool = False,
        timeout: float | None = None, progress: _Watcher | None = None,
    ) -> UUID: ...
    def get_deployment(self, deployment_id: _Id) -> Deployment: ...
    def list_deployments(
        self, inactive: bool = False, cloud: _Cloud | None = None, offset: int = 0,
        limit: int | None = 20, module: _Module | None = None,
        owner: _User | None = None,
    ) -> Listing[Deployment]: ...
    def wait_deployment(
        self, deployment_id: _Id, status: _Words = 'ready', timeout: float | None = None,
        interval: float | None = None,
        progress: _Watcher | None = None,
    ) -> Deployment: ...
    def terminate(
        self, deployment_id: _Id, wait: bool = False, timeout: float | None = None,
        progress: _Watcher | None = None,
    ) -> Literal[True]: ...
    def add_node_instances(
        self, deployment_id: _Id, node_name: str, quantity: int | None = None, wait: bool = False,
        timeout: float | None = None,
        progress: _Watcher | None = None,
    ) -> list[str]: ...
    def remove_node_instances(
        self, deployment_id: _Id, node_name: str,
        ids: int | str | NodeInstance | Iterable[int | str | NodeInstance],
        wait: bool = False, timeout: float | None = None,
        progress: _Watcher | None = None, keep_machines: bool = False,
    ) -> Literal[True]: ...
    def get_node_instances(self, deployment_id: _Id,
                           node: str | None = None) -> NodeInstances: ...
    def get_deployment_parameter(self, deployment_id: _Id, parameter_name: str,
                                 ignore_abort: bool = False) -> str: ...
    def get_deployment_parameters(self, deployment_id: _Id, node: str | None = None,
                                  instance: int | None = None) -> dict[str, str | None]: ...
    def set_deployment_parameter(
        self, deployment_id: _Id, parameter_name: str, value: str | float | bool,
        node: str | None = None, instance: int | None = None,
        ignore_abort: bool = False, check: bool = True,
    ) -> Literal[True]: ...
    def clear_deployment_parameter(
        self, deployment_id: _Id, parameter_name: str, node: str | None = None,
        instance: int | None = None, ignore_abort: bool = False,
        check: bool = True,
    ) -> Literal[True]: ...
    def cancel_abort(self, deployment_id: _Id, node: str | None = None,
                     instance: int | None = None) -> Literal[True]: ...
    def complete_node_state(
        self, deployment_id: _Id, node: str = 'machine', instance: int | None = None,
        check: bool = True,
    ) -> str: ...

    # Machines and users
    def list_virtualmachines(
        self, deployment_id: _Id | None = None, cloud: _Cloud | None = None, offset: int = 0,
        limit: int | None = 20,
    ) -> Listing[VirtualMachine]: ...
    def usage(self) -> Listing[Usage]: ...
    def list_clouds(self) -> Listing[Cloud]: ...
    def list_users(self) -> Listing[UserItem]: ...
    def get_user(self, username: _User | None = None) -> User: ...
    def create_user(
        self, username: str, password: str, email: str, first_name: str, last_name: str,
        organization: str | None = None,
        roles: _Words | None = None, privileged: bool = False, default_cloud: _Cloud | None = None,
        default_keep_running: str = 'never',
        ssh_public_keys: str | None = None, log_verbosity: int = 1, execution_timeout: int = 30,
        usage_email: str = 'never',
        cloud_parameters: Mapping[str, Mapping[str, _Text]] | None = None,
    ) -> Literal[True]: ...
    def update_user(
        self, username: _User | None = None, password: str | None = None, email: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None, organization: str | None = None, roles: _Words | None = None,
        privileged: bool | None = None,
        default_cloud: _Cloud | None = None, default_keep_running: str | None = None,
        ssh_public_keys: str | None = None,
        log_verbosity: int | None = None, execution_timeout: int | None = None,
        usage_email: str | None = None,
        cloud_parameters: Mapping[str, Mapping[str, _Text]] | None = None,
    ) -> Literal[True]: ...
    def delete_user(self, username: _User) -> Literal[True]: ...

    # Before it happens
    def plan(self) -> Plan: ...

    # What happens
    def follow_deployment(self, deployment_id: _Id, timeout: float | None = None,
                          interval: float | None = None) -> Iterator[Change]: ...
    def follow(
        self, resource_type: _Collection, filter: _Filter | None = None, since: str | None = None,
        timeout: float | None = None, interval: float | None = None,
    ) -> Iterator[CimiResource]: ...

    # Many at once
    def map(
        self, function: Callable[[_Item], _Result], items: Iterable[_Item], workers: int = 8,
        progress: _Meter | None = None,
    ) -> Outcomes[_Item, _Result]: ...

def element_tree__iter(root: Element) -> Callable[[str | None], Iterator[Element]]: ...

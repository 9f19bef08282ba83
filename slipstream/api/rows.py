# -*- coding: utf-8 -*-
"""Rows: what listings of the XML interface consist of.

Named tuples. The order of their fields is part of the contract. Import them from ``models``.
"""
from __future__ import unicode_literals

from collections import namedtuple

from .compat import native_str, to_text
from .display import dicts
from .display.previewed import Previewed
from .display.values import SHOWN
from .redaction import MASK


def _fields(kind, names):
    """Return a named tuple, whose names are what Python calls strings."""
    return namedtuple(native_str(kind), native_str(names))


class _Row(object):
    """What all rows have besides their fields."""

    __slots__ = ()

    to_dict = dicts.to_dict

    def _repr_html_(self):
        from .display import text  # most programs show nothing, and need not load what shows it

        return text.card(self)._repr_html_()


class App(_Row, _fields('App', 'name type version path')):
    """A module of the App Store.

    ::

        >>> api.list_applications()[-1].path
        'apps/WordPress/wordpress'
    """

    __slots__ = ()


class Node(_Row, _fields('Node', (
        'path name cloud multiplicity max_provisioning_failures network cpu ram disk '
        'extra_disk_volatile'))):
    """A node of an application; ``path`` is that of its component.

    ::

        >>> path = 'examples/tutorials/service-testing/system'
        >>> [node.name for node in api.get_application_nodes(path)]
        ['apache', 'testclient']
    """

    __slots__ = ()


class VirtualMachine(_Row, _fields('VirtualMachine', (
        'id cloud status deployment_id deployment_owner node_name node_instance_id ip cpu ram '
        'disk instance_type is_usable'))):
    """A virtual machine; ``id`` is that of the cloud.

    ::

        >>> api.list_virtualmachines(deployment_id)[0].cloud
        'exoscale-ch-gva'
    """

    __slots__ = ()


class Usage(_Row, _fields('Usage', (
        'cloud run_usage vm_usage inactive_vm_usage others_vm_usage pending_vm_usage '
        'unknown_vm_usage quota'))):
    """How much of a cloud you use; ``run_usage`` is the number of your machines.

    ::

        >>> [(row.cloud, row.run_usage) for row in api.usage()][:1]
        [('exoscale-ch-gva', 1)]
    """

    __slots__ = ()


class Module(_Row, _fields('Module', 'name type created modified description version path')):
    """A module: a project, a component or an application.

    ::

        >>> api.get_element('apps/WordPress').type
        'project'
    """

    __slots__ = ()


class CloudImageIdentifier(_Row, _fields('CloudImageIdentifier', 'cloud identifier')):
    """The image of a native component on a cloud.

    ::

        >>> api.get_cloud_image_identifiers('examples/images/ubuntu-14.04')[0].cloud
        'exoscale-ch-gva'
    """

    __slots__ = ()


class UserItem(_Row, _fields('UserItem', (
        'username email first_name last_name organization roles privileged active_since '
        'last_online online'))):
    """A row of the list of users.

    ::

        >>> [user.username for user in admin.list_users() if user.privileged]
        ['super']
    """

    __slots__ = ()


class User(_Row, _fields('User', ' '.join(UserItem._fields) + (
        ' cyclone_login github_login configured_clouds default_cloud ssh_public_keys keep_running '
        'timeout'))):
    """A user, with settings; the fields of :class:`UserItem` come first.

    ::

        >>> api.get_user().default_cloud
        'exoscale-ch-gva'
    """

    __slots__ = ()


class ModuleVersion(_Row, _fields('ModuleVersion', 'version path type modified author comment')):
    """A version of a module.

    ::

        >>> api.list_module_versions('apps/WordPress/wordpress')[0].version
        1517
    """

    __slots__ = ()


class NodeInstance(_Row, _fields('NodeInstance', 'name node id cloud hostname status instance_id')):
    """A node instance of a deployment, thus a machine; ``id`` is its number.

    ::

        >>> [instance.name for instance in api.get_node_instances(deployment_id)]
        ['machine']
    """

    __slots__ = ()


class Cloud(_Row, _fields('Cloud', 'name has_credentials run_usage quota')):
    """A cloud that you can deploy on, and whether you have credentials for it.

    ::

        >>> [cloud.name for cloud in api.list_clouds() if cloud.run_usage]
        ['exoscale-ch-gva']
    """

    __slots__ = ()


class CollectionSummary(_Row, _fields('CollectionSummary', 'name size operations')):
    """A collection of CIMI resources; ``size`` is how many you may see.

    ::

        >>> next(row.size for row in api.cimi_list() if row.name == 'serviceOffers')
        19
    """

    __slots__ = ()


class NodeInstances(Previewed, list):
    """The node instances of a deployment: a list of :class:`NodeInstance` that shows a table.

    ::

        >>> api.get_deployment(deployment_id).instances
        <1 node instance>...
    """

    def _preview(self):
        head = '%d node instance%s' % (len(self), '' if len(self) == 1 else 's')
        return head, self[:SHOWN], ', the first %d' % SHOWN if len(self) > SHOWN else ''


class Deployment(_Row, _fields('Deployment', (
        'id module status started_at last_state_change clouds username abort service_url '
        'scalable'))):
    """A deployment.

    Printing one that :meth:`~slipstream.api.Api.get_deployment` has read shows all its fields and
    its node instances.

    ::

        >>> deployment = api.get_deployment(deployment_id)
        >>> deployment.status, deployment.clouds
        ('ready', ['exoscale-ch-gva'])
        >>> print(deployment)
        Deployment ...
          status...
    """

    _instances = None

    @property
    def instances(self):
        """The node instances, a :class:`NodeInstances`; None for a row of a listing.

        ::

            >>> api.get_deployment(deployment_id).instances[0].status
            'running'
        """
        return self._instances

    def with_instances(self, instances):
        """Return this deployment with its node ``instances``, an iterable.

        ::

            >>> len(next(api.list_deployments()).with_instances([]).instances)
            0
        """
        self._instances = NodeInstances(instances)
        return self

    def __str__(self):
        from .display import text  # as above

        return repr(self if self.instances is None else text.card(self))

    def __unicode__(self):
        return to_text(str(self))

    @property
    def __dict__(self):
        return self._asdict()  # as that of the other rows on Python 2, which programs read

    def __getstate__(self):
        return {'_instances': self._instances}

    def __setstate__(self, state):
        self._instances = state['_instances']


class ModuleParameter(_Row, _fields('ModuleParameter', (
        'name value defaultValue category description isSet mandatory readonly type '
        'instructions'))):
    """A parameter of a module. Its repr does not show the value of a password.

    ::

        >>> api.get_parameters('jane/web', 'cpu.nb')[0].value
        '2'
    """

    __slots__ = ()

    def __repr__(self):
        return super(ModuleParameter, self._masked()).__repr__()

    def _masked(self):
        """The parameter as it may be shown."""
        secrets = ('value', 'defaultValue') if self.type == 'Password' else ()
        return self._replace(**dict((name, MASK) for name in secrets if getattr(self, name)))


class ApiKey(_Row, _fields('ApiKey', 'key secret')):
    """An API key: the id of the credential, and its secret, which its repr does not show.

    ::

        >>> key = api.create_api_key('laptop')
        >>> api.login_apikey(*key)['status']
        201
    """

    __slots__ = ()

    def __repr__(self):
        return super(ApiKey, self._masked()).__repr__()

    def _masked(self):
        """The key as it may be shown."""
        return self._replace(secret=MASK)


class Flag(str):
    """The text ``'true'`` or ``'false'`` of a document, which behaves as this boolean.

    It stays equal to its text, as programs compare it with ``'true'``; but ``Flag('false')`` and
    ``Flag('')`` are false.

    ::

        >>> from slipstream.api.models import Flag
        >>> bool(Flag('false')), Flag('false') == 'false'
        (False, True)
    """

    __slots__ = ()

    def __bool__(self):
        return self.strip().lower() not in ('', 'false')

    __nonzero__ = __bool__  # Python 2 asks by this name

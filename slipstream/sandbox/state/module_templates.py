# -*- coding: utf-8 -*-
"""New modules, before anybody has edited them."""
from __future__ import unicode_literals

from . import modules

#: Version of a module that is not stored yet.
UNSTORED = -1


def _parameter(name, description, category, value=None, **members):
    return dict({'name': name, 'description': description, 'category': category, 'value': value,
                 'defaultValue': value, 'mandatory': True}, **members)


#: The parameters of every component.
STANDARD = (
    _parameter('hostname', 'hostname/ip of the image', 'Output'),
    _parameter('instanceid', 'Cloud instance id', 'Output'),
    _parameter('cpu.nb', 'Number of CPUs', 'Cloud', '2'),
    _parameter('ram.GB', 'RAM in GB', 'Cloud', '2'),
    _parameter('disk.GB', 'Disk in GB', 'Cloud', '10'),
    _parameter('extra.disk.volatile', 'Volatile extra disk in GB', 'Cloud', mandatory=False),
    _parameter('network', 'Network type', 'Cloud', 'Public', type='Enum',
               enumValues=['Public', 'Private']),
)


def cloud_parameters(world):
    """The parameters that every component has for each cloud."""
    return [{'name': '%s.instance.type' % cloud, 'description': 'Cloud instance type',
             'category': cloud, 'order': 10} for cloud in modules.cloud_names(world)]


def new(world, path, category, username):
    """A new module, not stored, with the defaults of its category and owned by this user."""
    document = {'path': path, 'category': category, 'version': UNSTORED, 'owner': username}
    if category == modules.COMPONENT:
        document['parameters'] = list(STANDARD) + cloud_parameters(world)
        document['targets'] = [{'name': name, 'script': ''} for name in modules.TARGETS]
    return modules.completed(world, document)

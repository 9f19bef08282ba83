# -*- coding: utf-8 -*-
"""Loading modules into a world."""
from __future__ import unicode_literals

from .. import timestamps
from ..state import modules as legacy_modules
from ..state.module_templates import STANDARD, cloud_parameters
from .checking import default_owner, is_constant, is_exact, is_withheld
from .shapes import CATEGORIES

#: The value for secrets that the catalogue does not contain.
STAND_IN = 'withheld'
#: Members of a module that are stored unchanged.
_PLAIN = ('path', 'logoLink', 'note', 'customVersion', 'tag', 'placementPolicy', 'commit',
          'loginUser', 'platform', 'prerecipe', 'recipe')
#: What a parameter may leave out.
_BLANK_PARAMETER = {'enumValues': (), 'defaultValue': None, 'withheld': False}
_PARAMETER = ('category', 'description', 'type', 'mandatory', 'readonly', 'order')


def add_module(world, module):
    """Load a module of a catalogue into a world."""
    document = {name: module[name] for name in _PLAIN if name in module}
    document.update(
        category=CATEGORIES[module['type']], owner=module['owner'] or default_owner(world, ()),
        authz=without_none(module['authz']), description=module['description'],
        parameters=[_parameter(parameter) for parameter in module['parameters']],
        nodes=[_node(node) for node in module.get('nodes', ())],
        targets=[{'name': name, 'script': script}
                 for name, script in sorted(module.get('targets', {}).items())])
    if module['type'] == 'component':
        document.update(_component(module))
    if is_exact(module):
        legacy_modules.keep(world, dict(
            document, version=module['version'], creation=_seconds(module['created']),
            lastModified=_seconds(module['modified']), published=_published(world, module)))
    else:
        _add_ordinary(world, module, document)


def _add_ordinary(world, module, document):
    """Load a module into a world, with everything that makes it usable."""
    _add_projects(world, module, document['owner'])
    document['description'] = document['description'] or ''
    if module['type'] == 'component':
        _complete_component(world, module, document)
    stored = _save(world, document)
    if module['published']:
        legacy_modules.publish(world, stored)


def _add_projects(world, module, owner):
    parents = module['path'].split('/')[:-1]
    authz = {'publicGet': True} if module['authz'].get('publicGet') else {}
    for count in range(1, len(parents) + 1):
        path = '/'.join(parents[:count])
        if legacy_modules.latest(world, path) is None:
            _save(world, {'path': path, 'category': legacy_modules.PROJECT, 'description': '',
                          'owner': owner, 'authz': authz})


def _save(world, document):
    commit = document.get('commit') or {'author': document['owner'],
                                        'comment': 'From the catalogue'}
    return legacy_modules.save(world, dict(document, commit=commit), document['owner'])


def _published(world, module):
    if module['published'] is True:
        return world.clock.now()
    return _seconds(module['published'] or None)


# -- components ----------------------------------------------------------------------------------

def _component(module):
    images = module['images'] or {}
    is_base = module['parent'] is None and bool(images)
    return {
        'moduleReferenceUri': module['parent'] and 'module/%s' % module['parent'],
        'isBase': is_base if module['isBase'] is None else module['isBase'],
        'cloudImageIdentifiers': [_image(cloud, images[cloud]) for cloud in sorted(images)],
        'packages': [_package(package) for package in module['packages']]}


def _complete_component(world, module, document):
    """Add the standard parameters to a component, and an image for each cloud if it has none."""
    clouds = legacy_modules.cloud_names(world)
    own = [parameter['name'] for parameter in document['parameters']]
    standard = [_parameter(parameter) for parameter in STANDARD if parameter['name'] not in own]
    sizes = [size for size in cloud_parameters(world) if size['name'] not in own]
    document['parameters'] = standard + document['parameters'] + sizes
    images = module['images']
    if images is None and module['parent'] is None:
        images = dict((cloud, 'image-of-%s' % cloud) for cloud in clouds)
        document['isBase'] = bool(images) if module['isBase'] is None else module['isBase']
    document['cloudImageIdentifiers'] = [_image(cloud, images[cloud]) for cloud in clouds
                                         if cloud in (images or {})]


def _image(cloud, image):
    members = image if isinstance(image, dict) else {'identifier': image, 'region': None}
    return {'cloudServiceName': cloud, 'cloudImageIdentifier': members['identifier'],
            'region': members['region']}


def _package(package):
    if isinstance(package, dict):
        return dict((name, package[name]) for name in ('name', 'repository', 'key'))
    return {'name': package, 'repository': '', 'key': ''}


# -- parts ---------------------------------------------------------------------------------------

def _parameter(parameter):
    made = dict(_BLANK_PARAMETER, **parameter)
    made['enumValues'] = list(made['enumValues'])
    if made['withheld']:
        made['value'] = STAND_IN
    del made['withheld']
    if made['defaultValue'] is None:
        made['defaultValue'] = made['value']
    return made


def _node(node):
    return {
        'name': node['name'],
        'imageUri': node['component'] and 'module/%s' % node['component'],
        'multiplicity': node['multiplicity'], 'network': node['network'],
        'cloudService': node['cloud'], 'maxProvisioningFailures': node['maxProvisioningFailures'],
        'creation': _seconds(node['created']),
        'parameterMappings': [_mapping(name, mapping)
                              for name, mapping in sorted(node['mappings'].items())]}


def _mapping(name, mapping):
    if not isinstance(mapping, dict):
        return {'name': name, 'value': mapping, 'isMappedValue': not is_constant(mapping)}
    value = "'%s'" % STAND_IN if is_withheld(mapping) else mapping['value']
    return dict(((member, mapping[member]) for member in _PARAMETER), name=name, value=value,
                isMappedValue=mapping['mapped'])


def without_none(members):
    """The members that have a value."""
    return {name: value for name, value in members.items() if value is not None}


def _seconds(moment):
    return None if moment is None else timestamps.parse_cimi(moment)

# -*- coding: utf-8 -*-
"""Documents of modules.

They are returned by ``GET /module/...`` and embedded in runs. Both are the same tree, but
``GET /module/...`` leaves out all ``class`` and ``resourceUri`` attributes and adds the names of
the clouds and the caller's runs.
"""
from __future__ import unicode_literals

from .. import timestamps
from ..state import module_expansion, modules
from .elements import CData, element, entry

ROOT_TAGS = {modules.PROJECT: 'projectModule', modules.COMPONENT: 'imageModule',
             modules.APPLICATION: 'deploymentModule'}
_CLASSES = dict((category, 'com.sixsq.slipstream.persistence.' + tag[0].upper() + tag[1:])
                for category, tag in ROOT_TAGS.items())

_ARRAY_LIST = 'java.util.ArrayList'
_MAP = 'org.hibernate.collection.internal.PersistentMap'
_SET = 'org.hibernate.collection.internal.PersistentSet'
_PUBLISHED_VIEW = 'com.sixsq.slipstream.module.ModuleViewPublished'


# -- whole documents ----------------------------------------------------------

def root_element(world, module, runs):
    """The document of a version, as ``GET /module/...`` returns it.

    :param runs: the element with the caller's runs of this version.
    """
    clouds = strings('cloudNames', modules.cloud_names(world) + ['default'], array=True)
    root = _stripped(_module(world, ROOT_TAGS[module['category']], module, (clouds, runs)))
    root.attrib.pop('name')
    return root


def embedded_element(world, module):
    """The copy of a version in the document of a run.

    The root is always called ``module``. Its class and its category say what it is.
    """
    root = _module(world, 'module', module)
    root.set('class', _CLASSES[module['category']])
    return root


def list_element(listed):
    """A list of modules, as ``GET /module`` returns it."""
    return element('list', (), *[_item(module, (('resourceUri', modules.uri(module)),))
                                 for module in listed])


def appstore_element(listed):
    """The list of published versions, as ``GET /appstore`` returns it."""
    return element('list', (), *[
        _item(module, (('class', _PUBLISHED_VIEW), ('resourceUri', modules.uri(module)),
                       ('published', True), ('logoLink', module['logoLink'])))
        for module in listed])


def version_list_element(listed):
    """The list of the versions of a module, which may be empty."""
    root = element('versionList')
    for module in listed:
        root.set('moduleCategory', module['category'])
        root.set('moduleName', module['path'])
        item = _item(module, (('resourceUri', modules.uri(module)),
                              ('lastModified', timestamps.legacy(module['lastModified'])),
                              ('moduleName', module['path'])))
        item.extend(_commit(module))
        root.append(item)
    return root


def _item(module, attributes):
    pairs = tuple(attributes) + (
        ('category', module['category']), ('description', module['description']),
        ('customVersion', module['customVersion']),
        ('name', modules.short_name(module['path'])), ('version', module['version']))
    # In lists the service does not look up the parent: inherited groups are empty there.
    members = [] if module['authz']['inheritedGroupMembers'] else module['authz']['groupMembers']
    return element('item', pairs, authz_element(module, members))


# -- parts of all three kinds -------------------------------------------------

def _module(world, tag, module, inserted=()):
    root = element(tag, _attributes(world, module))
    root.append(authz_element(module, modules.group_members(world, module)))
    root.extend(_commit(module))
    if module['published'] is not None:
        root.append(element('published',
                            (('publicationDate', timestamps.legacy(module['published'])),)))
    if module['note'] is not None:
        root.append(element('note', text=module['note']))
    root.extend(inserted)
    root.extend(_SPECIFICS[module['category']](world, module))
    return root


def _attributes(world, module):
    component = module['category'] == modules.COMPONENT
    login, platform = None, None
    if component:
        login, platform = module_expansion.login_and_platform(world, module)
    return (
        ('lastModified', timestamps.legacy(module['lastModified'])),
        ('category', module['category']), ('description', module['description']),
        ('deleted', module['deleted']), ('resourceUri', modules.uri(module)),
        ('parentUri', 'module/' + modules.parent_path(module['path'])), ('name', module['path']),
        ('version', module['version']),
        ('isLatestVersion', modules.is_latest(world, module)),
        ('moduleReferenceUri', module['moduleReferenceUri']),
        ('customVersion', module['customVersion']), ('tag', module['tag']),
        ('logoLink', module['logoLink']), ('placementPolicy', module['placementPolicy']),
        ('isBase', bool(module['isBase']) if component else None),
        ('creation', timestamps.legacy(module['creation'])),
        ('shortName', modules.short_name(module['path'])), ('loginUser', login),
        ('platform', platform))


def authz_element(module, members):
    """The access rights of a module, with these group members."""
    authz = module['authz']
    attributes = [('owner', module['owner'])] + [(flag, bool(authz[flag]))
                                                 for flag in modules.FLAGS]
    attributes.append(('inheritedGroupMembers', bool(authz['inheritedGroupMembers'])))
    return element('authz', attributes, strings('groupMembers', members, kind=_ARRAY_LIST))


def strings(tag, texts, array=False, kind=None):
    """A container of ``string`` elements.

    :param array: whether the container has a ``length``, as arrays do.
    :param kind: the Java class in the ``class`` attribute.
    """
    attributes = (('class', kind), ('length', len(texts) if array else None))
    return element(tag, attributes, *[element('string', text=text) for text in texts])


def _commit(module):
    if not module['commit']:
        return []
    return [element('commit', (('author', module['commit'].get('author')),),
                    element('comment', text=module['commit'].get('comment')))]


def _project(world, module):
    children = [_item(child, ()) for child in modules.children(world, module['path'])]
    return [element('children', (), *children),
            parameters_element('parameters', module['parameters'])]


# -- components ---------------------------------------------------------------

def _component(world, module):
    chain = modules.lineage(world, module)
    parameters = module_expansion.parameters(chain)
    inputs = module_expansion.of_category(parameters, 'Input')
    outputs = module_expansion.of_category(parameters, 'Output')
    return [
        _targets(module), _targets_expanded(chain, modules.TARGETS + ('prerecipe', 'recipe')),
        element('packages', (('class', _SET),), *_packages('package', [module])),
        element('prerecipe', text=_data(module['prerecipe'])),
        element('recipe', text=_data(module['recipe'])),
        _image_identifiers(module),
        parameters_element('parameters', module_expansion.own(parameters, module)),
        parameters_element('inputParametersExpanded', inputs),
        parameters_element('outputParametersExpanded', outputs),
        element('packagesExpanded', (), *_packages('packageExpanded', chain)),
        _build_states(chain),
        strings('notes', [ancestor['note'] for ancestor in chain if ancestor['note']], array=True)]


def _targets(module):
    return element('targets', (('class', _SET),), *[
        element('target', (('name', target['name']),), text=_data(target.get('script')))
        for target in module['targets']])


def _targets_expanded(chain, names):
    shown = [name for name in names if name in ('prerecipe', 'recipe')
             or any(_has_target(module, name) for module in chain)]
    return element('targetsExpanded', (), *[
        element('targetExpanded', (('name', name),), *_sub_targets(chain, name))
        for name in shown])


def _has_target(module, name):
    return any(target['name'] == name for target in module['targets'])


def _sub_targets(chain, name):
    scripts = [(module, module_expansion.script(module, name)) for module in chain]
    scripts = [(module, script) for module, script in scripts if script]
    return [element('subTarget', (
        ('name', name), ('moduleUri', modules.uri(module)), ('order', order),
        ('moduleShortName', modules.short_name(module['path']))), text=_data(script))
            for order, (module, script) in enumerate(scripts, 1)]


def _packages(tag, chain):
    return [element(tag, (('name', package['name']), ('repository', package.get('repository')),
                          ('key', package.get('key'))))
            for module in chain for package in module['packages']]


def _image_identifiers(module):
    return element('cloudImageIdentifiers', (('class', _SET),), *[
        element('cloudImageIdentifier', (
            ('resourceUri', '%s/%s' % (modules.uri(module), image['cloudServiceName'])),
            ('cloudServiceName', image['cloudServiceName']), ('region', image.get('region')),
            ('cloudImageIdentifier', image.get('cloudImageIdentifier'))))
        for image in module['cloudImageIdentifiers']])


def _build_states(chain):
    return element('buildStates', (), *[
        element('buildState', (('moduleUri', modules.uri(module)),
                               ('builtOn', ','.join(module_expansion.built_on(module)))))
        for module in chain])


# -- applications -------------------------------------------------------------

def _application(world, module):
    nodes = [entry(node['name'], _node(world, node)) for node in module['nodes']]
    return [
        _targets(module), _targets_expanded([module], modules.TARGETS),
        element('nodes', (('class', _MAP),), *nodes),
        parameters_element('parameters', module['parameters'])]


def _node(world, node):
    image = modules.find(world, node['imageUri'])
    notes = [image['note']] if image and image['note'] else []
    made = element('node', _node_attributes(world, node, image),
                   mappings_element('parameterMappings', node),
                   mappings_element('parameters', node), strings('notes', notes, array=True))
    if image is not None:
        copy = _module(world, 'image', image)
        copy.set('class', _CLASSES[image['category']])
        made.append(copy)
    return made


def _node_attributes(world, node, image):
    return (
        ('deleted', False), ('name', node['name']), ('multiplicity', node['multiplicity']),
        ('maxProvisioningFailures', node['maxProvisioningFailures']),
        ('cloudService', node['cloudService']), ('imageUri', node['imageUri']),
        ('creation', timestamps.legacy(node['creation'])),
        ('network', module_expansion.network(world, node, image)))


def mappings_element(tag, node):
    """One of the two maps of a node with the parameters that it sets or links."""
    return element(tag, (('class', _MAP),), *[
        entry(mapping['name'],
              _parameter(mapping, ('isMappedValue', bool(mapping['isMappedValue']))))
        for mapping in node['parameterMappings']])


# -- parameters ---------------------------------------------------------------

def parameters_element(tag, parameters):
    """A map of module parameters."""
    return element(tag, (('class', _MAP),), *[
        entry(parameter['name'], _parameter(parameter, ('isSet', bool(parameter['isSet']))))
        for parameter in parameters])


def _parameter(parameter, flag):
    made = element('parameter', (
        ('name', parameter['name']), ('description', parameter['description']),
        ('category', parameter['category']), ('mandatory', bool(parameter['mandatory'])),
        ('type', parameter['type']), ('readonly', bool(parameter['readonly'])),
        ('order_', parameter['order']), flag, ('order', parameter['order'])))
    if parameter['instructions'] is not None:
        made.append(element('instructions', text=CData(parameter['instructions'])))
    if parameter['enumValues']:
        made.append(strings('enumValues', parameter['enumValues'], array=True))
    for name in ('value', 'defaultValue'):
        if parameter[name] is not None:
            made.append(element(name, text=CData(parameter[name])))
    return made


def _data(text):
    return None if text is None else CData(text)


def _stripped(root):
    """Remove ``class`` and ``resourceUri`` attributes and CDATA from a tree, in place."""
    for node in root.iter():
        node.attrib.pop('class', None)
        node.attrib.pop('resourceUri', None)
        if isinstance(node.text, CData):
            node.text = ''.join(('', node.text))
    return root


_SPECIFICS = {modules.PROJECT: _project, modules.COMPONENT: _component,
              modules.APPLICATION: _application}

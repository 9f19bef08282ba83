# -*- coding: utf-8 -*-
"""Converting modules from a service to a catalogue.

Documents of ``GET /module/...`` become entries of a catalogue. The entries are as short as
possible: defaults are left out, and so are the values of Password parameters. All functions are
pure.
"""
from __future__ import unicode_literals

import collections
import re

from .. import timestamps
from ..catalogue.checking import is_constant
from ..catalogue.filling_modules import STAND_IN
from ..catalogue.writing import lines_of
from ..compat import to_text
from ..state import modules

#: The types of modules, by root element of the document.
ROOTS = {'projectModule': 'project', 'imageModule': 'component', 'deploymentModule': 'application'}
#: The content of a document.
Reading = collections.namedtuple(
    'Reading', 'path version is_latest document withheld children references')

#: Parameters with these names are treated as secrets where their type is unknown.
SECRET_NAME = re.compile('passw|passphrase|secret|token|private.?key|api.?key', re.IGNORECASE)
_TEXTS = ('description', 'logoLink', 'customVersion', 'tag', 'placementPolicy')
_USUAL = modules.default_authz()
_PASSWORD = 'Password'
#: A literal for a sandbox that replaces a secret.
_STAND_IN = "'%s'" % STAND_IN


class NotUnderstoodError(ValueError):
    """A document cannot be converted; the message says why."""


def read(root):
    """Convert the document of a module.

    :param root: its root element.
    :return: a :class:`Reading`: path, version, whether it is the latest one, the entry for the
        catalogue, the number of omitted secrets, the modules in a project, and the modules that it
        refers to, both as pairs of path and version (None for the latest).
    :raises NotUnderstoodError: if something is missing in the document.
    """
    try:
        path, version = _path(root), int(root.get('version'))
        reader = _Reader(root)
        document = reader.document(ROOTS[root.tag])
        children = [('%s/%s' % (path, item.get('name')), int(item.get('version')))
                    for item in root.findall('children/item')]
    except (TypeError, ValueError) as error:  # Something is missing or not a number.
        raise NotUnderstoodError('not understood: %s' % error)
    document.update(path=path, version=version)
    return Reading(path, version, root.get('isLatestVersion') != 'false', document, reader.withheld,
                   children, reader.references)


def reference(uri):
    """The path and version in a reference ``module/PATH[/VERSION]``; None if there is none."""
    path = (uri or '').strip()
    path = (path[len('module/'):] if path.startswith('module/') else path).strip('/')
    return modules.split_version(path) if path else None


def clouds(root):
    """The names of the clouds that the document of a module lists, as a set."""
    return frozenset(_content(name) for name in root.findall('cloudNames/string')) - {'default'}


def _path(root):
    parent = (root.get('parentUri') or '').strip('/').partition('/')[2]
    name = root.get('shortName')
    if not name:
        raise ValueError('it has no name')
    return '%s/%s' % (parent, name) if parent else to_text(name)


class _Reader(object):
    """Converts a document; counts secrets in ``withheld``, collects ``references`` to modules."""

    def __init__(self, root):
        self._root = root
        self.withheld = 0
        self.references = []

    def document(self, kind):
        """The entry for the catalogue, without the members that identify it."""
        root, document = self._root, {'type': kind}
        for name in _TEXTS:
            _put(document, name, lines_of(root.get(name)))
        _put(document, 'note', lines_of(_content(root.find('note'))))
        _put(document, 'created', moment(root.get('creation')))
        _put(document, 'modified', moment(root.get('lastModified')))
        _put(document, 'published', _published(root.find('published')))
        _put(document, 'commit', _commit(root.find('commit')))
        _fill(document, 'parameters', self._parameters())
        document.update(_rights(root.find('authz')))
        if kind == 'component':
            document.update(self._component())
        if kind == 'application':
            document['nodes'] = self._nodes()
        if kind != 'project':
            _fill(document, 'targets', dict((target.get('name'), lines_of(target.text))
                                            for target in root.findall('targets/target')))
        return document

    def _refer_to(self, uri):
        target = reference(uri)
        if target is None:
            return None
        self.references.append(target)
        return target[0] if target[1] is None else '%s/%d' % target

    # -- components ------------------------------------------------------------------------------

    def _component(self):
        root, document = self._root, {}
        _put(document, 'parent', self._refer_to(root.get('moduleReferenceUri')))
        images = dict((image.get('cloudServiceName'), _image(image))
                      for image in root.findall('cloudImageIdentifiers/cloudImageIdentifier'))
        is_base = root.get('isBase') == 'true'
        if is_base != ('parent' not in document and bool(images)):
            document['isBase'] = is_base
        if is_base:  # Otherwise they belong to the parent.
            _fill(document, 'loginUser', root.get('loginUser'))
            _fill(document, 'platform', root.get('platform'))
        _fill(document, 'images', images)
        _fill(document, 'packages', sorted(
            (_package(package) for package in root.findall('packages/package')),
            key=lambda package: package['name'] if isinstance(package, dict) else package))
        for name in ('prerecipe', 'recipe'):
            _fill(document, name, lines_of(root.findtext(name)))
        return document

    # -- applications ----------------------------------------------------------------------------

    def _nodes(self):
        return sorted((self._node(node) for node in self._root.findall('nodes/entry/node')),
                      key=lambda node: node['name'])

    def _node(self, node):
        document = {'name': node.get('name'), 'component': self._refer_to(node.get('imageUri'))}
        _put(document, 'created', moment(node.get('creation')))
        for name, usual in (('multiplicity', 1), ('maxProvisioningFailures', 0)):
            number = int(node.get(name) or usual)
            document.update({} if number == usual else {name: number})
        if node.get('network') != 'Public':
            document['network'] = node.get('network')
        if node.get('cloudService') not in (None, '', 'default'):
            document['cloud'] = node.get('cloudService')
        # The service repeats each mapping in both maps.
        mappings = dict((parameter.get('name'), parameter) for tag in (
            'parameters', 'parameterMappings')
                        for parameter in node.findall(tag + '/entry/parameter'))
        secrets = _secret_names(node.find('image'))
        _fill(document, 'mappings', dict(
            (name, self._mapping(parameter, name in secrets if secrets is not None
                                 else SECRET_NAME.search(name)))
            for name, parameter in mappings.items()))
        return document

    def _mapping(self, parameter, is_secret):
        value, mapped = parameter.findtext('value'), parameter.get('isMappedValue') == 'true'
        document = _usual_left_out(parameter, category='General')
        is_secret = is_secret or parameter.get('type') == _PASSWORD or value == _STAND_IN
        if value and is_secret and (not mapped or is_constant(value)):
            self.withheld += 1
            return dict(document, withheld=True)
        if value is not None and not document and mapped != is_constant(value):
            return lines_of(value)
        _put(document, 'value', lines_of(value))
        document.update({'mapped': True} if mapped else {})
        return document

    # -- parameters ------------------------------------------------------------------------------

    def _parameters(self):
        return sorted((self._parameter(parameter)
                       for parameter in self._root.findall('parameters/entry/parameter')),
                      key=lambda parameter: parameter['name'])

    def _parameter(self, parameter):
        document = _usual_left_out(parameter, category='Input')
        document['name'] = parameter.get('name')
        _put(document, 'instructions', lines_of(parameter.findtext('instructions')))
        _fill(document, 'enumValues', [_content(choice)
                                       for choice in parameter.findall('enumValues/string')])
        value = parameter.findtext('value') or None
        default = parameter.findtext('defaultValue') or None
        if value is not None and parameter.get('isSet') == 'false':
            value = default = None  # The value is only inherited.
        if parameter.get('type') == _PASSWORD and (value or default):
            self.withheld += 1
            return dict(document, withheld=True)
        _put(document, 'value', lines_of(value))
        if default != value:
            _put(document, 'defaultValue', lines_of(default))
        return document


def _usual_left_out(parameter, category):
    """The members of a parameter other than its value, without defaults."""
    document = {}
    if parameter.get('description') != '':
        document['description'] = lines_of(parameter.get('description'))
    for name, usual in (('category', category), ('type', 'String')):
        if parameter.get(name) not in (None, usual):
            document[name] = parameter.get(name)
    for name in ('mandatory', 'readonly'):
        if parameter.get(name) == 'true':
            document[name] = True
    order = int(parameter.get('order') or parameter.get('order_') or 0)
    return dict(document, order=order) if order else document


def _secret_names(image):
    """The names of the Password parameters of the component of a node; None if unknown."""
    if image is None:
        return None
    return set(parameter.get('name') for tag in ('parameters', 'inputParametersExpanded')
               for parameter in image.findall(tag + '/entry/parameter')
               if parameter.get('type') == _PASSWORD)


def _rights(authz):
    if authz is None:
        return {}
    rights = dict((flag, authz.get(flag) == 'true')
                  for flag in modules.FLAGS + ('inheritedGroupMembers',))
    # The members of an inherited group belong to the parent project.
    members = [] if rights['inheritedGroupMembers'] else [
        _content(member) for member in authz.findall('groupMembers/string')]
    rights = dict((flag, value) for flag, value in rights.items() if value != _USUAL[flag])
    _fill(rights, 'groupMembers', sorted(members))
    document = {}
    _put(document, 'owner', authz.get('owner'))
    _fill(document, 'authz', rights)
    return document


def _commit(commit):
    if commit is None:
        return None
    document = {}
    _put(document, 'author', commit.get('author'))
    _put(document, 'comment', lines_of(_content(commit.find('comment'))))
    return document


def _published(published):
    """The time of a publication, or True if the document does not have it."""
    return None if published is None else moment(published.get('publicationDate')) or True


def _image(image):
    identifier, region = image.get('cloudImageIdentifier'), image.get('region')
    if identifier is not None and region is None:
        return identifier
    document = {}
    _put(document, 'identifier', identifier)
    _put(document, 'region', region)
    return document


def _package(package):
    document = {'name': package.get('name')}
    for name in ('repository', 'key'):
        if package.get(name) != '':
            document[name] = lines_of(package.get(name))
    return document if len(document) > 1 else package.get('name')


def moment(text):
    """Convert a time of the XML interface for a catalogue; None if it is invalid."""
    try:
        return timestamps.cimi(timestamps.parse_legacy(text)) if text else None
    except ValueError:
        return None


def _content(element):
    """The text of an element, which may be empty; None if there is no element."""
    return None if element is None else element.text or ''


def _put(document, name, value):
    if value is not None:
        document[name] = value


def _fill(document, name, value):
    if value:
        document[name] = value

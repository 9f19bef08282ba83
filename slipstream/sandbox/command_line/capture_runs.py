# -*- coding: utf-8 -*-
"""Converting deployments from a service to a catalogue.

Documents of ``GET /run/...`` become entries of a catalogue, without the values of secret
parameters. All functions are pure.
"""
from __future__ import unicode_literals

import collections

from ..catalogue.writing import lines_of
from ..state import run_parameters
from ..state.runs import split_key
from .capture_modules import SECRET_NAME, NotUnderstoodError, moment, reference

#: The content of a document.
Reading = collections.namedtuple('Reading', 'document module withheld')

#: Parameters that the service computes when they are read.
_COMPUTED = 'vmstate'
_PASSWORD = 'Password'


def read(root):
    """Convert the document of a deployment.

    :param root: its root element.
    :return: a :class:`Reading`: the entry for the catalogue, path and version of the module, and
        the number of omitted secrets.
    :raises NotUnderstoodError: if something is missing in the document.
    """
    try:
        module = reference(root.get('moduleResourceUri'))
        document = {
            'uuid': root.attrib['uuid'], 'module': '%s/%d' % module, 'owner': root.attrib['user'],
            'type': root.attrib['type'], 'state': root.attrib['state'],
            'created': moment(root.get('startTime')), 'groups': root.get('groups') or '',
            'clouds': _names(root, 'cloudServiceNames')}
    except (KeyError, TypeError) as error:  # Something is missing, or there is no version.
        raise NotUnderstoodError('not understood: %s' % error)
    document.update((name, value) for name, value in (
        ('changed', moment(root.get('lastStateChangeTime'))),
        ('ended', moment(root.get('endTime'))),
        ('mutable', root.get('mutable') == 'true' or None)) if value is not None)
    parameters = collections.OrderedDict(
        (parameter.get('key'), parameter)
        for parameter in root.findall('runtimeParameters/entry/runtimeParameter'))
    document['instances'] = [_instance(name, parameters) for name in _names(root, 'nodeNames')]
    secrets = sorted(key for key, parameter in parameters.items() if _is_secret(key, parameter))
    _put(document, 'withheld', [key for key in secrets if parameters[key].text])
    document['parameters'] = dict(
        (key, '' if key in secrets else lines_of(parameter.text or ''))
        for key, parameter in parameters.items() if split_key(key)[1] != _COMPUTED)
    _put(document, 'links', dict(
        (key, _listed(parameter.get('mappedRuntimeParameterNames')))
        for key, parameter in parameters.items() if parameter.get('mappedRuntimeParameterNames')))
    _put(document, 'described', _described(document, parameters))
    _put(document, 'settings', _settings(root, secrets))
    return Reading(document, module, len(document.get('withheld', ())))


def _instance(name, parameters):
    cloud = parameters.get('%s:cloudservice' % name)
    instance = {'name': name, 'cloud': '' if cloud is None else cloud.text or ''}
    created = None if cloud is None else moment(cloud.get('creation'))
    return dict(instance, created=created) if created else instance


def _is_secret(key, parameter):
    return parameter.get('type') == _PASSWORD or bool(SECRET_NAME.search(split_key(key)[1]))


def _described(document, parameters):
    """The parameter descriptions for the catalogue: node to parameter to description and type."""
    instances = dict((instance['name'], dict(instance, node=None))
                     for instance in document['instances'])
    described = {}
    for key, parameter in parameters.items():
        scope, name = split_key(key)
        description = parameter.get('description') or '', parameter.get('type') or 'String'
        if scope in instances and description != run_parameters.describe(
                {'instances': instances, 'nodes': []}, key):
            node = described.setdefault(scope.partition('.')[0], {})
            node[name] = {'description': description[0], 'type': description[1]}
    return described


def _settings(root, secrets):
    """The settings of the launch, without those of secret parameters."""
    names = set((scope.partition('.')[0], name) for scope, name in map(split_key, secrets))
    return dict((parameter.get('name'), lines_of(parameter.findtext('value') or ''))
                for parameter in root.findall('parameters/entry/parameter')
                if split_key(parameter.get('name')) not in names
                and not SECRET_NAME.search(parameter.get('name')))


def _names(root, attribute):
    return _listed(root.get(attribute))


def _listed(text):
    return [name.strip() for name in (text or '').split(',') if name.strip()]


def _put(document, name, value):
    if value:
        document[name] = value

# -*- coding: utf-8 -*-
"""Nodes of a run that is being launched.

Combines what the module, its components and the user say about every node (a component has one
node, ``machine``), and refuses invalid combinations.
"""
from __future__ import unicode_literals

from .. import integers
from ..state import (images, module_expansion, modules, output_templates, run_parameters,
                     service_offers, settings)
from ..state.module_expansion import unquoted
from .errors import Problem
from .launch_form import MACHINE_NAME

_SPECIAL = ('cloudservice', 'multiplicity', 'service-offer')
_SPECIAL_OF_NODES = _SPECIAL + ('max-provisioning-failures',)
_CATEGORIES = ('General', 'Input', 'Output', 'Cloud', 'Execution_Parameters')
_CONNECTOR = tuple(name for name, _ in run_parameters.CONNECTOR)
_STANDARD_OUTPUTS = ['hostname', 'instanceid', 'url.service', 'url.ssh']
_OF_COMPONENT = {'parameterMappings': [], 'multiplicity': 1, 'maxProvisioningFailures': 0,
                 'cloudService': 'default', 'network': None}


class Node(object):
    """A node that is being launched.

    :param dict definition: the node of the application; None for the node of a component run.
    :param dict component: the component that runs on the node.
    :param dict chosen: what the user chose: parameter name to value.
    """

    def __init__(self, world, name, definition, component, chosen):
        self.name = name
        self.component = component
        self.definition = definition or _OF_COMPONENT
        self.of_application = definition is not None
        self.chosen = chosen
        self.lineage = modules.lineage(world, component)
        self.cloud = None
        self.offer = None
        self.image = None
        self._check_names()
        self.multiplicity, self.tolerated = 1, 0
        if self.of_application:
            self.multiplicity = self._number('multiplicity', self.definition['multiplicity'])
            self.tolerated = self._number('max-provisioning-failures',
                                          self.definition['maxProvisioningFailures'])

    def _check_names(self):
        names = self._names()
        for name in self.chosen:
            if name not in names:
                raise Problem(409, 'Unknown parameter: %s in node: %s' % (name, self.name))

    def _names(self):
        """The names of all parameters that a user may choose."""
        names = set(_SPECIAL_OF_NODES if self.of_application else _SPECIAL)
        names.update(_CONNECTOR)
        names.update(mapping['name'] for mapping in self.definition['parameterMappings'])
        for parameter in self.component['parameters']:
            # The name of the cloud may be left out of the names of its parameters.
            without_cloud = parameter['name'].partition(parameter['category'] + '.')[2]
            names.update([parameter['name'], without_cloud])
        if not self.of_application:
            names.update(parameter['name'] for parent in self.lineage[:-1]
                         for parameter in parent['parameters'] if parameter['category'] == 'Input')
        return names

    def _number(self, name, default):
        try:
            number = integers.parse(self.chosen.get(name, '%s' % default))
        except ValueError:
            raise Problem(500)
        if number < 0:
            raise Problem(409,
                          'Invalid %s in node %s: it should not be negative' % (name, self.name))
        return number

    # -- where it runs --------------------------------------------------------

    def choose_cloud(self, world, username):
        """Choose the cloud of the node.

        The user's choice comes first, then the service offer, the module and the user's default.
        """
        requested = _named_cloud(self.chosen.get('cloudservice'))
        if self.chosen.get('service-offer'):
            requested = self._choose_offer(world, requested)
        default = settings.execution(world, username)['defaultCloudService']
        self.cloud = requested or _named_cloud(self.definition['cloudService']) or default
        if not self.cloud:
            raise Problem(409, 'Incomplete cloud configuration. Consider editing your <a href='
                          "'/user/%s?edit=true'>user account</a>" % username)

    def _choose_offer(self, world, requested):
        reference = self.chosen['service-offer']
        self.offer = service_offers.find(world, reference)
        if self.offer is None:
            raise Problem(409, "Failed to find the service offer '%s'" % reference)
        offered = service_offers.cloud_of(self.offer)
        if requested and requested != offered:
            raise Problem(409, "The service offer is for '%s' but the Cloud service '%s' was "
                          'asked. Please choose a service offer of the cloud that you want to use.'
                          % (offered, requested))
        return offered

    def choose_image(self, world):
        """Find the image for the machines of the node."""
        try:
            self.image = images.find_image(world, self.component, self.cloud)
        except images.ImageMissing as reason:
            text = '%s' % reason
            if self.of_application and not text.startswith('Circular'):
                text = ('Node %s refers to image %s missing an image id for cloud: %s'
                        % (self.name, self.component['path'], self.cloud))
            raise Problem(409, text)

    # -- its parameters -------------------------------------------------------

    def parameters(self):
        """The parameters of the component on this cloud, by name.

        Only Input and Output parameters are inherited.
        """
        expanded = module_expansion.parameters(self.lineage)
        own = [parameter['name'] for parameter in self.component['parameters']]
        return dict((name, parameter) for name, parameter in expanded.items()
                    if parameter['category'] in self._categories(name in own))

    def _categories(self, own):
        return _CATEGORIES + (self.cloud,) if own else ('Input', 'Output')

    def record(self, world):
        """The node as the run stores it, see :mod:`.run_parameters`."""
        parameters = self.parameters()
        initial, links, outputs = self._cloud_values(world), {}, {}
        for name, parameter in parameters.items():
            # Values that come from the installation are missing until the instance is configured.
            text = _text_of(parameter)
            later = parameter['category'] == 'Output' and output_templates.is_template(text)
            initial[name] = None if later else text
            outputs.update({name: text} if later else {})
        if self.definition['network'] and 'network' in initial:
            initial['network'] = self.definition['network']
        for mapping in self.definition['parameterMappings']:
            linked = module_expansion.is_link(mapping) and mapping['name'] not in self.chosen
            links.update({mapping['name']: split_link(mapping['value'])} if linked else {})
            initial[mapping['name']] = None if linked else unquoted(mapping['value'] or '')
        self._apply_choices(initial)
        return {
            'name': self.name, 'cloud': self.cloud, 'image': modules.uri(self.component),
            'tolerated': self.tolerated, 'initial': initial,
            'loginUser': module_expansion.login_and_platform(world, self.component)[0],
            'links': links, 'outputs': outputs,
            'described': dict((name, [parameter['description'] or '', parameter['type']])
                              for name, parameter in parameters.items())}

    def _cloud_values(self, world):
        platform = module_expansion.login_and_platform(world, self.component)[1]
        values = dict(('%s.%s' % (self.cloud, name), None) for name in _CONNECTOR)
        values.update({'image.id': self.image, 'image.platform': platform,
                       'service-offer': self.chosen.get('service-offer', '')})
        return values

    def _apply_choices(self, initial):
        if self.offer:
            self._apply_offer(initial)
        for name, value in self.chosen.items():
            if name in initial:
                initial[name] = value
            elif name not in _SPECIAL_OF_NODES:
                initial['%s.%s' % (self.cloud, name)] = value

    def _apply_offer(self, initial):
        for name, attribute, units in service_offers.SIZES:
            size = service_offers.number(self.offer.get(attribute))
            if size is not None:
                initial[name] = '%g' % (size / units)
        if 'resource:instanceType' in self.offer:
            kind = '%s.instance.type' % self.cloud
            initial[kind] = '%s' % self.offer['resource:instanceType']


def of_component(world, component, choices):
    """The node of a component run, in a list."""
    return [Node(world, MACHINE_NAME, None, component, choices.get(MACHINE_NAME, {}))]


def of_application(world, application, choices):
    """The nodes of an application.

    :raises Problem: 409 if it has no nodes, refers to a missing component, or the user set a
        parameter of a node that it does not have.
    """
    definitions = application['nodes']
    if not definitions:
        raise Problem(409, 'Deployment module provided for run is missing nodes.')
    for name in choices:
        if name not in [definition['name'] for definition in definitions]:
            raise Problem(409, 'Unknown node: %s' % name)
    return [Node(world, definition['name'], definition, _component(world, definition),
                 choices.get(definition['name'], {})) for definition in definitions]


def check_application(nodes):
    """Refuse an application whose nodes do not fit together.

    :raises Problem: 409.
    """
    by_name = dict((node.name, node) for node in nodes)
    for node in nodes:
        parameters = node.parameters()
        for mapping in node.definition['parameterMappings']:
            if mapping['name'] not in parameters:
                raise Problem(409, "Input parameter: %s doesn't exist in image: %s"
                              % (mapping['name'], node.component['path']))
            if module_expansion.is_link(mapping):
                _check_link(by_name, mapping['value'])
        _check_inputs(node, parameters)


def split_link(text):
    """Split ``NODE:PARAMETER`` into a list of node and parameter."""
    node, _, name = (text or '').strip().partition(':')
    return [node, name]


def _check_link(nodes, text):
    other, name = split_link(text)
    # Every instance has the standard outputs, whether its component declares them or not.
    if other not in nodes or name not in _outputs(nodes[other]) + _STANDARD_OUTPUTS:
        raise Problem(409, 'Failed to find output parameter: %s' % text)


def _outputs(node):
    return [name for name, parameter in node.parameters().items()
            if parameter['category'] == 'Output']


def _check_inputs(node, parameters):
    set_by_user = list(node.chosen) + [
        mapping['name'] for mapping in node.definition['parameterMappings'] if mapping['value']]
    for name in sorted(parameters):
        parameter = parameters[name]
        needed = parameter['category'] == 'Input' and parameter['mandatory']
        if needed and not _text_of(parameter) and name not in set_by_user:
            raise Problem(409, 'Missing input parameter %s in node %s' % (name, node.name))


def _component(world, definition):
    reference = definition['imageUri']
    if not reference:
        raise Problem(409, 'Node %s is missing a machine image reference' % definition['name'])
    component = modules.find(world, reference)
    if component is None or component['category'] != modules.COMPONENT:
        raise Problem(409, 'Cannot find image: %s' % reference)
    return component


def _named_cloud(text):
    return None if text in (None, '', 'default') else text


def _text_of(parameter):
    return parameter['value'] or parameter['defaultValue']

# -*- coding: utf-8 -*-
"""Launch checks: whether the service would refuse to start machines, and what they would cost.

Only reads: the module with its parents or the deployment, your clouds, the service offers and the
usage. What nobody has told is not guessed: a price that is not known is None.
"""
from __future__ import unicode_literals

import collections

from ..compat import native_str, to_text
from ..display import similar_names
from ..errors import BadRequestError, ConflictError, SlipStreamError
from ..filters.builder import Attr
from ..protocol import arguments, documents, module_rows, paths, run_rows
from . import suggestions
from .plans import Machines

#: What the name of a parameter is called in a service offer, and how many of its units are one.
_SIZES = (('cpu.nb', 'resource:vcpu', 1), ('ram.GB', 'resource:ram', 1024),
          ('disk.GB', 'resource:disk', 1))
#: How many of its units an hour has.
_UNITS = {'HUR': 1.0, 'MIN': 60.0, 'DAY': 1 / 24.0}

_REFUSED = 'The service would refuse this.'

#: Machines to start: how many, where, the values of their parameters, and the document of their
#: component, None if they will be like others.
_Node = collections.namedtuple(native_str('_Node'), native_str('count cloud values component'))


class LaunchChecks(object):
    """Checks launches. The clouds, offers, usage and parent components are read once.

    :param api: the :class:`~slipstream.api.Api`.
    """

    def __init__(self, api):
        self._api = api
        self._offers = {}
        self._left = None
        self._default = None
        self._components = {}

    def check(self, form):
        """Check a launch.

        :param dict form: what would be sent.
        :return: the :class:`~slipstream.api.methods.plans.Machines` that it starts, and sentences.
        :raises SlipStreamError: the service would refuse it.
        """
        address = paths.module(form['refqname'])
        with suggestions.of_module(self._api, address):
            root = self._api._xml(address, documents.MODULE_ROOTS)
        problem = suggestions.unknown_in_launch(root, without_names(form))
        if problem:
            raise ConflictError(_REFUSED, hint=problem)
        # A cloud may have parameters that the document of a module does not list.
        unknown = suggestions.unknown_in_launch(root, form)
        machines, notes = self._checked(nodes_of(root, form))
        return machines, ([unknown] if unknown else []) + notes

    def check_addition(self, deployment_id, node, quantity):
        """Check an addition of instances to a node. They are as those that the node has.

        :param deployment_id: UUID of the deployment.
        :param str node: name of the node.
        :param quantity: how many instances; None for one.
        :return: as :meth:`check` does.
        :raises SlipStreamError: the service would refuse it.
        """
        run = self._api._run(deployment_id)
        values, deployment = run_rows.values_of(run), run_rows.deployment_of(run)
        nodes = run_rows.nodes_of(values)
        if node not in nodes:
            raise BadRequestError(_REFUSED, hint=similar_names.known_names(node, nodes))
        if deployment.scalable == 'false':
            raise ConflictError(_REFUSED, hint='The deployment is not scalable.')
        count = 1 if quantity is None else arguments.number(quantity, 'quantity')
        machines, notes = self._checked(_like(instance, count, values) for instance in
                                        run_rows.instances_of(values, to_text(node))[:1])
        if deployment.status != 'ready':
            notes.append('The deployment is %s: it must be ready' % deployment.status)
        return machines or [Machines(None, count, None, None)], notes

    def check_termination(self, deployment_id):
        """Check that a deployment exists.

        :param deployment_id: UUID of the deployment.
        :return: as :meth:`check` does; no machine starts.
        :raises SlipStreamError: there is none, or you may not see it.
        """
        self._api._run(deployment_id)
        return [], []

    def _checked(self, nodes):
        machines, notes = [], []
        for node in nodes:
            cloud, price, currency = self._offered(node)
            machines.append(Machines(cloud, node.count, price, currency))
            notes += self._without_image(node.component, cloud)
            notes += self._over_quota(cloud, node.count)
        return machines, notes

    def _without_image(self, component, cloud):
        """Return a sentence if neither a component nor those it is built from has an image."""
        seen = set()
        while component is not None and not has_image(component, cloud):
            path = module_rows.own_path(component)
            parent = component.get('moduleReferenceUri')
            if documents.flag(component, 'isBase') or not parent or parent in seen:
                return ['%s has no image on %s' % (path, cloud)]
            seen.add(parent)
            component = self._component(parent)
        return []

    def _component(self, reference):
        """Return the document of a component; None if it cannot be read."""
        if reference not in self._components:
            try:
                self._components[reference] = self._api._xml(
                    paths.module(reference), documents.MODULE_ROOTS)
            except SlipStreamError:
                self._components[reference] = None
        return self._components[reference]

    def _offered(self, node):
        """Return the cloud of a node, what a machine costs per hour there, and the currency."""
        if node.values.get('service-offer'):
            offer = self._api.cimi_get(node.values['service-offer']).json
            cloud = (offer.get('connector') or {}).get('href') or node.cloud
            return cloud.rpartition('/')[2], hourly(offer), offer.get('price:currency')
        cloud = self._default_cloud() if node.cloud == 'default' else node.cloud
        return (cloud,) + self._price(cloud, node.values)

    def _default_cloud(self):
        if self._default is None:
            self._default = self._api.get_user().default_cloud or 'default'
        return self._default

    def _price(self, cloud, values):
        """Return what a machine costs per hour, and the currency; None if that is not known."""
        fitting = [offer for offer in self._offers_of(cloud) if fits(offer, values, cloud)]
        prices = [(price, offer.get('price:currency')) for offer in fitting
                  for price in [hourly(offer)] if price is not None]
        return min(prices, key=lambda pair: pair[0]) if prices else (None, None)

    def _offers_of(self, cloud):
        if cloud not in self._offers:
            names = Attr('connector/href').is_in([cloud, 'connector/%s' % cloud])
            try:
                page = self._api.cimi_search('serviceOffers', filter=names & (
                    Attr('resource:type') == 'VM'))
            except SlipStreamError:  # a service that has none, or does not show them
                page = ()
            self._offers[cloud] = [offer.json for offer in page]
        return self._offers[cloud]

    def _over_quota(self, cloud, count):
        """Count machines against the quota; return sentences."""
        if self._left is None:
            self._left = self._usage()
        quota, used = self._left.get(cloud, (None, 0))
        self._left[cloud] = (quota, used + count)
        if quota is None or used + count <= quota:
            return []
        return ['%d machines on %s, where the quota is %d' % (used + count, cloud, quota)]

    def _usage(self):
        """Return the quota of each cloud, and how many machines it has, as far as it is known."""
        try:
            return dict((row.cloud, (row.quota, row.vm_usage or row.run_usage or 0))
                        for row in self._api.usage())
        except SlipStreamError:  # the service returns that if it knows no quota
            return {}


def nodes_of(root, form):
    """Return what a launch starts.

    :param root: the document of the module.
    :param dict form: what would be sent.
    """
    if root.tag != documents.APPLICATION:
        is_build = form.get('type') == 'Machine'
        return [] if is_build else [_node(root, 'default', _overrides(form, 'parameter--'), 1)]
    return [_node(element.find('image'), element.get('cloudService'),
                  dict(_of_node(element),
                       **_overrides(form, 'parameter--node--%s--' % element.get('name'))))
            for element in root.findall('nodes/entry/node') if element.get('name')]


def _of_node(element):
    """Return the parameters that a node of an application has itself."""
    attributes = [('multiplicity', 'multiplicity'), ('cpu.nb', 'cpu'), ('ram.GB', 'ram'),
                  ('disk.GB', 'disk')]
    return dict((name, element.get(attribute)) for name, attribute in attributes
                if element.get(attribute))


def _node(image, cloud, overrides, count=None):
    parameters = () if image is None else image.findall('parameters/entry/parameter')
    values = dict((element.get('name'), documents.text_of(element.find('value')))
                  for element in parameters)
    values.update(overrides)
    count = documents.whole_number(values.get('multiplicity')) if count is None else count
    return _Node(count or 0, values.get('cloudservice') or cloud or 'default', values, image)


def _like(instance, count, values):
    """Return this many machines like an instance of a deployment."""
    prefix = instance.name + ':'
    own = dict((key[len(prefix):], value) for key, value in values.items()
               if key.startswith(prefix))
    return _Node(count, instance.cloud or 'default', own, None)


def has_image(component, cloud):
    """Whether a component has an image of its own on a cloud.

    :param component: its document.
    :param str cloud: name of the cloud.
    """
    identifiers = map(module_rows.image_identifier_of, component.findall(
        'cloudImageIdentifiers/cloudImageIdentifier'))
    return any(image.cloud == cloud and image.identifier for image in identifiers)


def _overrides(form, prefix):
    return dict((name[len(prefix):], value) for name, value in form.items()
                if name.startswith(prefix))


def without_names(form):
    """Return a form in which the names of parameters say nothing, but clouds and nodes do."""
    return dict((field if field.endswith('--cloudservice') or not field.startswith('parameter--')
                 else field.rpartition('--')[0] + '--multiplicity', value)
                for field, value in form.items())


def fits(offer, values, cloud):
    """Whether a service offer is one for a machine.

    :param dict offer: the document of the offer.
    :param dict values: the parameters of the machine.
    :param str cloud: name of its cloud.
    """
    kind = values.get('instance.type') or values.get('%s.instance.type' % cloud)
    if kind:
        return offer.get('resource:instanceType') == kind
    sizes = [(number(values.get(name)), number(offer.get(member)), unit)
             for name, member, unit in _SIZES]
    return any(size for size, _, _ in sizes) and all(
        not size or offered is not None and offered >= size * unit
        for size, offered, unit in sizes)


def hourly(offer):
    """Return what a service offer costs per hour; None if it does not say."""
    cost, units = number(offer.get('price:unitCost')), _UNITS.get(offer.get('price:unitCode'))
    return None if cost is None or units is None else cost * units


def number(value):
    """Return a value as a number; None if it is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None

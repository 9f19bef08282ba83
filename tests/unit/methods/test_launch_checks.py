# -*- coding: utf-8 -*-
"""Launch checks: which service offers fit, and what they cost."""
from __future__ import unicode_literals

import collections

import pytest

from slipstream.api.errors import ConflictError, ForbiddenError
from slipstream.api.methods import launch_checks
from slipstream.api.methods.placeholders import identity, resolved
from slipstream.api.methods.plans import Machines, Step, costs_of, written
from slipstream.api.models import CimiResource, NodeInstance
from slipstream.api.protocol import documents

from ... import xml_samples as samples


@pytest.mark.parametrize('cost, unit, expected', [
    (0.5, 'HUR', 0.5), ('0.5', 'HUR', 0.5), (0.01, 'MIN', 0.6), (24, 'DAY', 1.0),
    (1, 'MON', None), (1, None, None), (None, 'HUR', None), ('free', 'HUR', None)])
def test_a_price_is_that_of_an_hour(cost, unit, expected):
    price = launch_checks.hourly({'price:unitCost': cost, 'price:unitCode': unit})
    assert price == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize('values, expected', [
    ({'instance.type': 'Large'}, True), ({'instance.type': 'Small'}, False),
    ({'aws.instance.type': 'Large'}, True), ({'ec2.instance.type': 'Large'}, False),
    ({'cpu.nb': '4', 'ram.GB': '8', 'disk.GB': '50'}, True), ({'cpu.nb': '5'}, False),
    ({'ram.GB': '9'}, False), ({'disk.GB': '1'}, True), ({'disk.GB': '100'}, False),
    ({'cpu.nb': 'many'}, False), ({}, False)])
def test_an_offer_fits_a_machine(values, expected):
    offer = {'resource:instanceType': 'Large', 'resource:vcpu': 4, 'resource:ram': 8192,
             'resource:disk': 50}
    assert launch_checks.fits(offer, values, 'aws') is expected
    assert launch_checks.fits({}, dict(values), 'aws') is False


def test_names_of_parameters_are_left_out_of_what_is_checked():
    form = {'refqname': 'module/a', 'parameter--cloudservice': 'x', 'parameter--title': 'y',
            'parameter--node--web--port': '80', 'parameter--node--web--cloudservice': 'x'}
    assert launch_checks.without_names(form) == {
        'refqname': 'module/a', 'parameter--cloudservice': 'x', 'parameter--multiplicity': 'y',
        'parameter--node--web--multiplicity': '80', 'parameter--node--web--cloudservice': 'x'}


def test_nodes_start_as_many_machines_as_they_say_unless_told_otherwise():
    root = documents.parse_xml(samples.APPLICATION.encode('utf-8'))
    nodes = launch_checks.nodes_of(root, {'parameter--node--web--multiplicity': '7',
                                          'parameter--node--db--cloudservice': 'x'})
    assert [(node.count, node.cloud) for node in nodes] == [(7, 'default'), (1, 'x')]
    assert (nodes[1].values['cpu.nb'], nodes[1].values['ram.GB']) == ('4', '8')
    assert launch_checks.nodes_of(documents.parse_xml(
        b'<deploymentModule><nodes><entry><node name="a" multiplicity="x"/></entry></nodes>'
        b'</deploymentModule>'), {}) == [(0, 'default', {'multiplicity': 'x'}, None)]


class Modules(object):
    """An Api with these modules; others may not be read.

    :param modules: address to document.
    """

    def __init__(self, **modules):
        self.modules = modules

    def _xml(self, address, roots):
        name = address.rpartition('/')[2]
        if name not in self.modules:
            raise ForbiddenError('No.')
        return component(name, self.modules[name])


def component(name, parent):
    """The document of a component without an image, built from another one."""
    return documents.parse_xml(('<imageModule parentUri="module/a" shortName="%s"%s/>' % (
        name, ' moduleReferenceUri="module/a/%s"' % parent if parent else '')).encode('utf-8'))


@pytest.mark.parametrize('modules, missing', [
    ({}, []), ({'b': None}, ['a/b has no image on aws']), ({'b': 'c'}, []),
    ({'b': 'b'}, ['a/b has no image on aws']),
    ({'b': 'c', 'c': 'b'}, ['a/c has no image on aws'])])
def test_the_images_of_parents_count_and_what_may_not_be_read_is_not_guessed(modules, missing):
    checks = launch_checks.LaunchChecks(Modules(**modules))
    assert checks._without_image(component('a', 'b'), 'aws') == missing


Used = collections.namedtuple(str('Used'), str('cloud quota vm_usage run_usage'))


class Offering(object):
    """An Api with some service offers and some usage; it keeps what it was asked."""

    def __init__(self, offers, usage=()):
        self.offers, self.rows, self.filters = offers, usage, []

    def cimi_search(self, resource_type, filter=None):
        """The offers, whatever the filter is."""
        self.filters.append((resource_type, str(filter)))
        return [CimiResource(offer) for offer in self.offers]

    def usage(self):
        """The usage of clouds."""
        return self.rows


def offer(price, currency='EUR', kind='Large'):
    """A service offer."""
    return {'resource:instanceType': kind, 'price:unitCost': price, 'price:unitCode': 'HUR',
            'price:currency': currency}


def test_the_cheapest_offer_that_fits_is_the_price():
    api = Offering([offer(3), offer(1, None), offer(1), offer(0.5, kind='Small'), offer(None)])
    checks = launch_checks.LaunchChecks(api)
    for _ in range(2):
        assert checks._price('aws', {'aws.instance.type': 'Large'}) == (1, None)
    assert checks._price('aws', {'instance.type': 'Huge'}) == (None, None)
    (kind, condition), = api.filters
    assert kind == 'serviceOffers' and condition == (
        "(connector/href='aws' or connector/href='connector/aws') and resource:type='VM'")


def test_machines_are_counted_against_the_quota_until_it_is_exceeded():
    checks = launch_checks.LaunchChecks(Offering([], [
        Used('aws', 4, 1, 9), Used('exo', 4, None, 2)]))
    for cloud, count in (('aws', 3), ('exo', 2), ('other', 9)):
        assert checks._over_quota(cloud, count) == []
    assert checks._over_quota('aws', 1) == ['5 machines on aws, where the quota is 4']
    assert checks._over_quota('aws', 1) == ['6 machines on aws, where the quota is 4']
    assert checks._over_quota('exo', 1) == ['5 machines on exo, where the quota is 4']


def test_all_that_is_noted_of_several_nodes_is_told():
    checks = launch_checks.LaunchChecks(Offering([offer(2)], [
        Used('aws', 1, 0, None)]))
    nodes = [launch_checks._Node(2, 'aws', {'instance.type': 'Large'}, component('a', None)),
             launch_checks._Node(1, 'aws', {}, None)]
    assert checks._checked(nodes) == (
        [Machines('aws', 2, 2, 'EUR'), Machines('aws', 1, None, None)],
        ['a/a has no image on aws', '2 machines on aws, where the quota is 1',
         '3 machines on aws, where the quota is 1'])


@pytest.mark.parametrize('cloud, has_image', [('aws', True), ('exo', False), ('ec2', False)])
def test_a_component_has_an_image_on_a_cloud_or_none(cloud, has_image):
    root = documents.parse_xml(
        b'<imageModule><cloudImageIdentifiers><cloudImageIdentifier cloudServiceName="aws" '
        b'cloudImageIdentifier="1"/><cloudImageIdentifier cloudServiceName="exo" '
        b'cloudImageIdentifier=""/></cloudImageIdentifiers></imageModule>')
    assert launch_checks.has_image(root, cloud) is has_image


def test_a_build_starts_no_machine_that_costs_anything():
    assert launch_checks.nodes_of(component('a', None), {'type': 'Machine'}) == []
    node, = launch_checks.nodes_of(component('a', None), {'parameter--cloudservice': 'x'})
    assert (node.count, node.cloud, node.values) == (1, 'x', {'cloudservice': 'x'})


def test_a_node_of_an_application_has_sizes_of_its_own():
    root = documents.parse_xml(
        b'<deploymentModule><nodes><entry><node name="a" multiplicity="2" cpu="4" ram="8" '
        b'disk="50" cloudService="x"/></entry></nodes></deploymentModule>')
    node, = launch_checks.nodes_of(root, {})
    assert node.values == {'multiplicity': '2', 'cpu.nb': '4', 'ram.GB': '8', 'disk.GB': '50'}


def test_costs_are_added_up_by_currency():
    machines = [Machines('a', 2, 0.5, 'EUR'), Machines('a', 1, 1.0, 'CHF'),
                Machines('b', 1, 0.25, 'EUR'), Machines('b', 9, None, None)]
    assert costs_of(machines) == {'EUR': 1.25, 'CHF': 1.0}
    assert written(costs_of(machines)) == '1.0000 CHF and 1.2500 EUR' and written({}) is None
    assert written({None: 1}) == '1.0000 '


def test_results_take_the_place_of_what_stood_for_them():
    step = Step(1, 'deploy', 'a', len, ((), {}))
    step.token, step.result = 'event/1', 'event/real'
    assert identity(step.result) == 'event/real'
    other = Step(2, 'terminate', 'b', len, ((), {}))
    value = {'a': ['see event/1', ('event/1', 7)], 'b': None}
    assert resolved(value, [step, other]) == {'a': ['see event/real', ('event/real', 7)], 'b': None}
    row = Machines('a', 2, 0.5, 'EUR')
    assert resolved([row], [step]) == [row] and resolved([row], [step])[0] is row


@pytest.mark.parametrize('own, expected', [('exo', 'exo'), (None, 'default'), ('', 'default')])
def test_the_default_cloud_is_that_of_the_user_and_asked_for_once(own, expected):
    class Users(object):
        asked = 0

        def get_user(self):
            self.asked, self.default_cloud = self.asked + 1, own
            return self

    checks = launch_checks.LaunchChecks(Users())
    assert checks._default_cloud() == checks._default_cloud() == expected
    assert checks._api.asked == 1


def test_more_machines_are_like_the_first_one_of_their_node():
    values = {'web.1:instance.type': 'Large', 'web.10:instance.type': 'Small', 'web.1:ids': None}
    for cloud, expected in ((None, 'default'), ('aws', 'aws')):
        instance = NodeInstance('web.1', 'web', 1, cloud, None, None, None)
        assert launch_checks._like(instance, 2, values) == (
            2, expected, {'instance.type': 'Large', 'ids': None}, None)


def test_a_node_of_an_application_starts_on_its_own_cloud():
    root = documents.parse_xml(
        b'<deploymentModule><nodes><entry><node name="a" cloudService="x"/></entry><entry>'
        b'<node name="b"/></entry></nodes></deploymentModule>')
    assert [node.cloud for node in launch_checks.nodes_of(root, {})] == ['x', 'default']


@pytest.mark.parametrize('is_base, missing', [
    ('true', ['a/a has no image on aws']), ('false', [])])
def test_a_native_component_gets_no_image_from_another_one(is_base, missing):
    root = component('a', 'b')
    root.set('isBase', is_base)
    assert launch_checks.LaunchChecks(Modules())._without_image(root, 'aws') == missing


def test_an_offer_that_is_asked_for_says_cloud_and_price():
    class Offers(object):
        """An Api with one offer."""

        def cimi_get(self, resource_id):
            """The offer."""
            return CimiResource(dict(offer(2, 'CHF'), id=resource_id,
                                     connector={'href': 'connector/exo'}))

    node = launch_checks._Node(1, 'aws', {'service-offer': 'service-offer/1'}, None)
    assert launch_checks.LaunchChecks(Offers())._offered(node) == ('exo', 2, 'CHF')


def run_of(cloud, count):
    """The document of a deployment with instances of a node."""
    parameters = {'ss:state': 'Ready', 'web:ids': ','.join(
        '%d' % (number + 1) for number in range(count))}
    for number in range(count):
        name = 'web.%d' % (number + 1)
        parameters.update({name + ':nodename': 'web', name + ':cloudservice': cloud,
                           name + ':id': '%d' % (number + 1), name + ':is.orchestrator': 'false'})
    entries = ''.join('<entry><runtimeParameter key="%s">%s</runtimeParameter></entry>' % pair
                      for pair in sorted(parameters.items()))
    return documents.parse_xml((
        '<run uuid="7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b" state="Ready" mutable="true">'
        '<runtimeParameters>%s</runtimeParameters></run>' % entries).encode('utf-8'))


@pytest.mark.parametrize('count', [1, 2, 3])
def test_instances_that_are_added_are_counted_once(count):
    api = Offering([])
    api._run = lambda deployment_id: run_of('aws', count)
    machines, notes = launch_checks.LaunchChecks(api).check_addition(None, 'web', 2)
    assert machines == [Machines('aws', 2, None, None)] and notes == []


def test_a_launch_that_would_be_refused_says_so():
    class Refusing(object):
        """An Api with one module."""

        hints = True

        def _xml(self, address, roots):
            return documents.parse_xml(b'<imageModule/>')

    form = {'refqname': 'module/a', 'parameter--node--web--cloudservice': 'x'}
    with pytest.raises(ConflictError) as info:
        launch_checks.LaunchChecks(Refusing()).check(form)
    assert info.value.reason == 'The service would refuse this.'
    assert info.value.hint.startswith('It is a component, which has no nodes')

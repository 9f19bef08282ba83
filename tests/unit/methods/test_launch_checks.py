# -*- coding: utf-8 -*-
"""Launch checks: which service offers fit, and what they cost."""
from __future__ import unicode_literals

import pytest

from slipstream.api.errors import ForbiddenError
from slipstream.api.methods import launch_checks
from slipstream.api.methods.placeholders import identity, resolved
from slipstream.api.methods.plans import Machines, Step, costs_of, written
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

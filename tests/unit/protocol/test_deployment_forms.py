# -*- coding: utf-8 -*-
"""Deployment forms: arguments in, forms out."""
from __future__ import unicode_literals

import copy
import decimal

import pytest

from slipstream.api import models
from slipstream.api.protocol import deployment_forms

BASE = {'refqname': 'module/a/b', 'bypass-ssh-check': 'true'}


def form(path='a/b', **options):
    return deployment_forms.launch(path, global_parameters=deployment_forms.GLOBAL_PARAMETERS,
                                   **options)


@pytest.mark.parametrize('path', ['a/b', '/a/b', 'module/a/b', '/module/a/b/', 'module/a/b'])
def test_paths_are_named_as_the_service_names_them(path):
    assert form(path) == BASE


@pytest.mark.parametrize('arguments, fields', [
    ({}, {}),
    ({'path': 'a/é x/12'}, {'refqname': 'module/a/é x/12'}),
    ({'cloud': 'exo'}, {'parameter--cloudservice': 'exo'}),
    ({'cloud': ''}, {}),
    ({'cloud': {}}, {}),
    ({'cloud': {'web': 'exo', 'db': 'ec2'}},
     {'parameter--node--web--cloudservice': 'exo', 'parameter--node--db--cloudservice': 'ec2'}),
    ({'parameters': {}}, {}),
    ({'parameters': {'title': 'é "x"'}}, {'parameter--title': 'é "x"'}),
    ({'parameters': {'web': {'title': 'x', 'n': 3}, 'db': {}}},
     {'parameter--node--web--title': 'x', 'parameter--node--web--n': '3'}),
    ({'parameters': {'tags': ['a', 'b'], 'keep-running': 'always', 'mutable': True, 'type': 'Run',
                     'bypass-ssh-check': False}},
     {'tags': 'a,b', 'keep-running': 'always', 'mutable': 'true', 'type': 'Run',
      'bypass-ssh-check': 'false'}),
    ({'tags': 'a, b'}, {'tags': 'a, b'}),
    ({'tags': ['a', 3, 'é']}, {'tags': 'a,3,é'}),
    ({'tags': []}, {}),
    ({'keep_running': 'on-error'}, {'keep-running': 'on-error'}),
    ({'scalable': True}, {'mutable': 'on'}),
    ({'scalable': models.Flag('false')}, {}),
    ({'multiplicity': {'web': 2, 'db': '0'}},
     {'parameter--node--web--multiplicity': '2', 'parameter--node--db--multiplicity': '0'}),
    ({'tolerate_failures': {'web': 1}}, {'parameter--node--web--max-provisioning-failures': '1'}),
    ({'multiplicity': {}, 'tolerate_failures': {}}, {}),
    ({'raw_params': {'parameter--x': 1, 'anything': True, 'bypass-ssh-check': 'no'}},
     {'parameter--x': '1', 'anything': 'true', 'bypass-ssh-check': 'no'})])
def test_the_arguments_of_deploy_become_form_fields(arguments, fields):
    assert form(**arguments) == dict(BASE, **fields)


def test_the_ssh_key_is_checked_if_so_wanted():
    assert form(check_ssh_key=True) == {'refqname': 'module/a/b'}
    assert form(check_ssh_key=True,
                raw_params={'bypass-ssh-check': 'true'}) == {'refqname': 'module/a/b'}


def test_b47_raw_fields_are_copied_and_give_way():
    raw = {'refqname': 'module/x', 'tags': 'raw', 'keep-running': 'never', 'mutable': 'no',
           'parameter--cloudservice': 'raw', 'parameter--a': 'raw',
           'parameter--node--web--multiplicity': '9', 'left': 'alone'}
    parameters, cloud, multiplicity = {'a': 'given', 'web': {'x': 1}}, {'web': 'exo'}, {'web': 2}
    before = copy.deepcopy((raw, parameters, cloud, multiplicity))
    made = form(raw_params=raw, tags='given', keep_running='always', scalable=True,
                parameters=parameters, cloud='given', multiplicity=multiplicity)
    assert made == dict(BASE, **{
        'tags': 'given', 'keep-running': 'always', 'mutable': 'on',
        'parameter--cloudservice': 'given', 'parameter--a': 'given',
        'parameter--node--web--multiplicity': '2', 'parameter--node--web--x': '1', 'left': 'alone'})
    form(raw_params=raw, cloud=cloud)
    assert (raw, parameters, cloud, multiplicity) == before


def test_explicit_arguments_win_over_parameters_of_the_same_meaning():
    parameters = {'tags': 'x', 'keep-running': 'never', 'refqname': 'module/x', 'mutable': 'no'}
    assert form(parameters=parameters, tags='y', keep_running='always', scalable=True) == dict(
        BASE, **{'tags': 'y', 'keep-running': 'always', 'mutable': 'on'})


@pytest.mark.parametrize('value, expected', [(True, 'true'), (False, 'false'), (1.5, '1.5'),
                                             (decimal.Decimal('2.50'), '2.50'), ('', '')])
def test_b65_values_are_written_as_the_service_reads_them(value, expected):
    assert form(parameters={'x': value, 'web': {'y': value}}) == dict(
        BASE, **{'parameter--x': expected, 'parameter--node--web--y': expected})


@pytest.mark.parametrize('arguments', [
    {'path': ''}, {'path': None}, {'path': '../x'}, {'path': 3}, {'cloud': 3}, {'cloud': ['exo']},
    {'cloud': {'web': None}}, {'cloud': {'web': ''}},
    {'cloud': {'we b': 'exo'}}, {'cloud': {3: 'exo'}}, {'cloud': 'a\x00'}, {'parameters': 'x'},
    {'parameters': ['x']}, {'parameters': {'x': None}},
    {'parameters': {'x': [1]}}, {'parameters': {'x': (i for i in [1])}},
    {'parameters': {'web': {'x': None}}}, {'parameters': {'web': {'x': {}}}},
    {'parameters': {'a--b': 1}}, {'parameters': {'': 1}}, {'parameters': {3: 1}},
    {'parameters': {'web': {'a--b': 1}}},
    {'parameters': {'w--b': {'a': 1}}}, {'parameters': {'keep-running': 'bogus'}},
    {'parameters': {'tags': [None]}}, {'tags': [None]},
    {'tags': [['x']]}, {'keep_running': 'bogus'}, {'keep_running': ''}, {'keep_running': True},
    {'scalable': 'false'}, {'check_ssh_key': 'no'},
    {'multiplicity': 3}, {'multiplicity': {'web': -1}}, {'multiplicity': {'web': None}},
    {'multiplicity': {'web': 'two'}},
    {'multiplicity': {'web': 1.5}}, {'multiplicity': {'web': True}}, {'multiplicity': {'': 1}},
    {'tolerate_failures': 1},
    {'tolerate_failures': {'web.1': 1}}, {'raw_params': ['x']}, {'raw_params': {'x': None}},
    {'raw_params': {'': 'x'}},
    {'raw_params': {'redirect_to_dashboard': 'true'}}])
def test_b65_loose_arguments_are_refused(arguments):
    with pytest.raises((TypeError, ValueError)):
        form(**arguments)


def test_b65_messages_name_the_culprit_but_not_its_value():
    with pytest.raises(ValueError) as info:
        form(parameters={'web': {'password': 'hush\x00'}})
    assert 'parameter password of node web' in str(info.value) and 'hush' not in str(info.value)


@pytest.mark.parametrize('ids, expected', [
    (2, [2]), ('12', [12]), ('1,2', [1, 2]), (' 1 , 2 ', [1, 2]), ([1, '2'], [1, 2]), ((3,), [3]),
    ({4}, [4]),
    ((i for i in (5, 6)), [5, 6]), ('web.2', [2]), (['web.2', 'web.10', 3], [2, 10, 3]),
    ([2, '2', 'web.2'], [2]), ('web.1,2', [1, 2]), (b'12', [12]),
    (['12'.encode('ascii')], [12]),
    (frozenset(['7']), [7])])
def test_b06_instance_numbers_accepts_any_way_to_name_instances(ids, expected):
    assert deployment_forms.instance_numbers(ids, 'web') == expected


@pytest.mark.parametrize('instance', ['db.1', 'web', 'web.x', '1.5', 'web.1.2', 'webx1', ''])
def test_an_instance_of_another_node_is_named(instance):
    with pytest.raises(ValueError) as info:
        deployment_forms.instance_numbers([instance], 'web')
    assert str(info.value) == "'%s' is not an instance of web" % instance


@pytest.mark.parametrize('ids', [
    '', ' ', [], (), set(), ',', '1,,2', '1,', [''], 0, -1, '-1', '0', ['1', 0], 'db.2', 'web.',
    'web.0', 'web.x', 'webx2', 'web.1.2', '1.5', 'one',
    '1_2', '1;2'])
def test_b06_what_names_no_instance_is_refused(ids):
    with pytest.raises(ValueError):
        deployment_forms.instance_numbers(ids, 'web')


@pytest.mark.parametrize('ids', [None, True, 1.0, [None], [2.0], [[1]], object()])
def test_b06_what_is_no_instance_at_all_is_refused(ids):
    with pytest.raises(TypeError):
        deployment_forms.instance_numbers(ids, 'web')


@pytest.mark.parametrize('arguments, message', [
    ({'raw_params': {'redirect_to_dashboard': 'true'}},
     'With redirect_to_dashboard, the service would not return the id of the deployment'),
    ({'raw_params': ['x']}, 'raw_params must be a dict, not list'),
    ({'multiplicity': 3}, 'multiplicity must be a dict of node names to numbers, not int'),
    ({'parameters': ['x']}, 'parameters must be a dict of names to values, not list'),
    ({'cloud': ['ec2']}, 'cloud must be a name, or a dict of node names to clouds, not list'),
    ({'raw_params': {'': 'x'}}, 'a name in raw_params must not be empty'),
    ({'raw_params': {'x': None}}, r'raw_params\[x\] must not be None; leave it out')])
def test_what_of_the_raw_fields_cannot_be_is_named(arguments, message):
    with pytest.raises((TypeError, ValueError), match='^' + message):
        form(**arguments)

# -*- coding: utf-8 -*-
"""Scaling."""
from __future__ import unicode_literals

import pytest

from slipstream.api.errors import BadRequestError, ConflictError

from .names import APPLICATION, CLOUDS, LAUNCH


def _some(*numbers):
    return lambda: iter(numbers)


def _ids(api, identifier):
    return sorted(api.get_deployment_parameter(identifier, 'testclient:ids').split(','))


@pytest.fixture
def scalable(api, sandbox):
    """A deployment whose nodes can be scaled, ready."""
    identifier = api.deploy(APPLICATION, CLOUDS, scalable=True, multiplicity={'testclient': 3})
    sandbox.clock.advance(LAUNCH)
    return identifier


def test_scaling_adds_and_removes_numbered_instances(api, sandbox, scalable):
    assert _ids(api, scalable) == ['1', '2', '3']
    assert api.add_node_instances(scalable, 'testclient', 2) == ['testclient.4', 'testclient.5']
    assert api.get_deployment(scalable).status == 'provisioning'
    sandbox.clock.advance(LAUNCH)
    assert api.get_deployment(scalable).status == 'ready'
    assert _ids(api, scalable) == ['1', '2', '3', '4', '5']
    assert api.remove_node_instances(scalable, 'testclient', [1, 'testclient.2']) is True
    sandbox.clock.advance(LAUNCH)
    assert _ids(api, scalable) == ['3', '4', '5']
    assert api.get_deployment_parameter(scalable, 'testclient:multiplicity') == '3'
    assert api.add_node_instances(str(scalable), 'testclient') == ['testclient.6']


def test_b07_none_is_none(api, scalable):
    assert api.add_node_instances(scalable, 'testclient', 0) == []
    assert _ids(api, scalable) == ['1', '2', '3']


@pytest.mark.parametrize('ids, left', [
    (2, ['1', '3']), ('2', ['1', '3']), ('1,2', ['3']), (' 1 , 3', ['2']), (['1', 3], ['2']),
    ((1,), ['2', '3']),
    ('testclient.3', ['1', '2']), (['testclient.1', 'testclient.2'], ['3']), ({1}, ['2', '3']),
    (_some(2), ['1', '3'])])
def test_b06_node_instances_can_be_named_in_many_ways(api, scalable, ids, left):
    assert api.remove_node_instances(scalable, 'testclient',
                                     ids() if callable(ids) else ids) is True
    assert _ids(api, scalable) == left


def test_b06_two_digits_are_one_number(api, scalable):
    with pytest.raises(ConflictError) as caught:
        api.remove_node_instances(scalable, 'testclient', '12')
    assert 'testclient.12' in caught.value.reason
    assert caught.value.hint == (
        'The node testclient has no testclient.12. It has: testclient.1, testclient.2, '
        'testclient.3.')
    assert _ids(api, scalable) == ['1', '2', '3']


def test_b50_a_refusal_carries_the_words_of_the_service(api, sandbox, scalable):
    with pytest.raises(BadRequestError) as caught:
        api.add_node_instances(scalable, 'nope', 1)
    assert caught.value.reason == "Node nope doesn't exist."
    with pytest.raises(BadRequestError) as caught:
        api.remove_node_instances(scalable, 'nope', 1)
    assert caught.value.reason == 'Invalid nodename: nope'
    with pytest.raises(ConflictError) as caught:
        api.add_node_instances(scalable, 'testclient', 101)
    assert caught.value.reason == 'Limit exceeded. Maximum 100 VMs per scale action.'
    api.add_node_instances(scalable, 'testclient')
    with pytest.raises(ConflictError) as caught:
        api.add_node_instances(scalable, 'testclient')
    assert caught.value.reason == (
        "Can't add/remove instances. Incompatible state Provisioning. This can only be performed "
        "on state Ready")


def test_only_scalable_deployments_scale(api, sandbox):
    identifier = api.deploy(APPLICATION, CLOUDS)
    sandbox.clock.advance(LAUNCH)
    for change in (lambda: api.add_node_instances(identifier, 'testclient'),
                   lambda: api.remove_node_instances(identifier, 'testclient', 1)):
        with pytest.raises(ConflictError) as caught:
            change()
        assert caught.value.reason == "Can't add/remove instances. Run is not mutable."

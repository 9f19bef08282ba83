# -*- coding: utf-8 -*-
"""Virtual machines."""
from __future__ import unicode_literals

import pytest

from slipstream.api.models import VirtualMachine

from .names import (APPLICATION, CENTOS, CLOUDS, DIETIKON, GENEVA, IRELAND, LAUNCH, NOBODYS_ID,
                    WORDPRESS)


def test_b11_list_virtualmachines_returns_every_field(api, tarzan, sandbox):
    identifier = api.deploy(WORDPRESS, GENEVA)
    assert list(api.list_virtualmachines()) == []
    sandbox.clock.advance(LAUNCH)
    machine, = api.list_virtualmachines()
    instance = api.get_deployment_parameter(identifier, 'machine:instanceid')
    assert machine == VirtualMachine(
        instance, GENEVA, 'running', identifier, 'jane', None, None, '203.0.113.1', '2', '2048',
        '10', 'Small', None)
    assert list(tarzan.list_virtualmachines()) == []
    api.terminate(identifier)
    assert next(api.list_virtualmachines()).status == 'stopping'
    sandbox.clock.advance(10)
    assert next(api.list_virtualmachines()).status == 'terminated'
    sandbox.clock.advance(LAUNCH)
    assert list(api.list_virtualmachines()) == []


def test_list_virtualmachines_filters_by_deployment_and_cloud(api, sandbox):
    first, second = api.deploy(APPLICATION, CLOUDS), api.deploy(WORDPRESS, IRELAND)
    sandbox.clock.advance(LAUNCH)
    assert {machine.deployment_id for machine in api.list_virtualmachines()} == {first, second}
    assert [machine.cloud for machine in api.list_virtualmachines(second)] == [IRELAND]
    assert [machine.instance_type
            for machine in api.list_virtualmachines(str(second))] == ['t2.small']
    assert {machine.deployment_id
            for machine in api.list_virtualmachines(cloud=DIETIKON)} == {first}
    assert list(api.list_virtualmachines(deployment_id=second, cloud=GENEVA)) == []
    assert list(api.list_virtualmachines(NOBODYS_ID)) == []
    with pytest.raises(ValueError):
        api.list_virtualmachines('not an id')


def test_b68_list_virtualmachines_without_limit_returns_all(api, sandbox):
    made = {api.deploy(CENTOS, GENEVA) for _ in range(21)}
    sandbox.clock.advance(LAUNCH)
    assert len(list(api.list_virtualmachines())) == 20
    assert {machine.deployment_id for machine in api.list_virtualmachines(limit=None)} == made
    assert len(list(api.list_virtualmachines(offset=15))) == 6

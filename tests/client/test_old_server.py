# -*- coding: utf-8 -*-
"""A service of version 3.46."""
from __future__ import unicode_literals

import pytest

from slipstream.api.models import Usage, VirtualMachine

from .names import APPLICATION, CLOUDS, DIETIKON, GENEVA, LAUNCH, WORDPRESS


@pytest.fixture
def sandbox(start):
    """A sandbox of an old version."""
    return start(server_version='3.46')


def test_b11_machines_are_listed_by_the_xml_interface(api, sandbox):
    identifier = api.deploy(APPLICATION, CLOUDS)
    sandbox.clock.advance(LAUNCH)
    machines = dict((machine.node_name, machine)
                    for machine in api.list_virtualmachines(cloud=DIETIKON) if machine.node_name)
    machine = machines['testclient']
    assert machine == VirtualMachine(
        machine.id, DIETIKON, 'running', identifier, 'jane', 'testclient', '1', machine.ip, '2',
        machine.ram, machine.disk, 'Small', 'true')
    assert (float(machine.ram), float(machine.disk), bool(machine.is_usable)) == (2048, 10, True)
    assert sandbox.faults.add(status=404, path='/api/virtual-machine').hits == 0
    assert {machine.deployment_id
            for machine in api.list_virtualmachines(identifier)} == {identifier}
    assert list(api.list_virtualmachines(offset=100)) == []


def test_b10_usage_of_an_old_server_has_all_counters(api, sandbox):
    api.deploy(WORDPRESS, GENEVA)
    sandbox.clock.advance(LAUNCH)
    rows = dict((row.cloud, row) for row in api.usage())
    assert rows[GENEVA] == Usage(GENEVA, 1, 1, 0, 0, 0, 0, 20)
    assert rows['All Clouds'] == Usage('All Clouds', 1, 1, 0, 0, 0, 0, 35)
    assert rows[DIETIKON] == Usage(DIETIKON, 0, 0, 0, 0, 0, 0, 10)

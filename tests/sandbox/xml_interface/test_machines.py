# -*- coding: utf-8 -*-
"""Tests of the old list of virtual machines."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import messages
from slipstream.sandbox.state import cimi_records
from slipstream.sandbox.xml_interface import errors, machines

from .deployments import EC2, GVA, Site


@pytest.fixture
def site():
    """A world with modules to launch, as of an older version."""
    return Site(server_version=(3, 46))


def names(root):
    return [machine.get('name') for machine in root.findall('vm')]


def foreign(site, cloud=EC2, state='terminated', **members):
    """A machine that SlipStream did not start."""
    number = len(site.world.store.table('virtual-machine'))
    document = dict({'instanceID': 'i-%d' % number, 'state': state,
                     'connector': {'href': 'connector/%s' % cloud}, 'credentials': []}, **members)
    return cimi_records.insert(site.world, 'virtual-machine', document,
                               rules=[cimi_records.user('alice', 'VIEW')])


def test_newer_versions_do_not_have_it():
    site = Site()
    assert site.service.refused('GET', '/vms', user=None)[0] == 404
    with pytest.raises(errors.Problem) as caught:
        machines.list_machines(site.world, messages.Request('GET', '/vms'))
    assert caught.value.status == 404


def test_the_machines_of_a_run_are_listed(site):
    uuid = site.launched('shop/full')
    site.world.clock.advance(0.9)
    root = site.service.get('/vms?runUuid=%s&cloud=&user=' % uuid)
    assert root.tag == 'vms'
    assert root.attrib == {'offset': '0', 'limit': '20', 'count': '4', 'totalCount': '4',
                           'cloud': '', 'runUuid': uuid, 'user': ''}
    attributes = dict((machine.get('name'), machine.attrib) for machine in root.findall('vm'))
    assert attributes['web.1'] == {
        'cloud': GVA, 'user': 'alice', 'instanceId': site.value(uuid, 'web.1:instanceid'),
        'state': 'running',
        'measurement': '2019-03-29 08:00:18.0 UTC', 'runUuid': uuid, 'runOwner': 'alice',
        'ip': site.value(uuid, 'web.1:hostname'), 'name': 'web.1',
        'nodeName': 'web', 'nodeInstanceId': '1', 'isUsable': 'true', 'cpu': '2',
        'instanceType': 'Small'}
    orchestrator = attributes['orchestrator-' + GVA]
    assert (orchestrator['state'], orchestrator['isUsable']) == ('stopping', 'false')
    assert 'nodeName' not in orchestrator and 'cpu' not in orchestrator


def test_sizes_are_decimals(site):
    site.launch('shop/web', {'parameter--ram.GB': '4', 'parameter--cpu.nb': '2.0'})
    site.wait(3)
    machine = site.service.get('/vms').find('vm')
    assert (machine.get('cpu'), machine.get('ram'), machine.get('disk')) == ('2', '4096.0', None)
    assert (machine.get('state'), machine.get('ip'), machine.get('isUsable'),
            machine.get('nodeName')) == ('pending', None, 'false', 'machine')


def test_sizes_that_are_no_numbers_are_left_out(site):
    site.launched('shop/web', {'parameter--ram.GB': 'much', 'parameter--cpu.nb': 'inf'})
    machine = site.service.get('/vms').find('vm')
    assert (machine.get('cpu'), machine.get('ram')) == (None, None)


def test_a_machine_from_elsewhere_is_listed_for_its_owner_only(site):
    foreign(site)
    foreign(site, deployment={'href': 'run/x', 'user': {'href': 'user/bob'}})
    foreign(site, acl={'owner': cimi_records.ADMIN, 'rules': []})
    root = site.service.get('/vms')
    assert [machine.attrib for machine in root.findall('vm')] == [{
        'cloud': EC2, 'user': 'alice', 'instanceId': 'i-0', 'state': 'terminated',
        'measurement': '2019-03-29 08:00:00.0 UTC',
        'isUsable': 'false'}]
    assert [machine.get('user')
            for machine in site.service.get('/vms', user='super').findall('vm')] == [
        'alice', 'bob', '']


def test_machines_are_ordered_paged_and_filtered(site):
    first = site.launched('shop/web')
    second = site.launched('shop/web', {'parameter--cloudservice': EC2})
    third = site.launch('shop/web', user='super')
    site.wait(40)

    def listed(query, user='alice'):
        return [machine.get('runUuid')
                for machine in site.service.get('/vms' + query, user=user).findall('vm')]

    assert listed('') == [second, first]
    assert listed('?limit=1&offset=1') == [first]
    assert listed('?cloud=' + EC2) == [second] and listed('?cloud=ec2') == []
    assert listed('?runUuid=' + first) == [first] and listed('?runOwner=super') == []
    assert listed('', 'super') == [third, second, first]
    assert listed('?user=alice', 'super') == [second, first]
    assert listed('?runOwner=super', 'super') == [third]
    root = site.service.get('/vms?offset=1&runOwner=super', user='super')
    assert [root.get(name) for name in ('count', 'totalCount', 'runOwner', 'cloud')] == [
        '0', '1', 'super', None]
    assert site.service.refused('GET', '/vms?user=bob') == (
        403, "You don't have the permission to use the query parameter 'user'")
    assert site.service.refused('GET', '/vms?limit=0') == (
        400, 'The value for the limit attribute should be between 1 and 500')
    assert site.service('GET', '/vms', user=None).status == 401


def test_what_was_measured_last_comes_first(site):
    site.launched('shop/web')
    later = site.launched('shop/full', seconds=200)
    assert names(site.service.get('/vms'))[-1] == 'machine'
    site.service('DELETE', '/run/%s' % later)
    assert set(names(site.service.get('/vms'))[:3]) == {'web.1', 'web.2', 'db.1'}

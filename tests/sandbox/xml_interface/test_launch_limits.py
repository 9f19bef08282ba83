# -*- coding: utf-8 -*-
"""Limits and sizes of a launch: quotas and service offers."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cimi_records

from .deployments import EC2, GVA, Site
from .test_launch import node


@pytest.fixture
def site():
    """A world with modules to launch, see :class:`Site`."""
    return Site()


def test_quotas_count_only_when_enabled(site):
    assert site.post('shop/full', {node('web', 'multiplicity'): '301'}).status == 201
    site.world.quotas_enabled = True
    assert site.refused('shop/full', {node('web', 'multiplicity'): '1'})[1].startswith('Quota ')


@pytest.mark.parametrize('number, status', [
    ('10000', 409), ('2147483647', 409), ('2147483648', 500), ('9' * 5000, 500)])
def test_a_sandbox_does_not_simulate_any_number_of_machines(site, number, status):
    assert site.refused('shop/full', {node('web', 'multiplicity'): number})[0] == status


def test_the_quota_is_that_of_the_credential(site):
    site.world.quotas_enabled = True
    uuid = site.launch('shop/full', {node('web', 'multiplicity'): '7'})
    text = "Quota 'max_instances in connector/%s' exceeded (quota=10, current=8, requested=3)" % GVA
    assert site.refused('shop/full') == (409, text)
    assert site.post('shop/full', {node('web', 'multiplicity'): '1'}).status == 201
    site.service('DELETE', '/run/%s' % uuid)
    assert site.post('shop/full').status == 201


def test_the_quota_else_is_that_of_the_connector(site):
    site.world.quotas_enabled = True
    fields = {node('web', 'cloudservice'): EC2, node('web', 'multiplicity'): '21'}
    assert '(quota=20, current=0, requested=21)' in site.refused('shop/full', fields)[1]
    connector = site.world.store.table('connector').get('connector/' + EC2)
    cimi_records.update(site.world, connector, quotaVm='')
    assert '(quota=20,' in site.refused('shop/full', fields)[1]
    cimi_records.update(site.world, connector, quotaVm='many')
    assert site.refused('shop/full', fields) == (
        409, "Cannot determine the quota of cloud %s: 'many' is not a number" % EC2)


def test_a_deployment_has_at_most_300_machines(site):
    site.world.quotas_enabled = True
    cimi_records.update(site.world, site.credential, quota=1000)
    assert site.refused('shop/full', {node('web', 'multiplicity'): '300'}) == (
        409, 'Limit exceeded. Maximum 300 VMs per deployment.')
    assert site.post('shop/full', {node('web', 'multiplicity'): '299'}).status == 201


def test_a_service_offer_selects_cloud_and_size(site):
    offer = site.offer('connector/' + EC2, resource_vcpu=4, resource_ram=8192, resource_disk='much',
                       resource_instanceType='m4')
    for reference in (offer['id'], offer['id'].split('/')[1]):
        uuid = site.launch('shop/web', {'parameter--service-offer': reference})
        keys = ('machine:cloudservice', 'machine:cpu.nb', 'machine:ram.GB',
                'machine:%s.instance.type' % EC2)
        assert site.values(uuid, *keys) == [EC2, '4', '8', 'm4']
        assert site.value(uuid, 'machine:service-offer') == reference
    plain = site.offer(EC2)
    uuid = site.launch('shop/full', {node('web', 'service-offer'): plain['id'],
                                     node('web', 'cloudservice'): EC2, node('web', 'cpu.nb'): '1'})
    assert site.values(uuid, 'web.1:cloudservice', 'web.1:cpu.nb',
                       'db.1:cloudservice') == [EC2, '1', GVA]


def test_service_offers_that_do_not_fit(site):
    assert site.refused('shop/web', {'parameter--service-offer': 'abc'}) == (
        409, "Failed to find the service offer 'abc'")
    offer = site.offer(EC2)
    assert site.refused('shop/web', {'parameter--service-offer': offer['id'],
                                     'parameter--cloudservice': GVA})[1].startswith(
                                         "The service offer is for '%s' but the Cloud service '%s' "
                                         "was asked. " % (EC2, GVA))

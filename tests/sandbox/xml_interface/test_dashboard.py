# -*- coding: utf-8 -*-
"""Tests of the dashboard."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cimi_records

from .deployments import EC2, GVA, Site
from .test_machines import foreign


def rows(site, user='alice'):
    root = site.service.get('/dashboard', user=user)
    return dict((usage.get('cloud'), usage.attrib)
                for usage in root.findall('cloudUsages/cloudUsage'))


def test_the_dashboard_lists_clouds_with_quota_and_usage():
    site = Site()
    root = site.service.get('/dashboard/?user=whoever')
    assert root.tag == 'dashboard'
    assert [cloud.text for cloud in root.findall('clouds/string')] == [GVA, EC2]
    assert [usage.get('cloud') for usage in root.find('cloudUsages')] == [GVA, EC2, 'All Clouds']
    assert rows(site)[GVA] == {'cloud': GVA, 'vmQuota': '10', 'userRunUsage': '0'}
    assert site.service('GET', '/dashboard', user=None).status == 401


def test_active_runs_count_on_each_of_their_clouds():
    site = Site()
    site.service('DELETE', '/run/' + site.launch('shop/web'))
    site.launched('shop/full', {'parameter--node--web--cloudservice': EC2})
    site.launch('shop/web', user='super')
    usages = rows(site)
    assert [(usages[name]['vmQuota'], usages[name]['userRunUsage'])
            for name in (GVA, EC2, 'All Clouds')] == [('10', '1'), ('20', '1'), ('30', '2')]
    assert [rows(site, 'bob')[name]['userRunUsage'] for name in (GVA, EC2, 'All Clouds')] == [
        '0', '0', '0']
    assert [rows(site, 'super')[name]['userRunUsage'] for name in (GVA, EC2, 'All Clouds')] == [
        '2', '1', '3']


def test_a_quota_that_is_not_a_number_is_an_error():
    site = Site()
    connector = site.world.store.table('connector').get('connector/' + EC2)
    cimi_records.update(site.world, connector, quotaVm='many')
    assert site.service.refused('GET', '/dashboard') == (
        409, "Cannot determine the quota of cloud %s: 'many' is not a number" % EC2)


@pytest.mark.parametrize('version, more',
                         [((3, 46), 5), ((3, 61, 1), 5), ((3, 62), 0), ((3, 71), 0)])
def test_older_versions_count_machines_too(version, more):
    site = Site(server_version=version)
    site.launched('shop/full')
    site.launch('shop/web')
    site.wait(3)
    site.launch('shop/web', user='super')
    site.wait(3)
    foreign(site, GVA, 'running')
    usages = rows(site)
    assert len(usages[GVA]) == 3 + more
    if more:
        counted = {'userVmUsage': '3', 'userInactiveVmUsage': '1', 'othersVmUsage': '1',
                   'pendingVmUsage': '1', 'unknownVmUsage': '1'}
        assert dict((name, usages[GVA][name]) for name in counted) == counted
        assert dict((name, usages['All Clouds'][name]) for name in counted) == counted
        assert usages[EC2]['othersVmUsage'] == '0'

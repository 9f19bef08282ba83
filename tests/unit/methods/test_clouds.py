# -*- coding: utf-8 -*-
"""Clouds: where somebody can deploy."""
from __future__ import unicode_literals

import pytest

from slipstream.api.methods import clouds
from slipstream.api.models import CimiResource, Cloud, Usage
from slipstream.sandbox import Sandbox


def test_clouds_have_credentials_use_and_quota():
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api()
        api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva', wait=True)
        assert list(api.list_clouds()) == [
            Cloud('ec2-eu-west', True, 0, 5), Cloud('exoscale-ch-dk', True, 0, 10),
            Cloud('exoscale-ch-gva', True, 1, 20)]


def test_a_cloud_without_credentials_is_listed():
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api()
        for credential in api.get_cloud_credentials():
            if clouds.cloud_of(credential) == 'ec2-eu-west':
                api.cimi_delete(credential)
        rows = dict((cloud.name, cloud.has_credentials) for cloud in api.list_clouds())
        assert rows == {'ec2-eu-west': False, 'exoscale-ch-dk': True, 'exoscale-ch-gva': True}


def test_nothing_is_sent_before_the_first_row():
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api()
        sent = len(api.history)
        listed = api.list_clouds()
        assert len(api.history) == sent and next(listed).name == 'ec2-eu-west'


@pytest.mark.parametrize('document, expected', [
    ({'connector': {'href': 'connector/exo'}}, 'exo'), ({'connector': {'href': 'exo'}}, 'exo'),
    ({'connector': {}}, None), ({'connector': 'exo'}, None), ({}, None), (7, None)])
def test_a_credential_says_for_which_cloud_it_is(document, expected):
    assert clouds.cloud_of(CimiResource(document)) == expected


@pytest.mark.parametrize('usages, credentials, connectors, expected', [
    ([], [], [{'id': 'connector/new'}, {}], Cloud('new', False, None, None)),
    ([], [{'connector': {'href': 'connector/new'}}], [], Cloud('new', True, None, None)),
    ([Usage('new', 3, None, None, None, None, None, 5)], [], [], Cloud('new', False, 3, 5))])
def test_a_cloud_that_only_one_source_names_is_listed(usages, credentials, connectors, expected):
    class Few(clouds.Clouds):
        """A service that says no more."""

        def _usages(self):
            return iter(usages)

        def get_cloud_credentials(self):
            return credentials

        def cimi_search(self, resource_type):
            return connectors if resource_type == 'connectors' else []

    assert list(Few('https://h', None).list_clouds()) == [expected]

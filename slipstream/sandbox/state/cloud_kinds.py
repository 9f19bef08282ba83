# -*- coding: utf-8 -*-
"""Kinds of clouds.

For each kind of cloud that the service has a connector module for, this lists the members of its
credentials besides key, secret and quota. A connector may have a kind that is not listed here; its
credentials may then have any further members.
"""
from __future__ import unicode_literals

CREDENTIAL_MEMBERS = {
    'cloudstack': ('domain-name',), 'ec2': (), 'exoscale': ('domain-name',), 'nuvlabox': (),
    'opennebula': (), 'openstack': ('domain-name', 'tenant-name'),
    'otc': ('domain-name', 'tenant-name'), 'softlayer': ()}


def all_kinds(world):
    """The kinds listed here and those of the connectors, sorted."""
    connectors = world.store.table('connector')
    return sorted(set(CREDENTIAL_MEMBERS)
                  | set(connector['cloudServiceType'] for connector in connectors))

# -*- coding: utf-8 -*-
"""Clouds of the default catalogue.

Their names, the settings of their connectors, and the credentials of each ordinary account.
"""
from __future__ import unicode_literals

#: The clouds are simulated; nothing is sent to these URLs.
CLOUDS = (
    {'name': 'exoscale-ch-gva', 'kind': 'exoscale', 'quota': 20, 'country': 'CH',
     'settings': {'endpoint': 'https://api.exoscale.example/compute', 'zone': 'CH-GVA-2',
                  'objectStoreEndpoint': 'https://sos.exoscale.example'},
     'credential': {'key': 'EXO${user}0001', 'secret': 'exoscale-secret-of-${user}',
                    'domain-name': ''}},
    {'name': 'exoscale-ch-dk', 'kind': 'exoscale', 'quota': 10, 'country': 'CH',
     'settings': {'endpoint': 'https://api.exoscale.example/compute', 'zone': 'CH-DK-2',
                  'objectStoreEndpoint': 'https://sos.exoscale.example'},
     'credential': {'key': 'EXO${user}0002', 'secret': 'exoscale-secret-of-${user}',
                    'domain-name': ''}},
    {'name': 'ec2-eu-west', 'kind': 'ec2', 'quota': 5, 'country': 'IE',
     'settings': {'endpoint': 'https://ec2.example', 'region': 'eu-west-1'},
     'credential': {'key': 'AKIA${user}0003', 'secret': 'ec2-secret-of-${user}'}},
)

#: Settings that all connectors share.
CONNECTOR = {
    'orchestratorImageid': 'Linux Ubuntu 14.04 LTS 64-bit', 'maxIaasWorkers': 5,
    'nativeContextualization': 'linux-only', 'securityGroups': 'slipstream_managed'}

# -*- coding: utf-8 -*-
"""The members of documents, in every collection: each is stored unchanged."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cimi_records

from .test_lifecycles import BY_NAME

TIME = '2019-03-29T08:00:00.0Z'
LINK = {'href': 'service-offer/1', 'price:currency': 'EUR', 'resource:vcpu': 4}
TEXT = 'gr\xfcezi\n"quoted" \\ \u4e2d'
PARAMETERS = [{'parameter': 'a', 'description': '', 'value': ''}, {'parameter': 'b.c'}]
TARGETS = dict(((name, TEXT) for name in (
    'preinstall', 'postinstall', 'deployment', 'reporting', 'onVmAdd', 'onVmRemove', 'prescale',
    'postscale')), packages=['nginx', 'ssh'])
SIZES = {'cpu': 2, 'ram': 2048, 'disk': 0, 'volatileDisk': 1}
#: Collection to all members that the reference names and the shortest document does not have.
OPTIONAL = {
    'callback': {'data': {'a': {'b': [1]}}, 'expires': TIME},
    'deployment-parameter': {'value': TEXT},
    'event': {'type': 'alarm', 'severity': 'critical'},
    'evidence-record': {'class': 'x', 'log': ['a', 'b'], 'resource:x': {'y': [None, 1.5, True]}},
    'job': {'returnCode': -1, 'statusMessage': '', 'priority': 999, 'progress': 100,
            'started': TIME, 'duration': None, 'parentJob': 'job/1', 'nestedJobs': ['job/2'],
            'affectedResources': [{'href': 'service-offer/1'}]},
    'metering': {'ip': '', 'deployment': {'href': 'run/1', 'user': {'href': 'user/jane'}},
                 'serviceOffer': LINK, 'currency': 'EUR', 'billable': False, 'price': 0},
    'module-image': dict(SIZES, imageIDs={'x': 'y'}, sudo=True, commit='',
                         relatedImage={'href': 'module/1'}),
    'module-component': dict(SIZES, inputParameters=PARAMETERS, outputParameters=PARAMETERS,
                             ports=['80'], mounts=['/a'], targets=TARGETS, commit='x'),
    'module-application': {'commit': 'x', 'nodes': [
        {'node': 'x', 'multiplicity': 0, 'component': {'href': 'module/1_2'},
         'maxProvisioningFailures': 1, 'parameterMappings': [
             {'parameter': 'a', 'mapped': True, 'value': 'b:c'}, {'parameter': 'b'}]}]},
    'notification': {'type': 'system', 'severity': 'high'},
    'quota': {'organization': 'ACME', 'aggregation': 'sum:serviceOffer/resource:vcpu'},
    'service-benchmark': {'resource:x': 'y'},
    'service-offer': {'resource:a': {'resource:b': [1]}, 'connector': {'href': 'connector/x'}},
    'session-template': {'group': 'g', 'order': 0, 'hidden': True, 'icon': 'i',
                         'redirectURI': 'https://x'},
    'storage-bucket': {'externalObject': {'href': 'external-object/1'}, 'serviceOffer': LINK,
                       'currency': 'EUR'},
    'user-template': {'group': 'g', 'order': 0, 'hidden': True, 'icon': 'i',
                      'redirectURI': 'https://x'},
    'virtual-machine': {'ip': '203.0.113.9', 'billable': True, 'currency': 'EUR',
                        'deployment': {'href': 'run/1', 'user': {'href': 'user/jane'}},
                        'serviceOffer': LINK},
    'virtual-machine-mapping': {'runUUID': 'run/1', 'owner': 'user/jane', 'serviceOffer': LINK},
}
COMMON = {'name': TEXT, 'description': TEXT, 'properties': {'a': '', TEXT: TEXT}}
#: Members that the server writes itself.
WRITTEN = {'job': ('properties',)}


@pytest.fixture(autouse=True)
def vocabulary(world):
    """Namespaces, for the documents that need them."""
    for prefix in ('price', 'resource'):
        cimi_records.insert(world, 'service-attribute-namespace',
                            {'prefix': prefix, 'uri': 'http://%s' % prefix}, name=prefix)


def members_of(name):
    """All members that a document of a collection may have besides those that it must have."""
    case = BY_NAME[name]
    return dict(((key, value) for key, value in COMMON.items() if key not in case.body),
                **OPTIONAL[name])


def changed(document, members, name):
    """The members of a document that were not kept as they were sent."""
    own = WRITTEN.get(name, ())
    return dict((key, document.get(key)) for key, value in members.items()
                if key not in own and document.get(key) != value)


@pytest.mark.parametrize('name', sorted(OPTIONAL))
def test_all_members_are_kept(ask, name):
    case = BY_NAME[name]
    members = members_of(name)
    answer = ask('POST', name, dict(case.body, **members), by=case.adder)
    assert answer.status == 201, answer.text
    document = ask('GET', answer.json['resource-id'], by='super').json
    assert changed(document, members, name) == {}


@pytest.mark.parametrize('name', sorted(name for name in OPTIONAL if BY_NAME[name].edit))
def test_all_members_can_be_written_later(ask, name):
    case = BY_NAME[name]
    members = members_of(name)
    made = ask('POST', name, case.body, by=case.adder).json['resource-id']
    # The priority of a job goes with its first edit, and a message carries its own time.
    members.pop('priority', None)
    answer = ask('PUT', made, members, by='super')
    assert answer.status == 200, answer.text
    document = ask('GET', made, by='super').json
    assert changed(document, members, 'nothing') == {}


@pytest.mark.parametrize('state, result', [('SUCCESS', 100), ('FAILED', 100), ('STOPPED', 5)])
def test_the_progress_of_a_job_that_is_over_is_complete(ask, state, result):
    made = ask('POST', 'job', BY_NAME['job'].body, by='super').json['resource-id']
    assert ask('PUT', made, {'state': state, 'progress': 5},
               by='super').json['progress'] == result


@pytest.mark.parametrize('acl', [
    {}, {'owner': 'jane'}, {'owner': {'type': 'USER'}}, {'owner': {'principal': 'jane'}},
    {'owner': {'type': 'GROUP', 'principal': 'x'}}, {'owner': {'type': 'USER', 'principal': ' '}},
    {'owner': {'type': 'USER', 'principal': 'jane', 'right': 'ALL'}},
    {'owner': {'type': 'USER', 'principal': 'jane'}, 'rules': []},
    {'owner': {'type': 'USER', 'principal': 'jane'}, 'rules': [{'type': 'USER'}]},
    {'owner': {'type': 'USER', 'principal': 'jane'},
     'rules': [{'type': 'USER', 'principal': 'x', 'right': 'SEE'}]},
    {'owner': {'type': 'USER', 'principal': 'jane'}, 'surplus': 1}, None, 'x', []])
@pytest.mark.parametrize('name', ['event', 'quota', 'module', 'service-offer', 'session-template'])
def test_access_control_lists_that_are_none(ask, name, acl):
    case = BY_NAME[name]
    assert ask('POST', name, dict(case.body, acl=acl), by=case.adder).status == 400
    made = ask('POST', name, case.body, by=case.adder).json['resource-id']
    if case.edit:
        body = dict(case.edit, acl=acl)
        assert ask('PUT', made, body, by='super').status == 400
        assert ask('GET', made, by='super').json['acl']['owner']


@pytest.mark.parametrize('right, views, changes', [
    ('VIEW', True, False), ('MODIFY', True, True), ('ALL', True, True), ('VIEW_META', False, False),
    ('VIEW_DATA', False, False), ('VIEW_ACL', False, False), ('EDIT_META', False, False),
    ('EDIT_DATA', False, False), ('EDIT_ACL', False, False), ('DELETE', False, False),
    ('MANAGE', False, False)])
def test_each_right_grants_to_view_or_to_change(ask, right, views, changes):
    acl = {'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
           'rules': [{'type': 'USER', 'principal': 'joe', 'right': right}]}
    made = ask('POST', 'quota', dict(BY_NAME['quota'].body, acl=acl),
               by='super').json['resource-id']
    assert ask('GET', made, by='joe').status == (200 if views else 403)
    assert ask('PUT', made, {'limit': 7}, by='joe').status == (200 if changes else 403)
    assert ask('GET', 'quota', by='joe').json['count'] == 1  # A search shows any rule.
    assert ask('GET', 'quota', by='jane').json['count'] == 0

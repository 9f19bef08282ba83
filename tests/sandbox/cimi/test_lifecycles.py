# -*- coding: utf-8 -*-
"""The life of a document, in every collection.

What the reference says about all collections, checked for each case: who may list, add, read,
change and delete, which methods there are, what the responses look like, which members nobody may
write.
"""
from __future__ import unicode_literals

import collections

import pytest

from slipstream.sandbox.state import cimi_records

ADMIN_ONLY = {'owner': {'type': 'ROLE', 'principal': 'ADMIN'}}
JANES = {'owner': {'type': 'USER', 'principal': 'jane'}}
OPEN = {'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
        'rules': [{'type': 'ROLE', 'principal': 'ANON', 'right': 'VIEW'}]}
LINK = {'href': 'service-offer/1'}
MACHINE = {'instanceID': 'i-1', 'state': 'running', 'connector': {'href': 'connector/exoscale'},
           'credentials': [{'href': 'credential/1'}]}
EVENT = {'acl': JANES, 'timestamp': '2019-03-29T08:00:00.0Z', 'type': 'state', 'severity': 'low',
         'content': {'resource': {'href': 'run/1'}, 'state': 'Ready'}}
MODULE = {'path': 'a/b', 'type': 'IMAGE', 'content': {
    'os': 'Ubuntu', 'loginUser': 'ubuntu', 'networkType': 'public', 'author': 'jane'}}
IMAGE = MODULE['content']

Case = collections.namedtuple('Case', 'name adder body edit bad missing')


def case(name, adder, body, edit=None, bad=(), missing=()):
    """A collection.

    :param adder: who may add, the weakest caller: None (anonymous), ``'jane'``, ``'super'``.
    :param body: of an add that succeeds.
    :param edit: a partial body of an edit that succeeds; None: there is no edit.
    :param bad: members case of which spoils the body.
    :param missing: members that the body must have.
    """
    return Case(name, adder, body, edit, bad, missing)


CASES = [
    case('callback', 'super', {'action': 'x', 'targetResource': LINK}, None,
         [{'action': ''}, {'expires': 'soon'}, {'surplus': 1}], ['action']),
    case('configuration', 'super', {'configurationTemplate': {
        'href': 'configuration-template/session-github', 'instance': 'x'}}, {'clientID': 'y'},
        [{'configurationTemplate': {'service': 'session-github'}}, {'surplus': 1},
         {'configurationTemplate': {'href': 'configuration-template/nope'}}],
        ['configurationTemplate']),
    case('connector', 'super', {'connectorTemplate': {
        'href': 'connector-template/exoscale', 'instanceName': 'x'}}, {'quotaVm': '5'},
        [{'connectorTemplate': {'cloudServiceType': 'exoscale'}}, {'surplus': 1},
         {'connectorTemplate': {'href': 'connector-template/nope'}}], ['connectorTemplate']),
    case('credential', 'jane', {'credentialTemplate': {
        'href': 'credential-template/generate-api-key'}}, {'name': 'y'},
        [{'credentialTemplate': {'href': 'credential-template/nope'}}, {'surplus': 1},
         {'credentialTemplate': {'type': 'api-key', 'method': 'generate-api-key'}}],
        ['credentialTemplate']),
    case('deployment-parameter', 'super', {
        'deployment': {'href': 'deployment/1'}, 'name': 'x', 'nodeID': 'machine'}, {'value': 'y'},
        [{'name': 'x y'}, {'value': ''}, {'surplus': 1}], ['deployment', 'name']),
    case('email', 'jane', {'address': 'jane@example.org'}, None,
         [{'address': 'nowhere'}, {'surplus': 1}], ['address']),
    case('event', None, EVENT, None,
         [{'type': 'x'}, {'severity': 'urgent'}, {'content': {}}, {'surplus': 1}, {'parent': 'x/1'},
          {'timestamp': '2019-03-29T08:00:00Z'}, {'resourceMetadata': 'resource-metadata/x'}],
         ['acl', 'timestamp', 'type', 'severity', 'content']),
    case('evidence-record', 'jane', {
        'startTime': '2019-03-29T08:00:00.0Z', 'endTime': '2019-03-29T08:00:00.0Z',
        'planID': 'x', 'passed': True}, None, [{'passed': 'yes'}, {'surplus': 1}],
        ['startTime', 'endTime', 'planID', 'passed']),
    case('external-object', 'jane', {'externalObjectTemplate': {
        'href': 'external-object-template/generic', 'bucketName': 'x-y', 'objectName': 'y',
        'objectStoreCred': {'href': 'credential/own'}}}, {'name': 'z'},
        [{'externalObjectTemplate': {'objectType': 'generic'}}, {'surplus': 1}],
        ['externalObjectTemplate']),
    case('job', 'super', {'action': 'x', 'targetResource': LINK}, {'state': 'RUNNING'},
         [{'action': ''}, {'priority': 1000}, {'priority': -1}, {'progress': 101}, {'surplus': 1},
          {'targetResource': 'x'}], ['action']),
    case('metering', 'super', dict(MACHINE, **{'snapshot-time': '2019-03-29T08:00:00.0Z'}),
         {'price': 0.5}, [{'price': 'x'}, {'surplus': 1}],
         ['snapshot-time', 'instanceID', 'state', 'connector', 'credentials']),
    case('module', 'jane', MODULE, {'content': IMAGE, 'name': 'y'},
         [{'path': '/a'}, {'path': 'a/'}, {'type': 'x'}, {'content': {}}, {'surplus': 1}],
         ['path', 'type', 'content']),
    case('module-image', 'super', IMAGE, {'os': 'Debian'},
         [{'os': 'x'}, {'networkType': 'x'}, {'cpu': -1}, {'surplus': 1}],
         ['os', 'loginUser', 'networkType', 'author']),
    case('module-component', 'super', {
        'parentModule': {'href': 'module/1'}, 'networkType': 'public', 'outputParameters': [],
        'author': 'jane'}, {'author': 'joe'},
        [{'networkType': 'x'}, {'targets': {'x': 'y'}}, {'surplus': 1},
         {'inputParameters': [{'value': 'x'}]}],
        ['parentModule', 'networkType', 'outputParameters', 'author']),
    case('module-application', 'super', {'author': 'jane', 'nodes': [
        {'node': 'x', 'multiplicity': 1, 'component': {'href': 'module/1'}}]}, {'author': 'joe'},
        [{'nodes': [{'node': 'x'}]}, {'surplus': 1}], ['author']),
    case('notification', None, EVENT, None, [{'type': 'x'}, {'surplus': 1}],
         ['acl', 'timestamp', 'type', 'severity', 'content']),
    case('quota', 'super', {'resource': 'VirtualMachine', 'selection': "a='b'",
                            'aggregation': 'count:id', 'limit': 5}, {'limit': 6},
         [{'resource': 'virtual-machine'}, {'selection': 'a=1 or'}, {'aggregation': 'x:id'},
          {'aggregation': 'count'}, {'limit': '5'}, {'surplus': 1}],
         ['resource', 'selection', 'aggregation', 'limit']),
    case('service-attribute', 'jane', {'name': 'x', 'description': 'y', 'prefix': 'resource',
                                       'attributeName': 'a', 'type': 'string'},
         {'description': 'z'}, [{'surplus': 1}, {'type': ''}],
         ['name', 'description', 'prefix', 'attributeName', 'type']),
    case('service-attribute-namespace', 'super', {'prefix': 'x', 'uri': 'http://x'},
         {'uri': 'http://y'}, [{'prefix': 'X'}, {'surplus': 1}], ['prefix', 'uri']),
    case('service-benchmark', 'jane', {
        'credentials': [{'href': 'credential/1'}], 'serviceOffer': LINK}, {'resource:x': 1},
        [{'credentials': []}, {'surplus': 1}], ['credentials', 'serviceOffer']),
    case('service-offer', 'jane', {'connector': {'href': 'x'}, 'resource:vcpu': 4},
         {'resource:vcpu': 8}, [{'connector': {'href': 'x', 'y': 'z'}}, {'surplus': 1}],
         ['connector']),
    case('session-template', 'super', {'acl': OPEN, 'method': 'internal', 'instance': 'x',
                                       'username': 'u', 'password': 'p'}, {'group': 'x'},
         [{'method': 'x'}, {'order': -1}, {'hidden': 'x'}, {'surplus': 1}],
         ['acl', 'method', 'instance', 'username', 'password']),
    case('storage-bucket', 'super', {'credentials': [{'href': 'credential/1'}], 'bucketName': 'x',
                                     'connector': {'href': 'connector/x'}, 'usageInKiB': 1},
         {'usageInKiB': 2}, [{'usageInKiB': 0}, {'surplus': 1}],
         ['credentials', 'bucketName', 'connector', 'usageInKiB']),
    case('user-identifier', 'super', {'identifier': 'x', 'user': {'href': 'user/jane'}},
         {'name': 'y'}, [{'user': {'href': 'x'}}, {'surplus': 1}], ['identifier', 'user']),
    case('user-param', 'jane', {'userParamTemplate': {
        'paramsType': 'execution', 'defaultCloudService': '', 'sshPublicKey': '',
        'keepRunning': 'never', 'mailUsage': 'never', 'verbosityLevel': 0, 'timeout': 30}},
        {'timeout': 60}, [{'userParamTemplate': {'paramsType': 'execution'}}, {'surplus': 1}],
        ['userParamTemplate']),
    case('user-template', 'super', {'acl': OPEN, 'method': 'self-registration', 'instance': 'x',
                                    'username': 'u', 'password': 'p', 'passwordRepeat': 'p',
                                    'emailAddress': 'x@example.org'}, {'group': 'x'},
         [{'method': 'x'}, {'order': -1}, {'surplus': 1}],
         ['acl', 'method', 'instance', 'username', 'password', 'passwordRepeat', 'emailAddress']),
    case('virtual-machine', 'super', MACHINE, {'state': 'stopped'},
         [{'billable': 'x'}, {'credentials': []}, {'surplus': 1}],
         ['instanceID', 'state', 'connector', 'credentials']),
    case('virtual-machine-mapping', 'super', {'cloud': 'x', 'instanceID': 'i-1'}, None,
         [{'cloud': ''}, {'serviceOffer': 'x'}, {'surplus': 1}], ['cloud', 'instanceID']),
]
BY_NAME = dict((case.name, case) for case in CASES)
#: These have documents of their own from the start, behave in ways that have tests of their own, or
#: are in memory.
ELSEWHERE = {'deployment', 'deployment-template', 'session', 'user', 'configuration-template',
             'connector-template', 'credential-template', 'external-object-template',
             'resource-metadata', 'user-param-template'}
WEAKER = {None: (), 'jane': (None,), 'super': (None, 'jane')}
VIEWERS = {'callback': 'super', 'configuration': 'super', 'virtual-machine-mapping': 'super',
           'module-image': 'super', 'module-component': 'super', 'module-application': 'super',
           'event': None, 'notification': None, 'session-template': None, 'user-template': None}


@pytest.fixture(params=[case.name for case in CASES])
def case(request):
    """One collection after the other."""
    return BY_NAME[request.param]


@pytest.fixture(autouse=True)
def vocabulary(world):
    """A namespace, for the documents that need one."""
    cimi_records.insert(world, 'service-attribute-namespace',
                        {'prefix': 'resource', 'uri': 'http://r'}, name='resource')
    cimi_records.insert(world, 'credential', {'type': 'cloud-cred-x'}, name='own',
                        rules=[cimi_records.user('jane', 'VIEW')])


@pytest.fixture
def made(ask, case):
    """The id of a document that was added by the weakest caller who may."""
    answer = ask('POST', case.name, case.body, by=case.adder)
    assert answer.status == 201, answer.text
    return answer.json['resource-id']


def key_of(ask, name):
    """The name of the array in responses to searches."""
    members = ask('GET', 'cloud-entry-point').json
    return next(key for key, value in members.items()
                if isinstance(value, dict) and value.get('href') == name)


def total(ask, name, by):
    """How many documents a caller sees."""
    return ask('GET', name, by=by).json['count']


def test_every_collection_is_here_or_elsewhere(ask):
    listed = [value['href'] for key, value in ask('GET', 'cloud-entry-point').json.items()
              if key != 'acl' and isinstance(value, dict)]
    assert sorted(listed) == sorted(set(BY_NAME) | ELSEWHERE)


@pytest.mark.parametrize('method', ['DELETE', 'OPTIONS', 'PATCH', 'HEAD', 'TRACE'])
def test_a_method_that_a_collection_does_not_have_is_refused(ask, case, method):
    for by in (None, 'jane', 'super'):
        answer = ask(method, case.name, by=by)
        assert answer.status == 405
        assert answer.json == {
            'status': 405, 'resource-id': '/api/' + case.name,
            'message': 'invalid method (%s) for /api/%s' % (method.lower(), case.name)}


@pytest.mark.parametrize('method', ['POST', 'OPTIONS', 'PATCH', 'HEAD'])
def test_a_method_that_a_document_does_not_have_is_refused(ask, case, method):
    for place in ('x', '1-2'):
        for by in (None, 'jane', 'super'):
            assert ask(method, '%s/%s' % (case.name, place), by=by).status == 405


def test_there_is_an_edit_or_there_is_none(ask, case, made):
    for by in (None, 'jane', 'super'):
        answer = ask('PUT', made, case.edit or {'name': 'x'}, by=by)
        if case.edit is None:
            assert (answer.status, answer.json['resource-id']) == (405, '/api/' + made)
        else:
            assert answer.status in (200, 403)


def test_only_viewers_may_list_and_only_adders_see_add(ask, case):
    viewer = VIEWERS.get(case.name, 'jane')
    for by in (None, 'jane', 'super'):
        allowed = by not in WEAKER[viewer]
        answer = ask('GET', case.name, by=by)
        assert answer.status == (200 if allowed else 403)
        assert ask('PUT', case.name, by=by).status == answer.status
        if allowed:
            adds = by not in WEAKER[case.adder]
            assert answer.json.get('operations') == (
                [{'rel': 'add', 'href': case.name}] if adds else None)
            assert answer.json['id'] == case.name
        else:
            assert answer.json == {'status': 403, 'message': 'credentials required'}


def test_only_adders_may_add(ask, case):
    for by in WEAKER[case.adder]:
        answer = ask('POST', case.name, case.body, by=by)
        # Users who may not view the template of a credential get that error instead.
        assert answer.status == (400 if answer.message.startswith('requested href') else 403)
    before = total(ask, case.name, 'super')
    answer = ask('POST', case.name, case.body, by=case.adder)
    assert answer.status == 201
    made = answer.json['resource-id']
    assert answer.json == dict(answer.json, status=201, message=made + ' created')
    assert answer.headers.get('Location') == made
    assert made.startswith(case.name + '/')
    assert total(ask, case.name, 'super') == before + 1


def test_an_addition_without_a_mandatory_member_is_refused(ask, case):
    for name in case.missing:
        body = dict((key, value) for key, value in case.body.items() if key != name)
        answer = ask('POST', case.name, body, by=case.adder)
        assert (name, answer.status) == (name, 400)


def test_an_addition_with_an_invalid_member_is_refused(ask, case):
    for members in case.bad:
        answer = ask('POST', case.name, dict(case.body, **members), by=case.adder)
        assert (members, answer.status) == (members, 400)
    # The properties of a job are the server's to write.
    for common in ({'name': ''}, {'name': 5}, {'description': ' '}, {'name': None}) + (
            () if case.name == 'job' else ({'properties': {}}, {'properties': {'a': 5}})):
        answer = ask('POST', case.name, dict(case.body, **common), by=case.adder)
        assert (common, answer.status) == (common, 400)


def test_the_server_writes_ids_times_and_operations_itself(ask, case, made):
    body = dict(case.body, id='x/y', created='x', updated='x', resourceURI='x', operations=[])
    ask('DELETE', made, by='super')
    made = ask('POST', case.name, body, by=case.adder).json['resource-id']
    document = ask('GET', made, by='super').json
    assert document['id'] == made
    assert document['created'] == document['updated'] == '2019-03-29T08:00:00.000Z'
    assert document['resourceURI'] == cimi_records.type_uri(case.name)
    assert {'type': 'ROLE', 'principal': 'ADMIN', 'right': 'ALL'} in document['acl']['rules']


def test_a_document_is_read_and_listed_alike(ask, case, made):
    document = ask('GET', made, by='super').json
    collection = ask.put(case.name, "$filter=id='%s'" % made, by='super').json
    key = key_of(ask, case.name)
    assert collection['count'] == 1
    if case.name == 'module':
        del document['content']  # A search shows what is not content.
    assert collection[key] == [document]
    assert ask.put(case.name, "$filter=id='%s'&$last=0" % made, by='super').json[key] == []
    selected = ask.put(case.name, "$filter=id='%s'&$select=id" % made, by='super').json[key][0]
    assert set(selected) - {'operations'} == {'id', 'resourceURI', 'acl'}


def test_who_may_read_change_and_delete(ask, case, made):
    document = ask('GET', made, by='super').json
    rels = [entry['rel'] for entry in document.get('operations', ())]
    assert 'delete' in rels
    assert ('edit' in rels) == (case.edit is not None)
    for by in (None, 'jane', 'joe', 'super'):
        views, changes = granted(document['acl'], by)
        answer = ask('GET', made, by=by)
        assert answer.status == (200 if views else 403)
        rels = [entry['rel'] for entry in answer.json.get('operations', ())]
        assert ('delete' in rels) == (changes and views)
        if case.edit:
            assert ask('PUT', made, case.edit, by=by).status == (200 if changes else 403)
        if not changes:
            assert ask('DELETE', made, by=by).status == 403


def granted(acl, by):
    """Whether a caller may view and may change what has an access control list."""
    names = {None: [], 'jane': ['jane', 'USER'], 'joe': ['joe', 'USER'],
             'super': ['super', 'USER', 'ADMIN']}[by] + ['ANON']
    own = [rule['right'] for rule in acl.get('rules', ()) if rule['principal'] in names]
    own += ['ALL'] if acl['owner']['principal'] in names else []
    return bool({'VIEW', 'MODIFY', 'ALL'} & set(own)), bool({'MODIFY', 'ALL'} & set(own))


def test_an_edit_keeps_what_the_service_owns(ask, case, made, world):
    if case.edit is None:
        return
    before = ask('GET', made, by='super').json
    world.clock.advance(1)
    own = {'id': 'x/y', 'created': '2000-01-01T00:00:00.0Z', 'resourceURI': 'http://x'}
    answer = ask('PUT', made, dict(case.edit, **own), by='super')
    assert (answer.status, answer.type) == (200, 'application/json')
    assert not {'operations', 'status', 'message'} & set(answer.json)
    assert answer.json['updated'] == '2019-03-29T08:00:01.000Z'
    for name in own:
        assert answer.json[name] == before[name]
    after = ask('GET', made, by='super').json
    for name, value in case.edit.items():
        assert name == 'content' or after[name] == value
    # Of an external object all but a few members is ignored.
    surplus = 200 if case.name == 'external-object' else 400
    assert ask('PUT', made, {'surplus': 1}, by='super').status == surplus
    assert ask('PUT', made, {'name': None}, by='super').status == 400


def test_the_document_as_read_can_be_sent_back(ask, case, made):
    if case.edit is None:
        return
    document = ask('GET', made, by='super').json
    answer = ask('PUT', made, document, by='super')
    assert answer.status == 200
    assert answer.json.get('operations') == document.get('operations')


def test_a_selection_removes_members(ask, case, made):
    if case.edit is None:
        return
    more = dict((name, BY_NAME['module'].edit[name]) for name in ('content',)
                if case.name == 'module')
    ask('PUT', made, dict(more, properties={'a': 'b'}), by='super')
    assert 'properties' in ask('GET', made, by='super').json
    place = made + '?$select=properties,id,acl,created'
    if case.name == 'credential':
        place += ',type'
    assert ask('PUT', place, more, by='super').status == 200
    assert 'properties' not in ask('GET', made, by='super').json


def test_a_deleted_resource_is_gone(ask, case, made):
    before = total(ask, case.name, 'super')
    answer = ask('DELETE', made, by='super')
    assert (answer.status, answer.json) == (200, {
        'status': 200, 'message': made + ' deleted', 'resource-id': made})
    assert total(ask, case.name, 'super') == before - 1
    for method in ('GET', 'DELETE') + (('PUT',) if case.edit else ()):
        answer = ask(method, made, {}, by='super')
        assert (answer.status, answer.json) == (404, {
            'status': 404, 'message': made + ' not found', 'resource-id': made})


def test_an_unknown_action_is_not_found(ask, case, made):
    for by in (None, 'super'):
        answer = ask('POST', made + '/dance', by=by)
        assert (answer.status, answer.message) == (
            404, 'undefined action (post, ["%s" "dance"]) for /api/%s/dance' % (case.name, made))


def test_computed_ids_conflict(ask, case, made):
    again = ask('POST', case.name, case.body, by=case.adder)
    if again.json.get('resource-id') == made:
        assert (again.status, again.message) == (409, 'conflict with ' + made)
    else:
        assert again.status in (201, 409)

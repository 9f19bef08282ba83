# -*- coding: utf-8 -*-
"""
External objects
"""
from __future__ import unicode_literals

import hashlib

import pytest

from slipstream.sandbox import object_store
from slipstream.sandbox.messages import Request
from slipstream.sandbox.state import cimi_records

ACTION = 'http://sixsq.com/slipstream/1/action/'
OBJECT = 'external-object/%s' % hashlib.md5(b'results/run-42.csvjane-data').hexdigest()
CONTENT = b'a;b\n1;\xc3\xa9\n'


@pytest.fixture
def template(world):
    """What jane asks for."""
    credential = cimi_records.insert(world, 'credential', {'type': 'cloud-cred-exoscale'},
                                     rules=[cimi_records.user('jane', 'MODIFY')])
    return {'href': 'external-object-template/generic', 'bucketName': 'jane-data',
            'objectName': 'results/run-42.csv', 'contentType': 'text/csv',
            'objectStoreCred': {'href': credential['id']}}


@pytest.fixture
def make(ask, template):
    """A function that adds an external object."""
    return lambda **members: ask('POST', 'external-object',
                                 {'name': 'run 42',
                                  'externalObjectTemplate': dict(template, **members)})


@pytest.fixture
def send(world):
    """A function that talks to the object store."""
    def send(method, uri, body=b''):
        return object_store.handle(world,
                                   Request(method, uri.partition('//')[2].partition('/')[2].join(
                                       ['/', '']), [], body))
    return send


def operations(document):
    """The last parts of the names of the operations."""
    return [operation['rel'].rpartition('/')[2] for operation in document['operations']]


def test_a_new_object_has_the_documented_members(ask, make, template):
    assert make().json['resource-id'] == OBJECT
    assert ask('GET', OBJECT).json == {
        'id': OBJECT, 'resourceURI': 'http://sixsq.com/slipstream/1/ExternalObject',
        'created': '2019-03-29T08:00:00.000Z',
        'updated': '2019-03-29T08:00:00.000Z', 'name': 'run 42', 'objectType': 'generic',
        'state': 'new', 'bucketName': 'jane-data',
        'objectName': 'results/run-42.csv', 'contentType': 'text/csv',
        'objectStoreCred': template['objectStoreCred'],
        'acl': {'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
                'rules': [{'principal': 'jane', 'type': 'USER', 'right': 'MODIFY'},
                          {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]},
        'operations': [{'rel': 'delete', 'href': OBJECT}, {'rel': 'edit', 'href': OBJECT},
                       {'rel': ACTION + 'upload', 'href': OBJECT + '/upload'}]}
    assert make().json == {'status': 409, 'message': 'conflict with ' + OBJECT,
                           'resource-id': OBJECT}


def test_an_object_goes_from_new_to_ready(ask, make, send):
    make()
    upload = ask('POST', OBJECT + '/upload', headers=[('Host', 'slipstream.example.org')])
    assert (upload.status, list(upload.json)) == (200, ['uri'])
    assert upload.json['uri'].startswith(
        'https://slipstream.example.org/objects/jane-data/results/run-42.csv?')
    assert operations(ask('GET', OBJECT).json) == ['delete', 'edit', 'upload', 'ready']
    assert send('PUT', upload.json['uri'], CONTENT).status == 200
    ready = ask('POST', OBJECT + '/ready')
    assert (ready.status, ready.json['state'], ready.json['size'], ready.json['md5sum']) == (
        200, 'ready', len(CONTENT), hashlib.md5(CONTENT).hexdigest())
    assert 'URL' not in ready.json
    assert operations(ask('GET', OBJECT).json) == ['delete', 'edit', 'download']
    download = ask('POST', OBJECT + '/download')
    assert download.status == 303
    assert download.headers.get('Location') == download.json['uri']
    assert send('GET', download.json['uri']).body == CONTENT


def test_an_upload_address_expires(ask, make, send, world):
    make()
    short = ask('POST', OBJECT + '/upload', {'ttl': 1}).json['uri']
    usual = ask('POST', OBJECT + '/upload').json['uri']
    world.clock.advance(60)
    assert send('PUT', short, CONTENT).status == 403
    assert send('PUT', usual, CONTENT).status == 200
    world.clock.advance(14 * 60)
    assert send('PUT', usual, CONTENT).status == 403


@pytest.mark.parametrize('ttl', [0, '15', None, 1.5, 10 ** 10])
def test_a_lifetime_that_is_no_positive_whole_number_is_refused(ask, make, ttl):
    make()
    assert ask('POST', OBJECT + '/upload', {'ttl': ttl}).status == 400
    assert ask('GET', OBJECT).json['state'] == 'new'


@pytest.mark.parametrize('state, action, valid', [
    ('new', 'download', "'ready'"), ('new', 'ready', "'uploading'"),
    ('ready', 'upload', "'new', 'uploading'"), ('ready', 'ready', "'uploading'"),
    ('uploading', 'download', "'ready'")])
def test_an_action_in_the_wrong_state_is_refused(ask, make, world, state, action, valid):
    make()
    cimi_records.update(world, world.store.table('external-object').get(OBJECT), state=state)
    answer = ask('POST', '%s/%s' % (OBJECT, action))
    assert answer.status == 400
    assert answer.message == "Invalid state '%s' for '%s' action. Valid states: %s." % (
        state, action, valid)


def test_an_object_that_was_never_uploaded_has_no_size_and_no_content(ask, make, send):
    make()
    ask('POST', OBJECT + '/upload')
    ready = ask('POST', OBJECT + '/ready').json
    assert not {'size', 'md5sum'} & set(ready)
    assert send('GET', ask('GET', OBJECT + '/download').json['uri']).status == 404


def test_edits_take_what_describes(ask, make):
    make()
    body = {'description': 'new', 'state': 'ready', 'objectName': 'x', 'properties': {'a': 'b'}}
    answer = ask('PUT', OBJECT + '?$select=name,bucketName', body).json
    assert (answer['description'], answer['state'], answer['objectName'],
            answer['bucketName']) == ('new', 'new', 'results/run-42.csv', 'jane-data')
    assert answer['properties'] == {'a': 'b'}
    assert 'name' not in answer
    ask('POST', OBJECT + '/upload')
    assert ask('PUT', OBJECT, {'name': 'x'}).status == 400


def test_readers_may_download(ask, make, send):
    make()
    acl = {'owner': {'type': 'USER', 'principal': 'jane'},
           'rules': [{'type': 'USER', 'principal': 'joe', 'right': 'VIEW'}]}
    ask('PUT', OBJECT, {'acl': acl})
    assert 'operations' not in ask('GET', OBJECT, by='joe').json
    assert ask('POST', OBJECT + '/upload', by='joe').status == 403
    ask('POST', OBJECT + '/upload')
    assert ask('POST', OBJECT + '/ready', by='joe').status == 403
    ask('POST', OBJECT + '/ready')
    assert operations(ask('GET', OBJECT, by='joe').json) == ['download']
    assert ask('POST', OBJECT + '/download', by='joe').status == 303
    assert ask('POST', OBJECT + '/download', by=None).status == 403


def test_anybody_may_read_a_public_object(ask, make, send):
    make(href='external-object-template/public')
    send('PUT', ask('POST', OBJECT + '/upload').json['uri'], CONTENT)
    url = ask('POST', OBJECT + '/ready', headers=[('Host', 'slipstream.example.org')]).json['URL']
    assert url == 'https://slipstream.example.org/objects/jane-data/results/run-42.csv'
    assert send('GET', url).body == CONTENT
    assert send('PUT', url, b'x').status == 403


@pytest.mark.parametrize('settings, bucket', [
    ({}, 'slipstream-reports'), ({'reportsObjectStoreBucketName': 'our-reports',
                                  'reportsObjectStoreCreds': 'credential/1'}, 'our-reports')])
def test_a_report_is_kept_in_the_bucket_of_reports(ask, world, settings, bucket):
    if settings:
        cimi_records.insert(world, 'configuration', settings, name='slipstream')
    template = {'href': 'external-object-template/report', 'runUUID': '45c1', 'component': 'web.1',
                'filename': 'web.1_report.tgz'}
    made = ask('POST', 'external-object', {'externalObjectTemplate': template}).json['resource-id']
    document = ask('GET', made).json
    assert (document['bucketName'],
            document['objectName']) == (bucket, '45c1/web.1/web.1_report.tgz')
    assert (document['runUUID'], document['component']) == ('45c1', 'web.1')
    assert document['objectStoreCred']['href'].startswith('credential/')
    refused = ask('POST', 'external-object',
                  {'externalObjectTemplate': dict(template, bucketName='mine')})
    assert refused.status == 400


def test_an_object_can_be_added_with_the_members_of_a_template(ask, template):
    members = dict((name, template[name]) for name in template if name != 'href')
    assert ask('POST', 'external-object',
               {'externalObjectTemplate': dict(members, objectType='generic')}).status == 201
    assert ask('POST', 'external-object', {'externalObjectTemplate': members}).status == 400


@pytest.mark.parametrize('members', [{'objectName': ''}, {'objectType': 'other'}, {'colour': 'red'},
                                     {'contentType': 5}, {'objectStoreCred': 'x'}])
def test_an_invalid_object_is_refused(make, members):
    assert make(**members).status == 400


def test_an_object_refers_to_what_exists(ask, make):
    assert make(objectStoreCred={'href': 'credential/nope'}).status == 404
    assert make(href='external-object-template/nope').status == 400


@pytest.mark.parametrize('bucket', ['Capital-Letters', 'a', 'under_score', '-dash', 'x' * 64])
def test_a_bucket_with_an_invalid_name_cannot_be_created(ask, make, bucket):
    made = make(bucketName=bucket).json['resource-id']
    answer = ask('POST', made + '/upload')
    assert (answer.status, answer.json) == (
        503, {'status': 503, 'message': 'Unable to create the bucket ' + bucket})


@pytest.mark.parametrize('options, object_stays, bucket_stays', [
    (None, False, False), ({'keep-s3-bucket': True}, False, True),
    ({'keep-s3-object': True}, True, True),
    ({'keep-s3-object': True, 'keep-s3-bucket': True}, True, True), ([], False, False)])
def test_deleting_an_object_keeps_what_the_options_name(
        ask, make, send, world, options, object_stays, bucket_stays):
    make()
    send('PUT', ask('POST', OBJECT + '/upload').json['uri'], CONTENT)
    assert ask('DELETE', OBJECT, options).status == 200
    assert (len(world.store.table('object')) == 1) is object_stays
    assert ('jane-data' in world.store.table('bucket')) is bucket_stays


def test_a_bucket_with_other_objects_stays(ask, make, send, world):
    other = make(objectName='other').json['resource-id']
    send('PUT', ask('POST', other + '/upload').json['uri'], CONTENT)
    make()
    ask('DELETE', OBJECT)
    assert 'jane-data' in world.store.table('bucket')
    ask('DELETE', other)
    assert 'jane-data' not in world.store.table('bucket')


def test_deleting_with_a_broken_body_is_refused(ask, make):
    make()
    answer = ask('DELETE', OBJECT, raw=b'{', headers=[('Content-Type', 'application/json')])
    assert (answer.status, answer.text) == (400, 'Malformed JSON in request body.')

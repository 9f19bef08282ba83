# -*- coding: utf-8 -*-
"""Whole collections, exactly one, create or get, files and hints."""
from __future__ import unicode_literals

import datetime
import io

import pytest

from slipstream.api import Attr, errors, sequences
from slipstream.sandbox.cimi import search

ACL = {'owner': {'type': 'USER', 'principal': 'jane'}}


@pytest.fixture
def events(api, sandbox):
    """Twenty-three events, always two of the same age."""
    for number in range(23):
        sandbox.clock.advance(number % 2)
        api.cimi_add('events', {
            'acl': ACL, 'timestamp': '2019-03-29T08:20:11.4Z', 'type': 'state', 'severity': 'low',
            'content': {'resource': {'href': 'run/%02d' % number},
                        'state': "it's" if number % 3 else 'Ready'}})
    return Attr('content/resource/href').startswith('run/')


def test_without_a_name_the_collections_are_listed_that_you_may_search(sandbox, api):
    listed = {row.name: row for row in api.cimi_list()}
    assert listed['serviceOffers'] == ('serviceOffers', 19, ['add'])
    assert listed['credentialTemplates'] == ('credentialTemplates', 11, [])
    assert 'configurations' not in listed and 'configurations' in api.cimi_cloud_entry_point
    assert listed['events'].to_dict()['size'] == api.cimi_count('events')
    nobody = sandbox.api(login=False).cimi_list()
    assert 'sessionTemplates' in [row.name for row in nobody] and len(nobody) < len(listed)
    sent = len(api.history)
    assert next(api.cimi_list()).name == 'connectorTemplates'
    assert 'name' in repr(api.cimi_list()) and len(api.history) < sent + 20


@pytest.mark.parametrize('arguments', [{'filter': 'a=1'}, {'select': 'id'}, {'page_size': 3}])
def test_a_list_of_the_collections_takes_no_arguments(api, arguments):
    with pytest.raises(TypeError) as caught:
        api.cimi_list(**arguments)
    assert 'name of the collection' in str(caught.value)


def hrefs(resources):
    return [int(event.content['resource']['href'][4:]) for event in resources]


def ages(numbers):
    return [(number + 1) // 2 for number in numbers]


def test_a_collection_is_a_sequence(api, events):
    sequence = api.cimi_list('events', filter=events, page_size=5)
    assert len(sequence) == api.cimi_count('events', events) == 23
    everything = hrefs(sequence)
    assert sorted(everything) == list(range(23)) and ages(everything) == sorted(ages(range(23)))
    assert hrefs(sequence[4:20:3]) == everything[4:20:3]
    assert hrefs(reversed(sequence)) == everything[::-1]
    assert hrefs([sequence[-2]]) == everything[-2:-1]
    newest = api.cimi_list('events', filter=events, orderby='created:desc', select='content, id',
                           page_size=7)
    assert ages(hrefs(newest)) == sorted(ages(range(23)), reverse=True)


def test_rows_beyond_the_reach_of_the_service_are_found(api, events, monkeypatch):
    everything = hrefs(api.cimi_list('events', filter=events))
    monkeypatch.setattr(search, 'MAX_FIRST', 8)
    monkeypatch.setattr(sequences, 'REACH', 8)
    assert hrefs(api.cimi_list('events', filter=events, page_size=3)) == everything
    assert hrefs(api.cimi_list('events', filter=events, page_size=4)[-3:]) == everything[-3:]
    assert hrefs(api.cimi_list('events', filter=events, page_size=8,
                               orderby='created:desc,id:desc')) == everything[::-1]


def test_templates_come_whole(api):
    templates = api.cimi_list('credentialTemplates', page_size=2)
    assert len(templates) == len(list(templates)) == api.cimi_count('credentialTemplates') > 2
    with pytest.raises(errors.ResponseError):
        api.cimi_count('credentialTemplates', Attr('method') == 'x')


def test_filters_written_in_python_select_resources(api, events):
    quoted = (Attr('content/state') == "it's") & events
    assert api.cimi_count('events', quoted) == 15
    assert api.cimi_count('events', ~(Attr('content/state') == "it's") & events) == 8
    assert api.cimi_count('events', [events, "content/state='Ready'"]) == 8
    assert api.cimi_count('events', Attr('created') >= datetime.datetime(2019, 3, 29)) >= 23
    assert api.cimi_count('events', (Attr('created') < datetime.date(2019, 3, 29))
                          | Attr('severity').is_in(['high', 'critical'])) == 0
    offers = Attr('resource:vcpu')
    assert api.cimi_count('serviceOffers',
                          offers > 0.5) == api.cimi_count('serviceOffers', offers >= 1) > 0


def test_cimi_first_and_cimi_one_return_a_single_resource(api, events):
    assert api.cimi_first('events', events, orderby='created:desc').content['resource']['href'] in (
        'run/21', 'run/22')
    assert api.cimi_first('events', Attr('state') == 'none') is None
    assert api.cimi_one('events', Attr('content/resource/href') == 'run/07').type == 'state'
    with pytest.raises(errors.MultipleResultsFoundError):
        api.cimi_one('events', events)
    with pytest.raises(errors.NoResultFoundError):
        api.cimi_one('events', Attr('content/resource/href') == 'run/99')


@pytest.fixture
def credential(api):
    """A credential of Jane's for an object store."""
    return api.cimi_first('credentials', Attr('type').startswith('cloud-cred'))


def test_create_or_get_and_update(api, credential):
    template = {'href': 'external-object-template/generic', 'bucketName': 'jane-data',
                'objectName': 'x', 'objectStoreCred': {'href': credential.id}}
    made = api.cimi_add_or_get('externalObjects',
                               {'name': 'first', 'externalObjectTemplate': template})
    again = api.cimi_add_or_get('externalObjects',
                                {'name': 'second', 'externalObjectTemplate': template})
    assert made.id == again.id and again.name == 'first'

    def describe(document):
        document['description'] = document.pop('name') + '!'

    changed = api.cimi_update(made, describe)
    assert changed.description == 'first!' and 'name' not in changed
    key = api.cimi_add_or_get('credentials',
                              {'credentialTemplate': {
                                  'href': 'credential-template/generate-api-key', 'ttl': 0}})
    assert key.secret_key
    assert key.type == 'api-key'
    assert api.cimi_update(key, {'name': 'ci'}).name == 'ci'
    assert 'name' not in api.cimi_update(key, lambda document: document.pop('name') and None)


def test_nobody_overwrites_what_another_has_changed(api, root, credential):
    """Two users read the same credential; the second to write finds out."""
    mine, theirs = api.cimi_get(credential.id), root.cimi_get(credential.id)
    root.cimi_update(theirs, {'name': 'Geneva', 'properties': {'color': 'red'}}, expected=theirs)
    with pytest.raises(errors.StaleResourceError) as caught:
        api.cimi_update(mine, {'name': 'Zurich', 'description': 'ours'}, expected=mine)
    assert caught.value.members == ['name']
    changed = api.cimi_update(mine, {'description': 'ours'}, expected=mine)
    now = api.cimi_get(mine.id)
    assert (now.name, now.description, now.properties) == ('Geneva', 'ours', {'color': 'red'})
    assert changed.description == 'ours'


def test_an_uploaded_file_is_downloaded_unchanged(api, credential, tmpdir):
    source, target = tmpdir.join('source'), tmpdir.join('target')
    source.write_binary(bytes(bytearray(range(256))) * 500)
    seen = []
    made = api.upload_object(str(source),
    'jane-data', 'results/run 42.csv', credential, content_type='text/csv',
                             progress=lambda *done: seen.append(done))
    assert (made.state, made.size, seen[-1]) == ('ready', 128000, (128000, 128000))
    api.download_object(made.id, str(target), progress=lambda *done: seen.append(done))
    assert target.read_binary() == source.read_binary() and seen[-1] == (128000, 128000)
    with pytest.raises(errors.ConflictError):
        api.upload_object(io.BytesIO(b''), 'jane-data', 'results/run 42.csv', credential.id)
    empty = api.upload_object(io.BytesIO(b''), 'jane-data', 'empty', credential.id,
                              template='public')
    buffer = io.BytesIO()
    assert api.download_object(empty, buffer).url.endswith('/jane-data/empty')
    assert buffer.getvalue() == b''


def test_an_upload_that_fails_can_be_repeated(api, credential, sandbox):
    for _ in range(2):
        with pytest.raises(errors.ServerError):
            api.upload_object(io.BytesIO(b'x'), 'B', 'name', credential)
    assert api.cimi_count('externalObjects') == 0


def test_a_misspelled_name_gets_a_hint_unless_disabled(api, start):
    with pytest.raises(errors.NotFoundError) as info:
        api.get_element('apps/WordPress/wordpres')
    assert 'Did you mean wordpress?' in str(info.value)
    with pytest.raises(errors.ConflictError) as info:
        api.deploy('apps/WordPress/wordpress', cloud='exoscale-ch-gv')
    assert 'Did you mean exoscale-ch-gva' in info.value.hint
    with pytest.raises(errors.ConflictError) as info:
        api.deploy('examples/tutorials/service-testing/system', multiplicity={'apach': 2})
    assert 'Did you mean apache?' in info.value.hint
    deployment = api.deploy('apps/WordPress/wordpress')
    with pytest.raises(errors.UnknownParameterError) as info:
        api.get_deployment_parameter(deployment, 'machine:hostnam')
    assert 'Did you mean machine:hostname' in info.value.hint
    silent = start().api(hints=False)
    with pytest.raises(errors.NotFoundError) as info:
        silent.get_element('apps/WordPress/wordpres')
    assert info.value.hint is None

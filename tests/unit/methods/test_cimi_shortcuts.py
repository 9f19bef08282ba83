# -*- coding: utf-8 -*-
"""Resources: whole collections, exactly one, create or get."""
from __future__ import unicode_literals

import copy
import json

import pytest

from slipstream.api import errors
from slipstream.api.filters.builder import Attr
from slipstream.api.methods import cimi_shortcuts
from slipstream.api.models import CimiResource, CollectionSummary

from ..fakes import FakeSession, answer

ENTRY_POINT = {'jobs': {'href': 'job'}}
JOB = {'id': 'job/1', 'state': 'QUEUED', 'progress': 1, 'properties': {'a': 'b'},
       'operations': [{'rel': 'edit', 'href': 'job/1'}]}


def client(*answers):
    return cimi_shortcuts.CimiShortcuts('https://h', FakeSession(answer(json=ENTRY_POINT), *[
        item if hasattr(item, 'headers') else answer(json=item) for item in answers]))


def editor(*answers):
    made = client(*answers)
    made.session.answers.pop(0)
    return made


def sent(made, number=-1):
    return made.session.sent[number][2]['data']


def body(made):
    return json.loads(sent(made).decode('utf-8'))


def conflict(**document):
    return answer(409, json=dict({'status': 409}, **document))


def test_cimi_list_sends_nothing_until_it_is_read():
    made = client({'count': 2, 'jobs': [JOB, JOB]})
    jobs = made.cimi_list('jobs', filter=Attr('a') == 1, select='id', orderby='created:desc',
                           page_size=10)
    assert made.session.sent == [] and jobs[1] == CimiResource(JOB)
    assert sent(made) == {'$filter': ['a=1'], '$select': 'id', '$orderby': 'created:desc,id:asc',
                          '$first': 1, '$last': 10}


def test_collections_that_you_may_not_search_are_left_out():
    made = editor({'a': {'href': 'a'}, 'b': {'href': 'b'}}, answer(403, json={}), {'count': 2})
    assert list(made.cimi_list()) == [CollectionSummary('b', 2, [])]
    assert sent(made) == {'$last': 0}


def test_if_you_may_search_no_collection_the_refusal_is_raised():
    made = editor({'a': {'href': 'a'}, 'b': {'href': 'b'}}, answer(403, json={}),
                  answer(403, json={'message': 'No.'}))
    with pytest.raises(errors.ForbiddenError, match='No.'):
        list(made.cimi_list())


def test_counting_brings_nothing_else():
    made = client({'count': 12345, 'jobs': []})
    assert made.cimi_count('jobs', "state='x'") == 12345
    assert sent(made) == {'$last': 0, '$filter': "state='x'"}


def test_cimi_first_returns_the_first_resource_or_none():
    made = client({'count': 7, 'jobs': [JOB]}, {'count': 0, 'jobs': []})
    assert made.cimi_first('jobs', Attr('a') == 1, select='id',
                           orderby='created:desc').id == 'job/1'
    assert sent(made) == {'$first': 1, '$last': 1, '$filter': 'a=1', '$select': 'id',
                          '$orderby': 'created:desc'}
    assert made.cimi_first('jobs') is None


def test_cimi_one_raises_unless_it_finds_exactly_one():
    made = client({'count': 1, 'jobs': [JOB]}, {'count': 0, 'jobs': []},
                  {'count': 3, 'jobs': [JOB]}, {'count': 0, 'jobs': []})
    assert made.cimi_one('jobs', filter="state='x'", select='id').id == 'job/1'
    with pytest.raises(errors.NoResultFoundError) as info:
        made.cimi_one('jobs', [Attr('secret') == 'hunter2', "state='x'"])
    assert isinstance(info.value, LookupError) and isinstance(info.value, errors.SlipStreamError)
    assert "The search of jobs by secret='********' and state='x' found nothing" == str(info.value)
    with pytest.raises(errors.MultipleResultsFoundError) as info:
        made.cimi_one('jobs', "state='x'")
    assert "by state='x' found 3 resources" in str(info.value)
    with pytest.raises(errors.ResultCountError) as info:
        made.cimi_one('jobs')
    assert str(info.value) == 'The search of jobs found nothing'


def test_collections_that_ignore_filters_are_not_believed():
    for call in ('cimi_count', 'cimi_first', 'cimi_one'):
        with pytest.raises(errors.ResponseError) as info:
            getattr(client({'count': 2, 'jobs': [JOB, JOB]}), call)('jobs', "state='x'")
        assert str(info.value).startswith(
            'The service ignores filters for jobs, and returns all 2 resources')
    assert client({'count': 2, 'jobs': [JOB, JOB]}).cimi_count('jobs') == 2
    for strange in ([], {'jobs': []}):
        with pytest.raises(errors.ResponseError):
            client(strange).cimi_count('jobs')


ADDABLE = {'count': 0, 'jobs': [], 'operations': [{'rel': 'add', 'href': 'job'}]}


def test_cimi_add_or_get_adds_what_does_not_exist():
    made = client(ADDABLE,
                  answer(201, json={'status': 201, 'message': 'job/1 created',
                                    'resource-id': 'job/1', 'secretKey': 'k', 'state': 'no'}),
    JOB)
    added = made.cimi_add_or_get('jobs', {'action': 'x'})
    assert added.json == dict(JOB, secretKey='k')
    assert made.session.calls[-2:] == ['POST /api/job', 'GET /api/job/1']


def test_cimi_add_or_get_returns_the_existing_resource():
    made = client(ADDABLE,
                  conflict(**{'resource-id': 'job/1', 'message': 'conflict with job/1'}), JOB)
    assert made.cimi_add_or_get('jobs', {}).json == JOB
    assert made.session.calls[-1] == 'GET /api/job/1'
    made = client(ADDABLE,
                  conflict(message="Resource of type execution for 'jane' already exists: job/1"),
                  JOB)
    assert made.cimi_add_or_get('jobs', {}).id == 'job/1'


def test_other_conflicts_stay():
    for other in (conflict(message='Something else'), answer(409, body=b'no json'),
                  answer(409, json=[1]), conflict()):
        made = client(ADDABLE, other)
        with pytest.raises(errors.ConflictError):
            made.cimi_add_or_get('jobs', {})
        assert made.session.calls[-1] == 'POST /api/job'
    with pytest.raises(errors.ResponseError):
        client(ADDABLE, answer(201, json={})).cimi_add_or_get('jobs', {})


def test_cimi_update_applies_a_function_to_the_document():
    def work(job):
        job['progress'] += 1
        job['properties']['c'] = 'd'
        job['operations'].append('nonsense')
        del job['state']

    made = editor(JOB, {'id': 'job/1', 'progress': 2})
    assert made.cimi_update('job/1', work).progress == 2
    assert body(made) == {'id': 'job/1', 'progress': 2, 'properties': {'a': 'b', 'c': 'd'}}
    assert made.session.sent[-1][2]['params'] == {'$select': ['state']}
    assert made.session.calls == ['GET /api/job/1', 'PUT /api/job/1']


def test_cimi_update_sends_only_what_changed():
    for change in ({'state': 'STOPPED', 'progress': 1}, lambda job: {'state': 'STOPPED'},
                   lambda job: dict(job, state='STOPPED')):
        made = editor(JOB, {})
        made.cimi_update(CimiResource({'id': 'job/1', 'progress': 0}), change)
        assert body(made) == {'id': 'job/1', 'state': 'STOPPED'}
        assert made.session.sent[-1][2]['params'] == {}


def test_nothing_is_sent_for_no_change():
    made = editor(JOB, JOB)
    assert made.cimi_update('job/1', {'progress': 1}).id == 'job/1'
    assert made.cimi_update('job/1', lambda job: None).id == 'job/1'
    assert made.session.calls == ['GET /api/job/1'] * 2


def test_a_conflict_is_met_by_reading_again():
    made = editor(JOB, conflict(), dict(JOB, progress=5), {'progress': 6})

    def count_up(job):
        job['progress'] += 1

    assert made.cimi_update('job/1', count_up).progress == 6
    assert body(made) == {'id': 'job/1', 'progress': 6}
    made = editor(JOB, conflict(), JOB, conflict(message='the second'))
    with pytest.raises(errors.ConflictError) as info:
        made.cimi_update('job/1', count_up, attempts=2)
    assert 'the second' in str(info.value) and made.session.answers == []


def test_only_conflicts_are_tried_again():
    made = editor(JOB, answer(400, json={'message': 'no'}))
    with pytest.raises(errors.BadRequestError):
        made.cimi_update('job/1', {'progress': 2})
    assert len(made.session.sent) == 2


def test_invalid_changes_are_refused():
    made = editor(JOB)
    for wrong in (None, 'x', 3):
        with pytest.raises(TypeError):
            made.cimi_update('job/1', wrong)
    with pytest.raises(ValueError):
        made.cimi_update('job/1', {}, attempts=0)
    assert made.session.sent == []
    with pytest.raises(TypeError):
        made.cimi_update('job/1', lambda job: 'done')


def test_select_for_adds_the_members_that_the_type_needs():
    assert cimi_shortcuts.select_for({'id': 'credential/1'},
                                     ['description']) == ['description', 'type']
    assert cimi_shortcuts.select_for({'id': 'job/1'}, ['description']) == ['description']
    assert cimi_shortcuts.select_for({}, []) is None
    assert cimi_shortcuts.edit_body({}, {'a': 1}) == {'a': 1}


READ = {'id': 'job/1', 'state': 'QUEUED', 'progress': 1, 'properties': {'a': '1', 'b': '2'},
        'acl': {'rules': [{'right': 'VIEW'}]}, 'updated': 'then', 'operations': JOB['operations']}


def drop_state(job):
    """Remove a member."""
    del job['state']


def paint(job):
    """Change a part of a member."""
    job['properties']['a'] = '9'


def unpaint(job):
    """Remove a part of a member."""
    del job['properties']['a']


@pytest.mark.parametrize('change, theirs, sent_body, select', [
    ({'progress': 2}, {'state': 'RUNNING'}, {'progress': 2}, None),
    ({'progress': 2}, {'progress': 1}, {'progress': 2}, None),
    ({'name': 'x'}, {'description': 'y'}, {'name': 'x'}, None),
    (drop_state, {'progress': 7}, {}, ['state']),
    (paint, {'properties': {'a': '1', 'b': '3', 'c': '4'}},
     {'properties': {'a': '9', 'b': '3', 'c': '4'}}, None),
    (unpaint, {'properties': {'a': '1', 'b': '3'}}, {'properties': {'b': '3'}}, None),
    ({'properties': {'a': '1'}}, {'properties': {'a': '1', 'b': '2', 'c': '4'}},
     {'properties': {'a': '1', 'c': '4'}}, None)])
def test_what_others_have_changed_besides_stays(change, theirs, sent_body, select):
    before = copy.deepcopy(READ)
    made = editor(dict(READ, updated='now', **theirs), {})
    made.cimi_update('job/1', change, expected=READ)
    assert body(made) == dict(sent_body, id='job/1') and READ == before
    assert made.session.sent[-1][2]['params'].get('$select') == select


@pytest.mark.parametrize('change, theirs, members', [
    ({'progress': 2}, {'progress': 5}, ['progress']),
    ({'progress': 2, 'state': 'DONE', 'name': 'x'}, {'progress': 5, 'state': 'RUNNING'},
     ['progress', 'state']),
    (drop_state, {'state': 'RUNNING'}, ['state']),
    ({'name': 'x'}, {'name': 'y'}, ['name']),
    (paint, {'properties': {'a': '5', 'b': '2'}}, ['properties/a']),
    (paint, {'properties': {'b': '2'}}, ['properties/a']),
    (paint, {'properties': 'gone'}, ['properties']),
    ({'acl': {'rules': [{'right': 'ALL'}]}}, {'acl': {'rules': []}}, ['acl/rules']),
    ({'updated': 'own'}, {}, ['updated'])])
def test_the_same_members_are_not_overwritten(change, theirs, members):
    made = editor(dict(READ, updated='now', **theirs))
    with pytest.raises(errors.StaleResourceError) as caught:
        made.cimi_update('job/1', change, expected=CimiResource(READ))
    assert caught.value.members == members and ', '.join(members) in str(caught.value)
    assert 'job/1' in str(caught.value) and made.session.calls == ['GET /api/job/1']


def test_the_same_change_by_somebody_else_is_no_conflict():
    made = editor(dict(READ, progress=2))
    assert made.cimi_update('job/1', {'progress': 2}, expected=READ).progress == 2
    assert made.session.calls == ['GET /api/job/1']


def test_a_member_that_was_not_read_is_not_overwritten():
    made = editor(dict(READ, name='somebody has named it'))
    with pytest.raises(errors.StaleResourceError) as caught:
        made.cimi_update('job/1', {'name': 'x'}, expected={'id': 'job/1', 'acl': READ['acl']})
    assert caught.value.members == ['name']


def test_after_a_conflict_of_the_service_it_is_compared_again():
    made = editor(READ, conflict(), dict(READ, progress=5))
    with pytest.raises(errors.StaleResourceError):
        made.cimi_update('job/1', {'progress': 2}, expected=READ)
    made = editor(READ, conflict(), dict(READ, state='RUNNING'), {})
    made.cimi_update('job/1', {'progress': 2}, expected=READ)
    assert body(made) == {'id': 'job/1', 'progress': 2}


@pytest.mark.parametrize('expected, kind', [
    ('job/1', TypeError), (7, TypeError), ([], TypeError), ({'id': 'job/2'}, ValueError),
    ({'id': 7}, TypeError)])
def test_what_cannot_be_expected_is_refused(expected, kind):
    made = editor()
    with pytest.raises(kind):
        made.cimi_update('job/1', {'progress': 2}, expected=expected)
    assert made.session.sent == []


def test_the_id_of_what_is_expected_may_be_written_in_any_way():
    made = editor(READ, {})
    made.cimi_update('/api/job/1', {'progress': 2}, expected=READ)
    assert body(made) == {'id': 'job/1', 'progress': 2}
    made = editor(READ, {})
    made.cimi_update('job/1', {'progress': 2}, expected=dict(READ, id='https://h/api/job/1'))
    assert body(made)['progress'] == 2


def test_a_change_may_be_tried_once_only():
    made = editor(READ, conflict())
    with pytest.raises(errors.SlipStreamError):
        made.cimi_update('job/1', {'progress': 2}, attempts=1)
    made = editor(READ, {})
    made.cimi_update('job/1', {'progress': 2}, attempts=1)
    assert body(made)['progress'] == 2


def test_a_resource_without_an_id_is_called_the_resource():
    carry_over = cimi_shortcuts.change_since({'a': 1}, {'a': 2})
    with pytest.raises(errors.StaleResourceError, match='^Somebody has changed a of the resource'):
        carry_over({'a': 3})


def test_an_expected_resource_may_be_named_by_its_address():
    made = editor(JOB, {'id': 'job/1', 'progress': 2})
    address = 'https://h/api/job/1'
    assert made.cimi_update(address, {'progress': 2}, expected=JOB).progress == 2
    with pytest.raises(ValueError, match='expected is job/2, but you are changing https://h/api/'):
        made.cimi_update(address, {'progress': 2}, expected=dict(JOB, id='job/2'))


@pytest.mark.parametrize('identifier', ['https://other/api/job/1', 7])
def test_an_odd_id_of_what_exists_is_reported(identifier):
    made = client(ADDABLE, conflict(**{'resource-id': identifier}))
    with pytest.raises(errors.ResponseError) as info:
        made.cimi_add_or_get('jobs', {})
    assert str(info.value).startswith('The service did not return the id of what exists')


def test_cimi_one_asks_for_one_resource():
    made = client({'count': 1, 'jobs': [JOB]})
    made.cimi_one('jobs', select='id')
    assert sent(made) == {'$first': 1, '$last': 1, '$select': 'id'}


def test_the_last_refusal_of_several_is_raised():
    made = editor(dict((name, {'href': name}) for name in 'abc'),
                  *[answer(403, json={'message': name}) for name in ('1st', '2nd', '3rd')])
    with pytest.raises(errors.ForbiddenError, match='3rd'):
        list(made.cimi_list())


def test_a_collection_is_listed_with_the_last_parts_of_its_operations():
    made = editor({'a': {'href': 'a'}}, {'count': 2, 'operations': [
        {'rel': 'http://x/y/stop', 'href': 'a'}, {'rel': 'add', 'href': 'a'}]})
    assert list(made.cimi_list()) == [CollectionSummary('a', 2, ['add', 'stop'])]


@pytest.mark.parametrize('call', ['cimi_count', 'cimi_first', 'cimi_one'])
def test_a_page_without_a_count_is_reported(call):
    with pytest.raises(errors.ResponseError):
        getattr(client({'jobs': [JOB]}), call)('jobs')


def test_a_change_is_tried_three_times():
    made = editor(*[JOB, conflict()] * 3)
    with pytest.raises(errors.ConflictError):
        made.cimi_update('job/1', {'progress': 2})
    assert made.session.answers == []


def test_a_change_that_is_no_object_is_refused():
    with pytest.raises(TypeError) as info:
        editor(JOB).cimi_update('job/1', lambda job: 3)
    assert str(info.value) == 'The function must return a dict or None, not int'


def test_operations_are_never_a_part_of_a_change():
    assert cimi_shortcuts.merge({'operations': 1}, {'operations': 2}, {'operations': 3}) == (
        {'operations': 3}, [])
    assert cimi_shortcuts.changes_of(JOB, lambda job: job.pop('operations') and None) == ({}, [])


def test_who_is_too_late_is_told_that_nothing_was_sent():
    made = editor(dict(JOB, progress=5))
    with pytest.raises(errors.StaleResourceError) as info:
        made.cimi_update('job/1', {'progress': 2}, expected=JOB)
    assert info.value.hint == 'Nothing was sent. Read it again, and decide.'

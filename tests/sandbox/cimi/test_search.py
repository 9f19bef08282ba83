# -*- coding: utf-8 -*-
"""Searches: parameters, pages, order, selection, who sees what."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.cimi import search
from slipstream.sandbox.cimi.selection import selector
from slipstream.sandbox.state import cimi_records

from ...counting import SANDBOX, calls

pytestmark = pytest.mark.usefixtures('kinds')
OPEN = [cimi_records.role('USER', 'VIEW')]


@pytest.fixture
def offers(world):
    """Five service offers that all users see."""
    documents = [
        {'name': 'small', 'price:unitCost': 0.05, 'resource:vcpu': 1, 'connector': {'href': 'b'},
         'when': '2019-03-29T10:00:00.000Z'},
        {'name': 'large', 'price:unitCost': 0.5, 'resource:vcpu': 8, 'connector': {'href': 'a'},
         'when': '2019-03-29T10:30:00.0+01:00'},
        {'name': 'middle', 'price:unitCost': 0.25, 'resource:vcpu': 4, 'connector': {'href': 'b'}},
        {'name': 'free', 'resource:vcpu': 2, 'connector': {'href': 'a'}, 'tags': ['z', 'b']},
        {'name': 'odd', 'price:unitCost': 0.25, 'resource:vcpu': 2, 'connector': {'href': 'c'},
         'tags': ['c']},
    ]
    return [cimi_records.insert(world, 'service-offer', document, rules=OPEN, name=document['name'])
            for document in documents]


@pytest.fixture
def names(ask, offers):
    """A function that searches the offers and gives their names."""
    def search(query='', by='jane'):
        answer = ask('GET', 'service-offer?' + query, by=by)
        assert answer.status == 200
        return [document['name'] for document in answer.json['serviceOffers']]
    return search


def refused_by_the_database(answer, key='serviceOffers'):
    return (answer.status, answer.json['count'], answer.json[key]) == (200, None, [])


# -- the response ---------------------------------------------------------------

def test_a_search_returns_a_collection_document(ask, world):
    acl = {'owner': {'type': 'USER', 'principal': 'jane'}}
    event = ask('POST', 'event', {'acl': acl, 'timestamp': '2019-03-29T08:20:11.480Z',
                                  'type': 'state'}).json['resource-id']
    assert ask('GET', 'event').json == {
        'count': 1, 'id': 'event', 'resourceURI': 'http://schemas.dmtf.org/cimi/2/EventCollection',
        'acl': {'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
                'rules': [{'principal': 'ANON', 'type': 'ROLE', 'right': 'ALL'}]},
        'operations': [{'rel': 'add', 'href': 'event'}],
        'events': [{
            'id': event, 'resourceURI': 'http://schemas.dmtf.org/cimi/2/Event',
            'created': '2019-03-29T08:00:00.000Z',
            'updated': '2019-03-29T08:00:00.000Z', 'timestamp': '2019-03-29T08:20:11.480Z',
            'type': 'state',
            'acl': dict(acl, rules=[{'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]),
            'operations': [{'rel': 'delete', 'href': event}]}]}
    assert world.store.table('event').get(event).get('operations') is None


def test_a_search_that_matches_nothing_returns_an_empty_list(ask):
    answer = ask('GET', 'user-param')
    assert answer.json['userParam'] == []
    assert (answer.json['count'],
            answer.json['resourceURI']) == (0, 'http://sixsq.com/slipstream/1/UserParamsCollection')
    assert 'aggregations' not in answer.json


def test_operations_of_the_collection_are_for_those_who_may_add(ask):
    assert 'operations' not in ask('GET', 'job').json
    assert ask('GET', 'job', by='super').json['operations'] == [{'rel': 'add', 'href': 'job'}]


def test_a_collection_without_the_right_to_view_is_refused(ask):
    for by, place in ((None, 'service-offer'), ('jane', 'callback'), (None, 'callback')):
        answer = ask('GET', place, by=by)
        assert (answer.status,
                answer.json) == (403, {'status': 403, 'message': 'credentials required'})


def test_put_is_a_search_too(ask, offers):
    assert ask.put('service-offer', "$filter=name%3D'free'&$last=1").json['count'] == 1
    assert ask.put('service-offer', "%24filter=name%3D'free'").json['count'] == 1
    assert ask('PUT', 'service-offer').json['count'] == 5
    assert ask('PUT', 'service-offer', {'$filter': "name='free'", '$last': 0}).json['count'] == 5
    assert ask('PUT', 'service-offer', [1]).status == 200
    assert ask('PUT', 'service-offer', raw=b'$filter=x').json['count'] == 5


def test_a_semicolon_separates_nothing(ask, world):
    cimi_records.insert(world, 'service-offer', {'name': 'a;b'}, rules=OPEN)
    assert ask('GET', "service-offer?$filter=name='a;b'").json['count'] == 1
    assert ask.put('service-offer', "$filter=name='a;b'").json['count'] == 1


def test_the_query_string_wins(ask, offers):
    answer = ask.put("service-offer?$filter=name='free'", "$filter=name%3D'small'&$last=0")
    assert (answer.json['count'], answer.json['serviceOffers']) == (1, [])


def test_unknown_parameters_are_ignored(names):
    assert len(names("$fitler=name='free'&$expand=x&$format=y&filter=nonsense(")) == 5


# -- who sees what ------------------------------------------------------------

def test_any_rule_shows_a_document(ask, world):
    for number, rule in enumerate([
            cimi_records.user('jane', 'VIEW'), cimi_records.user('jane', 'EDIT_ACL'),
            cimi_records.role('USER', 'MANAGE'), cimi_records.role('session/1', 'VIEW'),
            cimi_records.user('joe', 'ALL'), cimi_records.role('jane', 'ALL'),
            cimi_records.user('USER', 'ALL'), cimi_records.role('ANON', 'VIEW')]):
        cimi_records.insert(world, 'event',
                            {'number': number,
                             'timestamp': '2019-03-29T08:00:0%d.0Z' % (9 - number)}, rules=[rule])
    cimi_records.insert(world, 'event', {'number': 8}, owner=cimi_records.user('jane'))
    cimi_records.insert(world, 'event', {'number': 9}, owner=cimi_records.role('session/1'))
    cimi_records.insert(world, 'event', {'number': 10, 'acl': {'owner': cimi_records.ADMIN}})

    def seen(by):
        answer = ask('GET', 'event', by=by).json
        assert answer['count'] == len(answer['events'])
        return [event['number'] for event in answer['events']]
    assert seen('jane') == [0, 1, 2, 3, 7, 8, 9]
    assert seen('joe') == [2, 4, 7]
    assert seen(None) == [7]
    assert seen('super') == list(range(11))


def test_a_session_search_finds_only_the_own_session(ask, world):
    for name in '123':
        cimi_records.insert(world, 'session', {'n': name},
                            owner=cimi_records.role('session/' + name), name=name)
    for by, name in (('jane', '1'), ('super', '3')):
        for query in ('', "?$filter=id='session/2'", "?$filter=property['a']='b'"):
            answer = ask('GET', 'session' + query, by=by).json
            assert (answer['count'], [session['n']
                                      for session in answer['sessions']]) == (1, [name])
    assert ask('GET', 'session', by=None).json['count'] == 0


def test_collections_in_memory_ignore_all_parameters(ask):
    plain = ask('GET', 'credential-template').json
    assert (plain['count'], [template['id'] for template in plain['credentialTemplates']]) == (
        1, ['credential-template/open'])
    assert plain['credentialTemplates'][0]['operations'] == [
        {'rel': 'http://sixsq.com/slipstream/1/action/describe',
         'href': 'credential-template/open/describe'}]
    assert 'operations' not in plain
    odd = ("$first=5&$last=0&$select=name&$orderby=nothing&$aggregation=count:id"
           "&$filter=property['a']='b'")
    assert ask('GET', 'credential-template?' + odd).json == plain
    assert ask('GET', 'credential-template', by=None).json['count'] == 0
    assert ask('GET', 'credential-template', by='super').json['count'] == 2
    assert 'operations' not in ask('GET', 'external-object-template', by='super').json


# -- pages --------------------------------------------------------------------

@pytest.mark.parametrize('query, expected', [
    ('', '12345'), ('$first=1&$last=2', '12'), ('$first=2&$last=2', '2'), ('$first=4', '45'),
    ('$last=2', '12'), ('$last=0', ''), ('$last=-3', ''),
    ('$first=3&$last=2', ''), ('$first=0&$last=1', '1'), ('$first=-7&$last=2', '12'),
    ('$first=6', ''), ('$first=x&$last=y', '12345'),
    ('$first=x&$first=2&$first=3', '2345'), ('$last=y&$last=3', '123'), ('$first=2.5', '12345'),
    ('$first=', '12345'), ('$last=+2', '12345'),
    ('$last=%2B2', '12'), ('$first=%31', '12345'), ('$first=99999999999999999999', '12345'),
    ('$first=3&$last=10002', '345'),
    ('$first=200000', ''), ('$last=10000', '12345')])
def test_a_search_returns_the_page_asked_for(ask, offers, query, expected):
    answer = ask('GET', 'service-offer?' + query)
    assert (answer.status, answer.json['count']) == (200, 5)
    position = dict((document['id'], '%d' % number) for number, document in enumerate(offers, 1))
    assert ''.join(position[document['id']]
                   for document in answer.json['serviceOffers']) == expected


@pytest.mark.parametrize('query, size', [('$last=10001', 10001), ('$first=11&$last=20010', 20000),
                                         ('$first=0&$last=10001', 10001)])
def test_a_page_that_is_too_long_is_refused(ask, query, size):
    answer = ask('GET', 'service-offer?' + query)
    assert (answer.status, answer.type) == (500, 'application/json; charset=utf-8')
    assert answer.json == {'status': 500,
                           'message': 'Unexpected exception thrown: size %d too large; limit is '
                           '10000' % size}


@pytest.mark.parametrize('query',
                         ['$first=200001', '$first=200001&$last=0', '$first=300000&$last=300001'])
def test_a_page_that_is_too_far_away_is_refused(ask, offers, query):
    assert refused_by_the_database(ask('GET', 'service-offer?' + query))


def test_the_count_is_the_one_before_paging(ask, offers):
    answer = ask('GET', 'service-offer?$filter=price:unitCost=0.25&$last=0')
    assert answer.status == 400
    answer = ask('GET', "service-offer?$filter=price:unitCost='0.25'&$last=1").json
    assert (answer['count'], len(answer['serviceOffers'])) == (2, 1)


# -- order --------------------------------------------------------------------

@pytest.mark.parametrize('orderby, expected', [
    ('name', 'free large middle odd small'), ('name:asc', 'free large middle odd small'),
    ('name:desc', 'small odd middle large free'),
    (' name : desc', None), (' name:desc , id', 'small odd middle large free'),
    ('price:unitCost', 'small middle odd large free'),
    ('price:unitCost:desc', 'large middle odd small free'),
    ('price:unitCost:desc,name:desc', 'large odd middle small free'),
    ('price:unitCost&$orderby=name:desc', 'small odd middle large free'),
    ('connector.href,name', 'free large middle small odd'), ('connector/href', None),
    ('connector', None), ('unknown', None), ('a:dummy', None),
    (':desc', 'small large middle free odd'), ('', 'small large middle free odd'),
    (',,', 'small large middle free odd'),
    ('tags', 'free odd small large middle'), ('tags:desc', 'free odd small large middle'),
    ('when', 'large small middle free odd'), ('when:desc', 'small large middle free odd'),
    ('created,resource:vcpu,name', 'small free odd middle large'),
    ('operations', None), ('acl.owner.principal,name', 'free large middle odd small')])
def test_a_search_orders_by_the_attributes_asked_for(ask, names, orderby, expected):
    if expected is None:
        assert refused_by_the_database(ask('GET', 'service-offer?$orderby=' + orderby))
    else:
        assert names('$orderby=' + orderby) == expected.split()


def test_values_of_different_types_have_an_order_too(ask, world):
    for value in ('text', 3, True, 1.5, ['b', 2], {'a': 1}, None, '2019-03-29T08:00:00Z'):
        cimi_records.insert(world, 'job', {'v': value}, rules=OPEN)
    values = [job['v'] for job in ask('GET', 'job?$orderby=v').json['jobs']]
    assert values[:6] == [True, 1.5, ['b', 2], 3, '2019-03-29T08:00:00Z', 'text']


def test_events_come_newest_first(ask, world):
    for stamp in ('2019-03-29T08:00:00.0Z', '2019-03-29T10:00:00.5Z',
                  '2019-03-29T10:30:00.0+01:00'):
        cimi_records.insert(world, 'event', {'timestamp': stamp}, rules=OPEN)
    stamps = [event['timestamp'] for event in ask('GET', 'event').json['events']]
    assert [stamp[11:13] + stamp[-1] for stamp in stamps] == ['10Z', '100', '08Z']
    stamps = [event['timestamp'] for event in ask('GET', 'event?$orderby=timestamp').json['events']]
    assert [stamp[11:13] + stamp[-1] for stamp in stamps] == ['08Z', '100', '10Z']


def test_attributes_are_known_for_ever(ask, world):
    assert refused_by_the_database(ask('GET', 'service-offer?$orderby=a:b'))
    assert ask('GET', 'service-offer?$orderby=created:desc,id').json['count'] == 0
    first = ask('POST', 'service-offer', {'a:b': 1.5, 'c:d': {'x': ['text', 4], 'n': [None]},
                                          'name': 'x'}).json['resource-id']
    ask('PUT', first + '?$select=a:b', {})
    assert ask('GET', 'service-offer?$orderby=a:b').json['count'] == 1
    for place in (first, ask('POST', 'service-offer', {'a:b': 'later'}).json['resource-id']):
        ask('DELETE', place)
    assert ask('GET', 'service-offer?$orderby=a:b,c:d.x,name').json['count'] == 0
    assert refused_by_the_database(ask('GET', 'service-offer?$orderby=a:c'))
    assert refused_by_the_database(ask('GET', "service-offer?$filter=a:b='text'"))


# -- selection ----------------------------------------------------------------

@pytest.mark.parametrize('select, expected', [
    ('name', 'name'), ('name, resource:vcpu ,nonsense', 'name resource:vcpu'),
    ('name&$select=price:unitCost', 'name price:unitCost'), ('', ''),
    (',', ''), ('resource*', 'resource:vcpu'), ('*name', 'name'), ('n*e', 'name'),
    ('connector', 'connector'), ('connector.href', 'connector'),
    ('connector.x', ''), ('acl', '')])
def test_a_search_returns_only_the_selected_members(ask, offers, select, expected):
    document = ask('GET', 'service-offer?$last=1&$select=' + select).json['serviceOffers'][0]
    assert set(document) == set(expected.split()) | {'resourceURI', 'acl'}
    assert all(document[name] == offers[0][name] for name in document)


@pytest.mark.parametrize('select', ['*', 'name,*', 'name&$select=*'])
def test_a_star_selects_all(ask, offers, select):
    assert ask('GET', 'service-offer?$last=1&$select=' + select).json['serviceOffers'] == offers[:1]


@pytest.mark.parametrize('pattern, names', [
    ('a*', 'a ab aXb aba'), ('*b', 'b ab aXb'), ('a*b', 'ab aXb'), ('a*b*a', 'aba'), ('a*a', 'aba'),
    ('*X*', 'aXb'), ('**', 'a b ab aXb aba'), ('a*b*b', ''), ('ab*ba', ''), ('b*a', '')])
def test_a_star_in_a_name_stands_for_any_characters(pattern, names):
    document = dict.fromkeys('a b ab aXb aba'.split(), 1)
    assert selector([pattern])(document) == (dict.fromkeys(names.split(), 1) or None)


def test_many_stars_take_no_longer(ask):
    name = 'resource:' + 'a' * 3000
    created = ask('POST', 'service-offer', {'connector': {'href': 'x'}, name: 1}).json
    document = ask('GET', created['resource-id'] + '?$select=' + '*a' * 500 + '*b').json
    assert name not in document


def test_a_selection_may_name_parts_of_nested_values(ask, world):
    cimi_records.insert(world, 'job', {'a': {'b': {'c': 1, 'd': 2}, 'e': 3},
                                       'l': [{'x': 1, 'y': 2}, {'y': 3}, 4], 'n': None}, rules=OPEN)

    def select(names):
        job = ask('GET', 'job?$select=' + names).json['jobs'][0]
        return dict((name, job[name]) for name in job if name not in ('acl', 'resourceURI'))
    assert select('a.b.c') == {'a': {'b': {'c': 1}}}
    assert select('a.b') == {'a': {'b': {'c': 1, 'd': 2}}}
    assert select('a.*.d,l.x') == {'a': {'b': {'d': 2}}, 'l': [{'x': 1}]}
    assert select('l.q,n.x') == {}


def test_operations_are_those_of_the_reduced_document(ask):
    ask('POST', 'deployment', {'note': 'x'})
    start = 'http://schemas.dmtf.org/cimi/2/action/start'

    def operations(select):
        return [(operation['rel'], operation['href']) for operation in ask(
            'GET', 'deployment?$select=' + select).json['deployments'][0]['operations']]
    assert operations('note') == [('edit', None), ('delete', None)]
    assert operations('state') == [('edit', None), ('delete', None), (start, '/start')]
    whole = operations('state,id')
    assert whole[2] == (start, whole[0][1] + '/start')
    described = ask('GET',
                    'credential-template').json['credentialTemplates'][0]['operations'][0]['href']
    assert described == 'credential-template/open/describe'


# -- what the database refuses, what the service cannot do --------------------

@pytest.mark.parametrize('text, refused', [
    ("resource:vcpu='four'", True), ("resource:vcpu>'four'", True), ("resource:vcpu!='four'", True),
    ("resource:vcpu^='4'", True),
    ('resource:vcpu>2019-03-29', True), ("name='small' or 'x'=resource:vcpu", True),
    ("resource:vcpu='4'", False), ("resource:vcpu>'0.5'", False),
    ("resource:vcpu=null", False), ("resource:vcpu==''", False), ("nothing='four'", False),
    ("operations='four'", False),
    ("name='four'", False), ('resource:vcpu=true', False)])
def test_texts_are_not_compared_with_numbers(ask, offers, text, refused):
    assert refused_by_the_database(ask('GET', 'service-offer?$filter=' + text)) is refused


@pytest.mark.parametrize('text', [
    "property['k']='v'", 'property["k"]!=null', "'x'==name", 'a=2147483648', '2147483648<a',
    'a=2019-03', 'a>2019-03-29T08:00:00Z',
    'a=2019-13-01', 'a=2019-02-30T08:00:00.0Z', 'a=19-3-1', "a=1 or (b=2 and property['k']='v')",
    "property['k']='v' or name='x'"])
def test_a_filter_that_cannot_be_evaluated_is_an_error_of_the_server(ask, offers, text):
    answer = ask('GET', 'service-offer?$filter=' + text)
    assert (answer.status, answer.type) == (500, 'application/json; charset=utf-8')
    assert answer.message.startswith('Unexpected exception thrown: ')
    assert ask('GET', 'service-offer?$filter=' + text, by=None).status == 403


# -- speed --------------------------------------------------------------------

@pytest.mark.parametrize('text, limit', [
    ("state='ready'", 13), ("state='ready' and number>=990", 20),
    ("created>'2019-03-29T07:00:00Z' and number<10", 29)])
def test_a_document_is_filtered_with_few_calls(ask, world, text, limit):
    stored = cimi_records.insert(world, 'job', {'state': 'ready'}, rules=OPEN)
    for number in range(1000):
        world.store.table('job').put('job/%d' % number, dict(
            stored, id='job/%d' % number, state='ready' if number % 2 else 'new', number=number))

    def search():
        assert ask('GET', 'job?$last=0&$filter=' + text).json['count'] > 0

    assert 1000 < calls(search, SANDBOX) < limit * 1000


def test_the_limits_of_a_search_are_those_of_the_service():
    assert (search.MAX_SIZE, search.MAX_FIRST) == (10000, 200000)

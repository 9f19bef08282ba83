# -*- coding: utf-8 -*-
"""Deployments: each method, exact request and exact result."""
from __future__ import unicode_literals

import logging
import uuid

import pytest
import requests

from slipstream.api import errors
from slipstream.api.compat import to_text
from slipstream.api.listing import Listing

from .. import xml_samples as samples
from .server import hang_up
from .talk import answer, fields, json, text

DUID = uuid.UUID(samples.DUID)
RUN = '/run/' + samples.DUID


def failing(status, detail='words of the service'):
    return answer(samples.error(status, detail), status)


def created(location='https://internal/run/' + samples.DUID):
    return answer('', 201, None, location)


def test_deploy_sends_a_form_and_returns_the_identifier(talk):
    client = talk(created())
    assert client.deploy('apps/WordPress/wordpress', 'exo', {'title': 'é & b=c', 'n': 2},
                         ['a', 'b'], 'never') == DUID
    sent = client.sent[0]
    assert sent.line == 'POST /run' and sent.headers['accept'] == 'application/xml'
    assert sent.headers['content-type'] == 'application/x-www-form-urlencoded'
    assert '%C3%A9' in sent.body and 'é' not in sent.body
    assert sent.form == {
        'refqname': 'module/apps/WordPress/wordpress', 'parameter--cloudservice': 'exo',
        'parameter--title': 'é & b=c', 'parameter--n': '2',
        'tags': 'a,b', 'keep-running': 'never', 'bypass-ssh-check': 'true'}


def test_deploy_sends_what_each_node_of_an_application_gets(talk):
    client = talk(created())
    identifier = client.deploy(
        path='/module/shop/full/1805', cloud={'web': 'exo'}, parameters={'web': {'title': True}},
        tags=None, keep_running=None, scalable=True,
        multiplicity={'web': 2}, tolerate_failures={'web': 1}, check_ssh_key=True,
        raw_params={'x': 'y'})
    assert isinstance(identifier, uuid.UUID)
    assert client.sent[0].form == {
        'refqname': 'module/shop/full/1805', 'parameter--node--web--cloudservice': 'exo',
        'parameter--node--web--title': 'true', 'mutable': 'on',
        'parameter--node--web--multiplicity': '2',
        'parameter--node--web--max-provisioning-failures': '1', 'x': 'y'}


def test_b47_deploy_leaves_raw_params_unchanged(talk):
    raw = {'tags': 'x'}
    client = talk(created(), created())
    client.deploy('a', 'exo', keep_running='always', raw_params=raw)
    client.deploy('b', raw_params=raw)
    assert raw == {'tags': 'x'}
    assert client.sent[1].form == {'refqname': 'module/b', 'tags': 'x', 'bypass-ssh-check': 'true'}


@pytest.mark.parametrize('arguments', [
    {'multiplicity': 3}, {'keep_running': 'x'}, {'parameters': {'a': None}},
    {'raw_params': {'redirect_to_dashboard': 1}}])
def test_b65_nothing_is_sent_for_bad_arguments(talk, arguments):
    client = talk()
    with pytest.raises((TypeError, ValueError)):
        client.deploy('a', **arguments)
    assert client.sent == []


@pytest.mark.parametrize('location', [
    'https://h/run/%s', '/run/%s', 'http://internal:8080/run/%s/', '/run/%s?x=1',
    'https://h/run/%s/?a=b#c', '%s'])
def test_b64_the_id_is_read_from_any_location(talk, location):
    assert talk(created(location % samples.DUID)).deploy('a') == DUID
    assert talk(created(location % samples.DUID.upper())).build_component('a') == DUID


@pytest.mark.parametrize('location', [None, '', '/dashboard', 'https://h/run/', 'https://[h/run/1'])
def test_b64_a_response_without_id_is_an_error_that_carries_it(talk, location):
    with pytest.raises(errors.ResponseError) as info:
        talk(created(location)).deploy('a')
    assert info.value.response.status_code == 201 and isinstance(info.value, ValueError)


@pytest.mark.parametrize('body, content_type, expected', [
    (samples.error(409, 'Quota é exceeded'), 'application/xml', 'Quota é exceeded'),
    ('<html><body>Oops</body></html>', 'text/html', 'Conflict'),
    ('{"error": {"code": "409", "detail": "said"}}', 'application/json', 'said'),
    ('', None, 'Conflict'),
    ('<error code="409"/>', 'application/xml', 'Conflict'),
    ('409 - Conflict\nsaid', 'text/plain', 'said')])
def test_b48_b49_a_conflict_says_what_it_can_and_carries_the_response(
        talk, body, content_type, expected):
    calls = [lambda client: client.deploy('a'), lambda client: client.build_component('a'),
             lambda client: client.add_node_instances(DUID, 'web'),
             lambda client: client.remove_node_instances(DUID, 'web', 1)]
    for call in calls:
        with pytest.raises(errors.ConflictError) as info:
            call(talk(answer(body, 409, content_type)))
        assert info.value.reason == expected and info.value.response.status_code == 409
        assert isinstance(info.value, errors.SlipStreamError)
        assert isinstance(info.value, requests.exceptions.HTTPError)
        assert to_text(str(info.value)).startswith('409 Conflict')


@pytest.mark.parametrize('call', [
    lambda client: client.deploy('a'), lambda client: client.build_component('a'),
    lambda client: client.terminate(DUID),
    lambda client: client.add_node_instances(DUID, 'web', 1),
    lambda client: client.remove_node_instances(DUID, 'web', 1)])
def test_what_creates_scales_or_deletes_is_never_sent_twice(talk, call):
    for response, kind in ((hang_up, requests.exceptions.ConnectionError),
                           (failing(503), errors.ServerError),
                           (failing(429), errors.TooManyRequestsError)):
        client = talk(response, retries=3)
        with pytest.raises(kind):
            call(client)
        assert len(client.sent) == 1


def test_b38_a_moved_service_does_not_turn_a_deployment_into_a_read(talk):
    client = talk(answer('', 302, location='https://elsewhere/run'))
    with pytest.raises(errors.RedirectError):
        client.deploy('a')
    assert len(client.sent) == 1


def test_the_id_of_a_started_deployment_is_logged(talk, caplog):
    caplog.set_level(logging.INFO, str('slipstream.api'))
    talk(created()).deploy('a/é', parameters={'x': 'hush'})
    messages = [record.getMessage() for record in caplog.records
                if record.name == 'slipstream.api.methods.deployments']
    assert messages == ['Deployment %s of module/a/é has been started' % samples.DUID]
    assert 'hush' not in caplog.text


@pytest.mark.parametrize('path', ['a/b', '/module/a/b', 'module/a/b', '/a/b'])
@pytest.mark.parametrize('cloud, expected', [(None, 'default'), ('', 'default'), ('exo', 'exo')])
def test_b63_build_component_names_the_module_as_deploy_does(talk, path, cloud, expected):
    client = talk(created())
    assert client.build_component(path, cloud) == DUID
    assert client.lines == ['POST /run']
    assert client.sent[0].form == {'type': 'Machine', 'refqname': 'module/a/b',
                                   'parameter--cloudservice': expected}


def test_build_component_takes_one_cloud(talk):
    client = talk()
    with pytest.raises(TypeError):
        client.build_component('a', {'web': 'exo'})
    assert client.sent == []


def test_get_deployment_accepts_a_uuid_or_its_text(talk):
    client = talk(samples.run(url='http://x', mutable='true'), samples.run())
    for identifier in samples.DUID, DUID:
        deployment = client.get_deployment(identifier)
        assert deployment.id == DUID and deployment[2] == 'ready'
        assert deployment.module == 'shop/full/1805' and deployment.username == 'alice'
    assert client.lines == ['GET ' + RUN] * 2


@pytest.mark.parametrize('identifier',
                         [None, '', 'x', 3, samples.DUID + '/ss:abort', '../user/bob', '12'])
def test_b08_nothing_is_sent_for_an_id_that_is_none(talk, identifier):
    client = talk()
    for call in (client.get_deployment, client.terminate,
                 lambda identifier: client.get_deployment_parameter(identifier, 'ss:state'),
                 lambda identifier: client.add_node_instances(identifier, 'web'),
                 lambda identifier: client.remove_node_instances(identifier, 'web', 1)):
        with pytest.raises((TypeError, ValueError)):
            call(identifier)
    assert client.sent == []


def test_list_deployments_asks_for_the_first_active_ones_when_read(talk):
    client = talk(samples.RUNS)
    rows = client.list_deployments()
    assert isinstance(rows, Listing) and client.sent == []
    assert [row.id for row in rows] == [DUID, uuid.UUID(samples.OTHER_DUID), None, None]  # B-52
    assert client.sent[0].path == '/run'
    assert fields(client.sent[0].query) == {'activeOnly': 'true', 'offset': '0', 'limit': '20'}
    assert len(client.sent) == 1


def test_list_deployments_sends_its_conditions(talk):
    client = talk(samples.RUNS)
    assert len(list(client.list_deployments(True, 'é&x', 40, 500))) == 4
    assert fields(client.sent[0].query) == {'activeOnly': 'false', 'cloud': 'é&x', 'offset': '40',
                                            'limit': '500'}


def page(offset, count, total):
    items = ''.join('<item username="%d"/>' % number for number in range(offset, offset + count))
    return '<runs offset="%d" totalCount="%d">%s</runs>' % (offset, total, items)


@pytest.mark.parametrize('limit, pages, expected', [
    (None, [(0, 500), (500, 500), (1000, 3)], [('0', '500'), ('500', '500'), ('1000', '500')]),
    (501, [(0, 500), (500, 1)], [('0', '500'), ('500', '1')])])
def test_b68_more_than_a_page_is_read_page_by_page(talk, limit, pages, expected):
    client = talk(*[page(offset, count, 1003) for offset, count in pages])
    assert [int(row.username) for row in client.list_deployments(limit=limit)] == list(
        range(limit or 1003))
    asked = [fields(sent.query) for sent in client.sent]
    assert [(form['offset'], form['limit']) for form in asked] == expected


@pytest.mark.parametrize('arguments', [{'limit': 0}, {'limit': -1}, {'offset': -1}, {'limit': 'x'},
                                       {'cloud': 3}])
def test_b68_nothing_is_sent_for_a_window_that_is_none(talk, arguments):
    client = talk()
    with pytest.raises((TypeError, ValueError)):
        client.list_deployments(**arguments)
    assert client.sent == []


def test_terminate_deletes_the_run(talk):
    client = talk(answer('', 204, None), answer('', 200, None))
    assert client.terminate(DUID) is True and client.terminate(samples.DUID) is True
    assert client.lines == ['DELETE ' + RUN] * 2
    assert client.sent[0].headers['accept'] == 'application/xml'
    assert client.sent[0].body == ''


@pytest.mark.parametrize('quantity, form, body, expected', [
    (2, {'n': '2'}, 'web.2,web.3', ['web.2', 'web.3']), (None, {}, 'web.2', ['web.2']),
    ('3', {'n': '3'}, ' web.2, web.3 ,', ['web.2', 'web.3'])])
def test_add_node_instances_posts_the_quantity_and_returns_names(
        talk, quantity, form, body, expected):
    client = talk(text(body, 201))
    assert client.add_node_instances(DUID, 'web', quantity) == expected
    assert client.lines == ['POST %s/web' % RUN]
    assert client.sent[0].form == form
    assert client.sent[0].headers['accept'] == 'text/plain'


def test_b07_adding_zero_instances_sends_n_0(talk):
    client = talk(text('', 201))
    assert client.add_node_instances(DUID, 'web', 0) == []
    assert client.sent[0].body == 'n=0'
    assert client.sent[0].headers['content-type'] == 'application/x-www-form-urlencoded'


@pytest.mark.parametrize('node, quantity', [
    ('', 1), (None, 1), ('web.1', 1), ('a b', 1), ('ss:abort', 1), ('a?b', 1), ('web', -1),
    ('web', 1.5), ('web', True), ('web', 'x'), ('é', 1)])
def test_nothing_is_sent_for_what_is_no_node_or_no_number(talk, node, quantity):
    client = talk()
    with pytest.raises((TypeError, ValueError)):
        client.add_node_instances(DUID, node, quantity)
    assert client.sent == []


@pytest.mark.parametrize('ids, body', [
    ('12', '12'), ('1,2', '1,2'), (12, '12'), ([1, '2'], '1,2'), (('web.2', 'web.3'), '2,3'),
    ((number for number in (3, 3, 4)), '3,4')])
def test_b06_instances_are_removed_by_number_or_name(talk, ids, body):
    client = talk(answer('', 204, None), answer('', 204, None))
    assert client.remove_node_instances(DUID, 'web', ids) is True
    assert client.lines == ['DELETE %s/web' % RUN] and client.sent[0].form == {'ids': body}
    assert client.sent[0].headers['content-type'] == 'application/x-www-form-urlencoded'


def test_b06_what_was_added_can_be_removed(talk):
    client = talk(text('web.2,web.3', 201), answer('', 204, None))
    assert client.remove_node_instances(DUID, 'web',
                                        client.add_node_instances(DUID, 'web', 2)) is True
    assert client.sent[1].form == {'ids': '2,3'}


@pytest.mark.parametrize('ids', ['', [], None, 'db.1', '1,,2', 0, [-1]])
def test_b06_nothing_is_sent_for_what_names_no_instance(talk, ids):
    client = talk()
    with pytest.raises((TypeError, ValueError)):
        client.remove_node_instances(DUID, 'web', ids)
    assert client.sent == []


def test_b65_removing_instances_returns_true_for_any_success(talk):
    assert talk(answer('', 200, None)).remove_node_instances(DUID, 'web', 1) is True


def test_api_has_the_documented_class_attributes(talk):
    client = talk()
    assert sorted(client.KEEP_RUNNING_VALUES) == ['always', 'never', 'on-error', 'on-success']
    assert sorted(client.GLOBAL_PARAMETERS) == ['bypass-ssh-check', 'keep-running', 'mutable',
                                                'refqname', 'tags', 'type']


@pytest.mark.parametrize('status', [401, 403, 404, 500])
def test_failures_are_of_the_family(talk, status):
    for call in (lambda client: client.get_deployment(DUID),
                 lambda client: list(client.list_deployments()),
                 lambda client: client.terminate(DUID),
                 lambda client: client.deploy('a')):
        with pytest.raises(errors.class_for(status)) as info:
            call(talk(failing(status)))
        assert info.value.reason == 'words of the service'
    with pytest.raises(errors.ResponseError):
        talk(json({})).get_deployment(DUID)

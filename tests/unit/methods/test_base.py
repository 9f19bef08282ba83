# -*- coding: utf-8 -*-
"""Service: one request, checked and decoded."""
from __future__ import unicode_literals

import logging
import re

import pytest
import requests

from slipstream.api import errors
from slipstream.api.methods import base
from slipstream.api.methods.base import Service, decoded_text, described, failure
from slipstream.api.protocol import documents
from slipstream.api.redaction import SentValues
from slipstream.api.transport import calls

from ..fakes import FakeSession, answer


def service(*answers):
    return Service('https://h', FakeSession(*answers))


def xml(body, status=200):
    return answer(status, body=body, content_type='application/xml;charset=UTF-8')


def test_documents_are_asked_for_as_xml():
    made = service(xml(b'<run uuid="1"/>'))
    assert made._xml('/run/1', ('run',)).get('uuid') == '1'
    assert made.session.sent == [('GET', 'https://h/run/1',
                                  {'headers': {'Accept': 'application/xml'},
                                   'allow_redirects': True})]


@pytest.mark.parametrize('body', [b'<html><body/></html>', b'<a', b'', b'\xff\xfe'])
def test_b53_a_login_page_is_no_document(body):
    with pytest.raises(errors.ResponseError) as info:
        service(answer(body=body, content_type='text/html'))._xml('/appstore', ('list',))
    assert '/appstore' in str(info.value)
    assert isinstance(info.value, ValueError)
    assert info.value.status_code == 200


@pytest.mark.parametrize('status', list(range(400, 600)))
@pytest.mark.parametrize('body', [b'', b'<html>x</html>', b'{"message": "words"}',
                                  b'<error detail="words"/>'])
def test_b50_every_failure_is_of_the_family(status, body):
    with pytest.raises(errors.class_for(status)) as info:
        service(answer(status, body=body, content_type=''))._send('GET', '/run')
    assert isinstance(info.value, requests.exceptions.HTTPError)
    assert info.value.status_code == status
    assert ('words' in str(info.value)) == (b'words' in body)
    assert '<' not in str(info.value) and 'GET /run' in str(info.value)


def test_b38_a_moved_service_is_reported_not_followed():
    made = service(answer(301, Location='https://new/run?token=hush'))
    with pytest.raises(errors.RedirectError) as info:
        made._send('POST', '/run', data={'a': 'b'})
    assert 'https://new/run' in str(info.value) and 'hush' not in str(info.value)
    assert made.session.sent[0][2]['allow_redirects'] is False
    with pytest.raises(errors.RedirectError):
        service(answer(304))._send('GET', '/run')


def test_other_statuses_are_accepted_where_that_was_said():
    assert service(answer(303, json={}))._send('POST', '/x', accepted=(303,)).status_code == 303


def test_b73_json_returns_objects_and_refuses_other_bodies():
    assert service(answer(json={'a': 1}))._json('GET', 'event/1') == {'a': 1}
    assert service(answer(204))._json('GET', 'x') == {} == service(answer(200, body=b' \n'))._json(
        'GET', 'x')
    for body in (b'<html/>', b'{', b'NaN', b'\xff'):
        with pytest.raises(errors.ResponseError):
            service(answer(body=body))._json('GET', 'x')


@pytest.mark.parametrize('body, content_type, expected', [
    ('Zürich'.encode('utf-8'), 'text/plain', 'Zürich'),
    ('Zürich'.encode('latin-1'), 'text/plain; charset=ISO-8859-1', 'Zürich'),
    ('Zürich'.encode('utf-8'), 'text/plain;charset=nope', 'Zürich'),
    ('Zürich'.encode('utf-8'), 'text/plain; charset=idna', 'Zürich'),
    ('Zürich'.encode('utf-8'), 'text/plain; charset=undefined', 'Zürich'),
    ('Zürich'.encode('utf-8'), 'text/plain; charset=hex', 'Zürich'),
    (b'abc', 'text/plain; charset=string_escape', 'abc'),
    (b'a\xff', 'text/plain', 'a\ufffd')])
def test_b13_texts_are_utf8_unless_declared_otherwise(body, content_type, expected):
    response = answer(body=body, content_type=content_type)
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)
    text = decoded_text(response)
    assert text == expected and not isinstance(text, bytes)


def test_text_asks_for_plain_text():
    made = service(answer(body=b'Ready', content_type='text/plain'))
    assert made._text('GET', '/run/1/ss:state') == 'Ready'
    assert made.session.sent[0][2]['headers'] == {'Accept': 'text/plain'}


def test_requests_are_described_without_their_query():
    assert described(answer()) == 'request '
    response = answer()
    response.request = requests.Request('GET', 'https://h/a?secret=x').prepare()
    assert described(response) == 'GET /a'


def refused(status, path='run', cookie=None, **members):
    """The exception for a refusal of a request, which has a cookie or not."""
    response = answer(status, json={'message': 'No.'})
    response.request = requests.Request('GET', 'https://h/' + path, headers={
        'Cookie': cookie} if cookie else {}).prepare()
    vars(response).update(members)
    return failure(response)


@pytest.mark.parametrize('refusal, hint', [
    ((401,), 'Nobody is logged in: log in first.'),
    ((403, 'api/event'), 'Nobody is logged in: log in first.'),
    ((401, 'run', 'a=b'), 'Your session has ended: log in again.'),
    ((403, 'run', 'a=b'), None), ((403, 'api/session'), None), ((404,), None)])
def test_who_is_not_known_hears_what_to_do(refusal, hint):
    error = refused(*refusal)
    assert error.hint == hint and (hint or 'No.') in str(error)


@pytest.mark.parametrize('logins', [1, 5])
def test_a_refused_new_session_is_said(logins):
    hint = refused(401, cookie='a=b', refused_sessions=logins).hint
    assert 'refused the session that it brought (logins of this call: %d)' % logins in hint
    assert refused(403, cookie='a=b', refused_sessions=logins).hint is None


@pytest.mark.parametrize('cause, reason', [
    (answer(403, json={'message': 'wrong password.'}), 'wrong password'),
    (requests.ConnectionError('gone'), 'gone')])
def test_why_a_login_did_not_help_is_said_and_is_the_cause(cause, reason):
    error = refused(401, cookie='a=b', refused_login=cause)
    assert error.hint == 'Logging in with the stored credentials failed: %s.' % reason
    assert reason in str(error.__cause__)


@pytest.mark.parametrize('response', [
    answer(500, body=b'\0' * 5000, content_type='text/plain'),
    answer(500, json={'message': '\u202e' * 5000}),
    answer(302, Location='https://h/' + 'x' * 5000)],
                         ids=['control characters', 'marks', 'an address'])
def test_a_reason_has_a_longest_length_however_it_is_shown(response):
    assert 900 < len(failure(response).reason) <= documents.LONGEST_REASON


# Responses that make no sense

PAGE = 'text/html; charset=utf-8'


@pytest.mark.parametrize('content_type', [PAGE, 'Text/HTML', 'application/xhtml+xml'])
def test_a_success_that_is_a_web_page_is_none(content_type):
    page = answer(body=b'<html/>', content_type=content_type)
    with pytest.raises(errors.ResponseError) as info:
        service(page)._send('PUT', '/run?secret=x')
    assert info.value.response is page
    assert info.value.reason == (
        'The response to PUT /run is a web page, not a response of SlipStream')


@pytest.mark.parametrize('body, content_type', [
    (b' \n', PAGE), (b'', PAGE), (b'<html/>', 'text/plain'), (b'x', '')])
def test_what_is_no_web_page_is_accepted(body, content_type):
    assert service(answer(body=body, content_type=content_type))._send('PUT', '/x').content == body


def test_what_declares_nothing_is_accepted():
    bare = answer(body=b'x')
    del bare.headers['Content-Type']
    assert service(bare)._send('PUT', '/x') is bare


@pytest.mark.parametrize('ask, body, message', [
    (lambda made: made._xml('/run/1', ('run',)), b'<run', 'is not well-formed XML'),
    (lambda made: made._xml('/run/1', ('run',)), b'<user/>',
     'is not a SlipStream document: its root element is user'),
    (lambda made: made._rows('/run/1', ('runs',), None), b'<runs>', 'is not well-formed XML'),
    (lambda made: made._rows('/run/1', ('runs',), None), b'<list/>',
     'is not a SlipStream document: its root element is list'),
    (lambda made: made._json('GET', '../run/1'), b'{"a": ', 'is not JSON: ')])
def test_a_response_that_makes_no_sense_is_described(ask, body, message):
    senseless = answer(body=body)
    with pytest.raises(errors.ResponseError) as info:
        ask(service(senseless))
    assert info.value.response is senseless and message in info.value.reason
    assert re.match('The response to GET .*/run/1 is not ', info.value.reason)


def test_the_explanation_of_a_failure_needs_no_declaration():
    bare = answer(500, body=b'out of order')
    del bare.headers['Content-Type']
    assert failure(bare).reason == 'out of order'


# What is remembered

def test_the_names_of_parameters_are_remembered_for_a_hundred_deployments():
    cache = base.Cache()
    assert cache.keys_of('a') == frozenset()
    cache.remember_keys('a', {'ss:state'})
    cache.remember_keys('b', None)
    assert (cache.keys_of('a'), cache.keys_of('b')) == ({'ss:state'}, None)
    for number in range(base.MOST_DEPLOYMENTS - 2):
        cache.remember_keys(number, set())
    assert cache.keys_of('a') == {'ss:state'}
    cache.remember_keys('c', {'ss:abort'})
    assert (cache.keys_of('a'), cache.keys_of('c')) == (frozenset(), {'ss:abort'})


def test_at_first_nothing_is_known():
    cache = base.Cache('jane')
    assert (cache.username, cache.entry_point, cache.add_addresses, cache.vms_missing) == (
        'jane', None, {}, False)
    assert base.Cache().username is None


# Suggestions

def explained(error, find, concerns=lambda error: True, hints=True):
    """What becomes of the hint of an error for which somebody looks for a suggestion."""
    made = Service('https://h', FakeSession(), hints=hints)
    with pytest.raises(type(error)) as info, base.WithSuggestion(made, concerns, find, 1, 2):
        raise error
    return info.value.hint


def test_a_suggestion_is_looked_for_where_that_may_help():
    def find(made, *details):
        return '%s: %r' % (made.endpoint, details)

    assert explained(errors.NotFoundError('x'), find) == 'https://h: (1, 2)'
    assert explained(errors.NotFoundError('x', None, 'mine'), find) == 'mine'
    assert explained(errors.NotFoundError('x'), find, hints=False) is None
    assert explained(errors.NotFoundError('x'), find, lambda error: False) is None


def test_nobody_waits_for_a_suggestion():
    assert explained(errors.NotFoundError('x'), lambda *_: str(calls.may_repeat())) == 'False'
    assert calls.may_repeat()


@pytest.mark.parametrize('trouble', [
    errors.ServerError('hush'), requests.ConnectionError('hush'), ValueError('hush')])
def test_trouble_with_a_suggestion_is_only_logged(caplog, trouble):
    def find(*_):
        raise trouble

    caplog.set_level(logging.DEBUG, 'slipstream.api')
    assert explained(errors.NotFoundError('x'), find) is None
    assert [record.getMessage() for record in caplog.records] == [
        'No suggestion: ' + type(trouble).__name__]


def test_only_a_redirect_says_where_the_service_has_moved():
    moved = 'The service has moved to https://new; use its new address as the endpoint'
    for status, expected in ((300, moved), (399, moved), (400, 'No.'), (500, 'No.')):
        refusal = answer(status, json={'message': 'No.'}, Location='https://new?token=hush')
        assert failure(refusal).reason == expected


def test_simulated_requests_are_accepted():
    response = answer(401)
    response.request = type(str('Request'), (), {'headers': None})()
    assert failure(response).hint == 'Nobody is logged in: log in first.'
    assert described(response) == 'request '


@pytest.mark.parametrize('read, what', [
    (base.id_of, 'the id of the resource'),
    (base.added_id, 'the id of the resource that it has added')])
def test_an_id_that_is_none_is_not_taken(read, what):
    for document in ({}, {'id': 3, 'resource-id': 3}, {'id': 'a//b', 'resource-id': '/..'}):
        with pytest.raises(errors.ResponseError) as info:
            read(document)
        assert info.value.reason == 'The service did not return ' + what
    assert read({'id': 'event/1', 'resource-id': 'event/1'}) == 'event/1'


@pytest.mark.parametrize('status', [199, 300, 304])
def test_only_a_success_is_one(status):
    with pytest.raises(errors.SlipStreamError):
        service(answer(status, body=b'x', content_type='text/plain'))._send('GET', '/run')


class Told(object):
    """What a session knows of secrets."""

    def __init__(self):
        self.names = []

    def learn(self, names):
        """Keep them."""
        self.names += names


def test_the_names_of_passwords_in_a_document_are_remembered():
    response = xml(b'<run><parameter name="a" type="Password"/><parameter name="b" type="String"/>'
                   b'<parameter type="Password"/></run>')
    response.sent_values = Told()
    base.decoded_xml(response, ('run',))
    assert response.sent_values.names == ['a', '']
    plain = xml(b'<run><parameter name="b" type="String"/></run>')
    plain.sent_values = None
    assert base.decoded_xml(plain, ('run',)).tag == 'run'


def test_what_was_told_is_not_quoted_in_an_error():
    response = answer(500, body=b'They told Hn4mYd9-Rk8sTb2', content_type='text/plain')
    response.sent_values = SentValues()
    response.sent_values.add(['Hn4mYd9-Rk8sTb2'])
    assert failure(response).reason == 'They told ********'


def test_a_response_of_a_program_needs_no_request():
    assert described(object()) == 'request '


def test_why_a_response_is_no_json_is_said():
    with pytest.raises(errors.ResponseError, match='is not JSON: .*(line 1|Expecting|decoded)'):
        base.decoded_json(answer(body=b'{nothing'))


@pytest.mark.parametrize('status, hint', [
    (401, 'Nobody is logged in: log in first.'), (403, 'Nobody is logged in: log in first.'),
    (404, None)])
def test_a_refusal_that_belongs_to_no_request_has_its_hint(status, hint):
    response = answer(status)
    vars(response).pop('request', None)
    assert failure(response).hint == hint


@pytest.mark.parametrize('charset, body, expected', [
    ('ascii', b'\xc3\xa9', '\ufffd\ufffd'), ('odd', b'\xc3\xa9', '\xe9'),
    ('odd', b'\xff', '\ufffd'), ('utf-8', b'\xff', '\ufffd')])
def test_text_that_cannot_be_decoded_has_signs_instead(charset, body, expected):
    response = answer(body=body, content_type='text/plain; charset=' + charset)
    response.encoding = charset
    assert decoded_text(response) == expected


def test_a_document_with_passwords_is_read_though_nobody_remembers_them():
    response = xml(b'<run><parameter name="a" type="Password"/></run>')
    response.sent_values = None
    assert base.decoded_xml(response, ('run',)).tag == 'run'


def test_parameters_are_checked_unless_somebody_says_not_to():
    assert service().check_parameters is True and service().hints is True
    assert Service('https://h', None, check_parameters=False).check_parameters is False


def test_a_simulated_response_is_understood():
    simulated = type(str('Simulated'), (), {'status_code': 200, 'text': 'words', 'request': None})()
    made = service(simulated)
    assert made._text('GET', '/run') == 'words'


@pytest.mark.parametrize('content_type, reason', [
    ('text/html', 'Bad Gateway'), ('text/plain', 'words'), ('image/png', 'Bad Gateway')])
def test_only_what_is_for_humans_is_a_reason(content_type, reason):
    assert failure(answer(502, body=b'words', content_type=content_type)).reason == reason

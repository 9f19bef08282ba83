# -*- coding: utf-8 -*-
"""Simulated responses: what the tests of programs use instead of a real one."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import errors
from slipstream.api.api import Api, SessionStore
from slipstream.api.transport import simulated_responses

from ...xml_samples import DUID

RUN = '<run uuid="%s" state="Ready"><runtimeParameters/></run>' % DUID
LIST = '<list><item name="a" version="1" category="Image" resourceUri="module/a/1"/></list>'
REFUSED = {'status': 404, 'message': 'Gone.'}


class Made(object):
    """A value of any name, as those of ``Mock``: none is of the right type."""

    def __init__(self, **values):
        vars(self).update(values)

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return Made()

    def __call__(self, *_, **__):
        return Made()


class Bare(object):
    """A status, and what a program has thought of besides."""

    cookies = None

    def __init__(self, status_code=200, headers=(), **values):
        vars(self).update(values, status_code=status_code, headers=dict(headers))


class WithText(Bare):
    """A response that has a text and, as in requests, a JSON document, if that is one."""

    text = ''
    document = None

    def json(self):
        """The document, if there is one."""
        if self.document is None:
            raise ValueError('no JSON')
        return self.document


def made_up(**values):
    """An object with every attribute; some have sensible values."""
    document = values.pop('document', None)
    return Made(**dict(values, **({} if document is None else {'json': lambda: document})))


KINDS = pytest.mark.parametrize('kind', [WithText, made_up])


def send_simulated(place, response, monkeypatch):
    """An Api whose requests get a simulated response."""
    api = Api('https://slipstream.test', persist_cookie=False)
    if place in ('request', '_request'):
        setattr(api.session, place, lambda *_, **__: response)
    else:
        monkeypatch.setattr(place, '_request' if place is SessionStore else 'request',
                            lambda *_, **__: response)
    return api


@KINDS
@pytest.mark.parametrize('place', ['request', '_request', SessionStore, requests.Session])
@pytest.mark.parametrize('values, call, expected', [
    ({'text': LIST}, lambda api: [row.name for row in api.list_applications()], ['a']),
    ({'text': RUN}, lambda api: api.get_deployment(DUID).status, 'ready'),
    ({'document': {'id': 'x/1'}}, lambda api: api.cimi_get('x/1').json, {'id': 'x/1'}),
    ({'status_code': 204}, lambda api: api.terminate(DUID), True),
    ({'status_code': 201, 'headers': {'location': '/run/' + DUID}},
     lambda api: str(api.deploy('a/b')), DUID),
    ({'status_code': 201, 'document': {'status': 201}},
     lambda api: (api.login_internal('jane', 'hush')['status'], api.session.login_params['href']),
     (201, 'session-template/internal')),
    ({'text': b'any', 'status_code': 200}, lambda api: api.session.get(api.endpoint).text, b'any')])
def test_any_place_that_a_program_replaces_may_simulate(kind, place, values, call, expected,
                                                        monkeypatch):
    values = dict({'status_code': 200, 'headers': {}, 'cookies': None}, **values)
    assert call(send_simulated(place, kind(**values), monkeypatch)) == expected


@KINDS
@pytest.mark.parametrize('values, kind_of_error, reason', [
    ({'status_code': 404, 'document': REFUSED}, errors.NotFoundError, 'Gone.'),
    ({'status_code': 409, 'text': '<error code="409" detail="No quota."/>'},
     errors.ConflictError, 'No quota.'),
    ({'status_code': 502, 'reason': 'Bad Gateway'}, errors.ServerError, 'Bad Gateway')])
def test_a_simulated_failure_is_one(kind, values, kind_of_error, reason, monkeypatch):
    api = send_simulated('request', kind(**dict({'headers': {}}, **values)), monkeypatch)
    with pytest.raises(kind_of_error) as info:
        api.cimi_get('x/1')
    assert info.value.reason == reason
    assert info.value.response.status_code == values['status_code']


@pytest.mark.parametrize('refusal', [Bare(403), Made(status_code=403, headers={}, cookies=None)])
@pytest.mark.parametrize('login', [None, Made(), Bare(403), Bare(429), Made(status_code=403)])
@pytest.mark.parametrize('creds', [{}, {'username': 'jane', 'password': 'hush'}])
def test_a_simulated_refusal_leads_to_a_simulated_login(refusal, login, creds):
    session = SessionStore('https://slipstream.test', True, None, creds, persist_cookie=False)
    logins = []
    session._request = lambda *_, **__: refusal
    session.cimi_login = lambda params: logins.append(params) or login
    assert session.get('https://slipstream.test/api/x') is refusal
    assert logins == [session.login_params]


@pytest.mark.parametrize('login', [Made(), None, Bare(201)])
def test_a_login_that_is_simulated_without_a_status_succeeds(login):
    api = Api('https://slipstream.test', persist_cookie=False)
    api.session.cimi_login = lambda _: login
    assert dict(api.login_internal('jane', 'hush')) == {}
    assert api.session.login_params['username'] == 'jane'


def test_a_response_stays_as_it_is():
    class Response(requests.Response):
        """A response of a program."""

    for response in (requests.Response(), Response()):
        assert simulated_responses.as_response(response) is response


def test_only_values_of_the_right_type_are_taken():
    taken = simulated_responses.as_response(Made())
    assert (taken.status_code, taken.content, dict(taken.headers)) == (200, b'', {})
    assert (taken.reason, taken.url, taken.encoding, taken.request) == (None,) * 4
    assert taken.refused_login is None and taken.ok
    request, login = requests.Request('GET', 'https://h.test/').prepare(), requests.Response()
    full = Bare(418, {'A': 'b'}, content=b'c', text='other', reason='Tea', url='https://h.test/',
                encoding='utf-8', request=request, refused_login=login)
    taken = simulated_responses.as_response(full)
    assert (taken.status_code, taken.headers['a'], taken.content) == (418, 'b', b'c')
    assert (taken.reason, taken.url, taken.encoding) == ('Tea', 'https://h.test/', 'utf-8')
    assert taken.request is request and taken.refused_login is login
    assert simulated_responses.as_response(Bare(text='\u00e9')).content == '\u00e9'.encode('utf-8')


def test_what_claims_to_be_a_response_is_taken_for_what_it_is():
    class Claims(Made):
        """As ``Mock(spec=requests.Response)``."""

        __class__ = requests.Response

    assert simulated_responses.as_response(Claims(status_code=204, text='a')).text == 'a'

# -*- coding: utf-8 -*-
"""What a program sets on a session: it behaves as with requests, and shows no secret."""
from __future__ import unicode_literals

import collections
import copy
import logging
import pickle
import pprint

import pytest
import requests
from requests.structures import CaseInsensitiveDict

from slipstream.api import Api, compat
from slipstream.api.redaction import MASK
from slipstream.api.transport import masked_attributes as attributes
from slipstream.sandbox import Sandbox

SECRET = str('Hn4mYd9-Rk8sTb2')
PROXY = str('http://user:%s@proxy.test:3128' % SECRET)
BEARER = str('Bearer ' + SECRET)
#: What programs set: attribute of the session and value. The first of its kind is in place already.
SET = [
    ('auth', ('jane', SECRET)), ('auth', (SECRET, '')),
    ('headers', CaseInsensitiveDict({str('Authorization'): BEARER, str('Accept'): str('text/x')})),
    ('headers', {str('Cookie'): str('a=' + SECRET), str('Accept'): str('text/x')}),
    ('headers', collections.OrderedDict([(str('X-Auth-Token'), SECRET), (str('B'), str('b'))])),
    ('headers', {str('X-Odd'): str('token=' + SECRET), str('X-None'): None}),
    ('params', {'password': SECRET, 'limit': 3}), ('params', {'password': [SECRET]}),
    ('params', collections.OrderedDict([('b', 'c'), ('secret', SECRET)])),
    ('proxies', {str('https'): PROXY, str('http'): None}),
    ('proxies', {str('https'): PROXY.replace(str('http://'), str(''))}),
    ('login_params', {'href': 'x', 'password': SECRET}),
    ('cookies', requests.cookies.cookiejar_from_dict({str('a'): SECRET}))]


@pytest.fixture
def session():
    """The session of an Api that talks to nobody."""
    with Api('https://h', persist_cookie=False) as api:
        yield api.session


def shown(session):
    """All ways in which a session is shown."""
    logged = logging.LogRecord('x', 10, 'x', 1, '%s %r', (vars(session), session), None)
    values = [session.auth, session.headers, session.params, session.proxies, session.cookies]
    texts = [repr(vars(session)), str(vars(session)), pprint.pformat(vars(session)), repr(session),
             logged.getMessage(), '%r' % (values,)] + [repr(value) for value in values]
    texts += [str(value) for value in values] + [repr(vars(session.headers))]
    return '\n'.join(compat.to_text(text) for text in texts)


@pytest.mark.parametrize('name, value', SET, ids=lambda value: '')
def test_what_is_set_is_equal_and_shows_no_secret(name, value, session):
    session.headers = CaseInsensitiveDict()
    setattr(session, name, copy.copy(value))
    kept = getattr(session, name)
    assert (kept == value or kept is value or list(kept) == list(value)) and isinstance(
        kept, type(value))
    assert SECRET not in shown(session) and '********' in shown(session)


def test_what_is_added_later_shows_no_secret(session):
    session.headers['authorization'] = BEARER
    session.proxies.update({str('https'): PROXY})
    session.params['password'] = SECRET
    session.cookies.set(str('a'), SECRET)
    assert SECRET not in shown(session)
    assert session.headers['Authorization'] == BEARER and session.proxies['https'] == PROXY


def test_what_is_no_secret_is_shown(session):
    session.headers[str('X-Mine')] = str('mine')
    session.auth, session.params = ('jane', SECRET), {'limit': 3}
    assert "'X-Mine': 'mine'" in repr(session.headers) and 'jane' in repr(session.auth)
    assert compat.to_text(repr(session.params)).replace("u'", "'") == "{'limit': 3}"


@pytest.mark.parametrize('name', ['auth', 'headers', 'params', 'proxies'])
def test_objects_of_other_classes_stay_unchanged(name, session):
    class Own(dict):
        """Such a class."""

    own = Own(a='b')
    setattr(session, name, own)
    assert getattr(session, name) is own


@pytest.mark.parametrize('make', [copy.copy, copy.deepcopy, lambda value: pickle.loads(
    pickle.dumps(value, 2)), lambda value: getattr(value, 'copy', lambda: value)()])
@pytest.mark.parametrize('name, value', SET[:-1], ids=lambda value: '')
def test_a_copy_of_it_shows_no_secret_either(make, name, value, session):
    setattr(session, name, copy.copy(value))
    made = make(getattr(session, name))
    assert made == value
    if type(made) is not dict:  # such is what its method "copy" returns
        assert SECRET not in repr(made)


def test_it_is_sent():
    with Sandbox(http=True, speed=0) as sandbox, sandbox.api() as api:
        session = api.session
        session.auth, session.params = ('jane', SECRET), {'token': SECRET}
        session.headers['X-Auth-Token'] = SECRET
        sent = session.get(sandbox.endpoint + '/api/cloud-entry-point').request
    assert sent.headers['Authorization'] == requests.auth._basic_auth_str('jane', SECRET)
    assert sent.headers['x-auth-token'] == SECRET and sent.url.endswith('?token=' + SECRET)


def test_every_attribute_that_may_hold_a_secret_has_its_kinds():
    plain = {(name, type(value)) for name, value in vars(requests.Session()).items()
             if isinstance(value, (dict, tuple, CaseInsensitiveDict))}
    unmasked = {name for name, _ in plain - set(attributes.KINDS)}
    assert unmasked == {'adapters', 'hooks'} and MASK == '********'


@pytest.mark.parametrize('value', [
    'limit=3&password=' + SECRET, ('limit=3&apiToken=%s' % SECRET).encode('ascii'),
    'limit=3&api_key=%s==' % SECRET, 'limit=3&$filter=secret%3D' + SECRET,
    'limit=3&token%3D' + SECRET,
    [('limit', 3), ('passwd', SECRET)], [('limit', 3), ('q', 'token=' + SECRET)],
    [('limit', 3), ('q', ['token=' + SECRET])]], ids=lambda value: '')
def test_parameters_of_any_kind_show_and_pickle_no_secret(value, session):
    session.params = value
    assert session.params == value and isinstance(session.params, type(value))
    shown_texts = repr(session.params) + repr(vars(session)) + pprint.pformat(vars(session))
    assert SECRET not in shown_texts and 'limit' in shown_texts and MASK in shown_texts
    assert pickle.loads(pickled(session)).params in ('limit=3', b'limit=3', [('limit', 3)])
    assert copy.deepcopy(session).params == value


def pickled(session):
    """The pickle of a session, without the secret."""
    data = pickle.dumps(session, 2)
    assert SECRET.encode('ascii') not in data
    return data


@pytest.mark.parametrize('name', [
    'X-Authorization', 'apikey', 'X-Api-Key', 'X-Amz-Security-Token', 'Private-Token', 'Cookie',
    'X-Credential', 'X-Goog-Signature', 'apiToken', 'passwd', 'passphrase'])
@pytest.mark.parametrize('attribute', ['headers', 'params'])
def test_what_is_masked_is_not_pickled(attribute, name, session):
    members = getattr(session, attribute)
    members.update({str(name): SECRET, str('X-Odd'): str('token=' + SECRET), str('B'): str('b')})
    again = getattr(pickle.loads(pickled(session)), attribute)
    assert name not in again and 'X-Odd' not in again and again['B'] == 'b'
    assert getattr(copy.deepcopy(session), attribute) == members


@pytest.mark.parametrize('address, bare', [
    (None, None), (PROXY, 'http://proxy.test:3128'), ('http://proxy.test', 'http://proxy.test'),
    ('jane:%s@proxy.test' % SECRET, 'proxy.test'),
    ('http://jane:%s://@proxy.test' % SECRET, 'http://proxy.test'),
    ('http://jane:x://%s@proxy.test' % SECRET, 'http://proxy.test'),
    ('http://jane:a/%s@proxy.test' % SECRET, 'http://proxy.test'),
    ('http://proxy.test?password=' + SECRET, 'http://proxy.test'), (7, 7)])
def test_proxies_are_pickled_without_their_users(address, bare, session):
    session.proxies = {str('https'): address}
    assert pickle.loads(pickled(session)).proxies == {'https': bare}
    assert copy.deepcopy(session).proxies == {'https': bare}


@pytest.mark.parametrize('name', ['headers', 'params', 'proxies', 'auth'])
def test_what_is_set_to_nothing_is_pickled(name, session):
    setattr(session, name, None)
    assert getattr(pickle.loads(pickled(session)), name) is None


def test_a_list_of_credentials_shows_none(session):
    session.auth = ['jane', SECRET]
    assert session.auth == ['jane', SECRET] and SECRET not in shown(session)
    assert pickle.loads(pickled(session)).auth is None


@pytest.mark.parametrize('value, text', [
    ('a b&token=x=y&c', 'a b&token=%s&c' % MASK), ('x=1&password%3Dhush', 'x=1&' + MASK),
    ('note=password+%3D+hush', 'note=' + MASK), ('token=hush', 'token=' + MASK),
    ('token=hush=', 'token=' + MASK), ('token=a=limit', 'token=' + MASK),
    ('cookie=hush', 'cookie=' + MASK), ('cookie=a=b', 'cookie=' + MASK)])
def test_of_a_query_only_the_secret_is_masked(value, text):
    assert compat.to_text(eval(repr(attributes.Form(value)))) == text
    assert repr(attributes.FormOfBytes(value.encode('ascii'))).lstrip('b').strip('\'"') == text


@pytest.mark.parametrize('value, kept', [
    ('a=b&token=hush&c=d', 'a=b&c=d'), (b'a=b&token=hush&c=d', b'a=b&c=d'), ('a', 'a')])
def test_of_a_query_the_rest_is_pickled_as_it_was(value, kept):
    left = attributes.without_secrets('params', value)
    assert left == kept and isinstance(left, type(value))


def test_what_is_masked_is_shown_as_a_mask_beside_the_rest():
    headers = attributes.Named({str('Authorization'): str('hush'), str('Accept'): str('a')})
    shown = eval(repr(headers))
    assert shown == {'Authorization': MASK, 'Accept': 'a'}
    ordered = repr(attributes.Ordered([(str('token'), str('hush'))]))
    assert ordered.startswith('Ordered({') and MASK in ordered
    addresses = attributes.Addresses({str('http'): str('http://jane:hush@h:1'), str('https'): None})
    assert eval(repr(addresses)) == {'http': 'http://%s@h:1' % MASK, 'https': None}
    assert repr(attributes.UserAndPasswordList(['jane', 'hush'])) == repr([MASK, MASK])


def test_headers_may_be_named_one_by_one():
    assert attributes.Headers({'A': 'b'}, C='d') == {'a': 'b', 'c': 'd'}


def test_of_a_list_of_pairs_only_the_secret_is_masked():
    pairs = attributes.Pairs([('limit', 3), ('token', 'hush'), ('a', 'b', 'c')])
    assert eval(repr(pairs)) == [('limit', 3), ('token', MASK), ('a', 'b', 'c')]


@pytest.mark.parametrize('name, value', [
    ('headers', {}), ('params', {}), ('params', []), ('params', ''), ('params', b''),
    ('proxies', {})])
def test_what_is_empty_is_pickled_as_it_is(name, value):
    left = attributes.without_secrets(name, value)
    assert left == value and isinstance(left, type(value))
    assert attributes.without_secrets('auth', ()) is None

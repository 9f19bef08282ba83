# -*- coding: utf-8 -*-
"""Api: the names that programs import from its module, and the object itself."""
from __future__ import unicode_literals

import copy
import logging
import pickle
import re
import sys

import pytest
import requests

import slipstream.api
from slipstream.api import Api, api as api_module
from slipstream.api.compat import etree
from slipstream.api.transport import session
from slipstream.sandbox import Sandbox


def test_both_paths_lead_to_the_same_objects():
    assert slipstream.api.Api is api_module.Api and api_module.SessionStore is session.SessionStore
    assert api_module.SlipStreamError is slipstream.api.SlipStreamError
    assert api_module.HTTPError is requests.exceptions.HTTPError
    assert api_module.ConnectionError is requests.exceptions.ConnectionError


def test_names_that_programs_import_have_their_values():
    assert (api_module.DEFAULT_ENDPOINT, api_module.DEFAULT_COOKIE_FILE,
            api_module.DEFAULT_TIMEOUT) == (
                'https://nuv.la', '~/.slipstream/cookies.txt', 120)
    assert api_module.HREF_SESSION_TMPL_INTERNAL == 'session-template/internal'
    assert api_module.HREF_SESSION_TMPL_APIKEY == 'session-template/api-key'
    assert api_module.to_login_params({'key': 'k',
                                       'secret': 's'})['href'] == 'session-template/api-key'
    assert api_module.etree is etree and isinstance(api_module.logger, logging.Logger)
    assert [api_module.get_module_type(name) for name in ('image', 'Deployment', 'project')] == [
        'component', 'application', 'project']


@pytest.mark.parametrize('copied', [lambda session: session, copy.deepcopy,
                                    lambda session: pickle.loads(pickle.dumps(session))])
def test_a_default_timeout_that_a_program_sets_applies_to_sessions_that_exist(monkeypatch, copied):
    existing = copied(Api('https://h', persist_cookie=False).session)
    monkeypatch.setattr(api_module, 'DEFAULT_TIMEOUT', 5)
    assert existing.default_timeout() == 5


def test_mod_and_mod_url_normalise_paths_as_programs_expect():
    assert api_module._mod_url('a/b') == api_module._mod_url('/module/a/b') == '/module/a/b'
    assert api_module._mod_url('a/b') + '/' == '/module/a/b/'
    assert (api_module._mod('module/a/b/12'),
            api_module._mod('module/a/b/12', with_version=False)) == ('a/b/12', 'a/b')


def test_elements_are_iterated():
    root = etree.fromstring('<a><b/></a>')
    assert [element.tag for element in api_module.element_tree__iter(root)()] == ['a', 'b']


def test_b21_constructing_sends_nothing_and_survives_a_missing_home(monkeypatch):
    monkeypatch.setattr(requests.Session, 'send', lambda *_: pytest.fail('sent'))
    monkeypatch.setattr('os.path.expanduser', lambda path: path)
    with pytest.warns(slipstream.api.CookieFileWarning):
        with Api() as made:
            assert (made.endpoint, repr(made)) == (
                'https://nuv.la', '<Api https://nuv.la, not logged in>')


@pytest.mark.parametrize('params, cookie, shown', [
    (None, None, 'not logged in'), (None, 'x', 'logged in'),
    ({'username': 'jane', 'password': 'pw'}, None, 'not logged in, has credentials of jane'),
    ({'key': 'credential/1', 'secret': 'pw'}, None, 'not logged in'),
    ({'username': 'a\x1b[1m', 'password': 'pw'}, None,
     'not logged in, has credentials of a\\x1b[1m')])
def test_a_repr_says_whose_session_it_is(params, cookie, shown):
    made = Api('https://h.example', persist_cookie=False, login_creds=params)
    if cookie:
        made.session.cookies.set('com.sixsq.slipstream.cookie', cookie, domain='h.example')
    assert repr(made) == '<Api https://h.example, {}>'.format(shown)


def test_a_repr_shows_no_password():
    made = Api('https://jane:pw@h', persist_cookie=False)
    assert repr(made) == '<Api https://h, not logged in>'


def test_a_repr_names_the_user_and_sends_nothing():
    with Sandbox() as sandbox:
        api = sandbox.api()
        sent = len(api.history)
        assert repr(api) == '<Api https://sandbox.test, logged in as jane>'
        api.logout()
        assert repr(api) == '<Api https://sandbox.test, not logged in>'
        assert len(api.history) == sent + 2


def test_a_repr_needs_no_session_of_ours():
    made = Api('https://h', persist_cookie=False)
    made.session = requests.Session()
    assert repr(made) == '<Api https://h, not logged in>'


def test_help_begins_with_every_member_on_one_screen():
    summary = Api.__doc__.partition('Creating an Api')[0]
    members = {name for name in dir(Api) if not name.startswith('_') and not name.isupper()}
    assert sorted(name for name in members
                  if not re.search(r'\b{}\b'.format(name), summary)) == []
    assert summary.count('\n') < 40


def test_python_names_methods_as_programs_do():
    names = {getattr(getattr(Api, name), '__qualname__', 'Api.' + name)
             for name in ('close', 'deploy', 'cimi_search', 'whoami')}
    assert names == {'Api.close', 'Api.deploy', 'Api.cimi_search', 'Api.whoami'}


@pytest.mark.skipif(sys.version_info < (3, 10), reason='older Pythons name the function only')
def test_a_missing_argument_is_named_with_the_method_of_the_api():  # pragma: since 3.10 only
    with pytest.raises(TypeError, match=r'^Api\.deploy\(\) missing'):
        Api('https://h', persist_cookie=False).deploy()


def test_the_order_of_the_constructor_is_the_contract(tmpdir):
    path = str(tmpdir.join('c.txt'))
    made = Api('https://h', path, True, True, {'username': 'jane', 'password': 'pw'})
    assert (made.endpoint, made.session.cookies.filename, made.session.verify,
            made.session.reauthenticate) == ('https://h', path, False, True)
    assert made.session.login_params['username'] == 'jane'

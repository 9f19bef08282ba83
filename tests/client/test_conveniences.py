# -*- coding: utf-8 -*-
"""Conveniences at the prompt: the request history, tables, and credentials from the environment."""
from __future__ import unicode_literals

import copy
import pickle
import sys

import pytest

from slipstream.api import Api, NotFoundError
from slipstream.api.compat import to_text
from slipstream.api.display import text as text_display
from slipstream.api.doctor import Doctor


def test_the_history_lists_every_request_with_its_status(sandbox, api):
    user = sandbox.users[-1]
    api.login_internal(user['username'], user['password'])
    api.list_applications().peek()
    with pytest.raises(NotFoundError):
        api.get_element('no/such')
    assert [(exchange.method, exchange.path, exchange.status) for exchange in api.history
            if exchange.path in ('/api/session', '/appstore', '/module/no/such')][1:4] == [
        ('POST', '/api/session', 201), ('GET', '/appstore', 200), ('GET', '/module/no/such', 404)]
    assert user['password'] not in repr(api.history) + ''.join(exchange.curl()
                                                               for exchange in api.history)


def test_retries_and_logins_are_recorded(sandbox):
    api = sandbox.api(reauthenticate=True, sleep=lambda seconds: None)
    sandbox.faults.add(status=503, times=1)
    api.usage().peek()
    assert (api.history[-1].status, api.history[-1].retries,
            api.history[-1].reauthenticated) == (200, 1, False)
    api.session.cookies.clear()
    api.usage().peek()
    assert (api.history[-1].status, api.history[-1].reauthenticated) == (200, True)


def test_copies_do_not_have_the_history(api):
    api.usage().peek()
    assert len(api.history)
    assert len(pickle.loads(pickle.dumps(api)).history) == 0
    assert len(copy.deepcopy(api).history) == 0


def test_listings_and_cards_show_what_was_deployed(sandbox, api):
    deployment = api.deploy('apps/WordPress/wordpress', 'ec2-eu-west')
    sandbox.clock.advance(600)
    listed = api.list_deployments()
    assert to_text(deployment) in repr(listed) and [row.id for row in listed] == [deployment]
    card = text_display.card(api.get_deployment(deployment),
                             nodes=api.get_node_instances(deployment))
    assert '    machine  running  203.0.113.' in repr(card) and 'ready' in card._repr_html_()
    assert 'Ready' in repr(api.cimi_search('events'))


def test_from_environment_logs_in_with_the_environments_credentials(sandbox, monkeypatch):
    user = sandbox.users[-1]
    for name, value in (('ENDPOINT', sandbox.endpoint), ('USERNAME', user['username']),
                        ('PASSWORD', user['password'])):
        monkeypatch.setenv(str('SLIPSTREAM_' + name), str(value))
    with Api.from_environment(persist_cookie=False) as api:
        sandbox.mount(api.session)
        assert api.history[:] == []
        assert api.username == user['username']
        findings = dict((finding.check, finding) for finding in Doctor(
            api, now=sandbox.clock.now, signer=lambda *_: 'us').examine())
        assert findings['user'].detail == user['username']
        assert findings['service'].ok
        assert 'SLIPSTREAM_USERNAME' in findings['settings'].detail


def test_a_password_can_come_from_a_program(sandbox, home):
    """It works for both interfaces."""
    folder = home.mkdir('.slipstream')
    folder.join('config').write(
        '[default]\nendpoint = %s\nusername = jane\npassword_command = "%s" -c '
        '"print(\'jane-password\')"\n' % (sandbox.endpoint, sys.executable))
    folder.join('config').chmod(0o600)
    with Api.from_environment(persist_cookie=False) as api:
        sandbox.mount(api.session)
        assert 'examples' in [project.name for project in api.list_project_content()]
        assert api.cimi_count('events') >= 0 and api.username == 'jane'
        assert api.config_sources['password'] == (
            'password_command of profile [default] of ~/.slipstream/config')

# -*- coding: utf-8 -*-
"""Secrets: a tour with passwords, keys and tokens, and a search for them everywhere."""
from __future__ import unicode_literals

import copy
import io
import logging
import pickle
import traceback
import warnings

import pytest
import requests

from slipstream.api import Api, compat
from slipstream.api.errors import SlipStreamError
from slipstream.api.models import CimiResponse
from slipstream.sandbox import Sandbox

PASSWORD, CHANGED, CLOUD, WRONG = 'pass-Zq1xWv7', 'new-Rk8sTb2', 'cloud-Hn4mYd9', 'wrong-Lc6fGp3'
COMPONENT = 'apps/WordPress/wordpress'


class Witness(object):
    """Everything that is visible."""

    def __init__(self):
        self.seen, self.secrets = [], {PASSWORD, CHANGED, CLOUD, WRONG}

    def note(self, where, value):
        """Note a text or bytes."""
        self.seen.append((where, compat.to_text(value)))

    def show(self, value):
        """Note all ways in which a value shows itself."""
        self.note('repr', repr(value))
        self.note('str', str(value))
        self.note('deep copy', repr(copy.deepcopy(value)))
        for protocol in (0, 2):
            data = pickle.dumps(value, protocol)
            self.note('pickled and back', repr(pickle.loads(data)))
            # What the service has told is in there, be it a new secret.
            if not isinstance(value, CimiResponse):
                self.note('pickle', data.decode('latin-1'))
        for name in ('_repr_html_', '_repr_pretty_'):
            shown = getattr(type(value), name, None)
            if name == '_repr_html_' and shown:
                self.note(name, shown(value))

    def leaks(self):
        """Where a secret has been seen."""
        return sorted({(where, secret) for where, text in self.seen for secret in self.secrets
                       if secret in text})


def _attempt(witness, call):
    """Call, and note the exception with all that belongs to it."""
    try:
        witness.show(call())
    except (SlipStreamError, ValueError, TypeError, requests.RequestException) as error:
        witness.show(error)
        witness.note('traceback', traceback.format_exc())
        witness.note('exception', ''.join(traceback.format_exception_only(type(error), error)))


class _Handler(logging.Handler):
    """Notes each log record with its arguments."""

    def __init__(self, witness):
        super(_Handler, self).__init__(1)
        self.witness = witness

    def emit(self, record):
        """Note the message and the arguments."""
        self.witness.note('log of ' + record.name, record.getMessage())
        self.witness.note('arguments of the log of ' + record.name, repr(record.args))


@pytest.fixture
def witness():
    """A witness that reads all logs at the lowest level."""
    made = Witness()
    handler, root = _Handler(made), logging.getLogger()
    levels = [(logger, logger.level) for logger in (root, logging.getLogger('slipstream.api'),
                                                    logging.getLogger('urllib3'))]
    root.addHandler(handler)
    for logger, _ in levels:
        logger.setLevel(1)
    yield made
    root.removeHandler(handler)
    for logger, level in levels:
        logger.setLevel(level)


@pytest.fixture
def sandbox():
    """A sandbox on a port."""
    with Sandbox(http=True, speed=0) as made:
        yield made


def _tour(sandbox, witness, api, root):
    """Call what handles secrets, and note each new secret with the witness."""
    run = api.deploy(COMPONENT)
    new = api.cimi_add('credentials',
                       {'name': 'k',
                        'credentialTemplate': {'href': 'credential-template/generate-api-key',
                                               'ttl': 0}})
    witness.secrets.add(new.json['secretKey'])
    user = {'username': 'mallory', 'password': PASSWORD, 'email': 'm@example.org',
            'first_name': 'M', 'last_name': 'M'}
    calls = [
        lambda: new, lambda: root.create_user(
            cloud_parameters={'exoscale-ch-gva': {'username': 'key', 'password': CLOUD}}, **user),
        lambda: root.create_user(**dict(user, email=3)),
        lambda: root.create_user(**dict(user, password=[PASSWORD])),
        lambda: root.get_user('mallory'),
        lambda: root.update_user('mallory', password=CHANGED),
        lambda: root.update_user('nobody', password=CHANGED),
        lambda: Api(sandbox.endpoint, persist_cookie=False).login_internal('mallory', CHANGED),
        lambda: Api(sandbox.endpoint, persist_cookie=False).login_internal('mallory', WRONG),
        lambda: Api(sandbox.endpoint, persist_cookie=False).login(
            {'href': 'session-template/nothing', 'password': WRONG}),
        lambda: Api(sandbox.endpoint, persist_cookie=False).login_apikey(
            new.json['resource-id'], new.json['secretKey']),
        lambda: Api(sandbox.endpoint, persist_cookie=False).login_apikey('credential/none', WRONG),
        lambda: Api('http://jane:%s@h' % WRONG),
        lambda: Api(sandbox.endpoint, persist_cookie=False, login_creds={'password': WRONG}),
        lambda: Api(sandbox.endpoint, persist_cookie=False,
                    login_creds={'username': 'a', 'password': WRONG},
                    reauthenticate=True).get_user('a'),
        lambda: Api('http://slipstream.test').login_internal('jane', WRONG), api.get_user,
        api.current_session,
        lambda: api.cimi_get(api.current_session()), lambda: list(api.get_parameters(COMPONENT)),
        lambda: api.get_deployment(run),
        lambda: api.cimi_add('credentials',
                             {'credentialTemplate': {'href': 'credential-template/nothing',
                                                     'password': WRONG}}),
        lambda: api.cimi_search('credentials'), api.get_cloud_credentials,
        lambda: api.cimi_get(new.json['resource-id']),
        api.list_deployments, api.list_applications, lambda: api.get_deployment_events(run),
        lambda: api.terminate(run)]
    for call in calls:
        _attempt(witness, call)
    sandbox.faults.expire_sessions()
    _attempt(witness, lambda: api.get_user('jane'))
    for options in ({'status': 500}, {'status': 401}, {'kind': 'reset'},
                    {'status': 302, 'headers': {'Location': '/login?password=' + WRONG}},
                    {'status': 400, 'body': '{"status": 400, "message": "wrong password=%s"}'
                     % WRONG, 'content_type': 'application/json'}):
        sandbox.faults.add(times=6, **options)
        _attempt(witness, lambda: root.create_user(**dict(user, username='trudy')))
        _attempt(witness, lambda: Api(sandbox.endpoint, persist_cookie=False,
                                      retries=0).login_internal('jane', WRONG))
        sandbox.faults.clear()


def _look_at_the_console(sandbox, witness):
    """Note all exchanges that the page of the sandbox shows, headers and bodies; how many."""
    state = requests.get(sandbox.endpoint + '/sandbox/state', proxies={'http': None}).json()
    for exchange in state['exchanges']:
        witness.note('line of the console', repr(exchange))
        shown = requests.get('%s/sandbox/exchanges/%d' % (sandbox.endpoint, exchange['number']),
                             proxies={'http': None})
        witness.note('console', shown.text)
    return len(state['exchanges'])


def test_the_console_of_the_sandbox_shows_no_secret(sandbox, witness):
    api, root = sandbox.api(retries=0), sandbox.api('super', retries=0)
    witness.secrets.update(('jane-password', 'super-password'))
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        _tour(sandbox, witness, api, root)
    api.login_internal('jane', 'jane-password')
    run = api.deploy(COMPONENT)
    sandbox.advance(600)
    witness.seen = []
    for accept in ('application/xml', 'application/json', 'text/plain', 'text/html'):
        api.session.get('%s/run/%s' % (sandbox.endpoint, run), headers={'Accept': accept})
    password = api.get_deployment_parameter(run, 'machine:admin_password')
    api.set_deployment_parameter(run, 'machine:admin_password', CHANGED)
    api.upload_object(bytearray(b'contents'), 'bucket', 'name',
                      api.get_cloud_credentials().resources_list[0])
    root.session.put(sandbox.endpoint + '/user/mallory', data={
        'parameter--0--name': 'exoscale-ch-gva.password', 'parameter--0--value': CLOUD})
    witness.secrets.update([password] + [
        cookie.value.partition('=')[2] for made in (api, root) for cookie in made.session.cookies])
    assert _look_at_the_console(sandbox, witness) > 60
    assert witness.leaks() == []


def test_secrets_appear_nowhere_but_in_the_cookie_file(sandbox, witness, home):
    path = str(home.join('cookies.txt'))
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter('always')
        api = sandbox.api(cookie_file=path, reauthenticate=True, retries=0)
        root = sandbox.api('super', retries=0)
        witness.secrets.update(('jane-password', 'super-password'))
        for made in (api, root):
            witness.secrets.update(cookie.value.partition('=')[2]
                                   for cookie in made.session.cookies)
        assert len(witness.secrets) == 8
        _tour(sandbox, witness, api, root)
        witness.secrets.update(cookie.value.partition('=')[2] for made in (api, root)
                               for cookie in made.session.cookies)
        for made in (api, root):
            for value in (made, made.session, made.session.cookies):
                witness.show(value)
            witness.note('history', repr(made.history))
            for exchange in made.history:
                witness.note('curl', exchange.curl())
                witness.show(exchange)
        api.close()
    witness.seen.extend(('warning', '%s' % warning.message) for warning in warned)
    assert witness.leaks() == []
    with io.open(path, encoding='utf-8') as stream:
        kept = stream.read()
    assert any(secret in kept for secret in witness.secrets)
    assert len(witness.seen) > 300
    assert any(where == 'log of urllib3.connectionpool' for where, _ in witness.seen)


def test_a_witness_sees(witness):
    logging.getLogger('slipstream.api').debug('%s', PASSWORD)
    witness.show(ValueError(CLOUD))
    assert {('log of slipstream.api', PASSWORD), ('pickle', CLOUD),
            ('repr', CLOUD)} <= set(witness.leaks())

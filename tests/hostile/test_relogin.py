# -*- coding: utf-8 -*-
"""Sessions that end repeatedly, in process and over a socket, and the users of requests."""
from __future__ import unicode_literals

import itertools
import threading

import pytest

from slipstream.api import Api, ForbiddenError, SlipStreamError, UnauthorizedError
from slipstream.api.transport import forbidden_places
from slipstream.sandbox import Sandbox

from ..threads import ends, happens, together
from ..wire.server import ScriptedServer, reply

JANE = {'username': 'jane', 'password': 'jane-password'}
KEY = {'credentialTemplate': {'href': 'credential-template/generate-api-key'}}
EXPIRIES = 5


@pytest.fixture(params=['in process', 'over a socket'])
def sandbox(request):
    """A sandbox whose clock stands, behind each of its shells."""
    with Sandbox(http=request.param == 'over a socket', speed=0) as made:
        yield made


@pytest.fixture
def connect(sandbox):
    """A function that makes a client of it that logs in again."""
    made = []

    def make(creds=None, **options):
        options.setdefault('retries', 0)
        made.append(sandbox.api(login=False, reauthenticate=True,
                                login_creds=dict(JANE, **(creds or {})), **options))
        return made[-1]

    yield make
    for api in made:
        api.close()


@pytest.fixture
def api(connect):
    """A client of Jane's with one of Jane's credentials."""
    made = connect()
    made.mine = made.cimi_add('credentials', KEY)['resource-id']
    return made


CALLS = {
    'JSON': lambda api: api.cimi_get(api.mine).id,
    'XML': lambda api: api.get_user('jane').username,
    'a search': lambda api: api.cimi_search('serviceOffers').count,
    'a change': lambda api: api.cimi_edit(api.mine, {'name': 'again'}).id,
    'a launch': lambda api: api.deploy('apps/WordPress/wordpress') and 1}


def logins(api):
    """How often the client has logged in, as it remembers."""
    return len([exchange for exchange in api.history
                if (exchange.method, exchange.path) == ('POST', '/api/session')])


@pytest.mark.parametrize('name', sorted(CALLS))
def test_sessions_may_end_five_times_in_a_row(sandbox, api, name):
    expected, before = CALLS[name](api), logins(api)
    for _ in range(EXPIRIES):
        sandbox.faults.expire_sessions()
        assert CALLS[name](api) == expected
    assert logins(api) - before == EXPIRIES


def test_they_may_end_in_turns_on_both_interfaces(sandbox, api):
    for _ in range(EXPIRIES):
        for name in ('JSON', 'XML', 'JSON', 'a search'):
            sandbox.faults.expire_sessions()
            CALLS[name](api)


@pytest.mark.parametrize('name', ['JSON', 'XML'])
def test_of_many_threads_one_logs_in_each_time(sandbox, api, name):
    expected, before = CALLS[name](api), logins(api)
    for _ in range(EXPIRIES):
        sandbox.faults.expire_sessions()
        counted = sandbox.faults.add(delay=1e-9, times=None, path='/api/session', method='POST')
        assert together([lambda: CALLS[name](api)] * 16) == [expected] * 16
        assert counted.hits == 1
        sandbox.faults.clear()
    assert before == 1


def test_what_is_forbidden_stays_so_and_costs_one_question(sandbox, api):
    questions = sandbox.faults.add(delay=1e-9, times=None, path='/api/session', method='GET')
    for _ in range(EXPIRIES):
        for _again in range(3):
            with pytest.raises(ForbiddenError) as info:
                api.cimi_get('user/tarzan')
            assert getattr(info.value, '__cause__', None) is None
        assert api.cimi_get(api.mine).id == api.mine
        sandbox.faults.expire_sessions()
        assert api.cimi_get(api.mine).id == api.mine
    assert questions.hits <= 2 * EXPIRIES


def test_a_session_that_ends_right_after_a_403_is_followed_by_another(sandbox, connect):
    now = [0]
    api = connect(clock=lambda: now[0])
    mine = [api.cimi_add('credentials', KEY)['resource-id'] for _ in range(2)]
    for _ in range(EXPIRIES):
        sandbox.faults.expire_sessions()
        assert api.cimi_get(mine[0]).id == mine[0]
        for forbidden in ('credential/not-mine', 'user/tarzan'):
            with pytest.raises(SlipStreamError):
                api.cimi_get(forbidden)
        sandbox.faults.expire_sessions()
        assert api.cimi_get('user/jane').id == 'user/jane'
        assert api.cimi_get(mine[1]).id == mine[1]
        assert api.cimi_search('credentials').count >= 2


def test_many_forbidden_things_cost_few_questions(sandbox, connect):
    now = [0]
    api = connect(clock=lambda: now[0])
    for name in ('JSON again', 'once more'):
        sandbox.faults.expire_sessions()
        questions = sandbox.faults.add(delay=1e-9, times=None, path='/api/session', method='GET')
        assert api.cimi_get('user/jane').id == 'user/jane'
        for number in range(50):
            sandbox.faults.add(status=403, times=1, path='/api/user/%s-%d' % (name[0], number))
            with pytest.raises(ForbiddenError):
                api.cimi_get('user/%s-%d' % (name[0], number))
        assert 1 <= questions.hits <= forbidden_places.MOST_QUESTIONS + 1
        sandbox.faults.clear()
        now[0] += forbidden_places.TRUSTED_FOR


def test_a_session_of_the_user_that_ends_is_followed_by_others(sandbox):
    with sandbox.api(reauthenticate=True) as api:
        for _ in range(EXPIRIES):
            sandbox.faults.expire_sessions()
            assert api.cimi_search('credentials').count >= 0


@pytest.mark.parametrize('call, kind', [
    (lambda api: api.cimi_search('credentials'), ForbiddenError),
    (lambda api: api.get_user('jane'), UnauthorizedError)], ids=['JSON', 'XML'])
def test_wrong_credentials_are_tried_once_and_told(sandbox, connect, call, kind):
    api = connect({'password': 'wrong-password'})
    attempts = sandbox.faults.add(delay=1e-9, times=None, path='/api/session', method='POST')
    for _ in range(3):
        with pytest.raises(kind) as info:
            call(api)
        assert isinstance(info.value.__cause__, ForbiddenError)
        assert info.value.__cause__.reason == "invalid credentials for 'jane'"
        assert 'wrong-password' not in str(info.value.__cause__)
        assert info.value.__cause__.response.request.body is None
    assert attempts.hits == 1
    api.session.login_params = dict(api.session.login_params, password='jane-password')
    assert api.get_user('jane').username == 'jane' and attempts.hits == 2


def welcoming(sessions):
    """A service that accepts each login, and refuses everything else.

    :param sessions: its response to the question for the own session.
    """
    numbers = itertools.count(1)

    def respond(connection, request):
        if (request.method, request.target) == ('POST', '/api/session'):
            return reply(201, json={'resource-id': 'session/1'},
                         Set_Cookie='com.sixsq.slipstream.cookie=token=%d; Path=/' % next(numbers))
        return sessions if request.target == '/api/session' else reply(401, b'no', 'text/plain')
    return respond


@pytest.mark.parametrize('sessions, most', [
    (reply(401, b'no', 'text/plain'), 1), (reply(403, b'no', 'text/plain'), 1), (reply(500), 1),
    (reply(200, json={'sessions': [{'id': 'session/1'}], 'count': 1}), 1),
    # It says itself that the new session has ended: as often as a call logs in again at all.
    (reply(200, json={'sessions': [], 'count': 0}), 5)])
@pytest.mark.parametrize('call', [lambda api: api.get_user('jane'),
                                  lambda api: api.cimi_search('events'),
                                  lambda api: api.deploy('a/b')], ids=['XML', 'JSON', 'launch'])
def test_a_service_that_refuses_each_new_session_gets_few_logins(sessions, most, call):
    with ScriptedServer(welcoming(sessions)) as server, Api(
            server.endpoint, persist_cookie=False, reauthenticate=True, login_creds=JANE,
            retries=0) as api:
        for number in (1, 2, 3):
            with pytest.raises(UnauthorizedError) as info:
                call(api)
            assert server.calls.count('POST /api/session') == number * most
            assert '(logins of this call: %d)' % most in str(info.value)


@pytest.mark.parametrize('status', [423, 429, 503])
def test_a_login_is_not_tried_before_the_time_that_the_service_named(sandbox, connect, status):
    now = [0]
    api = connect(clock=lambda: now[0])
    refusals = sandbox.faults.add(status=status, times=1, path='/api/session', method='POST',
                                  retry_after=900)
    attempts = sandbox.faults.add(delay=1e-9, times=None, path='/api/session', method='POST')
    for moment in (0, 450, 899):
        now[0] = moment
        with pytest.raises(UnauthorizedError) as info:
            api.get_user('jane')
        assert info.value.__cause__.status_code == status
        assert not api.is_authenticated() and api.username is None
    assert (refusals.hits, attempts.hits) == (1, 0)
    now[0] = 900
    assert api.get_user('jane').username == 'jane' and attempts.hits == 1


@pytest.mark.parametrize('status', [423, 429, 503])
def test_the_user_may_log_in_before_that(sandbox, connect, status):
    api = connect()
    sandbox.faults.add(status=status, times=1, path='/api/session', method='POST', retry_after=900)
    with pytest.raises(SlipStreamError) as info:
        api.login_internal('jane', 'jane-password')
    assert info.value.status_code == status
    with pytest.raises(UnauthorizedError) as info:
        api.get_user('jane')
    assert info.value.__cause__.status_code == status
    api.login_internal('jane', 'jane-password')
    sandbox.faults.expire_sessions()
    assert api.get_user('jane').username == 'jane'


@pytest.mark.parametrize('options', [{'status': 500}, {'status': 503}, {'kind': 'reset'}])
def test_whatever_a_login_ended_with_is_the_cause_of_the_error(sandbox, connect, options):
    api = connect()
    sandbox.faults.add(times=1, path='/api/session', method='POST', **options)
    with pytest.raises(UnauthorizedError) as info:
        api.get_user('jane')
    assert info.value.__cause__ is not None
    assert api.get_user('jane').username == 'jane'


def test_stored_credentials_are_used_when_nobody_is_logged_in_and_one_asks(sandbox, connect):
    for ask in (lambda api: api.username == 'jane', lambda api: api.is_authenticated(),
                lambda api: api.current_session().startswith('session/')):
        api = connect()
        assert ask(api) and logins(api) == 1
        sandbox.faults.expire_sessions()
        assert api.current_session() is not None and logins(api) == 2


# Whose request it is


class Swap(object):
    """Logs somebody in during a request of another user.

    :param sandbox: a sandbox; the first request after :meth:`arm` gets its response after that.
    """

    def __init__(self, sandbox):
        self._core, self._real = sandbox._core, sandbox._core.handle
        self.met, self.go_on = threading.Event(), threading.Event()
        self.callers = []

    def handle(self, request, timeout=None):
        """Respond to a request of the late thread."""
        if threading.current_thread().name == 'late' and not self.met.is_set():
            self.met.set()
            response = self._real(request, timeout)
            happens(self.go_on)
            return response
        return self._real(request, timeout)


@pytest.fixture
def local():
    """A sandbox in process."""
    with Sandbox(speed=0) as made:
        yield made


@pytest.fixture
def swap(local, monkeypatch):
    """A helper that logs somebody in during a request."""
    made = Swap(local)
    monkeypatch.setattr(local._core, 'handle', made.handle)
    return made


def late(swap, api, call, meanwhile):
    """The result of a call whose first response is late."""
    outcome = []

    def run():
        try:
            outcome.append(call(api))
        except SlipStreamError as error:
            outcome.append(type(error).__name__)

    thread = threading.Thread(target=run, name='late')
    thread.start()
    happens(swap.met)
    meanwhile(api)
    swap.go_on.set()
    ends(thread)
    return outcome[0]


@pytest.mark.parametrize('expired', [True, False])
def test_a_launch_is_not_repeated_as_somebody_who_logged_in_meanwhile(local, swap, expired):
    with local.api('jane', reauthenticate=True) as api:
        if expired:
            local.faults.expire_sessions()
        else:
            api.session.cookies.clear()
        outcome = late(swap, api, lambda api: api.deploy('apps/WordPress/wordpress'),
                       lambda api: api.login_internal('tarzan', 'tarzan-password'))
        assert outcome == 'UnauthorizedError'
        assert api.username == 'tarzan' and list(api.list_deployments()) == []
        with local.api('jane') as own:
            assert list(own.list_deployments()) == []


def test_a_launch_of_nobody_is_not_repeated_as_somebody(local, swap):
    with local.api(login=False, reauthenticate=True) as api:
        outcome = late(swap, api, lambda api: api.deploy('apps/WordPress/wordpress'),
                       lambda api: api.login_internal('tarzan', 'tarzan-password'))
        assert outcome == 'UnauthorizedError' and list(api.list_deployments()) == []


def test_a_read_that_is_tried_again_is_that_of_its_user(local, swap):
    with local.api('jane', retries=1) as api:
        local.faults.add(status=503, times=1, path='/user')
        outcome = late(swap, api, lambda api: api.get_user('jane').username,
                       lambda api: api.login_internal('tarzan', 'tarzan-password'))
        assert outcome == 'jane' and api.username == 'tarzan'


def test_the_same_user_may_have_logged_in_meanwhile(local, swap):
    with local.api('jane', reauthenticate=True) as api:
        local.faults.expire_sessions()
        outcome = late(swap, api, lambda api: api.get_user('jane').username,
                       lambda api: api.login_internal('jane', 'jane-password'))
        assert outcome == 'jane' and logins(api) == 2


def test_after_a_logout_nothing_is_repeated(local, swap):
    with local.api('jane', reauthenticate=True) as api:
        local.faults.expire_sessions()
        outcome = late(swap, api, lambda api: api.get_user('jane').username,
                       lambda api: api.logout())
        assert outcome == 'UnauthorizedError' and api.session.login_params is None


def test_a_login_that_brings_no_session_ends_the_one_of_somebody_else(sandbox):
    with sandbox.api('jane') as api:
        sandbox.faults.add(status=201, handled=True, body='{}', content_type='application/json')
        api.login_internal('joe', 'joe-password')
        with pytest.raises(UnauthorizedError):
            api.get_user()
        assert api.username == 'joe'

# -*- coding: utf-8 -*-
"""The core."""
from __future__ import unicode_literals

import json
import logging
import threading

import pytest

from slipstream.sandbox import core as core_module
from slipstream.sandbox.core import Core
from slipstream.sandbox.messages import Request, Response
from slipstream.sandbox.simulation.faults import Dropped, TimedOut
from slipstream.sandbox.state.accounts import ANONYMOUS, COOKIE_NAME
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World

PARTS = ('legacy', 'cimi', 'object_store', 'service_pages')


@pytest.fixture
def world():
    return World(Clock(speed=0))


@pytest.fixture
def handled(monkeypatch):
    """What each part was given: pairs of its name and the request; each answers with its name."""
    calls = []

    def handler(part):
        def handle(world, request):
            calls.append((part, request))
            return Response(200, part)
        return handle

    for part in PARTS:
        monkeypatch.setattr(getattr(core_module, part), 'handle', handler(part))
    return calls


@pytest.fixture
def slept():
    return []


@pytest.fixture
def core(world, slept):
    return Core(world, sleep=slept.append)


def cookie(world, username='jane', privileged=False):
    world.accounts.create(username, 'secret', isSuperUser=privileged)
    token, _ = world.accounts.issue_token(username, world.accounts.roles(username), 'session/1')
    return [('Cookie', '%s=token=%s' % (COOKIE_NAME, token))]


@pytest.mark.parametrize('target, part', [
    ('/api/event', 'cimi'), ('/api', 'cimi'), ('/auth/login', 'cimi'),
    ('/objects/a', 'object_store'), ('/pages/a', 'service_pages'), ('/run', 'legacy'),
    ('/', 'legacy'), ('/apiary', 'legacy'), ('/module/api/x', 'legacy'), ('/%61pi/event', 'cimi'),
    ('*', 'legacy')])
def test_requests_go_to_the_part_that_they_are_meant_for(core, handled, target, part):
    assert core.handle(Request('GET', target)).body == part.encode('ascii')
    assert handled[0][0] == part


@pytest.mark.parametrize('target, method', [('/run', 'GET'), ('/pages/x', 'GET'),
                                            ('/objects/x', 'GET'), ('/api/event', 'HEAD')])
def test_head_is_get_but_for_the_json_interface(core, handled, target, method):
    core.handle(Request('HEAD', target))
    assert handled[0][1].method == method


def test_the_caller_is_known_by_the_cookie(world, core, handled):
    core.handle(Request('GET', '/run', cookie(world)))
    caller = handled[0][1].caller
    assert (caller.username, caller.session) == ('jane', 'session/1')
    core.handle(Request('GET', '/run'))
    assert handled[1][1].caller is ANONYMOUS


@pytest.mark.parametrize('target, trusted, username',
                         [('/api/event', True, 'eve'), ('/api/event', False, 'jane'),
                          ('/run', True, 'jane')])
def test_the_header_of_a_proxy_is_believed_if_asked_for(world, core, handled, target, trusted,
                                                        username):
    world.trust_authn_header = trusted
    headers = cookie(world) + [('slipstream-authn-info', 'eve USER GROUP session/2')]
    core.handle(Request('GET', target, headers))
    caller = handled[0][1].caller
    assert caller.username == username
    if username == 'eve':
        assert caller.session == 'session/2'
        assert caller.roles == frozenset(['USER', 'GROUP', 'ANON', 'session/2'])


def test_the_header_may_tell_of_no_session(world, core, handled):
    world.trust_authn_header = True
    core.handle(Request('GET', '/api/event', [('slipstream-authn-info', 'eve USER')]))
    assert handled[0][1].caller.session is None


def test_what_is_due_happens_first(world, core, handled):
    seen = []
    world.agenda.on('thing', lambda name: seen.append((name, len(handled))))
    world.agenda.after(10, 'thing', name='later')
    core.handle(Request('GET', '/run'))
    assert seen == []
    world.clock.advance(10)
    core.handle(Request('GET', '/run'))
    assert seen == [('later', 1)]


def test_one_request_at_a_time(world, core, handled, monkeypatch):
    seen = []

    def is_locked():
        thread = threading.Thread(target=lambda: seen.append(world.lock.acquire(False)))
        thread.start()
        thread.join()

    monkeypatch.setattr(core_module.legacy, 'handle', lambda *args: is_locked() or Response(200))
    core.handle(Request('GET', '/run'))
    assert seen == [False]
    assert world.lock.acquire(False)


def failing(*args):
    raise RuntimeError('a secret of the sandbox')


@pytest.mark.parametrize('target, accept, content_type', [
    ('/api/event', 'application/xml', 'application/json; charset=utf-8'),
    ('/run', 'application/xml', 'application/xml;charset=UTF-8'),
    ('/run', 'text/plain', 'text/plain;charset=UTF-8'),
    ('/pages/x', '*/*', 'text/html;charset=UTF-8')])
def test_the_unforeseen_is_a_500_in_the_form_of_the_interface(core, monkeypatch, caplog, target,
                                                              accept, content_type):
    for part in PARTS:
        monkeypatch.setattr(getattr(core_module, part), 'handle', failing)
    with caplog.at_level(logging.ERROR, logger='slipstream.sandbox'):
        response = core.handle(Request('GET', target, [('Accept', accept)]))
    assert response.status == 500
    assert response.headers.get('Content-Type') == content_type
    assert b'secret' not in response.body and b'Traceback' not in response.body
    assert 'a secret of the sandbox' in caplog.text
    if target.startswith('/api'):
        body = json.loads(response.body.decode('ascii'))
        assert body['status'] == 500
        assert body['message'].startswith('Unexpected exception thrown: ')


def test_something_due_that_fails_is_a_500_too_and_the_service_lives_on(
        world, core, handled, caplog):
    world.agenda.on('thing', failing)
    world.agenda.after(0, 'thing')
    assert core.handle(Request('GET', '/run')).status == 500
    assert core.handle(Request('GET', '/run')).status == 200


def test_each_request_is_logged_without_its_query(core, handled, caplog):
    with caplog.at_level(logging.DEBUG, logger='slipstream.sandbox'):
        core.handle(Request('HEAD', '/run?secret=1'))
    assert [record.getMessage() for record in caplog.records] == ['HEAD /run 200']


# -- faults ------------------------------------------------------------------------------------------------------------------

def test_a_fault_answers_instead_of_the_service(world, core, handled, slept):
    world.faults.add(status=503)
    assert core.handle(Request('GET', '/run')).status == 503
    assert (handled, slept) == ([], [])
    assert core.handle(Request('GET', '/run')).status == 200


def test_a_fault_may_lose_the_answer_only(world, core, handled):
    world.faults.add(status=502, handled=True)
    assert core.handle(Request('POST', '/run')).status == 502
    assert len(handled) == 1


@pytest.mark.parametrize('handled_first', [True, False])
def test_a_fault_may_break_the_connection(world, core, handled, handled_first):
    world.faults.add(kind='reset', handled=handled_first)
    with pytest.raises(Dropped):
        core.handle(Request('POST', '/run'))
    assert bool(handled) is handled_first


def test_a_fault_may_delay(world, core, handled, slept):
    world.faults.add(delay=5)
    assert core.handle(Request('GET', '/run'), timeout=5).status == 200
    assert slept == [5]


def test_a_delay_does_not_keep_others_waiting(world, handled):
    seen = []

    def sleep(seconds):
        thread = threading.Thread(
            target=lambda: seen.append(world.lock.acquire(False) and world.lock.release()))
        thread.start()
        thread.join()

    world.faults.add(delay=5)
    Core(world, sleep).handle(Request('GET', '/run'))
    assert seen == [None]


@pytest.mark.parametrize('options, done', [({}, True), ({'status': 503}, False),
                                           ({'status': 503, 'handled': True}, True)])
def test_who_does_not_wait_that_long_gets_no_answer(world, core, handled, slept, options, done):
    world.faults.add(delay=5, **options)
    with pytest.raises(TimedOut):
        core.handle(Request('GET', '/run'), timeout=2)
    assert slept == [2]
    assert bool(handled) is done

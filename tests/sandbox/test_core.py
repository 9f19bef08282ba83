# -*- coding: utf-8 -*-
"""The core."""
from __future__ import unicode_literals

import json
import logging
import threading

import pytest

from slipstream.sandbox import session_cookies
from slipstream.sandbox.core import INTERFACES, Core
from slipstream.sandbox.messages import Dropped, Request, Response, TimedOut
from slipstream.sandbox.state.accounts import ANONYMOUS
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World

from ..threads import ends


@pytest.fixture
def world():
    """An empty world whose clock stands."""
    return World(Clock(speed=0))


@pytest.fixture
def handled():
    """What the interfaces were given.

    Pairs of the first path segment they serve and the request.
    """
    return []


@pytest.fixture
def interfaces(handled):
    """Interfaces that respond with the first path segment they serve; ``None`` for all others."""
    def handler(segment):
        def handle(world, request):
            handled.append((segment, request))
            return Response(200, '%s' % segment)
        return handle

    return dict((segment, interface._replace(handle=handler(segment)))
                for segment, interface in INTERFACES.items())


@pytest.fixture
def slept():
    """For how many seconds the core has slept, each time."""
    return []


@pytest.fixture
def core(world, slept, interfaces):
    """The core of the world, with interfaces that only note what they are given."""
    return Core(world, slept.append, interfaces)


def cookie(world, username='jane', privileged=False):
    world.accounts.create(username, 'secret', isSuperUser=privileged)
    token, _ = world.accounts.issue_token(username, world.accounts.roles(username), 'session/1')
    return [('Cookie', '%s=token=%s' % (session_cookies.NAME, token))]


@pytest.mark.parametrize('target, segment', [
    ('/api/event', 'api'), ('/api', 'api'), ('/auth/login', 'auth'), ('/objects/a', 'objects'),
    ('/pages/a', 'pages'), ('/run', None), ('/', None), ('/apiary', None),
    ('/module/api/x', None), ('/%61pi/event', 'api'), ('*', None)])
def test_a_request_goes_to_the_interface_of_its_first_path_segment(core, handled, target, segment):
    assert core.handle(Request('GET', target)).status == 200
    assert handled[0][0] == segment


@pytest.mark.parametrize('target', ['/run/x', '/objects/a/b', '/pages/a', '/api/event'])
def test_head_is_answered_like_get_but_for_the_json_interface(world, target):
    head, get = [Core(world).handle(Request(method, target)) for method in ('HEAD', 'GET')]
    assert (head.status == get.status) is not target.startswith('/api')


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


def test_one_request_is_handled_at_a_time(world):
    seen = []

    def is_locked():
        thread = threading.Thread(target=lambda: seen.append(world.lock.acquire(False)))
        thread.start()
        ends(thread)

    xml = INTERFACES[None]._replace(handle=lambda *args: is_locked() or Response(200))
    Core(world, interfaces={None: xml}).handle(Request('GET', '/run'))
    assert seen == [False]
    assert world.lock.acquire(False)


def failing(*args):
    raise RuntimeError('a secret of the sandbox')


@pytest.mark.parametrize('target, accept, content_type', [
    ('/api/event', 'application/xml', 'application/json; charset=utf-8'),
    ('/run', 'application/xml', 'application/xml;charset=UTF-8'),
    ('/run', 'text/plain', 'text/plain;charset=UTF-8'),
    ('/pages/x', '*/*', 'text/html;charset=UTF-8')])
def test_the_unforeseen_is_a_500_in_the_form_of_the_interface(world, caplog, target, accept,
                                                              content_type):
    core = Core(world, interfaces=dict((segment, interface._replace(handle=failing))
                                       for segment, interface in INTERFACES.items()))
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


# -- faults -------------------------------------------------------------------

def test_a_fault_responds_instead_of_the_service(world, core, handled, slept):
    world.faults.add(status=503)
    assert core.handle(Request('GET', '/run')).status == 503
    assert (handled, slept) == ([], [])
    assert core.handle(Request('GET', '/run')).status == 200


def test_the_response_of_a_fault_is_the_page_of_a_proxy(world, core):
    world.faults.add(status=503, retry_after=3)
    response = core.handle(Request('GET', '/run'))
    assert response.status == 503
    assert response.body == (
        b'<html>\r\n<head><title>503 Service Unavailable</title></head>\r\n'
        b'<body><center><h1>503 Service Unavailable</h1></center></body>\r\n</html>\r\n')
    assert response.headers.get('Content-Type') == 'text/html'
    assert response.headers.get('Retry-After') == '3'


@pytest.mark.parametrize('headers', [{'X-A': 'b'}, [('X-A', 'b')]])
def test_the_response_of_a_fault_can_be_given(world, core, headers):
    world.faults.add(status=429, body='{"a": 1}', content_type='application/json', headers=headers)
    response = core.handle(Request('GET', '/run'))
    assert response.body == b'{"a": 1}'
    assert response.headers.get('Content-Type') == 'application/json'
    assert response.headers.get('X-A') == 'b'
    assert response.headers.get('Retry-After') is None


def test_a_fault_may_lose_the_response_only(world, core, handled):
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


def test_a_delay_does_not_keep_others_waiting(world, interfaces):
    seen = []

    def sleep(seconds):
        thread = threading.Thread(
            target=lambda: seen.append(world.lock.acquire(False) and world.lock.release()))
        thread.start()
        ends(thread)

    world.faults.add(delay=5)
    Core(world, sleep, interfaces).handle(Request('GET', '/run'))
    assert seen == [None]


@pytest.mark.parametrize('options, done', [({}, True), ({'status': 503}, False),
                                           ({'status': 503, 'handled': True}, True)])
def test_a_caller_with_a_short_timeout_gets_no_response(world, core, handled, slept, options, done):
    world.faults.add(delay=5, **options)
    with pytest.raises(TimedOut):
        core.handle(Request('GET', '/run'), timeout=2)
    assert slept == [2]
    assert bool(handled) is done

# -*- coding: utf-8 -*-
"""Layers of the sandbox: which folder may use which."""
from __future__ import unicode_literals

import ast

import pytest

from slipstream.sandbox import Sandbox
from slipstream.sandbox.messages import Request

from ..counting import observe
from .tree import API, SANDBOX, imported_modules

PACKAGE = 'slipstream.sandbox'

#: What everything in the sandbox may use.
GROUND = {'compat', 'integers', 'nesting', 'timestamps'}
#: The folders and modules, from the bottom up, and what each may import and call besides itself and
#: the ground. A name stands for all that is below it.
MAY_USE = {
    'compat': set(),
    'integers': set(),
    'nesting': set(),
    'timestamps': set(),
    'checks': set(),
    'messages': set(),
    'session_cookies': {'messages'},
    'state': set(),
    'simulation': {'state'},
    'world': {'state', 'simulation'},
    'object_store': {'messages', 'state'},
    'service_pages': {'messages', 'state'},
    'xml_interface.elements': set(),
    'xml_interface': {'messages', 'session_cookies', 'simulation', 'state'},
    # What collections are made of, the collections, and what is the same for all of them.
    'cimi.errors': set(),
    'cimi.access': {'cimi.errors', 'state'},
    'cimi.attributes': {'state'},
    'cimi.bodies': {'cimi.errors', 'messages'},
    'cimi.redirection': {'checks', 'messages'},
    'cimi.schema': {'checks', 'cimi.errors', 'state'},
    'cimi.aggregation': {'cimi.attributes', 'cimi.errors'},
    'cimi.filtering': {'cimi.attributes', 'cimi.errors'},
    'cimi.kinds': {'checks', 'messages', 'session_cookies', 'simulation', 'state', 'cimi.access',
                   'cimi.aggregation', 'cimi.bodies', 'cimi.errors', 'cimi.filtering',
                   'cimi.redirection', 'cimi.schema'},
    'cimi': {'checks', 'messages', 'session_cookies', 'simulation', 'state', 'world'},
    'catalogue': {'checks', 'state'},
    'core': {'cimi', 'messages', 'object_store', 'service_pages', 'session_cookies', 'simulation',
             'state', 'world', 'xml_interface'},
    'shells': {'core', 'messages'},
    'shells.host_names': set(),
    'console': {'checks', 'messages', 'shells.host_names', 'simulation', 'state', 'test_controls',
                'world', 'xml_interface.elements'},
    'test_controls': {'catalogue', 'simulation', 'state', 'world'},
    '': {'catalogue', 'cimi', 'console', 'core', 'shells', 'simulation', 'state', 'test_controls',
         'world'},
    'command_line': {'', 'catalogue', 'state'},
    '__main__': {'command_line'},
}
#: The one module of the client that the sandbox is built on.
SHARED = 'slipstream.api.filters.grammar'
#: These hand out the client; they import it inside of a function, when it is asked for.
GIVE_OUT_THE_CLIENT = [PACKAGE, PACKAGE + '.command_line.remote_service',
                       PACKAGE + '.command_line.tour']


def short(name):
    """The name of a module of the sandbox without that of the package."""
    return name[len(PACKAGE) + 1:]


def is_in(name, folder):
    """Whether a module is a folder, or in it; only the package itself is in ``''``."""
    return name == folder or (folder and name.startswith(folder + '.'))


def row(name):
    """The name under which :data:`MAY_USE` speaks of a module: the longest that fits, or None."""
    folders = sorted((folder for folder in MAY_USE if is_in(name, folder)), key=len)
    return folders[-1] if folders else None


def may_use(user, used):
    """Whether a module may import and call another one."""
    allowed = GROUND | MAY_USE[row(user)] | {row(user)}
    return any(is_in(used, folder) for folder in allowed)


@pytest.mark.parametrize('user, used, allowed', [
    ('state.runs', 'state.store', True), ('state.runs', 'timestamps', True),
    ('state.runs', 'simulation.clouds', False), ('state.runs', 'messages', False),
    ('cimi.kinds.quotas', 'cimi.filtering', True), ('cimi.kinds.quotas', 'cimi.search', False),
    ('cimi.search', 'cimi.kinds.quotas', True), ('cimi.search', 'xml_interface.runs', False),
    ('state.runs', '', False), ('command_line.tour', '', True)])
def test_the_rules_tell_who_may_use_whom(user, used, allowed):
    assert may_use(user, used) is allowed


def test_every_module_of_the_sandbox_has_its_layer():
    names = [short(name) for name in SANDBOX]
    assert [name for name in names if row(name) is None] == []
    assert [folder for folder in MAY_USE if not any(is_in(name, folder) for name in names)] == []


def test_a_module_of_the_sandbox_imports_what_its_folder_may_use():
    pairs = [(short(name), short(other)) for name, module in SANDBOX.items()
             for other in imported_modules(module) if other in SANDBOX]
    assert sorted(pair for pair in pairs if not may_use(*pair)) == []


def test_the_sandbox_imports_itself_relatively():
    assert [(name, entry.module) for name, module in SANDBOX.items()
            for entry in module.imports() if entry.is_absolute_own] == []


def test_the_sandbox_shares_only_the_grammar_of_filters_with_the_client():
    for name, module in SANDBOX.items():
        at_once = imported_modules(module, at_once_only=True) & set(API)
        later = imported_modules(module) & set(API)
        assert at_once <= {SHARED}, name
        assert later <= {SHARED} or name in GIVE_OUT_THE_CLIENT, name


@pytest.mark.parametrize('folder, unknown', [
    ('state', ('request', 'response')), ('simulation', ('request', 'response'))])
def test_what_exists_and_what_happens_know_no_requests(folder, unknown):
    for name, module in SANDBOX.items():
        if is_in(short(name), folder):
            names = {node.id for node in module.nodes(ast.Name)}
            names |= {getattr(argument, 'arg', None) for node in module.nodes(ast.arguments)
                      for argument in node.args}
            assert names.isdisjoint(unknown), name


# -- calls -------------------------------------------------------------------------------------

def calls_of(function):
    """The calls between modules of the sandbox that a function makes, as pairs of names."""
    pairs = []

    def note(frame, event, _):  # pragma: no cover - while it runs, coverage is not called
        if event == 'call':
            pairs.append(tuple(place.f_globals.get('__name__') for place in (frame.f_back, frame)))

    observe(function, note)
    return [(short(caller), short(called)) for caller, called in pairs
            if caller in SANDBOX and called in SANDBOX and caller != called]


REQUESTS = [
    ('GET', '/run', b''), ('GET', '/run/%(run)s', b''), ('GET', '/run/%(run)s/ss:state', b''),
    ('POST', '/run', b'refqname=examples/tutorials/service-testing/system&mutable=on'),
    ('DELETE', '/run/%(run)s', b''), ('GET', '/module/apps/WordPress', b''),
    ('GET', '/user/jane', b''), ('GET', '/dashboard', b''), ('GET', '/pages/%(run)s/machine', b''),
    ('GET', '/objects/bucket/name', b''), ('GET', '/nowhere', b''),
    ('GET', '/api/cloud-entry-point', b''), ('GET', '/api/session', b''),
    ('GET', '/api/service-offer?$filter=resource:vcpu>1&$orderby=price:unitCost', b''),
    ('GET', '/api/credential-template', b''), ('GET', '/api/nothing', b''),
    ('POST', '/auth/login', b'')]


@pytest.fixture
def sandbox():
    """A sandbox whose clock stands."""
    with Sandbox(speed=0) as sandbox:
        yield sandbox


@pytest.fixture
def send(sandbox):
    """A function that sends a request as jane to the core, and gives the calls it makes."""
    api = sandbox.api()
    run = api.deploy('apps/WordPress/wordpress')
    sandbox.clock.advance(20)
    cookie = '; '.join('%s=%s' % (cookie.name, cookie.value) for cookie in api.session.cookies)

    def send(method, target, body=b''):
        request = Request(method, target % {'run': run}, [('Cookie', cookie)], body)
        return calls_of(lambda: sandbox._core.handle(request))
    return send


@pytest.mark.parametrize('method, target, body', REQUESTS)
def test_no_call_goes_up_while_a_request_is_answered(send, method, target, body):
    assert sorted({pair for pair in send(method, target, body) if not may_use(*pair)}) == []


@pytest.mark.parametrize('target, interface', [
    ('/run', 'xml_interface.routes'), ('/api/session', 'cimi.routes'),
    ('/pages/%(run)s/machine', 'service_pages'), ('/objects/a/b', 'object_store')])
def test_the_core_asks_each_of_its_helpers_once(send, target, interface):
    by_core = [called for caller, called in send('GET', target) if caller == 'core']
    caller = ['cimi.routes'] if interface == 'cimi.routes' else ['session_cookies',
                                                                 'state.accounts']
    assert by_core == ['simulation.faults', 'messages', 'simulation.agenda'] + caller + [
        interface, 'world']

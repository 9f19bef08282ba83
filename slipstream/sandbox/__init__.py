# -*- coding: utf-8 -*-
"""A SlipStream service for development and tests.

Usage::

    from slipstream.sandbox import Sandbox

    with Sandbox() as sandbox:
        api = sandbox.api()
        deployment_id = api.deploy('apps/WordPress/wordpress')
        sandbox.clock.advance(600)
        print(api.get_deployment(deployment_id).service_url)

The service runs in this process. Without a state file, it loses everything at the end. It never
touches a cookie file.
"""
from __future__ import unicode_literals

import functools
import threading
import types

from . import catalogue as catalogues
from .catalogue import CatalogueError
from .cimi import kinds
from .compat import native_str
from .core import Core
from .state.clock import DEFAULT_START, Clock
from .state.store import StateError
from .test_controls import TestControls
from .world import World

__all__ = [native_str(name) for name in ('CatalogueError', 'Sandbox', 'StateError')]

#: URL of a sandbox in the same process: nothing listens there.
LOCAL_ENDPOINT = 'https://sandbox.test'


class Sandbox(TestControls):
    """A SlipStream service in this process, filled from a catalogue.

    ::

        >>> with Sandbox(speed=0) as sandbox:
        ...     len(sandbox.api().list_applications())
        2

    :param bool http: listen on a port; without it, the service can only be used in this process,
        with :meth:`api` and :attr:`wsgi`.
    :param str host: name or address to listen on.
    :param int port: port to listen on; 0 for a free one.
    :param bool allow_remote: whether the address may be reachable from other machines.
    :param allowed_hosts: a list of host names to accept on the port besides its own; ``'*'`` for
        any. Its own are ``localhost``, every address, ``host`` and the name of this machine.
    :param float speed: sandbox seconds per real second; 0 stops the clock, so that only
        ``sandbox.clock.advance(seconds)`` moves it.
    :param float start: the initial time, in seconds since the epoch.
    :param int seed: seed for random identifiers; the same seed generates the same identifiers.
    :param server_version: the SlipStream version to imitate, as a string or a tuple: ``'3.71'``,
        ``(3, 46)``.
    :param catalogue: its content: a dict or the path of a JSON file in the format of
        :mod:`slipstream.sandbox.catalogue.formats`; or a function that fills a new
        :class:`~slipstream.sandbox.world.World` and returns a dict with the values of :attr:`users`
        and :attr:`api_keys`; or None for a bare server without any accounts. It is ignored if the
        state file already exists.
    :param bool quotas: whether launching a deployment checks quotas.
    :param bool trust_authn_header: whether the JSON interface trusts the header
        ``slipstream-authn-info``, as it does behind a proxy.
    :param sleep: a function with which faults wait for some real seconds; default: real waiting, at
        most until the sandbox is closed.
    :param str state: path of a file that saves everything for the next sandbox, even if this one is
        killed. Time continues where it stopped, or at ``start`` if that is later. None to keep
        everything in memory.
    :raises CatalogueError: if the catalogue has the wrong format or refers to something that does
        not exist.
    :raises StateError: if the state file is damaged, is none, or another sandbox uses it.
    :raises ValueError: if a version, a host or a port is invalid.
    """

    def __init__(self, http=False, host='127.0.0.1', port=0, allow_remote=False, speed=1.0,
                 start=DEFAULT_START, seed=0, server_version='3.71',
                 catalogue=catalogues.install, quotas=False, trust_authn_header=False, sleep=None,
                 state=None, allowed_hosts=()):
        self._closed = threading.Event()
        self._sessions = []
        self._server = self._adapter = self._state = self.endpoint = None
        version = _version(server_version)
        if state is not None:
            from .state.state_file import StateFile  # Only this needs SQLite.
            self._state = StateFile(state)
        try:
            self.world = World(Clock(start, speed), seed, version, quotas, trust_authn_header,
                               self._state)
            kinds.install(self.world)
            self._contents = self._fill(catalogue)
            self._core = Core(self.world, sleep or self._closed.wait)
            if http:
                from .shells.server import Server  # A sandbox in process needs no server.
                self._server = Server(self._with_console(host, allowed_hosts), host, port,
                                      allow_remote, allowed_hosts=allowed_hosts)
            self.endpoint = self.world.endpoint = self._server.url if http else LOCAL_ENDPOINT
        finally:
            if self._state and not self.endpoint:
                self._state.close()
        if http:
            self._server.start()

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()

    def __repr__(self):
        closed = ' closed' if self._closed.is_set() else ''
        return native_str('<Sandbox %s%s>' % (self.endpoint, closed))

    @property
    def clock(self):
        """The :class:`~slipstream.sandbox.state.clock.Clock` of the sandbox.

        ::

            >>> before = sandbox.clock.now()
            >>> sandbox.clock.advance(60)
            >>> sandbox.clock.now() - before
            60.0
        """
        return self.world.clock

    @property
    def faults(self):
        """The :class:`~slipstream.sandbox.simulation.faults.Faults` of the sandbox, for tests.

        ::

            >>> fault = sandbox.fail_next_request(times=None)
            >>> sandbox.faults.clear()
            >>> api.whoami()
            'jane'
        """
        return self.world.faults

    @property
    def users(self):
        """The accounts of the catalogue: dicts with ``username``, ``password``, ``privileged``.

        ::

            >>> [user['username'] for user in sandbox.users if user['privileged']]
            ['super']
        """
        return [dict(user) for user in self._contents['users']]

    @property
    def api_keys(self):
        """The API keys of the catalogue: dicts with ``key``, ``secret`` and ``username``.

        ::

            >>> key = sandbox.api_keys[0]
            >>> api.login_apikey(key['key'], key['secret'])['status']
            201
        """
        return [dict(key) for key in self._contents['api_keys']]

    @property
    def wsgi(self):
        """The sandbox as a WSGI application.

        ::

            >>> from wsgiref.simple_server import make_server
            >>> server = make_server('127.0.0.1', 0, sandbox.wsgi)
            >>> server.server_close()
        """
        from .shells.wsgi import Application  # Few programs need it.
        return Application(self._core.handle)

    def api(self, username=None, login=True, **options):
        """Create a client of the sandbox.

        ::

            >>> sandbox.api('super').whoami()
            'super'
            >>> sandbox.api(login=False).is_authenticated()
            False

        :param str username: account to log in with; default: the first ordinary one of the
            catalogue.
        :param bool login: whether to log in.
        :param options: further arguments of :class:`slipstream.api.Api`; without ``cookie_file``,
            no cookie file is used.
        :return: a :class:`slipstream.api.Api`, logged in. If the clock stands still, the sleeps of
            the client advance it.
        :raises ValueError: if the catalogue has no such account.
        """
        from ..api import Api  # The sandbox also serves programs with other clients.
        user = self._user(username) if login else None
        if 'cookie_file' not in options:
            options.setdefault('persist_cookie', False)
        options.setdefault('sleep', self._pass)
        api = Api(self.endpoint, **options)
        self.mount(api.session)
        if user:
            api.login_internal(user['username'], user['password'])
        return api

    def mount(self, session):
        """Connect a :class:`requests.Session` to the sandbox, under its :attr:`endpoint`.

        A sandbox that listens on a port does not need this.

        ::

            >>> import requests
            >>> session = sandbox.mount(requests.Session())
            >>> session.get(sandbox.endpoint + '/api/cloud-entry-point').status_code
            200

        :return: the session.
        """
        if not self._server:
            session.mount(self.endpoint + '/', self._adapters())
        self._sessions.append(session)
        return session

    def close(self):
        """Stop the service, and close the sessions of the clients that it created.

        Leaving a ``with`` block does it as well.

        ::

            >>> sandbox.close()
            >>> sandbox
            <Sandbox https://sandbox.test closed>
        """
        self._closed.set()
        for session in self._sessions:
            session.close()
        if self._adapter:
            self._adapter.end()
        if self._server:
            self._server.close()
        state, self._state = self._state, None
        if state:
            with self.world.lock:
                try:
                    state.save(self._contents)
                finally:
                    state.close()

    def _fill(self, catalogue):
        contents = self._state.contents if self._state else None
        if contents is None:
            contents = catalogues.add(self.world, catalogue)
            self.world.save(contents)
        return contents

    def _with_console(self, host, allowed_hosts):
        """The function that handles requests on a port: the service with its console."""
        from .console.exchanges import Exchanges  # A sandbox in process needs no console either.
        from .console.front import Front
        from .console.routes import Console
        from .shells.host_names import HostNames
        exchanges = Exchanges()
        console = Console(self, exchanges, lambda: self._contents)
        # If the service accepts every host name, every web page can read it, but not the console.
        names = HostNames(host, allowed_hosts, any_name=False)
        own = Core(self.world, interfaces={None: console})
        return Front(self._core.handle, own.serve, exchanges, names, self.clock).handle

    def _pass(self, seconds):
        """Let time pass for a client that waits; advance the clock if it stands still."""
        if self.clock.speed:
            self._closed.wait(seconds)
        else:
            self.clock.advance(seconds)

    def _adapters(self):
        from .shells.adapter import SandboxAdapter  # Needs requests, which the other shells do not.
        self._adapter = self._adapter or SandboxAdapter(self._core.handle)
        return self._adapter

    def _user(self, username):
        """The account with this name, or the first ordinary one of the catalogue."""
        candidates = [user for user in self.users if username or not user['privileged']]
        for user in candidates:
            if username in (None, user['username']):
                return user
        names = ', '.join(user['username'] for user in candidates) or 'none'
        raise ValueError('The catalogue has no account %s (accounts: %s)'
                         % (username or 'that is not privileged', names))


def _explained(function):
    """A public method; if a keyword is misspelt, the error says which one may have been meant."""
    @functools.wraps(function)
    def call(self, *args, **kwargs):
        try:
            return function(self, *args, **kwargs)
        except TypeError as error:
            # The sandbox also serves programs with other clients.
            from ..api.display.parameter_names import explain
            explain(function, kwargs, error, 'Sandbox')
            raise

    call.__wrapped__ = function  # Python 2 does not say
    return call


def _explain_calls(owner):
    """Let the messages of Python name methods as programs do, and suggest keywords."""
    for name, function in list(vars(owner).items()):
        if isinstance(function, types.FunctionType) and (
                name == '__init__' or not name.startswith('_')):
            function.__qualname__ = 'Sandbox.%s' % name
            setattr(owner, name, _explained(function))


_explain_calls(TestControls)
_explain_calls(Sandbox)


def _version(version):
    is_split = isinstance(version, (tuple, list))
    try:
        parts = version if is_split else '{0}'.format(version).split('.')
        return tuple(int(part) for part in parts)[:2]
    except ValueError:
        raise ValueError('A server version must look like 3.71, not like %s' % version)

# -*- coding: utf-8 -*-
"""Controls for tests.

Methods to set up and control a sandbox in tests. Call them at any time, even while the sandbox is
handling requests::

    sandbox.add_data(modules=[{'path': 'team/web', 'type': 'component'}])
    sandbox.set_launch_states('Initializing', 'Ready')
    sandbox.fail_next_launch('no more quota', state='Provisioning')
    sandbox.advance(600)
    sandbox.expire_sessions()
    sandbox.fail_next_request(status=503, retry_after=3, times=2)
    sandbox.delay_next_request(5)
"""
from __future__ import unicode_literals

from . import catalogue as catalogues
from .simulation.lifecycle import SEQUENCE


class TestControls(object):
    """The methods of a :class:`~slipstream.sandbox.Sandbox` for tests.

    Subclasses must set ``world`` and ``_contents``.
    """

    __test__ = False  # For pytest, this is not a class of tests.

    def add_data(self, catalogue=None, accounts=None, api_keys=None, clouds=None, offers=None,
                 modules=None, resources=None, runs=None):
        """Add data to the sandbox.

        ::

            >>> sandbox.add_data(accounts=[{'username': 'eve', 'password': 'evE'}])
            >>> sandbox.api('eve').whoami()
            'eve'

        :param catalogue: a dict, the path of a JSON file, or a function of a
            :class:`~slipstream.sandbox.world.World`. Instead, pass the members of a catalogue:
        :param accounts: dicts with ``username`` and ``password``.
        :param api_keys: dicts with ``username``, ``key`` and ``secret``.
        :param clouds: dicts with the ``name`` of a cloud.
        :param offers: dicts with the ``cloud``, ``instanceType``, ``cpu``, ``ram`` and ``disk`` of
            a service offer.
        :param modules: dicts with the ``path`` and ``type`` of a module.
        :param dict resources: the resources of each CIMI collection.
        :param runs: dicts with a deployment each.
        :raises TypeError: if you pass a catalogue and members.
        :raises CatalogueError: if it refers to something that does not exist, or contains something
            that already exists.
        """
        members = {'accounts': accounts, 'api_keys': api_keys, 'clouds': clouds, 'offers': offers,
                   'modules': modules, 'resources': resources, 'runs': runs}
        members = dict((name, value) for name, value in members.items() if value is not None)
        if members and catalogue is not None:
            raise TypeError('Pass a catalogue or members of one, not both')
        with self.world.lock:
            added = catalogues.add(self.world, members if catalogue is None else catalogue)
            self._contents = catalogues.merged(self._contents, added)
            self.world.save(self._contents)

    def set_launch_states(self, *states):
        """Choose the states that later launches go through.

        Other states are skipped. The launch stays in the last one.

        ::

            >>> sandbox.set_launch_states('Initializing', 'Provisioning')
            >>> launched = api.deploy('apps/WordPress/wordpress')
            >>> sandbox.advance(600)
            >>> print(api.get_deployment(launched).status)
            provisioning

        :param states: any of ``Initializing``, ``Provisioning``, ``Executing``, ``SendingReports``
            and ``Ready``, in this order; none: all of them.
        :raises ValueError: if a launch does not go through these states, in this order.
        """
        unknown = [state for state in states if state not in SEQUENCE]
        if unknown or [state for state in SEQUENCE if state in states] != list(states):
            raise ValueError('A launch goes through some of %s, in this order, not through %s'
                             % (', '.join(SEQUENCE), ', '.join(states)))
        with self.world.lock:
            self.world.cloud.path = states or SEQUENCE

    def fail_next_launch(self, message, state='Executing', node=None):
        """Make the next launch fail by raising the abort flag.

        ::

            >>> sandbox.fail_next_launch('no more quota')
            >>> api.deploy('apps/WordPress/wordpress', wait=True)
            Traceback (most recent call last):
            DeploymentAbortedError: Deployment ... has been aborted: no more quota

        :param str message: the abort message.
        :param str state: the state in which it fails; with ``Stopping``, the next termination is
            refused instead.
        :param str node: the node or instance that fails (None for the first one). Launches without
            it succeed.
        :raises ValueError: if launches cannot fail in this state.
        """
        with self.world.lock:
            self.world.cloud.fail_next(message, state, node)
            self.world.save()

    def advance(self, seconds):
        """Move the clock forward, and run everything that is due by then.

        ::

            >>> launched = api.deploy('apps/WordPress/wordpress')
            >>> sandbox.advance(600)
            >>> print(api.get_deployment(launched).status)
            ready

        :param float seconds: how far, in sandbox seconds.
        :raises ValueError: if it is negative: time does not run backwards.
        """
        self.world.clock.advance(seconds)
        with self.world.lock:
            self.world.agenda.catch_up()
            self.world.save()

    def expire_sessions(self):
        """End all sessions now, as if they had expired.

        ::

            >>> sandbox.expire_sessions()
            >>> api.get_element('jane/web')
            Traceback (most recent call last):
            UnauthorizedError: 401 Unauthorized: ...
        """
        self.world.faults.expire_sessions()

    def fail_next_request(self, status=503, times=1, retry_after=None, path=None, method=None,
                          body=None, content_type='text/html', headers=(), delay=0.0,
                          handled=False):
        """Make the next requests fail.

        The requests do not reach the service; the response is like that of a proxy in front of it.

        ::

            >>> fault = sandbox.fail_next_request(status=503, method='POST')
            >>> api.deploy('apps/WordPress/wordpress')
            Traceback (most recent call last):
            ServerError: 503 Service Unavailable (POST /run)

        :param int status: the status; None to break the connection without a response.
        :param int times: how many requests; None for all, until ``sandbox.faults.clear()``.
        :param retry_after: value of a ``Retry-After`` header: seconds, or a date as a string.
        :param str path: only requests to this path or below it, for example ``'/run'``.
        :param str method: only requests with this method.
        :param body: body of the response; by default, an error page like that of a proxy.
        :param str content_type: its media type.
        :param headers: further header fields, pairs or a dict.
        :param float delay: real seconds to wait first.
        :param bool handled: True if the service processes the request and only its response is
            lost.
        :return: the :class:`~slipstream.sandbox.simulation.faults.Fault`; its ``hits`` counts the
            requests that it has affected.
        """
        return self.world.faults.add(
            status=status, times=times, retry_after=retry_after, path=path, method=method,
            body=body, content_type=content_type, headers=headers, delay=delay, handled=handled,
            kind='reset' if status is None else 'answer')

    def delay_next_request(self, seconds, times=1, path=None, method=None):
        """Delay the next requests, and then handle them as usual.

        ::

            >>> fault = sandbox.delay_next_request(0.01, path='/module')
            >>> print(api.get_element('jane/web').version)
            1519
            >>> fault.hits
            1

        :param float seconds: how long, in real seconds. With the fixtures of the pytest plugin,
            only the clock of the sandbox moves.
        :param int times: how many requests; None for all, until ``sandbox.faults.clear()``.
        :param str path: only requests to this path or below it, for example ``'/run'``.
        :param str method: only requests with this method.
        :return: the :class:`~slipstream.sandbox.simulation.faults.Fault`.
        """
        return self.world.faults.add(delay=seconds, times=times, path=path, method=method)

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

    def add_data(self, catalogue=None, **members):
        """Add data to the sandbox.

        :param catalogue: a dict, the path of a JSON file, or a function of a
            :class:`~slipstream.sandbox.world.World`.
        :param members: or the members of a catalogue as arguments: ``modules``, ``accounts``,
            ``clouds``, ``offers``, ``api_keys``.
        :raises CatalogueError: if it refers to something that does not exist, or contains something
            that already exists.
        """
        with self.world.lock:
            added = catalogues.add(self.world, members if catalogue is None else catalogue)
            self._contents = catalogues.merged(self._contents, added)
            self.world.save(self._contents)

    def set_launch_states(self, *states):
        """Choose the states that later launches go through.

        Other states are skipped. The launch stays in the last one.

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

        :param float seconds: how far, in sandbox seconds.
        :raises ValueError: if it is negative: time does not run backwards.
        """
        self.world.clock.advance(seconds)
        with self.world.lock:
            self.world.agenda.catch_up()
            self.world.save()

    def expire_sessions(self):
        """End all sessions now, as if they had expired."""
        self.world.faults.expire_sessions()

    def fail_next_request(self, status=503, times=1, retry_after=None, **options):
        """Make the next requests fail.

        The requests do not reach the service; the response is like that of a proxy in front of it.

        :param int status: the status; None to break the connection without a response.
        :param int times: how many requests; None for all, until ``sandbox.faults.clear()``.
        :param retry_after: value of a ``Retry-After`` header: seconds, or a date as a string.
        :param options: options of :meth:`slipstream.sandbox.simulation.faults.Faults.add`, such as
            ``path`` and ``method`` to select requests.
        :return: the :class:`~slipstream.sandbox.simulation.faults.Fault`; its ``hits`` counts the
            requests that it has affected.
        """
        kind = 'reset' if status is None else 'answer'
        return self.world.faults.add(status=status, times=times, retry_after=retry_after, kind=kind,
                                     **options)

    def delay_next_request(self, seconds, times=1, **options):
        """Delay the next requests, and then handle them as usual.

        :param float seconds: how long, in real seconds. With the fixtures of the pytest plugin,
            only the clock of the sandbox moves.
        :param int times: how many requests; None for all, until ``sandbox.faults.clear()``.
        :param options: options of :meth:`slipstream.sandbox.simulation.faults.Faults.add`, such as
            ``path`` and ``method`` to select requests.
        :return: the :class:`~slipstream.sandbox.simulation.faults.Fault`.
        """
        return self.world.faults.add(delay=seconds, times=times, **options)

# -*- coding: utf-8 -*-
"""Controls for tests.

What a test asks of a sandbox, everything in one short call. All of it works at any time, also while
requests are under way::

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
    """The part of a :class:`~slipstream.sandbox.Sandbox` that is for tests.

    It needs the members ``world`` and ``_contents``.
    """

    __test__ = False  # pytest: no class of tests, whatever its name looks like.

    def add_data(self, catalogue=None, **members):
        """Add to what the sandbox contains.

        :param catalogue: a dict, the path of a JSON file, or a function of a
            :class:`~slipstream.sandbox.world.World`.
        :param members: or the members of a catalogue as arguments: ``modules``, ``accounts``,
            ``clouds``, ``offers``, ``api_keys``.
        :raises CatalogueError: if it names something that does not exist, or makes something that
            does.
        """
        with self.world.lock:
            added = catalogues.add(self.world, members if catalogue is None else catalogue)
            self._contents = catalogues.merged(self._contents, added)
            self.world.save(self._contents)

    def set_launch_states(self, *states):
        """Choose the states that a launch goes through from now on.

        Others are passed at once. The launch stays in the last one.

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
        """Let the next launch raise the abort flag.

        :param str message: the abort message.
        :param str state: the state in which it happens; ``Stopping``: the next termination is
            refused instead.
        :param str node: a node or an instance that fails (the first one if None). Launches without
            it succeed.
        :raises ValueError: if nothing can fail in that state.
        """
        with self.world.lock:
            self.world.cloud.fail_next(message, state, node)
            self.world.save()

    def advance(self, seconds):
        """Move the clock forward, and do what is due by then.

        :param float seconds: how far, in sandbox seconds.
        :raises ValueError: if it is negative: time does not run backwards.
        """
        self.world.clock.advance(seconds)
        with self.world.lock:
            self.world.agenda.catch_up()
            self.world.save()

    def expire_sessions(self):
        """Let every session end now, as if its day were over."""
        self.world.faults.expire_sessions()

    def fail_next_request(self, status=503, times=1, retry_after=None, **options):
        """Let the next requests fail.

        The service does nothing; a proxy in front of it answers instead.

        :param int status: the status; None: the connection breaks and there is no answer.
        :param int times: how many requests; None: all, until ``sandbox.faults.clear()``.
        :param retry_after: value of a ``Retry-After`` header: seconds, or a date as text.
        :param options: which requests, and more: see
            :meth:`slipstream.sandbox.simulation.faults.Faults.add`; ``path`` and ``method`` are
            most useful.
        :return: the :class:`~slipstream.sandbox.simulation.faults.Fault`; its ``hits`` counts the
            requests that it has met.
        """
        kind = 'reset' if status is None else 'answer'
        return self.world.faults.add(status=status, times=times, retry_after=retry_after, kind=kind,
                                     **options)

    def delay_next_request(self, seconds, times=1, **options):
        """Let the next requests wait before they are handled as usual.

        :param float seconds: how long, in real seconds. With the fixtures of the pytest plugin
            only the clock of the sandbox moves.
        :param int times: how many requests; None: all, until ``sandbox.faults.clear()``.
        :param options: which requests, and more: see
            :meth:`slipstream.sandbox.simulation.faults.Faults.add`.
        :return: the :class:`~slipstream.sandbox.simulation.faults.Fault`.
        """
        return self.world.faults.add(delay=seconds, times=times, **options)

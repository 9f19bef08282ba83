# -*- coding: utf-8 -*-
"""The controls of the console.

They do the same as the methods for tests. They can also abort and terminate deployments, as a
client does.
"""
from __future__ import unicode_literals

import collections

from .. import checks
from ..simulation.clouds import STOPPING
from ..simulation.lifecycle import SEQUENCE
from ..state.runs import FINAL, TRANSITIONAL, Draft, find, is_aborted

#: The longest time that a control advances the clock or delays a request, in seconds, and the
#: highest speed.
LONGEST = 31 * 24 * 3600
LONGEST_DELAY = 3600
FASTEST = 100000
#: The maximum number of requests that a fault affects.
MOST = 100000


class UnknownDeploymentError(ValueError):
    """There is no deployment with this id."""


#: A control: a check of its arguments, and a function that is called with the sandbox and them.
Control = collections.namedtuple('Control', 'check act')


def names():
    """The names of all controls."""
    return sorted(_CONTROLS)


def use(sandbox, name, arguments):
    """Use a control.

    :param sandbox: the :class:`~slipstream.sandbox.test_controls.TestControls`.
    :param str name: the name of the control, see :func:`names`.
    :param dict arguments: its arguments.
    :raises KeyError: if there is no such control.
    :raises ValueError: if the arguments are invalid.
    """
    control = _CONTROLS[name]
    problem = control.check(arguments)
    if problem:
        raise ValueError('The control %s needs %s' % (name, problem))
    control.act(sandbox, **_present(arguments))


def _present(arguments):
    """The arguments with native names, without empty ones."""
    return dict((str(name), value) for name, value in arguments.items() if value != '')


def _seconds(highest):
    def check(value):
        fits = checks.number(value) is None and 0 <= value <= highest
        return None if fits else 'a number from 0 to %d' % highest
    return check


def _path(value):
    fits = checks.text(value) is None and (not value or value.startswith('/'))
    return None if fits else 'a path that begins with /'


# -- the clock and sessions ------------------------------------------------------------------------

def _advance(sandbox, seconds):
    sandbox.advance(seconds)


def _speed(sandbox, speed):
    sandbox.world.clock.speed = speed


def _expire_sessions(sandbox):
    sandbox.expire_sessions()


# -- failures --------------------------------------------------------------------------------------

def _fail_launch(sandbox, message, state, node=None):
    sandbox.fail_next_launch(message, state, node)


def _launch_states(sandbox, states):
    sandbox.set_launch_states(*states)


def _fail_request(sandbox, **options):
    sandbox.fail_next_request(**options)


def _delay_request(sandbox, seconds, **options):
    sandbox.delay_next_request(seconds, **options)


def _clear_faults(sandbox):
    sandbox.world.faults.clear()


# -- deployments -----------------------------------------------------------------------------------

def _abort(sandbox, deployment, message):
    draft = _draft(sandbox.world, deployment)
    if draft['state'] in FINAL or is_aborted(draft):
        raise ValueError('The deployment has already ended or been aborted')
    draft.abort(message)
    draft.save()


def _terminate(sandbox, deployment):
    draft = _draft(sandbox.world, deployment)
    refusal = sandbox.world.cloud.take_refusal()
    sandbox.world.cloud.terminate(draft)
    draft.save()
    if refusal is not None:
        raise ValueError(refusal)


def _draft(world, uuid):
    run = find(world, uuid)
    if run is None:
        raise UnknownDeploymentError('There is no deployment %s' % uuid)
    return Draft(world, run)


_WHICH = {'times': checks.nullable(checks.integer(1, MOST)), 'path': _path,
          'method': checks.either(checks.one_of('', 'GET', 'POST', 'PUT', 'DELETE'))}
_CONTROLS = {
    'advance': Control(checks.structure({'seconds': _seconds(LONGEST)}), _advance),
    'speed': Control(checks.structure({'speed': _seconds(FASTEST)}), _speed),
    'expire-sessions': Control(checks.structure({}), _expire_sessions),
    'fail-launch': Control(checks.structure(
        {'message': checks.nonblank, 'state': checks.one_of(*(TRANSITIONAL + (STOPPING,)))},
        {'node': checks.text}), _fail_launch),
    'launch-states': Control(checks.structure(
        {'states': checks.list_of(checks.one_of(*SEQUENCE))}), _launch_states),
    'fail-request': Control(checks.structure(
        {'status': checks.nullable(checks.integer(400, 599))},
        dict(_WHICH, retry_after=_seconds(LONGEST))), _fail_request),
    'delay-request': Control(checks.structure({'seconds': _seconds(LONGEST_DELAY)}, _WHICH),
                             _delay_request),
    'clear-faults': Control(checks.structure({}), _clear_faults),
    'abort': Control(checks.structure(
        {'deployment': checks.nonblank, 'message': checks.nonblank}), _abort),
    'terminate': Control(checks.structure({'deployment': checks.nonblank}), _terminate)}

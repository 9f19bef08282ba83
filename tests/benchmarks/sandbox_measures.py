# -*- coding: utf-8 -*-
"""Measures of the sandbox, see :mod:`.measures`."""
from __future__ import division, unicode_literals

from .measures import SMALL, Talk, alone


def sandboxes(environments, repeat):
    """The sandbox, in process and over a socket.

    The latter on older Pythons, too, where small packets could wait for each other.
    """
    figures = _sandbox(environments['ours'], '%d' % repeat)
    rows = []
    for shell, most in (('in process', 0.35), ('socket', 1.3)):
        for call in SMALL:
            rows.append(alone('sandbox, %s: %s' % (shell, call), 'ms',
                              figures[shell][call]['median'], most=most))
        changed = figures[shell]['get_deployment after a change']['median']
        rows.append(alone('sandbox, %s: get_deployment after a change' % shell, 'ms', changed))
    rows.append(alone('bare session of requests, a constant response in process', 'ms',
                      figures['floor in process']['median']))
    rows.append(alone('bare threaded server of the standard library', 'ms',
                      figures['floor']['median']))
    rows.append(_slowest(figures, ''))
    rows += [_slowest(_sandbox(environments[name], '%d' % repeat, 'socket'),
                      ' on Python ' + name[5:])
             for name in ('ours-3.8', 'ours-2.7') if name in environments]
    crowd, watched = figures['crowd'], figures['watched']
    return rows + [
        alone('sandbox, in process: fresh to first response', 'ms', figures['fresh'], most=5),
        alone('sandbox, socket: start to first response', 'ms', figures['start'], most=150),
        alone('sandbox, 1000 deployments at once: a second of the clock', 's', crowd['mean'],
              most=1),
        alone('sandbox, 1000 deployments at once: the second in which all of them move', 's',
              crowd['worst'], most=1),
        alone('sandbox, 1000 deployments at once: late responses of %d' % watched['reads'],
              'responses', crowd['late'] + watched['late'], most=0),
        alone('sandbox, 1000 deployments at once: the slowest response', 's', watched['slowest'],
              most=1)]


def _sandbox(environment, *arguments):
    with Talk(environment, 'sandboxes.py', *arguments) as process:
        return process.reply()


def _slowest(figures, where):
    slow = max(figures['99 %'] for figures in figures['socket'].values())
    # Beside it, what a busy machine does to the bare server.
    return alone('sandbox, socket: 99 of 100 calls within%s' % where, 'ms', slow,
                 most=40)._replace(other=figures['floor']['99 %'])

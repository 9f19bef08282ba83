# -*- coding: utf-8 -*-
"""The service: a sandbox that has trouble.

Runs as ``python -m tests.soak.service SECONDS``. It prints its address, has trouble until the time
is over, and prints what it holds as soon as its standard input ends.
"""
from __future__ import unicode_literals

import collections
import json
import random
import sys
import threading

from slipstream.sandbox import Sandbox
from slipstream.sandbox.shells.server import Server


class Service(object):
    """A sandbox behind a port that is closed and opened again.

    A restart that loses all connections and no documents.
    """

    def __init__(self):
        self.sandbox = Sandbox(speed=60)
        self.counts, self._lock = collections.Counter(), threading.Lock()
        self._server = Server(self._handle).start()
        self.url = self.sandbox.endpoint = self.sandbox.world.endpoint = self._server.url

    def restart(self):
        """Stop listening, and listen again at the same port."""
        self._server.close()
        self._server = Server(self._handle, port=int(self.url.rpartition(':')[2])).start()
        self.counts['restarts'] += 1

    def close(self):
        """End it."""
        self._server.close()
        self.sandbox.close()

    def trouble(self, chance):
        """Have some trouble.

        :param chance: a :class:`random.Random`.
        """
        faults, kind = self.sandbox.faults, chance.choice(
            ('503', 'reset', 'lost', '503 handled', '502', 'slow', 'expire', 'restart'))
        self.counts['trouble: ' + kind] += 1
        if kind == 'expire':
            faults.expire_sessions()
        elif kind == 'restart':
            self.restart()
        elif kind == 'slow':
            faults.add(delay=0.2, times=3)
        elif kind in ('reset', 'lost'):
            faults.add(kind='reset', handled=kind == 'lost', times=3)
        else:
            faults.add(status=int(kind[:3]), handled=kind.endswith('handled'), times=4,
                       retry_after=chance.choice((None, 0, 1)))

    def held(self):
        """What the sandbox holds: how many deployments there are with each tag.

        And what was counted.
        """
        with self.sandbox.world.lock:
            tags = collections.Counter(run['values']['ss:tags']
                                       for run in self.sandbox.world.store.table('run'))
        return {'tags': tags, 'counts': self.counts}

    def _handle(self, request):
        with self._lock:
            self.counts['requests'] += 1
            self.counts['logins'] += (request.method, request.path) == ('POST', '/api/session')
        return self.sandbox._core.handle(request)


def main(seconds, out=None, wait=None):
    """Serve, with trouble twice a second for that long, until standard input ends."""
    out, ended = out or sys.stdout, threading.Event()
    service, chance = Service(), random.Random(3)
    out.write(service.url + '\n')
    out.flush()
    for _ in range(int(2 * float(seconds))):
        (wait or ended.wait)(0.5)
        service.trouble(chance)
    service.sandbox.faults.clear()
    sys.stdin.read()
    out.write(json.dumps(service.held()) + '\n')
    service.close()


if __name__ == '__main__':  # pragma: no cover - in processes of their own
    main(sys.argv[1])

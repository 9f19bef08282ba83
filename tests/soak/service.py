# -*- coding: utf-8 -*-
"""The service: a sandbox that keeps failing.

Runs as ``python -m tests.soak.service SECONDS``. It prints its URL, fails again and again until the
time is over, and prints its contents when its standard input ends.
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
    """A sandbox whose port is closed and opened again.

    Such a restart loses all connections, but no documents.
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
        """Fail in a random way.

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
        """The number of deployments with each tag, and the counts of requests and failures."""
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
    """Serve until standard input ends, with two failures per second for some seconds."""
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

# -*- coding: utf-8 -*-
"""The threads that share an Api.

Runs as ``python -m tests.soak.threads ENDPOINT SECONDS THREADS`` and prints the results as JSON.
"""
from __future__ import unicode_literals

import collections
import json
import os
import random
import sys
import threading

import requests

from slipstream.api import Api, SlipStreamError
from slipstream.api.compat import monotonic
from slipstream.api.transport.retries import Retries

from ..threads import LAST_RESORT

WORDPRESS = 'apps/WordPress/wordpress'
#: Each thread does at least this in a short run, even on a busy machine.
LEAST_TURNS = 10


class CountingRetries(Retries):
    """Retries that count themselves."""

    done = 0

    def _pause(self, attempt, jitter):
        self.done += 1
        return super(CountingRetries, self)._pause(attempt, jitter)


class Load(object):
    """The work of the threads, and what they expect to exist.

    :param api: the Api that they share.
    :param seconds: for how long.
    """

    def __init__(self, api, seconds):
        self.api, self.ends = api, monotonic() + seconds
        self.counts, self.errors, self.surprises = collections.Counter(), collections.Counter(), []
        self.sure, self.unsure = {}, []
        self._lock = threading.Lock()

    def work(self, number):
        """The work of a thread until the time is over."""
        chance, turn, own = random.Random(number), 0, []
        while turn < LEAST_TURNS or monotonic() < self.ends:
            turn += 1
            name = chance.choice(_NAMES)
            try:
                call = getattr(self, '_' + name)
                if name not in _OF_OWN or own:
                    call('t%d-%d' % (number, turn), own)
                    self._count(self.counts, name)
            except (SlipStreamError, requests.RequestException) as error:
                self._count(self.errors, '%s: %s' % (name, type(error).__name__))
            except Exception as error:  # noqa: BLE001 - the run reports it and fails
                self.surprises.append('%s: %r' % (name, error))

    def report(self):
        """The results, ready for JSON."""
        return {'calls': self.counts, 'errors': self.errors, 'surprises': self.surprises[:20],
                'sure': self.sure, 'unsure': self.unsure}

    def _count(self, counter, name):
        with self._lock:
            counter[name] += 1

    def _deploy(self, tag, own):
        try:
            made = self.api.deploy(WORDPRESS, tags=[tag])
        except (SlipStreamError, requests.RequestException):
            self.unsure.append(tag)
            raise
        self.sure[tag] = '%s' % made
        own[:] = own[-3:] + [made]

    def _read(self, _, own):
        self.api.get_deployment(own[-1])

    def _list(self, *_):
        list(self.api.list_deployments(limit=5))

    def _search(self, *_):
        len(self.api.cimi_search('serviceOffers', last=5))

    def _user(self, *_):
        self.api.get_user('jane')

    def _module(self, *_):
        self.api.get_element(WORDPRESS)

    def _terminate(self, _, own):
        self.api.terminate(own.pop(0))


_NAMES = ('deploy', 'read', 'read', 'list', 'search', 'user', 'user', 'module', 'module',
          'terminate')


#: Actions that need a deployment of the thread itself.
_OF_OWN = ('read', 'terminate')


def resources():
    """Memory in kilobytes (0 if unknown), open files and threads of this process."""
    memory, files = 0, 0
    if os.path.isdir('/proc/self/fd'):  # pragma: no branch - only Linux has it
        files = len(os.listdir('/proc/self/fd'))
        with open('/proc/self/statm') as stream:
            memory = int(stream.read().split()[1]) * os.sysconf(str('SC_PAGE_SIZE')) // 1024
    return {'memory': memory, 'files': files, 'threads': threading.active_count()}


def main(endpoint, seconds, count, out=None):
    """Run this many threads for some seconds."""
    seconds, retries = float(seconds), CountingRetries(4, backoff=0.05)
    before = threading.active_count()
    api = Api(endpoint, login_creds={'username': 'jane', 'password': 'jane-password'},
              reauthenticate=True, persist_cookie=False,
              retries=retries, timeout=20)
    load = Load(api, seconds)
    threads = [threading.Thread(target=load.work, args=(number,)) for number in range(int(count))]
    for thread in threads:
        thread.daemon = True  # one that hangs is counted, and lets the process end
        thread.start()
    threads[0].join(settling(seconds))
    early = resources()
    threads[0].join(max(0, load.ends - monotonic() - seconds / 20))
    late = resources()
    last = monotonic() + LAST_RESORT
    for thread in threads:
        thread.join(max(0, last - monotonic()))
    hung = sum(thread.is_alive() for thread in threads)
    api.close()
    (out or sys.stdout).write(json.dumps(dict(
        load.report(), retries=retries.done, early=early, late=late, hung=hung,
        left=threading.active_count() - before - hung)) + '\n')


def settling(seconds):
    """The seconds after which resources must not grow: a minute, or a third of a short run."""
    return min(60, seconds / 3)


if __name__ == '__main__':  # pragma: no cover - in processes of their own
    main(*sys.argv[1:])

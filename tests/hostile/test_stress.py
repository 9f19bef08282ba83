# -*- coding: utf-8 -*-
"""One Api, sixteen threads, sessions that end and a service that is busy.

What has to be sent is known to the request, so that a Python without a GIL cannot hide anything.
"""
from __future__ import unicode_literals

import collections
import threading

from slipstream.api import Api
from slipstream.api.transport.retries import Retries

from ..threads import happens, together

CREDS = {'username': 'jane', 'password': 'jane-password'}
WORDPRESS = 'apps/WordPress/wordpress'
THREADS, ROUNDS, BUSY = 16, 6, 24


class Round(object):
    """After their session has ended, the threads deploy and read their deployments.

    :param sandbox: one that is watched.
    :param int number: which round.
    """

    def __init__(self, sandbox, api, number):
        self._sandbox, self._api, self._number = sandbox, api, number
        self._all_refused = threading.Event()

    def run(self):
        """Do it in all threads at once; the UUIDs of the deployments."""
        self._sandbox.watch.before_login = lambda: happens(self._all_refused)
        self._sandbox.watch.on_refusal = self._count_refusal
        self._sandbox.faults.expire_sessions()
        self._sandbox.faults.add(status=503, times=BUSY, method='GET')
        return together([lambda name='%d-%d' % (self._number, thread): self._work(name)
                         for thread in range(THREADS)])

    def _count_refusal(self, number):
        if number == THREADS * (self._number + 1):
            self._all_refused.set()

    def _work(self, name):
        deployment_id = self._api.deploy(WORDPRESS, tags=[name])
        assert self._api.get_deployment(deployment_id).id == deployment_id
        return deployment_id


def tags(sandbox):
    """How many deployments there are with each tag."""
    with sandbox.world.lock:
        return collections.Counter(
            run['values']['ss:tags'] for run in sandbox.world.store.table('run'))


def test_every_request_is_sent_as_often_as_it_must_be(watched):
    # As many repetitions as there are refusals: one read may meet them all.
    retries = Retries(BUSY, backoff=0)
    with Api(watched.endpoint, persist_cookie=False, reauthenticate=True, login_creds=CREDS,
             retries=retries, sleep=lambda seconds: None) as api:
        made = [identifier for number in range(ROUNDS)
                for identifier in Round(watched, api, number).run()]
    asked, total = watched.watch, THREADS * ROUNDS
    assert len(set(made)) == total
    assert tags(watched) == {'%d-%d' % (number, thread): 1 for number in range(ROUNDS)
                             for thread in range(THREADS)}
    assert (asked.logins, asked.number(status=401)) == (ROUNDS, total)
    assert (asked.number('POST', '/run', 401), asked.number('POST', '/run')) == (total, 2 * total)
    assert (asked.number('GET', status=503), asked.number('GET', status=200)) == (
        BUSY * ROUNDS, total)
    assert asked.number() == ROUNDS + 2 * total + BUSY * ROUNDS + total

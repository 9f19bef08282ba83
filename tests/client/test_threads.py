# -*- coding: utf-8 -*-
"""
One Api and many threads
========================
"""
from __future__ import unicode_literals

import threading

from .names import CENTOS, WORDPRESS


def together(calls):
    """Make all calls at the same time, each in its thread; what they returned, in the same order."""
    results = [None] * len(calls)
    ready = threading.Event()

    def run(number, call):
        ready.wait(10)
        results[number] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    ready.set()
    for thread in threads:
        thread.join()
    return results


def test_everything_at_once(api):
    jobs = [lambda: api.get_element(WORDPRESS).path, lambda: len(list(api.list_applications())), lambda: api.username,
            lambda: api.cimi_search('events', last=0).count, lambda: api.get_user().username, lambda: len(list(api.usage()))]
    assert together(jobs * 4) == [WORDPRESS, 2, 'jane', 0, 'jane', 4] * 4


def test_each_launch_is_one_deployment(api):
    made = together([lambda: api.deploy(CENTOS)] * 16)
    assert len(set(made)) == 16
    assert {each.id for each in api.list_deployments()} == set(made)


def test_b01_one_collection_in_many_threads(api):
    offers = api.cimi_search('serviceOffers')
    totals = together([lambda: sum(len(offers.resources_list) for offer in offers if offer.id)] * 8)
    assert totals == [offers.count ** 2] * 8


def test_b32_one_login_for_all(sandbox):
    with sandbox.api(reauthenticate=True) as api:
        sandbox.faults.expire_sessions()
        counted = sandbox.faults.add(delay=1e-9, times=None, path='/api/session', method='POST')
        assert together([lambda: api.get_user('jane').first_name] * 16) == ['Jane'] * 16
        assert counted.hits == 1

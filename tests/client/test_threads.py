# -*- coding: utf-8 -*-
"""One Api and many threads."""
from __future__ import unicode_literals

import threading

import requests

from slipstream.api import Api
from slipstream.api.transport import cookie_file, cookies

from ..threads import ends, happens, together
from .names import CENTOS, WORDPRESS


def test_many_threads_share_one_api(api):
    jobs = [lambda: api.get_element(WORDPRESS).path, lambda: len(list(api.list_applications())),
            lambda: api.username,
            lambda: api.cimi_search('events', last=0).count, lambda: api.get_user().username,
            lambda: len(list(api.usage()))]
    assert together(jobs * 4) == [WORDPRESS, 2, 'jane', 0, 'jane', 4] * 4


def test_each_launch_is_one_deployment(api):
    made = together([lambda: api.deploy(CENTOS)] * 16)
    assert len(set(made)) == 16
    assert {deployment.id for deployment in api.list_deployments()} == set(made)


def test_b01_many_threads_may_loop_over_one_collection(api):
    offers = api.cimi_search('serviceOffers')
    totals = together([lambda: sum(len(offers.resources_list) for offer in offers if offer.id)] * 8)
    assert totals == [offers.count ** 2] * 8


class Changing(requests.adapters.BaseAdapter):
    """Responds at once, and changes a cookie of the thread that asks."""

    def __init__(self, jar):
        super(Changing, self).__init__()
        self._jar = jar

    def send(self, request, **_):
        """An empty object."""
        self._jar.set(threading.current_thread().name, request.path_url, domain='h',
                      expires=4102444800)
        response = requests.Response()
        response.status_code, response.url = 200, request.url
        response.request, response._content = request, b'{}'
        return response

    def close(self):
        """Nothing is open."""


def test_no_thread_waits_for_another_that_writes_the_cookie_file(tmpdir, monkeypatch):
    path, real, writers = str(tmpdir.join('c.txt')), cookie_file.change, []
    one_writes, others_are_done = threading.Event(), threading.Event()

    def slow(*args):  # a disk that hangs as long as others are busy
        writers.append(threading.current_thread().name)
        one_writes.set()
        happens(others_are_done)
        return real(*args)

    def work(most):
        for count in range(most):
            api.cimi_get('event/%d' % count)

    monkeypatch.setattr(cookie_file, 'change', slow)
    with Api('http://127.0.0.1:9', path) as api:
        api.session.mount('http://', Changing(api.session.cookies))
        threads = [threading.Thread(name=str('t%d' % number), target=work,
                                    args=(20 if number else 1,)) for number in range(32)]
        threads[0].start()
        happens(one_writes)
        for thread in threads[1:]:
            thread.start()
        ends(*threads[1:])
        assert threads[0].is_alive()
        others_are_done.set()
        ends(threads[0])
    assert set(writers) == {'t0'}
    expected = {('t%d' % number, '/api/event/19' if number else '/api/event/0')
                for number in range(32)}
    assert {(cookie.name, cookie.value) for cookie in cookie_file.load(path)[0]} == expected


class Store(object):
    """What holds cookies.

    :param jar: the jar.
    """

    def __init__(self, jar):
        self.cookies = jar


def test_who_writes_the_cookie_file_is_not_held_by_what_others_change(tmpdir, monkeypatch):
    written, real = [], cookie_file.change
    store = Store(cookies.CookieFileJar(str(tmpdir.join('c.txt'))))
    keeper = cookies.Keeper()

    # Before it is done, another thread has begun something and changed a cookie.
    def change(*args):
        written.append(len(written))
        keeper.keeping(store).__enter__()
        assert len(written) < 4
        store.cookies.set('other', '%d' % len(written), domain='h', expires=4102444800)
        return real(*args)

    monkeypatch.setattr(cookie_file, 'change', change)
    with keeper.keeping(store):
        store.cookies.set('mine', '1', domain='h', expires=4102444800)
    assert written == [0]


def test_b32_one_login_serves_all_threads(sandbox):
    with sandbox.api(reauthenticate=True) as api:
        sandbox.faults.expire_sessions()
        counted = sandbox.faults.add(delay=1e-9, times=None, path='/api/session', method='POST')
        assert together([lambda: api.get_user('jane').first_name] * 16) == ['Jane'] * 16
        assert counted.hits == 1

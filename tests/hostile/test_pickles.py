# -*- coding: utf-8 -*-
"""Pickles: the Api and what it returns, in other processes."""
from __future__ import unicode_literals

import multiprocessing
import pickle

import pytest
import requests

from slipstream.api import NotFoundError
from slipstream.api.errors import ConnectionError
from slipstream.sandbox import Sandbox

from ..threads import LAST_RESORT, ends

WORDPRESS = 'apps/WordPress/wordpress'


@pytest.fixture
def sandbox():
    """A sandbox on a port."""
    with Sandbox(http=True, speed=0) as made:
        yield made


@pytest.fixture
def api(sandbox, home):
    """A client with a cookie file, as other processes need it."""
    with sandbox.api(cookie_file=str(home.join('cookies.txt'))) as made:
        yield made


@pytest.fixture
def everything(api):
    """One object of each type that an Api returns."""
    run = api.deploy(WORDPRESS)
    events = api.cimi_search('serviceOffers', last=3)
    values = [run, api.get_deployment(run), api.list_deployments(), api.list_applications(),
              api.get_element(WORDPRESS),
              api.get_parameters(WORDPRESS),
              api.get_user(), api.usage(), events, events[0], api.cimi_cloud_entry_point,
              api.get_deployment_events(run), api.current_session()]
    for call in (lambda: api.get_element('no/module'), lambda: api.cimi_get('event/none'),
                 lambda: api.cimi_search('nothing')):
        with pytest.raises((NotFoundError, KeyError)) as caught:
            call()
        values.append(caught.value)
    return values


@pytest.mark.parametrize('protocol', range(pickle.HIGHEST_PROTOCOL + 1))
def test_everything_survives(everything, protocol):
    for value in everything:
        data = pickle.dumps(value, protocol)
        again = pickle.loads(data)
        assert type(again) is type(value)
        assert again == value or repr(again) == repr(value)
        assert b'jane-password' not in data


@pytest.mark.parametrize('protocol', range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_api_carries_where_its_cookies_are_and_no_secret(api, protocol):
    token = api.session.cookies['com.sixsq.slipstream.cookie'].partition('=')[2]
    api.session.auth = ('jane', 'jane-password')
    api.session.headers['Authorization'] = str('Basic jane-password')
    api.session.proxies = {str('https'): str('http://user:jane-password@proxy.test:3128')}
    api.session.params = {'password': 'jane-password'}
    data = pickle.dumps(api, protocol)
    for secret in (token, 'jane-password'):
        assert secret.encode('ascii') not in data
    again = pickle.loads(data)
    again.session.proxies = {}
    again.session.params = {}
    assert again.get_user('jane').username == 'jane' and again.session.login_params == {}
    again.close()


def test_a_broken_connection_takes_no_secret_along(sandbox, api):
    sandbox.faults.add(kind='reset', times=None)
    with pytest.raises(ConnectionError) as caught:
        api.deploy(WORDPRESS)
    assert caught.value.request.url == sandbox.endpoint + '/run'
    assert caught.value.request.method == 'POST'
    token = api.session.cookies['com.sixsq.slipstream.cookie'].partition('=')[2]
    data = pickle.dumps(caught.value, 2)
    assert token.encode('ascii') not in data
    assert isinstance(pickle.loads(data), requests.ConnectionError)


def answer(queue, api, identifiers):
    """What a worker does: find out the status of deployments."""
    queue.put([  # pragma: no cover - in another process
        api.get_deployment(identifier).status for identifier in identifiers])


@pytest.mark.skipif(not hasattr(multiprocessing, 'get_context'),
                    reason='Python 2 starts workers in one way only')
def test_workers_that_are_started_afresh_can_use_the_api(api):
    made = [api.deploy(WORDPRESS) for _ in range(4)]
    context = multiprocessing.get_context(str('spawn'))
    queue = context.Queue()
    worker = context.Process(target=answer, args=(queue, api, made))
    worker.daemon = True  # if it hangs, it ends with the tests
    worker.start()
    assert queue.get(timeout=LAST_RESORT) == ['initializing'] * 4
    ends(worker)
    queue.close()
    queue.join_thread()

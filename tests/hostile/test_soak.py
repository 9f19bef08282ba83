# -*- coding: utf-8 -*-
"""A short soak run, and proof that it would find problems."""
from __future__ import unicode_literals

import collections
import copy
import itertools
import json
import random
import sys

import pytest

from slipstream.api import Api
from slipstream.sandbox import Sandbox
from tests.soak import __main__ as soak, service, threads

RESOURCES = {'memory': 50000, 'files': 10, 'threads': 9}
GOOD = {'threads': {'calls': {'user': 3}, 'errors': {}, 'surprises': [], 'sure': {'t1': 'id'},
                    'unsure': ['t2', 't3'], 'early': RESOURCES,
                    'late': RESOURCES,
                    'hung': 0, 'left': 0, 'retries': 1},
        'service': {'tags': {'t1': 1, 't2': 1},
                    'counts': {'requests': 9, 'logins': 1, 'trouble: 503': 1}},
        'cookies': [{'name': 'p0.test', 'last': '7', 'reads': 7, 'corrupt': 0, 'lost': 0,
                     'warnings': 0}], 'damaged': 0, 'kept': {'p0.test': '7'}}


class Lines(object):
    """A stream that takes the text of either Python."""

    def __init__(self):
        self.text = ''

    def write(self, text):
        """Take it."""
        self.text += text if isinstance(text, type('')) else text.decode('utf-8')

    def flush(self):
        """Nothing is held back."""


def _changed(path, value):
    """A good outcome with one value replaced."""
    outcome = copy.deepcopy(GOOD)
    place = outcome
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return outcome


def test_a_good_outcome_has_no_problems():
    assert soak.judged(GOOD, 8) == []


@pytest.mark.parametrize('path,value', [
    (('service', 'tags'), {}), (('service', 'tags', 't2'), 2), (('service', 'tags', 't9'), 1),
    (('threads', 'surprises'), ['KeyError']),
    (('threads', 'hung'), 1),
    (('threads', 'left'), 1), (('threads', 'calls'), {}),
    (('threads', 'late'), dict(RESOURCES, memory=90000)), (('threads', 'late'),
      dict(RESOURCES, files=40)),
    (('threads', 'late'), dict(RESOURCES, threads=10)), (('damaged',), 1),
    (('kept', 'p0.test'), '6'), (('cookies', 0, 'corrupt'), 1)])
def test_what_is_wrong_is_found(path, value):
    assert len(soak.judged(_changed(path, value), 8)) == 1


def test_a_short_run_prints_what_was_confirmed(capsys):
    assert soak.main(['--seconds', '0.4', '--threads', '2', '--processes', '1']) == 0
    assert 'deployments confirmed' in capsys.readouterr()[0]


def test_a_bad_run_prints_its_problems_and_fails(monkeypatch, capsys):
    monkeypatch.setattr(soak, 'run', lambda *_: _changed(('damaged',), 1))
    assert soak.main([]) == 1
    assert 'PROBLEM: the cookie file is damaged' in capsys.readouterr()[0]


def test_a_process_that_fails_raises_an_error():
    with pytest.raises(RuntimeError):
        soak._said(soak._started('nothing'))


@pytest.fixture
def turns(monkeypatch):
    """A clock that advances by a second at each read, so that seconds are turns."""
    seconds = itertools.count()
    monkeypatch.setattr(threads, 'monotonic', lambda: next(seconds))


def test_threads_find_no_surprise(turns):
    out = Lines()
    with Sandbox(http=True, speed=0) as sandbox:
        threads.main(sandbox.endpoint, '60', '3', out)
    report = json.loads(out.text)
    assert report['surprises'] == [] and report['errors'] == {} and report['hung'] == 0
    assert sum(report['calls'].values()) > 10 and len(
        report['sure']) == report['calls'].get('deploy', 0)


def test_a_thread_does_everything(turns):
    with Sandbox(speed=0) as sandbox:
        load = threads.Load(sandbox.api(), 60)
        load.work(1)
    assert set(load.counts) == set(threads._NAMES) and len(load.sure) == load.counts['deploy']


def test_threads_tell_what_went_wrong(turns):
    with Sandbox(speed=0) as sandbox:
        load = threads.Load(sandbox.api(retries=threads.CountingRetries(1, backoff=0.001)), 100)
        sandbox.faults.add(status=503, times=None)
        load._search = None
        load.work(1)
    assert load.api.session.retries.done and load.errors and load.unsure
    assert 'search' in load.surprises[0]


def test_the_service_has_trouble(monkeypatch):
    made, out = service.Service(), Lines()
    with Api(made.url, persist_cookie=False, retries=0) as api:
        for seed in range(30):
            made.trouble(random.Random(seed))
        made.sandbox.faults.clear()
        api.login_internal('jane', 'jane-password')
        api.deploy(threads.WORDPRESS, tags=['t1'])
    made.close()
    assert dict(made.held()['tags']) == {'t1': 1}
    assert made.counts['restarts']
    assert made.counts['logins'] == 1
    monkeypatch.setattr(sys, 'stdin', collections.namedtuple(str('Ended'), str('read'))(lambda: ''))
    service.main('1', out, lambda seconds: None)
    assert out.text.startswith('http://127.0.0.1:')
    assert json.loads(out.text.splitlines()[1])['tags'] == {}

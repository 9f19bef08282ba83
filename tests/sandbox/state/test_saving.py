# -*- coding: utf-8 -*-
"""Saving to a state file: failures, killed processes, and the documents themselves."""
from __future__ import unicode_literals

import copy
import json
import os
import signal
import subprocess
import sys
import threading

import pytest
import requests

from slipstream.api import Api, SlipStreamError
from slipstream.sandbox import Sandbox
from slipstream.sandbox.session_cookies import NAME as COOKIE_NAME
from slipstream.sandbox.state import store
from slipstream.sandbox.state.state_file import SavedStore, StateError, StateFile
from slipstream.sandbox.state.store import Store

from ...processes import end_of
from ...threads import ends
from .test_state_file import WORDPRESS, busy

EVENT = {'timestamp': '2019-03-29T08:00:00.000Z', 'type': 'state', 'severity': 'low',
         'content': {'resource': {'href': 'run/1'}, 'state': 'x'},
         'acl': {'owner': {'type': 'USER', 'principal': 'jane'},
                 'rules': [{'type': 'USER', 'principal': 'jane', 'right': 'ALL'}]}}


@pytest.fixture
def path(tmpdir):
    """The path of the state file."""
    return str(tmpdir.join('sandbox.sqlite'))


def test_what_could_not_be_written_is_no_success_and_tried_again(path):
    with Sandbox(speed=0, state=path) as sandbox:
        api = sandbox.api(retries=0)
        sandbox._state._database.execute('PRAGMA query_only = ON')
        with pytest.raises(SlipStreamError) as caught:
            api.deploy(WORDPRESS)
        assert caught.value.status_code == 500
        sandbox._state._database.execute('PRAGMA query_only = OFF')
        assert api.deploy(WORDPRESS)
    with Sandbox(speed=0, state=path) as sandbox:
        assert len(sandbox.world.store.table('run')) == 2


def test_a_failure_in_the_middle_leaves_nothing(path):
    with Sandbox(speed=0, state=path) as sandbox:
        state = sandbox._state
        rows = state._database.execute('SELECT count(*) FROM documents').fetchone()
        sandbox.world.store.table('event').put('event/1', {'id': 'event/1'})
        with pytest.raises(StateError) as caught:
            state._write(
                list(sandbox.world.store.changes()) + [('INSERT INTO nowhere VALUES (1)', ())])
        assert 'nowhere' in '%s' % caught.value
        assert state._database.execute('SELECT count(*) FROM documents').fetchone() == rows


def test_a_number_that_does_not_fit_leaves_nothing(path):
    with Sandbox(speed=0, state=path) as sandbox:
        store = sandbox.world.store
        store.pass_number('large', 2 ** 64)
        with pytest.raises(StateError):
            sandbox.world.save()
        store._counters['large'] = 1
        sandbox.world.save()
    with Sandbox(speed=0, state=path) as sandbox:
        assert sandbox.world.store._counters['large'] == 1


def test_nothing_is_kept_after_the_end(path):
    sandbox = Sandbox(speed=0, state=path)
    sandbox.close()
    sandbox.close()
    with pytest.raises(StateError) as caught:
        sandbox.fail_next_launch('too late')
    assert 'closed' in '%s' % caught.value


@pytest.fixture
def serving(path):
    """A server of its own with a state file: the process and its endpoint."""
    environment = dict(os.environ, PYTHONPATH=str(':').join(folder
                                                            for folder in sys.path if folder))
    process = subprocess.Popen(
        [sys.executable, '-m', 'slipstream.sandbox', 'serve', '--json', '--state', path],
        stdout=subprocess.PIPE, env=environment)
    try:
        yield process, json.loads(process.stdout.readline().decode('ascii'))['endpoint']
    finally:
        process.poll() is None and process.kill()  # only if the test has failed
        end_of(process)
        process.stdout.close()


def test_no_acknowledged_write_is_lost_when_the_process_is_killed(path, serving):
    process, endpoint = serving
    api = Api(endpoint, persist_cookie=False, retries=0)
    api.login_internal('jane', 'jane-password')
    cookie = '%s=%s' % (COOKIE_NAME, api.session.cookies.get(COOKIE_NAME).strip('"'))
    acknowledged = [api.cimi_add('events', EVENT).json['resource-id'] for _ in range(6)]
    killer = threading.Thread(target=os.kill, args=(process.pid, signal.SIGKILL))
    killer.start()  # while the next ones are on their way
    with pytest.raises((SlipStreamError, requests.RequestException)):
        while True:
            acknowledged.append(api.cimi_add('events', EVENT).json['resource-id'])
    ends(killer)
    api.close()
    assert end_of(process) == -signal.SIGKILL
    with Sandbox(speed=0, state=path) as sandbox:
        kept = sandbox.world.store.table('event').keys()
        session = sandbox.mount(requests.Session())
        answer = session.get(sandbox.endpoint + '/api/session', headers={'Cookie': cookie})
    assert kept[:len(acknowledged)] == acknowledged
    assert len(kept) - len(acknowledged) in (0, 1)
    assert answer.status_code == 200 and answer.json()['count'] == 1


def test_documents_keep_their_order(path):
    with Sandbox(speed=0, state=path) as sandbox:
        table = sandbox.world.store.table('x')
        for name in 'abcd':
            table.put(name, {'name': name})
        sandbox.world.save()
        table.put('b', {'name': 'B'})
        table.remove('a')
        table.put('e', {'name': 'e'})
        table.put('a', {'name': 'A'})
        table.remove('a')
        table.remove('nothing')
        table.put('f', {'name': 'f'})
        table.put('a', {'name': 'again'})
        sandbox.world.save()
        assert [document['name'] for document in table] == ['B', 'c', 'd', 'e', 'f', 'again']
        sandbox.world.store.table('y').put('1', {})
        sandbox.world.store.forget('y')
    with Sandbox(speed=0, state=path) as sandbox:
        assert [document['name'] for document in sandbox.world.store.table('x')] == [
            'B', 'c', 'd', 'e', 'f', 'again']
        assert len(sandbox.world.store.table('y')) == 0


def test_only_what_changed_is_written():
    saved = SavedStore()
    saved.fill([('x', 'a', {'n': 1}), ('x', 'b', {'n': 2})], [('count', 7)])
    assert list(saved.changes()) == []
    saved.table('x').put('b', {'n': 3})
    assert saved.next_number('count') == 8
    assert [values[1:] for _, values in saved.changes()] == [('{"n": 3}', 'x', 'b'), ('count', 8)]
    saved.clean()
    assert list(saved.changes()) == []


def test_a_sandbox_in_memory_has_an_ordinary_store():
    with Sandbox(speed=0) as sandbox:
        assert type(sandbox.world.store) is Store


def test_closing_twice_is_harmless(path):
    state = StateFile(path)
    state.close()
    state.close()


@pytest.fixture
def put_documents(monkeypatch):
    """All documents that were put into any table, each with the copy that was made of it then."""
    pairs = []
    put = store.Table.put

    def watched(self, key, document):
        """Note a document."""
        pairs.append((document, copy.deepcopy(document)))
        put(self, key, document)

    monkeypatch.setattr(store.Table, 'put', watched)
    return pairs


def test_documents_are_plain_data_that_nobody_changes_in_place(put_documents):
    with Sandbox(speed=0) as sandbox:
        api, deployment_id = busy(sandbox)
        api.deploy(WORDPRESS)  # Fails, as busy() asked for.
        scalable = api.deploy('examples/tutorials/service-testing/system', scalable=True)
        built = api.build_component('examples/tutorials/image-building/nginx')
        sandbox.advance(900)
        api.add_node_instances(scalable, 'testclient', 2)
        sandbox.advance(900)
        api.cimi_edit(settings_of_jane(sandbox), {'timeout': 40})
        for identifier in (deployment_id, scalable):
            api.terminate(identifier)
        sandbox.advance(900)
        assert api.get_deployment(built).status == 'done'
    assert len(put_documents) > 200
    for document, at_first in put_documents:
        assert document == at_first
        assert json.loads(json.dumps(document)) == document


def settings_of_jane(sandbox):
    """The id of the settings of the default account."""
    return next(settings['id'] for settings in sandbox.world.store.table('user-param')
                if settings['acl']['owner']['principal'] == 'jane')

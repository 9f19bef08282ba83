# -*- coding: utf-8 -*-
"""State in a file."""
from __future__ import unicode_literals

import io
import os
import sqlite3
import stat
import subprocess
import sys

import pytest
import requests

from slipstream.sandbox import Sandbox
from slipstream.sandbox.session_cookies import NAME as COOKIE_NAME
from slipstream.sandbox.state.state_file import LAYOUT, StateError

from ...processes import output_of

WORDPRESS = 'apps/WordPress/wordpress'


@pytest.fixture
def path(tmpdir):
    """The path of the state file."""
    return str(tmpdir.join('sandbox.sqlite'))


def everything(sandbox):
    """All documents of a sandbox in their order, and its counters."""
    tables = sandbox.world.store._tables
    documents = dict((name, [(key, table.get(key)) for key in table.keys()])
                     for name, table in tables.items() if len(table))
    return documents, dict(sandbox.world.store._counters)


def busy(sandbox):
    """Let a sandbox do something of everything; the client, and a deployment that is under way."""
    api = sandbox.api()
    ended = api.deploy('jane/web')
    sandbox.advance(600)
    api.terminate(ended)
    sandbox.advance(600)  # Its machines are forgotten.
    deployment_id = api.deploy(WORDPRESS)
    sandbox.fail_next_launch('later')
    sandbox.advance(5)
    return api, deployment_id


# -- what is kept -------------------------------------------------------------

def test_all_continues_where_it_stopped(path):
    with Sandbox(speed=0, state=path) as sandbox:
        _, deployment_id = busy(sandbox)
        before = (everything(sandbox), sandbox.clock.now(), sandbox.users, sandbox.api_keys)
    with Sandbox(speed=0, state=path) as sandbox:
        assert (everything(sandbox), sandbox.clock.now(), sandbox.users, sandbox.api_keys) == before
        api = sandbox.api()
        assert api.get_deployment(deployment_id).status == 'provisioning'
        sandbox.advance(600)
        assert api.get_deployment(deployment_id).status == 'ready'
        failing = api.deploy(WORDPRESS)
        sandbox.advance(600)
        assert api.get_deployment(failing).abort == 'later'


def test_it_is_as_if_it_had_never_stopped(path):
    with Sandbox(speed=0, seed=5) as whole:
        api, _ = busy(whole)
        expected = [api.deploy(WORDPRESS), api.deploy(WORDPRESS)]
        whole.advance(600)
        documents = whole.world.store.table('virtual-machine').keys()
    with Sandbox(speed=0, seed=5, state=path) as first:
        api, _ = busy(first)
        deployed = [api.deploy(WORDPRESS)]
        cookie = api.session.cookies.get(COOKIE_NAME)
    with Sandbox(speed=0, seed=99, state=path) as second:
        api = second.api(login=False)
        api.session.cookies.set(COOKIE_NAME, cookie, domain='sandbox.test', path='/')
        assert deployed + [api.deploy(WORDPRESS)] == expected
        second.advance(600)
        assert second.world.store.table('virtual-machine').keys() == documents


def test_a_session_survives(path):
    with Sandbox(speed=0, state=path) as sandbox:
        cookie = '%s=%s' % (COOKIE_NAME, sandbox.api().session.cookies.get(COOKIE_NAME).strip('"'))
    with Sandbox(speed=0, state=path) as sandbox:
        session = sandbox.mount(requests.Session())
        assert session.get(sandbox.endpoint + '/dashboard',
                           headers={'Cookie': cookie}).status_code == 200
        sandbox.expire_sessions()
    with Sandbox(speed=0, state=path) as sandbox:
        session = sandbox.mount(requests.Session())
        assert session.get(sandbox.endpoint + '/dashboard', headers={'Cookie': cookie},
                           allow_redirects=False).status_code != 200


def test_time_continues_where_it_stopped_but_never_back(path):
    with Sandbox(speed=0, state=path, start=1000) as sandbox:
        sandbox.clock.advance(500)
    with Sandbox(speed=0, state=path, start=1000) as sandbox:
        assert sandbox.clock.now() == 1500
    with Sandbox(speed=0, state=path, start=2000) as sandbox:
        assert sandbox.clock.now() == 2000


def test_the_catalogue_counts_only_at_the_beginning(path):
    with Sandbox(speed=0, state=path,
                 catalogue={'accounts': [{'username': 'ann', 'password': 'secret'}]}):
        pass
    with Sandbox(speed=0, state=path) as sandbox:
        sandbox.add_data(modules=[{'path': 'team/web', 'type': 'component'}],
                         accounts=[{'username': 'bob', 'password': 'other'}])
    with Sandbox(speed=0, state=path) as sandbox:
        assert [user['username'] for user in sandbox.users] == ['ann', 'bob']
        assert [module.name
                for module in sandbox.api('ann').list_project_content('team')] == ['web']


def test_reading_writes_nothing(path):
    with Sandbox(speed=0, state=path) as sandbox:
        api = sandbox.api()
        before = sandbox._state._database.total_changes
        list(api.list_applications())
        api.get_user()
        assert sandbox._state._database.total_changes == before
        api.deploy(WORDPRESS)
        assert 3 < sandbox._state._database.total_changes - before < 40


# -- what a file needs --------------------------------------------------------

def test_only_the_owner_can_read_it(path):
    with Sandbox(speed=0, state=path):
        assert stat.S_IMODE(os.stat(path).st_mode) & 0o077 == 0


def test_only_the_owner_can_read_a_new_file_behind_a_link(tmpdir, path):
    tmpdir.join('link').mksymlinkto(path)
    with Sandbox(speed=0, state=str(tmpdir.join('link'))):
        assert stat.S_IMODE(os.stat(path).st_mode) & 0o077 == 0


def test_only_one_sandbox_uses_it(path):
    with Sandbox(speed=0, state=path):
        with pytest.raises(StateError) as caught:
            Sandbox(speed=0, state=path)
        assert 'another sandbox uses it' in '%s' % caught.value
    Sandbox(speed=0, state=path).close()


TABLES = ['documents', 'counters', 'facts']
DAMAGE = ["UPDATE %s SET %s = %s WHERE rowid = (SELECT max(rowid) FROM %s)"
          % (table, column, value, table)
          for table, columns in zip(TABLES, (('kind', 'key', 'document'), ('value',), ('value',)))
          for column in columns + ('checksum',)
          for value in ("'{}'", "'[]'", "'null'", "'a' || %s" % column, "x'ff00'", '1.5', '9e999')]
DAMAGE += ['DELETE FROM %s WHERE rowid = (SELECT max(rowid) FROM %s)' % (table, table)
           for table in TABLES] + ['DELETE FROM ' + table for table in TABLES]
DAMAGE += ['DROP TABLE ' + table for table in TABLES] + [
    'ALTER TABLE documents RENAME TO papers', 'ALTER TABLE facts ADD COLUMN x',
    'CREATE TABLE another (x)', 'CREATE VIEW another AS SELECT 1',
    'CREATE TRIGGER another AFTER INSERT ON documents BEGIN DELETE FROM documents; END',
    "INSERT INTO documents (kind, key, document, checksum) VALUES ('user', 'x', '{}', 0)",
    "DELETE FROM facts WHERE name = 'contents'", "UPDATE facts SET name = 'x' WHERE name = 'clock'",
    'PRAGMA user_version = 1', 'PRAGMA user_version = 3', 'PRAGMA application_id = 7']


@pytest.mark.parametrize('damage', DAMAGE)
def test_a_damaged_state_is_refused(path, damage):
    Sandbox(speed=0, state=path).close()
    database = sqlite3.connect(path)
    with database:
        database.execute(damage)
    database.close()
    with pytest.raises(StateError) as caught:
        Sandbox(speed=0, state=path)
    assert path in '%s' % caught.value
    database = sqlite3.connect(path, timeout=0)  # nobody holds it
    database.execute('BEGIN EXCLUSIVE')
    database.close()


@pytest.mark.parametrize('piece', range(16))
def test_no_damage_changes_what_a_sandbox_contains(path, piece):
    with Sandbox(speed=0, state=path) as sandbox:
        contents = everything(sandbox)
    with io.open(path, 'rb') as stream:
        intact = bytearray(stream.read())
    for place in range(piece * len(intact) // 16 + 7, len(intact), len(intact) // 3):
        damaged = bytearray(intact)
        damaged[place] ^= 1 << place % 8
        with io.open(path, 'wb') as stream:
            stream.write(damaged)
        assert contents_or_error(path) in (contents, StateError)


def contents_or_error(path):
    """Everything in a state file, or the error that refuses it."""
    try:
        with Sandbox(speed=0, state=path) as sandbox:
            return everything(sandbox)
    except StateError:
        return StateError


def test_a_file_that_cannot_be_written_is_refused_at_once(path):
    Sandbox(speed=0, state=path).close()
    with io.open(path, 'r+b') as stream:
        stream.seek(18)
        stream.write(b'\x03')  # SQLite may then read the file, but not write it
    with pytest.raises(StateError) as caught:
        Sandbox(speed=0, state=path)
    assert 'readonly' in '%s' % caught.value


@pytest.mark.parametrize('size', [1, 15, 16, 99, 100, 4095, 4096, 20000, -4096, -1])
def test_a_file_that_was_cut_off_is_refused(path, size):
    Sandbox(speed=0, state=path).close()
    with io.open(path, 'r+b') as stream:
        stream.truncate(size if size > 0 else os.path.getsize(path) + size)
    with pytest.raises(StateError):
        Sandbox(speed=0, state=path)
    assert os.path.getsize(path) > 0


@pytest.mark.parametrize('start, end', [(0, 100), (100, 4000), (4096, 9000), (9000, 40000)])
def test_a_file_with_holes_is_refused(path, start, end):
    Sandbox(speed=0, state=path).close()
    with io.open(path, 'r+b') as stream:
        stream.seek(start)
        stream.write(b'\xa5' * (end - start))
    with pytest.raises(StateError):
        Sandbox(speed=0, state=path)


def test_damage_that_nobody_has_read_yet_is_found(path):
    Sandbox(speed=0, state=path).close()
    database = sqlite3.connect(path)
    size = database.execute('PRAGMA page_size').fetchone()[0]
    root = database.execute("SELECT rootpage FROM sqlite_master WHERE type = 'index' "
                            "AND tbl_name = 'documents'").fetchone()[0]
    database.close()
    with io.open(path, 'r+b') as stream:
        stream.seek((root - 1) * size + size // 2)
        stream.write(b'\0' * (size // 2))
    with pytest.raises(StateError) as caught:
        Sandbox(speed=0, state=path)
    assert 'damaged' in '%s' % caught.value


@pytest.mark.parametrize('name', ['a\0b', 'a\ud800b' if str is not bytes else b'a\0'])
def test_a_name_that_no_file_can_have_is_refused(tmpdir, name):
    with pytest.raises(StateError) as caught:
        Sandbox(speed=0, state=os.path.join(str(tmpdir), name))
    assert 'cannot be used' in '%s' % caught.value


def test_a_folder_that_does_not_exist_is_reported(tmpdir):
    with pytest.raises(StateError) as caught:
        Sandbox(speed=0, state=str(tmpdir.join('missing', 'sandbox.sqlite')))
    assert 'No such file' in '%s' % caught.value


LOCKED = '''
import sys
from slipstream.sandbox import Sandbox
try:
    Sandbox(speed=0, state=sys.argv[1]).close()
except ValueError as error:
    print(error)
'''


def test_a_refused_second_opening_leaves_the_lock_of_the_first_in_force(path):
    with Sandbox(speed=0, state=path) as sandbox:
        with pytest.raises(StateError):
            Sandbox(speed=0, state=path)
        environment = dict(os.environ, PYTHONPATH=str(':').join(folder
                                                                for folder in sys.path if folder))
        process = subprocess.Popen([sys.executable, '-c', LOCKED, path], stdout=subprocess.PIPE,
                                   env=environment)
        complaint = output_of(process)[0].decode('utf-8')
        assert 'another sandbox uses it' in complaint
        sandbox.api().deploy(WORDPRESS)


def test_one_file_is_left(path):
    with Sandbox(speed=0, state=path) as sandbox:
        busy(sandbox)
    assert os.listdir(os.path.dirname(path)) == ['sandbox.sqlite']


@pytest.mark.parametrize('content, complaint',
                         [(b'This is text, not a database. ' * 40, 'not a database'),
                          (None, 'directory')])
def test_what_is_no_state_is_refused(tmpdir, content, complaint):
    place = tmpdir.join('x')
    if content is None:
        place.mkdir()
    else:
        place.write_binary(content)
    with pytest.raises(StateError) as caught:
        Sandbox(speed=0, state=str(place).encode('ascii'))
    assert complaint in ('%s' % caught.value).lower() and str(place) in '%s' % caught.value


def test_the_file_of_a_version_with_another_layout_is_left_alone(path):
    Sandbox(speed=0, state=path).close()
    older = sqlite3.connect(path)
    older.execute('PRAGMA user_version = 1')
    older.close()
    with pytest.raises(StateError) as caught:
        Sandbox(speed=0, state=path)
    assert '%s' % caught.value == (
        'The state file %s has layout 1, and this version needs layout %d: use another file' % (
            os.path.abspath(path), LAYOUT))
    older = sqlite3.connect(path)
    assert older.execute('PRAGMA user_version').fetchone() == (1,)
    older.close()


def test_another_database_is_left_alone(path):
    other = sqlite3.connect(path)
    other.execute('CREATE TABLE mine (x)')
    other.close()
    with pytest.raises(StateError) as caught:
        Sandbox(speed=0, state=path)
    assert 'not a state file of a sandbox' in '%s' % caught.value
    other = sqlite3.connect(path)
    assert other.execute('SELECT name FROM sqlite_master').fetchall() == [('mine',)]
    other.close()


def test_a_sandbox_that_cannot_begin_leaves_the_file_free(path):
    with pytest.raises(ValueError):
        Sandbox(speed=0, state=path, catalogue={'mistake': 1})
    with Sandbox(speed=0, state=path) as sandbox:
        assert sandbox.users


# -- killed -------------------------------------------------------------------

# -*- coding: utf-8 -*-
"""Where a capture keeps what it has read."""
from __future__ import unicode_literals

import io
import os
import sqlite3
import stat

import pytest

from slipstream.sandbox.command_line import capture_spool
from slipstream.sandbox.command_line.capture_spool import (BROKEN, UNREADABLE, FoundDocument,
                                                           FoundModule, Spool, SpoolError, Task)

ONE, TWO, LATE = Task(1, 'a', 'one'), Task(1, 'a', 'two'), Task(2, 'b', 'late')


@pytest.fixture
def place(tmpdir):
    """Where the file is."""
    return str(tmpdir.join('x.capture'))


@pytest.fixture
def spool(place):
    """A spool with three tasks."""
    spool = Spool(place, {'endpoint': 'x'})
    spool.add([LATE, TWO, ONE])
    yield spool
    spool.close()


def module(path, version, **members):
    """A module that was read."""
    return FoundModule(dict(members, path=path, version=version, type='component'), True, 1)


def killed(spool):
    """End the program without warning."""
    spool._database.close()


def test_lower_ranks_come_first(spool):
    order = []
    while True:
        task = spool.next()
        if task is None:
            break
        order.append(task)
        spool.finish(task)
    assert order == [ONE, TWO, LATE]


def test_a_batch_is_of_one_rank(spool):
    batches = []
    while not batches or batches[-1]:
        batches.append(spool.batch())
        for task in batches[-1]:
            spool.finish(task)
    assert batches == [[ONE, TWO], [LATE], []]


def test_a_task_is_done_once(spool):
    spool.add([ONE, ONE])
    assert (spool.done, spool.total) == (0, 3)
    spool.finish(spool.next(), tasks=[ONE, TWO])
    assert (spool.done, spool.total) == (1, 3)


def test_it_continues_where_it_was_closed(spool, place):
    spool.finish(spool.next(), findings=[module('a', 1)])
    spool.close()
    again = Spool(place, {'endpoint': 'x'})
    assert (again.done, again.total, again.next()) == (1, 3, TWO)
    assert list(again.modules()) == [{'path': 'a', 'version': 1, 'type': 'component'}]
    again.close()


def test_it_loses_little_if_it_is_killed(spool, place, monkeypatch):
    monkeypatch.setattr(capture_spool, 'AT_ONCE', 2)
    for number in range(3):
        spool.finish(spool.next(), findings=[module('a', number)])
    killed(spool)
    spool._database = None
    again = Spool(place, {'endpoint': 'x'})
    assert (again.done, again.next(), len(list(again.modules()))) == (2, LATE, 2)
    again.close()


def test_what_was_interrupted_in_the_middle_is_read_once_more(spool, place, monkeypatch):
    def interrupted(tasks):
        """Interrupt the program."""
        raise KeyboardInterrupt()

    monkeypatch.setattr(spool, 'add', interrupted)
    with pytest.raises(KeyboardInterrupt):
        spool.finish(spool.next(), tasks=[LATE], findings=[module('a', 1)])
    spool.close()
    again = Spool(place, {'endpoint': 'x'})
    assert again.next() == ONE
    again.finish(ONE, findings=[module('a', 1)])
    assert len(list(again.modules())) == 1
    again.close()


def test_modules_come_sorted_by_path_and_number(spool):
    spool.finish(spool.next(), findings=[module('b', 2), module('a', 10), module('a', 9)])
    assert [(entry['path'], entry['version']) for entry in spool.modules()] == [
        ('a', 9), ('a', 10), ('b', 2)]
    assert spool.has_latest('a')
    assert not spool.has_latest('c')


def test_documents_come_sorted_in_their_sections(spool):
    spool.finish(spool.next(), findings=[
        FoundDocument('quotas', key, {'id': key}, 2) for key in ('b', 'a')])
    assert (spool.sections(), list(spool.section('quotas'))) == (
        ['quotas'], [{'id': 'a'}, {'id': 'b'}])
    assert spool.numbers() == {'quotas': 2}
    assert spool.withheld == 4


def test_what_is_broken_is_tried_again(spool):
    spool.finish(spool.next(), state=BROKEN, note='500')
    spool.finish(spool.next(), state=UNREADABLE, note='403')
    assert list(spool.failures(BROKEN)) == [('a', 'one', '500')]
    assert list(spool.failures(UNREADABLE)) == [('a', 'two', '403')]
    spool.finish(spool.next())
    spool.try_again()
    assert (spool.done, spool.next(), list(spool.failures(BROKEN))) == (2, ONE, [])


def test_others_cannot_read_it(spool, place):
    assert stat.S_IMODE(os.stat(place).st_mode) == 0o600


def test_nobody_else_can_use_it(spool, place):
    with pytest.raises(SpoolError, match='another capture uses it'):
        Spool(place, {'endpoint': 'x'})


def test_a_spool_with_other_options_is_refused(spool, place):
    spool.close()
    with pytest.raises(SpoolError, match='other options.*"y"'):
        Spool(place, {'endpoint': 'y'})


def test_it_is_gone_when_it_is_done(spool, place):
    spool.remove()
    assert os.listdir(os.path.dirname(place)) == []


def write_database(place):
    """Make another database."""
    database = sqlite3.connect(place)
    database.execute('CREATE TABLE x (y)')
    database.close()


def write_text(place):
    """Make a file that is none."""
    with io.open(place, 'w') as stream:
        stream.write('My diary, not a database')


@pytest.mark.parametrize('write', [write_database, write_text])
def test_another_file_is_refused(place, write):
    write(place)
    with pytest.raises(SpoolError, match='x.capture'):
        Spool(place, {})


def test_a_folder_that_is_not_there_is_reported(tmpdir):
    with pytest.raises(SpoolError, match='cannot be used'):
        Spool(str(tmpdir.join('nowhere', 'x')), {})

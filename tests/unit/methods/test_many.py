# -*- coding: utf-8 -*-
"""Many at once: threads in an order that events give them."""
from __future__ import unicode_literals

import copy
import os
import pickle
import signal
import threading

import pytest

from slipstream.api import Api
from slipstream.api.methods import batches

from ...threads import Gate, ends, happens


@pytest.fixture
def api(tmpdir):
    """An Api that sends nothing."""
    with Api('https://h', cookie_file=str(tmpdir.join('cookies.txt'))) as made:
        yield made


class Trouble(Exception):
    """What a function of a program raises."""


def fail_for(items):
    """A function that doubles, and fails for some items."""
    def double(item):
        if item in items:
            raise Trouble(item)
        return item * 2
    return double


def test_outcomes_come_in_the_order_of_the_items(api):
    done = [threading.Event() for _ in range(3)]

    def last_first(number):
        happens(done[number + 1]) if number < 2 else None
        done[number].set()
        return number * 2

    outcomes = api.map(last_first, iter(range(3)), workers=3)
    assert [tuple(outcome) for outcome in outcomes] == [(0, 0, None), (1, 2, None), (2, 4, None)]
    assert len(outcomes) == 3 and outcomes[1:] == list(outcomes)[1:]


def test_as_many_run_at_a_time_as_are_asked_for(api):
    at_once, most, lock, gate = [], [], threading.Lock(), Gate(4)

    def work(number):
        with lock:
            at_once.append(number)
            most.append(len(at_once))
        if number < 4:
            gate.enter()  # opens only when four are in here
        with lock:
            at_once.remove(number)

    assert len(api.map(work, range(20), workers=4).ok) == 20
    assert max(most) == 4


def test_no_thread_stays_and_none_starts_without_items(api):
    seen = []
    before = threading.active_count()
    assert list(api.map(lambda item: seen.append(threading.current_thread()), [])) == []
    api.map(lambda item: seen.append(threading.current_thread()), range(50), workers=5)
    assert len(seen) == 50 and threading.current_thread() not in seen
    assert threading.active_count() == before and not any(thread.is_alive() for thread in seen)


def test_a_failure_stops_no_other_and_is_tried_again(api):
    wrong = [1, 3]
    outcomes = api.map(fail_for(wrong), range(5))
    assert [outcome.item for outcome in outcomes.failed] == [1, 3]
    assert [outcome.result for outcome in outcomes.ok] == [0, 4, 8]
    assert [type(outcome.error) for outcome in outcomes.failed] == [Trouble, Trouble]
    wrong.remove(1)
    again = outcomes.retry()
    assert [outcome.result for outcome in again] == [0, 2, 4, None, 8]
    assert [outcome.item for outcome in again.failed] == [3] and len(outcomes.failed) == 2
    wrong.remove(3)
    assert again.retry().failed == []


def test_what_succeeded_is_not_called_again(api):
    called = []
    outcomes = api.map(lambda item: called.append(item) or fail_for([1])(item), range(3), workers=1)
    outcomes.retry()
    assert called == [0, 1, 2, 1]


def test_ctrl_c_starts_nothing_more_and_returns_what_is_done(api, monkeypatch):
    stopped, wait_for = threading.Event(), batches._wait_for

    def work(number):
        if number == 1:
            os.kill(os.getpid(), signal.SIGINT)
            happens(stopped)
        return number

    def at_ctrl_c(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(batches, '_wait_for', lambda threads: (stopped.set(), wait_for(threads)))
    before = signal.signal(signal.SIGINT, at_ctrl_c)
    try:
        outcomes = api.map(work, range(5), workers=1)
    finally:
        signal.signal(signal.SIGINT, before)
    assert outcomes.interrupted and [outcome.result for outcome in outcomes] == [0, 1]
    assert outcomes.not_started == [2, 3, 4]
    assert repr(outcomes).startswith('<Outcomes: 2 ok, 0 failed, 3 not started')
    monkeypatch.setattr(os, 'kill', lambda *_: None)
    assert [outcome.result for outcome in outcomes.retry()] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize('end', [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_ends_a_program_ends_it_in_the_thread_of_the_caller(api, end):
    called = []

    def work(number):
        called.append(number)
        if number == 2:
            raise end()

    with pytest.raises(end):
        api.map(work, range(9), workers=1)
    assert called == [0, 1, 2]


def test_progress_is_reported_in_the_thread_of_the_caller(api):
    seen, threads = [], set()

    def note(done, total):
        seen.append((done, total))
        threads.add(threading.current_thread())

    api.map(fail_for([1]), range(4), progress=note)
    assert seen[0] == (0, 4) and seen[-1] == (4, 4) and seen == sorted(set(seen))
    assert threads == {threading.current_thread()}


def test_a_progress_that_fails_stops_it(api):
    def note(done, total):
        raise Trouble('no')

    with pytest.raises(Trouble):
        api.map(fail_for([]), range(4), progress=note)


def test_lines_are_written_to_standard_error(api, monkeypatch, capsys):
    monkeypatch.setitem(__import__('sys').modules, str('tqdm.auto'), None)
    api.map(fail_for([]), range(4), progress=True)
    assert capsys.readouterr()[1].startswith('Items: 4 of 4 (')


@pytest.mark.parametrize('function, items, options, error, message', [
    (None, [], {}, TypeError, 'The function must be callable, not None'),
    ('terminate', [], {}, TypeError, 'The function must be callable, not '),
    (len, None, {}, TypeError, 'items must be a list, not None'),
    (len, 'abc', {}, TypeError, 'items must be a list, not '),
    (len, 7, {}, TypeError, 'items must be a list, not int'),
    (len, [], {'workers': 0}, ValueError, 'workers must be at least 1, not 0'),
    (len, [], {'workers': True}, TypeError, 'workers must be a whole number, not True'),
    (len, [], {'progress': 'yes'}, TypeError, 'progress must be True or False, not ')])
def test_wrong_arguments_are_refused(api, function, items, options, error, message):
    with pytest.raises(error, match=message):
        api.map(function, items, **options)


def test_outcomes_show_a_table_and_each_shows_a_card(api):
    outcomes = api.map(fail_for([1, 11]), range(12), workers=2)
    lines = repr(outcomes).splitlines()
    assert lines[0] == '<Outcomes: 10 ok, 2 failed>'
    assert [line.split()[0] for line in lines[3:8]] == ['1', 'error:', '11', 'error:', '0']
    assert 'Trouble: 11' in repr(outcomes) and 'Trouble: 11' in outcomes._repr_html_()
    assert repr(outcomes.failed[0]) == '<Outcome: item=1, error=Trouble: 1>'
    assert 'Trouble: 1' in outcomes.failed[0]._repr_html_()
    assert repr(outcomes.ok[0]) == '<Outcome: item=0, result=0>'


def test_no_secret_is_shown(api):
    outcomes = api.map(len, [{'username': 'jane', 'password': 'hush-hush'}])
    shown = [repr(outcomes), repr(outcomes[0]), outcomes._repr_html_(), outcomes[0]._repr_html_()]
    assert [text for text in shown if 'hush-hush' in text or 'jane' not in text] == []


def test_outcomes_can_be_pickled(api):
    outcomes = pickle.loads(pickle.dumps(api.map(int, ['7', 'x'])))
    assert [outcome.result for outcome in outcomes.retry()] == [7, None]


@pytest.mark.parametrize('protocol', range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize('function, options', [
    (lambda item: int(item) + 1, {}), (fail_for([]), {}), (threading.Lock().locked, {}),
    (int, {'progress': lambda done, total: None})])
def test_outcomes_of_any_function_can_be_pickled(api, function, options, protocol):
    again = None if function is int else 'x'
    outcomes = api.map(function, [again], **options)
    made = pickle.loads(pickle.dumps(outcomes, protocol))
    assert repr(made) == repr(outcomes) and len(made) == 1 and made.interrupted is False
    with pytest.raises(ValueError) as info:
        made.retry()
    assert 'Pass it to api.map again' in str(info.value)


@pytest.mark.parametrize('make', [copy.copy, copy.deepcopy])
def test_a_copy_of_outcomes_calls_the_same_function(api, make):
    called = []
    outcomes = api.map(called.append, [[1], [2]])
    made = make(outcomes)
    assert repr(made) == repr(outcomes) and (made[0].item is called[0]) == (make is copy.copy)
    outcomes._outcomes.clear()
    assert len(made._outcomes) == 2
    made._outcomes.pop(0)
    assert len(made.retry()) == 2 and called == [[1], [2], [1]]


def test_an_error_does_not_hold_the_outcomes(api):
    batch = batches.Batch(fail_for([1]), [1], None)
    batch.work(1, lambda done, total: None)
    assert len(batch.outcomes()) == 1 and batch.outcomes() == {}


def test_who_waits_looks_up_from_time_to_time():
    class Slow(object):
        """A thread that is alive twice."""

        looks, waits = 0, []

        def is_alive(self):
            """Whether it has not ended."""
            self.looks += 1
            return self.looks < 3

        def join(self, seconds):
            """Note how long somebody waits."""
            self.waits.append(seconds)

    thread = Slow()
    batches._wait_for([thread])
    assert thread.waits == [batches.LOOK] * 2


def test_what_is_one_object_is_one_in_a_copy(api):
    item = ['a']
    outcomes = api.map(lambda shared: shared, [item])
    copied, own = copy.deepcopy([outcomes, item])
    assert copied[0].item is copied[0].result is own is not item


def test_threads_do_not_keep_a_program_from_its_end(api):
    outcomes = api.map(lambda _: threading.current_thread().daemon, [1, 2])
    assert [outcome.result for outcome in outcomes] == [True, True]


def test_a_repetition_keeps_the_pace_of_the_same_session(api):
    assert api.map(len, ['a'])._again.args[0] is api.session


@pytest.mark.parametrize('options, workers', [({}, 8), ({'workers': 3}, 3)])
def test_a_repetition_uses_as_many_threads(api, options, workers):
    assert api.map(len, ['a'], **options)._again.keywords['workers'] == workers


def test_progress_is_complete_though_one_thread_has_ended_before_another(api):
    first, seen, is_shown = [], [], threading.Event()

    def work(number):
        if number == 0:
            first.append(threading.current_thread())
            return
        happens(is_shown)
        ends(*first)

    def note(done, total):
        seen.append((done, total))
        if done == 1:
            is_shown.set()

    api.map(work, range(2), workers=2, progress=note)
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_who_shows_the_progress_looks_up_from_time_to_time():
    batch, waits = batches.Batch(len, ['a'], None), []

    class Condition(object):
        """A condition that somebody waits for once."""

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def wait(self, seconds):
            """Note how long; then no thread is left."""
            waits.append(seconds)
            batch._at_work = 0

    batch._changed, batch._at_work = Condition(), 1
    batch._watch(lambda done, total: None)
    assert waits == [batches.LOOK]

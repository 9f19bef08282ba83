# -*- coding: utf-8 -*-
"""Pace and progress."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.command_line.pace import Pace
from slipstream.sandbox.command_line.progress_line import ProgressLine

from ...threads import together
from .captures import Output


class Watch(object):
    """A clock that moves when somebody sleeps or works."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        """Let time pass."""
        assert seconds > 0
        self.now += seconds


@pytest.mark.parametrize('rate, pause, work, expected', [
    (0, 0, 1, [0, 1, 2]), (10, 0, 0, [0, 0.1, 0.2]), (10, 0, 0.5, [0, 0.5, 1.0]),
    (0, 0.25, 1, [0, 1.25, 2.5]), (2, 0.25, 0.125, [0, 0.5, 1.0]),
    (10, 0.25, 0.125, [0, 0.375, 0.75])])
def test_requests_begin_when_they_may(rate, pause, work, expected):
    watch = Watch()
    pace = Pace(rate, pause, watch.sleep, watch)
    begun = []
    for _ in expected:
        with pace:
            begun.append(watch.now - 100)
            watch.now += work
    assert begun == pytest.approx(expected)


def test_several_threads_keep_one_pace():
    watch, begun = Watch(), []
    pace = Pace(10, 0, watch.sleep, watch)

    def work():
        """Begin as soon as the pace allows."""
        with pace:
            begun.append(None)

    together([work] * 8)
    assert len(begun) == 8 and watch.now == pytest.approx(100.7)


def test_a_request_that_fails_counts_as_well():
    watch = Watch()
    pace = Pace(0, 3, watch.sleep, watch)
    with pytest.raises(ValueError):
        with pace:
            raise ValueError()
    with pace:
        assert watch.now == 103


class Terminal(Output):
    """A stream that people look at."""

    def isatty(self):
        """It is one."""
        return True


def test_a_terminal_shows_a_bar():
    watch, out = Watch(), Terminal()
    progress = ProgressLine(out, 'things', watch)
    progress.show(0, 4)
    progress.show(1, 4)
    watch.now += 0.2
    progress.show(2, 4)
    progress.show(4, 4)
    progress.close()
    progress.close()
    assert out.getvalue() == (
        '\r|%s| 0 of 4 things ' % ('-' * 30)
        + '\r|%s%s| 2 of 4 things ' % ('#' * 15, '-' * 15)
        + '\r|%s| 4 of 4 things \n' % ('#' * 30))


def test_elsewhere_there_is_a_line_now_and_then():
    watch, out = Watch(), Output()
    progress = ProgressLine(out, 'things', watch)
    for done in range(4):
        progress.show(done, 4)
        watch.now += 20
    progress.show(4, 4)
    progress.close()
    assert out.getvalue() == '0 of 4 things\n2 of 4 things\n4 of 4 things\n'


def test_nothing_to_do_is_shown_as_done():
    out = Terminal()
    ProgressLine(out, 'things', Watch()).show(0, 0)
    assert '0 of 0 things' in out.getvalue()

# -*- coding: utf-8 -*-
"""Progress: a bar where there is tqdm, else lines."""
from __future__ import unicode_literals

import sys
import types

import pytest

from slipstream.api import patience, progress
from slipstream.api.patience import Patience

from .test_patience import Story, deployment


class Bar(object):
    """What is used of tqdm."""

    made = []

    def __init__(self, total, leave, bar_format):
        self.total, self.leave, self.bar_format = total, leave, bar_format
        self.n, self.described, self.shown, self.closed = 0, None, [], False
        self.made.append(self)

    def set_description_str(self, text, refresh):
        """Note the text, which must be a str and not be shown yet."""
        assert isinstance(text, str) and refresh is False
        self.described = text

    def refresh(self):
        """Show it."""
        self.shown.append((self.n, self.described))

    def close(self):
        """Leave it."""
        self.closed = True


@pytest.fixture
def bars(monkeypatch):
    """The bars that are made by a stand-in for tqdm."""
    package, auto = types.ModuleType(str('tqdm')), types.ModuleType(str('tqdm.auto'))
    package.auto, auto.tqdm = auto, Bar
    monkeypatch.setitem(sys.modules, str('tqdm'), package)
    monkeypatch.setitem(sys.modules, str('tqdm.auto'), auto)
    monkeypatch.setattr(Bar, 'made', [])
    return Bar.made


@pytest.fixture
def no_tqdm(monkeypatch):
    """As if tqdm were not installed."""
    for name in ('tqdm', 'tqdm.auto'):
        monkeypatch.setitem(sys.modules, str(name), None)


def test_a_bar(bars):
    Story('initializing', 'executing', 'thinking', 'ready').wait(progress=True)
    bar, = bars
    assert [shown[0] for shown in bar.shown] == [0, 2, 2, 4]
    assert bar.shown[1][1] == 'Deployment 7b0e4a52 executing'
    assert (bar.total, bar.closed) == (4, True)


def test_a_bar_is_never_more_than_full(bars):
    Story('provisioning', 'cancelled').wait(patience.ENDS, progress=True)
    Story('initializing').wait(('initializing',), progress=True)
    assert [(bar.total, bar.n) for bar in bars] == [(6, 6), (1, 0)]


def test_a_bar_is_left_after_a_failure_too(bars):
    with pytest.raises(KeyboardInterrupt):
        Patience(None, progress=True).wait(interrupted, ('ready',))
    assert bars[0].closed


def interrupted():
    raise KeyboardInterrupt()


def test_lines_without_tqdm(no_tqdm, capsys, monkeypatch):
    times = [100, 101, 105]
    monkeypatch.setattr(progress, 'monotonic', lambda: times.pop(0))
    Story('executing', 'executing', 'ready').wait(progress=True)
    out, err = capsys.readouterr()
    assert out == ''
    assert err.splitlines() == ['Deployment 7b0e4a52 executing (1 s)', 'Deployment 7b0e4a52 ready (5 s)']


@pytest.mark.parametrize('nothing', [None, False])
def test_nothing_is_shown_unless_wanted(nothing, bars, capsys):
    assert Story('executing', 'ready').wait(progress=nothing) == deployment('ready')
    assert bars == [] and capsys.readouterr() == ('', '')

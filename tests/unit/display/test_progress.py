# -*- coding: utf-8 -*-
"""Progress: a bar where there is tqdm, else lines."""
from __future__ import unicode_literals

import sys
import types

import pytest

from slipstream.api.display import progress
from slipstream.api.errors import DeploymentAbortedError, StatusUnreachableError
from slipstream.api.methods.waiting import DeploymentWaiter
from slipstream.api.protocol.statuses import ENDS, STATUSES

from ... import xml_samples as samples
from ..methods.test_waiting import Story, deployment


class Bar(object):
    """What is used of tqdm."""

    made = []

    def __init__(self, desc, total, leave, bar_format):
        assert isinstance(desc, str) and isinstance(bar_format, str)
        self.desc, self.total, self.leave, self.bar_format = desc, total, leave, bar_format
        self.n, self.described, self.shown, self.closed = 0, None, [], False
        self.made.append(self)

    def set_postfix_str(self, text, refresh):
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


def test_the_bar_advances_with_the_states_and_keeps_its_width(bars):
    Story('initializing', 'executing', 'thinking', 'ready').wait(progress=True)
    bar, = bars
    assert [shown[0] for shown in bar.shown] == [0, 2, 2, 4]
    assert [shown[1].rstrip() for shown in bar.shown] == ['initializing', 'executing', 'thinking',
                                                          'ready']
    assert set(len(shown[1]) for shown in bar.shown) == {len('sendingreports')}
    assert (bar.desc, bar.total, bar.closed) == ('Deployment 7b0e4a52', 4, True)
    assert isinstance(bar, Bar) and bar.monitor_interval == 0


def test_a_bar_is_never_more_than_full(bars):
    Story('provisioning', 'cancelled').wait(ENDS, progress=True)
    Story('initializing').wait(('initializing',), progress=True)
    assert [(bar.total, bar.n) for bar in bars] == [(6, 6), (1, 1)]


@pytest.mark.parametrize('last, error, shown', [
    (deployment('ready', abort='disk full'), DeploymentAbortedError, (3, 'aborted')),
    (deployment('executing', abort='disk full'), DeploymentAbortedError, (2, 'aborted')),
    (deployment('done'), StatusUnreachableError, (3, 'done'))])
def test_a_bar_is_full_only_after_success(bars, last, error, shown):
    with pytest.raises(error):
        Story('executing', last).wait(progress=True)
    assert (bars[0].n, bars[0].described.rstrip()) == shown and bars[0].closed


def test_an_abort_is_no_failure_for_who_waits_for_an_end(bars):
    Story(deployment('done', abort='disk full')).wait(ENDS, stop_on_abort=False,
                                                      progress=True)
    assert (bars[0].n, bars[0].described.rstrip()) == (6, 'done')


def test_a_bar_is_left_after_a_failure_too(bars):
    with pytest.raises(KeyboardInterrupt):
        DeploymentWaiter(lambda _: deployment(), interrupted, progress=True).wait(
            samples.DUID, ('done',))
    assert bars[0].closed and bars[0].n == 4


def test_no_bar_before_anything_is_known(bars):
    with pytest.raises(KeyboardInterrupt):
        DeploymentWaiter(interrupted, None, progress=True).wait(samples.DUID, ('ready',))
    assert bars == []


def interrupted(*_):
    raise KeyboardInterrupt()


def test_lines_show_the_progress_where_tqdm_is_missing(no_tqdm, capsys, monkeypatch):
    times = [100, 101, 105]
    monkeypatch.setattr(progress, 'monotonic', lambda: times.pop(0))
    Story('executing', 'executing', 'ready').wait(progress=True)
    out, err = capsys.readouterr()
    assert out == ''
    assert err.splitlines() == ['Deployment 7b0e4a52 executing (1 s)',
                                'Deployment 7b0e4a52 ready (5 s)']


def test_a_line_tells_of_an_abort(no_tqdm, capsys):
    with pytest.raises(DeploymentAbortedError):
        Story('ready', deployment('ready', abort='disk full')).wait(('done',), progress=True)
    assert [line.rpartition(' (')[0] for line in capsys.readouterr()[1].splitlines()] == [
        'Deployment 7b0e4a52 ready', 'Deployment 7b0e4a52 aborted']


@pytest.mark.parametrize('nothing', [None, False])
def test_nothing_is_shown_unless_wanted(nothing, bars, capsys):
    assert Story('executing', 'ready').wait(progress=nothing) == deployment('ready')
    assert bars == [] and capsys.readouterr() == ('', '')


# Bytes
# ------------------------------------------------------------------------------

class Bytes(object):
    """What is used of tqdm for bytes."""

    made = []

    def __init__(self, total, leave, desc, unit, unit_scale):
        assert leave and isinstance(desc, str) and (unit, unit_scale) == ('B', True)
        self.total, self.described, self.steps, self.closed = total, desc, [], False
        self.made.append(self)

    def update(self, more):
        """Advance by a number of bytes."""
        self.steps.append(more)

    def close(self):
        """Leave it."""
        self.closed = True


@pytest.fixture
def byte_bars(bars, monkeypatch):
    """The bars for bytes that are made by a stand-in for tqdm."""
    monkeypatch.setattr(sys.modules[str('tqdm.auto')], 'tqdm', Bytes)
    monkeypatch.setattr(Bytes, 'made', [])
    return Bytes.made


@pytest.fixture
def ticks(monkeypatch):
    """A clock that advances by a second whenever it is read."""
    seconds = iter(range(100))
    monkeypatch.setattr(progress, 'monotonic', lambda: next(seconds))


def test_a_transfer_shows_a_bar_of_bytes(byte_bars, capsys):
    with progress.ByteBar('Sending a\x1b[31m.csv') as tell:
        assert byte_bars == []
        for done in (10, 30, 100):
            tell(done, 100)
    bar, = byte_bars
    assert (bar.total, bar.described, bar.steps,
            bar.closed) == (100, 'Sending a\\x1b[31m.csv', [10, 20, 70], True)
    assert capsys.readouterr() == ('', '') and bar.monitor_interval == 0  # no thread


def test_a_bar_of_bytes_goes_back_when_a_transfer_begins_again(byte_bars):
    with progress.ByteBar('x') as tell:
        for done in (60, 20, 40):
            tell(done, None)
    assert byte_bars[0].total is None and byte_bars[0].steps == [60, -40, 20]


def test_a_bar_of_bytes_is_left_after_a_failure_too(byte_bars):
    with pytest.raises(KeyboardInterrupt):
        with progress.ByteBar('x') as tell:
            tell(1, 2)
            interrupted()
    assert byte_bars[0].closed


def test_a_transfer_prints_lines_where_tqdm_is_missing(no_tqdm, ticks, capsys):
    with progress.ByteBar('Fetching %s' % ('x' * 50)) as tell:
        for done in range(1, 10):
            tell(done * 300, 2700)
    out, err = capsys.readouterr()
    name = 'Fetching %s...' % ('x' * 28)
    assert out == ''
    assert err.splitlines() == [name + ': 1.5 kB of 2.7 kB (6 s)',
                                name + ': 2.7 kB of 2.7 kB (11 s)']


@pytest.mark.parametrize('count, text', [(999, '999 bytes'), (1000, '1.0 kB'), (2500000, '2.5 MB'),
                                         (3 * 10 ** 9, '3.0 GB')])
def test_a_line_shows_bytes_of_an_unknown_number(no_tqdm, ticks, capsys, count, text):
    with progress.ByteBar('Fetching it') as tell:
        tell(count, None)
    assert capsys.readouterr() == ('', 'Fetching it: %s (2 s)\n' % text)


def test_the_last_line_of_bytes_comes_once(no_tqdm, ticks, capsys):
    with progress.ByteBar('Fetching it') as tell:
        for done in range(1, 6):
            tell(done, 5)
    assert capsys.readouterr() == ('', 'Fetching it: 5 bytes of 5 bytes (6 s)\n')


def test_without_bytes_no_line_is_printed(no_tqdm, capsys):
    with progress.ByteBar('x'):
        pass
    assert capsys.readouterr() == ('', '')


def test_without_bytes_no_bar_is_shown(byte_bars):
    with progress.ByteBar('x'):
        pass
    assert byte_bars == []


def test_a_function_shows_the_progress_itself():
    def tell(done, total):
        """Note nothing."""

    with progress.shown(tell, progress.ByteBar) as show:
        assert show is tell


@pytest.mark.parametrize('option', [None, False])
def test_nothing_is_shown_of_a_progress_that_nobody_wants(option, capsys):
    with progress.shown(option, progress.ByteBar) as show:
        assert show(1, 2) is None
    assert capsys.readouterr() == ('', '')


def test_a_bar_is_made_where_there_is_to_be_one(no_tqdm, capsys):
    with progress.shown(True, lambda: progress.CountBar('Items')) as show:
        show(1, 2)
    assert capsys.readouterr()[1].startswith('Items: 1 of 2')


class CountedBar(object):
    """What is used of tqdm to count things."""

    made = []

    def __init__(self, total, leave, desc, unit):
        assert isinstance(desc, str) and isinstance(unit, str) and leave
        self.total, self.desc, self.n, self.closed = total, desc, 0, False
        self.made.append(self)

    def update(self, count):
        """Move on."""
        self.n += count

    def close(self):
        """Leave it."""
        self.closed = True


def test_a_bar_counts_things(monkeypatch, bars):
    monkeypatch.setattr(sys.modules['tqdm.auto'], 'tqdm', CountedBar)
    monkeypatch.setattr(CountedBar, 'made', [])
    with progress.CountBar('Items') as show:
        for done in (0, 2, 5):
            show(done, 5)
    bar, = CountedBar.made
    assert (bar.desc, bar.total, bar.n, bar.closed) == ('Items', 5, 5, True)


def test_lines_show_how_many_things_are_done(monkeypatch, capsys, no_tqdm):
    now = [0]
    monkeypatch.setattr(progress, 'monotonic', lambda: now[0])
    with progress.CountBar('Items') as show:
        for done in range(5):
            show(done, 4)
            now[0] += 3
    with progress.CountBar('Nothing'):
        pass
    assert capsys.readouterr()[1].splitlines() == ['Items: 2 of 4 (6 s)', 'Items: 4 of 4 (12 s)']


def test_trouble_is_reported_without_a_bar(no_tqdm, capsys):
    bar = progress.StatusBar(STATUSES, ['ready'])
    bar.tell(deployment('executing').id, 'service unreachable, trying again (1 of 4)')
    bar.show(deployment('executing'))
    bar.tell(deployment('executing').id, 'service unreachable, trying again (1 of 4)')
    bar.show(deployment('executing'))
    assert [line.split(' ', 2)[2] for line in capsys.readouterr()[1].splitlines()] == [
        'service unreachable, trying again (1 of 4) (0 s)', 'executing (0 s)',
        'service unreachable, trying again (1 of 4) (0 s)', 'executing (0 s)']


def test_trouble_is_reported_in_the_bar(bars, capsys):
    bar = progress.StatusBar(STATUSES, ['ready'])
    bar.show(deployment('executing'))
    bar.tell('x', 'service unreachable, trying again (2 of 4)')
    assert bars[0].shown[-1] == (2, 'service unreachable, trying again (2 of 4)')
    assert capsys.readouterr()[1] == ''

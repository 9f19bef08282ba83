# -*- coding: utf-8 -*-
"""Pictures."""
from __future__ import unicode_literals

import datetime
import pickle
import sys

import pytest

from slipstream.api import plots
from slipstream.api.models import CimiResource, Usage
from slipstream.sandbox import Sandbox


def event(state, timestamp, kind='state'):
    """An event as the service keeps it."""
    return CimiResource({'type': kind, 'timestamp': timestamp,
                         'content': {'resource': {'href': 'run/1'}, 'state': state}})


def texts(figure):
    """The labels of the rows, and what stands beside the bars."""
    axes = figure.axes[0]
    return [label.get_text() for label in axes.get_yticklabels()], [
        text.get_text() for text in axes.texts]


def test_a_timeline_shows_how_long_each_state_lasted():
    figure = plots.timeline([
        event('Done', '2019-03-29T10:20:05.000Z'), event('Finalizing', '2019-03-29T10:20:05.000Z'),
        event('Ready', '2019-03-29T08:20:05.000Z'),
        event('Started', '2019-03-29T08:20:00.000Z', 'action'),
        event('Odd', '2019-03-29T08:18:50.000Z'), event(None, '2019-03-29T08:18:50.000Z')])
    assert texts(figure) == (['Odd', 'Ready', 'Finalizing', 'Done'],
                             ['1 min 15 s', '2 h 00 min', '0 s', 'since 10:20:05'])
    assert figure.axes[0].get_title() == 'States of deployment 1'
    assert figure.axes[0].get_xlabel() == 'minutes since 2019-03-29 08:18:50 UTC'


@pytest.mark.parametrize('hours, unit', [(0, 'seconds'), (1, 'minutes'), (5, 'hours')])
def test_the_unit_fits_the_time(hours, unit):
    figure = plots.timeline([event('Ready', '2019-03-29T08:00:00Z')], title='cost: $5$',
                            until=datetime.datetime(2019, 3, 29, 8 + hours))
    assert figure.axes[0].get_xlabel().startswith(unit)
    assert figure.axes[0].get_title() == r'cost: \$5\$'


def test_usage_is_drawn_against_the_quota():
    none = [None] * 5
    rows = [Usage('a', 3, *(none + [5])), Usage('b', 9, 9, 0, 0, 0, 0, 5),
            Usage('c', None, *(none + [None])),
            Usage('All Clouds', 12, *(none + [10]))]
    figure = plots.usage(iter(rows))
    assert texts(figure) == (['a', 'b', 'c'], ['3 of 5', '9 of 5', '0'])
    bars = [bar for bar in figure.axes[0].patches if bar.get_zorder() >= 1]
    tracks = [bar for bar in figure.axes[0].patches if bar not in bars]
    assert [bar.get_hatch() for bar in bars] == [None, '///', None]
    assert [track.get_width() for track in tracks] == [5, 5]
    assert plots.usage(rows[2:]).axes[0].get_xlabel() == 'machines in use'


def test_the_last_state_runs_on_unless_it_is_the_end():
    figure = plots.timeline([event('Ready', '2019-03-29T08:00:00Z')])
    assert texts(figure)[1] == ['since 08:00:00, still running']


def test_a_figure_can_be_read_on_any_background():
    figure = plots.usage([Usage('a', 3, 3, 0, 0, 0, 0, 5)])
    axes = figure.axes[0]
    assert figure.get_facecolor()[3] == axes.get_facecolor()[3] == 0
    inks = {text.get_color() for text in axes.texts + axes.get_yticklabels() + [axes.title]}
    assert inks == {'#7a7a7a'}


def test_there_must_be_something_to_show():
    with pytest.raises(ValueError):
        plots.timeline([])
    with pytest.raises(ValueError):
        plots.usage([Usage('All Clouds', 1, 1, 0, 0, 0, 0, 1)])


def test_figures_show_themselves_without_global_state():
    before = 'matplotlib.pyplot' in sys.modules
    figure = plots.usage([Usage('a', 3, 3, 0, 0, 0, 0, 5)])
    assert figure._repr_png_().startswith(b'\x89PNG')
    assert ('matplotlib.pyplot' in sys.modules) == before
    assert pickle.loads(pickle.dumps(figure)).axes


def test_results_of_a_sandbox_become_plots():
    with Sandbox() as sandbox:
        api = sandbox.api()
        deployment = api.deploy('apps/WordPress/wordpress', 'ec2-eu-west')
        sandbox.clock.advance(600)
        assert 'Ready' in texts(plots.timeline(api.get_deployment_events(deployment)))[0]
        assert len(texts(plots.usage(api.usage()))[0]) == 3

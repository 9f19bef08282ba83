# -*- coding: utf-8 -*-
"""Plots: pictures where people would rather look.

Drawn with matplotlib, which the extra ``notebook`` brings; without its global state, so nothing has
to be closed. In a notebook a figure shows itself. Colours are those of Okabe and Ito, which people
with any colour vision can tell apart; and nothing is said by colour alone.
"""
from __future__ import unicode_literals

import datetime
import functools
import io

from .compat import to_text
from .display import values
from .protocol import documents, timestamps
from .protocol.statuses import ENDS, STATUSES

#: States of a deployment in the order of its life, and their colours; others are grey.
STATES = tuple(zip(('created',) + STATUSES, (
    '#999999', '#56b4e9', '#0072b2', '#e69f00', '#f0e442', '#009e73', '#cc79a7', '#999999',
    '#d55e00', '#d55e00')))
_COLOURS = dict(STATES)
_ORDER = [state for state, _ in STATES]
_USED, _OVER, _OTHER = '#0072b2', '#d55e00', '#999999'
#: Of words and lines: it can be read on white and on black, and the background is transparent.
_INK = '#7a7a7a'
#: The track behind a bar, up to the quota.
_TRACK, _BEHIND = (0.5, 0.5, 0.5, 0.25), 0.5
_SHOWN_CLOUDS = 40
_LONGEST_NAME = 30


def timeline(events, title=None, until=None):
    """The states of a deployment in the course of time.

    ::

        >>> timeline(api.get_deployment_events(deployment_id, 'state'))  # doctest: +SKIP

    :param events: resources of type ``event``; those that tell no state are left out.
    :param str title: what stands above; None to name the deployment.
    :param until: a ``datetime.datetime`` in UTC, where the last state ends; None for a little after
        the last event.
    :return: a ``matplotlib.figure.Figure``.
    :raises ImportError: if matplotlib is not installed.
    :raises ValueError: if no event tells a state.
    """
    moments = sorted(_states(events), key=_in_order)
    if not moments:
        raise ValueError('None of these events is a state change of a deployment')
    first, last = moments[0][0], moments[-1][0]
    end = max(until or last + (last - first) / 8, last, first + datetime.timedelta(seconds=1))
    figure, axes = _empty(7.5, 0.9 + 0.34 * len(moments))
    scale, unit = _unit((end - first).total_seconds())
    width = (end - first).total_seconds() / scale
    for row, (moment, state, _) in enumerate(moments):
        finish = moments[row + 1][0] if row + 1 < len(moments) else end
        start, length = (moment - first).total_seconds() / scale, (
            finish - moment).total_seconds() / scale
        axes.barh(row, max(length, width / 400.0), left=start, height=0.7,
                  color=_COLOURS.get(state.lower(), _OTHER), edgecolor='#444444',
                  linewidth=0.5)
        label = _distance((finish - moment).total_seconds()) if row + 1 < len(
            moments) else _said_of_last(moment, state)
        _note(axes, label, (start + length, row))
    axes.set_yticks(range(len(moments)))
    axes.set_yticklabels([_name(state) for _, state, _ in moments])
    axes.invert_yaxis()
    axes.set_xlim(0, width * 1.18)
    axes.set_xlabel('%s since %s UTC' % (unit, first.strftime('%Y-%m-%d %H:%M:%S')))
    axes.set_title(
        _escaped(values.clipped(values.neutral(title if title is not None
                                               else _title(moments[0][2])), 80)), fontsize=10)
    return figure


def usage(rows, title='Usage and quota'):
    """How much of each cloud is used, against its quota.

    ::

        >>> usage(api.usage())  # doctest: +SKIP

    :param rows: named tuples :class:`~slipstream.api.models.Usage`; the sum of all clouds is left
        out.
    :param str title: what stands above.
    :return: a ``matplotlib.figure.Figure``.
    :raises ImportError: if matplotlib is not installed.
    :raises ValueError: if there is no cloud.
    """
    clouds = [row for row in rows if row.cloud != documents.ALL_CLOUDS][:_SHOWN_CLOUDS]
    if not clouds:
        raise ValueError('There are no clouds to plot')
    figure, axes = _empty(7.5, 1.3 + 0.42 * len(clouds))
    used = [(row.vm_usage if row.vm_usage is not None else row.run_usage) or 0 for row in clouds]
    largest = max(used + [row.quota or 0 for row in clouds] + [1])
    for index, (row, count) in enumerate(zip(clouds, used)):
        over = row.quota is not None and count > row.quota
        axes.barh(index, count, height=0.6, color=_OVER if over else _USED,
                  hatch='///' if over else None, edgecolor='white', linewidth=0)
        if row.quota:
            axes.barh(index, row.quota, height=0.76, color=_TRACK, zorder=_BEHIND)
        text = '%d' % count if row.quota is None else '%d of %d' % (count, row.quota)
        _note(axes, text, (max(count, row.quota or 0), index))
    axes.set_yticks(range(len(clouds)))
    axes.set_yticklabels([_name(row.cloud) for row in clouds])
    axes.invert_yaxis()
    axes.set_xlim(0, largest * 1.15)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel('machines in use' + (', and the quota in grey'
                                         if any(row.quota is not None for row in clouds) else ''))
    axes.set_title(_escaped(title), fontsize=10)
    return figure


def _states(events):
    """Moment, state and name of the resource, for each event that tells a state."""
    for event in events:
        document = getattr(event, 'json', event)
        content = document.get('content') or {}
        moment = timestamps.parse(document.get('timestamp'))
        if content.get('state') and moment is not None and document.get('type', 'state') == 'state':
            yield moment, to_text(content['state']), to_text(
                (content.get('resource') or {}).get('href') or '')


def _in_order(entry):
    # States that are over at once bear the same time.
    moment, state, _ = entry
    return moment, _ORDER.index(state.lower()) if state.lower() in _ORDER else 0


def _empty(width, height):
    """A figure with one pair of axes that can show itself in any notebook."""
    from matplotlib.backends.backend_agg import \
        FigureCanvasAgg  # An extra; and it takes half a second.
    from matplotlib.figure import Figure
    figure = Figure(figsize=(width, height), facecolor='none', constrained_layout=True)
    FigureCanvasAgg(figure)
    figure._repr_png_ = functools.partial(as_png, figure)
    axes = figure.add_subplot(1, 1, 1, facecolor='none')
    axes.set_axisbelow(True)
    axes.tick_params(colors=_INK)
    axes.xaxis.label.set_color(_INK)
    axes.title.set_color(_INK)
    axes.grid(axis='x', color=_TRACK, linewidth=0.6)
    for side, spine in axes.spines.items():
        spine.set_visible(side not in ('top', 'right'))
        spine.set_color(_INK)
    return figure, axes


def _note(axes, text, end):
    """Write beside the end of a bar."""
    axes.annotate(text, end, xytext=(5, 0), textcoords='offset points', va='center', fontsize=8,
                  color=_INK)


def _title(href):
    """The title of a timeline: the deployment, by the beginning of its id."""
    return 'States of deployment %s' % href.rpartition('/')[2][:8] if href else 'States'


def _said_of_last(moment, state):
    running = '' if state.lower() in ENDS else ', still running'
    return 'since %s%s' % (moment.strftime('%H:%M:%S'), running)


def as_png(figure, resolution=144):
    """The PNG file of a figure, as bytes.

    ::

        >>> as_png(usage(api.usage()))[1:4]  # doctest: +SKIP
        b'PNG'

    :param figure: the figure.
    :param int resolution: dots per inch.
    """
    stream = io.BytesIO()
    figure.savefig(stream, format='png', dpi=resolution)
    return stream.getvalue()


def _unit(seconds):
    return (3600.0, 'hours') if seconds > 3 * 3600 else (60.0, 'minutes') if seconds > 180 else (
        1.0, 'seconds')


def _distance(seconds):
    if seconds >= 3600:
        return '%d h %02d min' % (seconds // 3600, seconds % 3600 // 60)
    return '%d min %02d s' % (seconds // 60,
                              seconds % 60) if seconds >= 60 else '%d s' % round(seconds)


def _name(text):
    return _escaped(values.clipped(values.neutral(text), _LONGEST_NAME))


def _escaped(text):
    # Between dollar signs matplotlib would see a formula.
    return to_text(text).replace('$', r'\$')

# -*- coding: utf-8 -*-
"""
Markup: how models look in a notebook
=====================================

HTML tables and cards. Every text is escaped, and only addresses of web pages become links. There are no colours but those of the notebook,
so it can be read in the light and in the dark.
"""
from __future__ import unicode_literals

from . import cells
from .compat import string_types, to_text, urlsplit

#: Characters that a cell shows.
LONGEST_CELL = 300

_LEFT = ' style="text-align:left;vertical-align:top"'
_RIGHT = ' style="text-align:right;vertical-align:top"'
_ENTITIES = (('&', '&amp;'), ('<', '&lt;'), ('>', '&gt;'), ('"', '&quot;'), ("'", '&#39;'))
_GOOD, _BAD, _BUSY = '--jp-success-color1', '--jp-error-color1', '--jp-warn-color1'
_COLOURS = {'ready': _GOOD, 'done': _GOOD, 'running': _GOOD, 'started': _GOOD, 'aborted': _BAD, 'cancelled': _BAD, 'failed': _BAD, 'error': _BAD,
            'initializing': _BUSY, 'provisioning': _BUSY, 'executing': _BUSY, 'sendingreports': _BUSY, 'finalizing': _BUSY}


def table(head, rows, more='', shown=10):
    """A headline and a table.

    :param str head: the headline.
    :param list rows: the rows; so many are ``shown``.
    :param str more: what to add to the headline.
    """
    rows = rows[:shown]
    columns = cells.columns(rows) or ([('value', rows)] if rows else [])
    parts = ['<div><p>%s</p><table><thead><tr>' % escaped(head + more)]
    parts.extend('<th%s>%s</th>' % (_LEFT, escaped(cells.neutral(name))) for name, _ in columns)
    parts.append('</tr></thead><tbody>')
    for index in range(len(rows)):
        parts.append('<tr>%s</tr>' % ''.join(_cell(name, values[index]) for name, values in columns))
    parts.append('</tbody></table></div>')
    return ''.join(parts)


def card(made):
    """A :class:`~slipstream.api.display.Card`."""
    rows = ''.join('<tr><th%s>%s</th>%s</tr>' % (_LEFT, escaped(name), _cell(name, value)) for name, value in made.pairs)
    return '<div><p><b>%s</b></p><table><tbody>%s</tbody></table></div>' % (escaped(made.title), rows)


def escaped(text):
    """A text for HTML: between tags and in quoted attributes."""
    for char, entity in _ENTITIES:
        text = text.replace(char, entity)
    return text


def link(text):
    """A text; a link if it is the address of a web page and nothing else."""
    if not is_web_address(text):
        return escaped(text)
    return '<a href="%s" target="_blank" rel="noopener noreferrer">%s</a>' % (escaped(text), escaped(text))


def is_web_address(text):
    """Whether a text is an address that is safe to be clicked at: http or https, a host, no credentials."""
    if not text.lower().startswith(('http://', 'https://')) or any(char in text for char in ' \\"<>`'):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and '@' not in parts.netloc
    except ValueError:  # brackets that are no IPv6 address
        return False


def _cell(name, value):
    side = _RIGHT if isinstance(value, (int, float)) and not isinstance(value, bool) else _LEFT
    if isinstance(value, (list, tuple)) and len(value) > 1:
        return '<td%s>%s</td>' % (side, '<br>'.join(_text(name, item) for item in value[:50]))
    return '<td%s>%s</td>' % (side, _text(name, value))


def _text(name, value):
    text = cells.cell(value)
    if not isinstance(value, string_types):
        return escaped(cells.clipped(text, LONGEST_CELL))
    if name in ('status', 'state'):
        return '<span style="border:1px solid var(%s, currentColor);border-radius:3px;padding:0 0.4em">%s</span>' % (
            _COLOURS.get(to_text(value).lower(), '--jp-border-color1'), escaped(cells.clipped(text, LONGEST_CELL)))
    return link(text) if len(text) <= 2000 and is_web_address(text) else escaped(cells.clipped(text, LONGEST_CELL))

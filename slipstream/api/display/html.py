# -*- coding: utf-8 -*-
"""HTML: how models look in a notebook.

HTML tables and cards. Every text is escaped, and only addresses of web pages become links. Colours
are those of the notebook; on other pages, such as built documentation, ones that can be seen in the
light and in the dark.
"""
from __future__ import unicode_literals

import re

from ..compat import string_types, to_text, urlsplit
from . import values

#: Characters that a cell shows.
LONGEST_CELL = 300
#: Items of a list that a cell shows.
MOST_ITEMS = 50
#: How many characters wide a table may be, approximately: the page of a notebook has
#: room for them.
WIDTH = 117

_GAP = 2
# A word that is longer may be broken; but not the name of the row.
_LONGEST_WORD = 20
_WHOLE = frozenset(['id'])
_LEFT = ' style="text-align:left;vertical-align:top"'
# In a narrow window, a table scrolls instead of breaking its words into slivers.
_LEFT_BROKEN = (' style="text-align:left;vertical-align:top;overflow-wrap:anywhere;'
                'min-width:%dch"' % _LONGEST_WORD)
_RIGHT = ' style="text-align:right;vertical-align:top"'
_ENTITIES = (('&', '&amp;'), ('<', '&lt;'), ('>', '&gt;'), ('"', '&quot;'), ("'", '&#39;'))
_GOOD, _BAD, _BUSY, _OTHER = [('--jp-%s' % name, colour) for name, colour in (
    ('success-color1', '#2e9e4f'), ('error-color1', '#d9363e'), ('warn-color1', '#d98c00'),
    ('border-color1', '#999999'))]
_COLOURS = {'ready': _GOOD, 'done': _GOOD, 'running': _GOOD, 'started': _GOOD, 'aborted': _BAD,
            'cancelled': _BAD, 'failed': _BAD, 'error': _BAD, 'initializing': _BUSY,
            'provisioning': _BUSY, 'executing': _BUSY, 'sendingreports': _BUSY,
            'finalizing': _BUSY}
_PILL = ('<span style="border:1px solid var(%s, %s);border-radius:3px;padding:0 0.4em">'
         '%s</span>')
_BAD_PILL = ('<span style="background:var(%s, %s);color:#ffffff;border-radius:3px;padding:0 0.4em">'
             '%%s</span>' % _BAD)
_ALARM = ('<p style="border-left:4px solid var(%s, %s);padding-left:0.6em">'
          '<b>Aborted:</b> %%s</p>' % _BAD)
_REMARK = ('<span style="border-left:4px solid var(%s, %s);padding-left:0.6em">'
           '<b>%%s:</b> %%s</span>' % _BAD)
_SHORT = '<span title="%s" style="white-space:nowrap">%s&hellip;</span>'
_UNBROKEN = '<span style="white-space:nowrap">%s</span>'


def table(head, rows, more='', shown=10):
    """A headline and a table.

    :param str head: the headline.
    :param list rows: the rows, of which ``shown`` are displayed.
    :param str more: what to add to the headline.
    """
    rows = rows[:shown]
    shown = values.columns(rows) or ([('value', rows)] if rows else [])
    remarks = set(map(values.remark, rows))
    columns, left_out = _fitting([column for column in shown if column[0] not in remarks])
    aborts = dict(shown).get('abort') or [None] * len(rows)
    parts = ['<div><p>%s</p><table><thead><tr>' % escaped(head + more)]
    parts.extend('<th%s>%s</th>' % (_LEFT, escaped(values.neutral(name))) for name, _ in columns)
    parts.append('</tr></thead><tbody>')
    for index in range(len(rows)):
        parts.append('<tr>%s</tr>' % ''.join(
            _cell(name, column[index], aborts[index], _RIGHT, shorten=True)
            for name, column in columns))
        parts.append(_remark(rows[index], dict(shown), index, len(columns)))
    parts.append('</tbody></table>%s</div>' % ('<p>not shown: %s</p>' % escaped(
        ', '.join(map(values.neutral, left_out))) if left_out else ''))
    return ''.join(parts)


def card(made):
    """A :class:`~slipstream.api.display.text.Card`."""
    abort = dict(made.pairs).get('abort')
    alarm = _ALARM % escaped(values.clipped(values.cell(abort), LONGEST_CELL)) if abort else ''
    rows = ''.join('<tr><th%s>%s</th>%s</tr>' % (
        _LEFT, escaped(name), _cell(name, value, abort, _LEFT)) for name, value in made.pairs
                   if name != 'abort' or not alarm)
    return '<div><p><b>%s</b></p>%s<table><tbody>%s</tbody></table>%s</div>' % (
        escaped(made.title), alarm, rows,
        table(made.head_of_rows(), made.rows) if made.rows else '')


def escaped(text):
    """A text for HTML: between tags and in quoted attributes."""
    for char, entity in _ENTITIES:
        text = text.replace(char, entity)
    return text


def link(text):
    """A text; a link if it is the address of a web page and nothing else."""
    if not is_web_address(text):
        return escaped(text)
    return '<a href="%s" target="_blank" rel="noopener noreferrer">%s</a>' % (
        escaped(text), escaped(text))


def is_web_address(text):
    """Whether an address is safe to be clicked at: http or https, a host, no credentials."""
    if not text.lower().startswith(('http://', 'https://')) or any(
            char in text for char in ' \\"<>`'):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and '@' not in parts.netloc
    except ValueError:  # brackets that are no IPv6 address
        return False


def _remark(row, columns, index, width):
    """The row below a row that tells why something failed; an empty text if it did not."""
    name = values.remark(row)
    value = columns[name][index] if name else None
    return '' if value is None else '<tr><td colspan="%d"%s>%s</td></tr>' % (width, _LEFT, (
        _REMARK % (escaped(name), escaped(values.clipped(values.cell(value), LONGEST_CELL)))))


def _fitting(columns):
    """The columns that are shown, and the names of those that are left out.

    What people look for comes first, then what differs.

    Without a value there is nothing to show.
    """
    filled = [column for column in columns
              if any(value is not None for value in column[1])] or columns[:1]
    chosen, used = set(), 0
    for name, column in sorted(filled, key=lambda pair: values.interest(*pair)):
        least = [_least(name, value) for value in column]
        size = max([values.width(values.neutral(name))] + least) + _GAP
        if not chosen or used + size <= WIDTH:
            used += size
            chosen.add(name)
    return ([column for column in filled if column[0] in chosen],
            [name for name, _ in filled if name not in chosen])


def _least(name, value):
    """The width of what stays in one piece."""
    if isinstance(value, (list, tuple)):
        return max([_least(name, item) for item in value[:MOST_ITEMS]] or [1])
    text = values.cell(value)
    short = re.match(values.LONG_ID, text)
    if short or re.match(values.DATE, text):
        return len(short.group(1)) + 1 if short else len(text)
    widest = max(values.width(word) for word in text.split(' '))
    return widest if name in _WHOLE else min(widest, _LONGEST_WORD)


def _cell(name, value, abort, side_of_numbers, shorten=False):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        side = side_of_numbers
    else:
        side = _LEFT_BROKEN if name not in _WHOLE and any(
            len(word) > _LONGEST_WORD and not re.match(values.LONG_ID, word)
            for word in values.cell(value).split(' ')) else _LEFT
    if isinstance(value, (list, tuple)) and len(value) > 1 and not hasattr(value, '_fields'):
        return '<td%s>%s</td>' % (side,
                                  '<br>'.join(_text(name, item, abort, shorten)
                                              for item in value[:MOST_ITEMS]))
    return '<td%s>%s</td>' % (side, _text(name, value, abort, shorten))


def _text(name, value, abort, shorten):
    text = values.cell(value)
    short = re.match(values.LONG_ID, text)
    if short:
        return _SHORT % (text, short.group(1)) if shorten else _UNBROKEN % text
    if re.match(values.DATE, text):
        return _UNBROKEN % text
    shown = escaped(values.clipped(text, LONGEST_CELL))
    if not isinstance(value, string_types):
        return shown
    if name in ('status', 'state'):
        return _pill(_BAD if abort else _COLOURS.get(to_text(value).lower(), _OTHER), shown)
    return link(text) if len(text) <= 2000 and is_web_address(text) else shown


def _pill(colour, shown):
    return _BAD_PILL % shown if colour is _BAD else _PILL % (colour + (shown,))

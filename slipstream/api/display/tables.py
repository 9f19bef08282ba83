# -*- coding: utf-8 -*-
"""Tables: rows for a terminal, as lines.

Where the columns that no table is without do not fit beside each other, each row becomes a few
lines: nothing that people look for is left out because a terminal is narrow.
"""
from __future__ import unicode_literals

from ..compat import integer_types
from . import values

_GAP = 2
#: The minimum width of a column before another one is left out. What people copy is never cut: ids,
#: dates and addresses, and these columns up to some width.
_LEAST = 20
_LEAST_OF = {'id': 100, 'identifier': 60, 'name': 40, 'path': 60, 'module': 26, 'username': 40,
             'value': 24}
#: The same for the columns of a type of row.
_LEAST_IN = {('Row', 'path'): 22, ('Step', 'target'): 20}
#: The maximum number of lines of a remark, and of the names of the columns that are left out.
_LINES_OF_REMARK, _LINES_OF_NAMES = 3, 2


def lines(rows, room):
    """A table of rows as a list of lines, none of them wider than the room."""
    columns = values.columns(rows)
    if not columns:
        return [values.clipped(values.cell(row), room) for row in rows]
    remarks = set(map(values.remark, rows))
    filled = [column for column in columns if column[0] not in remarks
              and any(value is not None for value in column[1])] or columns[:1]
    essential = values.essential(rows, [name for name, _ in filled])
    made = [_Column(type(rows[0]).__name__, name, column, name in essential)
            for name, column in filled]
    sizes = _fitted(made, room)
    is_narrow = not essential.issubset(sizes)
    below = [_remark(row, columns, index) for index, row in enumerate(rows)]
    table = _records(made, below, room) if is_narrow else _grid(made, sizes, below, room)
    left_out = [column.head for column in made
                if (column.level > 0 if is_narrow else column.name not in sizes)]
    return table + (values.wrapped('not shown: ' + ', '.join(left_out), room,
                                   _LINES_OF_NAMES)
                    if left_out else [])


def lines_of_pairs(pairs, room):
    """Names and their values as a list of lines, none of them wider than the room.

    :param pairs: names and values, of any kind.
    """
    widest, made = max([values.width(name) for name, _ in pairs] or [0]), []
    for name, value in pairs:
        text = values.cell(value)
        # An id or address: in one piece it can be copied.
        if ' ' not in text and values.width(text) > room - 2 - widest:
            made.extend([name] + ['  ' + line for line in values.wrapped(text, room - 2)])
            continue
        for number, line in enumerate(values.wrapped(text, room - 2 - widest)):
            made.append('%s  %s' % (values.padded('' if number else name, widest), line))
    return made


class _Column(object):
    """A column, and how much it is wanted."""

    def __init__(self, kind, name, column, is_essential):
        self.kind, self.name, self.head = kind, name, values.neutral(name)
        self.values, self.texts = column, [values.cell(value) for value in column]
        #: -1 for what no table is without, 0 for what people look for, more for the others.
        self.level = -1 if is_essential else values.interest(name, column)
        self.natural = max(map(values.width, self.texts + [self.head]))
        self.is_number = all(value is None or isinstance(value, integer_types) for value in column)

    def least(self):
        """Return the minimum width before another column is left out."""
        most = _LEAST_IN.get((self.kind, self.name))
        if most is not None:
            return min(self.natural, most)
        whole = [values.width(text) for text in self.texts if values.is_whole(text)]
        return max(whole + [min(self.natural, _LEAST_OF.get(self.name, _LEAST))])

    def cell(self, text, size):
        """Return a text at the width of the column; of a path, the end says most."""
        cut = values.clipped(text[::-1], size)[::-1] if self.name in (
            'path', 'module') else values.clipped(text, size)
        return values.padded(cut, size, self.is_number)


def _fitted(columns, room):
    """The columns that fit, with their widths, as a dict.

    What no table is without comes first, then what people look for and what differs; none of them
    is cut to make room for the next.
    """
    sizes, used = {}, 0
    for level in sorted(set(column.level for column in columns)):
        chosen = []
        for column in columns:
            least = column.least()
            gap = _GAP if sizes or chosen else 0
            if column.level == level and used + gap + least <= room:
                used += gap + least
                chosen.append((column, least))
        for column, least in chosen:
            grown = min(column.natural - least, room - used)
            sizes[column.name] = least + grown
            used += grown
    return sizes


def _grid(columns, sizes, below, room):
    """Rows below each other, with a head."""
    shown = [(column, sizes[column.name]) for column in columns if column.name in sizes]
    made = [_line(column.cell(column.head, size) for column, size in shown),
            _line('-' * size for _, size in shown)]
    for index, pairs in enumerate(below):
        made.append(_line(column.cell(column.texts[index], size) for column, size in shown))
        made.extend('  ' + line for name, text in pairs
                    for line in values.wrapped('%s: %s' % (name, text), room - 2,
                                               _LINES_OF_REMARK))
    return made


def _records(columns, below, room):
    """Each row as some lines: what it is about first, and the rest below, with names."""
    essential = [column for column in columns if column.level < 0]
    first = next((column for column in essential if None not in column.values), essential[0])
    made = []
    for index, remarks in enumerate(below):
        pairs = [(column.head, column.texts[index]) for column in columns
                 if column.level < 1 and column is not first
                 and column.values[index] is not None]
        made.extend(values.wrapped(first.texts[index], room))
        made.extend('  ' + line for line in lines_of_pairs(pairs + remarks, room - 2))
    return made


def _remark(row, columns, index):
    """Return name and text of the line below a row, as a list of pairs of at most one."""
    name = values.remark(row)
    value = dict(columns)[name][index] if name else None
    return [] if value is None else [(values.neutral(name), values.cell(value))]


def _line(parts):
    return (' ' * _GAP).join(parts).rstrip()

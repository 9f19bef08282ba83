# -*- coding: utf-8 -*-
"""Display: how models look in a terminal.

Tables and cards that fit into the terminal. Notebooks get theirs from ``html``.
"""
from __future__ import unicode_literals

from ..compat import integer_types, native_repr, native_str, terminal_columns, to_text
from . import values

#: Columns of a terminal that are used at least and at most.
NARROWEST, WIDEST = 40, 200

_GAP = 2
#: The minimum width of a column before another one is left out; columns that people copy from are
#: never narrowed.
_LEAST = 20
_LEAST_OF = {'id': 100, 'name': 40, 'path': 24, 'module': 26, 'timestamp': 24}


class Card(object):
    """What is known of one thing, one line for each of its parts.

    :param title: what it is.
    :param pairs: names and values.
    :param rows: what is shown in a table below, node instances.
    """

    def __init__(self, title, pairs, rows=()):
        self.title = title
        self.pairs = list(pairs)
        self.rows = list(rows)

    @native_repr
    def __repr__(self):
        room = max([values.width(name) for name, _ in self.pairs] or [0])
        width = terminal_width()
        lines = [values.clipped(self.title, width)]
        for name, value in self.pairs:
            text = values.cell(value)
            # An address: in one piece it can be copied.
            if ' ' not in text and width - 4 - room < values.width(text) <= width - 4:
                lines.extend(['  ' + name, '    ' + text])
                continue
            for number, line in enumerate(values.wrapped(text, width - 4 - room)):
                lines.append('  %s  %s' % (values.padded('' if number else name, room), line))
        if self.rows:
            lines.append('  ' + self.head_of_rows())
            lines.extend('    ' + line for line in table(self.rows[:values.SHOWN], width - 4))
        return '\n'.join(line.rstrip() for line in lines)

    def head_of_rows(self):
        """Return the headline of the table."""
        count = len(self.rows)
        return 'nodes' if count <= values.SHOWN else 'nodes: the first %d of %d' % (
            values.SHOWN, count)

    def _repr_html_(self):
        from . import html  # few programs run in notebooks

        return html.card(self)


def card(thing, nodes=None):
    """What is known of one thing as a card, for a terminal and for a notebook.

    ::

        >>> from slipstream.api.display.text import card
        >>> card(api.get_deployment(deployment_id))  # doctest: +SKIP

    :param thing: a deployment, any other named tuple, or a resource of the JSON interface.
    :param nodes: the nodes of a deployment: the result of ``api.get_node_instances``, a list of
        names, or a dict of name to state. None for the node instances of a deployment that has
        them.
    :return: :class:`Card`
    """
    pairs = values.members(thing)
    values_by_name = dict(pairs)
    identifier = next((values_by_name[name] for name in ('id', 'path', 'name', 'username', 'cloud')
                       if values_by_name.get(name)), None)
    title = to_text(type(thing).__name__) + (' ' + values.clipped(values.cell(identifier), 200)
                                             if identifier else '')
    pairs = [(values.neutral(name), value) for name,
             value in pairs if name != 'id' and value is not None]
    if nodes is None and isinstance(thing, tuple):
        nodes = getattr(thing, 'instances', None)
    if nodes is None:
        return Card(title, pairs)
    nodes = nodes if hasattr(nodes, 'items') else list(nodes)
    if all(hasattr(node, '_fields') for node in nodes):
        return Card(title, pairs, _instance_rows(nodes))
    return Card(title, pairs[:1] + [('nodes', _node_lines(nodes))] + pairs[1:])


def block(head, rows, more='', shown=values.SHOWN):
    """A headline in angle brackets, as a ``repr`` should be, and a table below.

    :param str head: the headline.
    :param list rows: the rows, of which ``shown`` are displayed.
    :param str more: what to add to the headline.
    """
    return '\n  '.join(['<' + head + more + '>'] + table(rows[:shown], terminal_width() - 2))


def table(rows, room):
    """A table of rows as a list of lines, none of them wider than the room."""
    columns = values.columns(rows)
    if not columns:
        return [values.clipped(values.cell(row), room) for row in rows]
    texts = dict((name, [values.cell(value) for value in column]) for name, column in columns)
    heads = dict((name, values.neutral(name)) for name, _ in columns)
    filled = [name for name, column in columns
              if any(value is not None for value in column)] or [columns[0][0]]
    widths = _fitted([(name, max(map(values.width, texts[name] + [heads[name]])),
                       values.interest(name, dict(columns)[name])) for name in filled], room)
    numbers = set(name for name, column in columns
                  if all(value is None or isinstance(value, integer_types) for value in column))
    lines = [_line((values.padded(values.clipped(heads[name], size), size, name in numbers)
                    for name, size in widths)),
             _line('-' * size for _, size in widths)]
    for index in range(len(rows)):
        lines.append(_line(values.padded(_clipped(name, texts[name][index], size), size,
                                         name in numbers) for name, size in widths))
    left_out = [heads[name] for name in filled if name not in dict(widths)]
    return lines + ([values.clipped('not shown: ' + ', '.join(left_out), room)] if left_out else [])


def line_of(thing):
    """A resource on one line: its id and as many of its members as fit."""
    pairs = values.members(thing)
    identifier = dict(pairs).get('id')
    head = '<%s%s' % (type(thing).__name__, ' ' + values.cell(identifier) if identifier else '')
    said = values.joined('%s=%s' % (values.neutral(name), values.cell(value)) for name,
                         value in pairs if name != 'id' and value is not None)
    return values.clipped(head + (': ' + said if said else ''), terminal_width() - 1) + '>'


def lines_of(thing):
    """Return a resource with all its members, one per line; long values are shortened."""
    pairs = values.all_members(thing)
    identifier = dict(pairs).get('id')
    pairs = [(values.neutral(name), values.cell(value)) for name, value in pairs if name != 'id']
    room = max([values.width(name) for name, _ in pairs] or [0])
    title = to_text(type(thing).__name__) + (' ' + values.cell(identifier) if identifier else '')
    lines = ['%s  %s' % (values.padded(name, room), value) for name, value in pairs]
    width = terminal_width() - 2
    return '\n'.join([title] + ['  ' + values.clipped(line, width).rstrip() for line in lines])


def terminal_width():
    """How many columns of the terminal are used."""
    return min(max(terminal_columns(), NARROWEST), WIDEST)


def encodable(text, encoding):
    """A text with everything escaped that the encoding of a stream cannot write."""
    return native_str(text.encode(encoding or 'ascii',
                                  'backslashreplace').decode(encoding or 'ascii'))


def _clipped(name, text, size):
    """The text of a cell; of a path, the end says most."""
    if name in ('path', 'module'):
        return values.clipped(text[::-1], size)[::-1]
    return values.clipped(text, size)


def _fitted(columns, room):
    """The columns that fit, with their widths.

    What people look for comes first, then what differs; neither is cut to make room for something
    else.

    :param columns: name, width and interest of each.
    """
    sizes, used = {}, 0
    for level in sorted(set(interest for _, _, interest in columns)):
        chosen = []
        for name, natural, interest in columns:
            least = min(natural, _LEAST_OF.get(name, _LEAST), room)
            gap = _GAP if sizes or chosen else 0
            if interest == level and used + gap + least <= room:
                used += gap + least
                chosen.append((name, natural, least))
        for name, natural, least in chosen:
            grown = min(natural - least, room - used)
            sizes[name] = least + grown
            used += grown
    return [(name, sizes[name]) for name, _, _ in columns if name in sizes]


def _line(parts):
    return (' ' * _GAP).join(parts).rstrip()


def _instance_rows(instances):
    """Return rows for node instances; the deployment tells their cloud, if there is only one."""
    names = ['name', 'status', 'hostname'] + (
        ['cloud'] if len(set(instance.cloud for instance in instances)) > 1 else [])
    return [dict((name, getattr(instance, name)) for name in names) for instance in instances]


def _node_lines(nodes):
    if hasattr(nodes, 'items'):
        return ['%s: %s' % (values.cell(name), values.cell(state)) for name,
                state in sorted(nodes.items())]
    return [values.cell(node) for node in nodes]

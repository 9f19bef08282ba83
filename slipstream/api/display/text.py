# -*- coding: utf-8 -*-
"""Text: how models look in a terminal.

Tables and cards that fit into the terminal. Notebooks get theirs from ``html``.
"""
from __future__ import unicode_literals

from ..compat import native_repr, native_str, terminal_columns, to_text
from . import tables, values

#: Columns of a terminal that are used at least and at most.
NARROWEST, WIDEST = 40, 200


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
        width = terminal_width()
        lines = values.wrapped(self.title, width)
        lines.extend('  ' + line for line in tables.lines_of_pairs(self.pairs, width - 2))
        if self.rows:
            lines.append('  ' + self.head_of_rows())
            lines.extend('    ' + line
                         for line in tables.lines(self.rows[:values.SHOWN], width - 4))
        return '\n'.join(line.rstrip() for line in lines)

    def head_of_rows(self):
        """Return the headline of the table."""
        count = len(self.rows)
        return 'nodes' if count <= values.SHOWN else 'nodes: the first %d of %d' % (
            values.SHOWN, count)

    def _repr_html_(self):
        from . import html  # few programs run in notebooks

        return html.card(self)


def card(resource, nodes=None):
    """What is known of one thing as a card, for a terminal and for a notebook.

    ::

        >>> from slipstream.api.display.text import card
        >>> card(api.get_deployment(deployment_id))  # doctest: +SKIP

    :param resource: a deployment, any other named tuple, or a resource of the JSON interface.
    :param nodes: the nodes of a deployment: the result of ``api.get_node_instances``, a list of
        names, or a dict of name to state. None for the node instances of a deployment that has
        them.
    :return: :class:`Card`
    """
    pairs = values.members(resource)
    values_by_name = dict(pairs)
    identifier = next((values_by_name[name] for name in ('id', 'path', 'name', 'username', 'cloud')
                       if values_by_name.get(name)), None)
    title = to_text(type(resource).__name__) + (' ' + values.clipped(values.cell(identifier), 200)
                                                if identifier else '')
    pairs = [(values.neutral(name), value) for name,
             value in pairs if name != 'id' and value is not None]
    if nodes is None and isinstance(resource, tuple):
        nodes = getattr(resource, 'instances', None)
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
    return '\n  '.join(['<' + head + more + '>'] + tables.lines(rows[:shown], terminal_width() - 2))


def line_of(resource):
    """A resource on one line: its id and as many of its members as fit."""
    pairs = values.members(resource)
    identifier = dict(pairs).get('id')
    head = '<%s%s' % (type(resource).__name__, ' ' + values.cell(identifier) if identifier else '')
    members = values.joined('%s=%s' % (values.neutral(name), values.cell(value)) for name,
                            value in pairs if name != 'id' and value is not None)
    return values.clipped(head + (': ' + members if members else ''), terminal_width() - 1) + '>'


def lines_of(resource):
    """Return a resource with its members, one per line; long values are shortened.

    Those beyond :data:`~slipstream.api.display.values.MOST_LINES` are only counted.
    """
    pairs = values.all_members(resource)
    identifier = dict(pairs).get('id')
    pairs = [(values.neutral(name), values.cell(value)) for name, value in pairs if name != 'id']
    room = max([values.width(name) for name, _ in pairs] or [0])
    title = to_text(type(resource).__name__) + (' ' + values.cell(identifier) if identifier else '')
    lines = ['%s  %s' % (values.padded(name, room), value) for name, value in pairs]
    left_out = values.size(resource) - values.MOST_LINES
    lines += ['and %d more members' % left_out] if left_out > 0 else []
    width = terminal_width() - 2
    return '\n'.join([title] + ['  ' + values.clipped(line, width).rstrip() for line in lines])


def terminal_width():
    """How many columns of the terminal are used."""
    return min(max(terminal_columns(), NARROWEST), WIDEST)


def encodable(text, encoding):
    """A text with everything escaped that the encoding of a stream cannot write."""
    return native_str(text.encode(encoding or 'ascii',
                                  'backslashreplace').decode(encoding or 'ascii'))


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

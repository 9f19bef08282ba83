# -*- coding: utf-8 -*-
"""The filter language of the JSON interface.

A parser that says where a text goes wrong, the tree that it makes, and the way back from the tree
to the text. Pure: no network, no knowledge of documents.

>>> tree = parse("state='ready' and 4<=resource:vcpu")
>>> print(tree.right.attribute, tree.right.operator, tree.right.value.value, render(tree))
resource:vcpu >= 4 state='ready' and 4<=resource:vcpu

White space may stand around attributes, values, operators and parentheses, and is never needed.
"""
from __future__ import unicode_literals

import re
from operator import itemgetter

from ..compat import to_text
from ..errors import FilterSyntaxError

_NAME = r'[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?'
_ATTRIBUTE = '{0}(?:/{0})*'.format('{0}(?::{0})?'.format(_NAME))
_QUOTED = r'''"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*\''''
_DATE = r'[0-9]+-[0-9]+(?:-[0-9]+)?(?:T[0-9]+:[0-9]+:[0-9]+(?:\.[0-9]+)?(?:Z|[+-][0-9]+:[0-9]+))?'

#: What can be expected at a place, by the name under which an error lists it.
_PATTERNS = {
    'attribute': _ATTRIBUTE, 'string': _QUOTED, 'date': _DATE,
    'integer': r'[0-9]{1,4000}(?![0-9])',  # not every Python can convert longer ones
    'true': 'true', 'false': 'false', 'null': 'null', 'and': 'and', 'or': 'or',
    '(': r'\(', ')': r'\)', 'property[': r'property\[', ']': r'\]',
    '=': '=(?!=)', '!=': '!=', '<=': '<=', '>=': '>=', '<': '<(?!=)', '>': '>(?!=)',
    '^=': r'\^=', '==': '==',
    ' ': r'[ \t\n\x0b\f\r]*'}  # which is never missed


class _Tokens(dict):
    # Compiled when wanted first: programs that use no filter need not wait for it.
    def __missing__(self, name):
        return self.setdefault(name, re.compile(_PATTERNS[name]))


_TOKENS = _Tokens()

_ORDERED = ('string', 'date', 'integer')
_ANY = _ORDERED + ('true', 'false', 'null')
#: The operators, and the values that each takes.
_OPERATORS = (('=', _ANY), ('!=', _ANY), ('<', _ORDERED), ('<=', _ORDERED), ('>=', _ORDERED),
              ('>', _ORDERED), ('^=', ('string',)), ('==', ('string',)))
_MIRROR = {'=': '=', '!=': '!=', '<': '>', '<=': '>=', '>=': '<=', '>': '<', '^=': '^=', '==': '=='}


# The tree

class _Node(tuple):
    """Nodes are equal only if their types are: an ``And`` is no ``Or``, as plain tuples are.

    No ``namedtuple``, each of which takes as long to import as a small module.
    """

    __slots__ = ()

    def __new__(cls, *values):
        return tuple.__new__(cls, values)

    def __getnewargs__(self):
        return tuple(self)

    def __eq__(self, other):
        return type(self) is type(other) and tuple.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash((type(self).__name__, tuple.__hash__(self)))

    def __repr__(self):
        return type(self).__name__ + tuple.__repr__(self)


_FIRST, _SECOND, _THIRD, _FOURTH = [property(itemgetter(index)) for index in range(4)]


class String(_Node):
    """A string: the characters between the quotes, backslashes included."""

    __slots__ = ()
    text = _FIRST


class Integer(_Node):
    """A whole number that is not negative."""

    __slots__ = ()
    value = _FIRST


class Date(_Node):
    """A date or date-time without quotes, as written."""

    __slots__ = ()
    text = _FIRST


class Boolean(_Node):
    """``true`` or ``false``."""

    __slots__ = ()
    value = _FIRST


class Null(_Node):
    """``null``."""

    __slots__ = ()


class Comparison(_Node):
    """An attribute compared with a value.

    ``operator`` is always the one with the attribute on the left; ``mirrored`` tells that the text
    had the value there.
    """

    __slots__ = ()
    attribute, operator, value, mirrored = _FIRST, _SECOND, _THIRD, _FOURTH

    def __new__(cls, attribute, operator, value, mirrored=False):
        return super(Comparison, cls).__new__(cls, attribute, operator, value, mirrored)


class Property(_Node):
    """``property['name']='value'``; the name is raw as in :class:`String`."""

    __slots__ = ()
    name, operator, value = _FIRST, _SECOND, _THIRD


class And(_Node):
    """Both sides hold."""

    __slots__ = ()
    left, right = _FIRST, _SECOND


class Or(_Node):
    """One of the sides holds."""

    __slots__ = ()
    left, right = _FIRST, _SECOND


# Parsing

def parse(text):
    """The tree of a filter.

    :param str text: for example ``state='ready' and (type='a' or type='b')``.
    :return: an :class:`And`, :class:`Or`, :class:`Comparison` or :class:`Property`; ``a and b and
        c`` leans to the right.
    :raises FilterSyntaxError: if the text is not a filter.
    """
    return _Parser(to_text(text)).parse()


class _Parser(object):
    """One parse of one text; remembers how far any attempt came: there is the mistake."""

    def __init__(self, text):
        self._text = text
        self._furthest = 0
        self._expected = []

    def parse(self):
        """The tree of the whole text.

        Nested parentheses are kept on a list, so that no depth is too deep.
        """
        groups, position = [[[]]], self._skip(0)
        while True:
            opened = self._take('(', position)
            if opened:
                groups.append([[]])
                position = opened[1]
                continue
            tree, position = self._operand(position) or self._fail()
            groups[-1][-1].append(tree)
            position = self._close(groups, position)
            if position == len(self._text) and len(groups) == 1:
                return _group(groups[0])
            position = self._connect(groups[-1], position, len(groups) == 1)

    def _close(self, groups, position):
        """Take the parentheses behind an operand; each makes its group an operand."""
        closed = self._take(')', position) if len(groups) > 1 else None
        while closed:
            position = closed[1]
            tree = _group(groups.pop())
            groups[-1][-1].append(tree)
            closed = self._take(')', position) if len(groups) > 1 else None
        return position

    def _connect(self, group, position, outermost):
        """Take the ``and`` or ``or`` behind an operand."""
        for word in ('and', 'or'):
            taken = self._take(word, position)
            if taken:
                if word == 'or':
                    group.append([])
                return taken[1]
        if outermost:
            self._miss('end of text', position)
        return self._fail()

    def _operand(self, position):
        """A comparison, with the position behind it; None if there is none."""
        prop = self._property(position)
        if prop:
            return prop
        straight, mirrored = self._straight(position), self._mirrored(position)
        if straight and mirrored and self._cut_short(straight[1]):
            return mirrored
        return straight or mirrored

    def _cut_short(self, position):
        """Whether a word ends here.

        ``null=trueandy`` compares with an attribute, ``null=true and y=1`` with true.
        """
        if position == len(self._text) or self._text.startswith(')', position):
            return False
        ahead = _Parser(self._text)  # a failed attempt is not a syntax error
        taken = ahead._take('and', position) or ahead._take('or', position)
        return not taken or not (
            ahead._take('(', taken[1])
            or any(attempt(taken[1])
                   for attempt in (ahead._property, ahead._straight, ahead._mirrored)))

    def _property(self, position):
        opened = self._take('property[', position)
        name = opened and self._take('string', opened[1])
        closed = name and self._take(']', name[1])
        compared = closed and self._compared(closed[1], ('=', '!='), ('string', 'null'))
        if not compared:
            return None
        operator, value, end = compared
        return Property(name[0][1:-1], operator, value), end

    def _straight(self, position):
        attribute = self._take('attribute', position)
        compared = attribute and self._compared(attribute[1])
        if not compared:
            return None
        operator, value, end = compared
        return Comparison(attribute[0], operator, value, False), end

    def _compared(self, position, operators=None, kinds=None):
        for operator, usual in _OPERATORS:
            taken = (not operators or operator in operators) and self._take(operator, position)
            literal = taken and self._value(taken[1], kinds or usual)
            if literal:
                return operator, literal[1], literal[2]
        return None

    def _mirrored(self, position):
        literal = self._value(position, _ANY)
        if not literal:
            return None
        kind, value, position = literal
        for operator, kinds in _OPERATORS:
            taken = self._take(operator, position) if kind in kinds else None
            attribute = taken and self._take('attribute', taken[1])
            if attribute:
                return Comparison(attribute[0], _MIRROR[operator], value, True), attribute[1]
        return None

    def _value(self, position, kinds):
        for kind in kinds:
            taken = self._take(kind, position)
            if taken:
                return kind, _VALUES[kind](taken[0]), taken[1]
        return None

    def _take(self, token, position):
        """The text of a token and the position behind it and white space; None without it."""
        match = _TOKENS[token].match(self._text, position)
        if not match:
            return self._miss(token, position)
        return match.group(), self._skip(match.end())

    def _skip(self, position):
        return _TOKENS[' '].match(self._text, position).end()

    def _miss(self, token, position):
        if position > self._furthest:
            self._furthest, self._expected = position, []
        if position == self._furthest and token not in self._expected:
            self._expected.append(token)

    def _fail(self):
        raise FilterSyntaxError(self._text, self._furthest, self._expected)


_VALUES = {
    'string': lambda text: String(text[1:-1]), 'date': Date,
    'integer': lambda text: Integer(int(text)),
    'true': lambda text: Boolean(True), 'false': lambda text: Boolean(False),
    'null': lambda text: Null()}


def _group(alternatives):
    """The tree of the lists of operands that ``or`` separated."""
    return lean(Or, [lean(And, operands) for operands in alternatives])


def lean(node, trees):
    """The list ``trees`` as one tree of the type ``node``, leaning to the right."""
    result = trees[-1]
    for tree in reversed(trees[:-1]):
        result = node(tree, result)
    return result


# Walking and writing

def fold(tree, leaf, branch):
    """Compute something from a tree, from its leaves up, however deep it is.

    :param tree: from :func:`parse`.
    :param leaf: called with each :class:`Comparison` and :class:`Property`.
    :param branch: called as ``branch(node, left, right)`` with each :class:`And` and :class:`Or`
        and what its sides came to.
    :return: what the whole tree came to.
    """
    results, todo = [], [(tree, False)]
    while todo:
        node, done = todo.pop()
        if not isinstance(node, (And, Or)):
            results.append(leaf(node))
        elif done:
            right = results.pop()
            results.append(branch(node, results.pop(), right))
        else:
            todo.extend([(node, True), (node.right, False), (node.left, False)])
    return results.pop()


def render(tree):
    """The text of a tree; parsed again, it gives the same tree.

    :param tree: from :func:`parse`, or put together from the nodes.
    :raises ValueError: if the tree holds a string that cannot be written, for example with both
        kinds of quote.
    """
    pieces, todo = [], [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, (And, Or)):
            word = ' and ' if isinstance(node, And) else ' or '
            todo.extend(_side(node.right, Or if isinstance(node, And) else ()))
            todo.append(word)
            todo.extend(_side(node.left, (And, Or) if isinstance(node, And) else Or))
        else:
            pieces.append(_rendered(node))
    return ''.join(pieces)


def _side(tree, bracketed):
    """What to write for a side of a node, last piece first; in parentheses if need be."""
    return [')', tree, '('] if isinstance(tree, bracketed) else [tree]


def _rendered(node):
    if isinstance(node, Comparison):
        value = _rendered(node.value)
        if node.mirrored:
            return value + _MIRROR[node.operator] + node.attribute
        return node.attribute + node.operator + value
    if isinstance(node, Property):
        return 'property[%s]%s%s' % (_quoted(node.name), node.operator, _rendered(node.value))
    return _WRITERS[type(node)](node) if isinstance(node, _Node) else node


def _quoted(text):
    for quote in '\'"':
        written = quote + text + quote
        match = _TOKENS['string'].match(written)
        if match and match.end() == len(written):
            return written
    raise ValueError('No quotes can hold this string of a filter: %r' % (text,))


_WRITERS = {
    String: lambda node: _quoted(node.text), Integer: lambda node: '%d' % node.value,
    Date: lambda node: node.text,
    Boolean: lambda node: 'true' if node.value else 'false', Null: lambda node: 'null'}

# -*- coding: utf-8 -*-
"""Conditions: filters written in Python.

Comparisons of attributes that become a text of the filter language, quoted and in parentheses where
it must be::

    >>> from slipstream.api import Attr
    >>> print(Attr('type').startswith('cloud-cred') & (Attr('disabledMonitoring') != True))
    type^='cloud-cred' and disabledMonitoring!=true

What the language cannot express is refused where it is written, so that no value can change the
meaning of a filter. Pure.
"""
from __future__ import unicode_literals

#: Python 3.15 imports this when it is used first, as few programs write filters.
__lazy_modules__ = ['slipstream.api.filters']

import re

from .. import redaction
from ..compat import (Iterable, Mapping, integer_types, native_repr, native_str, string_types,
                      to_text)
from ..errors import FilterSyntaxError
from . import grammar

#: The largest whole number that the service reads as a number.
LARGEST_INTEGER = 2147483647

#: Numbers that the language cannot write, with a fraction, an exponent or a sign.
_NUMBER = (r'(?<![\w.-])(?:[-+]?[0-9]*\.[0-9]+(?:[eE][-+]?[0-9]+)?'
           r'|[-+]?[0-9]+[eE][-+]?[0-9]+|[-+][0-9]+)(?![\w.-])')

_QUOTE_IT = ("The filter language only has non-negative integers. Put this number in quotes, '%s': "
             "the service still compares it as a number.")
_PARENTHESES = ('& and | bind more tightly than comparisons: put each comparison in parentheses, '
                'as in (Attr("a") == 1) & (Attr("b") == 2)')


class Attr(object):
    """An attribute of the documents of a collection, to be compared with a value.

    Values are strings, integers, floats, ``Decimal``, dates and date-times (those without a time
    zone are taken as UTC), UUIDs, True, False and None, which stands for a missing attribute.
    Comparisons give a :class:`Condition`. Each also holds if one element of a list does; ``!=``
    holds if none does, and also where the attribute is missing.

    ::

        >>> print(Attr('state').is_in(['started', 'stopped']) & Attr('connector').exists())
        (state='started' or state='stopped') and connector!=null
        >>> print(Attr('name').startswith('a') | Attr('parent').missing())
        name^='a' or parent=null
        >>> print(Attr('fulltext').matches('blog shop'))
        fulltext=='blog shop'

    :param str name: for example ``state``, ``connector/href`` or ``resource:vcpu``;
        ``Attr('connector') / 'href'`` is ``Attr('connector/href')``.
    :raises TypeError: if it is not a string.
    :raises ValueError: if it is not the name of an attribute.
    """

    __hash__ = None

    def __init__(self, name):
        if not isinstance(name, string_types):
            raise TypeError(
                native_str('The name of an attribute must be a string, not %r' % (name,)))
        name = to_text(name)
        if not _is_attribute(name):
            raise ValueError(
                native_str(
                    '%r is not the name of an attribute; names are like state, connector/href or '
                    'resource:vcpu' % native_str(name)))
        self.name = name

    def __truediv__(self, name):
        return Attr('%s/%s' % (self.name, to_text(name)))

    __div__ = __truediv__  # Python 2 asks by this name

    def __eq__(self, value):
        return self._compared('=', value)

    def __ne__(self, value):
        return self._compared('!=', value)

    def __lt__(self, value):
        return self._compared('<', value)

    def __le__(self, value):
        return self._compared('<=', value)

    def __gt__(self, value):
        return self._compared('>', value)

    def __ge__(self, value):
        return self._compared('>=', value)

    def startswith(self, prefix):
        """The condition that a text begins with another.

        :param str prefix: how it begins; capitals count.
        :rtype: Condition
        """
        return self._compared('^=', _only_text(prefix, 'The prefix'))

    def matches(self, words):
        """The condition that a text contains one of some words.

        The attribute ``fulltext`` stands for all that people wrote.

        :param str words: the words, separated by blanks.
        :rtype: Condition
        """
        return self._compared('==', _only_text(words, 'What to look for'))

    def is_in(self, values):
        """The condition that the attribute equals one of some values.

        :param values: an iterable of values, at least one.
        :rtype: Condition
        :raises ValueError: if there are none: the language has no condition that never holds.
        """
        if isinstance(values, string_types + (bytes,)) or not isinstance(values, Iterable):
            raise TypeError(native_str('is_in() takes a list of values, not %r' % (values,)))
        trees = [_comparison(self.name, '=', value) for value in values]
        if not trees:
            raise ValueError(
                native_str('is_in() needs at least one value: a filter cannot say "never"'))
        return Condition(grammar.lean(grammar.Or, trees))

    def exists(self):
        """The condition that a document has the attribute.

        :rtype: Condition
        """
        return self._compared('!=', None)

    def missing(self):
        """The condition that a document does not have the attribute.

        :rtype: Condition
        """
        return self._compared('=', None)

    def _compared(self, operator, value):
        return Condition(_comparison(self.name, operator, value))

    def _misplaced(self, other):
        raise TypeError(native_str(_PARENTHESES))

    __and__ = __rand__ = __or__ = __ror__ = _misplaced

    @native_repr
    def __repr__(self):
        return 'Attr(%s)' % to_text(repr(native_str(self.name)))


class Condition(object):
    """A filter.

    ``a & b`` holds if both do, ``a | b`` if one does; ``~a`` if ``a`` does not, where the language
    can say so.

    Its text is what the service gets. Made by comparing an :class:`Attr`::

        >>> (~(Attr('state') == 'ready')).text
        "state!='ready'"

    :param tree: the tree of :func:`slipstream.api.filters.grammar.parse`.
    """

    def __init__(self, tree):
        self.tree = tree

    @property
    def text(self):
        """The filter as a text of the language."""
        return grammar.render(self.tree)

    def __and__(self, other):
        return Condition(_joined(grammar.And, self.tree, _tree(other)))

    def __or__(self, other):
        return Condition(_joined(grammar.Or, self.tree, _tree(other)))

    def __rand__(self, other):
        _tree(other)

    __ror__ = __rand__

    def __invert__(self):
        return Condition(grammar.fold(self.tree, _opposite, lambda node, left, right: (
            _joined(grammar.Or if isinstance(node, grammar.And) else grammar.And, left, right))))

    def __bool__(self):
        raise TypeError(
            native_str(
                'A condition is neither true nor false: the service evaluates it for each '
                'resource. Combine conditions with &, | and ~ instead of and, or and not, and '
                'write (a <= x) & (x <= b) for a <= x <= b'))

    __nonzero__ = __bool__  # Python 2 asks by this name

    def __eq__(self, other):
        return isinstance(other, Condition) and self.tree == other.tree

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(self.tree)

    def __unicode__(self):
        return self.text

    @native_repr
    def __str__(self):
        return self.text

    @native_repr
    def __repr__(self):
        return '<Condition %s>' % redaction.redacted_text(self.text)


def as_filter(condition):
    """A filter as it is sent: a string, or a list of strings that must all hold; None for none.

    :param condition: a :class:`Condition`, a text of the language, which is checked but not
        changed, or an iterable of these.
    :raises FilterSyntaxError: if a text is not in the language; the error shows where.
    :raises TypeError: if it is something else.
    """
    if condition is None:
        return None
    if isinstance(condition, Condition):
        return condition.text
    if isinstance(condition, string_types + (bytes,)):
        return _checked(to_text(condition))
    if isinstance(condition, Mapping):
        raise TypeError(native_str(
            'A filter must not be a dict: write a string such as "name=\'x\'" or a condition such '
            'as Attr("name") == "x"'))
    if not isinstance(condition, Iterable):
        raise TypeError(native_str(
            'A filter is a string or a condition such as Attr("state") == "ready", not %r'
            % (condition,)))
    return [as_filter(part) for part in condition if part is not None] or None


def _checked(text):
    try:
        grammar.parse(text)
    except FilterSyntaxError as mistake:
        mistake.hint = _advice(text, mistake.position) or _missing_quotes(
            text, mistake.position, mistake.expected)
        raise
    return text


def _advice(text, position):
    """Advice for a number as other languages write it; None if the mistake is another one."""
    written = next((match.group() for match in re.finditer(_NUMBER, text)
                    if match.start() <= position < match.end()), None)
    return written and _QUOTE_IT % written


def _missing_quotes(text, position, expected):
    """Advice for a text without quotes, or without the last; None for other mistakes."""
    if 'string' not in expected or not text[position:].strip():
        return None
    bare = re.compile(r'[A-Za-z_][\w.:/@-]*').match(text, position)
    if bare:
        return "Put the text in quotes: '%s'." % bare.group()
    if not text[:position].rstrip().endswith(('=', '<', '>')):
        return None
    unclosed = 'The quote is not closed. ' if text[position] in '\'"' else ''
    return unclosed + "Put strings in quotes, as in state='ready'."


def narrowed(condition, other):
    """The text of a condition joined with another filter; an empty filter changes nothing.

    :param condition: a :class:`Condition`.
    :param other: as for :func:`as_filter`.
    """
    further = None if isinstance(other, string_types) and not other else as_filter(other)
    texts = further if isinstance(further, list) else [further] if further else []
    return ' and '.join([condition.text] + ['(%s)' % text for text in texts])


# Trees

def _is_attribute(name):
    try:
        return grammar.parse(name + '=null') == grammar.Comparison(name, '=', grammar.Null())
    except FilterSyntaxError:
        return False


def _comparison(name, operator, value):
    node = _node(value)
    if isinstance(node, (grammar.Boolean, grammar.Null)) and operator not in ('=', '!='):
        raise TypeError(native_str(
            'True, False and None can only be compared with == and !=, not with %s' % operator))
    return grammar.Comparison(name, operator, node)


def _node(value):
    """What a value is in the language.

    Numbers that it cannot express are sent as strings, which the service converts.
    """
    if value is None:
        return grammar.Null()
    if isinstance(value, bool):
        return grammar.Boolean(value)
    if isinstance(value, integer_types) and 0 <= value <= LARGEST_INTEGER:
        return grammar.Integer(value)
    written = grammar.String(_written(value))
    grammar.render(written)  # refuses what no quotes can hold
    return written


def _written(value):
    if isinstance(value, string_types):
        return to_text(value)
    import datetime  # a program that compares with none of these need not load them
    import decimal
    import numbers
    import uuid
    if isinstance(value, datetime.datetime):
        return _moment(value)
    if isinstance(value, (datetime.date, uuid.UUID)):
        return '%s' % value
    if isinstance(value, numbers.Integral):
        return '%d' % value
    if isinstance(value, (numbers.Real, decimal.Decimal)):
        return _fraction(value, '%s' % value if isinstance(value, decimal.Decimal)
                         else to_text(repr(float(value))))
    raise TypeError(
        native_str(
            'An attribute can be compared with a string, a number, a date, True, False or None, '
            'not with %s' % type(value).__name__))


def _moment(value):
    """A date-time in UTC, with the fraction of a second that the service wants."""
    offset = value.utcoffset()
    value = (value if offset is None else value - offset).replace(tzinfo=None)
    fraction = '%06d' % value.microsecond
    return '%sZ' % '.'.join([to_text(value.replace(microsecond=0).isoformat()),
                             fraction[:3] if fraction.endswith('000') else fraction])


def _fraction(value, written):
    if float(value) - float(value) != 0:  # infinite, or not a number
        raise ValueError(native_str('The filter language has no %s' % written))
    return written


def _only_text(value, what):
    if not isinstance(value, string_types):
        raise TypeError(native_str('%s must be a string, not %r' % (what, value)))
    return value


def _tree(other):
    if isinstance(other, Condition):
        return other.tree
    advice = _PARENTHESES if isinstance(
        other, Attr) else 'pass strings and conditions in a list: filter=[condition, "a=1"]'
    raise TypeError(native_str('A condition can only be combined with a condition; %s' % advice))


def _joined(kind, left, right):
    """Both trees under one connective; chains lean to the right, as the parser makes them."""
    parts = []
    while isinstance(left, kind):
        parts.append(left.left)
        left = left.right
    return grammar.lean(kind, parts + [left, right])


def _opposite(leaf):
    if leaf.operator not in ('=', '!='):
        raise ValueError(
            native_str(
                'The filter language cannot express the opposite of %s: a document without the '
                'attribute meets neither' % redaction.redacted_text(grammar.render(leaf))))
    return type(leaf)(leaf[0], '!=' if leaf.operator == '=' else '=', *leaf[2:])

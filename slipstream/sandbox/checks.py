# -*- coding: utf-8 -*-
"""Checks of JSON values.

A check is a function of a value. It returns None if the value is valid, or else a description of
valid values. Some functions here are checks (:func:`text`), others create a check from their
arguments (:func:`one_of`). :mod:`slipstream.sandbox.cimi.schema` combines checks for documents,
:mod:`slipstream.sandbox.catalogue.formats` for catalogues.
"""
from __future__ import unicode_literals

import re

from . import timestamps
from .compat import text_type

#: The longest time that a document may ask for, in seconds. Longer ones end in a year that no
#: calendar has.
LONGEST = 10 ** 10
_INTEGERS = (int, type(2 ** 64))
_WHITE = re.compile(r'\s')


def anything(value):
    """Any JSON value."""
    return None


def text(value):
    """Any string, even an empty one."""
    return None if isinstance(value, text_type) else 'a string'


def nonblank(value):
    """A string that is not blank."""
    return None if isinstance(value, text_type) and value.strip() else 'a non-blank string'


def solid(value):
    """A string that is not blank and has no white space."""
    fits = isinstance(value, text_type) and value and not _WHITE.search(value)
    return None if fits else 'a non-blank string without white space'


def flag(value):
    """A boolean."""
    return None if isinstance(value, bool) else 'a boolean'


def integer(lowest=0, highest=None):
    """A check for an integer within bounds."""
    def check(value):
        if isinstance(value, bool) or not isinstance(value, _INTEGERS):
            return 'an integer'
        if value < lowest or (highest is not None and value > highest):
            return bounds
        return None

    bounds = 'an integer of at least %d' % lowest
    if highest is not None:
        bounds = 'an integer from %d to %d' % (lowest, highest)
    return check


def number(value):
    """A number of any kind."""
    fits = isinstance(value, _INTEGERS + (float,)) and not isinstance(value, bool)
    return None if fits else 'a number'


def timestamp(value):
    """A date and time with a fraction of a second and an offset."""
    try:
        timestamps.parse_cimi(value)
    except (TypeError, ValueError):
        return 'a timestamp such as 2019-03-29T08:15:30.0Z'
    return None


def one_of(*values):
    """A check for one of these strings."""
    def check(value):
        return None if value in values else 'one of: %s' % quoted

    quoted = ', '.join('"%s"' % value for value in sorted(values))
    return check


def matching(pattern):
    """A check for a string that fully matches a regular expression."""
    expression = re.compile('(?:%s)\\Z' % pattern)

    def check(value):
        fits = isinstance(value, text_type) and expression.match(value)
        return None if fits else 'a string that matches %s' % pattern
    return check


#: A string of lower-case words and numbers, joined by dashes.
identifier = matching('[a-z0-9]+(-[a-z0-9]+)*')


def list_of(check, least=0):
    """A check for a list whose elements pass a check."""
    def check_list(value):
        if not isinstance(value, list) or len(value) < least:
            return 'a list of at least %d elements' % least if least else 'a list'
        return next((problem for problem in map(check, value) if problem), None)
    return check_list


def map_of(check, least=0):
    """A check for a map whose values pass a check."""
    def check_map(value):
        if not isinstance(value, dict) or len(value) < least:
            return 'a map of at least %d members' % least if least else 'a map'
        return next((problem for problem in map(check, value.values()) if problem), None)
    return check_map


def nullable(check):
    """A check that also accepts null."""
    return lambda value: None if value is None else check(value)


def either(*checks):
    """A check for a value that passes one of these checks."""
    def check(value):
        problems = [check_one(value) for check_one in checks]
        return None if None in problems else ' or '.join(problems)
    return check


def structure(required, optional=None, closed=True):
    """A check for a map with specific members.

    :param dict required: required members, with a check for each.
    :param dict optional: optional members, with a check for each.
    :param bool closed: whether other members are refused.
    """
    members = dict(required, **(optional or {}))

    def check(value):
        if not isinstance(value, dict):
            return 'a map'
        missing = sorted(name for name in required if name not in value)
        if missing:
            return 'a map with the key %s' % missing[0]
        surplus = sorted(name for name in value if name not in members)
        if closed and surplus:
            return 'a map without the key %s' % surplus[0]
        problems = ((name, members[name](value[name]))
                    for name in sorted(value) if name in members)
        return next(('%s: %s' % problem for problem in problems if problem[1]), None)
    return check

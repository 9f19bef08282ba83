# -*- coding: utf-8 -*-
"""Line numbers of places in JSON.

Problems of a catalogue have a place such as ``modules[3].nodes[0].cloud``. In a file with thousands
of lines, a line number is more useful.
"""
from __future__ import unicode_literals

import json
import re

_SPACE = re.compile(r'[ \t\n\r]*')
_DECODER = json.JSONDecoder()


def with_lines(text, problems):
    """Add line numbers to problems.

    :param str text: the JSON text that they are about.
    :param problems: problems that begin with a place and a colon.
    """
    places = [problem.partition(': ')[0] for problem in problems]
    starts = _Starts(text, places).positions
    return ['%s (line %d)' % (problem, text.count('\n', 0, _nearest(starts, place)) + 1)
            for problem, place in zip(problems, places)]


def inside(place, name):
    """The place of a member of the dict at a place; the place of the root is empty."""
    return '%s.%s' % (place, name) if place else name


class _Starts(object):
    """The positions of places in a text: ``positions`` has these places and their parents."""

    def __init__(self, text, places):
        self._text = text
        self._places = frozenset(places)
        self.positions = {}
        self._value(self._skip(0), '')

    def _value(self, at, place):
        """Record the positions of a value and of its content; return its end."""
        self.positions[place] = at
        opening = self._text[at]
        if opening not in '{[' or not self._is_around(place):
            return _DECODER.raw_decode(self._text, at)[1]
        read = self._member if opening == '{' else self._element
        at, number = self._skip(at + 1), 0
        while self._text[at] not in '}]':
            at = self._skip(read(at, place, number))
            if self._text[at] == ',':
                at = self._skip(at + 1)
            number += 1
        return at + 1

    def _member(self, at, place, number):
        name, end = _DECODER.raw_decode(self._text, at)
        colon = self._skip(end)
        return self._value(self._skip(colon + 1), inside(place, name))

    def _element(self, at, place, number):
        return self._value(at, '%s[%d]' % (place, number))

    def _is_around(self, place):
        return not place or any(other.startswith((place + '.', place + '['))
                                for other in self._places)

    def _skip(self, at):
        return _SPACE.match(self._text, at).end()


def _nearest(starts, place):
    """The position of a place, or else of its nearest existing parent."""
    while place not in starts:
        place = place[:max(place.rfind('.'), place.rfind('['), 0)]
    return starts[place]

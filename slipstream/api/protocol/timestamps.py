# -*- coding: utf-8 -*-
"""Timestamps: the formats in which the service writes times.

The XML interface writes ``2019-03-02 09:14:27.7 UTC``, where the digits after the dot are
milliseconds without zeros in front: ``.7`` means 7 ms. The JSON interface writes
``2019-03-29T08:20:11.480Z``.
"""
from __future__ import unicode_literals

import datetime
import re

from ..compat import native_str, to_text

_LEGACY = re.compile(r'(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))? ([A-Z]{2,5})\Z')
_ISO = re.compile(r'(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)\Z')
#: Hours by which a zone is ahead of UTC. A server names its own zone; other abbreviations mean
#: several zones and are not guessed.
_ZONES = {'UTC': 0, 'GMT': 0, 'Z': 0, 'WET': 0, 'WEST': 1, 'CET': 1, 'CEST': 2, 'EET': 2, 'EEST': 3}


def parse(text):
    """The moment that a text of either interface tells.

    ::

        >>> print(parse('2019-03-02 09:14:27.7 UTC'))
        2019-03-02 09:14:27.007000
        >>> print(parse('2019-03-29T08:20:11.480Z'))
        2019-03-29 08:20:11.480000

    :param text: for example ``2019-03-02 09:14:27.306 UTC``; None or empty for none.
    :return: a ``datetime.datetime`` in UTC without a time zone, or None.
    :raises ValueError: if it is not a timestamp, or its zone is unknown.
    """
    text = to_text(text).strip() if text is not None else ''
    if not text:
        return None
    legacy, iso = _LEGACY.match(text), _ISO.match(text)
    match = legacy or iso
    if not match or legacy and match.group(8) not in _ZONES:
        raise ValueError(native_str('Not a SlipStream timestamp: %s' % text))
    fraction = match.group(7) or '0'
    microseconds = int(fraction) * 1000 if legacy else int((fraction + '000000')[:6])
    moment = datetime.datetime(*[int(part) for part in match.groups()[:6]] + [microseconds])
    return moment - (datetime.timedelta(hours=_ZONES[match.group(8)])
                     if legacy else _offset(match.group(8)))


def _offset(zone):
    if zone == 'Z':
        return datetime.timedelta(0)
    distance = datetime.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -distance if zone[0] == '-' else distance

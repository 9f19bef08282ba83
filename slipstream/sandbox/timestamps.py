# -*- coding: utf-8 -*-
"""Timestamps as the two interfaces write them."""
from __future__ import unicode_literals

import calendar
import re
import time


def legacy(seconds):
    """``2019-03-02 09:14:27.34 UTC``: the milliseconds stand without zero padding (34 ms here)."""
    whole, millis = _split(seconds)
    return '%s.%d UTC' % (time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(whole)), millis)


def cimi(seconds):
    """``2019-03-29T08:15:30.123Z``."""
    whole, millis = _split(seconds)
    return '%s.%03dZ' % (time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole)), millis)


_LEGACY = re.compile(r'(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,3}) ([A-Za-z]+)\Z')
#: Hours ahead of UTC of the zones in which such a service is likely to run.
_ZONES = {'UTC': 0, 'GMT': 0, 'Z': 0, 'WET': 0, 'WEST': 1, 'CET': 1, 'CEST': 2, 'EET': 2, 'EEST': 3}


def parse_legacy(text):
    """The seconds since the epoch that a timestamp of the XML interface means.

    :raises ValueError: if it is not one.
    """
    match = _LEGACY.match(text)
    if not match or match.group(8) not in _ZONES:
        raise ValueError('not a timestamp: %r' % (text,))
    fields = [int(match.group(number)) for number in range(1, 8)]
    if fields[0] < 1970 or not 1 <= fields[1] <= 12 or not 1 <= fields[2] <= 31:
        raise ValueError('not a timestamp: %r' % (text,))
    seconds = calendar.timegm(tuple(fields[:6]) + (0, 0, 0)) - 3600 * _ZONES[match.group(8)]
    return seconds + fields[6] / 1000.0


_ISO = re.compile(r'(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)\Z')


def parse_cimi(text, fraction_required=True):
    """The seconds since the epoch that an ISO date-time means.

    :raises ValueError: if the text is not one with an offset and (unless waived) a fraction of a
        second.
    """
    match = _ISO.match(text)
    if not match or (fraction_required and not match.group(7)):
        raise ValueError('not a timestamp: %r' % (text,))
    year, month, day, hour, minute, second = (int(match.group(n)) for n in range(1, 7))
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(max(year, 1), month)[1]
            and hour < 24 and minute < 60 and second < 61):
        raise ValueError('not a timestamp: %r' % (text,))
    seconds = calendar.timegm((year, month, day, hour, minute, second, 0, 0, 0))
    seconds += float(match.group(7) or 0)
    zone = match.group(8)
    if zone != 'Z':
        offset = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
        seconds -= offset if zone[0] == '+' else -offset
    return seconds


def _split(seconds):
    millis = int(round(seconds * 1000))
    return divmod(millis, 1000)

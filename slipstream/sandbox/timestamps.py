# -*- coding: utf-8 -*-
"""Timestamps in the formats of the two interfaces."""
from __future__ import unicode_literals

import calendar
import re
import time


def legacy(seconds):
    """``2019-03-02 09:14:27.34 UTC``: the milliseconds are not zero-padded (34 ms here)."""
    whole, millis = _split(seconds)
    return '%s.%d UTC' % (time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(whole)), millis)


def cimi(seconds):
    """``2019-03-29T08:15:30.123Z``."""
    whole, millis = _split(seconds)
    return '%s.%03dZ' % (time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole)), millis)


_LEGACY = re.compile(r'(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,3}) ([A-Za-z]+)\Z')
#: Time zones that such a service is likely to use, with their offset from UTC in hours.
_ZONES = {'UTC': 0, 'GMT': 0, 'Z': 0, 'WET': 0, 'WEST': 1, 'CET': 1, 'CEST': 2, 'EET': 2, 'EEST': 3}


def parse_legacy(text):
    """Parse a timestamp of the XML interface, and return the seconds since the epoch.

    :raises ValueError: if it is invalid.
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
    """Parse an ISO date and time, and return the seconds since the epoch.

    :raises ValueError: if it is invalid, has no offset, or lacks a required fraction of a second.
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

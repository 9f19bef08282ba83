# -*- coding: utf-8 -*-
"""The formats in which the service writes times."""
from __future__ import unicode_literals

from datetime import datetime

import pytest

from slipstream.api.protocol.timestamps import parse


@pytest.mark.parametrize('text, expected', [
    ('2019-03-02 09:14:27.306 UTC', datetime(2019, 3, 2, 9, 14, 27, 306000)),
    ('2019-03-02 09:14:27.7 UTC', datetime(2019, 3, 2, 9, 14, 27, 7000)),
    ('2019-03-02 09:14:27.34 CET', datetime(2019, 3, 2, 8, 14, 27, 34000)),
    ('2019-07-02 00:14:27 CEST', datetime(2019, 7, 1, 22, 14, 27)),
    ('2019-03-29T08:20:11.480Z', datetime(2019, 3, 29, 8, 20, 11, 480000)),
    ('2019-03-29T08:20:11.5Z', datetime(2019, 3, 29, 8, 20, 11, 500000)),
    ('2019-03-29T08:20:11+02:00', datetime(2019, 3, 29, 6, 20, 11)),
    ('2019-03-29T08:20:11.123456789-0130', datetime(2019, 3, 29, 9, 50, 11, 123456)),
    ('2019-03-29T18:20:11+10:30', datetime(2019, 3, 29, 7, 50, 11)),
    (' 2019-03-29T08:20:11Z ', datetime(2019, 3, 29, 8, 20, 11)), (None, None), ('', None),
    (b'2019-03-29T08:20:11Z', datetime(2019, 3, 29, 8, 20, 11))])
def test_parse_reads_both_formats_as_utc(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize('text', ['yesterday', '2019-03-02', '2019-03-02 09:14:27.306',
                                  '2019-03-02 09:14:27 IST', '2019-13-02 09:14:27 UTC',
                                  '2019-03-29T08:20:11', '2019-03-29T08:20:11Z and more', 'é'])
def test_an_invalid_timestamp_is_refused(text):
    with pytest.raises(ValueError):
        parse(text)


def test_a_text_that_is_no_time_is_quoted():
    with pytest.raises(ValueError, match='^Not a SlipStream timestamp: yesterday$'):
        parse('yesterday')

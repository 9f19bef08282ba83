# -*- coding: utf-8 -*-
"""Integers in text."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import integers


@pytest.mark.parametrize('text, number', [
    ('0', 0), ('7', 7), ('+7', 7), ('-7', -7), ('007', 7), ('2147483647', 2147483647),
    ('-2147483648', -2147483648)])
def test_decimal_digits_are_an_integer(text, number):
    assert integers.parse(text) == number


@pytest.mark.parametrize('text', [
    '', '-', 'x', '1.0', '1e3', '0x1', '1_0', ' 1', '1 ', '1\n', '--1', '2147483648', '-2147483649',
    '9' * 5000, '\u0663', '\xb2'])
def test_anything_else_is_none(text):
    with pytest.raises(ValueError):
        integers.parse(text)

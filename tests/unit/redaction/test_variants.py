# -*- coding: utf-8 -*-
"""Other ways to write a value: in other letters, without case."""
from __future__ import unicode_literals

import base64

import pytest

from slipstream.api.redaction import variants


def test_a_value_in_ascii_has_one_form_of_unicode():
    assert variants.of_unicode('hush') == ['hush']


def test_other_values_have_all_forms_of_unicode():
    texts = variants.of_unicode('\ufb01sh-\xe4')
    assert texts[0] == '\ufb01sh-\xe4'
    assert {'\ufb01sh-a\u0308', 'fish-\xe4', 'fish-a\u0308', 'fish-\xc3\xa4'} <= set(texts)


@pytest.mark.parametrize('text, expected', [
    ('HUSH-Hush', 'hush-hush'), ('Stra\xdfe', 'stra\xdfe')])
def test_a_text_without_case_has_as_many_characters(text, expected):
    assert variants.without_case(text) == expected


def test_a_letter_of_which_lower_case_makes_two_is_still_one():
    # Python 2 makes one of it.
    assert variants.without_case('\u0130-Hush') in ('\u0130-hush', 'i-hush')


@pytest.mark.parametrize('text, expected', [
    ('Hush-7', ['hush-7']), ('1234567', []), ('Exoscale', []), ('Nuvlaboxadmi', ['nuvlaboxadmi'])])
def test_words_have_no_other_case_unless_they_are_long(text, expected):
    assert variants.in_other_cases(text) == expected


def test_a_letter_of_which_capitals_make_two_has_both_forms():
    # Python 2 has no capitals for it.
    assert set(variants.in_other_cases('gro\xdf-7')) in ({'gross-7', 'gro\xdf-7'}, {'gro\xdf-7'})


@pytest.mark.parametrize('before', [b'', b'j', b'ja', b'jan', b'jane:'])
@pytest.mark.parametrize('after', [b'', b'x', b'xy', b'xyz'])
@pytest.mark.parametrize('encode', [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_within_other_data_contains_one_of_the_texts(before, after, encode):
    encoded = encode(before + b'h?>>~\xc3\xa4h' + after).decode('ascii')
    assert any(text in encoded for text in variants.in_base64('h?>>~\xe4h'))


def test_passwords_are_encoded_as_utf_8_and_as_requests_does():
    assert variants.in_hexadecimal('\xe4b') == ['c3a462', 'e462']
    assert variants.in_hexadecimal('\u20acb') == ['e282ac62']

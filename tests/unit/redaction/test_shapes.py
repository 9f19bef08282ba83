# -*- coding: utf-8 -*-
"""Values in all shapes in which somebody else may repeat them."""
from __future__ import unicode_literals

import json

import pytest
from hypothesis import assume, given, strategies as st
from six.moves.urllib.parse import quote, quote_plus

from slipstream.api import compat
from slipstream.api.redaction import MASK, SECRET_NAMES, masking, shapes

#: What passwords are made of, and what is escaped somewhere.
CHARACTERS = 'abcXYZ019 "\'<>&%+\\/=?#;.,-_*~$@!()[]{}\xe9\xfc\u0142\u20ac\U0001f600\n\t'
VALUES = st.text(CHARACTERS, min_size=8, max_size=30).map(lambda text: ' '.join(
    text.split(' ')).strip()).filter(lambda text: len(''.join(text.split())) > 7)


def percent(text):
    return quote(text.encode('utf-8'), str('')).replace('+', '%20')


def as_xml(text):
    for character, escaped in (('&', '&amp;'), ('<', '&lt;'), ('>', '&gt;'), ('"', '&quot;'),
                               ("'", '&apos;')):
        text = text.replace(character, escaped)
    return text


def entities(text, form='&#%d;'):
    """A text of which every character is written by its number."""
    return ''.join(form % ord(character) for character in text)


SHAPES = {
    'bare': lambda text: text, 'json': lambda text: json.dumps(text)[1:-1],
    'json as UTF-8': lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    'json with slashes escaped': lambda text: json.dumps(text)[1:-1].replace('/', '\\/'),
    'json in capitals': lambda text: json.dumps(text)[1:-1].replace('\\u00e', '\\u00E'),
    'percent': percent, 'percent in lower case': lambda text: ''.join(
        '%%%02x' % octet for octet in bytearray(text.encode('utf-8'))),
    'form': lambda text: compat.to_text(quote_plus(text.encode('utf-8'))), 'xml': as_xml,
    'numbers': entities, 'hexadecimal numbers': lambda text: entities(text, '&#x%X;'),
    'other blanks': lambda text: text.replace(' ', '\r\n  '),
    'UTF-8 read as Latin-1': lambda text: text.encode('utf-8').decode('latin-1')}
NAMES = sorted(SHAPES)


def mask(text, value):
    return masking.masked(text, shapes.needles(value, SECRET_NAMES))


@pytest.mark.parametrize('name', NAMES)
@given(value=VALUES)
def test_a_value_is_masked_in_this_shape(name, value):
    assert mask('said |%s| so' % SHAPES[name](value), value) == 'said |%s| so' % MASK


@given(value=VALUES, outer=st.sampled_from(NAMES), inner=st.sampled_from(NAMES))
def test_a_value_is_masked_in_one_shape_inside_another(value, outer, inner):
    assume(not outer == inner == 'UTF-8 read as Latin-1')  # by two programs, one after the other
    shown = mask('said |%s| so' % SHAPES[outer](SHAPES[inner](value)), value)
    assert shown == 'said |%s| so' % MASK


@given(value=VALUES, name=st.sampled_from(['bare', 'json', 'percent', 'xml', 'form']),
       cut=st.integers(1, 200))
def test_a_value_that_is_cut_off_leaves_no_long_piece(value, name, cut):
    assume(len(value) >= shapes.SHORT)
    text = SHAPES[name](value)
    head, tail = mask('said ' + text[:cut], value), mask(text[-cut:] + ' was said', value)
    assert value[:6] not in head and value[-6:] not in tail
    quoted = mask('said "%s..." and more' % text[:cut], value)
    assert value[:6] not in quoted and quoted.endswith('..." and more')


@given(value=st.text('abcXYZ01_-!', min_size=14, max_size=30), start=st.integers(0, 15))
def test_more_than_half_of_a_value_is_masked_anywhere(value, start):
    start = min(start, (len(value) - 1) // 2)
    part = value[start:start + len(value) // 2 + 1]
    assert part not in mask('said |%s| so' % part, value)


@pytest.mark.parametrize('value, text, expected', [
    ('correct horse battery', 'wrong: correct h', 'wrong: ********'),
    ('correct horse battery', 'ct horse battery is wrong', '******** is wrong'),
    ('correct horse battery', '"...battery" is wrong', '"...********" is wrong'),
    ('correct horse battery', 'wrong: "correct\u2026" given', 'wrong: "********\u2026" given'),
    ('correct horse battery', 'a battery is correct here', 'a battery is correct here'),
    ('pa"ss"word-long', 'wrong: "pa\\"ss\\"w\\u00', 'wrong: "********\\u00'),
    ('pa ss ws word-long', 'wrong: pa%20ss%20w%2', 'wrong: ********%2'),
    ('short-1', 'wrong: shor', 'wrong: ********'), ('short-1', 'wrong: sho', 'wrong: sho'),
    ('correct horse battery', 'wrong: "correct h" (cut)', 'wrong: "********" (cut)'),
    ('correct horse battery', 'wrong: correct h<cut>, too', 'wrong: ********<cut>, too'),
    ('correct horse battery', 'wrong: correct h***** so', 'wrong: ************* so'),
    ('correct horse battery', 'a "correct" word', 'a "correct" word'),
    ('correct horse battery', 'a correct h, or so', 'a correct h, or so'),
    ('jane-password', 'password is wrong', 'password is wrong'),
    ('jane-password', 'not jane-password, jane', 'not ********, jane'),
    ('abcdef', 'abcdefabcdef', '****************'),
    ('aaaaaaaaaaaa', 'aaaaaaaaaaaaaaaa', '********'),
    ('x' * 30, 'some other words that are long enough for this', None)])
def test_pieces_are_masked_where_a_text_was_cut(value, text, expected):
    assert mask(text, value) == (text if expected is None else expected)


TOKEN = 'eyJ' + ''.join('%c%d' % (65 + number * 7 % 26, number % 10) for number in range(150))


@pytest.mark.parametrize('width', [24, 40, 76])
def test_a_long_token_is_masked_in_every_line_that_it_was_wrapped_in(width):
    lines = [TOKEN[start:start + width] for start in range(0, 240, width)]
    shown = mask('said |%s| so' % '|\n|'.join(lines), TOKEN)
    assert shown == 'said |%s| so' % '|\n|'.join([MASK] * len(lines))


@pytest.mark.parametrize('start', [0, 30, 160])
def test_a_long_token_that_was_cut_is_masked_whatever_follows(start):
    assert mask('"%s" (truncated)' % TOKEN[start:start + 140], TOKEN) == '"%s" (truncated)' % MASK


def test_ordinary_words_of_a_long_passphrase_stay():
    words = 'a battery-staple is correct here'
    assert mask(words, 'correct-horse-battery-staple-and-so-on-until-it-is-very-long') == words


@pytest.mark.parametrize('shown', ['caf&eacute;-key', 'caf&#xe9;-key', 'caf%C3%A9-key',
                                   'caf%e9-key', r'caf\xe9-key', 'caf\\u00e9-key',
                                   'caf\\U000000e9-key', 'caf\xc3\xa9-key'])
def test_escapes_of_other_languages_are_known(shown):
    assert mask('said %s so' % shown, 'caf\xe9-key') == 'said ******** so'


@pytest.mark.parametrize('text', ['&nothing;', '&#9999999;', '100% &amp; more', '\\U99999999',
                                  'a\\'])
def test_what_is_no_escape_stays(text):
    assert mask(text, 'something else') == text


def test_pairs_of_surrogates_are_one_character():
    assert mask('say \\ud83d\\ude00-emoji-key', '\U0001f600-emoji-key') == 'say ********'


@given(st.text(max_size=60))
def test_any_text_can_be_looked_through(text):
    assert mask(text, 'Never-In-There-7') == text


@given(st.text(max_size=60))
def test_any_value_can_be_looked_for(value):
    assert masking.masked('', shapes.needles(value)) == ''


@pytest.mark.parametrize('value', ['x' * 3500, 'xy' * 1750, 'x' * 1700 + 'y' * 1800,
                                   'y' * 1800 + 'x' * 1700])
def test_what_repeats_itself_is_compared_a_few_times_for_each_character(monkeypatch, value):
    asked, agree = [], shapes._agree
    monkeypatch.setattr(shapes, '_agree', lambda *parts: asked.append(1) or agree(*parts))
    text = value[:2] * 5000
    mask(text, value)
    assert 0 < len(asked) < 60 * len(text)

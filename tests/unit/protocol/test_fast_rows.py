# -*- coding: utf-8 -*-
"""Fast rows: what is done for speed says the same as what is done in the usual way."""
from __future__ import unicode_literals

import copy
import pickle
import uuid

import pytest
from hypothesis import example, given, strategies as st

from slipstream.api.models import App, Flag
from slipstream.api.protocol import documents, fast_rows, paths

ID = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'


@pytest.mark.parametrize('text', [ID, ID.upper(), ID.replace('-', ''), ' %s ' % ID, '{%s}' % ID,
                                  'urn:uuid:' + ID, ID[:35] + '_', '+' + ID[1:]])
def test_an_identifier_is_parsed_like_a_uuid(text):
    try:
        expected = uuid.UUID(text.strip())
    except ValueError:
        assert documents.identifier(text) is fast_rows.identifier(text) is None
        return
    made = fast_rows.identifier(text)
    assert documents.identifier(text) == made
    assert made == expected
    assert hash(made) == hash(expected)
    assert repr(made) == repr(expected)
    assert type(made) is uuid.UUID
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.dumps(made, protocol) == pickle.dumps(uuid.UUID(int=expected.int), protocol)
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made, 2)) == expected
    assert getattr(made, 'is_safe', None) == getattr(expected, 'is_safe', None)
    with pytest.raises(TypeError):
        made.int = 1


@pytest.mark.parametrize('text', [None, '', 'Unknown', ID[1:], ID + '0', ' ' + ID[1:],
                                  ID.replace('7', 'g'), 7])
def test_an_invalid_identifier_becomes_none(text):
    assert documents.identifier(text) is fast_rows.identifier(text) is None


@given(st.text('0123456789abcdefABCDEF-_+ {}x', min_size=30, max_size=40))
def test_text_is_an_identifier_if_uuid_accepts_it(text):
    try:
        expected = uuid.UUID(text.strip())
    except ValueError:
        expected = None
    assert documents.identifier(text) == fast_rows.identifier(text) == expected


@pytest.mark.parametrize('quick', [lambda number: uuid.UUID(int=number + 1),
                                   lambda number: object.__new__(uuid.UUID), len])
def test_other_implementations_of_uuid_use_the_constructor(quick):
    assert fast_rows.fitting_maker(quick) is fast_rows.constructed_uuid
    assert fast_rows.fitting_maker(fast_rows.quick_uuid) is fast_rows.quick_uuid
    assert fast_rows.constructed_uuid(7) == fast_rows.quick_uuid(7) == uuid.UUID(int=7)


def test_before_python_37_a_uuid_is_a_number_and_nothing_else(monkeypatch):
    monkeypatch.setattr(fast_rows, '_UNKNOWN', None)
    assert fast_rows.quick_uuid(7).int == 7


def test_rows_are_the_items_at_one_path():
    content = (
        b'<p n="1"><item a="0"/><c><item a="1"><c><item a="2"/></c><p/></item><item '
        b'a="3"/></c><x><item a="4"/></x><c><item a="5"/></c></p>')
    numbers = [fast_rows.parse_rows(content, lambda item: item['a'], inside)[2]
               for inside in (None, 'c', 'x', 'y')]
    assert numbers == [['0'], ['1', '3', '5'], ['4'], []]
    assert fast_rows.parse_rows(content, dict)[:2] == ('p', {'n': '1'})


@pytest.mark.parametrize('text', [None, '', ' ', 'a', ' a-b ', 'a,b', 'a, b,,c', 'a,b\n', ',', 'a,',
                                  '\u2003a,b'])
def test_words_are_those_of_documents(text):
    assert fast_rows.words(text) == documents.words(text)


@given(st.one_of(st.none(), st.text('module/ 12\n', max_size=20)))
@example('module//shop/web')
@example('module/ shop/web')
@example('module/shop/web/')
@example('module/shop /web')
def test_paths_of_modules_are_those_of_paths(reference):
    assert fast_rows.module_path(reference) == paths.module_path(reference)


def test_a_usual_path_of_a_module_is_cut_out():
    assert fast_rows.module_path('module/shop/web/12') == 'shop/web/12'
    assert fast_rows.module_path('module/shop') == paths.module_path('module/shop') == 'shop'


@pytest.mark.parametrize('value', ['', 'true', 'false', ' TRUE ', 'no'])
def test_flags_are_those_of_documents(value):
    assert fast_rows.flag(value) == documents.flag({'mutable': value}, 'mutable')
    assert isinstance(fast_rows.flag(value), Flag)


def test_a_row_is_one_of_its_class():
    row = fast_rows.row(App, ('web', 'component', 12, 'shop/web'))
    assert row == App('web', 'component', 12, 'shop/web') and type(row) is App

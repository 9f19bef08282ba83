# -*- coding: utf-8 -*-
"""Documents: bytes in, values out."""
from __future__ import unicode_literals

import sys

import pytest
from hypothesis import given, strategies as st

from slipstream.api.compat import etree
from slipstream.api.models import Flag
from slipstream.api.protocol import documents, fast_rows

BOMB = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>'


def test_b54_bytes_are_parsed_as_their_declaration_says():
    assert documents.parse_xml('<a b="é"/>'.encode('utf-8')).get('b') == 'é'
    assert documents.parse_xml(
        '<?xml version="1.0" encoding="ISO-8859-1"?><a b="é"/>'.encode('latin-1')).get('b') == 'é'
    assert documents.parse_xml('\ufeff<a b="é"/>'.encode('utf-8')).get('b') == 'é'
    assert documents.parse_xml(
        '<?xml version="1.0" encoding="utf-16"?><a b="é"/>'.encode('utf-16')).get('b') == 'é'


@pytest.mark.parametrize('content', [
    BOMB, BOMB.decode('ascii').encode('utf-16-le'), BOMB.decode('ascii').encode('utf-16-be'),
    b'<?xml version="1.0"?>\n<!-- c -->' + BOMB, BOMB.decode('ascii').encode('utf-16'),
    b'<!DOCTYPE html><html/>',
    b'<?xml version="1.0" encoding="cp037"?>' + BOMB.decode('ascii').encode('cp037')])
def test_b55_document_types_are_refused(content):
    with pytest.raises(ValueError):
        documents.parse_xml(content)


def test_text_that_only_mentions_a_document_type_is_accepted():
    root = documents.parse_xml(b'<a><b>x</b><![CDATA[<!DOCTYPE html>]]></a>')
    assert root.find('b').tail == '<!DOCTYPE html>'


@pytest.mark.parametrize('content', [
    b'', b'x', b'<a>', b'<a></b>', b'\x00', b'<a>\xff</a>',
    b'<?xml version="1.0" encoding="nope"?><a/>', b'<a/><b/>'])
def test_invalid_xml_raises_a_value_error(content):
    with pytest.raises(ValueError):
        documents.parse_xml(content)


@pytest.mark.parametrize('content', [
    '', '<list', '<list>', '<list><item/>', '<list><item/></list', '<list/><!-- a', '<list/><?pi'])
@pytest.mark.parametrize('encoding', ['utf-8', 'utf-16'])
def test_a_document_that_ends_too_early_is_refused(content, encoding):
    start = '<?xml version="1.0" encoding="%s"?>' % encoding
    for parse in documents.parse_xml, lambda content: fast_rows.parse_rows(content, None):
        with pytest.raises(ValueError, match='not well-formed XML: .*line 1'):
            parse((start + content).encode(encoding))


@pytest.mark.parametrize('depth', [documents.DEEPEST + 1, 5000, 100000, 1000000])
@pytest.mark.parametrize('end', [b'</a>', b''])
def test_deep_nesting_is_refused(depth, end):
    for parse in documents.parse_xml, lambda content: fast_rows.parse_rows(content, dict):
        with pytest.raises(ValueError):
            parse(b'<a>' * depth + end * depth)


def test_a_document_that_is_read_carefully_may_be_as_deep_as_others():
    start = b'<?xml version="1.0" encoding="ASCII"?>'
    for depth, is_fine in ((documents.DEEPEST, True), (documents.DEEPEST + 1, False)):
        content = start + b'<a>' * depth + b'</a>' * depth
        if is_fine:
            assert documents.parse_xml(content).tag == 'a'
        else:
            with pytest.raises(ValueError, match='^nested too deeply$'):
                documents.parse_xml(content)


def test_a_number_of_things_is_what_a_list_may_have():
    assert [documents.count(value) for value in (0, 7, sys.maxsize)] == [0, 7, sys.maxsize]
    assert {documents.count(value) for value in (
        -1, sys.maxsize + 1, True, 1.0, '3', None, [])} == {None}


def test_moderate_nesting_is_accepted():
    deep = b'<a>' * documents.DEEPEST + b'</a>' * documents.DEEPEST
    assert documents.parse_xml(deep).tag == 'a'
    assert documents.parse_xml(b'<?xml version="1.0" encoding="ASCII"?>' + deep).tag == 'a'
    assert len(documents.parse_xml(b'<a>' + b'<b/>' * 30000 + b'</a>')) == 30000


@pytest.mark.parametrize('text', ['ready', 'pr\u00eat'])
def test_every_parser_gives_the_same_kind_of_text(text):
    content = '<a x="{0}">{0}<item x="{0}"/></a>'.format(text)
    usual = documents.parse_xml(content.encode('utf-8'))
    careful = documents.parse_xml(content.encode('utf-16'))
    _, root, rows = fast_rows.parse_rows(content.encode('utf-8'), None)
    texts = [usual.get('x'), usual.text, careful.get('x'), careful.text, root['x'], rows[0]['x']]
    assert texts == [text] * 6
    assert len(set(map(type, texts))) == 1


@pytest.mark.parametrize('content', [
    b'<a x="pr&#234;t"/>', b'<a x="pr&#xEA;t"/>',
    b'<?xml version="1.0" encoding="iso-8859-1"?><a x="pr\xeat"/>',
    '<?xml version="1.0" encoding="UTF-16"?><a x="pr\u00eat"/>'.encode('utf-16-le'),
    '<?xml version="1.0" encoding="UTF-16"?><a x="pr\u00eat"/>'.encode('utf-16')])
def test_a_text_is_the_same_however_it_is_written(content):
    name, attributes, _ = fast_rows.parse_rows(content, None)
    assert [name, attributes] == ['a', {'x': 'pr\u00eat'}]
    assert type(attributes['x']) is type('pr\u00eat')


@given(st.binary(max_size=60))
def test_any_bytes_give_a_tree_or_a_value_error(content):
    try:
        assert documents.parse_xml(b'<a>' + content + b'</a>').tag == 'a'
    except ValueError:
        pass


def test_written_documents_are_utf8():
    root = etree.Element('a')
    root.set('b', 'é')
    assert documents.parse_xml(documents.write_xml(root)).get('b') == 'é'


def test_json_is_decoded_strictly():
    assert documents.decode_json('{"a": "é"}'.encode('utf-8')) == {'a': 'é'}
    assert documents.decode_json(b'\xef\xbb\xbf{}') == {}
    for wrong in (b'', b'{', b'NaN', b'{"a": Infinity}', b'\xff', b'[' * 200000):
        with pytest.raises(ValueError):
            documents.decode_json(wrong)


def test_missing_and_empty_are_alike():
    root = etree.fromstring('<a x=" 1 " f="false" t=" true " e=""><b> v </b><c/><d> </d></a>')
    assert documents.text_of(root, 'b') == 'v'
    assert [documents.text_of(root, path) for path in ('c', 'd', 'nope')] == [None, None, None]
    assert documents.text_of(None) is None and documents.text_of(None, 'x') is None
    assert documents.attribute(root, 'x') == '1' and documents.attribute(root, 'nope') is None
    assert documents.flag(root, 'f') == 'false' and not documents.flag(root, 'f')
    assert documents.flag(root, 't') and isinstance(documents.flag(root, 't'), Flag)
    assert not documents.flag(root, 'e') and documents.flag(root, 'nope') is None
    assert documents.is_true(root, 't') is True and documents.is_true(root, 'nope') is False


def test_flags_may_have_unusual_spellings():
    root = etree.fromstring('<a t=" TRUE " f=" False" n="no"/>')
    assert [documents.is_true(root, name) for name in ('t', 'f', 'n')] == [True, False, False]
    assert [bool(documents.flag(root, name)) for name in ('t', 'f')] == [True, False]


def test_whole_number_and_words_tolerate_blanks():
    assert [documents.whole_number(value) for value in ('3', ' 4 ', '', 'x', None)] == [
        3, 4, None, None, None]
    assert documents.words('a, b,,c') == ['a', 'b', 'c']
    assert documents.words('aXb,c') == ['aXb', 'c']
    assert documents.words('a b;c,d', ' ,;') == ['a', 'b', 'c', 'd']
    assert documents.words('a', ' ,;') == documents.words('a') == ['a']
    assert documents.words('a,b') == documents.words('a,b\n') == ['a', 'b']
    assert documents.words(' a-b ') == documents.words(' a-b;', ';,') == ['a-b']
    assert documents.words(None) == documents.words('') == documents.words(' ') == []


XML_ERROR = (
    b'<error code="409" reason="Conflict" detail="Abort flag raised!">\nAbort flag '
    b'raised!\n</error>')


@pytest.mark.parametrize('content, content_type, expected', [
    (XML_ERROR, 'application/xml', 'Abort flag raised!'),
    (b'<error code="409">\nOnly text\n</error>', '', 'Only text'),
    (b'<error code="409"/>', '', ''),
    (b'<other detail="x"/>', '', ''),
    (b'<error', 'application/xml', ''),
    (b'{ "error": { "code": "404", "reason": "Not Found", "detail": "Unknown run id" } }',
     'application/json', 'Unknown run id'),
    (b'{ "error": { "code": "404", "reason": "Not Found" } }', 'application/json', 'Not Found'),
    (b'{"error": "gone"}', '', 'gone'), (b'{"error": {}}', '', ''), (b'{"error": null}', '', ''),
    (b'{"status": 400, "message": "no", "detail": "because"}', 'application/json', 'no: because'),
    (b'{"status": 400}', 'application/json', ''), (b'[1]', 'application/json', ''),
    (b'{x', 'application/json', ''),
    (b'412 - Precondition Failed\nkey ss:x not yet set', 'text/plain;charset=UTF-8',
     'key ss:x not yet set'),
    (b'404 - Not Found\nno\n  such run\n', 'text/plain', 'no such run'),
    (b'404 - Not Found', 'text/plain', '404 - Not Found'),
    (b'all\n404 - Not Found', 'text/plain', 'all 404 - Not Found'),
    (b'Malformed JSON in request body.', 'text/plain', 'Malformed JSON in request body.'),
    (b'plain', '', 'plain'), (b'binary', 'application/octet-stream', ''),
    ('é'.encode('utf-8'), 'text/plain', 'é'),
    (b'<html><body detail="x">x</body></html>', '', None), (b'<!DOCTYPE html><html/>', '', None),
    (b'x', 'text/html', None), (b'  ', '', None)])
def test_b72_explanation_finds_the_message_in_any_body(content, content_type, expected):
    assert documents.explanation(content, content_type) == expected


def test_b72_b84_long_explanations_are_cut():
    reason = documents.explanation(b'x' * 5000, 'text/plain')
    assert len(reason) == documents.LONGEST_REASON and reason.endswith('...')


def test_an_explanation_needs_no_media_type():
    assert documents.explanation(b'plain') == 'plain'
    assert documents.explanation(b'[1]') == ''


@pytest.mark.parametrize('length', [documents.LONGEST_REASON, documents.LONGEST_REASON + 1])
def test_only_longer_explanations_are_truncated(length):
    reason = documents.explanation(b'x' * length)
    assert len(reason) == documents.LONGEST_REASON
    assert reason.endswith('...') == (length > documents.LONGEST_REASON)


@pytest.mark.parametrize('content, message', [
    (b'NaN', 'NaN is not JSON'), (b'[-Infinity]', '-Infinity is not JSON'),
    (b'1' * 40 + b'e999', 'the number %s is too large' % ('1' * 30)),
    (b'-1e999', 'the number -1e999 is too large'), (b'[' * 100000, 'nested too deeply')])
def test_errors_name_what_is_not_json(content, message):
    with pytest.raises(ValueError) as info:
        documents.decode_json(content)
    assert str(info.value) == message


@pytest.mark.parametrize('content, message', [
    (BOMB, 'document type declarations are not accepted'),
    (b'<a>' * 101 + b'</a>' * 101, 'nested too deeply'), (b'<a>', 'not well-formed XML: ')])
def test_errors_say_what_is_wrong_with_a_document(content, message):
    with pytest.raises(ValueError) as info:
        documents.parse_xml(content)
    assert str(info.value).startswith(message)


@pytest.mark.parametrize('page', [
    b' \n<html>x</html>', b'\t<!DOCTYPE html>x', b'<HTML>x', b' \r\n <!doctype HTML>x'])
def test_a_page_for_people_is_no_explanation_wherever_it_begins(page):
    assert documents.explanation(page) is None

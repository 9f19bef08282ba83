# -*- coding: utf-8 -*-
"""Exchanges as text."""
from __future__ import unicode_literals

import io

import pytest

from slipstream.testing import exchanges
from slipstream.testing.exchanges import Exchange

ANSWERED = Exchange('POST', 'https://h/run?a=b', 'a=1\n\nb=2', 201, 'Created',
                    [('Location', 'https://h/run/1'), ('Content-Type', 'text/plain')],
                    'Gr\u00fc\u00dfe\n   indented\n\n200 OK\n', None, None)
FAILED = Exchange('GET', 'https://h/run', '', None, None, [], '', ('ReadTimeout', 'no: words'),
                  None)
EMPTY = Exchange('DELETE', 'https://h/run/1', '', 204, '', [], '', None, None)


@pytest.fixture
def path(tmpdir):
    """The path of a file."""
    return str(tmpdir.join('some.txt'))


@pytest.mark.parametrize('kept', [[], [ANSWERED], [FAILED], [EMPTY],
                                  [EMPTY, ANSWERED, FAILED, ANSWERED]])
def test_what_is_written_is_read(path, kept):
    exchanges.write(path, kept)
    again = exchanges.read(path)
    assert [entry._replace(line=None) for entry in again] == kept
    with io.open(path, encoding='utf-8') as stream:
        lines = stream.read().splitlines()
    assert [lines[entry.line - 1] for entry in again] == [
        '%s %s' % (entry.method, entry.url) for entry in kept]


@pytest.mark.parametrize('text, message', [
    ('', 'line 1: the file must begin with'), ('something', 'line 1: the file must begin with'),
    ('GET', 'line 3: a request'), ('get https://h\n200 OK', 'line 3: a request'),
    ('GET https://h', 'line 3: a response'), ('GET https://h\n    body\nOK', 'line 5: a response'),
    ('GET https://h\n! Timeout', 'line 4: an error'),
    ('GET https://h\n200 OK\nno header', 'line 5: a request'),
    ('GET https://h\n200 OK\n    base64 abc', 'a complete body after "base64" expected')])
def test_a_damaged_file_is_an_error_with_its_line(path, text, message):
    with io.open(path, 'w', encoding='utf-8') as stream:
        stream.write(('' if 'begin' in message else exchanges.HEAD + '\n\n') + text + '\n')
    with pytest.raises(ValueError) as caught:
        exchanges.read(path)
    assert message in str(caught.value) and 'some.txt' in str(caught.value)


def test_a_file_that_is_not_utf_8_is_an_error_with_its_line(path):
    with io.open(path, 'wb') as stream:
        stream.write(exchanges.HEAD.encode('ascii') + b'\n\nGET https://h/\xff\n')
    with pytest.raises(ValueError, match='some.txt, line 3: not UTF-8'):
        exchanges.read(path)


def test_a_file_with_the_line_ends_of_windows_is_read(path):
    exchanges.write(path, [ANSWERED, EMPTY])
    with io.open(path, 'rb') as stream:
        content = stream.read()
    with io.open(path, 'wb') as stream:
        stream.write(content.replace(b'\n', b'\r\n'))
    assert [entry._replace(line=None) for entry in exchanges.read(path)] == [ANSWERED, EMPTY]


@pytest.mark.parametrize('content', [b'\x00\xff', bytes(bytearray(range(256)))])
def test_a_body_that_is_no_text_is_packed(content):
    assert exchanges.unpacked(exchanges.packed(content)) == content


def test_a_text_is_its_own_body():
    assert exchanges.unpacked('Gr\u00fc\u00dfe') == 'Gr\u00fc\u00dfe'.encode('utf-8')

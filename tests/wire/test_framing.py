# -*- coding: utf-8 -*-
"""Heads that two readers could read differently: where a response ends is never a guess."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import Api
from slipstream.api.transport import framing

from ..faults.canned import DUID
from ..faults.test_whole_answers import CHUNKS, TEXT, answering, chunked, counted, head
from .server import reply

#: What some parsers take for white space, or strip; the last ones are no single bytes.
STRANGE = ['\x0b', '\x0c', '\x1c', '\x1d', '\x1e', '\x1f', '\x85', '\xa0', '\x00', '\r', '\x7f',
           '\x08', '\u2003', '\ufeff']
LENGTH = '%d' % len(TEXT)

CODINGS = ['chunked, chunked', 'chunked,', ', chunked', 'identity, chunked', 'chunked;q=1',
           '"chunked"', 'chunked chunked', 'chun\tked', 'chunkedx', '', ' ', '\t', 'gzip',
           'identity;', "'chunked'", 'chunked\tx', 'CHUNKED, identity', 'chunke\u212a']
CODINGS += [form % char for char in STRANGE for form in ('%schunked', 'chunked%s', ' %s chunked')]
LENGTHS = ['+' + LENGTH, '-' + LENGTH, '0x74', '0b1', '1_16', LENGTH + '.0', '1e2', '\uff15',
           '\u0661', '\xb2', LENGTH + ' 1', '"%s"' % LENGTH, LENGTH + ';', LENGTH + ',',
           ',' + LENGTH, '%s,%s,1' % (LENGTH, LENGTH), '', ' ', '\t', 'x', LENGTH + 'L', '1 16']
LENGTHS += [form % char for char in STRANGE for form in ('%s' + LENGTH, LENGTH + '%s')]

#: Heads that are refused, before chunks and before a text: the name of the kind and the fields.
WITH_CHUNKS = [('Transfer-Encoding: ' + coding,) for coding in CODINGS] + [
    ('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'),
    ('Transfer-Encoding: chunked', 'transfer-encoding: identity'),
    ('Transfer-Encoding: identity', 'TRANSFER-ENCODING: chunked'),
    ('Transfer-Encoding: chunked', 'Transfer-Encoding:'),
    ('Transfer-Encoding : chunked',), ('Transfer-Encoding\t: chunked',),
    ('Transfer-Encoding:', ' chunked'), ('Transfer-Encoding: chunked', ' '),
    ('Transfer-Encoding:', '\tchunked'), ('X: 1', ' Transfer-Encoding: chunked'),
    ('X: 1', '\ttransfer-encoding\t: chunked'), (' Transfer-Encoding: chunked',),
    ('Transfer-Encoding: chunked', 'Content-Length: 5'),
    ('Content-Length: ' + LENGTH, 'Transfer-Encoding: chunked'),
    ('Transfer-Encoding\x0b: chunked',), ('Transfer Encoding: chunked',)]
WITH_TEXT = [('Content-Length: ' + length,) for length in LENGTHS] + [
    ('Content-Length: ' + LENGTH, 'Content-Length: 5'),
    ('Content-Length: ' + LENGTH, 'content-length: +' + LENGTH),
    ('Content-Length : ' + LENGTH,), ('Content-Length\t: ' + LENGTH,),
    ('Content-Length:', ' ' + LENGTH), ('Content-Length: 1', ' 16'), ('X: 1', ' Content-Length: 5'),
    ('X: 1', '\tcontent-length :5'), ('Content-Length: %s' % LENGTH, '\t'),
    ('Content-Length\xa0: ' + LENGTH,), ('Content-Length: ' + LENGTH, 'Content-Length: ')]

REFUSED = [(fields, head(*fields).decode('latin-1').encode('latin-1') + body)
           for rows, body in ((WITH_CHUNKS, chunked(TEXT)), (WITH_TEXT, TEXT))
           for fields in [tuple(field.encode('utf-8').decode('latin-1') if max(field) > '\xff'
                                else field for field in row) for row in rows]]
REFUSED += [
    (('HTTP/1.0', 'chunks'), CHUNKS.replace(b'HTTP/1.1', b'HTTP/1.0') + chunked(TEXT)),
    (('HTTP/1.0', 'identity'), head('Transfer-Encoding: identity').replace(b'1.1', b'1.0') + TEXT)]
REFUSED += [(('gzip', char), counted(TEXT, 'Content-Encoding: identity' + char))
            for char in STRANGE[:8]]

ACCEPTED = [
    head('Transfer-Encoding:\t chunked \t') + chunked(TEXT),
    head('transfer-ENCODING:Chunked') + chunked(TEXT),
    head('Content-Length:\t%s\t ' % LENGTH) + TEXT,
    head('Content-Length: %s ,\t%s' % (LENGTH, LENGTH)) + TEXT,
    head('X: 1', ' folded', 'Content-Length: ' + LENGTH) + TEXT,
    head('Content-Encoding:\tidentity\t', 'Content-Length: ' + LENGTH) + TEXT]


@pytest.mark.parametrize('fields, data', REFUSED, ids=[repr(row[0]) for row in REFUSED])
def test_what_can_be_read_in_two_ways_is_refused(server, fields, data):
    server.then(*[answering(data)] * 3)
    with Api(server.endpoint, persist_cookie=False, retries=2, sleep=lambda seconds: None) as api:
        with pytest.raises(requests.exceptions.RequestException):
            api.terminate(DUID)
        assert len(server.requests) == 1  # what changes something is not sent again
        server.then(reply(200, 'next'))
        assert api.session.get(server.endpoint).text == 'next'


@pytest.mark.parametrize('data', ACCEPTED)
def test_what_can_be_read_in_one_way_is_taken(server, data):
    server.then(answering(data))
    with Api(server.endpoint, persist_cookie=False, retries=0) as api:
        assert api.session.post(server.endpoint).content == TEXT


@pytest.mark.parametrize('codings, lengths', [
    (['\x0bchunked'], []), (['chunked\xa0'], []), (['\r\n chunked'], []), (['chunked', 'x'], []),
    ([], ['\x0c5']), ([], ['5\x85']), ([], ['\uff15'])])
def test_only_blanks_and_tabs_are_white_space(codings, lengths):
    with pytest.raises(framing.FramingError):
        framing.announced(codings, lengths)

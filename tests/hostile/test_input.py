# -*- coding: utf-8 -*-
"""Hostile input: the targets of the fuzzer, with hypothesis."""
from __future__ import unicode_literals

import pytest
from hypothesis import given, strategies as st

from slipstream.api.errors import ResponseError, SlipStreamError
from tests.fuzz import __main__ as fuzzer, seeds, targets

#: What leaves its place if anything does.
ESCAPES = ('../', '..', '.', './a', 'a/../../b', '%2e%2e', '%2e%2e/%2E%2e', '%2E./', '//host',
           '/\\host', '\\\\host', 'a?b=c', 'a#b', '?', '#', ';',
           'a;b=c',
           'a\r\nHost: evil.test', '\n', 'a\0b', '\x7f', '\ud800', 'a\udfff', '\u2025/a',
           '\uff0e\uff0e', '\u202e', 'http://evil.test/a',
           '//evil.test',
           '@evil.test', ':8080', ' ', ' ..', '.. ', '\t..', '..\u00a0', '..%2f', '%00', 'a//b',
           '/', '', 'x' * 1000000, '../' * 300000, '%' * 5000,
           'a b',
           targets.RUN + '/../..', 'ss:state/..', 'ss:../..', 'event/../user', 'module/../a',
           'api/../a', targets.ENDPOINT + '/../a',
           targets.ENDPOINT + '@evil.test/', b'\xff\xfe', 1, ['..'])

_PIECES = ('..', '.', '/', '%2e', '%2E%2e', '%2f', '\\', '?', '#', ';', ':', '@', '\r\n', '\0',
           '\ud800', 'a', '\u00e9', ' ', 'api', 'module',
           'run', '%', '//')
_SEEDS = dict((name, seeds.of(name)) for name in targets.TARGETS)


@st.composite
def mutated(draw, name):
    """A seed of a target with some bytes cut out, doubled, replaced or put in."""
    content = bytearray(draw(st.sampled_from(_SEEDS[name])))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 40)))
        content[start:end] = bytearray(draw(st.one_of(st.binary(max_size=8), st.sampled_from(
            [b'', bytes(content[start:end]) * 2, b'"', b'<', b'>', b'[]', b'{}', b'null', b'1e999',
             b'\\ud800', b'&x;', b'&#0;', b'\xff', b'\t',
             b'\n']))))
    return bytes(content)


@pytest.mark.parametrize('name', sorted(targets.TARGETS))
def test_mutated_documents_raise_only_documented_errors(name):
    @given(mutated(name))
    def feed(data):
        """Run a target: only documented exceptions, and only requests to the right URLs."""
        targets.TARGETS[name](data)

    feed()


@pytest.mark.parametrize('name', sorted(targets.TARGETS))
def test_seeds_raise_only_documented_errors(name):
    for data in _SEEDS[name] + [b'', b'\0', b'\xff' * 9]:
        targets.TARGETS[name](data)


@pytest.mark.parametrize('number', range(len(targets.PLACES)))
def test_no_request_leaves_its_place(number):
    prefix, call = targets.PLACES[number]
    for text in ESCAPES:
        targets.check_place(prefix, call, text)


@given(st.lists(st.sampled_from(_PIECES), max_size=6).map(''.join), st.sampled_from(targets.PLACES))
def test_no_request_leaves_its_place_by_a_combination(text, place):
    targets.check_place(place[0], place[1], text)


@pytest.mark.parametrize('address', [
    'http://slipstream.test:8443/base/api/a', 'https://slipstream.test/base/api/a',
    'https://evil.test:8443/base/api/a',
    'https://slipstream.test:8443/base/api/../user/a',
    'https://slipstream.test:8443/base/api/%2e%2e/user/a',
    'https://slipstream.test:8443/base/user/a',
    'https://slipstream.test:8443/base/api//a', 'https://slipstream.test:8443/base/api/a#b',
    'https://slipstream.test:8443/base/api/a\r\nb',
    'https://slipstream.test:8443/base/api/\u00e9'])
def test_what_leaves_its_place_would_be_found(address):
    with pytest.raises(AssertionError):
        targets.check_address(address, '/api/')


def test_ids_are_quoted_once():
    api, adapter = targets.recording()
    api.cimi_get('user/jos\u00e9 %41')
    assert [request.url for request in adapter.asked] == [
        targets.ENDPOINT + '/api/user/jos%C3%A9%20%2541']


@pytest.mark.parametrize('address', ['../user/jane', 'event/../../user',
                                     'http://evil.test/api/event', '//evil.test/a', '', 'a\r\nb',
                                     'event//1',
                                     '.'])
def test_addresses_that_the_service_gives_are_not_trusted(address):
    body = targets.json.dumps({'events': {'href': address},
                               'operations': [{'rel': name, 'href': address}
                                              for name in ('edit', 'delete', 'start',
'add')]})
    for call in (lambda api: api.cimi_search('events'), lambda api: api.cimi_edit('event/1', {}),
                 lambda api: api.cimi_delete('event/1'),
                 lambda api: api.cimi_operation('event/1', 'start')):
        api, adapter = targets.recording(body=body.encode('utf-8'))
        with pytest.raises((SlipStreamError, ValueError)) as caught:
            call(api)
        assert isinstance(caught.value, SlipStreamError)
        assert all(request.url.startswith((targets.ENDPOINT + '/api/event/1',
                                           targets.ENDPOINT + '/api/cloud-entry-point'))
                   for request in adapter.asked)


@pytest.mark.parametrize('answer', ['{"sessions": {"0": 1}}', '{"sessions": [1]}',
                                    '{"sessions": 3}', '{"sessions": "ab"}', '[]', '{}', '3'])
def test_who_is_logged_in_is_not_told(answer):
    api, _ = targets.recording(body=answer.encode('ascii'))
    with pytest.raises(ResponseError):
        api.current_session()


@pytest.mark.parametrize('session', ['{}', '{"id": 1}', '{"id": ""}', '{"id": "../user/jane"}',
                                     '{"id": "http://evil.test/a"}'])
def test_a_session_without_a_proper_id_is_not_deleted(session):
    api, adapter = targets.recording(body=('{"sessions": [%s]}' % session).encode('ascii'))
    with pytest.raises(ResponseError):
        api.logout()
    assert [request.method for request in adapter.asked] == ['PUT']
    assert not list(api.session.cookies)


def test_other_errors_are_not_taken_for_documented_ones():
    body = b'<projectModule/>'
    targets.xml_documents(bytes(bytearray([14])) + body)

    class Broken(object):
        """An Api whose method fails in a way that is not documented."""

        def update_component(self, *_, **__):
            raise ValueError('something else')

    with pytest.raises(ValueError):
        targets.XML_METHODS[14](Broken())


def test_the_long_run_shares_its_inputs(monkeypatch, capsys):
    seen, waits = [], []

    def run(name, limits, longest):
        seen.append((name, limits))
        waits.append(longest)
        return 7, 1 if name == 'locations' else 0

    monkeypatch.setattr(fuzzer, '_run', run)
    assert fuzzer.main(['--runs', '3300', '--seconds', '66', '--hung-after', '6']) == 1
    assert dict(seen)['locations'] == ['-atheris_runs=101', '-max_total_time=3']
    assert len(seen) == len(targets.TARGETS)
    assert fuzzer.main(['cookie_files']) == 0 and seen[-1] == ('cookie_files', [])
    assert set(waits) == {72, fuzzer.FOR_EVER}
    assert '7 inputs' in capsys.readouterr()[0]


@pytest.mark.parametrize('status,output,outcome', [(0, 'Done 12 in 3 second(s)\n', 12),
                                                   (1, 'Done 5 runs\n', 5), (2, 'crashed\n', 0)])
def test_a_run_is_one_process(monkeypatch, capsys, status, output, outcome):
    class Process(object):
        """What subprocess would start."""

        returncode = status

        def __init__(self, command, **_):
            assert command[1:4] == ['-m', 'tests.fuzz.guided', 'cookie_files']
            assert command[5:] == ['-x']

        kill = None  # nobody has to

        def communicate(self):
            """What it says."""
            return output.encode('ascii'), None

    monkeypatch.setattr(fuzzer.subprocess, 'Popen', Process)
    assert fuzzer._run('cookie_files', ['-x'], 60) == (outcome, status)
    assert (output in capsys.readouterr()[0]) == bool(status)

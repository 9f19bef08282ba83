# -*- coding: utf-8 -*-
"""Messages, timestamps, identifiers, the store, and the writers of both interfaces."""
from __future__ import unicode_literals

import re
import uuid

import pytest

from slipstream.sandbox import compat, timestamps
from slipstream.sandbox.cimi import errors as cimi_errors
from slipstream.sandbox.messages import Request, Response
from slipstream.sandbox.state import cimi_records, ids
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.state.store import Store
from slipstream.sandbox.world import World
from slipstream.sandbox.xml_interface import elements, errors


def test_requests_take_their_target_apart():
    request = Request('get', '/module/a%20b/?x=1&y=%C3%A9&x=2&z=',
                      [('content-type', 'Text/Plain; charset=x'),
                       ('Cookie', 'a=b=c; broken; d="e"')],
                      b'p=q+r')
    assert (request.method, request.path,
            request.query) == ('GET', '/module/a%20b/', 'x=1&y=%C3%A9&x=2&z=')
    assert request.segments == ['module', 'a b', '']
    assert request.args == [('x', '1'), ('y', 'é'), ('x', '2'), ('z', '')]
    assert (request.arg('x'), request.arg('nope', 'default')) == ('1', 'default')
    assert request.form == [('p', 'q r')]
    assert request.media_type == 'text/plain'
    assert request.cookies == {'a': 'b=c', 'd': 'e'}


def test_requests_know_their_public_address():
    assert Request('GET', '/', {'Host': 'h:1'}).base_url == 'http://h:1'
    assert Request('GET', '/').base_url == 'http://localhost'
    assert Request('GET', '/', {'Host': 'h', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'p',
                                'X-Forwarded-Port': '8443'}).base_url == 'https://p:8443'
    assert Request('GET', '/', {'Host': 'h', 'X-Forwarded-Port': '8443'}).base_url == 'http://h'


def test_bodies_are_decoded_as_json():
    assert Request('POST', '/', body='{"a": "é"}'.encode('utf-8')).json() == {'a': 'é'}
    with pytest.raises(ValueError):
        Request('POST', '/', body=b'\xff').json()


def test_a_response_encodes_its_text_and_finds_headers_in_any_case():
    response = Response(201, 'é', 'text/plain', [('Location', 'x')])
    assert response.body == 'é'.encode('utf-8')
    assert response.headers.get('content-TYPE') == 'text/plain'
    assert 'location' in response.headers and 'nope' not in response.headers
    assert list(response.headers) == [('Location', 'x'), ('Content-Type', 'text/plain')]


def test_texts_and_bytes_convert_into_each_other():
    assert compat.to_text('é'.encode('utf-8')) == 'é' == compat.to_text('é')
    assert compat.to_bytes('é') == 'é'.encode('utf-8') == compat.to_bytes('é'.encode('utf-8'))
    assert isinstance(compat.native_str('a'), str) and isinstance(compat.native_str(b'a'), str)
    assert compat.unquote(compat.quote('a é/?')) == 'a é/?'
    assert compat.quote('/') == '/' and compat.quote('/', '') == '%2F'


@pytest.mark.parametrize('seconds, legacy, cimi', [
    (1551518067.306, '2019-03-02 09:14:27.306 UTC', '2019-03-02T09:14:27.306Z'),
    (1551518067.007, '2019-03-02 09:14:27.7 UTC', '2019-03-02T09:14:27.007Z'),
    (1551518067.034, '2019-03-02 09:14:27.34 UTC', '2019-03-02T09:14:27.034Z'),
    (1551518067, '2019-03-02 09:14:27.0 UTC', '2019-03-02T09:14:27.000Z')])
def test_timestamps_are_written_in_two_ways(seconds, legacy, cimi):
    assert timestamps.legacy(seconds) == legacy
    assert timestamps.cimi(seconds) == cimi
    assert abs(timestamps.parse_cimi(cimi) - seconds) < 1e-6


def test_timestamps_are_read_with_offsets():
    assert timestamps.parse_cimi('2019-03-02T10:14:27.0+01:00') == 1551518067
    assert timestamps.parse_cimi('2019-03-02T08:14:27.0-01:00') == 1551518067
    assert timestamps.parse_cimi('2019-03-02T09:14:27Z', fraction_required=False) == 1551518067


@pytest.mark.parametrize('text', [
    '2019-03-02T09:14:27Z', '2019-03-02', '', '2019-13-02T09:14:27.0Z', '2019-02-30T09:14:27.0Z',
    '0000-01-32T00:00:00.0Z',
                                  '2019-03-02T25:14:27.0Z', '2019-03-02T09:61:27.0Z',
    '2019-03-02T09:14:27.0'])
def test_what_is_no_timestamp_is_refused(text):
    with pytest.raises(ValueError):
        timestamps.parse_cimi(text)


def test_identifiers_are_the_same_at_each_start():
    one, two = ids.Ids(7), ids.Ids(7)
    assert [one.uuid(), one.hexadecimal(6)] == [two.uuid(), two.hexadecimal(6)]
    assert uuid.UUID(ids.Ids().uuid()).version == 4
    assert ids.Ids(1).uuid() != ids.Ids(2).uuid()


def test_identifiers_are_computed_as_the_service_computes_them():
    assert ids.name_based_uuid(
        'deployment/uuid:machine:param1') == '324c6138-0484-34b5-bf35-af3ad15815db'
    assert ids.md5_hex('jane@example.org') == '18385ac57d9b171dc3fe83a5a92b68d9'
    assert re.match(r'([2-9a-zA-HJ-NP-Z]{6}\.){4}[2-9a-zA-HJ-NP-Z]{6}$', ids.new_secret())
    assert ids.new_secret() != ids.new_secret()


def test_the_store_keeps_documents_in_order():
    store = Store()
    table = store.table('event')
    table.put('b', {'n': 1})
    table.put('a', {'n': 2})
    assert [document['n'] for document in table] == [1, 2] and table.keys() == ['b', 'a']
    assert store.table('event') is table
    assert 'a' in table
    assert len(table) == 2
    assert table.get('x') is None
    table.remove('b')
    table.remove('b')
    assert len(table) == 1
    store.forget('event')
    assert len(store.table('event')) == 0
    assert [store.next_number('n'), store.next_number('n'),
            store.next_number('m', first=1500)] == [1, 2, 1500]


def test_records_get_the_common_members():
    world = World(clock=Clock(speed=0))
    record = cimi_records.insert(world, 'service-offer', {'a': 1}, owner=cimi_records.user('jane'),
                                 rules=[cimi_records.role('USER', 'VIEW'), cimi_records.ADMIN_ALL])
    assert record['id'].startswith('service-offer/')
    assert record['resourceURI'] == 'http://sixsq.com/slipstream/1/ServiceOffer'
    assert record['created'] == record['updated'] == '2019-03-29T08:00:00.000Z'
    assert record['acl'] == {'owner': {'type': 'USER', 'principal': 'jane'}, 'rules': [
        {'type': 'ROLE', 'principal': 'USER', 'right': 'VIEW'},
        {'type': 'ROLE', 'principal': 'ADMIN', 'right': 'ALL'}]}
    world.clock.advance(1)
    changed = cimi_records.update(world, record, a=2)
    assert changed['updated'] == '2019-03-29T08:00:01.000Z' and record['a'] == 1
    assert world.store.table('service-offer').get(record['id'])['a'] == 2
    assert cimi_records.type_uri('event') == 'http://schemas.dmtf.org/cimi/2/Event'


def test_refusals_of_the_json_interface_have_the_documented_form():
    assert cimi_errors.forbidden().document() == {'status': 403, 'message': 'credentials required'}
    assert cimi_errors.not_found('event/nope').document() == {
        'status': 404, 'message': 'event/nope not found', 'resource-id': 'event/nope'}
    assert cimi_errors.conflict('user/jane').document() == {
        'status': 409, 'message': 'conflict with user/jane', 'resource-id': 'user/jane'}
    assert cimi_errors.invalid('x').message.startswith(
        'resource does not satisfy defined schema:\n')


def response_to(accept, problem):
    headers = {} if accept is None else {'Accept': accept}
    return errors.render(problem, Request('GET', '/', headers))


def test_refusals_of_the_xml_interface_take_the_form_that_is_accepted():
    problem = errors.Problem(409, 'Abort "flag" <raised>!')
    answer = response_to('application/xml', problem)
    root = elements.read(answer.body)
    assert (answer.status,
            answer.headers.get('Content-Type')) == (409, 'application/xml;charset=UTF-8')
    specification = 'http://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html#sec10.4.10'
    assert root.attrib == {'code': '409', 'reason': 'Conflict', 'detail': 'Abort "flag" <raised>!',
                           'specificationUri': specification}
    assert root.text == '\nAbort "flag" <raised>!\n'
    assert response_to('text/plain;q=0.5, application/xml',
                       problem).body.decode('ascii') == '409 - Conflict\nAbort "flag" <raised>!'
    assert '"code": "409"' in response_to('application/json', problem).body.decode('ascii')
    for accept in (None, '*/*', 'text/html', 'application/xhtml+xml', 'text/xml'):
        assert b'<h1>409' in response_to(accept, problem).body


def test_refusals_without_words_use_those_of_the_framework():
    assert errors.Problem(
        404).detail == 'The server has not found anything matching the request URI'
    assert errors.Problem(500).specification.endswith('#sec10.5.1')
    assert errors.Problem(418).reason == "I'm a teapot"
    assert errors.Problem(499).reason == 'Error' and errors.Problem(499).detail == ''


def test_documents_are_written_as_the_service_does():
    root = elements.element('a', [('b', True), ('c', None), ('d', 3)],
                            elements.entry('k',
                                           elements.element('v', text=elements.CData('x]]>y'))),
                          elements.element('e', text='<&>\r'),
                            elements.element('f', text=elements.CData('')),
                            elements.element('g', {'q': '"\n\t\r<'}))
    assert elements.write(root).decode('utf-8') == (
        '<a b="true" d="3">\n   <entry>\n      <string>k</string>\n      '
        '<v><![CDATA[x]]]]><![CDATA[>y]]></v>\n   </entry>\n'
        '   <e>&lt;&amp;&gt;&#13;</e>\n   <f><![CDATA[]]></f>\n   <g '
        'q="&quot;&#10;&#9;&#13;&lt;"/>\n</a>')
    again = elements.read(elements.write(root, declaration=True))
    assert again.find('entry/v').text == 'x]]>y' and again.find('g').get('q') == '"\n\t\r<'


def test_parts_of_a_document_can_be_written_before_it():
    part = elements.element('b', [('c', '<')], elements.element('d', text='e'))
    assert elements.write(elements.element('a', (), elements.raw(
        elements.part(part, 1)))) == elements.write(elements.element('a', (), part))


def test_characters_that_xml_cannot_hold_are_replaced():
    assert elements.read(
        elements.write(elements.element('a', {'b': 'x\x00'}, text='\x01é'))).text == '\ufffdé'
    assert elements.cdata('\x01]]>é') == '<![CDATA[\ufffd]]]]><![CDATA[>é]]>'


@pytest.mark.parametrize('body', [b'', b'<a>', b'<!DOCTYPE a><a/>', b'\xff', b'x'])
def test_bad_documents_are_refused(body):
    with pytest.raises(ValueError):
        elements.read(body)

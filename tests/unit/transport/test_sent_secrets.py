# -*- coding: utf-8 -*-
"""Sent secrets: what is noted of a request, to mask it later."""
from __future__ import unicode_literals

import json

import pytest
import requests

from slipstream.api.redaction import MASK, SentValues
from slipstream.api.transport import sent_secrets

XML = {'Content-Type': 'application/xml'}


def secrets(url='https://h/x', **options):
    """The values that are found in a request, without empty ones."""
    request = requests.Request('POST', url, **options).prepare()
    return sorted({value for value in sent_secrets.of_request(request) if value})


@pytest.mark.parametrize('headers, expected', [
    ({'Authorization': 'Bearer abc-def'}, ['Bearer abc-def', 'abc-def']),
    ({'Authorization': 'Basic amFuZTpwOnc='}, ['Basic amFuZTpwOnc=', 'amFuZTpwOnc=', 'p:w']),
    ({'X-Auth-Token': 'abc-def'}, ['abc-def']), ({'Authorization': 'Basic ?'}, ['?', 'Basic ?']),
    ({'Authorization': 'Basic abc'}, ['Basic abc', 'abc']),
    ({'Cookie': 'a=b; com.sixsq.slipstream.cookie="token=xyz"'},
     ['"token=xyz"', 'b', 'xyz']),
    ({'Cookie': 'com.sixsq.slipstream.cookie=token=abc=='}, ['abc==', 'token=abc==']),
    ({'Accept': 'application/json'}, [])])
def test_secrets_in_headers_are_found(headers, expected):
    assert secrets(headers=headers) == expected


@pytest.mark.parametrize('url, expected', [
    ('https://h/a?token=t%2Bx&limit=5', ['t+x']), ('https://h/a?X-Amz-Signature=abc', ['abc']),
    ('https://h/a', [])])
def test_secrets_in_queries_are_found(url, expected):
    assert secrets(url) == expected


@pytest.mark.parametrize('url, expected', [
    ('https://h/a;token=hush%20hush/b;v=1', ['hush hush']), ('https://h/a;JSessionID=x', ['x']),
    ('https://h/a;v=1;pass%77ord=hush?b=c', ['hush']), ('https://h/a;v=1/token=x', []),
    ('https://h/a?b=c;d=x', []), ('https://h/a;token=', [])])
def test_secret_parameters_of_a_path_are_found(url, expected):
    assert secrets(url) == expected


def test_secrets_before_the_host_are_found():
    request = requests.Request('GET', 'https://h/a@b?x=y@z').prepare()
    assert sent_secrets.of_request(request) == []
    request.url = 'https://jane:p%2Fw@h/a@b'
    assert sent_secrets.of_request(request) == ['p%2Fw', 'p/w']


@pytest.mark.parametrize('address, expected', [
    ('http://u:p w@host', {'p w'}), ('u:secret@host:80', {'secret'}), ('http://u:p@[::1', {'p'}),
    ('http://token-only@host', {'token-only'}), ('http://@host', set()),
    ('http://host:80', set()), ('host', set()),
    ('http://u:p@x@host', {'p@x'}), ('http://u:p w%40host', {'p w'}), ('u:pw%2540h', {'pw'}),
    ('http:/u:secret%40h', {'secret'}), ('http://host/a%40b', set()),
    ('http://jane:p%2Fw', {'p%2Fw', 'p/w'}), ('jane:p/w?x', {'p/w?x'}), ('http://jane:3128', set()),
    ('https://jane:312845', {'312845'}), ('https://[fe80::1]:80', set()), ('fe80::abcd', set())])
def test_secrets_in_addresses_of_proxies_are_found(address, expected):
    assert set(sent_secrets.of_proxies([address, None])) == expected
    assert sent_secrets.of_proxies([]) == []


@pytest.mark.parametrize('document, expected', [
    ({'sessionTemplate': {'username': 'jane', 'password': 'p w', 'href': 'x'}}, ['p w']),
    ({'credentials': [{'secretKey': 'abc', 'n': {'token': 5}}]}, ['5', 'abc']),
    ({'secret': {'a': ['x', None, True]}}, ['x']),
    ([{'name': 'db_password', 'value': 'abc'}, {'key': 'size', 'value': 'secret'}], ['abc']),
    ({'name': ['token'], 'value': 'x'}, []), ({'description': 'a password'}, [])])
def test_secrets_in_json_are_found(document, expected):
    assert secrets(json=document) == expected
    assert secrets(data=json.dumps(document)) == expected


@pytest.mark.parametrize('body, expected', [
    ('{"password": "p w",}', ['p w']), ('{"user": "jane", "password" : "p\\"w"', ['p\\"w']),
    ("[{'a': 1}, {\"token\": \"abc\"}", ['abc']), ('{"a": "password", "b": "c"', []),
    ('[' * 100000 + '{"secret": "abc"}' + ']' * 100000, ['abc'])])
def test_malformed_json_is_searched_for_secrets(body, expected):
    assert secrets(data=body) == expected


@pytest.mark.parametrize('form, expected', [
    ({'parameter--node--web--db_password': 'p w&x', 'refqname': 'a'}, ['p w&x']),
    ({'authn-method': 'internal', 'password': 'abc'}, ['abc']), ({'a': 'password'}, [])])
def test_secrets_in_forms_are_found(form, expected):
    assert secrets(data=form) == expected


@pytest.mark.parametrize('document, expected', [
    ('<user password="p&amp;w" name="jane"/>', ['p&w']),
    ('<a><parameter name="x" type="Password"><value>abc</value></parameter>'
     '<parameter name="y" type="String"><value>password</value></parameter></a>', ['abc']),
    ('<a><parameter name="exo.password" value="abc"/></a>', ['abc']),
    ('<a><password>abc</password></a>', ['abc']), ('<password', []), ('{"password": ', []),
    ('[' * 100000 + '"password"', [])])
def test_secrets_in_documents_are_found(document, expected):
    assert secrets(data=document, headers=XML) == expected


def test_the_value_of_a_secret_runtime_parameter_is_found():
    assert secrets('https://h/run/1/machine:db_password', data=b'p w') == ['p w']
    assert secrets('https://h/run/1/machine%3Apassword',
                   data='p\xe9w'.encode('utf-8')) == ['p\xe9w']
    assert secrets('https://h/run/1/token', data=b'p w') == ['p w']
    assert secrets('https://h/run/1/ss:tags', data=b'p w') == []


def test_large_bodies_and_streams_are_not_looked_through():
    body = 'password=' + 'x' * sent_secrets.LARGEST_BODY
    assert secrets(data=body) == secrets(data=iter([b'password=x'])) == []


def test_what_a_request_has_told_is_looked_through():
    request = ('https://h/?token=a', (('Authorization', 'b'), ('Accept', 'c')), 'password=d&pin=e',
               ('http://u:f@proxy', None))
    assert set(sent_secrets.secrets_in(request, ())) == {'a', 'b', '', 'd', 'f'}
    assert set(sent_secrets.secrets_in(request, {'pin'})) == {'a', 'b', '', 'd', 'e', 'f'}
    assert sent_secrets.secrets_in(('https://h/', (), None, ()), {'pin'}) == []


def test_which_headers_are_secret_is_not_remembered_without_end():
    for number in range(102):
        sent_secrets.secrets_in(('https://h/', (('X-%d' % number, 'x'),), None, ()), ())
    assert len(sent_secrets._SECRET_HEADERS) <= 101


@pytest.mark.parametrize('options', [
    {'json': {'password': 'correct-horse'}}, {'params': {'token': 'correct-horse'}},
    {'headers': {'X-Auth-Token': 'correct-horse'}}])
def test_a_secret_is_noted_wherever_it_is(options):
    sent, request = SentValues(sent_secrets.secrets_in), requests.Request(
        'POST', 'https://h/', **options).prepare()
    sent.unread.append((request.url, tuple(request.headers.items()), request.body, ()))
    assert sent.mask('correct-horse') == MASK


@pytest.mark.parametrize('headers, expected', [
    ({'Authorization': 'Digest a b'}, ['Digest a b', 'a b']),
    ({'Authorization': 'Bearer amFuZTpwOnc='}, ['Bearer amFuZTpwOnc=', 'amFuZTpwOnc=']),
    ({'Cookie': 'a="token=XyzX"'}, ['"token=XyzX"', 'XyzX'])])
def test_what_a_header_tells_is_neither_cut_nor_guessed(headers, expected):
    assert secrets(headers=headers) == expected


def test_address_and_body_are_both_looked_through():
    assert secrets('https://h/a?token=t', data={'password': 'p'}) == ['p', 't']
    assert secrets(json=[{'key': 'db_password', 'value': 'abc'}]) == ['abc']
    assert secrets(data='\n  {"password": "p w"}') == ['p w']


def test_only_the_last_part_of_a_path_names_a_runtime_parameter():
    assert secrets('https://h/run/1/machine:db_password', data=b'p') == ['p']
    assert secrets('https://h/machine:db_password/size', data=b'p w') == []


def test_a_password_may_have_a_colon_and_a_query_an_at_sign():
    request = requests.Request('GET', 'https://h/a').prepare()
    request.url = 'https://jane:p:w@h/a?x=y@z/a'
    assert sent_secrets.of_request(request) == ['p:w', 'p:w']


def test_a_body_of_the_largest_size_is_looked_through(monkeypatch):
    monkeypatch.setattr(sent_secrets, 'LARGEST_BODY', len('password=abc'))
    assert secrets(data='password=abc') == ['abc'] and secrets(data='password=abcd') == []


def test_a_text_that_cannot_be_encoded_is_looked_through():
    request = requests.Request('POST', 'https://h/').prepare()
    request.body = 'password=abc&a=\ud800'
    assert sent_secrets.of_request(request) == ['abc']


@pytest.mark.parametrize('url, body, expected', [
    ('https://h/run/1/machine:db', b'p w', ['p w']), ('https://h/run/1/web.1%3Adb', 'p w', ['p w']),
    ('https://h/run/1/machine:size', b'p w', []), ('https://h/db/1/machine:size', b'p w', []),
    ('https://h/run/1/db', b'p w', ['p w']), ('https://h/run/1/a:b:db', b'p w', ['p w']),
    ('https://h/run/1/machine:db', iter([b'x']), ['']),
    ('https://h/run', 'parameter--node--web--db=p+w%26x&refqname=a', ['p w&x']),
    ('https://h/run', b'parameter--db=x%3Dy&other=z&db=z=', ['x=y', 'z=']),
    ('https://h/run', b'parameter--%64b=x', ['x']), ('https://h/run', iter([b'db=x']), []),
    ('https://h/run', None, [])])
def test_the_values_of_known_parameters_are_found(url, body, expected):
    request = requests.Request('PUT', url).prepare()
    request.body = body
    assert sent_secrets.of_parameters(request, ['db']) == expected


def test_of_a_large_launch_only_the_beginning_is_looked_through(monkeypatch):
    monkeypatch.setattr(sent_secrets, 'LARGEST_BODY', len('db=x&db='))
    request = requests.Request('PUT', 'https://h/run').prepare()
    request.body = 'db=x&db=yz'
    assert sent_secrets.of_parameters(request, ['db']) == ['x', '']


def test_the_values_of_parameters_that_are_known_to_be_secret_are_noted():
    sent = SentValues(sent_secrets.secrets_in)
    launch = ('https://h/run', (), 'parameter--db=correct-horse', ())
    sent.unread.append(launch)
    assert sent.mask('correct-horse') == 'correct-horse'
    sent.learn(['db'])
    sent.unread.extend([launch, ('https://h/run', (), None, ())])
    assert sent.mask('correct-horse') == MASK


def test_all_secrets_of_a_kind_are_found():
    assert secrets(headers={'X-Auth-Token': 'a', 'Authorization': 'b'}) == ['a', 'b']
    assert secrets(data='password=a=b&token=c') == ['a=b', 'c']
    assert secrets(data='<a><password>b</password><token>c</token></a>', headers=XML) == ['b', 'c']


@pytest.mark.parametrize('url, body', [
    ('https://h/?token=correct-horse', None), ('https://jane:correct-horse@h/', None),
    ('https://h/', 'password=correct-horse')])
def test_a_secret_is_noted_beside_one_that_is_known(url, body):
    sent, headers = SentValues(sent_secrets.secrets_in), [('X-Auth-Token', 'known')]
    for told_url, told_body in (('https://h/', None), (url, body)):
        sent.unread.append((told_url, headers, told_body, ()))
    assert sent.mask('correct-horse') == MASK

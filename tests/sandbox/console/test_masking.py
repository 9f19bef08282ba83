# -*- coding: utf-8 -*-
"""Exchanges without their secrets."""
from __future__ import unicode_literals

import json

import pytest
from hypothesis import given, strategies

from slipstream.sandbox.console import masking
from slipstream.sandbox.console.masking import MASK, WITHHELD

SECRET = 'hunter2-of-jane'
FORM = 'application/x-www-form-urlencoded'

#: What names a secret.
NAMES = ['password', 'PASSWORD', 'newPassword', 'passwd', 'passphrase', 'secret', 'secretKey',
         'exoscale-ch-gva.secret.key', 'machine:admin_password', 'token', 'access_token', 'Cookie',
         'Set-Cookie', 'Authorization', 'slipstream-authn-info', 'digest', 'X-Amz-Signature',
         'privateKey', 'private-key', 'apiKey', 'accessKey']
#: Bodies with a secret: media type, target, text.
BODIES = [
    ('application/json', '/api/session', '{"sessionTemplate": {"password": "%s"}}'),
    ('application/json', '/api/x', '[{"name": "admin_password", "value": "%s"}]'),
    ('application/json', '/api/x', '{"key": "machine:admin_password", "content": "%s"}'),
    ('application/json', '/api/x', '{"type": "Password", "value": "%s"}'),
    ('application/json', '/api/x', '{"secret": ["%s"]}'),
    ('application/json', '/api/x', '{"text": "password: %s"}'),
    ('application/json', '/api/x', '{"text": "<a name=\\"password\\"><value>%s</value></a>"}'),
    ('application/json', '/api/x', '{"text": "<a><value>password=%s"}'),
    ('application/json', '/api/x', '{"uri": "https://there/a?X-Amz-Signature=%s"}'),
    ('application/json', '/api/x', '{"uri": "https://jane:%s@there/a"}'),
    ('application/json', '/api/x', '{"password": "a \\" %s"'),
    ('application/json', '/api/x', '{"password":\n "%s"'),
    ('application/json', '/api/x', '{"a": "-----BEGIN RSA PRIVATE KEY-----\\n%s"}'),
    ('application/xml', '/user/jane', '<user name="jane" password="%s"/>'),
    ('application/xml', '/run/1', '<r><p key="machine:admin_password">%s</p></r>'),
    ('application/xml', '/user/x', '<p name="exoscale.password"><value>%s</value></p>'),
    ('application/xml', '/user/x', '<p name="password" defaultValue="%s"/>'),
    ('application/xml', '/user/x', '<p type="Password"><a><b>%s</b></a></p>'),
    ('application/xml', '/user/x', '<user><password>%s</password></user>'),
    ('application/xml', '/user/x', '<u><a/>token=%s</u>'),
    ('application/xml', '/user/x', '<u><![CDATA[export PASSWORD="%s x"]]></u>'),
    ('application/xml', '/user/x', '<p name="password"><value>%s</value>'),
    ('application/xml', '/user/x', '<!DOCTYPE a [<!ENTITY b "password">]><p n="&b;">%s</p>'),
    ('text/html', '/user/x', '<!DOCTYPE html>\n<html><pre>&lt;p password="%s"/&gt;</pre></html>'),
    ('text/html', '/x', '<html><pre>&lt;p name="token"&gt;&lt;v&gt;%s&lt;/v&gt;&lt;/p&gt;'
                        '</pre></html>'),
    (FORM, '/run', 'refqname=a&parameter--machine--admin_password=%s'),
    (FORM, '/user/x', 'parameter--0--name=exoscale.password&parameter--0--value=%s'),
    (FORM, '/user/x', 'parameter--0--value=%s&parameter--0--name=exoscale%%2Epassword'),
    (FORM, '/user/x', 'p%%61ssword=%s'), (FORM, '/x', 'filter=password%%3D%%27%s%%27'),
    ('', '/user/x', 'parameter--0--name=password&parameter--0--value=%s'),
    ('text/plain', '/x', 'The password: %s'), ('text/plain', '/x', 'token = "a %s b"'),
    ('text/plain', '/run/1/machine:admin_password', '%s'),
    ('application/json', '/run/1/machine:admin%%5Fpassword', '{"a": "%s"}'),
    ('multipart/form-data; boundary=x', '/user/x', '--x\r\nname="password"\r\n\r\n%s\r\n--x--')]


@pytest.mark.parametrize('name', NAMES)
def test_these_names_are_secret(name):
    assert masking.is_secret(name)
    assert masking.fields([(name, SECRET)]) == [(name, MASK)]
    assert SECRET not in masking.target('/x?%s=%s&a=b' % (name, SECRET))


@pytest.mark.parametrize('name', [
    'username', 'name', 'href', 'Content-Type', 'wordpress_title', 'key', 'ss:state', 'path'])
def test_these_names_are_not(name):
    assert not masking.is_secret(name)
    assert masking.fields([(name, 'shown')]) == [(name, 'shown')]
    assert masking.target('/x?%s=shown' % name) == '/x?%s=shown' % name


@pytest.mark.parametrize('media_type, target, text', BODIES)
def test_a_secret_is_never_shown(media_type, target, text):
    masked = masking.body((text % SECRET).encode('utf-8'), media_type, target.replace('%%', '%'))
    assert SECRET not in masked
    assert MASK in masked or WITHHELD in masked


@given(strategies.recursive(
    strategies.just('https://x/?token=' + SECRET) | strategies.integers() | strategies.none(),
    lambda inner: strategies.lists(inner) | strategies.dictionaries(
        strategies.sampled_from(NAMES + ['a', 'name', 'value']), inner | strategies.just(SECRET))))
def test_a_secret_is_never_shown_in_json(value):
    data = json.dumps({'password': value}).encode('utf-8')
    assert SECRET not in masking.body(data, 'application/json', '/api/x')


@pytest.mark.parametrize('text, media_type, shown', [
    ('', 'application/json', ''),
    ('{"b": [1, true, null, "é"], "a": {"password": ""}}', 'application/json',
     '{\n  "a": {\n    "password": ""\n  },\n  "b": [\n    1,\n    true,\n    null,\n    "é"\n  ]'
     '\n}'),
    ('<a b="é"><c>d</c><e>f <g/></e></a>', 'application/xml',
     '<a b="é">\n  <c>d</c>\n  <e>f <g /></e>\n</a>'),
    ('a=b&c=d%20e', FORM, 'a=b&c=d%20e'), ('Ready', 'text/plain', 'Ready'),
    ('<html>no end', 'text/html', WITHHELD), ('{no json', 'application/json', '{no json')])
def test_everything_else_is(text, media_type, shown):
    masked = masking.body(text.encode('utf-8'), media_type, '/run/1/ss:state')
    assert [line.rstrip() for line in masked.splitlines()] == shown.splitlines()


@pytest.mark.parametrize('data', [
    b'\xff\xfe', b'a\0b', b'<a>' * 100000 + b'</a>' * 100000], ids=['bytes', 'null', 'deep'])
def test_what_cannot_be_read_is_not_shown(data):
    assert masking.body(data, 'application/octet-stream', '/objects/a/b') == WITHHELD


def test_json_that_is_too_deep_is_text():
    data = b'[' * 100000
    assert masking.body(data, 'application/json', '/x') == data.decode('ascii')


def test_documents_in_documents_end_somewhere():
    text = '{"a": 1}'
    for _ in range(9):
        text = json.dumps({'a': text})
    assert WITHHELD in masking.body(text.encode('ascii'), 'application/json', '/x')

# -*- coding: utf-8 -*-
"""Bodies as text without secrets."""
from __future__ import unicode_literals

import pytest

from slipstream.testing import masking

JSON, FORM, XML = 'application/json', 'application/x-www-form-urlencoded', 'application/xml'
URL = 'https://h/run/1'


@pytest.mark.parametrize('content, kind, address', [
    (b'{"password": "hush"}', JSON, URL), (b'[{"a": {"secretKey": "hush"}}]', JSON, URL),
    (b'{"password": ["hush", 1]}', JSON, URL), (b'{"uri": "https://h?token=hush"}', JSON, URL),
    (b'{"password": 1234567}', JSON, URL),
    (b'password=hush&a=b', FORM, URL), (b'parameter--node--web--db_password=hush', FORM, URL),
    (b'a=x%3Ftoken%3Dhush', FORM, URL),
    (b'<user password="hush"/>', XML, URL), (b'<a><b token="hush"/></a>', XML, URL),
    (b'<p name="exoscale.password"><value>hush</value></p>', XML, URL),
    (b'<p key="machine:admin_password" value="hush">hush</p>', XML, URL),
    (b'<p name="x" type="Password"><value>hush</value><defaultValue>hush</defaultValue></p>', XML,
     URL),
    (b'<a><password>hush</password></a>', XML, URL), (b'<a>see https://h?token=hush</a>', XML, URL),
    (b'hush', 'text/plain', URL + '/machine:admin_password'),
    (b'hush', 'text/plain', URL + '/machine%3Aadmin_password?ignoreabort=true'),
    (b'the token=hush', 'text/plain', URL), (b'{"password": "hush', JSON, URL),
    (b'<user password="hush"', XML, URL), (b'password=hush', None, URL)])
def test_no_secret_stays(content, kind, address):
    text = masking.readable(content, kind, address)
    assert 'hush' not in text and '1234567' not in text and masking.MASK in text


@pytest.mark.parametrize('content, kind, text', [
    ('{"b": [1, null, true, 2.5, "\u00fc"], "a": {"password": ""}}', JSON,
     '{\n  "a": {\n    "password": ""\n  },\n  "b": [\n    1,\n    null,\n    true,\n    2.5,\n'
     '    "\u00fc"\n  ]\n}'),
    ('b=1+2&a=%C3%BC', FORM, 'a=\u00fc\nb=1 2'), ('password=', FORM, 'password='),
    ('<a><b x="1">t &gt;&lt; u</b><c/></a>', XML, '<a>\n<b x="1">t &gt;&lt; u</b>\n<c />\n</a>'),
    ('', 'text/plain', ''), ('Gr\u00fc\u00dfe', 'text/plain', 'Gr\u00fc\u00dfe')])
def test_everything_else_stays_and_is_readable(content, kind, text):
    shown = masking.readable(content.encode('utf-8'), kind, URL)
    # Python 2 writes the declaration of a document.
    assert shown in (text, "<?xml version='1.0' encoding='utf-8'?>\n" + text)


def test_what_is_no_text_is_none():
    assert masking.readable(b'\xff\x00', 'application/octet-stream', URL) is None


def test_known_secrets_are_masked_wherever_they_are():
    assert masking.without('a hushhush, b', ['hushhush', 'b']) == 'a ********, b'


@pytest.mark.parametrize('shown', [
    'pa"ss w\u00f6rd&1', 'pa\\"ss w\\u00f6rd&1', 'pa%22ss%20w%C3%B6rd%261', 'pa%22ss+w%C3%B6rd%261',
    'pa&quot;ss w&#246;rd&amp;1', 'pa%2522ss%2520w%25C3%25B6rd%25261'])
def test_a_known_secret_is_masked_in_every_shape(shown):
    assert masking.without('<a>%s</a>' % shown, ['pa"ss w\u00f6rd&1']) == '<a>********</a>'


def test_a_part_of_a_known_secret_stays():
    text = 'apps/WordPress/wordpress...'
    assert masking.without(text, ['wordpress-1', 'press']) == text

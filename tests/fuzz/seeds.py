# -*- coding: utf-8 -*-
"""Seeds: real documents to start from.

They are responses of a sandbox, each with a leading byte that selects a method of the target, and
the small files next to this module, which once revealed bugs.
"""
from __future__ import unicode_literals

import io
import os

from slipstream.sandbox import Sandbox

from . import secret_targets, targets

_HERE = os.path.dirname(os.path.abspath(__file__))
_MODULE = 'examples/tutorials/service-testing/system'
_COOKIES = (
    b'# Netscape HTTP Cookie File\n# slipstream-port '
    b'8443\n#HttpOnly_h.org\tFALSE\t/\tTRUE\t4102444800\tname\tvalue\n',
    b'.h.org\tTRUE\t/a\tFALSE\t\t\tvalue only\n', b'\xef\xbb\xbfh\tFALSE\t/\tTRUE\t1e3\tn\tv\r\n')
_LOCATIONS = (
    b'https://slipstream.test:8443/base/run/7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b', b'//evil.test/x',
    b'http://slipstream.test:8443/base/x',
    b'https://slipstream.test/base', b'https://slipstream.test:8443@evil.test/',
    b'/login?redirectURL=%2e%2e', b'http://[::1', b'https://a:b',
    b'\\\\evil.test',
    b'https://slipstream.test:99999/')
_TEXTS = (
    'a/b/12', '../../etc', '%2e%2e/%2E%2e', '//host/a', 'a?b=c', 'a#b', 'a\r\nHost: evil', 'a\0b',
    '\u65e5\u672c', 'ss:state', 'web.1:hostname',
    targets.RUN, '..;/a', 'a\\..\\b', '.%2e', 'api/event/1', targets.ENDPOINT + '/api/event/1',
    'http://evil.test/api/event/1', '@evil.test',
    ' ../a', 'a/ ..',
    '\uff0e\uff0e/a')
_FILTERS = ("a='b' and (c>=1 or d!=null)", "property['a']=\"b\"", "2019-03-29T08:00:00.0Z<=created",
            "a='\\''", "((a=1))")
_ERRORS = (
    b'\0\1<error code="404" reason="Not Found" detail="no such thing"/>',
    b'\1\0{"status": 404, "message": "no", "resource-id": "a/b"}',
    b'\2\3<html><body>password=x</body></html>', b'\3\2409 - Conflict\nIt is\n')
_QUOTATION = b'wrong: %25 &amp; \\u0041\n"..." (cut), <br/>\xe2\x80\x8b =C3=A4 end'
_BODIES = (
    b'\0\0username=jane&pin=1', b'\1\1{"a": [{"name": "db_password", "value": "x"}]}',
    b'\0\2<a type="Password"><value>x</value></a>', b'\2\3x',
    b'\0\0--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--',
    b'\0\0' + 'a=b'.encode('utf-16'), b'\0\0\0\0\0a\0\0\0=')


def _recorded():
    """The response bodies of a short tour of the sandbox, for the XML and the JSON interface."""
    documents, resources = [], []
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api('super')
        api.deploy(_MODULE)
        sandbox.clock.advance(600)
        for path in ('run', 'run/%s' % next(api.list_deployments()).id, 'appstore', 'module',
                     'module/examples', 'module/' + _MODULE,
                     'module/examples/tutorials/service-testing/apache', 'user/jane', 'users',
                     'dashboard'):
            documents.append(api.session.get('%s/%s' % (sandbox.endpoint, path)).content)
        for path in ('cloud-entry-point', 'event', 'session', 'virtual-machine', 'credential',
                     api.current_session()):
            resources.append(api.session.get('%s/api/%s' % (sandbox.endpoint, path),
                                             headers={'Accept': 'application/json'}).content)
    machine = (
        '<vms totalCount="1"><vm instanceId="1" cloud="c" state="Running" runUuid="%s" '
        'isUsable="true"/></vms>' % targets.RUN)
    documents.append(machine.encode('ascii'))
    return documents, resources


def of(target):
    """The seeds of a target, as a list of bytes."""
    return _BUILT_IN[target]() + [content for name, content in sorted(_files().items())
                                  if name.startswith(target + '-')]


def _files():
    """The seeds that are stored as files: name to content."""
    folder = os.path.join(_HERE, 'seeds')
    seeds = {}
    for name in os.listdir(folder):
        with io.open(os.path.join(folder, name), 'rb') as stream:
            seeds[name] = stream.read()
    return seeds


def _with_choice(documents, choices):
    return [bytes(bytearray([number])) + document for document in documents
            for number in range(len(choices))]


_BUILT_IN = {
    'xml_documents': lambda: _with_choice(_recorded()[0], targets.XML_METHODS),
    'cimi_documents': lambda: _with_choice(_recorded()[1] + [
        b'{"sessions": [{"id": "session/1", "username": "jane"}]}'], targets.CIMI_METHODS),
    'cookie_files': lambda: list(_COOKIES), 'error_bodies': lambda: list(_ERRORS),
    'locations': lambda: list(_LOCATIONS),
    'caller_texts': lambda: _with_choice([text.encode('utf-8') for text in _TEXTS], targets.PLACES),
    'filter_values': lambda: [text.encode('utf-8') for text in _FILTERS],
    'quoted_secrets': lambda: [bytes(bytearray([number % 3, number, 9])) + _QUOTATION
                               for number in range(len(secret_targets.SHAPES))],
    'request_bodies': lambda: list(_BODIES)}

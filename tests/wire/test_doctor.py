# -*- coding: utf-8 -*-
"""Doctor: who signed the certificate of a service."""
from __future__ import unicode_literals

import os

import pytest

from slipstream.api import doctor
from slipstream.api.compat import to_text

from ..faults.tls import TlsServer, certificate


def test_the_authority_is_named():
    with TlsServer() as server:
        shown = doctor.signer('localhost', server.port, verify=certificate('ca'))
        assert shown.startswith('TLSv1') and ', signed by ' in shown and ', until ' in shown


@pytest.mark.parametrize('variable', ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])
def test_the_bundle_of_the_environment_counts(variable):
    with TlsServer() as server:
        assert 'signed by' in doctor.signer('localhost', server.port,
                                                  environ={variable: certificate('ca')})


@pytest.mark.parametrize('name, verify', [
    ('here', True), ('expired', certificate('ca')), ('elsewhere', certificate('ca')),
    ('here', os.path.dirname(certificate('ca')))])
def test_an_invalid_certificate_is_refused(name, verify):
    with TlsServer(name) as server:
        with pytest.raises((OSError, IOError, ValueError)):
            doctor.signer('localhost', server.port, verify=verify, environ={})


def test_a_certificate_without_fields_can_be_described():
    assert doctor._described({},
                                  'TLSv1.3') == 'TLSv1.3, signed by an unnamed authority, until ?'


class Connection(object):
    """Remembers what it was asked for; its socket has a certificate."""

    def __init__(self, host, port, timeout, context):
        self.asked = [(to_text(host), port)]
        self.sock = self

    def set_tunnel(self, host, port, headers):
        """Through a proxy."""
        self.asked.append((to_text(host), port, headers))


@pytest.mark.parametrize('proxy, expected', [
    (None, [('h', 443)]), ('http://proxy:3128', [('proxy', 3128), ('h', 443, {})]),
    ('proxy', [('proxy', 8080), ('h', 443, {})]),
    ('http://jane:hush@proxy:3128',
     [('proxy', 3128), ('h', 443, {'Proxy-Authorization': 'Basic amFuZTpodXNo'})])])
def test_the_connection_goes_through_the_proxy(monkeypatch, proxy, expected):
    monkeypatch.setattr(doctor.http_client, 'HTTPSConnection', Connection)
    assert doctor._tls_connection('h', 443, proxy, None).asked == expected

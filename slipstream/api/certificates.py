# -*- coding: utf-8 -*-
"""Certificates: who signed for the service."""
from __future__ import unicode_literals

import base64
import contextlib
import os
import ssl

from requests.certs import where
from requests.utils import get_auth_from_url

from .compat import http_client, native_str, to_text, urlsplit

#: Seconds for the whole conversation.
TIMEOUT = 10


def signer(host, port, proxy=None, verify=True, environ=None):
    """Connect, check the certificate, and tell who signed it.

    :param str host: name of the service.
    :param int port: its port.
    :param proxy: address of the proxy on the way, or None.
    :param verify: path of a file or folder with the authorities to trust; True or False for the
        usual ones.
    :param environ: environment variables, where ``REQUESTS_CA_BUNDLE`` and ``CURL_CA_BUNDLE`` are
        looked for.
    :return: a sentence.
    :raises OSError: there is no connection, or the certificate is not good; ``ssl.SSLError`` and
        ``socket.error`` are of that kind.
    :raises ValueError: the certificate is for somebody else (Python 2 and 3.6).
    """
    environ = os.environ if environ is None else environ
    bundle = verify if not isinstance(verify, bool) else environ.get(
        'REQUESTS_CA_BUNDLE') or environ.get('CURL_CA_BUNDLE') or where()
    context = ssl.create_default_context(
        **{native_str('capath' if os.path.isdir(bundle) else 'cafile'): native_str(bundle)})
    connection = _connection(native_str(host), port, proxy, context)
    with contextlib.closing(connection):
        connection.connect()
        return described(connection.sock.getpeercert(), connection.sock.version())


def described(certificate, protocol):
    """A sentence about a certificate, as ``ssl.SSLSocket.getpeercert`` gives it."""
    issuer = dict(pair for part in certificate.get('issuer', ()) for pair in part)
    names = [to_text(issuer[name]) for name in ('organizationName', 'commonName')
             if issuer.get(name)]
    return '%s, signed by %s, until %s' % (to_text(protocol), ', '.join(
        names) or 'nobody that it names', to_text(certificate.get('notAfter', '?')))


def _connection(host, port, proxy, context):
    if not proxy:
        return http_client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    parts = urlsplit(to_text(proxy if '://' in proxy else 'http://' + proxy))
    connection = http_client.HTTPSConnection(native_str(parts.hostname), parts.port or 8080,
                                             timeout=TIMEOUT, context=context)
    credentials = ':'.join(get_auth_from_url(to_text(proxy)))
    headers = {'Proxy-Authorization': 'Basic ' + base64.b64encode(
        credentials.encode('utf-8')).decode('ascii')} if credentials != ':' else {}
    connection.set_tunnel(host, port, headers)
    return connection

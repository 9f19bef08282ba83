# -*- coding: utf-8 -*-
"""A service with a certificate.

``certs/make.sh`` has made the certificates: an authority of our own, and those that it has signed
for this machine, for another one, for a day that is long over, and for a client.
"""
from __future__ import unicode_literals

import os
import socket
import ssl
import threading

from ..wire.server import ScriptedServer, reply


def certificate(name):
    """The path of a certificate, its key in the same file."""
    return str(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'certs', name + '.pem'))


class TlsServer(ScriptedServer):
    """A scripted server that speaks TLS.

    :param str name: its certificate.
    """

    def __init__(self, name='here'):
        super(TlsServer, self).__init__(reply(200, json={'id': 'event/1'}))
        # By name: on Python 2.7 urllib3 does not know addresses in certificates.
        self.endpoint = str('https://localhost:%d' % self.port)
        #: The names of the clients that have shown a certificate; None for those that have not.
        self.clients = []
        self._context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_TLS_SERVER', ssl.PROTOCOL_SSLv23))
        self._context.load_cert_chain(certificate(name))
        self._context.load_verify_locations(certificate('ca'))
        self._context.verify_mode = ssl.CERT_OPTIONAL

    def _serve(self, connection):
        try:
            secured = self._context.wrap_socket(connection, server_side=True)
            shown = secured.getpeercert()
        except (OSError, ssl.SSLError, socket.error):  # a client that does not trust us
            connection.close()
            return
        self._connections[threading.current_thread()] = secured
        self.clients.append(dict(field for part in shown['subject'] for field in part)['commonName']
                            if shown else None)
        super(TlsServer, self)._serve(secured)

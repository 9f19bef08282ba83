# -*- coding: utf-8 -*-
"""The sandbox on a port.

A threaded HTTP/1.1 server for the loopback interface: one thread accepts connections, one thread
serves each connection, and all threads have ended when the server is closed.
"""
from __future__ import unicode_literals

import logging
import numbers
import socket
import struct
import threading

from ..compat import native_str
from ..messages import Dropped
from . import http_channel
from .host_names import HostNames

logger = logging.getLogger('slipstream.sandbox')

#: Real seconds that a connection may be idle, and that a client may pause during a request.
IDLE_SECONDS = 60.0
#: Real seconds that a request may take to arrive, even without pauses.
LONGEST_REQUEST = 600.0
_BACKLOG = 128
_GRACE_SECONDS = 5.0
_ANY = {'0.0.0.0': '127.0.0.1', '::': '::1'}


class Server(object):
    """Serves requests on a port.

    The constructor binds the port; :meth:`start` starts serving.

    :param handle: the ``handle`` method of a :class:`~slipstream.sandbox.core.Core`.
    :param str host: name or address to listen on.
    :param int port: port to listen on; 0 for a free one.
    :param bool allow_remote: whether the address may be reachable from other machines.
    :param float idle: real seconds that a connection may be idle.
    :param allowed_hosts: a list of host names to accept besides its own; ``*`` for any.
    :raises ValueError: if the address is reachable from other machines and that is not allowed, or
        if the port is not one.
    :raises socket.error: if the address does not exist or the port is in use.
    """

    def __init__(self, handle, host='127.0.0.1', port=0, allow_remote=False, idle=IDLE_SECONDS,
                 allowed_hosts=()):
        self._handle = handle
        self._names = HostNames(host, allowed_hosts)
        self._idle = idle
        self._host = host
        self._listener, self._address = _listen(host, port, allow_remote)
        self._closing = threading.Event()
        # The connection of each thread. Only the acceptor writes it; ended threads stay in it until
        # the next connection.
        self._connections = {}
        self._acceptor = None

    @property
    def url(self):
        """The URL of the service, for clients on this machine."""
        host = _ANY.get(self._host, self._host)
        return 'http://%s:%d' % ('[%s]' % host if ':' in host else host, self._address[1])

    def start(self):
        """Start serving.

        :return: the server itself.
        """
        self._acceptor = _thread('accept', self._accept)
        self._acceptor.start()
        return self

    def close(self):
        """Stop serving: finish current responses, close all connections, end all threads."""
        if self._closing.is_set():
            return
        self._closing.set()
        if self._acceptor:
            self._wake()
            self._acceptor.join(_GRACE_SECONDS)  # nothing wakes it if no more files can be opened
        self._listener.close()
        for connection in self._connections.values():
            _shutdown(connection, socket.SHUT_RD)
        for thread, connection in self._connections.items():
            thread.join(_GRACE_SECONDS)
            if thread.is_alive():
                _shutdown(connection, socket.SHUT_RDWR)
                thread.join(_GRACE_SECONDS)

    def _wake(self):
        # Closing a socket does not wake a thread that waits for it, but a connection always does.
        host = _ANY.get(self._address[0], self._address[0])
        try:
            socket.create_connection((host, self._address[1]), _GRACE_SECONDS).close()
        except socket.error:
            logger.debug('The acceptor is already awake')

    def _accept(self):
        while True:
            try:
                connection, address = self._listener.accept()
            except socket.error as error:
                logger.warning('No connection was accepted: %s', error)
                # Probably too many open files: wait until some are closed.
                self._closing.wait(0.05)
                connection = None
            if self._closing.is_set():
                return _close(connection)
            if connection:
                self._welcome(connection, address[0])

    def _welcome(self, connection, client):
        connection.settimeout(self._idle)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        thread = _thread('connection', self._converse, connection, client)
        for ended in [other for other in self._connections if not other.is_alive()]:
            del self._connections[ended]
        self._connections[thread] = connection
        try:
            thread.start()
        except RuntimeError as error:  # there are too many, or there is no memory for another one
            logger.warning('No connection was accepted: %s', error)
            del self._connections[thread]
            connection.close()

    def _converse(self, connection, client):
        channel = http_channel.Channel(connection, LONGEST_REQUEST)
        try:
            while self._exchange(channel, client):
                pass
        except Dropped:
            # With this option, the system resets the connection instead of closing it properly.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                  struct.pack(native_str('ii'), 1, 0))
        except socket.error as error:
            logger.debug('A client has disconnected: %s', error)
        finally:
            connection.close()

    def _exchange(self, channel, client):
        try:
            received = http_channel.receive(channel, client, self._names)
        except http_channel.Refusal as refusal:
            if self._closing.is_set():
                # It is incomplete because we stopped reading; it is not the client's fault.
                raise Dropped()
            channel.send(http_channel.render(refusal.response, 'GET', False))
            channel.linger()
            return False
        if received is None:
            return False
        method = received.request.method
        response = self._handle(received.request)
        keep_alive = received.keep_alive and not self._closing.is_set()
        channel.send(http_channel.render(response, method, keep_alive))
        return keep_alive


def _listen(host, port, allow_remote):
    # The system would take the rest of a division.
    if not isinstance(port, numbers.Integral) or not 0 <= port <= 65535:
        raise ValueError('A port is a whole number from 0 to 65535, not %r' % (port,))
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
    if not allow_remote and not _is_loopback(address[0]):
        raise ValueError('Other machines can reach %s; to allow that, use allow_remote' % host)
    listener = socket.socket(family, kind, protocol)
    try:
        # On Windows, the first option, if it exists, does what the second one does elsewhere.
        listener.setsockopt(socket.SOL_SOCKET,
                            getattr(socket, 'SO_EXCLUSIVEADDRUSE', socket.SO_REUSEADDR), 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
        return listener, listener.getsockname()
    except socket.error:
        listener.close()
        raise


def _is_loopback(address):
    return address == '::1' or address.startswith('127.')


def _thread(role, target, *args):
    thread = threading.Thread(target=target, args=args, name='slipstream-sandbox-%s' % role)
    thread.daemon = True
    return thread


def _shutdown(connection, how):
    try:
        connection.shutdown(how)
    except socket.error:
        logger.debug('A connection has already ended')


def _close(connection):
    if connection:
        connection.close()

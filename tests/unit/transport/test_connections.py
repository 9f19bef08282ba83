# -*- coding: utf-8 -*-
"""Connections: what TLS says of their end."""
from __future__ import unicode_literals

import ssl

import pytest

from slipstream.api.transport import connections
from slipstream.api.transport.framing import FramingError


def raising(text):
    """A function that fails as TLS does."""
    def receive():
        raise ssl.SSLError(str(text))
    return receive


def test_an_end_that_was_not_announced_is_an_error_of_framing():
    with pytest.raises(FramingError):
        connections.in_order(raising('EOF occurred in violation of protocol'))


def test_other_errors_of_tls_stay_what_they_are():
    with pytest.raises(ssl.SSLError):
        connections.in_order(raising('decryption failed'))


def test_what_comes_in_order_is_handed_on():
    assert connections.in_order(lambda: b'x') == b'x'


def test_the_process_that_has_made_an_adapter_uses_its_connections():
    adapter = connections.Adapter()
    assert adapter._own() is adapter


class Encrypted(object):
    """A socket of TLS that has something or nothing."""

    def __init__(self, length):
        self.pending = lambda: length


def test_whether_something_has_come_through_tls_is_known():
    assert connections.is_readable(Encrypted(3)) is True
    assert connections.is_readable(Encrypted(0)) is False

# -*- coding: utf-8 -*-
"""Connection errors: what is said when no response has come."""
from __future__ import unicode_literals

import socket
import ssl

import pytest
import requests
from requests.exceptions import (ChunkedEncodingError, ConnectionError, ConnectTimeout, ProxyError,
                                 ReadTimeout, SSLError)
from requests.packages.urllib3 import exceptions as urllib3_exceptions

from slipstream.api.transport.calls import Call
from slipstream.api.transport.connection_errors import explained

ENDPOINT = 'https://h:8443/slipstream'
ADVICE = ' To find out more: python -m slipstream.api doctor --endpoint https://h:8443/slipstream'
ASKED = ' Is the service running?' + ADVICE
MAYBE = ' The request may have been carried out.'


class Owner(object):
    """What urllib3 names in its messages."""

    host = 'h'

    def __repr__(self):
        return str("HTTPSConnection(host='h', port=8443)")


def exhausted(reason):
    return urllib3_exceptions.MaxRetryError(Owner(), '/run?password=x', reason)


def new_connection(words):
    return exhausted(urllib3_exceptions.NewConnectionError(Owner(), words))


FAILURES = [
    (ConnectionError(new_connection(
        'Failed to establish a new connection: [Errno 111] Connection refused')),
     'No connection to https://h:8443: Connection refused.' + ASKED),
    (ConnectionError(new_connection(
        'Failed to establish a new connection: [Errno -2] Name or service not known')),
     'No connection to https://h:8443: Name or service not known.' + ASKED),
    (ConnectTimeout(exhausted(urllib3_exceptions.ConnectTimeoutError(
        Owner(), 'Connection to h timed out. (connect timeout=3)'))),
     'No connection to https://h:8443: Connection to h timed out. (connect timeout=3).' + ASKED),
    (SSLError(exhausted(ssl.SSLError(1, '[SSL: BAD] certificate verify failed (_ssl.c:1006)'))),
     'No secure connection to https://h:8443: certificate verify failed.' + ADVICE),
    (ProxyError(exhausted(urllib3_exceptions.ProxyError('Cannot connect to proxy.',
                                                        OSError('403 Forbidden')))),
     'No connection through the proxy to https://h:8443: 403 Forbidden.' + ADVICE),
    (ReadTimeout(urllib3_exceptions.ReadTimeoutError(Owner(), None, 'Read timed out.')),
     'No response from https://h:8443: Read timed out.' + MAYBE + ADVICE),
    (ConnectionError(urllib3_exceptions.ProtocolError(
        'Connection aborted.', socket.error(104, 'Connection reset by peer'))),
     'The connection to https://h:8443 broke: Connection reset by peer.' + MAYBE + ADVICE),
    (ChunkedEncodingError(urllib3_exceptions.ProtocolError(OSError())),
     'The response from https://h:8443 is not complete: OSError.' + MAYBE + ADVICE),
    (ConnectionError(urllib3_exceptions.ProtocolError('No route to X.')),
     'The connection to https://h:8443 broke: No route to X.' + MAYBE + ADVICE)]


def test_the_objects_of_older_versions_are_left_out():
    explanation = explained(ConnectionError(urllib3_exceptions.ProtocolError(
        '<Connection object at 0x7f3a>: Failed to establish a new connection: refused')),
                            call(), ENDPOINT)
    assert ' broke: refused. ' in str(explanation)


def call(is_read=False, is_own=True):
    return Call('POST', 'https://user:pass@h:8443/slipstream/run', {}, is_read, is_own)


@pytest.mark.parametrize('error, message', FAILURES)
def test_the_message_says_what_does_not_respond_and_why(error, message):
    explanation = explained(error, call(), ENDPOINT)
    assert str(explanation) == message and type(explanation) is type(error)
    assert explanation.help_page == 'troubleshooting.html#%s' % type(error).__name__.lower()
    assert explanation.__cause__ is error
    assert (error.__traceback__, error.__suppress_context__) == (None, True)
    assert 'password' not in str(explanation) and 'pass@' not in str(explanation)


@pytest.mark.parametrize('error, message', FAILURES)
def test_a_read_changes_nothing(error, message):
    assert str(explained(error, call(is_read=True), ENDPOINT)) == message.replace(MAYBE, '')


@pytest.mark.parametrize('error, message', FAILURES)
def test_another_host_is_no_case_for_the_doctor(error, message):
    assert str(explained(error, call(is_own=False), ENDPOINT)) == message.replace(
        ' Is the service running?', '').replace(ADVICE, '')
    error.request = requests.Request('GET', 'https://elsewhere/x').prepare()
    explanation = explained(error, call(), ENDPOINT)
    assert 'https://elsewhere' in str(explanation) and 'doctor' not in str(explanation)
    assert explanation.request is error.request
    error.request = None


@pytest.mark.parametrize('error', [ConnectionError('gone'), ConnectionError(), ReadTimeout('late'),
                                   requests.exceptions.InvalidURL(new_connection('x'))])
def test_words_for_people_stay(error):
    assert explained(error, call(), ENDPOINT) is error


def test_the_response_of_a_failure_stays_with_it():
    response = requests.Response()
    error = ConnectionError(new_connection('gone'), response=response)
    assert explained(error, call(), ENDPOINT).response is response


def test_a_long_reason_is_clipped():
    message = str(explained(ConnectionError(urllib3_exceptions.ProtocolError('x' * 300)), call(),
                                ENDPOINT))
    assert len(message.partition(' broke: ')[2].partition('. ')[0]) == 197

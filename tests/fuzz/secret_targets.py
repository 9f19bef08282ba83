# -*- coding: utf-8 -*-
"""Fuzzing targets for secrets: what a service may quote, and what bodies may hold."""
from __future__ import unicode_literals

import base64
import binascii
import json

import requests

from slipstream.api.compat import quote
from slipstream.api.redaction import SentValues
from slipstream.api.transport import credentials, sent_secrets

SECRETS = ('Tr0ub4dor-p\xe4ss "7"', 'Hn4mYd9Rk8sTb2Qw7Lp3', 'correct horse battery')
#: How a service may quote a secret, as functions of it.
SHAPES = (
    lambda secret: secret, lambda secret: json.dumps(secret)[1:-1], quote,
    lambda secret: secret.upper(), lambda secret: ''.join('&#%d;' % ord(char) for char in secret),
    lambda secret: '\n'.join(secret[start:start + 5] for start in range(0, len(secret), 5)),
    '\u200b'.join,
    lambda secret: base64.b64encode(secret.encode('utf-8')).decode('ascii').rstrip('=')[:-1],
    lambda secret: binascii.hexlify(secret.encode('utf-8')).decode('ascii'))
_URLS = ('http://slipstream.test/run', 'http://slipstream.test/api/session',
         'http://slipstream.test/run/1/machine:db_password')
_CODINGS = ('utf-8', 'utf-16', 'utf-16-be', 'utf-32')


def quoted_secrets(data):
    """Any text around a secret in some shape: it is not shown."""
    head, rest = bytearray(data[:3].ljust(3, b'\0')), data[3:].decode('utf-8', 'replace')
    secret, shape = SECRETS[head[0] % len(SECRETS)], SHAPES[head[1] % len(SHAPES)]
    quoted, middle = shape(secret), head[2] % (len(rest) + 1)
    sent = SentValues()
    sent.add([secret])
    shown = sent.mask(rest[:middle] + quoted + rest[middle:])
    half = len(quoted) // 2
    for piece in (quoted[:half], quoted[half:]):
        assert shown.count(piece) <= rest.count(piece), shown


def request_bodies(data):
    """Any body of a request: it is searched, and a password in it is noticed."""
    head, rest = bytearray(data[:2].ljust(2, b'\0')), data[2:]
    url, coding = _URLS[head[0] % len(_URLS)], _CODINGS[head[1] % len(_CODINGS)]
    request = requests.Request('PUT', url, data=rest).prepare()
    credentials.carries_some(request)
    sent_secrets.secrets_in((url, (), rest, ()), {'db'})
    sent_secrets.users_in((url, (), rest, ()))
    text = 'a=b&password=%s&%s' % (SECRETS[1], rest.decode('utf-8', 'replace'))
    request.body = text.encode(coding, 'replace')
    assert credentials.carries_some(request), text

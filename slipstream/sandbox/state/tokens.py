# -*- coding: utf-8 -*-
"""Session tokens.

Tokens have the format of the service: a JWT signed with RS256. The key is part of the source code
and protects nothing. Instead, a sandbox only accepts tokens that it issued itself; it remembers
their digests.
"""
from __future__ import unicode_literals

import base64
import hashlib
import json

from ..compat import to_text

_P = int('fc2ccd4465ada41f70e32cc821b858497d8f1db78a1bfc7f6c965e599977d237'
         '1e15af0723007b67e131d13a76e455e286f02da8bfbd3fcd5ce024802bed0371', 16)
_Q = int('fae40b3058a0705a69b1702a67c63a2111203ca1d38ce9c1e6c377df5d0c0c54'
         '68626a6481eaf6d535e3081a12f5295a992a220b8d0338219a9544d68a1468f3', 16)
_E = 65537
# ASN.1 prefix of a SHA-256 digest (RFC 8017, 9.2).
_DIGEST_INFO = '3031300d060960864801650304020105000420'
_MODULUS_BYTES = 128


def sign(claims):
    """Sign a dict of claims, and return the token as a string."""
    head = '%s.%s' % (_encode(json.dumps({'alg': 'RS256'}).encode('ascii')),
                      _encode(json.dumps(claims, sort_keys=True).encode('utf-8')))
    return '%s.%s' % (head, _encode(_signature(head.encode('ascii'))))


def digest(token):
    """The digest of a token, which a sandbox remembers."""
    return to_text(hashlib.sha256(token.encode('utf-8')).hexdigest())


def _signature(message):
    info = _DIGEST_INFO + hashlib.sha256(message).hexdigest()
    padded = int('0001' + 'ff' * (_MODULUS_BYTES - 3 - len(info) // 2) + '00' + info, 16)
    exponent = inverse(_E, (_P - 1) * (_Q - 1))
    # Chinese remainder theorem: two small exponentiations instead of a large one.
    by_p = pow(padded, exponent % (_P - 1), _P)
    by_q = pow(padded, exponent % (_Q - 1), _Q)
    value = by_q + _Q * ((inverse(_Q, _P) * (by_p - by_q)) % _P)
    return bytes(bytearray.fromhex('%0*x' % (2 * _MODULUS_BYTES, value)))


def inverse(number, modulus):
    """The modular inverse of a number.

    Number and modulus must have no common divisor.
    """
    old, new, left, right = modulus, number % modulus, 0, 1
    while new:
        quotient = old // new
        old, new = new, old - quotient * new
        left, right = right, left - quotient * right
    return left % modulus


def _encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode('ascii')

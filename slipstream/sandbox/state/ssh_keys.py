# -*- coding: utf-8 -*-
"""SSH keys.

Read public keys and generate key pairs with nothing but the standard library. The pairs are real:
RSA primes are searched as usual (a key of 1024 bits takes a tenth of a second, one of 4096 bits
some seconds). DSA keys share one group, because finding a group would take too long. Do not protect
anything of value with a key from a sandbox.
"""
from __future__ import unicode_literals

import base64
import hashlib
import random
import re
import struct

from ..compat import native_str, to_text
from .tokens import inverse

_P = int('f50d8149581a26a6c3059bc9362580487b6b1e054a55b8e1fa2c3ad33f91a50f'
         '577fe11288cc2880811dc0a8dbe6b3f915d87a60c87e78c13ef69f619b7d4ba8'
         '789203dfe46dff831b17c50ca7458de1ceeeb073e85a79bbbf93d89cdf3f95ff'
         '25f9904e3a51d1eebff12e965b033296306f79b0df5e972242a7cb8110611271', 16)
_Q = int('aadbdc3e1077cdb3b963dfc305d1cafced37d499', 16)
_G = int('9759268c24f5db0a804e7301e9ffbe331685e08a96d770c8bab3f4248d74fe93'
         '49e6a55a7844e7e6c034f9d8de16f856c6787431d1d94b9c4b72024a140007d6'
         '57fd1c60b4232fbbaac3eedf435f63a5b4e428437b8a04e73af6adb8990c0332'
         '439ea3c776f7289542bc684f08960a2f3a9fd3f681ca19e6a3ddce11a82b26e', 16)
_E = 65537
_ALGORITHMS = {
    'ssh-rsa': 'rsa', 'ssh-dss': 'dsa', 'ssh-ed25519': 'ed25519',
    'ecdsa-sha2-nistp256': 'ecdsa', 'ecdsa-sha2-nistp384': 'ecdsa',
    'ecdsa-sha2-nistp521': 'ecdsa'}
_LINE = re.compile(r'([a-z0-9-]+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]+\S.*)?\Z')
_SMALL_PRIMES = [n for n in range(3, 2000) if all(n % d for d in range(2, int(n ** 0.5) + 1))]
_SYSTEM = random.SystemRandom()


def inspect(public_key):
    """Inspect a public key in the format of a ``.pub`` file.

    :return: a pair: algorithm (``rsa``, ``dsa``, ``ecdsa``, ``ed25519``) and fingerprint.
    :raises ValueError: if it is not a public key.
    """
    match = _LINE.match(public_key.strip())
    if not match or match.group(1) not in _ALGORITHMS:
        raise ValueError('not a public SSH key')
    try:
        blob = base64.b64decode(match.group(2).encode('ascii'))
    except (TypeError, ValueError):
        raise ValueError('not a public SSH key')
    if not blob.startswith(_string(match.group(1).encode('ascii'))):
        raise ValueError('not a public SSH key')
    return _ALGORITHMS[match.group(1)], fingerprint(blob)


def fingerprint(blob):
    """The MD5 fingerprint: sixteen groups of two hexadecimal digits."""
    digits = to_text(hashlib.md5(blob).hexdigest())
    return ':'.join(digits[at:at + 2] for at in range(0, 32, 2))


def generate(algorithm, bits, source=_SYSTEM):
    """Generate a key pair.

    :param str algorithm: ``rsa`` or ``dsa`` (always 1024 bits, as the protocol says).
    :param int bits: size of the key.
    :return: a pair of strings: public key, private key (PEM).
    """
    return _rsa(bits, source) if algorithm == 'rsa' else _dsa(source)


def _rsa(bits, source):
    while True:
        p, q = _prime(bits - bits // 2, source), _prime(bits // 2, source)
        phi = (p - 1) * (q - 1)
        if p != q and phi % _E:
            break
    d = inverse(_E, phi)
    private = _pem('RSA PRIVATE KEY',
                   [0, p * q, _E, d, p, q, d % (p - 1), d % (q - 1), inverse(q, p)])
    return _public('ssh-rsa', [_E, p * q]), private


def _dsa(source):
    x = source.randrange(1, _Q)
    y = pow(_G, x, _P)
    return _public('ssh-dss', [_P, _Q, _G, y]), _pem('DSA PRIVATE KEY', [0, _P, _Q, _G, y, x])


def _prime(bits, source):
    """Generate a random prime whose two highest bits are set.

    The product of two such primes has exactly as many bits as both together.
    """
    while True:
        candidate = source.getrandbits(bits) | (3 << (bits - 2)) | 1
        if all(candidate % small for small in _SMALL_PRIMES) and _passes(candidate, source):
            return candidate


def _passes(number, source, rounds=8):
    """The Miller-Rabin primality test; the first base is 2."""
    odd, twos = number - 1, 0
    while not odd % 2:
        odd, twos = odd // 2, twos + 1
    bases = [2] + [source.randrange(2, number - 1) for _ in range(rounds - 1)]
    return all(_agrees(pow(base, odd, number), number, twos) for base in bases)


def _agrees(power, number, twos):
    if power == 1:
        return True
    for _ in range(twos):
        if power == number - 1:
            return True
        power = power * power % number
    return False


def _public(name, numbers):
    blob = _string(name.encode('ascii')) + b''.join(_string(_signed(number)) for number in numbers)
    return '%s %s' % (name, base64.b64encode(blob).decode('ascii'))


def _string(data):
    return struct.pack(native_str('>I'), len(data)) + data


def _signed(number):
    """Encode a positive number as big-endian bytes, after a zero byte if the highest bit is set."""
    size = number.bit_length() // 8 + 1
    return bytes(bytearray.fromhex('%0*x' % (2 * size, number)))


def _pem(label, numbers):
    content = b''.join(_tagged(2, _signed(number)) for number in numbers)
    text = base64.b64encode(_tagged(0x30, content)).decode('ascii')
    lines = [text[at:at + 64] for at in range(0, len(text), 64)]
    return '\n'.join(['-----BEGIN %s-----' % label] + lines + ['-----END %s-----' % label, ''])


def _tagged(tag, content):
    """Encode an element of DER: tag, length, content."""
    length = len(content)
    if length < 128:
        return bytes(bytearray([tag, length])) + content
    digits = _signed(length).lstrip(b'\0')
    return bytes(bytearray([tag, 128 + len(digits)])) + digits + content

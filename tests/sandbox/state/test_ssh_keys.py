# -*- coding: utf-8 -*-
"""
SSH keys
"""
from __future__ import unicode_literals

import base64
import random
import struct

import pytest

from slipstream.sandbox.compat import native_str
from slipstream.sandbox.state import ssh_keys


def wire(blob):
    """The strings of which a public key consists."""
    parts = []
    while blob:
        size = struct.unpack(native_str('>I'), blob[:4])[0]
        parts.append(blob[4:4 + size])
        blob = blob[4 + size:]
    return parts


def number(data):
    """Big-endian bytes as a number."""
    return int(''.join('%02x' % byte for byte in bytearray(data)) or '0', 16)


def integers(pem):
    """The integers of which a private key consists."""
    data = bytearray(base64.b64decode(''.join(pem.splitlines()[1:-1]).encode('ascii')))

    def element(at):
        size, at = data[at + 1], at + 2
        if size >= 128:
            count = size - 128
            size, at = number(data[at:at + count]), at + count
        return at, at + size
    begin, end = element(0)
    assert (data[0], end) == (0x30, len(data))
    numbers = []
    while begin < end:
        assert data[begin] == 2
        first, begin = element(begin)
        numbers.append(number(data[first:begin]))
    return numbers


@pytest.mark.parametrize('bits', [512, 513, 768])
def test_rsa_keys_fit_together(bits):
    public, private = ssh_keys.generate('rsa', bits, random.Random(1))
    name, blob = public.split(' ')
    parts = wire(base64.b64decode(blob.encode('ascii')))
    version, n, e, d, p, q, dp, dq, inverse = integers(private)
    assert (name, parts[0], version) == ('ssh-rsa', b'ssh-rsa', 0)
    assert [number(part) for part in parts[1:]] == [e, n]
    assert n == p * q
    assert n.bit_length() == bits
    assert pow(pow(12345, e, n), d, n) == 12345
    assert (dp, dq, inverse * q % p) == (d % (p - 1), d % (q - 1), 1)
    assert private.endswith('-----END RSA PRIVATE KEY-----\n')
    assert bytearray(parts[2])[0] < 128


def test_dsa_keys_fit_together():
    public, private = ssh_keys.generate('dsa', 1024, random.Random(1))
    parts = wire(base64.b64decode(public.split(' ')[1].encode('ascii')))
    version, p, q, g, y, x = integers(private)
    assert (parts[0], version) == (b'ssh-dss', 0)
    assert [number(part) for part in parts[1:]] == [p, q, g, y]
    assert (p - 1) % q == 0
    assert pow(g, q, p) == 1 != g
    assert y == pow(g, x, p)


def test_every_generated_key_is_another():
    assert ssh_keys.generate('rsa', 512) != ssh_keys.generate('rsa', 512)


@pytest.mark.parametrize('composite',
                         [561, 3215031751, 3825123056546413051, (2 ** 61 - 1) * (2 ** 31 - 1)])
def test_composites_are_not_taken_for_primes(composite):
    assert not ssh_keys._passes(composite, random.Random(2))


@pytest.mark.parametrize('prime', [2 ** 61 - 1, 2 ** 127 - 1, 1000003])
def test_primes_are_found_to_be_primes(prime):
    assert ssh_keys._passes(prime, random.Random(2))


def test_primes_that_do_not_suit_are_replaced(monkeypatch):
    drawn = iter([65537 * 2 + 1, 7, 11, 11, 1000003, 1000033])
    monkeypatch.setattr(ssh_keys, '_prime', lambda bits, source: next(drawn))
    _, private = ssh_keys.generate('rsa', 40)
    assert integers(private)[4:6] == [1000003, 1000033]


def test_a_public_key_has_an_algorithm_and_a_fingerprint():
    blob = base64.b64encode(b'\0\0\0\x07ssh-rsa\0\0\0\x03\1\0\1\0\0\0\1\x25').decode('ascii')
    algorithm, fingerprint = ssh_keys.inspect(' ssh-rsa %s jane on a laptop\n' % blob)
    assert algorithm == 'rsa'
    assert fingerprint == '0d:98:3b:aa:70:70:03:f8:7e:a6:95:60:8b:53:76:eb'


@pytest.mark.parametrize('text', [
    '', 'ssh-rsa', 'ssh-rsa AAAA', 'ssh-nope AAAAB3NzaC1yc2E=', 'ssh-rsa AAAAB3NzaC1kc3M=',
    'ssh-rsa A', 'ssh-rsa AAAAB3NzaC1yc2E= a\nssh-rsa x',
    '-----BEGIN RSA PRIVATE KEY-----'])
def test_an_invalid_public_key_is_refused(text):
    with pytest.raises(ValueError):
        ssh_keys.inspect(text)

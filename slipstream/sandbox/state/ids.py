# -*- coding: utf-8 -*-
"""Identifiers and secrets.

Identifiers come from a seeded generator: every sandbox generates the same ones. Secrets come from
the operating system.
"""
from __future__ import unicode_literals

import hashlib
import random
import uuid

_SECRET_ALPHABET = '23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'


class Ids(object):
    """A seeded source of random UUIDs."""

    def __init__(self, seed=0):
        self._random = random.Random(seed)

    def uuid(self):
        """A new version 4 UUID, as a string."""
        return '%s' % uuid.UUID(int=self._random.getrandbits(128), version=4)

    def hexadecimal(self, digits):
        """A new lower-case hexadecimal string."""
        return '%0*x' % (digits, self._random.getrandbits(4 * digits))

    def state(self):
        """The state of the generator, as plain data."""
        version, words, _ = self._random.getstate()
        return [version, list(words)]

    def restore(self, state):
        """Restore a state from :meth:`state`."""
        version, words = state
        self._random.setstate((version, tuple(words), None))


def name_based_uuid(text):
    """Compute a UUID from a string: its MD5 with the version 3 bits set and no namespace."""
    return '%s' % uuid.UUID(bytes=hashlib.md5(text.encode('utf-8')).digest(), version=3)


def md5_hex(text):
    """The MD5 of a string, in hexadecimal."""
    return '%s' % hashlib.md5(text.encode('utf-8')).hexdigest()


def new_secret(source=random.SystemRandom()):
    """A new API secret: five groups of six characters, joined by dots."""
    # One number for all characters: it has many more bits than they need (175), so all are likely.
    number, size = source.getrandbits(256), len(_SECRET_ALPHABET)
    signs = [_SECRET_ALPHABET[number // size ** place % size] for place in range(30)]
    return '.'.join([''.join(signs[start:start + 6]) for start in range(0, 30, 6)])

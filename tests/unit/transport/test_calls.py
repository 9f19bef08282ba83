# -*- coding: utf-8 -*-
"""Calls: what a program asks a session to send."""
from __future__ import unicode_literals

import io

import pytest

from slipstream.api.transport import calls


class Pipe(object):
    """Can be read once."""

    read = None  # that it is there is enough


class Deaf(Pipe):
    """Tells where it is, but cannot go back."""

    def tell(self):
        """Where it is."""
        return 3


class Broken(Deaf):
    """Cannot even tell where it is."""

    def tell(self):
        """Where it is."""
        raise IOError('Illegal seek')

    def seek(self, place):
        """Go there."""


@pytest.mark.parametrize('options, once, streamed', [
    ({}, False, False), ({'data': b'x'}, False, False), ({'data': 'x'}, False, False),
    ({'data': {'a': 'b'}}, False, False), ({'data': [('a', 'b')]}, False, False),
    ({'data': io.BytesIO(b'x')}, False, True), ({'data': Pipe()}, True, True),
    ({'data': Deaf()}, True, True), ({'data': Broken()}, True, True),
    ({'data': iter([b'x'])}, True, True), ({'files': {'f': b'x'}}, True, True)])
def test_what_can_be_sent_again(options, once, streamed):
    body = calls.Body(options)
    assert (body.can_be_repeated(), body.is_streamed) == (not once, streamed)


def test_a_file_begins_again_where_it_began():
    stream = io.BytesIO(b'skip and the rest')
    stream.seek(5)
    body = calls.Body({'data': stream})
    stream.read()
    body.rewind()
    assert stream.tell() == 5
    calls.Body({}).rewind()


def test_a_call_inside_of_a_call_gives_way_to_the_outer_one():
    assert calls.current() is None
    outer, inner = calls.Call('GET', 'https://h', {}), calls.Call('POST', 'https://h', {})
    with calls.entered(outer):
        with pytest.raises(KeyError), calls.entered(inner):
            assert calls.current() is inner
            raise KeyError('x')
        assert calls.current() is outer
    assert calls.current() is None

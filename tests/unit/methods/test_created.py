# -*- coding: utf-8 -*-
"""What a call has created before it failed."""
from __future__ import unicode_literals

import pytest

from slipstream.api import errors
from slipstream.api.methods.created import Created


def ended(error, *identifiers):
    """What a call ends with that creates these, one inside of the other, and fails."""
    with pytest.raises(type(error)) as info, Created() as outer:
        outer.id = identifiers[0]
        for identifier in identifiers[1:]:
            with Created(identifier):
                raise error
        raise error
    return info.value


def test_an_error_names_what_was_created():
    assert ended(errors.ServerError('x'), 'event/1').created == 'event/1'
    assert ended(KeyError('x'), ['a', 'b']).created == ['a', 'b']
    assert getattr(ended(KeyError('x'), None), 'created', None) is None


def test_what_was_created_last_is_named():
    assert ended(errors.ServerError('x'), 'outer', 'inner').created == 'inner'


def test_an_error_says_what_the_call_has_created():
    error = KeyError('x')
    with pytest.raises(KeyError):
        with Created(['event/1', 'event/2']):
            raise error
    assert error.created == ['event/1', 'event/2']
    assert error.__notes__ == ['The call had already created event/1, event/2.']

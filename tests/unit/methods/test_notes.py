# -*- coding: utf-8 -*-
"""Notes: what is added to an exception."""
from __future__ import unicode_literals

import pytest

from slipstream.api.errors import ServerError
from slipstream.api.methods.notes import annotate


def test_notes_that_are_there_stay():
    error = KeyError('x')
    annotate(error, 'created', 'event/1', 'First.')
    annotate(error, 'deployment_id', 'run/1', 'Second.')
    assert error.__notes__ == ['First.', 'Second.']
    assert (error.created, error.deployment_id) == ('event/1', 'run/1')


@pytest.mark.parametrize('hint, expected', [(None, 'Second.'), ('First.', 'First. Second.')])
def test_a_hint_that_is_there_stays(hint, expected):
    error = ServerError('x', hint=hint)
    annotate(error, 'created', 'event/1', 'Second.')
    assert error.hint == expected and error.created == 'event/1'


def test_an_exception_that_takes_no_attributes_stays_as_it_is():
    class Closed(Exception):
        """Such an exception."""

        def __setattr__(self, name, value):
            raise AttributeError(name)

    error = Closed('x')
    annotate(error, 'created', 'event/1', 'A sentence.')
    assert vars(error) == {} and str(error) == 'x'

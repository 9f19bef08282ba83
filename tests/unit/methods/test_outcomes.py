# -*- coding: utf-8 -*-
"""Outcomes: what is shown of them, and what copies and repetitions say."""
from __future__ import unicode_literals

import copy

import pytest

from slipstream.api.display import values
from slipstream.api.methods.outcomes import Outcome, Outcomes


def outcomes_of(*errors, **options):
    """Outcomes of the items 0, 1, ... with these errors, None for a success."""
    return Outcomes(range(len(errors)), dict(
        (number, Outcome(number, None, error)) for number, error in enumerate(errors)), **options)


def shown(outcomes):
    """The items in the order in which the rows are shown."""
    return [outcome.item for outcome in outcomes._preview()[1]]


def test_those_that_failed_come_first_only_if_some_are_not_shown():
    errors = [None] * (values.SHOWN - 1) + [KeyError('x')]
    assert shown(outcomes_of(*errors)) == list(range(values.SHOWN))
    assert shown(outcomes_of(*[None] + errors)) == [values.SHOWN] + list(range(values.SHOWN))


@pytest.mark.parametrize('make', [copy.copy, copy.deepcopy])
@pytest.mark.parametrize('interrupted', [True, False])
def test_a_copy_says_whether_it_was_interrupted(make, interrupted):
    assert make(outcomes_of(None, interrupted=interrupted)).interrupted is interrupted


@pytest.mark.parametrize('interrupted', [True, False])
def test_a_repetition_says_whether_it_was_interrupted_itself(interrupted):
    outcomes = outcomes_of(KeyError('x'), interrupted=not interrupted,
                           again=lambda items: outcomes_of(None, interrupted=interrupted))
    assert outcomes.retry().interrupted is interrupted


def test_what_nobody_has_interrupted_says_so():
    assert outcomes_of(None).interrupted is False

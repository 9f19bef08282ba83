# -*- coding: utf-8 -*-
"""Plans, without a service: what ends them, and what is shown."""
from __future__ import unicode_literals

import pytest

from slipstream.api import PlanError, ServerError
from slipstream.api.display import text
from slipstream.api.methods.plans import Plan, Step


def step_of(send, **options):
    """A step."""
    return Step(1, 'deploy', 'a/b', send, ((), {}), **options)


def test_a_plan_tells_itself_to_what_begins_and_ends_it():
    calls = []
    plan = Plan(lambda begun: calls.append(('begin', begun)),
                lambda ended: calls.append(('end', ended)))
    with plan:
        plan.add(step_of(len))
    assert calls == [('begin', plan), ('end', plan)]
    with pytest.raises(PlanError) as info:
        plan.__enter__()
    assert str(info.value) == 'A plan is made once; call api.plan() for another one'


def test_what_stops_a_plan_says_where():
    def fail():
        raise KeyError('of the program')

    plan = Plan(lambda _: None, lambda _: None)
    with plan:
        plan.add(step_of(fail))
    with pytest.raises(KeyError) as info:
        plan.apply()
    assert info.value.__notes__ == [
        'The plan stopped at step 1 of 1 (deploy a/b). Nothing was done before.']


@pytest.mark.parametrize('width', [30, 60])
def test_notes_are_no_wider_than_the_terminal(width, monkeypatch):
    monkeypatch.setattr(text, 'terminal_width', lambda: width)
    plan = Plan(lambda _: None, lambda _: None)
    plan.add(step_of(len, notes=['a b ' * 40]))
    lines = [line for line in repr(plan).splitlines() if line.endswith((' a', ' b'))]
    assert len(lines) > 1 and max(map(len, lines)) in (width, width - 1)


@pytest.mark.parametrize('hint, expected', [(None, ''), ('Try again.', 'Try again. ')])
def test_the_hint_of_a_refusal_says_where_a_plan_has_stopped(hint, expected):
    def fail():
        raise ServerError('busy', hint=hint)

    plan = Plan(lambda _: None, lambda _: None)
    with plan:
        plan.add(step_of(fail))
    with pytest.raises(ServerError) as info:
        plan.apply()
    assert info.value.hint == (
        expected + 'The plan stopped at step 1 of 1 (deploy a/b). Nothing was done before.')


def test_an_error_keeps_the_notes_that_it_has():
    def fail():
        error = KeyError('of the program')
        error.__notes__ = ['own']
        raise error

    plan = Plan(lambda _: None, lambda _: None)
    with plan:
        plan.add(step_of(fail))
    with pytest.raises(KeyError) as info:
        plan.apply()
    assert len(info.value.__notes__) == 2 and info.value.__notes__[0] == 'own'

# -*- coding: utf-8 -*-
"""Plans, without a service: what ends them, and what is shown."""
from __future__ import unicode_literals

import pytest

from slipstream.api import PlanError, ServerError
from slipstream.api.display import text, values
from slipstream.api.methods.plans import Machines, Plan, Step


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
    assert str(info.value) == 'A plan can only be made once: call api.plan() for another plan'


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


def test_a_plan_is_begun_once_and_its_steps_end_with_its_block():
    plan, copied = Plan(lambda _: None, lambda _: None), Plan(None, None)
    with plan:
        for again in (plan, copied):
            with pytest.raises(PlanError, match='A plan can only be made once'):
                again.__enter__()
        plan.add(step_of(len))
        with pytest.raises(PlanError, match='Apply a plan after its with block'):
            plan.apply()
        assert plan[0].is_open is True
    assert plan[0].is_open is False


def test_a_plan_shows_all_of_its_steps():
    plan = Plan(lambda _: None, lambda _: None)
    for _ in range(values.SHOWN + 5):
        plan.add(step_of(len))
    assert repr(plan).count('deploy') == plan._repr_html_().count('deploy') == len(plan)


def test_a_note_takes_the_whole_width_of_the_terminal(monkeypatch):
    plan, widths = Plan(lambda _: None, lambda _: None), []
    plan.add(step_of(len, notes=['a b ' * 40]))
    for width in (30, 31):
        monkeypatch.setattr(text, 'terminal_width', lambda width=width: width)
        widths.append(max(len(line) for line in repr(plan).splitlines()[-3:-1]))
    assert widths == [29, 31]


def test_a_row_says_what_the_machines_of_its_step_cost():
    step = step_of(len, machines=[Machines('exo', 2, 0.5, 'EUR'), Machines('ec2', 1, None, None)])
    assert step.row().per_hour == '1.0000 EUR' and step_of(len).row().per_hour is None

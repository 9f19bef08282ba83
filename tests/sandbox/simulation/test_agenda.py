# -*- coding: utf-8 -*-
"""The agenda of the sandbox."""
from __future__ import unicode_literals

from slipstream.sandbox.simulation.agenda import Agenda
from slipstream.sandbox.state.clock import Clock


def test_entries_happen_in_order_each_at_its_own_time():
    clock = Clock(start=0, speed=0)
    agenda = Agenda(clock)
    seen = []
    agenda.on('note', lambda name: seen.append((name, clock.now())))
    agenda.after(20, 'note', name='late')
    agenda.after(10, 'note', name='early')
    agenda.at(10, 'note', name='same time, entered later')
    agenda.catch_up()
    assert seen == [] and len(agenda) == 3
    clock.advance(15)
    agenda.catch_up()
    assert seen == [('early', 10), ('same time, entered later', 10)]
    clock.advance(1000)
    agenda.catch_up()
    assert seen[-1] == ('late', 20) and len(agenda) == 0
    assert clock.now() == 1015


def test_an_entry_may_enter_another_which_is_due_as_well():
    clock = Clock(start=0, speed=0)
    agenda = Agenda(clock)
    seen = []

    def chain(left):
        seen.append(clock.now())
        if left:
            agenda.after(10, 'chain', left=left - 1)

    agenda.on('chain', chain)
    agenda.after(10, 'chain', left=2)
    clock.advance(100)
    agenda.catch_up()
    assert seen == [10, 20, 30]

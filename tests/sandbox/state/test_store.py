# -*- coding: utf-8 -*-
"""Groups of the documents of a table."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import modules
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.state.state_file import SavedTable
from slipstream.sandbox.state.store import Table
from slipstream.sandbox.world import World


def colour(document):
    """What the documents here are grouped by."""
    return document['colour']


@pytest.fixture(params=[Table, SavedTable])
def table(request):
    """A table that has its groups already."""
    table = request.param()
    table.put('a', {'colour': 'red'})
    table.put('b', {'colour': 'blue'})
    assert table.having(colour, 'red') == [{'colour': 'red'}]
    return table


def test_a_group_has_what_came_after_it_was_made(table):
    table.put('c', {'colour': 'red', 'size': 2})
    assert table.having(colour, 'red') == [{'colour': 'red'}, {'colour': 'red', 'size': 2}]


def test_a_document_that_changes_stays_in_its_place(table):
    table.put('c', {'colour': 'red', 'size': 2})
    table.put('a', {'colour': 'red', 'size': 1})
    assert [document['size'] for document in table.having(colour, 'red')] == [1, 2]


def test_a_document_can_change_its_group(table):
    table.put('a', {'colour': 'blue', 'size': 1})
    assert table.having(colour, 'red') == []
    assert table.having(colour, 'blue') == [{'colour': 'blue'}, {'colour': 'blue', 'size': 1}]


def test_what_is_gone_is_in_no_group(table):
    table.remove('a')
    table.remove('nothing')
    assert table.having(colour, 'red') == []
    table.clear()
    assert table.having(colour, 'blue') == []
    table.put('d', {'colour': 'blue'})
    assert table.having(colour, 'blue') == [{'colour': 'blue'}]


def test_looking_for_one_module_does_not_look_at_all(monkeypatch):
    world = World(Clock(speed=0))
    for number in range(200):
        modules.save(world, {'path': 'a/m%d' % number, 'category': modules.COMPONENT}, 'ann')
    modules.latest(world, 'a/m1')
    looked_at = []
    monkeypatch.setattr(modules, '_number', lambda module: looked_at.append(module) or
                        module['version'])
    monkeypatch.setattr(Table, '__iter__', lambda self: looked_at.extend(range(200)) or iter(()))
    assert modules.latest(world, 'a/m7')['path'] == 'a/m7'
    assert len(looked_at) == 1
    assert len(modules.children(world, 'a')) == 200

# -*- coding: utf-8 -*-
"""Large documents: showing one costs no more than showing a small one.

Counted, not timed: see :mod:`tests.counting`.
"""
from __future__ import unicode_literals

import itertools

import pytest

from slipstream.api.display import values
from slipstream.api.listing import Listing
from slipstream.api.models import App, CimiCollection, CimiResource, CloudEntryPoint

from ..counting import CLIENT, calls

FEW, MANY = 5000, 200000


def members(count):
    """A document with many members."""
    return dict(('member%d' % number, number) for number in range(count))


def event(document):
    """An event with such a document as its content."""
    return {'id': 'event/1', 'content': document}


def rows(count):
    """An endless iterator of rows."""
    return Listing(App('name', 'component', number, 'a') for number in itertools.count(count))


#: What may be large, made for a number of members.
LARGE = {
    'a resource': lambda count: CimiResource(members(count)),
    'a resource inside another': lambda count: CimiResource({'id': 'a/1', 'in': members(count)}),
    'a list': lambda count: CimiResource({'id': 'a/1', 'items': list(range(count))}),
    'an empty list': lambda count: CimiResource({'items': [[]] * count}),
    'documents in a list': lambda count: CimiResource({'items': [{'a': 'b'}] * count}),
    'a text': lambda count: CimiResource({'text': '\u65e5\x1b' * count}),
    'several strings': lambda count: CimiResource(dict.fromkeys('abcdefgh', '\u65e5' * count)),
    'the entry point': lambda count: CloudEntryPoint(members(count)),
    'a collection': lambda count: CimiCollection(
        {'count': count, 'jobs': [{'id': 'job/1', 'state': 'DONE'}] * count}, 'jobs'),
    'a collection of large resources': lambda count: CimiCollection(
        {'jobs': [members(count)] * 20}, 'jobs'),
    'a collection of large events': lambda count: CimiCollection(
        {'events': [event(members(count))] * 20}, 'events'),
    'a listing': rows}
SHOWS = {
    'repr': repr, 'html': lambda item: item._repr_html_(),
    'what a notebook asks for': lambda item: [
        getattr(item, name, None) for name in ('_repr_png_', '_ipython_display_')]}


@pytest.mark.parametrize('show', sorted(SHOWS))
@pytest.mark.parametrize('large', sorted(LARGE))
def test_showing_something_large_costs_no_more_than_showing_something_small(large, show):
    costs = []
    for count in (FEW, MANY):
        item = LARGE[large](count)
        costs.append(calls(lambda item=item: SHOWS[show](item), CLIENT))
    assert costs[1] <= costs[0] * 1.25 + 20


def test_what_is_shown_of_a_large_resource_begins_with_what_tells_most():
    document = dict(members(MANY), id='job/1', state='DONE', name='mine')
    shown = repr(CimiResource(document))
    assert shown.startswith('<CimiResource job/1: name=mine, state=DONE, ') and '...' in shown
    assert 'state' in CimiResource(document)._repr_html_()


def test_printing_shows_thousands_of_members():
    shown = '%s' % CimiResource(members(FEW))
    assert shown.count('\n') == FEW and 'member%d ' % (FEW - 1) in shown


def test_a_collection_shows_its_first_resources_and_counts_all():
    shown = repr(LARGE['a collection'](MANY))
    assert '%d of %d' % (MANY, MANY) in shown and shown.count('job/1') == 10


def test_what_shows_everything_would_be_noticed():
    item = LARGE['a resource'](MANY)
    assert calls(lambda: [values.cell(value) for value in item.json.values()], CLIENT) > MANY

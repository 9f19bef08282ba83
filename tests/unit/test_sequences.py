# -*- coding: utf-8 -*-
"""Sequences: a collection as if it were a list."""
from __future__ import unicode_literals

import operator
import pickle
import threading
from operator import itemgetter

import pytest
import requests

from slipstream.api import errors, sequences
from slipstream.api.compat import to_text
from slipstream.api.filters import grammar
from slipstream.api.filters.builder import Attr
from slipstream.api.models import CimiCollection
from slipstream.api.sequences import CimiSequence, CimiSlice

from ..threads import ends

OPERATORS = {'=': operator.eq, '>': operator.gt, '<': operator.lt}


def document(number):
    return {'id': 'thing/%05d' % number, 'created': '2019-03-29T08:00:00.%03dZ' % (number // 3),
            'n': number % 7}


class Collection(object):
    """The service, as far as a sequence sees it."""

    def __init__(self, size, in_memory=False):
        self.documents = [document(number) for number in range(size)]
        self.in_memory = in_memory
        self.asked = []
        self.orders = set()
        self.selected = []

    def cimi_search(self, resource_type, filter=None, first=None, last=None, orderby=None,
                    select=None):
        self.asked.append((first, last))
        self.orders.add(orderby)
        self.selected.append(select)
        if self.in_memory:
            return CimiCollection({'count': len(self.documents),
                                   resource_type: list(self.documents)}, resource_type)
        matching = self.documents
        for text in filter or ():
            matching = [document for document in matching if matches(text, document)]
        for key in reversed(orderby.split(',')):
            name, _, direction = key.partition(':')
            matching = sorted(matching, key=itemgetter(name), reverse=direction == 'desc')
        assert first <= sequences.REACH and last - first < sequences.LARGEST_PAGE
        return CimiCollection({'count': len(matching), resource_type: matching[first - 1:last]},
                              resource_type)


def matches(text, document):
    """Whether a document passes a filter, as far as these tests need it."""
    def compared(leaf):
        value = getattr(leaf.value, 'text', None) or leaf.value[0]
        return OPERATORS[leaf.operator](document[leaf.attribute], value)

    def joined(node, left, right):
        return left and right if isinstance(node, grammar.And) else left or right

    return grammar.fold(grammar.parse(text), compared, joined)


def numbers(resources):
    return [int(resource['id'].partition('/')[2]) for resource in resources]


@pytest.fixture
def short_reach(monkeypatch):
    """A service that reaches ten positions only."""
    monkeypatch.setattr(sequences, 'REACH', 10)


def test_nothing_is_asked_before_it_is_wanted():
    service = Collection(10)
    made = CimiSequence(service, 'things')
    assert made.resource_type == 'things' and service.asked == []
    assert len(made) == 10 and bool(made) and service.asked == [(1, 0)]


def test_each_window_is_asked_for_once():
    service = Collection(10)
    made = CimiSequence(service, 'things', page_size=4)
    assert numbers(made) == list(range(10)) and service.asked == [(1, 4), (5, 8), (9, 12)]
    assert numbers(made) == list(range(10))
    assert numbers(reversed(made)) == list(range(9, -1, -1))
    assert len(service.asked) == 3
    assert made[3] in made and made.index(made[5]) == 5


def test_a_list_of_it_takes_no_more_requests():
    service = Collection(5)
    assert numbers(list(CimiSequence(service, 'things', page_size=5))) == [0, 1, 2, 3, 4]
    # The list of 3.8 and 3.9 asks for the length first.
    assert service.asked in ([(1, 5)], [(1, 0), (1, 5)])
    assert list(CimiSequence(Collection(0), 'things')) == []


def test_indexes_ask_for_their_window_only():
    service = Collection(100)
    made = CimiSequence(service, 'things', page_size=10)
    assert numbers([made[42]]) == [42] and service.asked == [(41, 50)]
    assert numbers([made[-1], made[-100]]) == [99, 0] and service.asked[1:] == [(91, 100), (1, 10)]
    for outside in (100, -101, 5000):
        with pytest.raises(IndexError):
            made[outside]
    assert len(service.asked) == 3
    with pytest.raises(IndexError):
        CimiSequence(service, 'things', page_size=10)[200]
    with pytest.raises(IndexError):
        made[20:30][10]
    for wrong in ('1', 1.0, None):
        with pytest.raises(TypeError):
            made[wrong]


@pytest.mark.parametrize('part', [
    slice(None), slice(3), slice(3, 8), slice(-4, None), slice(None, -4), slice(None, None, 3),
    slice(None, None, -1), slice(15, 2, -4),
    slice(8, 3), slice(3, 8, -1),
    slice(50, 60), slice(-50, 4)])
def test_parts_are_like_those_of_a_list(part):
    expected, made = list(range(20))[part], CimiSequence(Collection(20), 'things',
                                                         page_size=6)[part]
    assert isinstance(made, CimiSlice) and numbers(made) == expected and len(made) == len(expected)
    assert numbers(reversed(made)) == expected[::-1]
    for inner in (slice(1, 4), slice(None, None, -2), slice(-2, None)):
        assert numbers(made[inner]) == expected[inner]
    assert numbers([made[-1]] if expected else []) == expected[-1:]


def test_parts_are_lazy():
    service = Collection(1000)
    made = CimiSequence(service, 'things', page_size=10)
    part = made[500:900:2]
    assert service.asked == [(501, 510)]
    assert len(part) == 200
    assert numbers([part[7]]) == [514]
    assert service.asked[1:] == [(511, 520)]


def test_few_windows_are_kept(monkeypatch):
    monkeypatch.setattr(sequences, 'KEPT', 20)
    service = Collection(100)
    made = CimiSequence(service, 'things', page_size=10)
    assert sum(1 for _ in made) == 100
    assert len(made._windows) == 2
    made[95], made[85], made[5]
    assert len(service.asked) == 11 and sorted(made._windows) == [0, 8]
    large = CimiSequence(service, 'things', page_size=50)
    list(large)
    assert len(large._windows) == 1


def test_the_order_always_decides():
    service = Collection(3)
    keys = [CimiSequence(service, 'things', orderby=orderby)._orderby() for orderby in (
        None, 'n:desc', ['n', 'created:desc'], 'id:desc', ' n , ,x:y', ('id',), '')]
    assert keys == ['created:asc,id:asc', 'n:desc,id:asc', 'n:asc,created:desc,id:asc', 'id:desc',
                    'n:asc,x:y:asc,id:asc', 'id:asc', 'id:asc']
    assert numbers(CimiSequence(Collection(8), 'things', orderby='n:desc')) == [
        6, 5, 4, 3, 2, 1, 0, 7]


def test_filters_and_selection_go_along():
    service = Collection(20)
    made = CimiSequence(service, 'things', filter=Attr('n') == 1, select=iter(['id', 'n']))
    assert numbers(made) == [1, 8, 15] and service.selected == [['id', 'n']]
    assert numbers(CimiSequence(service, 'things', filter=['n=1', "id>'thing/00005'"],
                                select='id')) == [8, 15]


def test_mistakes_are_noticed_at_once():
    for wrong in ({'filter': 'n='}, {'page_size': 0}, {'page_size': 10001}, {'page_size': 'x'}):
        with pytest.raises(ValueError):
            CimiSequence(Collection(3), 'things', **wrong)
    with pytest.raises(TypeError):
        CimiSequence(Collection(3), 'things', filter=3)


@pytest.mark.parametrize('orderby', [None, 'created:desc', 'id:desc', 'created,id:desc'])
def test_rows_beyond_the_reach_of_the_service_are_found(short_reach, orderby):
    service = Collection(47)
    made = CimiSequence(service, 'things', page_size=4, orderby=orderby)
    shown = numbers(made)
    assert sorted(shown) == list(range(47)) and len(made) == 47
    assert (shown == sorted(shown)) == (orderby is None)
    assert shown == numbers(CimiSequence(service, 'things', page_size=10, orderby=orderby))
    far = CimiSequence(service, 'things', page_size=3, orderby=orderby)
    assert numbers([far[46], far[-47], far[20]]) == [shown[46], shown[0], shown[20]]


def test_far_behind_takes_one_request_for_each_stretch(short_reach):
    service = Collection(47)
    made = CimiSequence(service, 'things', page_size=5)
    assert numbers([made[33]]) == [33]
    assert service.asked == [(1, 0), (10, 10), (10, 10), (10, 10), (1, 5)]
    assert numbers([made[38]]) == [38]
    assert service.asked[5:] == [(6, 10)]
    assert service.selected[1] == 'created,id'


def test_a_sequence_in_another_order_ends_at_a_limit(short_reach):
    made = CimiSequence(Collection(30), 'things', orderby='n', page_size=5)
    assert len(list(made[:10])) == 10
    with pytest.raises(ValueError) as info:
        made[10]
    assert 'first 10 resources' in str(info.value) and 'n, id' in str(info.value)


def test_resources_may_disappear_while_a_sequence_is_read(short_reach):
    service = Collection(30)
    made = CimiSequence(service, 'things', page_size=5)
    assert len(made) == 30
    service.documents = service.documents[:8]
    assert numbers(made) == list(range(8))
    with pytest.raises(IndexError):
        made[25]


def test_a_collection_that_ignores_all_parameters_is_read_once():
    service = Collection(7, in_memory=True)
    made = CimiSequence(service, 'things', page_size=3)
    assert numbers(made) == list(range(7))
    assert len(made) == 7
    assert numbers([made[-1], made[4]]) == [6, 4]
    assert len(service.asked) == 1
    assert len(CimiSequence(service, 'things')) == 7
    with pytest.raises(IndexError):
        CimiSequence(service, 'things', page_size=5)[8]
    with pytest.raises(errors.ResponseError):
        len(CimiSequence(service, 'things', filter='n=1'))


def test_a_response_without_a_number_raises_response_error():
    class Silent(object):
        """Responds to nothing."""

        def cimi_search(self, resource_type, **_):
            return CimiCollection({}, resource_type)

    with pytest.raises(errors.ResponseError):
        len(CimiSequence(Silent(), 'things'))


def test_many_threads_share_the_windows():
    service = Collection(200)
    made = CimiSequence(service, 'things', page_size=20)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(numbers(made))) for _ in range(6)]
    for thread in threads:
        thread.start()
    ends(*threads)
    assert seen == [list(range(200))] * 6 and len(service.asked) == 10


# What a prompt and a notebook show

def shown(sequence):
    """The lines of a repr, as text."""
    return to_text(repr(sequence)).splitlines()


def test_a_sequence_shows_its_first_resources():
    service = Collection(25)
    made = CimiSequence(service, 'things', page_size=12)
    lines = shown(made)
    assert lines[:4] == ['<CimiSequence of things: 25, the first 10>', '  id           n  created',
                         '  -----------  -  ------------------------',
                         '  thing/00000  0  2019-03-29T08:00:00.000Z']
    assert len(lines) == 13
    assert lines[-1].endswith('  2  2019-03-29T08:00:00.003Z')
    assert service.asked == [(1, 12)]
    assert shown(made) == lines
    assert made._repr_html_().count('<tr>') == 11
    assert 'things: 25, the first 10' in made._repr_html_()
    assert len(made) == 25 and made[3]['id'] == 'thing/00003' and service.asked == [(1, 12)]


def test_a_short_sequence_shows_all():
    assert [shown(CimiSequence(Collection(10, in_memory), 'things'))[0]
            for in_memory in (False, True)] == ['<CimiSequence of things: 10>'] * 2
    assert shown(CimiSequence(Collection(30), 'things',
                              page_size=4))[0] == '<CimiSequence of things: 30, the first 4>'
    empty = CimiSequence(Collection(0), 'things')
    assert shown(empty) == ['<CimiSequence of things: 0>']
    assert shown(empty) == ['<CimiSequence of things: 0>']
    assert len(empty._api.asked) == 1
    counted = CimiSequence(Collection(0), 'things')
    assert len(counted) == 0
    assert shown(counted) == ['<CimiSequence of things: 0>']
    assert counted._api.asked == [(1, 0)]


def test_a_part_shows_its_first_resources():
    service = Collection(1000)
    made = CimiSequence(service, 'things', page_size=10)
    part = made[500:900:2]
    assert shown(part)[0] == '<CimiSlice of things: 200 from 500 by 2, the first 5>'
    assert 'thing/00508' in shown(part)[-1]
    assert shown(part[:3][1:])[0] == '<CimiSlice of things: 2 from 502 by 2>'
    assert service.asked == [(501, 510)]
    assert shown(made[:5])[0] == '<CimiSlice of things: 5 from 0>'
    assert shown(made[5:5]) == ['<CimiSlice of things: 0 from 5>']
    assert [line.split()[0] for line in shown(made[::-1])[3:5]] == ['thing/00999', 'thing/00998']
    assert 'thing/00999' in made[::-1]._repr_html_()
    assert len(service.asked) == 3
    assert [line.split()[0] for line in shown(made[12:5:-1])] == [
        '<CimiSlice', 'id', '-----------', 'thing/00012', 'thing/00011', 'thing/00010']


def test_a_part_out_of_reach_shows_what_is_known(short_reach):
    service = Collection(47)
    made = CimiSequence(service, 'things', page_size=5)
    assert len(made) == 47
    part = made[33:36]
    assert shown(part) == ['<CimiSlice of things: 3 from 33>'] and len(service.asked) == 1
    assert numbers(part) == [33, 34, 35]
    asked = len(service.asked)
    assert shown(part)[0] == '<CimiSlice of things: 3 from 33, the first 2>'
    assert len(service.asked) == asked


@pytest.mark.parametrize('failure', [
    errors.ForbiddenError('no\x1b[2Jentry'), errors.UnknownCollectionError('no such'),
    requests.exceptions.ConnectionError('gone'), TypeError('odd')])
def test_a_failure_is_shown(failure):
    service = Collection(25)
    made = CimiSequence(service, 'things', page_size=10)
    assert len(made) == 25
    service.cimi_search = lambda *_, **options: failing(failure)
    for sequence in (made, CimiSequence(service, 'things'), CimiSlice(made, (5, 1, 2))):
        assert shown(sequence)[0].startswith('<Cimi')
        assert ', but %s: ' % type(failure).__name__ in shown(sequence)[0]
        assert len(shown(sequence)) == 1
        assert ', but %s: ' % type(failure).__name__ in sequence._repr_html_()
        assert '\x1b' not in sequence._repr_html_() + repr(sequence)
    with pytest.raises(type(failure)):
        made[0]


def failing(failure):
    raise failure


def test_pickles_know_where_to_ask():
    made = pickle.loads(pickle.dumps(CimiSequence(Collection(20), 'things', filter=Attr('n') == 1,
                                                  select=['id'], orderby='n', page_size=2)))
    assert numbers(made) == [1, 8, 15]
    assert (made._page_size, made._select, made._orderby()) == (2, ['id'], 'n:asc,id:asc')

# -*- coding: utf-8 -*-
"""Listings: one lazy iterator, and paging."""
from __future__ import unicode_literals

import copy
import itertools
import pickle

import pytest
import requests
from hypothesis import given, settings, strategies as st

from slipstream.api import errors, listing as listing_module
from slipstream.api.listing import LARGEST_PAGE, AtOnce, Listing, at_once, paged
from slipstream.api.models import App


def rows(*items):
    """A generator of rows that raises those which are exceptions."""
    for item in items:
        if isinstance(item, Exception):
            raise item
        yield item


def test_listings_work_wherever_a_generator_did():
    listing = Listing(rows(1, 2, 3, 4))
    assert next(listing) == 1 and listing.next() == 2 and listing.__next__() == 3
    assert list(listing) == [4]
    assert next(listing, 'none') == 'none'
    with pytest.raises(StopIteration):
        next(listing)
    assert list(Listing()) == []


def test_a_loop_that_comes_after_another_begins_at_the_first_row():
    listing = Listing(rows(1, 2, 3))
    assert list(listing) == [1, 2, 3] and list(listing) == [1, 2, 3]
    assert sum(listing) == sum(listing) == 6


def test_a_loop_that_was_left_continues():
    listing = Listing(rows(1, 2, 3))
    assert next(iter(listing)) == 1
    assert list(listing) == [2, 3] and list(listing) == []


def test_a_loop_that_was_left_within_a_page_continues_there():
    listing = Listing(paged(Source(1200).fetch, 0, None))
    assert list(itertools.islice(listing, 3)) == [0, 1, 2] and next(listing) == 3
    assert listing.peek(2) == [4, 5] and len(listing.peek(600)) == 600
    assert list(listing) == list(range(4, 1200))


def test_rows_of_one_answer_are_requested_with_the_first_of_them():
    asked = []
    listing = Listing(AtOnce(lambda: asked.append(1) or iter([1, 2, 3])))
    assert not asked
    assert (next(listing), asked) == (1, [1]) and len(listing) == 3
    assert list(listing) == [2, 3] and asked == [1]


@pytest.mark.parametrize('count', [0, 1, 30])
def test_rows_that_arrive_in_one_response_are_counted(count):
    listing = at_once(number for number in range(count))
    assert repr(listing).startswith('<Listing of %d row' % count)
    assert len(listing) == count and list(listing) == list(range(count))


def test_length_and_indexes_are_those_of_all_rows():
    listing = Listing(rows(1, 2, 3))
    next(listing)
    assert len(listing) == 3 and listing[0] == 1 and listing[-1] == 3 and listing[2] == 3
    assert (listing[:2], listing[1:], listing[::-1], listing[-2:], listing[:-1]) == (
        [1, 2], [2, 3], [3, 2, 1], [2, 3], [1, 2])
    assert list(listing) == [2, 3]
    for missing in (3, -4):
        with pytest.raises(IndexError):
            listing[missing]


def test_indexes_read_no_more_than_they_need():
    source = Source(1000)
    listing = Listing(paged(source.fetch, 0, None))
    assert listing[3] == 3 and listing[:5] == [0, 1, 2, 3, 4] and listing
    assert source.asked == [(0, 500)]
    assert len(listing) == 1000 and source.asked == [(0, 500)]
    assert listing[-1] == 999 and source.asked == [(0, 500), (500, 500)]


@pytest.mark.parametrize('tells, limit, count', [
    (True, 20, 20), (True, None, 137), (False, None, 137), (False, 20, 20), (True, 200, 137)])
def test_the_length_is_that_of_the_rows_within_the_limit(tells, limit, count):
    assert len(Listing(paged(Source(137, tells).fetch, 0, limit))) == count


def test_a_listing_is_true_if_it_has_rows():
    assert Listing(rows(1)) and not Listing(rows()) and not Listing()
    with pytest.raises(errors.ForbiddenError):
        bool(Listing(rows(errors.ForbiddenError('no'))))


@pytest.mark.parametrize('ask', [len, lambda listing: listing[-1], lambda listing: listing[2],
                                 lambda listing: listing[:3], lambda listing: listing[1:]])
def test_a_failure_in_the_way_is_raised(ask):
    listing = Listing(rows(1, 2, errors.ForbiddenError('no')))
    assert listing[1] == 2
    with pytest.raises(errors.ForbiddenError):
        ask(listing)
    assert next(listing) == 1


def test_so_many_rows_are_kept_for_another_loop(monkeypatch):
    monkeypatch.setattr(listing_module, 'KEPT', 3)
    listing = Listing(rows(1, 2, 3, 4, 5))
    assert list(listing) == [1, 2, 3, 4, 5] and len(listing) == 5 and listing
    for again in (list, lambda listing: listing[0]):
        with pytest.raises(errors.SlipStreamError):
            again(listing)
    short = Listing(rows(1, 2, 3))
    assert list(short) == list(short) == [1, 2, 3]


def test_a_copy_of_a_listing_that_was_read_has_all_rows():
    listing = Listing(rows(1, 2))
    assert list(listing) == list(copy.copy(listing)) == [1, 2]


def test_annotations_can_say_what_the_rows_are():
    # Python asks this for Listing[App], from 3.7 on.
    assert Listing.__class_getitem__(App) is Listing


def test_nothing_is_asked_before_the_first_row():
    asked = []
    listing = Listing(asked.append(number) or number for number in itertools.count())
    assert asked == []
    assert next(listing) == 0 and asked == [0]


def test_rows_shown_are_still_delivered():
    listing = Listing(rows(App('a', 'component', 1, 'x/a'), App('b', 'component', 2, 'x/b')))
    shown = repr(listing)
    assert isinstance(shown, str)
    assert shown.splitlines()[0] == '<Listing of 2 rows>'
    assert 'x/a' in shown
    assert shown.endswith('x/b')
    assert [app.version for app in listing] == [1, 2]
    assert repr(listing) == shown
    assert repr(Listing()) == '<Listing of 0 rows>'


@pytest.mark.parametrize('exhaust', [len, list, lambda listing: listing[-1]])
def test_a_repr_tells_the_number_of_rows_once_all_are_read(exhaust):
    listing = Listing(iter(range(12)))
    exhaust(listing)
    assert repr(listing).splitlines()[0] == '<Listing of 12 rows, the first 10>'


@pytest.mark.parametrize('count, first_line',
                         [(1, '<Listing of 1 row>'), (10, '<Listing of 10 rows>'),
                          (11, '<Listing of more than 10 rows, the first 10>')])
def test_a_repr_shows_at_most_ten_rows(count, first_line):
    listing = Listing(iter(range(count)))
    assert repr(listing).splitlines()[0] == first_line
    assert len(repr(listing).splitlines()) == min(count, 10) + 1
    assert list(listing) == list(range(count))


def test_rows_with_any_letters_can_be_shown():
    assert isinstance(repr(Listing([App('é', None, None, '\u65e5')])), str)


@pytest.mark.parametrize('failure',
                         [errors.ForbiddenError('no'), requests.exceptions.ConnectionError('gone'),
                          requests.exceptions.Timeout('late')])
def test_a_failure_met_while_showing_is_raised_in_its_place(failure):
    listing = Listing(rows(1, 2, failure))
    assert repr(listing).splitlines()[0] == '<Listing of 2 rows, then %s: %s>' % (
        type(failure).__name__, failure)
    assert repr(listing) == repr(listing)
    assert next(listing) == 1 and next(listing) == 2
    with pytest.raises(type(failure)):
        next(listing)
    assert list(listing) == []


def test_mistakes_are_not_hidden_by_a_repr():
    with pytest.raises(KeyError):
        repr(Listing(rows(KeyError('x'))))


@pytest.mark.parametrize('protocol', range(3))
def test_pickles_hold_the_rows_that_are_left(protocol):
    listing = Listing(rows(1, 2, 3))
    next(listing)
    assert list(pickle.loads(pickle.dumps(listing, protocol))) == [2, 3]
    assert list(copy.copy(listing)) == [2, 3] and list(copy.deepcopy(listing)) == [2, 3]
    assert list(listing) == [2, 3]


def test_what_cannot_be_read_cannot_be_pickled():
    listing = Listing(rows(1, errors.ForbiddenError('not yours')))
    with pytest.raises(errors.ForbiddenError):
        pickle.dumps(listing)
    assert next(listing) == 1


def test_peeking_keeps_the_rows():
    listing = Listing(rows(1, 2, 3))
    assert listing.peek(2) == [1, 2] and listing.peek(1) == [1] and listing.peek() == [1, 2, 3]
    assert list(listing) == [1, 2, 3]


class Source(object):
    """A service with a number of rows, which may cap its pages and hide the total."""

    def __init__(self, count, tells=True, cap=LARGEST_PAGE):
        self.rows, self.tells, self.cap, self.asked = list(range(count)), tells, cap, []

    def fetch(self, offset, size):
        """A page."""
        self.asked.append((offset, size))
        return self.rows[offset:offset + min(size, self.cap)], len(
            self.rows) if self.tells else None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2200), st.integers(0, 1200), st.one_of(st.none(), st.integers(1, 1700)),
       st.booleans())
def test_b68_paging_gives_exactly_the_rows_asked_for(count, offset, limit, tells):
    source = Source(count, tells)
    assert list(paged(source.fetch, offset,
                      limit)) == source.rows[offset:None if limit is None else offset + limit]
    assert all(1 <= size <= LARGEST_PAGE for _, size in source.asked)
    if limit is not None and limit <= LARGEST_PAGE:
        assert source.asked == [(offset, limit)]


def test_b68_a_service_with_smaller_pages_is_read_to_the_end():
    source = Source(1000, cap=100)
    assert list(paged(source.fetch, 0, 950)) == source.rows[:950]
    assert len(source.asked) == 10


def test_b68_paging_makes_no_request_more_than_needed():
    source = Source(1000)
    assert len(list(paged(source.fetch, 0, None))) == 1000
    assert source.asked == [(0, 500), (500, 500)]


def test_a_service_that_gives_more_than_asked_is_cut():
    assert list(paged(lambda offset, size: (list(range(600)), 600), 0, 3)) == [0, 1, 2]
    assert list(paged(lambda offset, size: (list(range(offset, offset + 600)), 1200), 0,
                      700)) == list(range(700))


def test_pages_are_asked_for_when_they_are_reached():
    source = Source(1000)
    pages = iter(paged(source.fetch, 0, None))
    list(itertools.islice(pages, 500))
    assert source.asked == [(0, 500)]
    next(pages)
    assert source.asked == [(0, 500), (500, 500)]


@pytest.mark.parametrize('count', range(8))
def test_pieces_come_to_an_end_as_those_of_a_generator(count):
    def pieces(rows):
        return list(iter(lambda: list(itertools.islice(rows, 3)), []))

    expected = pieces(iter(range(count)))
    assert pieces(iter(Listing(range(count)))) == expected
    if count >= 3:  # else it is one loop, which can begin anew
        assert pieces(Listing(range(count))) == expected


def test_an_iterator_that_has_ended_stays_so():
    listing = Listing([1, 2])
    rows = iter(listing)
    assert list(rows) == [1, 2] and list(rows) == [] and list(listing) == [1, 2]
    assert list(rows) == [] and list(listing) == [1, 2]


def test_loops_over_one_listing_share_its_rows_as_those_over_a_generator_do():
    listing = Listing([1, 2, 3, 4])
    assert list(zip(listing, listing)) == [(1, 2), (3, 4)]

# -*- coding: utf-8 -*-
"""What a program does with a placeholder: the right value comes out, or an error at once."""
from __future__ import unicode_literals

import collections
import copy
import io
import json
import operator
import pickle
import uuid

import pytest

from slipstream.api import PlanError
from slipstream.api.methods.placeholders import (PlannedId, PlannedResource, PlannedValue, kept,
                                                 placeholder, resolved)
from slipstream.api.methods.plans import Step
from slipstream.api.models import CimiResource, CimiResponse

REAL = uuid.UUID('7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b')
Pair = collections.namedtuple(str('Pair'), str('first second'))


def planned_of(kind, *arguments):
    """A placeholder, while its plan is made."""
    return placeholder(Step(1, 'deploy', 'apps/x', None, ((), {})), kind, *arguments)


@pytest.fixture
def planned():
    """A placeholder of an id."""
    token = '%s' % uuid.uuid4()
    made = planned_of(PlannedId, token)
    made.step.token = token
    return made


@pytest.fixture
def event():
    """A placeholder of a response to an addition."""
    token = 'event/%s' % uuid.uuid4()
    made = planned_of(PlannedResource, {'id': token, 'resource-id': token})
    made.step.token = token
    return made


@pytest.fixture
def unknown():
    """A placeholder of a value that is not known yet."""
    return planned_of(PlannedValue)


def finish(placeholder, result):
    """Do what the application of a plan does to a step."""
    placeholder.step.result, placeholder.step.state = result, str('done')
    placeholder.step.is_open = False


@pytest.mark.parametrize('use', [
    lambda value: value, lambda value: [value], lambda value: (1, (2, [value])),
    lambda value: {'a': {'b': value}}, lambda value: {value: 1}, lambda value: {'%s' % value: 1},
    lambda value: {value, 'x'}, lambda value: frozenset(['%s' % value]),
    lambda value: collections.deque([value]), lambda value: Pair('x', value),
    lambda value: collections.OrderedDict([('b', value), ('a', value)]),
    '{}'.format, '<{0}> {0!s}'.format, lambda value: 'run/%s' % value,
    lambda value: ('run/%s' % value).encode('ascii'),
    lambda value: bytearray(('run/%s' % value).encode('ascii')),
    lambda value: value.hex, lambda value: value.urn, lambda value: str(value).upper(),
    lambda value: uuid.UUID(str(value)), lambda value: json.dumps({'a': [str(value)]}),
    lambda value: value in {value}, bool, lambda value: None, lambda value: 7,
    lambda value: Pair(1, 2)])
def test_the_result_comes_where_the_placeholder_is(planned, use):
    argument = kept(use(planned), [planned.step])
    finish(planned, REAL)
    result = resolved(argument, [planned.step])
    assert result == use(REAL) and type(result) is type(use(REAL))


@pytest.mark.parametrize('make', [
    iter, lambda value: (member for member in value), lambda value: dict.fromkeys(value).keys(),
    lambda value: collections.OrderedDict([(1, value[0])]).values()])
def test_what_can_be_read_once_is_kept_as_a_list(planned, make):
    argument = kept(make([planned]), [planned.step])
    finish(planned, REAL)
    for _ in range(2):
        assert list(resolved(argument, [planned.step])) == [REAL]


def test_an_id_that_is_not_there_yet_equals_no_other_one(planned):
    assert planned == planned and planned != REAL and planned not in {REAL: 1}


def test_a_later_change_of_an_argument_changes_no_step(planned):
    names = ['a']
    argument = kept({'names': names}, [planned.step])
    names.append('b')
    assert argument == {'names': ['a']}


@pytest.mark.parametrize('use', [
    lambda value: value['resource-id'], lambda value: value.resource_id, lambda value: value.id,
    lambda value: value.json['id'], lambda value: value['id'].upper(),
    lambda value: value['id'].partition('/')[2], lambda value: json.dumps(dict(value))])
def test_an_id_of_a_resource_comes_however_it_is_spelt(event, use):
    real = 'event/%s' % REAL
    argument = kept([use(event), event], [event.step])
    finish(event, CimiResponse({'status': 201, 'resource-id': real}))
    assert resolved(argument, [event.step]) == [
        use(CimiResponse({'id': real, 'resource-id': real})), real]
    assert event.json == {'status': 201, 'resource-id': real} == event.step.result.json


def test_a_resource_comes_as_the_one_that_was_edited():
    edited = planned_of(PlannedResource, {'id': 'event/1'})
    finish(edited, CimiResource({'id': 'event/1', 'severity': 'low'}))
    assert resolved((edited,), [edited.step]) == (edited.step.result,)


@pytest.mark.parametrize('use', [
    repr, lambda value: '%r' % value, lambda value: '%s' % [value], lambda value: str(value)[:8],
    lambda value: str(value)[-12:], lambda value: str(value)[:13].upper(),
    lambda value: str(value)[:9].encode('ascii'),
    lambda value: bytearray(repr(value).encode('ascii'))])
def test_what_no_result_can_replace_is_refused(planned, use):
    with pytest.raises(PlanError, match=r'This needs step 1 \(deploy apps/x\), which has not'):
        kept({'a': [use(planned)]}, [planned.step])


@pytest.mark.parametrize('use', [
    lambda value: value < REAL, lambda value: sorted([REAL, value]), lambda value: REAL >= value,
    int, lambda value: value.bytes, lambda value: value.fields, lambda value: value.time_low,
    lambda value: value.node, pickle.dumps, copy.copy, copy.deepcopy])
def test_what_nobody_knows_of_an_id_is_an_error(planned, use):
    with pytest.raises(PlanError, match='This needs step 1|cannot be copied'):
        use(planned)


@pytest.mark.parametrize('use', [
    str, '{}'.format, lambda value: value.hex, lambda value: value.urn])
def test_an_id_has_no_text_between_its_block_and_its_result(planned, use):
    planned.step.is_open = False
    with pytest.raises(PlanError, match='This needs step 1'):
        use(planned)
    finish(planned, REAL)
    assert use(planned) == use(REAL)


def test_the_text_of_an_id_does_not_depend_on_how_python_makes_it(planned, monkeypatch):
    # From 3.15 on, uuid makes it of attributes that a placeholder refuses.
    monkeypatch.setattr(uuid.UUID, '__str__', lambda self: self.hex)
    assert [str(planned), planned.hex] == [planned.step.token,
                                           planned.step.token.replace('-', '')]


def test_a_resource_has_no_id_between_its_block_and_its_result(event):
    event.step.is_open = False
    for use in (dict, lambda value: value['id'], lambda value: value.json):
        with pytest.raises(PlanError, match='This needs step 1'):
            use(event)
    assert event._repr_html_() is None


@pytest.mark.parametrize('use', [
    list, len, lambda value: value[0], lambda value: 'a' in value, lambda value: value in ['a'],
    lambda value: value == 'a', lambda value: 'a' != value, lambda value: sorted([value, value]),
    lambda value: value > 1, lambda value: value + ['a'], lambda value: ['a'] + value,
    lambda value: 2 * value, lambda value: value - 1, operator.index, int, float,
    lambda value: '%d' % value, lambda value: '%s' % value, lambda value: format(value, str('>9')),
    lambda value: value(), ', '.join, pickle.dumps, copy.copy, copy.deepcopy])
def test_what_nobody_knows_of_a_value_is_an_error(unknown, use):
    with pytest.raises((PlanError, TypeError)) as info:
        use(unknown)
    assert isinstance(info.value, PlanError) or 'PlannedValue' in str(info.value)


@pytest.mark.parametrize('use, words', [
    (lambda value: value.append('a'), 'This needs step 1'), (lambda value: value._x, '_x')])
def test_a_value_that_nobody_knows_has_no_attributes(unknown, use, words):
    with pytest.raises(AttributeError, match=words):
        use(unknown)


def test_a_value_that_nobody_knows_is_true_and_has_no_hash(unknown):
    assert unknown
    for use in (hash, lambda value: {value}, lambda value: {value: 1}):
        with pytest.raises(TypeError):
            use(unknown)


def test_a_placeholder_of_another_plan_needs_its_result(planned):
    with pytest.raises(PlanError, match='This needs step 1'):
        kept([planned], [])
    finish(planned, REAL)
    assert kept([planned], []) == [REAL]


def test_a_file_is_kept_and_not_read():
    stream = io.BytesIO(b'x')
    assert kept(stream, []) is stream and kept(iter([1, 2]), []) == [1, 2]


def test_an_object_of_the_program_is_kept_whatever_it_says(planned):
    class Odd(object):
        """An object of a program."""

        def __str__(self):
            return str('<Result of step 1: ')

    odd = Odd()
    assert kept([odd], [planned.step]) == [odd] and str(odd).startswith('<Result of step 1')


@pytest.mark.parametrize('piece', [slice(6, 14), slice(-12, None), slice(6, 20)])
def test_a_piece_of_the_id_of_a_resource_is_refused(event, piece):
    with pytest.raises(PlanError, match='This needs step 1'):
        kept([event['id'][piece]], [event.step])


@pytest.mark.parametrize('text', ['XXXX', 'xx', '', 'None', 'deploy apps/x'])
def test_a_step_without_an_id_refuses_no_text(unknown, text):
    assert kept([text], [unknown.step]) == [text]


@pytest.mark.parametrize('document', [
    {'id': 'event/real'}, {'resource-id': 'event/real'},
    {'id': 'event/real', 'resource-id': 'event/real'}])
def test_a_real_id_takes_the_place_of_that_of_a_resource(event, document):
    address = kept('api/%s' % event['id'], [event.step])
    finish(event, CimiResource(document))
    assert resolved(address, [event.step]) == 'api/event/real'

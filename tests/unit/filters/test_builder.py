# -*- coding: utf-8 -*-
"""Conditions: filters written in Python."""
from __future__ import unicode_literals

import datetime
import decimal
import fractions
import uuid

import pytest
from hypothesis import given, strategies as st

from slipstream.api import compat
from slipstream.api.filters import builder, grammar
from slipstream.api.filters.builder import Attr, Condition

A, B, C = Attr('a') == 1, Attr('b') == 2, Attr('c') == 3


class Plus(datetime.tzinfo):
    """Two hours east."""

    def utcoffset(self, moment):
        return datetime.timedelta(hours=2)


def text(condition):
    """The text of a condition, which must mean what the condition means."""
    assert grammar.parse(condition.text) == condition.tree
    return condition.text


@pytest.mark.parametrize('condition, expected', [
    (Attr('state') == 'ready', "state='ready'"), (Attr('state') != 'ready', "state!='ready'"),
    (Attr('a') < 1, 'a<1'), (Attr('a') <= 1, 'a<=1'), (Attr('a') > 1, 'a>1'),
    (Attr('a') >= 1, 'a>=1'), (4 <= Attr('resource:vcpu'), 'resource:vcpu>=4'),
    (Attr('type').startswith('cloud-cred'), "type^='cloud-cred'"),
    (Attr('fulltext').matches('web shop'), "fulltext=='web shop'"),
    (Attr('a') == None, 'a=null'), (Attr('a') != None, 'a!=null'),  # noqa: E711 - it is the point
    (Attr('a').missing(), 'a=null'), (Attr('a').exists(), 'a!=null'),
    (Attr('a') == True, 'a=true'), (Attr('a') != False, 'a!=false'),  # noqa: E712 - it is the point
    (Attr('a').is_in(['x']), "a='x'"),
    (Attr('a').is_in(iter(['x', None, 3])), "a='x' or a=null or a=3"),
    (Attr('content') / 'resource' / 'href' == 'run/1', "content/resource/href='run/1'"),
    (Attr('a/b') == 1, 'a/b=1')])
def test_a_comparison_becomes_a_condition(condition, expected):
    assert text(condition) == expected


@pytest.mark.parametrize('value, expected', [
    (0, '0'), (2147483647, '2147483647'), (2147483648, "'2147483648'"), (-1, "'-1'"),
    (0.05, "'0.05'"), (-1.5, "'-1.5'"), (5.0, "'5.0'"),
    (decimal.Decimal('0.10'), "'0.10'"), (fractions.Fraction(1, 4), "'0.25'"),
    (uuid.UUID(int=1), "'00000000-0000-0000-0000-000000000001'"),
    (datetime.date(2019, 3, 29), "'2019-03-29'"),
    (datetime.datetime(2019, 3, 29, 8, 0), "'2019-03-29T08:00:00.000Z'"),
    (datetime.datetime(2019, 3, 29, 8, 0, 1, 123000), "'2019-03-29T08:00:01.123Z'"),
    (datetime.datetime(2019, 3, 29, 8, 0, 1, 5),
"'2019-03-29T08:00:01.000005Z'"),
    (datetime.datetime(2019, 3, 29, 8, 0, tzinfo=Plus()), "'2019-03-29T06:00:00.000Z'"),
    ("it's", '"it\'s"'), ('say "x"', '\'say "x"\''), ('', "''"), ("it\\'s", "'it\\'s'"),
    ('a\\b', "'a\\b'"), ('two\\\\', "'two\\\\'"),
    (compat.native_str('é'), "'é'"),
    ("x' or a='y", '"x\' or a=\'y"'), ('x) or (a=1', "'x) or (a=1'")])
def test_a_value_is_written_in_the_syntax_of_filters(value, expected):
    assert text(Attr('a') == value) == 'a=' + expected


@pytest.mark.parametrize('value', ['\'"', 'ends\\', '\\\n', '\'"\'', float('nan'), float('inf'),
                                   decimal.Decimal('-Infinity'),
decimal.Decimal('NaN')])
def test_a_value_that_the_language_cannot_express_is_refused(value):
    with pytest.raises(ValueError):
        Attr('a') == value
    with pytest.raises(ValueError):
        Attr('a').is_in(['fine', value])


@pytest.mark.parametrize('wrong', [object(), [], {}, 1j, Attr('b'), A])
def test_a_value_of_another_type_is_refused(wrong):
    with pytest.raises(TypeError):
        Attr('a') < wrong


@pytest.mark.parametrize('attempt', [
    lambda: Attr('a') < True, lambda: Attr('a') >= None, lambda: Attr('a').startswith(3),
    lambda: Attr('a').matches(None),
    lambda: Attr('a').is_in('text'),
    lambda: Attr('a').is_in(b'text'), lambda: Attr('a').is_in(3), lambda: Attr(3),
    lambda: A & 'a=1', lambda: 'a=1' | A, lambda: A & Attr('b'),
    lambda: Attr('b') | A,
    lambda: 1 & Attr('b'), lambda: Attr('a') == 1 & Attr('b') == 2, lambda: A and B, lambda: not A,
    lambda: 1 <= Attr('a') <= 3,
    lambda: {Attr('a'): 1}])
def test_an_invalid_use_is_refused(attempt):
    with pytest.raises(TypeError):
        attempt()


def test_advice_is_given():
    with pytest.raises(TypeError) as info:
        bool(A)
    assert '&, | and ~' in str(info.value)
    with pytest.raises(TypeError) as info:
        Attr('type').startswith('x') & Attr('state') == 'ready'
    assert 'parentheses' in str(info.value)
    with pytest.raises(ValueError) as info:
        Attr('a').is_in([])
    assert 'never' in str(info.value)


@pytest.mark.parametrize('name', ['', ' a', 'a ', '1a', 'a.b', 'a-', 'a//b', 'a:b:c', 'a=1 or b',
                                  'a=null or b', "property['x']",
                                  'é', '(a)', 'a b', 'a\n'])
def test_an_invalid_name_is_refused(name):
    with pytest.raises(ValueError):
        Attr(name)
    with pytest.raises(ValueError):
        Attr('a') / name


@pytest.mark.parametrize('name', ['a', 'null', 'true', 'and', 'connector/href',
                                  'serviceOffer/resource:vcpu', 'a_b-c', 'schema-org:name'])
def test_an_attribute_keeps_its_name_in_the_filter(name):
    assert text(Attr(name) == 1) == name + '=1' and repr(Attr(name)) == str("Attr('%s')" % name)


@pytest.mark.parametrize('condition, expected', [
    (A & B, 'a=1 and b=2'), (A | B, 'a=1 or b=2'), (A & B & C, 'a=1 and b=2 and c=3'),
    (A | B | C, 'a=1 or b=2 or c=3'),
    ((A & B) & (C & A), 'a=1 and b=2 and c=3 and a=1'),
    (A | B & C, 'a=1 or b=2 and c=3'), ((A | B) & C, '(a=1 or b=2) and c=3'),
    (A & (B | C), 'a=1 and (b=2 or c=3)'),
    (A & B | C, 'a=1 and b=2 or c=3'),
    (~A, 'a!=1'), (~~A, 'a=1'), (~(A & B), 'a!=1 or b!=2'), (~(A | B), 'a!=1 and b!=2'),
    (~(A & B | C), '(a!=1 or b!=2) and c!=3'),
    (~Attr('a').exists(), 'a=null')])
def test_joined_conditions_keep_their_meaning(condition, expected):
    assert text(condition) == expected


@pytest.mark.parametrize('condition', [Attr('a') < 1, Attr('a').startswith('x'),
                                       Attr('a').matches('x'), A & (Attr('b') > 2)])
def test_an_opposite_that_the_language_cannot_express_is_refused(condition):
    with pytest.raises(ValueError) as info:
        ~condition
    assert 'opposite' in str(info.value)


def test_a_condition_is_a_value():
    assert A == (Attr('a') == 1) and A != B and A != 'a=1' and len({A, Attr('a') == 1, B}) == 2
    assert str(Attr('n') == 'é') == compat.native_str("n='é'")
    assert (Attr('n') == 'é').__unicode__() == "n='é'"
    assert repr(A) == str('<Condition a=1>')
    assert 'hunter2' not in repr(Attr('secret') == 'hunter2')


def test_a_condition_can_be_made_from_a_parsed_text():
    assert Condition(grammar.parse("a=1 and (b='x' or c<2)")).text == "a=1 and (b='x' or c<2)"


@given(st.one_of(st.text(), st.text('\'"\\a =()\n')),
       st.sampled_from(['__eq__', '__ne__', '__lt__', 'startswith']))
def test_no_text_can_leave_its_quotes(value, method):
    try:
        condition = getattr(Attr('a'), method)(value)
    except ValueError:
        assert value.endswith('\\') or '\'' in value and '"' in value or '\\' in value
        return
    tree = grammar.parse((condition & A).text)
    assert tree.left.value == grammar.String(value)
    assert tree.left.attribute == 'a'
    assert tree.right == A.tree


LEAVES = st.builds(lambda name, value: Attr(name) == value, st.sampled_from(['a', 'null', 'x/y:z']),
st.sampled_from([1, -1, 'or', "' and '", None, True]))
CONDITIONS = st.recursive(LEAVES, lambda inner: st.one_of(
    st.builds(lambda one, two: one & two, inner, inner),
    st.builds(lambda one, two: one | two, inner, inner), st.builds(lambda one: ~one, inner)),
    max_leaves=12)


@given(CONDITIONS)
def test_the_text_means_what_the_condition_means(condition):
    assert grammar.parse(condition.text) == condition.tree and ~~condition == condition


def test_as_filter_accepts_conditions_texts_and_lists():
    assert builder.as_filter(None) is None
    assert builder.as_filter([]) is None
    assert builder.as_filter([None]) is None
    assert builder.as_filter(A) == 'a=1'
    assert builder.as_filter(' a = 1 ') == ' a = 1 '
    assert builder.as_filter(b'a=1') == 'a=1'
    assert builder.as_filter([A, None, 'b=2']) == ['a=1', 'b=2']
    assert builder.as_filter(iter((A,))) == ['a=1']


@pytest.mark.parametrize('wrong', ['', 'a=1) or (b=2', 'a=1 AND b=2', ['a=1', 'b'], "type='open"])
def test_texts_are_checked_before_they_travel(wrong):
    with pytest.raises(grammar.FilterSyntaxError):
        builder.as_filter(wrong)


@pytest.mark.parametrize('wrong', [3, Attr('a'), True])
def test_another_type_than_a_filter_is_refused(wrong):
    with pytest.raises(TypeError):
        builder.as_filter(wrong)


def test_a_mistake_is_marked():
    with pytest.raises(ValueError) as info:
        builder.as_filter("state='x' and type=cloud")
    lines = str(info.value).splitlines()
    assert lines[1:3] == [str("state='x' and type=cloud"), str('                   ^')]


@pytest.mark.parametrize('text, number', [
    ('resource:price<0.5', '0.5'), ('a=1 and b>=-2', '-2'), ('a<.5 or b=2', '.5'),
    ('0.25>a', '0.25'), ('(a<+1.5e-3)', '+1.5e-3'), ('a<1e5', '1e5')])
def test_numbers_of_other_languages_are_refused_with_a_hint(text, number):
    with pytest.raises(grammar.FilterSyntaxError) as info:
        builder.as_filter(['a=1', text])
    hint = (
        "The filter language only has non-negative integers. Put this number in quotes, '%s': the "
        "service still compares it as a number." % number)
    assert info.value.hint == hint
    assert str(info.value).endswith(str(hint))
    assert hint not in info.value.message
    assert builder.as_filter(text.replace(number, "'%s'" % number))
    with pytest.raises(grammar.FilterSyntaxError) as info:  # as the service says it
        grammar.parse(text)
    assert info.value.hint is None and str(info.value) == str(info.value.message)


@pytest.mark.parametrize('text, word', [
    ('type=state', 'state'), ('a=1 and name!=my.app/x-1', 'my.app/x-1'), ('a=', None),
    ('a= ', None), ('=5', None), ("a='b' c", None)])
def test_a_text_without_quotes_gets_a_hint(text, word):
    with pytest.raises(grammar.FilterSyntaxError) as info:
        builder.as_filter(text)
    assert info.value.hint == (word and "Put the text in quotes: '%s'." % word)


@pytest.mark.parametrize('text, begin', [
    ("connector='ec2", 'The quote is not closed. '), ('a=1 and b^="x', 'The quote is not closed. '),
    ("a='0.5", 'The quote is not closed. '), ('name=(1/2048/10 Micro)', ''), ('a=(b)', ''),
    ('a=[CH]', ''), ('a=-', '')])
def test_a_text_that_no_name_begins_gets_a_hint(text, begin):
    with pytest.raises(grammar.FilterSyntaxError) as info:
        builder.as_filter(text)
    assert info.value.hint == begin + "Put strings in quotes, as in state='ready'."


@pytest.mark.parametrize('wrong', [{'name': 'x'}, {}, [{'a': 1}]])
def test_a_dict_is_no_filter(wrong):
    with pytest.raises(TypeError) as info:
        builder.as_filter(wrong)
    assert str(info.value) == (
        'A filter must not be a dict: write a string such as "name=\'x\'" or a condition such as '
        'Attr("name") == "x"')


@pytest.mark.parametrize('text', ["a='0.5' and b", 'version=1.2.3', 'a=0.5.', 'a.5=1',
                                  'a=1 b=-2', 'created>2019-03-29x', 'a-.5=1'])
def test_other_mistakes_have_no_such_advice(text):
    with pytest.raises(grammar.FilterSyntaxError) as info:
        builder.as_filter(text)
    assert info.value.hint is None
    assert str(info.value) == info.value.__unicode__() == info.value.message


def test_narrowed_adds_a_condition_to_every_filter():
    assert builder.narrowed(A, None) == 'a=1' and builder.narrowed(A, '') == 'a=1'
    assert builder.narrowed(A, 'b=2 or c=3') == 'a=1 and (b=2 or c=3)'
    assert builder.narrowed(A, [B, 'c=3']) == 'a=1 and (b=2) and (c=3)'
    with pytest.raises(grammar.FilterSyntaxError):
        builder.narrowed(A, 'b=2) or (c=3')

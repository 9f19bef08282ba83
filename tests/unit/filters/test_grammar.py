# -*- coding: utf-8 -*-
"""The filter language: parsing, printing, and where mistakes are seen."""
from __future__ import unicode_literals

import pickle

import pytest
from hypothesis import example, given, settings, strategies as st

from slipstream.api.compat import to_text
from slipstream.api.filters.grammar import (And, Boolean, Comparison, Date, FilterSyntaxError,
                                            Integer, Null, Or, Property, String, fold, parse,
                                            render)

ACCEPTED = [
    "state='ACTIVE'", 'resource:vcpu >= 4', '4 <= resource:vcpu', 'a=1 or b=2 and c=3',
    '(a=1 or b=2) and c=3', "name=''",
    'content/resource/href="run/45c1e9b2"', "type^='cloud-cred'", "'cloud-cred'^=type",
    '(type ^= "cloud-cred-") and (disabledMonitoring != true)', 'deletedAt=null',
    'selection="credentials/href=\'credential/45d1b0c2\'" and aggregation="count:id"',
    'null != name',
    'timestamp>=2019-03-29T08:00:00.0Z', 'updated<2019-03-01', 'serviceOffer/resource:ram<8192',
    "(unknown=null)and(type='state')", "type^='cloud-cred'and name='x'", "name='it\\'s'",
]
REJECTED = [
    '', '()', 'alpha=beta', 'alpha=3.2', 'alpha=-1', 'alpha>true', 'alpha>null', 'alpha^=3',
    'alpha^=null', 'a=1 AND b=2', 'a=TRUE', 'not a=1',
    'a=1 and', "a in ('x')", "type='missing end quote", 'a.b=1', '_a=1', 'a-=1', '1a=1', 'a/1=2',
    'a//b=1', 'a:b:c=1', 'a=1 b=2', 'a=1,b=2',
    'a<>1', 'a==1', 'alpha&&4', "property['b']<'4'", "property[b]='4'", "4=property['b']",
    "property['b']=4",
]


def test_the_examples_are_complete():
    assert (len(ACCEPTED), len(REJECTED)) == (19, 31)


@pytest.mark.parametrize('text', ACCEPTED)
def test_a_valid_filter_parses_and_renders_to_the_same_tree(text):
    tree = parse(text)
    assert parse('(%s)' % text) == tree
    assert parse(render(tree)) == tree


@pytest.mark.parametrize('text', REJECTED)
def test_an_invalid_filter_raises_an_error_with_its_text(text):
    for candidate in (text, '(%s)' % text):
        with pytest.raises(FilterSyntaxError) as caught:
            parse(candidate)
        assert caught.value.text == candidate
        assert caught.value.expected


def equal(name, number):
    return Comparison(name, '=', Integer(number))


@pytest.mark.parametrize('text, tree', [
    ('a=1 or b=2 and c=3', Or(equal('a', 1), And(equal('b', 2), equal('c', 3)))),
    ('(a=1 or b=2) and c=3', And(Or(equal('a', 1), equal('b', 2)), equal('c', 3))),
    ('a=1 and b=2 and c=3', And(equal('a', 1), And(equal('b', 2), equal('c', 3)))),
    ('(a=1 and b=2) and c=3', And(And(equal('a', 1), equal('b', 2)), equal('c', 3))),
    ('a=1 or b=2 or c=3', Or(equal('a', 1), Or(equal('b', 2), equal('c', 3)))),
    ('((a=1))or((b=2)and(c=3))', Or(equal('a', 1), And(equal('b', 2), equal('c', 3)))),
    ('a=1 and b=2 or c=3 and d=4',
     Or(And(equal('a', 1), equal('b', 2)), And(equal('c', 3), equal('d', 4)))),
    ('a=1andb=2', And(equal('a', 1), equal('b', 2))),
    ('\t( a = 1 )\nand\r( b=2 ) ', And(equal('a', 1), equal('b', 2))),
    ("4<=a and 4<a and 4>=a and 4>a and 4=a and 4!=a", None),
    ("name='it\\'s'", Comparison('name', '=', String("it\\'s"))),
    ('a="x\'y"', Comparison('a', '=', String("x'y"))),
    ('a=2019-03', Comparison('a', '=', Date('2019-03'))),
    ('a>2019-03-29T08:00:00Z', Comparison('a', '>', Date('2019-03-29T08:00:00Z'))),
    ('2019-03-29<a', Comparison('a', '>', Date('2019-03-29'), True)),
    ('007=a', Comparison('a', '=', Integer(7), True)),
    ("'p'^=a", Comparison('a', '^=', String('p'), True)),
    ("'x'==a", Comparison('a', '==', String('x'), True)),
    ("fulltext=='two words'", Comparison('fulltext', '==', String('two words'))),
    ('a!=null', Comparison('a', '!=', Null())),
    ('true=a', Comparison('a', '=', Boolean(True), True)),
    ('false!=a', Comparison('a', '!=', Boolean(False), True)),
    ("property['k']='v'", Property('k', '=', String('v'))),
    ('property[ "k" ] != null ', Property('k', '!=', Null())),
    ('propertyx=1', equal('propertyx', 1)),
    ('property=1', equal('property', 1)),
    ('and=1 and or=2 or not=3', Or(And(equal('and', 1), equal('or', 2)), equal('not', 3))),
    ('a-b_c/d-1:e/f=1', equal('a-b_c/d-1:e/f', 1)),
])
def test_a_filter_parses_to_its_tree(text, tree):
    if tree is None:
        operators = []
        fold(parse(text), lambda leaf: operators.append((leaf.operator, leaf.mirrored)),
             lambda node, left, right: None)
        assert operators == [(operator, True) for operator in ('>=', '>', '<=', '<', '=', '!=')]
    else:
        assert parse(text) == tree


@pytest.mark.parametrize('text, tree', [
    ('null=true', Comparison('null', '=', Boolean(True))),
    ('true!=null', Comparison('true', '!=', Null())),
    ('null=trueness', Comparison('trueness', '=', Null(), True)),
    ('null=trueandy', Comparison('trueandy', '=', Null(), True)),
    ('null=trueandy=1', And(Comparison('null', '=', Boolean(True)), equal('y', 1))),
    ('null=trueor(y=1)', Or(Comparison('null', '=', Boolean(True)), equal('y', 1))),
    ("null=trueorproperty['k']=null",
     Or(Comparison('null', '=', Boolean(True)), Property('k', '=', Null()))),
    ('null=trueand1=y',
     And(Comparison('null', '=', Boolean(True)), Comparison('y', '=', Integer(1), True))),
    ('null=trueand or or=1', Or(Comparison('trueand', '=', Null(), True), equal('or', 1))),
    ('(null=null)', Comparison('null', '=', Null())),
    ('a=trueand b=1', And(Comparison('a', '=', Boolean(True)), equal('b', 1))),
])
def test_keywords_are_attributes_where_that_fits(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize('text, line, column, expected', [
    ("(type='missing end quote)", 1, 7, ('string', 'date', 'integer', 'true', 'false', 'null')),
    ("type='missing end quote", 1, 6, ('string', 'date', 'integer', 'true', 'false', 'null')),
    ('a=1 AND b=2', 1, 5, ('and', 'or', 'end of text')),
    ('(a=1', 1, 5, (')', 'and', 'or')),
    ('a=1)', 1, 4, ('and', 'or', 'end of text')),
    ('a==1', 1, 4, ('string',)),
    ('a=1 and\n b=2 and\n\n c^=3', 4, 5, ('string',)),
    ('a=1\nb', 2, 1, ('and', 'or', 'end of text')),
    ('property[b]', 1, 10, ('string',)),
    ("property['b']=4", 1, 15, ('string', 'null')),
    ("4<property['b']", 1, 11, ('and', 'or', 'end of text')),
    ('', 1, 1, ('(', 'property[', 'attribute', 'string', 'date', 'integer', 'true', 'false',
                'null')),
])
def test_an_error_names_line_column_and_expected_tokens(text, line, column, expected):
    with pytest.raises(FilterSyntaxError) as caught:
        parse(text)
    error = caught.value
    assert (error.line, error.column, error.expected) == (line, column, expected)
    assert error.message.startswith('Parse error at line %d, column %d:\n' % (line, column))


def test_the_message_shows_the_place():
    with pytest.raises(FilterSyntaxError) as caught:
        parse("x=1\nand (type='é)")
    assert caught.value.message == (
        "Parse error at line 2, column 11:\nand (type='é)\n          ^\n"
        'Expected one of:\nstring\ndate\ninteger\n"true"\n"false"\n"null"\n')
    assert to_text(str(caught.value)) == caught.value.message
    assert '%s' % caught.value == caught.value.message
    assert caught.value.__unicode__() == caught.value.message


def test_errors_are_value_errors_and_survive_a_pickle():
    with pytest.raises(ValueError) as caught:
        parse('a=')
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.text, copy.position, copy.expected) == ('a=', 2, caught.value.expected)


def test_bytes_are_read_as_text():
    assert parse(b'a=1') == equal('a', 1)


def test_nodes_of_different_types_differ():
    left, right = equal('a', 1), equal('b', 2)
    assert And(left, right) != Or(left, right)
    assert not And(left, right) == Or(left, right)
    assert String('1') != Date('1')
    assert Integer(1) != Boolean(True)
    assert And(left, right) == And(left, right)
    assert len({And(left, right), Or(left, right), And(left, right)}) == 2
    assert equal('a', 1) != ('a', '=', Integer(1), False)
    assert pickle.loads(pickle.dumps(And(left, right))) == And(left, right)


def test_no_size_is_too_large():
    many = 3000
    assert render(parse(' or '.join(['a=1'] * many))).count(' or ') == many - 1
    assert parse('(' * many + 'a=1' + ')' * many) == equal('a', 1)
    deep = parse('(a=1 and (b=2 or ' * many + 'c=3' + '))' * many)
    assert fold(deep, lambda leaf: 1, lambda node, left, right: left + right) == 2 * many + 1
    parse(' and '.join(['null=trueand'] * many) + ' and a=1')
    parse('a=%s' % ('1' * 4000))
    with pytest.raises(FilterSyntaxError):
        parse('a=%s' % ('1' * 4001))


def test_fold_visits_leaves_from_left_to_right():
    names = fold(parse('a=1 and (b=2 or c=3) and d=4'), lambda leaf: [leaf.attribute],
                 lambda node, left, right: left + right)
    assert names == ['a', 'b', 'c', 'd']


@pytest.mark.parametrize('text', [
    'a=1 and (b=2 or c=3)', '(a=1 or b=2) or c=3', '(a=1 and b=2) and c=3', 'a=1 and b=2 or c=3',
    '4<=a', "'x'^=a", 'a!=null', "a='x\"y'",
    "property['k']!='v'", 'a=false', 'a<2019-03-29',
])
def test_render_gives_the_shortest_text_back(text):
    assert render(parse(text)) == text


@pytest.mark.parametrize('text', ['both \' and "', 'ends in a backslash \\'])
def test_what_no_quotes_can_hold_is_not_rendered(text):
    with pytest.raises(ValueError):
        render(Comparison('a', '=', String(text)))


_segments = st.builds(
    lambda first, second: first + (':' + second if second else ''),
    st.sampled_from(['a', 'Name', 'b-c', 'x_1', 'true', 'nullable', 'or', 'andy']),
    st.sampled_from(['', '', 'vcpu', 'o-r']))
_attributes = st.lists(_segments, min_size=1, max_size=3).map('/'.join)
_characters = st.sampled_from('ab \n\u00e9()=/:;&%\\') | st.characters(
    blacklist_categories=('Cs',), blacklist_characters='\'"\\')
_strings = st.text(_characters, max_size=8).filter(
    lambda text: (len(text) - len(text.rstrip('\\'))) % 2 == 0 and '\\\n' not in text).map(String)
_quoted_strings = st.sampled_from(['"', "'", "it's", 'say "x"', "\\'\"", '\\"']).map(String)
_ordered = _strings | _quoted_strings | st.integers(0, 2 ** 40).map(Integer) | st.sampled_from(
    ['2019-03', '2019-03-29', '2019-03-29T08:00:00Z', '1-2',
     '2019-03-29T08:00:00.5+01:00']).map(Date)
_others = st.booleans().map(Boolean) | st.just(Null())
_names = _strings.map(lambda node: node.text)
_leaves = (
    st.builds(Comparison, _attributes, st.sampled_from(['=', '!=', '<', '<=', '>', '>=']), _ordered,
              st.booleans())
    | st.builds(Comparison, _attributes, st.sampled_from(['^=', '==']), _strings, st.booleans())
    | st.builds(Comparison, _attributes, st.sampled_from(['=', '!=']), _others)
    | st.builds(Comparison, st.sampled_from(['a', 'trueness', 'b/c', 'nullandy']),
                st.sampled_from(['=', '!=']), _others, st.just(True))
    | st.builds(Property, _names, st.sampled_from(['=', '!=']), _strings | st.just(Null())))
_trees = st.recursive(_leaves, lambda inner: st.builds(And, inner, inner)
                      | st.builds(Or, inner, inner), max_leaves=12)


@settings(deadline=None, max_examples=100)
@given(_trees)
def test_a_printed_tree_parses_to_the_same_tree(tree):
    assert parse(render(tree)) == tree
    assert parse('(%s)' % render(tree)) == tree


@settings(deadline=None, max_examples=100)
@given(st.text('ab=1<>!^()\'"\\ /:-_Tnultrefasodp[].,Z+0', max_size=30))
@example('a=1')
@example('a=')
def test_any_text_is_a_tree_or_an_error_with_a_place(text):
    try:
        tree = parse(text)
    except FilterSyntaxError as error:
        assert 0 <= error.position <= len(text)
        assert error.expected
    else:
        assert parse(render(tree)) == tree

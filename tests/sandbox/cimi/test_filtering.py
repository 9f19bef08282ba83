# -*- coding: utf-8 -*-
"""The meaning of filters."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.cimi import attributes, errors, filtering

DOCUMENT = {
    'id': 'service-offer/1', 'resourceURI': 'http://sixsq.com/slipstream/1/ServiceOffer',
    'name': 'Big Machine', 'description': 'for heavy work',
    'created': '2019-03-29T08:00:00.000Z', 'updated': '2019-03-29T10:00:00.5+01:00',
    'odd': '2019-02-30T08:00:00.000Z', 'day': '2019-03-29',
    'state': 'ACTIVE', 'empty': '', 'nothing': None, 'flag': True, 'spelt': 'true', 'number': 4,
    'cost': 0.05, 'digits': '10', 'minus': -2,
    'big': 10 ** 20, 'path': "it\\'s", 'quoted': 'say "hi"', 'list': ['a', ['b', 7], None],
    'none': [], 'nulls': [None],
    'resource:vcpu': 8, 'connector': {'href': 'connector/exo'}, 'hollow': {},
    'properties': {'k': 'v', 'k2': 'gpu cluster'},
    'credentials': [{'href': 'credential/1'}, {'href': 'credential/2', 'tag': 'x'}],
    'serviceOffer': {'resource:ram': 4096},
    'acl': {'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
            'rules': [{'type': 'USER', 'principal': 'jane', 'right': 'VIEW'},
                      {'type': 'ROLE', 'principal': 'ADMIN', 'right': 'ALL'}]},
    'operations': [{'rel': 'edit', 'href': 'service-offer/1'}], 'hidden': 'secret word',
}


def matches(text, document=DOCUMENT, **options):
    return filtering.matcher(text, **options)(document)


@pytest.mark.parametrize('text', [
    "state='ACTIVE'", "'ACTIVE'=state", "empty=''", 'nothing=null', 'unknown=null', 'none=null',
    'nulls=null', 'state!=null', 'null!=state',
    "unknown!='x'", "state!='x'", "nothing!='x'", 'unknown!=4', 'unknown!=true', 'hollow!=null',
    'connector!=null', "connector!='x'",
    'flag=true', 'flag!=false', "flag='true'", 'spelt=true', 'true=flag',
    'number=4', '4=number', "number='4'", "number='4.0'", 'number>3', '3<number', 'number>=4',
    'number<5', '5>number', '4>=number', 'number!=5',
    "cost<'0.06'", "cost='0.05'", "cost>'5e-3'", "minus<'-1'", 'minus<1', 'big>2147483647',
    "number<'1e999'", 'cost<1',
    'digits=10', 'digits<2', "digits<'2'",
    "state^='ACT'", "'A'^=state", "state^=''", "credentials/href^='credential/'",
    "path='it\\'s'", "quoted='say \"hi\"'",
    "list='a'", "list='b'", 'list=7', 'list>6', "credentials/href='credential/2'",
    "credentials/tag='x'", 'credentials/tag!=null',
    "acl/rules/principal='jane' and acl/rules/right='ALL'", "acl/owner/principal='ADMIN'",
    "properties/k='v'", 'resource:vcpu>=8',
    'serviceOffer/resource:ram<8192', "id='service-offer/1'",
    "created='2019-03-29T08:00:00.0Z'", 'created=2019-03-29T09:00:00.0+01:00',
    "created='2019-03-29T08:00:00Z'", "created>='2019-03-29'",
    'created>2019-03-28', 'created<2019-03-30', "created<'2019-03-29T08:00:00.001Z'",
    "updated>'2019-03-29T08:59:59Z'",
    "updated='2019-03-29T09:00:00.5Z'", "updated!='2019-03-29T10:00:00.5Z'",
    "created>'2019-03-29T07:59:59.9999Z'", "odd='2019-02-30T08:00:00.000Z'",
    "created>'2019-03-29T07:59:59.99999Z'", 'day=2019-03-29', "day<'2019-03-29T00:00:01Z'",
    "updated>'2019-03-29T08:59:00'",
    "state='x' or number=4", "state='ACTIVE' and (number=5 or number=4)",
    "(state='x' and number=4) or (flag=true and number=4)",
    "state='x' or state='y' or state='ACTIVE'", "state='ACTIVE' and number=4 and flag=true",
    "fulltext=='machine'", "fulltext=='nowhere HEAVY'", "fulltext=='gpu'", "name=='big'",
    "properties=='gpu'", "list=='b'",
])
def test_a_filter_matches(text):
    assert matches(text)


@pytest.mark.parametrize('text', [
    "state='active'", "state='ACT'", "state!='ACTIVE'", 'state=null', 'nothing!=null', 'none!=null',
    "unknown='x'", "unknown<'x'", 'unknown>=0',
    "unknown^=''", "nothing^=''", 'flag=false', 'flag!=true', "flag='false'", 'flag=1', 'flag>0',
    "flag>'false'", "flag^='t'", "flag!='true'",
    'number=5', "number='x'", "number<'x'", "number^='4'", 'number>4', 'number!=4', "number!='4.0'",
    'number=true', "number=='4'",
    'state=4', 'state<1',
    "list!='a'", 'list=null', 'list!=7', "credentials/href!='credential/1'",
    "credentials='credential/1'", "connector='connector/exo'",
    'hollow=null', 'connector/x!=null', 'state/x!=null', 'connector/href/x!=null',
    "created>'2019-03-29T08:00:00.0Z'", "created<'2019-03-29'",
    "created!='2019-03-29T08:00:00.000Z'", "updated='2019-03-29T10:00:00.5Z'",
    "operations!=null", "operations/rel='edit'", "state='ACTIVE' and number=5",
    "state='x' or number=5", "state='x' and number=4 or flag=false",
    "fulltext=='service'", "fulltext=='jane'", "fulltext==''", "fulltext=='mach'", "name=='heavy'",
    "unknown=='x'",
    "number=2019-03-29", "properties/k2/x='gpu cluster'",
])
def test_a_filter_does_not_match(text):
    assert not matches(text)


@pytest.mark.parametrize('text, result', [
    ("hidden='secret word'", False), ('hidden=null', True), ('hidden/x!=null', False),
    ("fulltext=='secret'", False), ("hidden=='secret'", False)])
def test_what_is_hidden_is_not_found(text, result):
    assert matches(text, hidden=('hidden',)) is result


def test_what_is_not_hidden_is():
    assert matches("hidden=='secret'") and matches("fulltext=='secret'")


def test_an_operator_and_its_mirror_select_the_same():
    for text, mirrored in (('number<5', '5>number'), ('number<=4', '4>=number'),
                           ('number>4', '4<number'), ('number>=5', '5<=number')):
        assert matches(text) is matches(mirrored)


def test_long_chains_and_nested_groups_can_be_matched():
    assert matches(' or '.join(['number=5'] * 3000 + ['number=4']))
    assert not matches(' and '.join(['number=4'] * 3000 + ['number=5']))
    assert matches('(' * 90 + "number=4" + ' and (state=null or number=4))' * 90)
    assert matches(
        '((number=5 or number=4) or number=6) and ((number=4 and flag=true) and number=4)')


def test_no_filter_is_no_tree():
    assert filtering.parse([]) is None


def test_all_filters_must_hold():
    check = filtering.predicate(filtering.parse(['number=4 or number=5', "state='ACTIVE'"]))
    assert check(DOCUMENT)
    assert not check(dict(DOCUMENT, state='x'))


@pytest.mark.parametrize('text, status', [("type='missing", 400), ("property['a']='b'", 500),
                                          ('a=4294967296', 500)])
def test_a_bad_filter_is_refused(text, status):
    with pytest.raises(errors.Problem) as caught:
        filtering.matcher(text)
    assert caught.value.status == status


def test_only_numbers_are_sampled_for_texts():
    asked = []
    tree = filtering.parse(["a='x' and b=4 and c='4' and d=null and e^='4' and f>2019-03-29"])
    filtering.predicate(tree, sample=asked.append)
    assert asked == ['a', 'e', 'f']
    with pytest.raises(errors.Rejected):
        filtering.predicate(tree, sample=lambda attribute: 4.5)
    filtering.predicate(tree, sample=lambda attribute: True)


@pytest.mark.parametrize('text, seconds', [
    ('1970-01-01T00:00:01.5Z', 1.5), ('1970-01-01', 0), ('1970-01-01T01:00:00+01:00', 0),
    ('1970-01-01T00:00:02', 2), ('1970-13-01', None),
    ('1970', None), ('1970-01', None), ('1970-01-01T00:00Z', None), ('1970-01-01T00:00:00Z ', None),
    ('1970-01-01T00:00:00Z\n', None), ('', None)])
def test_a_timestamp_is_read_as_seconds(text, seconds):
    assert attributes.moment(text) == seconds


@pytest.mark.parametrize('text, number', [
    ('4', 4), ('-4.5', -4.5), ('1e3', 1000), ('', None), ('4.', None), ('.5', None), ('nan', None),
    ('inf', None), ('0x10', None), ('4 ', None),
    ('1\n', None)])
def test_a_text_is_read_as_a_number_where_it_is_one(text, number):
    assert attributes.number(text) == number

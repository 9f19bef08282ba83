# -*- coding: utf-8 -*-
"""Hostile requests.

Whatever you send to a collection, the response is one of the interface: JSON if there is a body,
and never an unexpected failure.
"""
from __future__ import unicode_literals

import json
import random

import pytest

from slipstream.sandbox.cimi.kinds import KINDS, install
from slipstream.sandbox.compat import quote

from .conftest import CALLERS

NAMES = (
    'a href name id acl owner type principal properties state connector username password module '
    'content path timestamp credentials key secret quota '
    'deployment user method instance prefix uri address objectName bucketName objectType action '
    'priority resource selection aggregation limit nodeID '
    'value emailAddress cloudServiceType instanceName service paramsType versions author nodes '
    'component operations identifier data expires '
    'targetResource progress started duration serviceOffer instanceID description ttl publicKey '
    'size algorithm objectStoreCred').split()
VALUES = [
    None, True, False, 0, 1, -1, 1.5, 10 ** 30, '', ' ', 'x', 'jane', 'USER', 'ALL',
    '2019-03-29T08:00:00.0Z', 'a/b', 'user/jane', 'module/x',
    'session-template/internal', 'x\u00e9\u2028', 'IMAGE', 'APPLICATION', 'generic', 'public',
    'execution', 'slipstream', 'api-key', 'ssh-public-key',
    'resource:vcpu', 'count:id', 'VirtualMachine', "a='b'", [], {}]
QUERIES = ['', '?$select=', '?$filter=', '?$orderby=', '?$aggregation=sum:', '?$aggregation=terms:',
           '?$first=', '?$last=']
OPEN = {'owner': {'type': 'USER', 'principal': 'jane'},
        'rules': [{'type': 'ROLE', 'principal': 'ANON', 'right': 'ALL'}]}


def value(source, depth=0):
    """A JSON value made of what documents are made of."""
    choice = source.random()
    if depth > 3 or choice < 0.45:
        return source.choice(VALUES)
    if choice < 0.6:
        return [value(source, depth + 1) for _ in range(source.randrange(3))]
    return dict((source.choice(NAMES), value(source, depth + 1))
                for _ in range(source.randrange(6)))


def document(source, world, kind):
    """The body of an add or an edit; often one that comes some way."""
    body = value(source)
    if kind.wrapper and source.random() < 0.8:
        templates = KINDS[kind.template_kind].documents(
            world) if kind.template_kind in KINDS else []
        inner = value(source, 1)
        inner = inner if isinstance(inner, dict) else {}
        if templates and source.random() < 0.8:
            inner['href'] = source.choice(templates)['id']
        body = {kind.wrapper: inner}
    if isinstance(body, dict) and source.random() < 0.5:
        body['acl'] = OPEN
    return body


def request(source, world):
    """A method, a place and a body."""
    kind = source.choice(list(KINDS.values()))
    newest = [entry['id'] for entry in kind.documents(world)[-5:]]
    place = source.choice(newest + [kind.name + '/x'])
    way = source.randrange(5)
    if way == 0:
        return 'POST', kind.name, document(source, world, kind)
    if way == 1:
        return 'GET', kind.name + source.choice(QUERIES) + source.choice(
            NAMES + ['*', 'a.b', 'name=1', "name>'x'"]), None
    if way == 2:
        return source.choice(['GET', 'DELETE']), place, None
    if way == 3:
        return 'PUT', place, document(source, world, kind)
    return 'POST', place + '/' + source.choice(sorted(kind.actions) or ['describe']), source.choice(
        [None, value(source)])


@pytest.mark.parametrize('seed', [1, 2, 3])
def test_no_request_is_unforeseen(world, ask, seed):
    install(world)
    source = random.Random(seed)
    for _ in range(500):
        method, place, body = request(source, world)
        answer = ask(method, quote(place, '/?$=*:.,'), body,
                     by=source.choice(sorted(CALLERS, key=lambda name: name or '')))
        assert answer.status < 500
        if answer.text and answer.type != 'text/plain':
            json.loads(answer.text)

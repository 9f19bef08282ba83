# -*- coding: utf-8 -*-
"""Rows as dicts: what ``json.dumps`` takes."""
from __future__ import unicode_literals

import json

from slipstream.api.methods.changes import Change
from slipstream.api.models import CimiResource


def test_resources_become_dicts(api):
    sequence = api.cimi_list('serviceOffers')
    whole = json.loads(json.dumps(sequence.to_dicts()))
    assert [row['id'] for row in whole] == [row.id for row in sequence]
    assert json.loads(json.dumps(sequence[:2].to_dicts())) == whole[:2]
    page = api.cimi_search('serviceOffers')
    assert page.to_dicts() == [row.to_dict() for row in page]


def test_changes_become_dicts(sandbox, api):
    deployment = api.deploy('apps/WordPress/wordpress')
    sandbox.clock.advance(900)
    api.terminate(deployment)
    sandbox.clock.advance(900)
    changes = [change.to_dict() for change in api.follow_deployment(deployment)]
    assert {change['kind'] for change in json.loads(json.dumps(changes))} >= {'state', 'parameter'}


def test_the_event_of_a_change_becomes_a_dict_too():
    event = CimiResource({'id': 'event/1'})
    change = Change('event', 'alarm', 'Full', None, event)
    assert json.loads(json.dumps(change.to_dict()))['event'] == {'id': 'event/1'}


def test_exchanges_become_dicts(api):
    api.usage().peek()
    exchange = json.loads(json.dumps(api.history[-1].to_dict()))
    assert exchange['path'] == '/dashboard' and exchange['status'] == 200

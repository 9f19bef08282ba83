# -*- coding: utf-8 -*-
"""Service offers."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cimi_records, service_offers
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World


@pytest.fixture
def world():
    """An empty world whose clock stands."""
    return World(clock=Clock(speed=0))


def offer(world, **attributes):
    """Write an offer; ``__`` in a name stands for a colon."""
    members = dict((name.replace('__', ':'), value) for name, value in attributes.items())
    return cimi_records.insert(world, 'service-offer',
                               dict({'connector': {'href': 'connector/a'}}, **members))


@pytest.mark.parametrize('href', ['connector/a', 'a'])
def test_an_offer_names_its_cloud_in_two_ways(href):
    assert service_offers.cloud_of({'connector': {'href': href}}) == 'a'


def test_an_offer_is_found_by_its_id(world):
    stored = offer(world)
    assert service_offers.find(world, stored['id']) is stored
    assert service_offers.find(world, stored['id'].partition('/')[2]) is stored
    assert service_offers.find(world, 'service-offer/none') is None


def test_an_offer_is_found_by_its_attributes(world):
    offer(world, resource__type='STORAGE', resource__vcpu=2)
    offer(world, resource__vcpu=1)
    offer(world, resource__vcpu=2, connector={'href': 'b'})
    matching = offer(world, resource__vcpu=2, resource__disk=5)
    assert service_offers.find_for(world, 'a', {'resource:vcpu': 2}) is matching
    assert service_offers.find_for(world, 'a', {'resource:vcpu': 3}) is None


@pytest.mark.parametrize('text, number', [
    ('2', 2), ('0.5', 0.5), (None, None), ('', None), ('two', None), ('inf', None), ('nan', None)])
def test_a_text_says_a_number_or_none(text, number):
    assert service_offers.number(text) == number

# -*- coding: utf-8 -*-
"""Shared fixtures of the tests of the JSON interface.

A world with a few accounts and a stopped clock, and a way to ask it without a shell.
"""
from __future__ import unicode_literals

import json

import pytest

from slipstream.sandbox.cimi import kinds as collections, routes
from slipstream.sandbox.messages import Request
from slipstream.sandbox.state.accounts import ANONYMOUS, Caller
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World

from . import kinds_for_tests

CALLERS = {
    None: ANONYMOUS,
    'jane': Caller('jane', ['USER', 'session/1'], 'session/1'),
    'joe': Caller('joe', ['USER', 'session/2'], 'session/2'),
    'super': Caller('super', ['ADMIN', 'USER', 'session/3'], 'session/3'),
}


class Answer(object):
    """A response, with its JSON decoded."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.type = response.headers.get('Content-Type')
        self.text = response.body.decode('ascii')

    @property
    def json(self):
        """The decoded body."""
        return json.loads(self.text)

    @property
    def message(self):
        """The message in the body."""
        return self.json['message']


class Service(object):
    """Sends requests to the JSON interface of a world."""

    def __init__(self, world):
        self.world = world

    def __call__(self, method, place, body=None, by='jane', headers=(), raw=None):
        """Send a request.

        :param place: what comes behind ``/api/``, with the query string.
        :param body: sent as JSON.
        :param by: name of the caller; None for an anonymous one.
        :param raw: a body that is sent as it is.
        """
        fields = list(headers)
        if body is not None:
            raw = json.dumps(body).encode('ascii')
            fields.append(('Content-Type', 'application/json'))
        request = Request(method, '/api/' + place, fields, raw or b'', scheme='https')
        request.caller = CALLERS[by]
        return Answer(routes.handle(self.world, request))

    def put(self, place, form, by='jane'):
        """Search with a form, given as encoded text."""
        return self('PUT', place, by=by,
                    headers=[('Content-Type', 'application/x-www-form-urlencoded')],
                    raw=form.encode('ascii'))


@pytest.fixture
def world():
    """A world in which time stands still, with two users and an administrator."""
    world = World(clock=Clock(speed=0))
    collections.install(world)
    world.accounts.create('jane', 'correct horse')
    world.accounts.create('joe', 'battery staple')
    world.accounts.create('super', 'user', isSuperUser=True)
    return world


@pytest.fixture
def kinds(monkeypatch):
    """Collections with only the behaviour that tests of the generic machinery need."""
    registry = kinds_for_tests.new_registry()
    monkeypatch.setattr(routes, 'KINDS', registry)
    return registry


@pytest.fixture
def ask(world):
    """A function that sends a request, see :class:`Service`."""
    return Service(world)

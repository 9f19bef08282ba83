# -*- coding: utf-8 -*-
"""A conversation between an Api and a scripted server.

A response is the text of a document, or given in detail. Tests read the requests.
"""
from __future__ import unicode_literals

import json as jsonlib

from slipstream.api import Api, compat

from .server import reply

XML = 'application/xml;charset=UTF-8'
REASONS = {200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 302: 'Found',
           401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found',
           409: 'Conflict', 412: 'Precondition Failed', 502: 'Bad Gateway'}


def answer(body='', status=200, content_type=XML, location=None):
    """What the service says, as bytes."""
    headers = {} if location is None else {'Location': location}
    return reply(status, body, content_type, reason=REASONS.get(status, 'Reason'), **headers)


def text(body, status=200):
    """A response of plain text."""
    return answer(body, status, 'text/plain;charset=UTF-8')


def json(document, status=200):
    """A response of JSON."""
    return answer(jsonlib.dumps(document), status, 'application/json')


class Sent(object):
    """A request that has arrived."""

    def __init__(self, received):
        self.line = '%s %s' % (received.method, received.target)
        self.path, _, self.query = received.target.partition('?')
        self.headers = received.headers
        self.body = received.body.decode('utf-8')

    @property
    def form(self):
        """The fields of a form-encoded body, each a text."""
        return fields(self.body)

    @property
    def xml(self):
        """The root element of the body."""
        return compat.fast_etree.fromstring(self.body.encode('utf-8'))


def fields(encoded):
    """The fields of a form-encoded text; each must come once."""
    pairs = [pair.split('=') for pair in encoded.split('&') if pair]
    decoded = dict((compat.unquote(name.replace('+', ' ')), compat.unquote(value.replace('+', ' ')))
                   for name, value in pairs)
    assert len(decoded) == len(pairs)
    return decoded


class Client(Api):
    """An Api that remembers what it sent."""

    def __init__(self, server, answers, **options):
        super(Client, self).__init__(server.endpoint, persist_cookie=False,
                                     **dict({'retries': 0}, **options))
        self.server = server
        over = answer('the script is over', 500, 'text/plain')
        server.then(*[one if isinstance(one, bytes) or callable(one) else answer(one)
                      for one in answers] + [over])
        self.begin = len(server.requests)

    @property
    def sent(self):
        """The requests so far."""
        return [Sent(received) for received in self.server.requests[self.begin:]]

    @property
    def lines(self):
        """Method and target of each request so far."""
        return [sent.line for sent in self.sent]

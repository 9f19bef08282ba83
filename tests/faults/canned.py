# -*- coding: utf-8 -*-
"""Responses of a service without faults.

Always the same to the same request, whatever has happened before: a fault is all that makes a
difference.
"""
from __future__ import unicode_literals

import re

from .. import xml_samples as samples
from ..wire.server import reply

DUID = samples.DUID
RUN = (samples.RUN % {'mutable': 'true', 'abort': '', 'url': ''}).replace(
    '<entry><string><![CDATA[ss:tags]]>', ''.join(
        '<entry><string>{0}</string><runtimeParameter key="{0}" '
        'isSet="true">{1}</runtimeParameter></entry>'.format(key, value)
        for key, value in (('web:ids', '1,2'), ('web:multiplicity', '2'),
                           ('web.1:hostname', '203.0.113.1'), ('web.1:complete', 'false'),
                           ('web.2:hostname', '203.0.113.2'), ('ss:state', 'Ready')))
    + '<entry><string><![CDATA[ss:tags]]>')
VERSIONS = (
    '<versionList><item resourceUri="module/shop/web/1802" version="1802"><author '
    'name="alice"/></item></versionList>')
COLLECTIONS = {
    'events': 'event', 'credentials': 'credential', 'sessions': 'session', 'jobs': 'job',
    'connectors': 'connector', 'virtualMachines': 'virtual-machine',
    'externalObjects': 'external-object'}
CONTENTS = b'what is in the file'


class Canned(object):
    """Responds to all requests of the two interfaces.

    :ivar port: of the server, for the addresses of contents.
    """

    port = 0

    def __call__(self, request):
        path = request.target.partition('?')[0]
        for pattern, answer in self.ROUTES:
            if re.match('(?:%s)$' % pattern, '%s %s' % (request.method, path)):
                made = answer(self, path)
                return made if isinstance(made, bytes) else reply(
                    200, made, 'application/xml;charset=UTF-8')
        raise AssertionError('nobody expected %s %s' % (request.method, path))

    def entry_point(self, path):
        """The directory."""
        return reply(json=dict(((name, {'href': address}) for name, address in COLLECTIONS.items()),
                               id='cloud-entry-point'))

    def search(self, path):
        """A search."""
        address = path[len('/api/'):]
        name = [name for name in COLLECTIONS if COLLECTIONS[name] == address][0]
        return reply(json={'count': 1, name: [self.resource(address + '/1')], 'id': address,
                           'operations': [{'rel': 'add', 'href': address}]})

    def resource(self, identifier):
        """A resource that can do everything."""
        operations = [{'rel': rel, 'href': identifier} for rel in ('edit', 'delete')] + [
            {'rel': 'http://schemas.dmtf.org/cimi/2/action/' + rel,
             'href': '%s/%s' % (identifier, rel)}
            for rel in ('start', 'upload', 'download', 'ready')]
        return {'id': identifier, 'name': 'a name', 'username': 'alice', 'type': 'api-key',
                'updated': '2019-03-29T08:20:11.502Z', 'operations': operations}

    def read(self, path):
        """A resource that is read or changed."""
        return reply(json=self.resource(path[len('/api/'):]))

    def operation(self, path):
        """An operation: the address of contents, and the resource."""
        return reply(json=dict(self.resource(path[len('/api/'):].rpartition('/')[0]),
                               uri='http://127.0.0.1:%d/contents' % self.port))

    def done(self, path):
        """An action was done."""
        return reply(json={'status': 200, 'message': 'done', 'resource-id': path[len('/api/'):]})

    def added(self, path):
        """Something was added."""
        identifier = path[len('/api/'):] + '/1'
        return reply(201, json={'status': 201, 'message': 'created ' + identifier,
                                'resource-id': identifier, 'secretKey': 'a.secret'})

    def launched(self, path):
        """A deployment."""
        return reply(201, b'', Location='http://127.0.0.1/run/' + DUID)

    def stored(self, path):
        """A module or a user."""
        return reply(201, b'', Location='http://127.0.0.1' + path)

    def emptied(self, path):
        """Gone."""
        return reply(204, b'')

    ROUTES = [('GET /api/cloud-entry-point', entry_point), ('PUT /api/[a-z-]+', search),
              ('GET /api/.*', read), ('PUT /api/.*', read), ('POST /api/[a-z-]+', added),
              ('POST /api/.*', operation), ('DELETE /api/.*', done),
              ('GET /appstore', lambda self, path: samples.APP_STORE),
              ('GET /module', lambda self, path: samples.ROOT),
              ('GET /module/shop/?', lambda self, path: samples.PROJECT),
              ('GET /module/shop/inner', lambda self, path: samples.INNER),
              ('GET /module/.*/', lambda self, path: VERSIONS),
              ('GET /module/shop/full', lambda self, path: samples.APPLICATION),
              ('GET /module/.*', lambda self, path: samples.COMPONENT),
              ('(?:PUT|POST) /(?:module|user)/.*', stored),
              ('DELETE /(?:module|user|run)/.*', emptied),
              ('GET /run', lambda self, path: samples.RUNS), ('POST /run', launched),
              ('GET /run/[0-9a-f-]+', lambda self, path: RUN),
              ('GET /run/.*', lambda self, path: reply(200, 'a value', 'text/plain')),
              ('PUT /run/.*', lambda self, path: reply(200, '', 'text/plain')),
              ('POST /run/.*', lambda self, path: reply(201, 'web.3', 'text/plain')),
              ('GET /vms', lambda self, path: samples.VMS),
              ('GET /dashboard', lambda self, path: samples.DASHBOARD),
              ('GET /users', lambda self, path: samples.USERS),
              ('GET /user/.*', lambda self, path: samples.USER
               % {'issuper': 'false', 'orchestrator': '/>'}), ('PUT /contents', emptied),
              ('GET /contents', lambda self, path: reply(
                  200, CONTENTS, 'application/octet-stream')),
              ('GET /(?:login|loop)',
               lambda self, path: reply(200, '<html><body>Log in</body></html>', 'text/html')),]

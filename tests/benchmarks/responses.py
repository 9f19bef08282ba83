# -*- coding: utf-8 -*-
"""Responses: the bytes that the prepared service sends.

Run as a part of ``service.py`` by any Python from 2.7 on; nothing but the standard library is
imported. The documents are like those of the real service, with as many rows as the first segment
of the address says: ``/10000/users`` lists 10 000 users.
"""
from __future__ import unicode_literals

import itertools
import json

#: The deployment that can be read.
RUN = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'
LARGEST_PAGE = 500

_RIGHTS = (
    'ownerGet="true" ownerPut="true" ownerPost="true" ownerDelete="true" '
    'ownerCreateChildren="true" groupGet="true" groupPut="false" '
           'groupPost="true" groupDelete="false" groupCreateChildren="false" publicGet="true" '
    'publicPut="false" publicPost="true" '
           'publicDelete="false" publicCreateChildren="false" inheritedGroupMembers="true"')
_USER = (
    '   <item name="user%d" resourceUri="user/user%d" firstName="Alice" lastName="Keller" '
    'email="user%d@example.org" state="ACTIVE" '
         'activeSince="2018-11-05 10:02:11.45 UTC" organization="ACME" roles="tester" '
    'issuper="false" online="false"/>')
_MODULE = (
    '      <item category="Image" description="Shop front end" name="web%d" version="%d"><authz '
    'owner="alice" ' + _RIGHTS
           + '><groupMembers/></authz></item>')
_DEPLOYMENT = (
    '   <item resourceUri="run/7b0e4a52-1c2d-4e5f-9a6b-%012x" uuid="7b0e4a52-1c2d-4e5f-9a6b-%012x" '
               'moduleResourceUri="module/shop/full/1805" '
               'status="Ready" abort="" startTime="2019-03-02 11:00:00.200 UTC" '
    'cloudServiceNames="exoscale-ch-gva" username="alice" '
               'type="Orchestration" tags="demo,spring" serviceUrl="http://203.0.113.10:8080" '
    'activeVm="0"/>')
#: How the rows of a list of deployments may look, one word for each way in which they differ: how
#: many attributes they have, clouds, modules, and whether they have a service URL.
SHAPES = ['-'.join(words) for words in itertools.product(
    ('many', 'few'), ('one', 'three'), ('equal', 'distinct'), ('url', 'plain'))]
_FEW = (
    '<item uuid="7b0e4a52-1c2d-4e5f-9a6b-%012x" moduleResourceUri="module/shop/%s/1805" '
    'status="Ready" startTime="2019-03-02 11:00:00.200 UTC" cloudServiceNames="%s" '
    'username="alice" serviceUrl="%s"')
_MORE = (
    ' resourceUri="run/7b0e4a52-1c2d-4e5f-9a6b-0123456789ab" abort="" type="Orchestration" '
    'tags="demo,spring" activeVm="0" mutable="false" '
    'lastStateChangeTime="2019-03-02 11:09:00.200 UTC"')
_PARAMETER = (
    '      <entry><string>%s</string><runtimeParameter deleted="false" key="%s" isSet="true" '
              'group="machine" mappedRuntimeParameterNames="" isMappedValue="false" type="String" '
              'creation="2019-03-02 11:00:00.200 UTC">value %d</runtimeParameter></entry>')


def event(number):
    """A resource of the JSON interface."""
    return {
        'id': 'event/257d0a64-5c1c-4a7e-b1a0-%012x' % number,
        'resourceURI': 'http://sixsq.com/slipstream/1/Event',
        'created': '2019-03-02T11:00:00.200Z', 'updated': '2019-03-02T11:00:00.200Z',
        'timestamp': '2019-03-02T11:00:00.200Z',
        'content': {'resource': {'href': 'run/' + RUN}, 'state': 'Ready'}, 'type': 'state',
        'severity': 'medium', 'number': number,
        'acl': {'owner': {'principal': 'alice', 'type': 'USER'},
                'rules': [{'principal': 'alice', 'right': 'ALL', 'type': 'USER'}]},
        'operations': [{'rel': 'delete', 'href': 'event/257d0a64-5c1c-4a7e-b1a0-%012x' % number}]}


def users(rows):
    """The list of users."""
    return '<list>\n%s\n</list>' % '\n'.join(_USER % (number, number, number)
                                             for number in range(rows))


def project(rows):
    """A project with this number of modules."""
    return (
        '<projectModule lastModified="2019-03-01 15:20:00.120 UTC" category="Project" '
        'description="Web shop demo" deleted="false" '
            'parentUri="module/" version="1795" isLatestVersion="true" logoLink="" '
        'creation="2019-01-10 08:00:00.5 UTC" shortName="shop">\n'
            '   <children>\n%s\n   </children>\n</projectModule>'
        % '\n'.join(_MODULE % (number, number) for number in range(rows)))


def deployments(rows, offset, limit):
    """A page of the list of deployments."""
    numbers = range(offset, min(rows, offset + min(limit, LARGEST_PAGE)))
    return '<runs offset="%d" limit="%d" count="%d" totalCount="%d">\n%s\n</runs>' % (
        offset, limit, len(numbers), rows,
        '\n'.join(_DEPLOYMENT % (number, number) for number in numbers))


def shaped(shape, rows, offset, limit):
    """A page of the list of deployments, of a shape."""
    attributes, clouds, modules, url = shape.split('-')
    numbers = range(offset, min(rows, offset + min(limit, LARGEST_PAGE)))
    end = (_MORE if attributes == 'many' else '') + '/>'
    return '<runs offset="%d" limit="%d" count="%d" totalCount="%d">\n%s\n</runs>' % (
        offset, limit, len(numbers), rows, '\n'.join(_FEW % (
            number, 'full' if modules == 'equal' else 'module%d' % number,
            'exoscale-ch-gva' if clouds == 'one' else 'exoscale-ch-gva,ifb-core-cloud,open-cloud-1',
            'http://203.0.113.10:8080' if url == 'url' else '') + end for number in numbers))


def deployment(count=30):
    """One deployment with its runtime parameters."""
    names = ['ss:abort',
             'ss:url.service'] + ['web.1:parameter%d' % number for number in range(count)]
    return (
        '<run category="Deployment" deleted="false" resourceUri="run/%s" uuid="%s" '
        'type="Orchestration" cloudServiceNames="exoscale-ch-gva" '
            'state="Ready" startTime="2019-03-02 11:00:00.200 UTC" lastStateChangeTime="2019-03-02 '
        '11:09:00.200 UTC" mutable="true" user="alice" '
            'moduleResourceUri="module/shop/full/1805">\n   <runtimeParameters>\n%s\n   '
        '</runtimeParameters>\n</run>' % (
            RUN, RUN,
            '\n'.join(_PARAMETER % (name, name, number) for number, name in enumerate(names))))


def search(rows, first, last, member):
    """A page of a search; the list of resources is called ``member``."""
    events = [event(number) for number in range(first - 1, min(rows, last))]
    return {'count': rows, 'acl': event(0)['acl'],
            'resourceURI': 'http://sixsq.com/slipstream/1/EventCollection', 'id': 'event',
            member: events,
            'operations': [{'rel': 'add', 'href': 'event'}]}


def entry_point():
    """The directory of the service, for the clients of both generations of it."""
    return {'id': 'cloud-entry-point', 'baseURI': '/api/', 'base-uri': '/api/',
            'resourceURI': 'http://sixsq.com/slipstream/1/CloudEntryPoint',
            'events': {'href': 'event'}, 'collections': {'event': {'href': 'event'}}}


def response(rows, path, query):
    """The body for a request, and its media type.

    :param int rows: how many rows lists have.
    :param str path: path of the address, behind the number of rows.
    :param dict query: the fields of the query or of the form.
    """
    if path.startswith('/api/'):
        return json.dumps(_json(rows, path[5:], query)).encode('ascii'), 'application/json'
    if path.endswith('ss:state'):
        return b'Ready', 'text/plain;charset=UTF-8'
    if path[1:-len('/run')] in SHAPES:
        page = shaped(path[1:-len('/run')], rows, int(query.get('offset', 0)),
                      int(query.get('limit', 20)))
        return page.encode('ascii'), 'application/xml;charset=UTF-8'
    made = {'/users': lambda: users(rows), '/module/shop': lambda: project(rows),
            '/run/' + RUN: deployment,
            '/run': lambda: deployments(rows, int(query.get('offset', 0)),
                                        int(query.get('limit', 20)))}[path]()
    return made.encode('ascii'), 'application/xml;charset=UTF-8'


def _json(rows, path, query):
    """The document at a path of the JSON interface."""
    if path == 'cloud-entry-point':
        return entry_point()
    if path != 'event':
        return event(1)
    # The members of a search begin with a dollar sign in the one service, and do not in the other.
    member = 'events' if '$last' in query else 'resources'
    first, last = (int(query.get('$' + name, query.get(name, 0))) for name in ('first', 'last'))
    return search(rows, first or 1, last, member)

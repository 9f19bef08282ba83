# -*- coding: utf-8 -*-
"""Fixtures for the tests of the XML interface."""
from __future__ import unicode_literals

from xml.etree import ElementTree

import pytest

from slipstream.sandbox import messages, session_cookies
from slipstream.sandbox.state import cimi_records, modules
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World
from slipstream.sandbox.xml_interface import routes

CLOUDS = ('exoscale-ch-gva', 'ec2-eu-west')
KINDS = {'exoscale-ch-gva': 'exoscale', 'ec2-eu-west': 'ec2'}


class Service(object):
    """The XML interface of a world, called as one of its users without any shell."""

    def __init__(self, world):
        self.world = world
        self._tokens = {}

    def cookie(self, username):
        """The ``Cookie`` header of a session of that user."""
        if username not in self._tokens:
            roles = self.world.accounts.roles(username)
            self._tokens[username], _ = self.world.accounts.issue_token(
                username, roles, 'session/%s' % username)
        return '%s=token=%s' % (session_cookies.NAME, self._tokens[username])

    def __call__(self, method, target, body=b'', user='alice', accept='application/xml',
                 content_type=None, **headers):
        """The response to a request; ``user`` None: nobody is logged in."""
        fields = [(name.replace('_', '-'), value) for name, value in headers.items()] + [
            ('Host', 'sandbox.example')]
        fields += [('Accept', accept)] if accept else []
        fields += [('Content-Type', content_type)] if content_type else []
        fields += [('Cookie', self.cookie(user))] if user else []
        body = body if isinstance(body, bytes) else body.encode('utf-8')
        request = messages.Request(method, target, fields, body, scheme='https')
        request.caller = self.world.accounts.caller(session_cookies.token(request))
        return routes.handle(self.world, request)

    def get(self, target, user='alice', **options):
        """The parsed document that a successful ``GET`` returns."""
        response = self('GET', target, user=user, **options)
        assert response.status == 200, response.body
        return ElementTree.fromstring(response.body)

    def put(self, target, document, user='alice', **options):
        """The response to a ``PUT`` of an XML document."""
        return self('PUT', target, document, user, content_type='application/xml', **options)

    def refused(self, *arguments, **options):
        """Status and detail of the error that a request gets."""
        return problem(self(*arguments, **options))


def problem(response):
    """Status and detail of an error response."""
    root = ElementTree.fromstring(response.body)
    assert root.tag == 'error' and root.get('code') == '%d' % response.status
    return response.status, root.get('detail')


def add_connector(world, cloud, **members):
    """Configure a cloud."""
    document = dict({'cloudServiceType': KINDS.get(cloud, 'exoscale'), 'instanceName': cloud,
                     'quotaVm': '20', 'maxIaasWorkers': 5,
                     'orchestratorImageid': 'orchestrator-image'}, **members)
    return cimi_records.insert(world, 'connector', document,
                               rules=[cimi_records.role('USER', 'VIEW')], name=cloud)


def add_credential(world, username, cloud, right='MODIFY', **members):
    """Give a user a credential for a cloud."""
    kind = KINDS.get(cloud, 'exoscale')
    document = dict({'type': 'cloud-cred-%s' % kind, 'method': 'store-cloud-cred-%s' % kind,
                     'connector': {'href': 'connector/%s' % cloud},
                     'key': 'KEY-%s' % username, 'secret': 'not-really-a-secret', 'quota': 10},
                    **members)
    return cimi_records.insert(world, 'credential', document,
                               rules=[cimi_records.user(username, right)])


@pytest.fixture
def world():
    """A world with two clouds, three ordinary users and a privileged one; its clock stands."""
    made = World(clock=Clock(speed=0))
    for name in ('alice', 'bob', 'carol'):
        made.accounts.create(name, 'secret-of-%s' % name, organization='ACME')
    made.accounts.create('super', 'secret-of-super', isSuperUser=True)
    for cloud in CLOUDS:
        add_connector(made, cloud)
    return made


@pytest.fixture
def service(world):
    """The XML interface of that world."""
    return Service(world)


@pytest.fixture
def shop(world):
    """A project with a component that inherits and an application.

    Everything is alice's, and bob is in the group.
    """
    authz = dict(dict((flag, flag.startswith('owner') or flag == 'groupGet')
                      for flag in modules.FLAGS),
                 groupMembers=['bob'], inheritedGroupMembers=False)

    def save(path, category, **members):
        return modules.save(world, dict(members, path=path, category=category), 'alice')
    save('shop', 'Project', authz=authz, description='Web shop demo',
         commit={'author': 'alice', 'comment': 'first import'})
    save('base', 'Image', isBase=True, loginUser='ubuntu', platform='ubuntu', note='Needs a key',
         authz=dict(authz, publicGet=True),
         targets=[{'name': 'execute', 'script': 'base script'}],
         packages=[{'name': 'ssh', 'repository': None, 'key': None}], parameters=[
             {'name': 'hostname', 'category': 'Output', 'mandatory': True},
             {'name': 'title', 'category': 'Input', 'value': 'Inherited'},
             {'name': 'admin', 'category': 'Input', 'value': 'root'}])
    save('shop/web', 'Image', moduleReferenceUri='module/base',
         authz=dict(authz, inheritedGroupMembers=True), parameters=[
             {'name': 'title', 'category': 'Input'},
             {'name': 'network', 'category': 'Cloud', 'type': 'Enum', 'value': 'Public',
              'enumValues': ['Public', 'Private'], 'instructions': 'Which one?'}],
         targets=[{'name': 'execute', 'script': '#!/bin/sh'}, {'name': 'report', 'script': None}],
         prerecipe='prepare',
         packages=[{'name': 'nginx', 'repository': '', 'key': ''}],
         cloudImageIdentifiers=[{'cloudServiceName': 'ec2-eu-west', 'cloudImageIdentifier': 'ami-1',
                                 'region': ''}])
    save('shop/full', 'Deployment', authz=dict(authz, inheritedGroupMembers=True), nodes=[
        {'name': 'web', 'multiplicity': 2, 'imageUri': 'module/shop/web', 'parameterMappings': [
            {'name': 'title', 'isMappedValue': False, 'value': "'Big shop'"}]},
        {'name': 'gone', 'imageUri': 'module/shop/gone', 'cloudService': 'ec2-eu-west'},
        {'name': 'private', 'imageUri': 'module/base', 'network': 'Private'},
        {'name': 'mapped', 'imageUri': 'module/base',
         'parameterMappings': [{'name': 'network', 'value': '"Public"'}]}])
    return references(world)


def references(world):
    """The identifiers of the latest versions of these modules, by path."""
    return dict((path, modules.uri(modules.latest(world, path)))
                for path in ('shop', 'base', 'shop/web', 'shop/full'))

# -*- coding: utf-8 -*-
"""What the tests of capture and restore share."""
from __future__ import unicode_literals

import io
import json

from slipstream.sandbox import Sandbox, __main__ as command_line
from slipstream.sandbox.compat import to_text

READERS = {'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
           'rules': [{'type': 'ROLE', 'principal': 'USER', 'right': 'VIEW'}]}
OPEN = {'publicGet': True, 'publicPost': True}

#: A catalogue with at least one of everything that a service can show.
SHOP = {
    'accounts': [
        {'username': 'ann', 'firstName': 'Ann', 'emailAddress': 'ann@shop.example',
         'sshPublicKey': 'ssh-rsa AAAA ann\nssh-rsa BBBB ann',
         'settings': {'defaultCloudService': 'moon', 'keepRunning': 'always', 'timeout': 0}},
        {'username': 'bob'}, {'username': 'root', 'privileged': True}],
    'resources': {
        'connectors': [
            {'id': 'connector/%s' % name, 'instanceName': name, 'cloudServiceType': 'openstack',
             'quotaVm': '7', 'orchestratorSSHPassword': 'planted-secret', 'acl': READERS}
            for name in ('alps', 'moon')],
        'serviceOffers': [
            {'id': 'service-offer/%d' % number, 'connector': {'href': 'alps'}, 'acl': READERS,
             'price:unitCost': 0.0625, 'resource:vcpu': number, 'other:secretSauce': ['x']}
            for number in range(3)],
        'quotas': [{'id': 'quota/1', 'resource': 'VirtualMachine', 'limit': 3, 'acl': READERS,
                    'selection': "connector/href='connector/alps'", 'aggregation': 'count:id'}],
        'events': [
            {'id': 'event/%d' % number, 'timestamp': '2019-03-01T00:00:0%d.000Z' % number,
             'created': '2019-03-01T00:00:0%d.000Z' % number, 'type': 'state',
             'severity': 'low', 'content': {'resource': {'href': 'run/1'}, 'state': 'Ready'},
             'acl': {'owner': {'type': 'USER', 'principal': 'ann'}}} for number in range(5)]},
    'runs': [
        {'uuid': '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b', 'module': 'shop/all/15', 'owner': 'ann',
         'type': 'Orchestration', 'state': 'Ready', 'created': '2019-03-02T11:00:00.200Z',
         'changed': '2019-03-02T11:04:31.034Z', 'mutable': True, 'clouds': ['alps'],
         'groups': 'alps:web,alps:db', 'settings': {
             'General.keep-running': 'always', 'db:size': 'L', 'db:admin': 'planted-secret'},
         'instances': [
             {'name': 'web.1', 'cloud': 'alps', 'created': '2019-03-02T11:00:00.210Z'},
             {'name': 'db.1', 'cloud': 'alps', 'created': '2019-03-02T11:00:00.210Z'},
             {'name': 'orchestrator-alps', 'cloud': 'alps'}],
         'parameters': {
             'ss:state': 'Ready', 'ss:abort': '', 'ss:tags': 'a,b', 'ss:url.service': 'http://x',
             'ss:run.api.key': 'planted-secret', 'db.1:cloudservice': 'alps',
             'web.1:cloudservice': 'alps', 'orchestrator-alps:cloudservice': 'alps',
             'db.1:port': '5432', 'db.1:admin': 'planted-secret', 'db.1:odd': 'a\nb',
             'web.1:database': '5432', 'web.1:password': '', 'web:ids': '1',
             'web:multiplicity': '1', 'db:ids': '1', 'db:multiplicity': '1'},
         'links': {'db.1:port': ['web.1:database']},
         'described': {'db': {'odd': {'description': 'Odd', 'type': 'Text'}}}},
        {'uuid': '3f1c1d9e-6a0b-4f7e-8f43-0d5f4a2b9c10', 'module': 'hidden/web/17',
         'owner': 'ann', 'type': 'Run', 'state': 'Cancelled',
         'created': '2019-03-01T11:00:00.200Z', 'ended': '2019-03-01T11:31:10.008Z',
         'instances': [{'name': 'machine', 'cloud': 'alps'}],
         'parameters': {'ss:abort': 'The run has timed out', 'machine:hostname': '',
                        'machine:cloudservice': 'alps', 'machine:database': 'x'}}],
    'modules': [
        {'path': 'shop', 'type': 'project', 'version': 10, 'owner': 'ann', 'description': ''},
        {'path': 'shop/base', 'type': 'component', 'version': 11, 'owner': 'gone',
         'authz': OPEN, 'isBase': True, 'images': {'alps': 'a-1', 'moon': {'region': 'dark'}},
         'loginUser': 'ubuntu', 'platform': 'ubuntu'},
        {'path': 'shop/db', 'type': 'component', 'version': 12, 'owner': 'ann',
         'parent': 'shop/base', 'authz': dict(OPEN, inheritedGroupMembers=False,
                                              groupMembers=['bob']),
         'parameters': [
             {'name': 'admin', 'type': 'Password', 'value': 'planted-secret',
              'mandatory': True},
             {'name': 'port', 'category': 'Output', 'value': '5432', 'order': 3},
             {'name': 'unset', 'type': 'Password'}]},
        {'path': 'shop/db', 'type': 'component', 'version': 14, 'owner': 'ann',
         'parent': 'shop/base/11', 'authz': OPEN, 'description': 'Two\nlines', 'note': 'n',
         'customVersion': '1', 'tag': 't', 'placementPolicy': 'p', 'logoLink': '',
         'created': '2018-01-01T00:00:00.007Z', 'modified': '2018-01-02T00:00:00.070Z',
         'published': '2018-01-03T00:00:00.700Z', 'commit': {'author': 'x', 'comment': 'a\nb'},
         'packages': [{'name': 'nginx', 'repository': None, 'key': '-\n-'}, 'vim'],
         'prerecipe': '#!/bin/sh\n', 'recipe': 'true',
         'targets': {'execute': '#!/bin/sh\necho "\xe4"\n', 'report': None},
         'parameters': [
             {'name': 'admin', 'type': 'Password', 'value': 'planted-secret'},
             {'name': 'port', 'category': 'Output', 'value': '5432', 'instructions': 'i\nj'},
             {'name': 'size', 'type': 'Enum', 'enumValues': ['S', 'L'], 'value': 'S',
              'defaultValue': 'L', 'readonly': True, 'description': None}]},
        {'path': 'shop/all', 'type': 'application', 'version': 15, 'owner': 'ann',
         'authz': OPEN, 'parameters': [{'name': 'p', 'value': 'v'}], 'targets': {'execute': 'x'},
         'nodes': [
             {'name': 'db', 'component': 'shop/db/14', 'multiplicity': 2, 'cloud': 'alps',
              'network': 'Private', 'mappings': {'admin': "'planted-secret'", 'size': '"L"',
                                                 'odd': {'value': 'unquoted', 'order': 2}}},
             {'name': 'web', 'component': 'hidden/web', 'maxProvisioningFailures': 1,
              'mappings': {'database': 'db:port', 'password': "'planted-secret'"}},
             {'name': 'zombie', 'component': 'shop/gone', 'network': None,
              'mappings': {'db_password': "'planted-secret'", 'plain': "'text'"}}]},
        {'path': 'hidden', 'type': 'project', 'version': 16, 'owner': 'bob'},
        {'path': 'hidden/web', 'type': 'component', 'version': 17, 'owner': 'bob',
         'authz': OPEN, 'images': {'alps': 'w'}, 'parameters': [{'name': 'database'}]},
        {'path': 'hidden/web', 'type': 'component', 'version': 18, 'owner': 'bob',
         'authz': OPEN, 'images': {'alps': 'w'}, 'parameters': [
             {'name': 'database'}, {'name': 'password', 'type': 'Password'}]},
        {'path': 'hidden/shown', 'type': 'component', 'version': 19, 'owner': 'bob',
         'authz': OPEN, 'published': True, 'images': {'alps': 'w'}},
        {'path': 'hidden/private', 'type': 'component', 'version': 20, 'owner': 'bob'}]}


class Output(io.StringIO):
    """A text stream for both kinds of text of Python 2."""

    def write(self, text):
        return super(Output, self).write(to_text(text))


def shop():
    """A sandbox with that catalogue."""
    return Sandbox(speed=0, catalogue=SHOP)


def parsed(*arguments):
    """The options of a command line."""
    return command_line._parser().parse_args([str(argument) for argument in arguments])


def capture(box, path, *arguments, **options):
    """Capture a sandbox as fast as possible: exit status, output and error output.

    :param options: ``username``, and arguments of ``run``.
    """
    out, err = Output(), Output()
    username = options.pop('username', 'ann')
    options.setdefault('connect', lambda parsed_options: box.api(username))
    status = command_line.capture.run(
        parsed('capture', '--endpoint', box.endpoint, '--out', path, '--rate', 0, '--pause', 0,
               *arguments), out, err, **options)
    return status, out.getvalue(), err.getvalue()


def captured(box, path, *arguments, **options):
    """The text of a capture, which must succeed."""
    status, _, complained = capture(box, path, *arguments, **options)
    assert status == 0, complained
    return text_of(path)


def text_of(path):
    """What a file holds."""
    with io.open(str(path), encoding='utf-8') as stream:
        return stream.read()


def modules_of(text):
    """The modules of a catalogue: path and version to entry."""
    return dict(((module['path'], module['version']), module)
                for module in json.loads(text)['modules'])

# -*- coding: utf-8 -*-
"""The page about how complete the sandbox is, for every route and every collection.

``python -m tests.sandbox.service_table`` writes it. ``test_service_table.py`` fails if it is out of
date or wrong.
"""
from __future__ import unicode_literals

import collections
import io
import os

from slipstream.sandbox.cimi.kinds import KINDS
from slipstream.sandbox.xml_interface import unserved

PAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
                    'docs', 'reference', 'service.rst')
COMPLETE, STORED, MISSING = 'complete', 'stored only', 'returns 501'
_RIGHTS = {None: 'nobody', 'ANON': 'anybody', 'USER': 'users', 'ADMIN': 'administrators'}

#: Path with placeholders in capitals, methods, how complete it is, remarks.
Route = collections.namedtuple('Route', 'path methods fidelity note')


def _route(path, methods, note='', fidelity=COMPLETE):
    return Route(path, methods.split(), fidelity, note)


XML_ROUTES = [
    _route('/appstore', 'GET'),
    _route('/dashboard', 'GET', 'services before 3.42 also count machines'),
    _route('/module', 'GET'),
    _route('/module/new', 'GET PUT', 'with ``?category=``; no module can have that name'),
    _route('/module/PATH', 'GET PUT POST DELETE',
           'PUT accepts XML and forms, also as multipart; POST copies'),
    _route('/module/PATH/', 'GET DELETE', 'all versions'),
    _route('/module/PATH/VERSION', 'GET PUT POST DELETE'),
    _route('/module/PATH/VERSION/CLOUD', 'GET PUT', 'the image of a component in a cloud, as text'),
    _route('/module/PATH/publish', 'GET PUT DELETE'),
    _route('/run', 'GET POST'),
    _route('/run/UUID', 'GET DELETE'),
    _route('/run/UUID/KEY', 'GET PUT POST DELETE', 'runtime parameters'),
    _route('/run/UUID/NODE', 'GET POST DELETE', 'scaling'),
    _route('/teapot', 'GET', '418, as on every service'),
    _route('/user', 'GET', 'the same as ``/users``'),
    _route('/user/NAME', 'GET PUT DELETE', 'PUT accepts XML and forms, also as multipart'),
    _route('/users', 'GET'),
    _route('/vms', '', '404 since 3.62; older services list machines'),
] + [_route('/' + segment, '', sentence, MISSING)
     for segment, sentence in sorted(unserved.SENTENCES.items())]
JSON_ROUTES = [
    _route('/api/cloud-entry-point', 'GET PUT'),
    _route('/api/COLLECTION', 'GET PUT POST', 'POST only for collections that you can add to'),
    _route('/api/COLLECTION/ID', 'GET PUT DELETE', 'PUT and DELETE not for every collection'),
    _route('/api/COLLECTION/ID/ACTION', 'GET POST'),
    _route('/auth/login', 'POST'),
    _route('/auth/logout', 'POST'),
]
OWN_ROUTES = [
    _route('/objects/BUCKET/NAME', 'GET PUT', 'the contents of external objects'),
    _route('/pages/UUID/INSTANCE', 'GET', 'the web page of a deployed instance'),
]
#: Collections that are only stored, and what is missing.
STORED_ONLY = {
    'configuration': 'the configuration of the service exists from the start; of its settings only '
                     'the location of reports has an effect',
    'evidence-record': 'not used by anything',
    'metering': 'nothing is measured; authorized callers can add snapshots',
    'notification': 'nobody is notified',
    'service-attribute': 'its type is not enforced',
    'service-benchmark': 'not used by anything',
    'storage-bucket': 'nothing is measured; authorized callers can add them',
    'user-identifier': 'logging in through other providers is not possible',
}
#: Remarks about the other collections.
NOTES = {
    'callback': 'only callbacks that validate mail addresses',
    'connector': 'activate and quarantine return 400, as for clouds that do not support them',
    'connector-template': 'one for each kind of cloud',
    'deployment': 'the sandbox starts and stops them over time, unless a job engine takes the job; '
                  'machines get an address, scripts are not run',
    'email': 'mails are not sent but stored, with the link in them',
    'external-object': 'contents are stored at ``/objects``',
    'job': 'only jobs that start and stop deployments are run; others wait for a job engine',
    'session': 'methods internal and api-key; others return 400',
    'session-template': 'internal and api-key exist from the start',
    'user': 'methods direct and self-registration; others return 400',
    'virtual-machine': 'machines of runs come and go with the run',
    'virtual-machine-mapping': 'mappings of runs come and go with their machines',
}


def page():
    """The text of the page."""
    lines = ['What the sandbox serves', '=======================', '',
             'Every route and every collection of a SlipStream 3.71 service, and how completely',
             'the sandbox implements it:', '',
             '``complete``', '    It responds as the service does, with the same effects.',
             '``stored only``',
             '    It checks, stores and lists documents as the service does; nothing else happens.',
             '``returns 501``',
             '    The references do not describe the response of the service. The error says what',
             '    to use instead.', '',
             'A test writes this page and checks it against the sandbox.']
    for title, routes in (('XML interface', XML_ROUTES), ('JSON interface', JSON_ROUTES),
                          ("The sandbox's own", OWN_ROUTES)):
        lines += ['', '', title, '-' * len(title), ''] + _table(
            ('Route', 'Methods', 'Sandbox', 'Remarks'),
            [('``%s``' % route.path, ', '.join(route.methods), route.fidelity, route.note)
             for route in routes])
    lines += ['', '', 'Collections', '-----------', ''] + _table(
        ('Collection', 'Listed by', 'Added by', 'Operations', 'Sandbox', 'Remarks'),
        [_collection(kind) for _, kind in sorted(KINDS.items())])
    return '\n'.join(lines) + '\n'


def _collection(kind):
    """The row of a collection of the JSON interface."""
    operations = [name for name, there in (('edit', kind.editable), ('delete', kind.deletable))
                  if there] + sorted(kind.actions)
    note = STORED_ONLY.get(kind.name, NOTES.get(kind.name, ''))
    return ('``%s``' % kind.name, _RIGHTS[kind.viewers], _RIGHTS[kind.adders],
            ', '.join(operations), STORED if kind.name in STORED_ONLY else COMPLETE, note)


def _table(header, rows):
    """The lines of a table in reStructuredText."""
    lines = ['.. list-table::', '    :header-rows: 1', '']
    for row in [header] + rows:
        for number, cell in enumerate(row):
            lines += _wrapped('    * - ' if number == 0 else '      - ', cell)
    return lines


def _wrapped(beginning, text):
    """A text in lines that begin alike."""
    lines, line = [], beginning.rstrip() if not text else beginning
    for word in text.split():
        if len(line) + len(word) > 98 and line.strip() not in ('* -', '-'):
            lines.append(line.rstrip())
            line = ' ' * len(beginning)
        line += word + ' '
    return lines + [line.rstrip()]


if __name__ == '__main__':  # pragma: no cover - a program
    with io.open(PAGE, 'w', encoding='utf-8') as target:
        target.write(page())

# -*- coding: utf-8 -*-
"""The page that tells how faithful the sandbox is, route by route and collection by collection.

``python -m tests.sandbox.service_table`` writes it; ``test_service_table.py`` fails if it is not up
to date, or not true.
"""
from __future__ import unicode_literals

import collections
import io
import os

from slipstream.sandbox.cimi.kinds import KINDS
from slipstream.sandbox.xml_interface import unserved

PAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
                    'docs', 'reference', 'service.rst')
WHOLE, STORED, MISSING = 'whole', 'stored only', 'answers 501'
_RIGHTS = {None: 'nobody', 'ANON': 'anybody', 'USER': 'users', 'ADMIN': 'administrators'}

#: Paths with placeholders in capitals, methods, how faithful, what to know.
Route = collections.namedtuple('Route', 'path methods fidelity note')


def _route(path, methods, note='', fidelity=WHOLE):
    return Route(path, methods.split(), fidelity, note)


XML_ROUTES = [
    _route('/appstore', 'GET'),
    _route('/dashboard', 'GET', 'services before 3.42 count machines, too'),
    _route('/module', 'GET'),
    _route('/module/new', 'GET PUT', 'with ``?category=``; nothing can be saved under that name'),
    _route('/module/PATH', 'GET PUT POST DELETE',
           'PUT takes XML, forms, and either in several parts; POST copies'),
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
    _route('/user/NAME', 'GET PUT DELETE', 'PUT takes XML, forms, and either in several parts'),
    _route('/users', 'GET'),
    _route('/vms', '', '404 since 3.62; older services list machines'),
] + [_route('/' + segment, '', sentence, MISSING)
     for segment, sentence in sorted(unserved.SENTENCES.items())]
JSON_ROUTES = [
    _route('/api/cloud-entry-point', 'GET PUT'),
    _route('/api/COLLECTION', 'GET PUT POST', 'POST only where something can be added'),
    _route('/api/COLLECTION/ID', 'GET PUT DELETE', 'PUT and DELETE only where that exists'),
    _route('/api/COLLECTION/ID/ACTION', 'GET POST'),
    _route('/auth/login', 'POST'),
    _route('/auth/logout', 'POST'),
]
OWN_ROUTES = [
    _route('/objects/BUCKET/NAME', 'GET PUT', 'where external objects are kept'),
    _route('/pages/UUID/INSTANCE', 'GET', 'what a browser sees of a deployed instance'),
]
#: Collections that are only stored, with what is missing.
STORED_ONLY = {
    'configuration': 'that of the service itself exists from the start; of its settings only the '
                     'place of reports has an effect',
    'evidence-record': 'nothing looks at them',
    'metering': 'nothing is measured; callers with the right add snapshots',
    'notification': 'nobody is notified',
    'service-attribute': 'what it says of types is not checked',
    'service-benchmark': 'nothing looks at them',
    'storage-bucket': 'nothing is measured; callers with the right add them',
    'user-identifier': 'nobody logs in through other parties',
}
#: What to know of the others.
NOTES = {
    'callback': 'those that validate mail addresses',
    'connector': 'activate and quarantine answer 400, as without a module that knows them',
    'connector-template': 'one for each kind of cloud',
    'deployment': 'the sandbox starts and stops them in time, unless a job engine takes the job; '
                  'machines get an address, scripts are not run',
    'email': 'mails are not sent, but kept with the link that they carry',
    'external-object': 'contents are kept at ``/objects``',
    'job': 'only those that start and stop deployments are done; others wait for a job engine',
    'session': 'methods internal and api-key; others answer 400',
    'session-template': 'internal and api-key exist from the start',
    'user': 'direct and self-registration; other ways answer 400',
    'virtual-machine': 'those of runs come and go with them',
    'virtual-machine-mapping': 'those of runs come and go with their machines',
}


def page():
    """The text of the page."""
    lines = ['What the sandbox serves', '=======================', '',
             'Every route and every collection of a SlipStream 3.71 service, and how faithful the',
             'sandbox is there:', '',
             '``whole``', '    It answers as the service does, and what follows from it happens.',
             '``stored only``',
             '    It checks, keeps and lists documents as the service does; nothing follows.',
             '``answers 501``',
             '    The references do not say what the service answers. The error names what to use',
             '    instead.', '',
             'A test writes this page and holds it to the sandbox.']
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
            ', '.join(operations), STORED if kind.name in STORED_ONLY else WHOLE, note)


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

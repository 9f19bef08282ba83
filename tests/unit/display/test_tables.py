# -*- coding: utf-8 -*-
"""Tables at the widths that terminals have."""
from __future__ import unicode_literals

import pytest

from slipstream.api import models
from slipstream.api.display import tables, values
from slipstream.api.listing import Listing
from slipstream.api.methods.outcomes import Outcome
from slipstream.api.methods.plans import _Row as PlanRow
from slipstream.api.models import CimiCollection, CimiResource
from slipstream.api.transport.history import _Row as HistoryRow

from .test_text import DEPLOYMENT, lines

WIDTHS = [40, 60, 80, 120, 200]
UUID = '11af923d-79fd-4f7c-8293-0b33a81ad477'
DATE = '2019-03-29 08:00:00.11 UTC'
REASON = 'no more quota'
#: A path, longer than a table of 40 columns can show.
PATH = 'examples/tutorials/service-testing/system'

#: A row of each kind that is listed, and what a table of such rows always shows.
KINDS = [
    (DEPLOYMENT._replace(abort=REASON), [UUID, 'aborted', REASON]),
    (DEPLOYMENT._replace(abort=REASON, status='executing'), [UUID, 'executing', REASON]),
    (models.App('system', 'application', 7, PATH), [PATH]),
    (models.Module('system', 'application', DATE, DATE, 'x' * 60, 1, PATH), [PATH]),
    (models.ModuleVersion(1510, PATH, 'application', DATE, 'super', 'x' * 60), ['1510', PATH]),
    (models.Node(PATH, 'apache', 'default', 1, 0, 'Public', 2, 4, 10, None), ['apache', PATH]),
    (models.VirtualMachine(UUID, 'exoscale-ch-gva', 'running', UUID, 'jane', 'web', '1',
                           '203.0.113.1', '2', '2048', '10', 'Small', 'true'),
     ['web', 'running', '203.0.113.1']),
    (models.Usage('exoscale-ch-gva', 1, None, None, None, None, None, 20),
     ['exoscale-ch-gva', '1', '20']),
    (models.Cloud('exoscale-ch-gva', True, 3, 20), ['exoscale-ch-gva', '3', '20']),
    (models.CloudImageIdentifier('exoscale-ch-gva', UUID), ['exoscale-ch-gva', UUID]),
    (models.CollectionSummary('serviceOffers', 137, ['add']), ['serviceOffers']),
    (models.ModuleParameter('wordpress_title', 'A blog', 'A blog', 'Input', 'x' * 60, 'true',
                            'false', 'false', 'String', None), ['wordpress_title', 'A blog']),
    (models.UserItem('jane-from-accounting', 'jane@example.org', 'Jane', 'Roe', 'Example', ['x'],
                     False, DATE, DATE, 'true'), ['jane-from-accounting']),
    (models.NodeInstance('orchestrator-exoscale-ch-gva', 'orchestrator', 1, 'exoscale-ch-gva',
                         '203.0.113.1', 'running', UUID),
     ['orchestrator-exoscale-ch-gva', 'running']),
    (Outcome(UUID, None, ValueError(REASON)), [UUID, 'ValueError: ' + REASON]),
    (Outcome(UUID, DEPLOYMENT, None), [UUID]),
    (PlanRow(1, 'deploy', 'wordpress', '0.0278 EUR', 'planned', None),
     ['deploy', 'wordpress', '0.0278 EUR', 'planned']),
    (HistoryRow('16:40:03', 'DELETE', '/run/x', 404, 7, 0, False), ['DELETE', '/run/x', '404']),
    (CimiResource({'id': 'job/' + UUID, 'state': 'RUNNING', 'action': 'x' * 60}),
     ['job/' + UUID, 'RUNNING']),
    (CimiResource({'id': 'credential/' + UUID, 'name': 'Keys of jane', 'type': 'x' * 60}),
     ['Keys of jane']),
    (CimiResource({'id': 'event/' + UUID, 'timestamp': '2019-03-29T08:00:00.000Z',
                   'content': {'state': 'SendingReports', 'resource': {'href': 'x' * 60}}}),
     ['2019-03-29T08:00:00.000Z', 'SendingReports'])]


@pytest.fixture
def columns(monkeypatch):
    """Sets the width of the terminal."""
    return lambda width: monkeypatch.setenv(str('COLUMNS'), str(width))


def shown(width, rows):
    """A table: as one text without the breaks of lines, and its lines."""
    made = tables.lines(rows, width - 2)
    assert max(map(values.width, made)) <= width - 2
    return ''.join(line.strip() for line in made), made


@pytest.mark.parametrize('width', WIDTHS)
@pytest.mark.parametrize('row, looked_for', KINDS)
def test_what_people_look_for_is_whole_at_every_width(row, looked_for, width):
    text, made = shown(width, [row, row])
    for part in looked_for:
        assert text.count(part) >= 2 or '\n'.join(made).count(part) >= 2
    assert [row._fields for row, _ in KINDS if isinstance(row, tuple)
            and type(row).__name__ not in values.ESSENTIAL] == []


@pytest.mark.parametrize('width', WIDTHS)
def test_why_a_deployment_was_aborted_is_never_left_out(columns, width):
    columns(width)
    ready = DEPLOYMENT._replace(status='ready', abort=None)
    text = ' '.join(' '.join(lines(Listing([ready, DEPLOYMENT]))).split())
    assert DEPLOYMENT.abort in text.replace('aborted 2019', '')
    assert 'abort' not in ' '.join(lines(Listing([ready])))


def test_a_reason_stands_below_its_row(columns):
    columns(80)
    assert lines(Listing([DEPLOYMENT._replace(abort='disk full'),
                          DEPLOYMENT._replace(status='ready', abort=None)])) == [
        '<Listing of 2 rows>',
        '  id                                    status   module',
        '  ------------------------------------  -------  -----------------------------',
        '  11af923d-79fd-4f7c-8293-0b33a81ad477  aborted  apps/WordPress/wordpress/1517',
        '    abort: disk full',
        '  11af923d-79fd-4f7c-8293-0b33a81ad477  ready    apps/WordPress/wordpress/1517',
        '  not shown: clouds, service_url, started_at, username, scalable']


def test_a_narrow_terminal_gets_some_lines_for_each_row(columns):
    columns(40)
    assert lines(Listing([DEPLOYMENT._replace(abort='The disk of the machine is full',
                                              service_url=None)])) == [
        '<Listing of 1 row>',
        '  11af923d-79fd-4f7c-8293-0b33a81ad477',
        '    status  aborted',
        '    module',
        '      apps/WordPress/wordpress/1517',
        '    abort   The disk of the machine is',
        '            full',
        '  not shown: clouds, started_at,',
        '  username, scalable']


@pytest.mark.parametrize('text', [UUID, 'credential/' + UUID, DATE, '2019-03-29T08:00:00.000Z',
                                  '2019-03-29', 'https://example.org/a-long-path?of=a-page'])
@pytest.mark.parametrize('width', range(40, 130, 6))
def test_what_people_copy_is_shown_whole_or_not_at_all(text, width):
    _, made = shown(width, [{'name': 'some name', 'what': text, 'y': 'y' * 18}])
    assert any(text in line for line in made) or not any(text[:8] in line for line in made)


def test_the_nodes_of_machines_are_shown_where_the_service_has_them(columns):
    columns(80)
    machine = models.VirtualMachine('i-1', 'ec2-eu-west', 'running', UUID, 'jane', 'apache', '1',
                                    '203.0.113.1', '2', '2048', '10', 'Small', 'true')
    assert lines(Listing([machine]))[1].split()[:4] == ['node_name', 'status', 'ip', 'cloud']


def test_a_row_that_takes_some_lines_begins_with_what_every_row_has(columns):
    columns(40)
    images = [models.CloudImageIdentifier(None, UUID), models.CloudImageIdentifier('ec2', UUID)]
    assert lines(Listing(images))[1:] == ['  ' + UUID, '  ' + UUID, '    cloud  ec2']


def test_the_names_of_columns_take_two_lines_at_most(columns):
    columns(40)
    wide = CimiCollection({'things': [dict({'id': 'thing/1'}, **{
        'member%d' % number: 'z' * 60 for number in range(20)})]}, 'things')
    assert lines(wide)[-2:] == ['  not shown: member1, member10,',
                                '  member11, member12, member13, membe...']

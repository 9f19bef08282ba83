# -*- coding: utf-8 -*-
"""How things look in a terminal and in a notebook."""
from __future__ import unicode_literals

import itertools
import re
import rlcompleter

import pytest
from hypothesis import given, strategies as st

from slipstream.api import models
from slipstream.api.compat import to_text
from slipstream.api.display import html, text as text_display, values
from slipstream.api.listing import Listing, paged
from slipstream.api.models import CimiCollection, CimiResource, CimiResponse, Deployment
from slipstream.api.protocol.statuses import STATUSES

DEPLOYMENT = Deployment(
    id='11af923d-79fd-4f7c-8293-0b33a81ad477', module='apps/WordPress/wordpress/1517',
    status='aborted', started_at='2019-03-29 08:00:00.11 UTC',
    last_state_change=None, clouds=['ec2-eu-west'], username='jane',
    abort='The script of the node web has failed with exit status 1, see its report '
    'for what it said',
    service_url='https://sandbox.test/pages/11af923d-79fd-4f7c-8293-0b33a81ad477/machine',
    scalable=models.Flag('false'))


def lines(shown):
    """The lines of a repr, as text."""
    return to_text(repr(shown)).splitlines()


def test_a_listing_is_an_aligned_table():
    ready = DEPLOYMENT._replace(status='ready', abort=None)
    assert lines(Listing([ready, ready])) == [
        '<Listing of 2 rows>',
        '  id                                    status  module',
        '  ------------------------------------  ------  -----------------------------',
        '  11af923d-79fd-4f7c-8293-0b33a81ad477  ready   apps/WordPress/wordpress/1517',
        '  11af923d-79fd-4f7c-8293-0b33a81ad477  ready   apps/WordPress/wordpress/1517',
        '  not shown: clouds, service_url, started_at, username, scalable']


def test_numbers_stand_to_the_right():
    assert lines(Listing([models.App('a', 'component', 7, 'x/a'),
                          models.App('日本', 'project', 1234, 'y')])) == [
                              '<Listing of 2 rows>', '  name  type       version  path',
                              '  ----  ---------  -------  ----',
                              '  a     component        7  x/a', '  日本  project       1234  y']


def test_columns_without_any_value_are_hidden():
    assert lines(Listing([models.CloudImageIdentifier(None, None)])) == [
        '<Listing of 1 row>', '  cloud', '  -----', '      -']


def test_a_listing_shows_how_many_more_rows_there_are():
    def listing(total, limit=None, tells=True):
        """A listing of a service with this number of rows."""
        return Listing(paged(lambda offset, size: (list(range(total))[offset:offset + size],
                                                   total if tells else None), 0, limit, 50))

    assert lines(listing(137))[0] == '<Listing of 137 rows, the first 10>'
    assert lines(listing(137, 40))[0] == (
        '<Listing of 40 of 137 rows, the first 10; limit=None for all>')
    assert lines(listing(137, 60))[0] == (
        '<Listing of 60 of 137 rows, the first 10; limit=None for all>')
    assert lines(listing(137, 1))[0] == '<Listing of 1 of 137 rows; limit=None for all>'
    assert lines(listing(30, 40))[0] == '<Listing of 30 rows, the first 10>'
    assert lines(listing(30, tells=False))[0] == '<Listing of 30 rows, the first 10>'
    assert lines(listing(137, tells=False))[0] == '<Listing of more than 10 rows, the first 10>'
    assert lines(listing(10))[0] == '<Listing of 10 rows>'
    listed = listing(137)
    assert lines(listed) and '137 rows' in listed._repr_html_() and len(list(listed)) == 137


def test_to_dicts_gives_rows_in_the_order_of_the_columns():
    listed = Listing([models.App('a', 'component', 1, 'p')])
    assert [list(row.items()) for row in listed.to_dicts()] == [
        [('name', 'a'), ('type', 'component'), ('version', 1), ('path', 'p')]]
    assert len(listed.to_dicts()) == 1


def test_a_collection_is_a_table():
    collection = CimiCollection(
        {'count': 2, 'events': [{'id': 'event/1', 'severity': 'low', 'content': {'state': 'Ready'}},
                                {'id': 'event/2'}]}, 'events')
    assert lines(collection) == ['<CimiCollection of events: 2 of 2>',
                                 '  state  severity  id',
                                 '  -----  --------  -------', '  Ready  low       event/1',
                                 '  -      -         event/2']
    assert repr(CimiCollection({}, 'events')) == '<CimiCollection of events: 0>'
    assert 'event/1' in collection._repr_html_() and str(collection) == repr(collection)


def test_an_event_is_a_time_a_state_and_the_rest_of_its_content():
    documents = [{'id': 'event/%d' % number, 'timestamp': '2019-03-29T08:00:0%dZ' % number,
                  'type': 'state', 'content': {'state': state, 'resource': {'href': 'run/1'}}}
                 for number, state in enumerate(['Ready', 'Executing'])]
    assert lines(CimiCollection({'events': documents}, 'events'))[1:] == [
        '  timestamp             state      content         type   id',
        '  --------------------  ---------  --------------  -----  -------',
        '  2019-03-29T08:00:00Z  Ready      resource=run/1  state  event/0',
        '  2019-03-29T08:00:01Z  Executing  resource=run/1  state  event/1']
    other = {'id': 'event/9', 'content': 'a text', 'state': 'x'}
    assert 'a text' in repr(CimiCollection({'events': [other]}, 'events'))


def offers(count):
    return CimiCollection({'offers': [
        {'id': 'service-offer/%036d' % number, 'name': 'An offer with a long name, %04d' % number,
         'description': 'A text that says little, and that at length', 'currency': 'EUR',
         'price': number} for number in range(count)]}, 'offers')


def test_what_differs_is_shown_and_the_name_is_whole():
    shown = lines(offers(2))
    assert 'price' in shown[1].split() and 'long name, 0001' in shown[4]
    assert shown[5] == '  not shown: id'


@pytest.mark.parametrize('columns, widest', [('120', 120), ('10', 40), ('1000', 200), ('x', 80)])
def test_a_table_takes_the_width_of_the_terminal(monkeypatch, columns, widest):
    monkeypatch.setenv(str('COLUMNS'), str(columns))
    assert text_display.terminal_width() == widest
    assert max(map(len, lines(offers(2)))) <= widest
    assert ('service-offer/' in repr(offers(2))) is (widest > 80)


def test_of_a_path_the_end_is_shown():
    path = 'a-project-with-a-long-name/another-with-a-long-name/wordpress/1517'
    deployment = DEPLOYMENT._replace(module=path)
    assert '...h-a-long-name/wordpress/1517' in repr(Listing([deployment]))


def test_what_every_resource_has_comes_last():
    assert repr(CimiResource({'created': 1, 'updated': 2, 'zebra': 3, 'name': 4})) == (
        '<CimiResource: name=4, zebra=3, created=1, updated=2>')


@pytest.mark.parametrize('count, more', [(10000, 0), (10001, 1), (10 ** 5, 90000)])
def test_a_resource_with_very_many_members_is_printed_in_part(count, more):
    resource = CimiResource(dict(('m%06d' % number, number) for number in range(count)))
    printed = to_text(resource).splitlines()
    assert len(printed) == 1 + 10000 + (more > 0)
    assert printed[-1] == ('  and %d more members' % more if more else '  m009999  9999')


def test_a_resource_is_one_line():
    shown = repr(CimiResource({'id': 'job/1', 'state': 'RUNNING', 'b': None, 'password': 'hush'}))
    assert shown == '<CimiResource job/1: state=RUNNING, password=********>'
    assert repr(CimiResponse({'status': 201})) == '<CimiResponse: status=201>'
    assert repr(CimiResource({'id': 'job/1'})) == '<CimiResource job/1>'
    assert repr(CimiResponse({})) == '<CimiResponse>'
    assert repr(CimiResponse([1, 2])) == '<CimiResponse: json=1, 2>'
    assert len(repr(CimiResource({'id': 'x' * 1000}))) == 80


@given(st.lists(st.dictionaries(
    st.text(max_size=20), st.one_of(st.none(), st.integers(), st.text()), max_size=8), max_size=3))
def test_whatever_comes_fits_into_a_terminal(documents):
    collection = CimiCollection({'things': documents}, 'things')
    card = text_display.card(CimiResource({'things': documents}))
    for shown in [collection, card] + list(collection):
        assert all(values.width(line) <= 80 for line in lines(shown))
    assert collection._repr_html_().count('<td') == collection._repr_html_().count('</td>')


def test_a_card_shows_the_fields_of_a_deployment():
    assert lines(text_display.card(DEPLOYMENT, nodes={'web.1': 'Ready', 'db.1': None})) == [
        'Deployment 11af923d-79fd-4f7c-8293-0b33a81ad477',
        '  status       aborted',
        '  nodes        db.1: -, web.1: Ready',
        '  module       apps/WordPress/wordpress/1517',
        '  abort        The script of the node web has failed with exit status 1, see its',
        '               report for what it said',
        '  clouds       ec2-eu-west',
        '  service_url',
        '    https://sandbox.test/pages/11af923d-79fd-4f7c-8293-0b33a81ad477/machine',
        '  started_at   2019-03-29 08:00:00.11 UTC',
        '  username     jane',
        '  scalable     false']


def test_a_card_can_be_made_of_anything():
    assert lines(text_display.card({})) == ['dict']
    assert lines(text_display.card(CimiResource({'name': 'x'}))) == ['CimiResource x', '  name  x']
    assert '<b>App a</b>' in models.App('a', 'component', 1, None)._repr_html_()


def test_encodable_escapes_what_a_terminal_cannot_show():
    assert to_text(text_display.encodable('✓ é', 'ascii')) == '\\u2713 \\xe9'
    assert to_text(text_display.encodable('é', 'utf-8')) == 'é'
    assert to_text(text_display.encodable('é', None)) == '\\xe9'


# Completion

@pytest.mark.parametrize('text, expected', [
    ('resource.', ['connector_name', 'id', 'json', 'price_x', 'resource_uri', 'to_dict']),
    ('resource.con', ['connector_name']),
    ('found.', ['count', 'events', 'json', 'resource_type', 'resources', 'resources_list',
                'to_dict', 'to_dicts'])])
def test_the_tabulator_key_completes_members(text, expected):
    namespace = {'resource': CimiResource({'id': 'a', 'resourceURI': 'u', 'price:x': 1,
                                       'connectorName': 'c'}),
             'found': CimiCollection({'events': [], 'count': 0}, 'events')}
    completer = rlcompleter.Completer(namespace)
    offered = list(itertools.takewhile(
        lambda word: word, (completer.complete(str(text), state) for state in itertools.count())))
    assert sorted(word.partition('.')[2].partition('(')[0] for word in offered
                  if '._' not in word) == expected
    assert all(isinstance(word, str) for word in offered)


def test_notebooks_complete_members_in_brackets():
    assert sorted(CimiResource({'id': 'a', 'price:x': 1})._ipython_key_completions_()) == [
        'id', 'price:x']
    assert CimiResponse(['a'])._ipython_key_completions_() == []


# Notebooks

@pytest.mark.parametrize('kind', [models.App, models.Deployment, models.Node, models.VirtualMachine,
                                  models.Usage, models.Module, models.UserItem,
                                  models.CloudImageIdentifier, models.User, models.ModuleParameter,
                                  models.ModuleVersion, models.NodeInstance,
                                  models.CollectionSummary])
def test_every_named_tuple_has_a_card(kind):
    row = kind(*['<b>%s</b>' % name for name in kind._fields])
    assert '&lt;b&gt;' in row._repr_html_() and '<b>id' not in row._repr_html_()
    assert repr(row).startswith(kind.__name__ + '(')


@pytest.mark.parametrize('text', ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>',
                                  "' onmouseover='x", '&lt;', '</td></table>'])
def test_markup_in_a_text_stays_text(text):
    for shown in (models.Module(text, text, None, None, text, 1, 'p')._repr_html_(),
                  Listing([models.App(text, text, 1, text)])._repr_html_(),
                  CimiResource({'id': text, text: text, 'state': text})._repr_html_(),
                  CimiCollection({'x': [{text: [text, {text: text}]}]}, text)._repr_html_()):
        rest = shown
        for own in ('<div>', '</div>', '<p>', '</p>', '<b>', '</b>', '<br>', '<table>', '</table>',
                    '<thead>', '</thead>', '<tbody>', '</tbody>',
                    '<tr>', '</tr>', '</td>', '</th>', '</span>',
                    '<td style="text-align:left;vertical-align:top">',
                    '<th style="text-align:left;vertical-align:top">',
                    '<td style="text-align:right;vertical-align:top">',
                    '<td style="text-align:left;vertical-align:top;overflow-wrap:anywhere;'
                    'min-width:20ch">',
                    '<span style="border:1px solid var(--jp-border-color1, '
                    '#999999);border-radius:3px;padding:0 0.4em">'):
            rest = rest.replace(own, '')
        assert '<' not in rest and '>' not in rest and '"' not in rest and "'" not in rest


@pytest.mark.parametrize('text', ['http://203.0.113.10:8080', 'https://example.org/a?b=c&d=e#f',
                                  'HTTPS://EXAMPLE.org', 'http://[2001:db8::1]/'])
def test_addresses_of_web_pages_are_links(text):
    shown = html.link(text)
    assert shown == '<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>'.format(
        html.escaped(text))


@pytest.mark.parametrize('text', ['javascript:alert(1)', 'data:text/html,x', 'ftp://h/x', 'http://',
                                  'see http://h', 'http://h/ x', 'http://u:p@h/', 'http://[x',
                                  'http:\\\\h', 'http://h/"x', '//h/x', 'vnc://h', ''])
def test_nothing_else_is_a_link(text):
    assert html.link(text) == html.escaped(text)


def test_a_card_in_a_notebook_has_links_and_colors():
    shown = DEPLOYMENT._repr_html_()
    assert 'var(--jp-error-color1, #d9363e)' in shown
    assert '<a href="https://sandbox.test/pages/' in shown
    assert 'a<br>b' in text_display.card(DEPLOYMENT, nodes=['a', 'b'])._repr_html_()


@pytest.mark.parametrize('abort, colour',
                         [(None, '--jp-success-color1'), ('disk full', '--jp-error-color1')])
def test_what_was_aborted_does_not_look_ready(abort, colour):
    ready = DEPLOYMENT._replace(status='ready', abort=abort)
    other = DEPLOYMENT._replace(status='executing', abort=None)
    for shown in (ready._repr_html_(), Listing([ready, other])._repr_html_()):
        assert re.findall(r'<span style="[^"]*var\((\S+), #\w+\)[^>]*>(\w+)', shown)[0] == (
            colour, 'ready')
    assert '--jp-warn-color1' in Listing([ready, other])._repr_html_()


@pytest.mark.parametrize('status', STATUSES)
def test_every_status_has_the_colour_of_success_of_failure_or_of_work(status):
    shown = DEPLOYMENT._replace(status=status, abort=None)._repr_html_()
    colours = re.findall(r'<span style="[^"]*var\((\S+), #\w+\)[^>]*>%s' % status, shown)
    assert len(colours) == 1 and colours[0] != '--jp-border-color1'


def test_why_a_deployment_was_aborted_comes_first():
    aborted = DEPLOYMENT._replace(abort='<disk> full')._repr_html_()
    assert aborted.index('<b>Aborted:</b> &lt;disk&gt; full') < aborted.index('<table>')
    assert aborted.count('full') == 1
    assert 'Aborted' not in DEPLOYMENT._replace(abort=None)._repr_html_()


def test_why_something_failed_stands_below_its_row():
    shown = Listing([DEPLOYMENT._replace(abort='<disk> full'),
                     DEPLOYMENT._replace(abort=None)])._repr_html_()
    assert shown.count('<tr><td colspan="%d"' % len(headings(shown))) == 1
    assert '<b>abort:</b> &lt;disk&gt; full</span></td></tr>' in shown
    assert 'abort' not in headings(shown)


def test_a_row_inside_a_row_is_what_it_is_about():
    cell = values.cell({'result': DEPLOYMENT})
    assert cell == 'result=%s, aborted, apps/WordPress/wordpress/1517' % DEPLOYMENT.id
    assert '<br>' not in CimiResource({'result': DEPLOYMENT})._repr_html_()


def test_every_colour_of_the_notebook_has_one_for_other_pages():
    shown = DEPLOYMENT._repr_html_() + Listing([DEPLOYMENT])._repr_html_()
    assert re.findall(r'var\((?!--jp-[\w-]+, #[0-9a-f]{6}\))', shown) == []


@pytest.mark.parametrize('prefix', ['', 'event/', 'service-offer/'])
def test_a_table_shortens_ids_and_shows_the_whole_one_on_hover(prefix):
    whole = prefix + '11af923d-79fd-4f7c-8293-0b33a81ad477'
    shown = CimiCollection({'things': [{'id': whole}]}, 'things')._repr_html_()
    assert '<span title="%s" style="white-space:nowrap">%s11af923d&hellip;</span>' % (
        whole, prefix) in shown
    assert whole + '</span>' in CimiResource({'id': whole, 'b': whole})._repr_html_()


@pytest.mark.parametrize('date', ['2019-03-29T08:20:11.480Z', '2019-03-29 08:20:11.48 UTC',
                                  '2019-03-29'])
def test_a_date_does_not_break(date):
    shown = CimiResource({'created': date, 'name': 'on ' + date})._repr_html_()
    assert '<span style="white-space:nowrap">%s</span>' % date in shown
    assert shown.count('nowrap') == 1


def test_long_texts_are_cut_in_a_notebook():
    assert len(models.App('x' * 5000, 'y' * 5000, None,
                          'http://h/' + 'z' * 5000)._repr_html_()) < 4000
    assert len(CimiResource({'state': 'x' * 5000})._repr_html_()) < 6000


def headings(shown):
    """The names of the columns of a table in a notebook."""
    return re.findall('<th style="[^"]*">(.*?)</th>', shown)


def test_a_table_in_a_notebook_has_no_empty_columns():
    usage = models.Usage('a', 1, None, None, None, None, None, 5)
    assert headings(Listing([usage, usage._replace(cloud='b', quota=None)])._repr_html_()) == [
        'cloud', 'run_usage', 'quota']
    assert headings(Listing([models.CloudImageIdentifier(None, None)])._repr_html_()) == ['cloud']


def test_a_table_is_not_wider_than_the_page_of_a_notebook():
    shown = Listing([DEPLOYMENT, DEPLOYMENT._replace(clouds=[], abort=None)])._repr_html_()
    assert headings(shown) == ['id', 'status', 'module', 'clouds', 'service_url', 'started_at',
                               'username']
    assert '</table><p>not shown: scalable</p></div>' in shown
    wide = CimiCollection({'things': [{'id': 'thing/1', 'one %d' % number: 'x' * 300}
                                      for number in range(20)]}, 'things')._repr_html_()
    assert headings(wide) == ['id', 'one 0', 'one 1', 'one 2', 'one 3']
    assert 'not shown: one 4, ' in wide
    assert headings(CimiCollection({'things': [{'id': 'x' * 500, 'n': 1}]},
                                   'things')._repr_html_()) == ['id']


def test_long_words_may_be_broken_unless_they_are_ids():
    shown = CimiResource({'name': 'n', 'b': 'x' * 25, 'c': 'short',
                          'd': {'id': 'y' * 40}})._repr_html_() + Listing(
                              [DEPLOYMENT])._repr_html_()
    broken = '<td style="text-align:left;vertical-align:top;overflow-wrap:anywhere;min-width:20ch">'
    whole = '<td style="text-align:left;vertical-align:top">'
    assert broken + 'x' * 25 in shown and whole + 'short' in shown and broken + 'id=yyy' in shown
    assert whole + '<span title="%s"' % DEPLOYMENT.id in shown


def test_numbers_stand_to_the_right_in_columns_only():
    app = models.App('a', 'component', 7, 'x/a')
    assert 'text-align:right' in Listing([app])._repr_html_()
    assert 'text-align:right' not in app._repr_html_()


def test_a_listing_of_plain_rows_is_shown_as_a_table():
    assert '<td style="text-align:right;vertical-align:top">7</td>' in Listing([7])._repr_html_()
    assert Listing([])._repr_html_() == (
        '<div><p>Listing of 0 rows</p><table><thead><tr></tr></thead><tbody></tbody></table></div>')

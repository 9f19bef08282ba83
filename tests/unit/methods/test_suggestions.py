# -*- coding: utf-8 -*-
"""Hints: what the caller may have meant."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import errors
from slipstream.api.display import similar_names
from slipstream.api.methods import cimi, deployments, modules, suggestions, virtual_machines
from slipstream.api.methods.module_search import TIMEOUT
from slipstream.sandbox import Sandbox

from ..fakes import FakeSession, answer

DUID = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'
PROJECT = (
    '<projectModule shortName="a"><children><item name="web" version="12"/><item name="db" '
    'version="3"/><item version="1"/></children>'
           '</projectModule>')
TOP = '<list><item name="apps" version="1"/><item name="examples" version="2"/></list>'
CLOUDS = (
    '<cloudNames length="3"><string>exo-gva</string><string/><string>default</string></cloudNames>')
INPUTS = (
    '<parameters><entry><parameter name="title"/></entry><entry><parameter '
    'name="exo-gva.instance.type"/></entry>'
          '<entry><parameter/></entry></parameters>')
COMPONENT = '<imageModule>%s%s</imageModule>' % (CLOUDS, INPUTS)
APPLICATION = (
    '<deploymentModule>%s<nodes><entry><node '
    'name="web"><image>%s</image></node></entry><entry><node name="db"/></entry>'
               '<entry><node/></entry></nodes></deploymentModule>' % (CLOUDS, INPUTS))
RUN = (
    '<run groups="exo-gva:web,exo-gva:db"><runtimeParameters><entry><runtimeParameter '
    'key="ss:state"/></entry>'
       '<entry><runtimeParameter '
    'key="web.1:hostname"/></entry><entry><runtimeParameter/></entry></runtimeParameters></run>')

LOGIN_HINTS = dict.fromkeys([401, 403], 'Nobody is logged in: log in first.')


class Client(modules.Modules, deployments.Deployments, virtual_machines.VirtualMachines,
             cimi.Cimi):
    """The groups of methods that give suggestions."""


def client(*answers):
    return Client('https://h', FakeSession(*map(as_answer, answers)), check_parameters=False)


def as_answer(item):
    """The response that a number (a status), a text (a document) or a response means."""
    if isinstance(item, int):
        return refusal(item)
    return answer(body=item.encode('utf-8'), content_type='application/xml') if isinstance(
        item, type('')) else item


def refusal(status):
    return answer(status, body=b'<error detail="No."/>', content_type='application/xml')


def hint_of(made, call):
    with pytest.raises(errors.ServiceError) as info:
        call(made)
    assert (info.value.hint is None) == ('No. (' in str(info.value))
    return info.value.hint


@pytest.mark.parametrize('call', [
    lambda api: api.get_element('a/wev'), lambda api: api.publish('a/wev'),
    lambda api: api.unpublish('a/wev'),
    lambda api: api.delete_element('a/wev'),
    lambda api: list(api.get_parameters('a/wev')),
    lambda api: list(api.list_project_content('a/wev'))])
def test_a_misspelled_module_gets_a_suggestion(call):
    made = client(404, PROJECT)
    assert hint_of(made, call) == 'Did you mean web? The project a has: db, web.'
    assert made.session.calls[1:] == ['GET /module/a']


def test_deploying_a_misspelled_module_gets_a_suggestion():
    made = client(404, 404, PROJECT)
    assert hint_of(
        made, lambda api: api.deploy('a/wev')) == 'Did you mean web? The project a has: db, web.'
    assert made.session.calls == ['POST /run', 'GET /module/a/wev', 'GET /module/a']


STORE = ('<list><item name="wordpress" resourceUri="module/apps/WordPress/wordpress/12"/>'
         '<item name="x" resourceUri="module/apps/x/1"/><item/></list>')
PROJECTS = ('<list><item name="apps" category="Project"/><item name="jane" category="Project"/>'
            '</list>')
OF_JANE = ('<projectModule><children><item name="Blog" category="Image"/>'
           '<item name="old" category="Project"/></children></projectModule>')


def test_a_module_is_found_in_the_app_store_by_its_last_name():
    expected = 'Did you mean apps/WordPress/wordpress? '
    made = client(404, TOP, STORE, TOP)
    assert hint_of(made, lambda api: api.get_element(
        'WordPress')) == expected + 'At the top level there are: apps, examples.'
    assert made.session.calls[1:] == ['GET /module', 'GET /appstore', 'GET /module']
    assert hint_of(client(404, 404, STORE, TOP), lambda api: api.get_element(
        'Apps/wordpress')) == expected + 'There is no project Apps either.'


def test_a_module_is_found_in_the_projects_by_its_last_name():
    made = client(404, PROJECT, STORE, PROJECTS, 403, OF_JANE, '<projectModule/>')
    assert hint_of(made, lambda api: api.get_element(
        'a/blog')) == 'Did you mean jane/Blog? The project a has: db, web.'
    assert made.session.calls[1:] == ['GET /module/a', 'GET /appstore', 'GET /module',
                                      'GET /module/apps', 'GET /module/jane',
                                      'GET /module/jane/old']


@pytest.mark.parametrize('call, answers', [
    (lambda api: api.get_element('a/blog'),
     (404, PROJECT, STORE, PROJECTS, 403, OF_JANE, '<projectModule/>')),
    (lambda api: api.get_element('Apps/wordpress'), (404, 404, STORE, TOP)),
    (lambda api: api.get_element('WordPress'), (404, TOP, STORE, TOP)),
    (lambda api: api.deploy('a/web', 'x'), (409, COMPONENT)),
    (lambda api: api.get_deployment_parameter(DUID, 'web.1:hostnam'), (404, RUN)),
    (lambda api: api.add_node_instances(DUID, 'wev'), (409, RUN)),
    (lambda api: api.remove_node_instances(DUID, 'wev', [1]), (409, RUN))])
def test_a_suggestion_keeps_nobody_waiting_for_long(call, answers):
    made = client(*answers)
    assert hint_of(made, call)
    assert {sent[2].get('timeout') for sent in made.session.sent[1:]} == {TIMEOUT}


def test_a_similar_name_is_suggested_from_anywhere():
    made = client(404, PROJECT, STORE, PROJECTS, 403, OF_JANE, '<projectModule/>')
    assert hint_of(made, lambda api: api.get_element(
        'a/wordpres')) == 'Did you mean apps/WordPress/wordpress? The project a has: db, web.'


@pytest.mark.parametrize('projects', ['xyz', 'xyzw'])
def test_nothing_more_is_read_when_three_modules_have_the_name(projects):
    store = '<list>%s</list>' % ''.join(
        '<item name="blog" resourceUri="module/%s/blog/1"/>' % name for name in projects)
    made = client(404, PROJECT, store)
    assert hint_of(made, lambda api: api.get_element('a/blog')) == (
        'Did you mean x/blog, y/blog or z/blog? The project a has: db, web.')
    assert made.session.calls[1:] == ['GET /module/a', 'GET /appstore']


def test_a_child_without_a_name_is_listed_as_a_dash():
    made = client(409, PROJECT)
    assert hint_of(made, lambda api: api.deploy('a')) == 'a is a project. It contains: -, db, web.'


def test_of_several_odd_types_of_events_one_is_named(recwarn):
    suggestions.warn_of_event_types(['alarm', 'odd', 'strange'])
    assert [str(warning.message).partition('.')[0] for warning in recwarn.list] == [
        'There are no events of the type odd']


def test_the_search_for_a_module_ends():
    endless = ('<projectModule><children><item name="p" category="Project"/></children>'
               '</projectModule>')
    made = client(404, PROJECT, STORE, PROJECTS, *[endless] * 9)
    assert hint_of(made, lambda api: api.get_element('a/zzz')) == 'The project a has: db, web.'
    assert made.session.answers == []


def test_of_very_many_names_only_some_are_compared():
    names = ('name%06d' % number for number in range(10 ** 6))
    assert similar_names.nearest('name000001', names, 1) == ['name000001']
    assert next(names) == 'name%06d' % similar_names.COMPARED


def test_names_are_similar_whatever_their_case():
    assert similar_names.nearest('WORDPRES', ['apps', 'WordPress', 'wordpress']) == [
        'WordPress', 'wordpress']


@pytest.mark.parametrize('path, hint', [
    ('apps/WordPress', 'apps/WordPress is a project. It contains: wordpress.'),
    ('examples/tutorials', 'examples/tutorials is a project. It contains: failing, image-building, '
     'service-testing.')])
def test_a_project_is_not_deployed_and_tells_what_it_contains(path, hint):
    with Sandbox() as sandbox:
        with pytest.raises(errors.ForbiddenError) as info:
            sandbox.api().deploy(path)
    assert info.value.hint == hint


def test_an_unscalable_deployment_says_how_to_deploy_it():
    expected = 'To add and remove instances, deploy the application with scalable=True.'
    fixed = RUN.replace('<run ', '<run mutable="false" ')
    assert hint_of(client(409, fixed), lambda api: api.add_node_instances(DUID, 'web')) == expected
    assert hint_of(client(409, fixed),
                   lambda api: api.remove_node_instances(DUID, 'web', 1)) == expected
    scalable = RUN.replace('<run ', '<run mutable="true" ')
    assert hint_of(client(409, scalable), lambda api: api.add_node_instances(DUID, 'web')) is None


def test_the_hint_says_where_the_module_should_be():
    assert hint_of(client(404, 404, '<list/>', '<list/>'),
                   lambda api: api.get_element('a/b/c')) == 'There is no project a/b either.'
    made = client(404, TOP)
    assert hint_of(made, lambda api: api.get_element(
        'appz')) == 'Did you mean apps? At the top level there are: apps, examples.'
    assert made.session.calls[1] == 'GET /module'
    assert hint_of(client(404, '<list/>', '<list/>', '<list/>'),
                   lambda api: api.get_element('x')) == 'At the top level there are none.'
    assert hint_of(client(404, PROJECT),
                   lambda api: api.get_element('a/web/99')) == 'The latest version of a/web is 12.'
    assert hint_of(client(404, PROJECT), lambda api: api.get_element('a/web')) is None
    assert 'web' in hint_of(client(404, PROJECT), lambda api: api.get_element('a/wéb'))


def test_a_hint_never_hides_the_error():
    for trouble in (500, 403, '<html/>', 'no xml', requests.ConnectionError('gone'),
                    requests.Timeout('late')):
        assert hint_of(client(404, trouble), lambda api: api.get_element('a/b')) is None


def test_hints_can_be_turned_off():
    made = client(404)
    made.hints = False
    assert hint_of(made, lambda api: api.get_element('a/b')) is None and len(made.session.sent) == 1


def test_other_errors_and_successes_cost_nothing():
    for status in (401, 403, 500):
        made = client(status)
        assert hint_of(made, lambda api: api.get_element('a/b')) == LOGIN_HINTS.get(status)
        assert len(made.session.sent) == 1
    made = client(PROJECT, '<run/>')
    made.get_element('a')
    assert len(made.session.sent) == 1


def test_projects_that_are_skipped_cost_nothing():
    made = client(
        '<projectModule shortName="a"><children><item name="p" '
        'category="Project"/></children></projectModule>', 404)
    assert [app.path for app in made.list_project_content('a', recurse=True)] == ['a/p']
    assert len(made.session.sent) == 2


def test_a_hint_that_is_there_stays():
    error = errors.NotFoundError('No.', None, 'mine')
    with pytest.raises(errors.NotFoundError):
        with suggestions.of_module(client(), '/module/a'):
            raise error
    assert error.hint == 'mine'


@pytest.mark.parametrize('document, arguments, expected', [
    (COMPONENT, {'cloud': 'exo-gwa'},
     "You have no cloud named 'exo-gwa'. Did you mean exo-gva? Your clouds are: default, exo-gva."),
    (COMPONENT, {'cloud': {'web': 'exo-gva'}},
     'It is a component, which has no nodes: pass one cloud, and parameters without node.'),
    (COMPONENT, {'parameters': {'titel': 'x', 'tags': 'y'}},
     'The component has no parameter titel. Did you mean title? It has: cloudservice, '
     'instance.type, max-provisioning-failures, multiplicity, service-offer, title.'),
    (COMPONENT, {'cloud': 'exo-gva', 'parameters': {'title': 'x', 'instance.type': 'y'}}, None),
    (COMPONENT, {}, None),
    ('<imageModule/>', {'cloud': 'x'}, None),
    ('<imageModule/>', {'parameters': {'x': 'y'}}, None),
    (APPLICATION, {'cloud': {'web': 'nope'}},
     'You have no cloud named \'nope\'. Your clouds are: default, exo-gva.'),
    (APPLICATION, {'cloud': {'wep': 'exo-gva'}},
     'The application has no node wep. Did you mean web? It has: db, web.'),
    (APPLICATION, {'multiplicity': {'x': 3}}, 'The application has no node x. It has: db, web.'),
    (APPLICATION, {'cloud': 'exo-gva'},
     'It is an application: pass clouds and parameters by node. Its nodes are: db, web.'),
    (APPLICATION, {'parameters': {'web': {'titel': 'x'}, 'db': {'y': 'z'}}},
     'The node web has no parameter titel. Did you mean title? '
     'It has: cloudservice, instance.type, max-provisioning-failures, multiplicity, service-offer, '
     'title.'),
    (APPLICATION, {'parameters': {'web': {'title': 'x'}}, 'multiplicity': {'web': 2}}, None),
    (APPLICATION, {'cloud': {'web': 'default'}}, None)])
def test_a_deployment_that_is_refused_gets_a_hint(document, arguments, expected):
    made = client(409, document)
    assert hint_of(made, lambda api: api.deploy('a/b', **arguments)) == expected
    assert made.session.calls == ['POST /run', 'GET /module/a/b']


def test_an_unknown_runtime_parameter_is_not_probed():
    made = client(404, RUN)
    assert hint_of(made, lambda api: api.get_deployment_parameter(
        DUID, 'ss:stat')) == 'Did you mean ss:state? The deployment has: ss:state.'
    assert made.session.calls == ['GET /run/%s/ss:stat' % DUID, 'GET /run/%s' % DUID]
    assert hint_of(client(404, RUN), lambda api: api.get_deployment_parameter(
        DUID, 'x:y')) == 'The deployment has: ss:state, web.1:hostname.'
    assert hint_of(client(404, RUN),
                   lambda api: api.get_deployment_parameter(DUID, 'ss:state')) is None
    assert hint_of(client(404, 404),
                   lambda api: api.get_deployment_parameter(DUID, 'ss:state')) is None


@pytest.mark.parametrize('abort, aborted',
                         [('Unknown key ss:stat', True), ('Disk full', False), ('', False)])
def test_the_hint_says_whether_an_unknown_parameter_has_aborted_the_deployment(abort, aborted):
    parameter = '<entry><runtimeParameter key="ss:abort">%s</runtimeParameter></entry>' % abort
    run = RUN.replace('<entry><runtimeParameter/>', parameter + '<entry><runtimeParameter/>')
    hint = hint_of(client(404, run), lambda api: api.get_deployment_parameter(DUID, 'ss:stat'))
    assert hint.startswith(
        'Reading it has aborted the deployment; use cancel_abort() to undo that. Did you mean '
        'ss:state? ') is aborted
    assert hint.endswith(
        'Did you mean ss:state? The deployment has: ss:abort, ss:state.')


def test_an_id_with_a_misspelled_collection_gets_a_suggestion():
    directory = answer(
        body=b'{"baseURI": "https://h/api/", "events": {"href": "event"}, "jobs": {"href": "job"}}',
        content_type='application/json')
    made = client(405, directory)
    hint = (
        'Ids begin with the name of a collection, and there is no evnt. Did you mean event? There '
        'are: event, job.')
    assert hint_of(made, lambda api: api.cimi_get('evnt/1')) == hint
    assert made.session.calls == ['GET /api/evnt/1', 'GET /api/cloud-entry-point']
    assert hint_of(client(405, directory),
                   lambda api: api.cimi_get('https://h/api/evnt/1')) == hint
    slashes = answer(json={'events': {'href': '/event/'}, 'jobs': {'href': 'job'}})
    assert hint_of(client(405, slashes), lambda api: api.cimi_get('evnt/1')) == hint
    assert hint_of(client(405, directory), lambda api: api.cimi_get('event/1')) is None
    assert hint_of(client(405, directory), lambda api: api.cimi_get('evnt/1/x')) == hint
    for status in (400, 403, 404, 409, 412, 500):
        made = client(status)
        assert hint_of(made, lambda api: api.cimi_get('evnt/1')) == LOGIN_HINTS.get(status)
        assert made.session.calls == ['GET /api/evnt/1']


def test_a_misspelled_node_gets_a_suggestion():
    expected = 'Did you mean web? The deployment has the nodes: db, web.'
    assert hint_of(client(400, RUN), lambda api: api.add_node_instances(DUID, 'wep')) == expected
    assert hint_of(client(400, RUN),
                   lambda api: api.remove_node_instances(DUID, 'wep', 1)) == expected
    assert hint_of(client(409, RUN), lambda api: api.add_node_instances(DUID, 'web')) is None
    assert hint_of(client(409, '<run/>'), lambda api: api.add_node_instances(DUID, 'web')) is None


def run_with(parameter):
    return RUN.replace('<entry><runtimeParameter/>',
                       '<entry>%s</entry><entry><runtimeParameter/>' % parameter)


@pytest.mark.parametrize('ids, removed, expected', [
    ('10,1,2', [2, 3], 'The node web has no web.3. It has: web.1, web.2, web.10.'),
    ('1', 'web.3,web.1,web.2', 'The node web has no web.3 and no web.2. It has: web.1.'),
    ('', 1, 'The node web has no web.1. It has none.'),
    ('1, x', 2, 'The node web has no web.2. It has: web.1.'),
    ('1,2', [2, 1], None)])
def test_the_hint_names_missing_and_existing_node_instances(ids, removed, expected):
    made = client(409, run_with('<runtimeParameter key="web:ids">%s</runtimeParameter>' % ids))
    assert hint_of(made, lambda api: api.remove_node_instances(DUID, 'web', removed)) == expected
    assert made.session.calls == ['DELETE /run/%s/web' % DUID, 'GET /run/%s' % DUID]


def test_without_known_node_instances_there_is_no_hint():
    assert hint_of(client(409, RUN), lambda api: api.remove_node_instances(DUID, 'web', 7)) is None
    made = client(409)
    made.hints = False
    assert hint_of(made, lambda api: api.remove_node_instances(DUID, 'web', 7)) is None


def test_long_lists_are_cut():
    names = ['name%02d' % number for number in range(25)]
    assert similar_names.known_names('zzz', names).endswith('name19 and 5 more.')


@pytest.mark.parametrize('orderby', [None, 'created:asc,id:asc', ['id']])
def test_a_filter_may_be_what_a_search_failed_of(orderby):
    assert suggestions.likely_cause(["a<'x'", 'b=1'], orderby) == (
        ", perhaps because the filter compares a number with text: a<'x' and b=1")
    assert suggestions.likely_cause(None, orderby) == ''


@pytest.mark.parametrize('orderby, expected', [
    ('created:asc,size:desc', 'size:desc'), (['id', 'a', 'b:asc'], 'a,b:asc')])
def test_an_attribute_of_orderby_may_be_what_a_search_failed_of(orderby, expected):
    assert suggestions.likely_cause("a='x'", orderby) == (
        ', perhaps because no resource has an attribute of orderby: ' + expected)


def test_only_the_first_colon_ends_a_scope():
    assert suggestions.of_same_scope('web.1:x:y', ['web.1:hostname', 'ss:state']) == (
        'The deployment has: web.1:hostname.')


def test_a_cloud_with_a_colon_hides_no_node():
    made = client('<run groups="exo:gva:web"/>')
    assert suggestions.near_nodes(made, DUID, 'wep') == (
        'Did you mean web? The deployment has the nodes: web.')

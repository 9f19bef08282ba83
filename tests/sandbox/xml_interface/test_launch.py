# -*- coding: utf-8 -*-
"""Tests of ``POST /run``."""
from __future__ import unicode_literals

import re

import pytest

from slipstream.sandbox.state import modules

from .conftest import problem
from .deployments import EC2, FORM, GVA, Site, encode, images, mapping, parameter


@pytest.fixture
def site():
    """A world with modules to launch, see :class:`Site`."""
    return Site()


def node(name, key):
    return 'parameter--node--%s--%s' % (name, key)


# -- components ---------------------------------------------------------------

def test_a_component_is_launched_with_its_defaults(site):
    response = site.post('shop/web')
    location = response.headers.get('Location')
    assert (response.status, response.body) == (201, b'')
    assert re.match(r'https://sandbox\.example/run/'
                    r'[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$', location)
    run = site.run(location.rpartition('/')[2])
    assert (run['type'], run['category'], run['state'], run['owner'],
            run['mutable']) == ('Run', 'Image', 'Initializing', 'alice', False)
    assert (run['module'], run['clouds'],
            run['nodeNames']) == ('module/shop/web/%d' % site.web['version'], [GVA], ['machine'])
    values = run['values']
    assert values['ss:groups'] == run['groups'] == '%s:machine' % GVA
    assert (values['machine:title'], values['machine:cpu.nb'],
            values['machine:%s.instance.type' % GVA]) == ('My shop', '2', 'Small')
    assert (values['machine:image.id'],
            values['machine:image.platform']) == ('image-on-' + GVA, 'ubuntu')
    assert (values['machine:port'], values['machine:db.hostname'],
            values['machine:complete']) == ('8080', None, 'false')
    # What belongs to another cloud, to applications or to orchestrators is not there.
    assert not [key for key in values if EC2 in key
                or key in ('machine:nodename', 'machine:max.iaas.workers', 'web:ids')]
    assert run['settings'] == {
        'General.keep-running': 'on-success', 'garbage_collected': 'false',
        'machine:cloudservice': GVA, 'machine:run-build-recipes': 'false'}


def test_values_for_a_component_are_taken_literally(site):
    uuid = site.launch('shop/web', {
        'parameter--title': '"quoted"', 'parameter--cloudservice': EC2,
        'parameter--multiplicity': 'nonsense', 'parameter--instance.type': 'Huge',
        'parameter--port': '9090', 'what--zone': 'west', 'tags': 'a,b', 'keep-running': 'never',
        'mutable': 'on'})
    run = site.run(uuid)
    assert (run['clouds'], run['mutable'],
            run['settings']['General.keep-running']) == ([EC2], True, 'never')
    assert site.values(uuid, 'machine:title', 'machine:%s.instance.type' % EC2, 'machine:port',
                       'machine:%s.zone' % EC2, 'ss:tags') == [
                           '"quoted"', 'Huge', '9090', 'west', 'a,b']
    assert run['settings']['machine:title'] == '"quoted"'
    assert run['settings']['machine:cloudservice'] == EC2


def test_the_first_of_repeated_fields_counts(site):
    uuid = site.launch('shop/web', [('tags', 'one'), ('tags', 'two'), ('parameter--title', 'one'),
                                    ('parameter--title', 'two'),
                                    ('p--title', 'three')])
    assert site.values(uuid, 'ss:tags', 'machine:title') == ['one', 'one']


@pytest.mark.parametrize('reference', [
    'module/shop/web', ' module/shop/web ', 'shop/web', 'module/shop/web/%(version)d'])
def test_a_launch_accepts_any_form_of_the_reference(site, reference):
    body = encode({'refqname': reference % site.web})
    assert site.service('POST', '/run', body, content_type=FORM).status == 201


@pytest.mark.parametrize('cloud', ['', 'default'])
def test_no_cloud_means_the_default_one(site, cloud):
    assert site.run(site.launch('shop/web', {'parameter--cloudservice': cloud}))['clouds'] == [GVA]


def test_an_own_unset_parameter_has_the_value_of_the_parent(site):
    site.component('a/parent', moduleReferenceUri='module/examples/ubuntu', parameters=[
        parameter('x', value='far'), parameter('y', value='near'),
        parameter('secret', 'Cloud', '1'), parameter('z', 'Output', 'out')])
    site.component('a/child', moduleReferenceUri='module/a/parent', parameters=[parameter('x')])
    uuid = site.launch('a/child', {'parameter--y': 'chosen'})
    assert site.values(uuid, 'machine:x', 'machine:y', 'machine:z') == ['far', 'chosen', 'out']
    assert 'machine:secret' not in site.run(uuid)['values']
    # Output parameters of a parent cannot be chosen.
    assert site.refused('a/child',
                        {'parameter--z': '1'}) == (409, 'Unknown parameter: z in node: machine')


def test_plain_text_is_a_form_too_and_others_are_not(site):
    body = encode({'refqname': 'module/shop/web'})
    assert site.service('POST', '/run', body, content_type='text/plain').status == 201
    assert site.service('POST', '/run/', body).status == 201
    assert problem(site.service('POST', '/run', body, content_type='application/xml'))[0] == 415


def test_the_web_page_is_sent_to_the_dashboard(site):
    response = site.post('shop/web', {'redirect_to_dashboard': ''})
    assert (response.status,
            response.headers.get('Location')) == (201, 'https://sandbox.example/dashboard')


# -- applications -------------------------------------------------------------

def test_an_application_is_launched_with_its_defaults(site):
    uuid = site.launch('shop/full')
    run = site.run(uuid)
    assert (run['type'], run['category']) == ('Orchestration', 'Deployment')
    assert run['nodeNames'] == ['web.1', 'web.2', 'db.1', 'orchestrator-' + GVA]
    assert run['groups'] == '%s:web,%s:db' % (GVA, GVA)
    assert site.values(uuid, 'web:ids', 'web:multiplicity', 'web:max-provisioning-failures',
                       'db:ids') == ['1,2', '2', '0', '1']
    assert site.values(uuid, 'web.2:nodename', 'web.2:id', 'web.2:title', 'web.2:db.hostname',
                       'web.2:scale.state') == [
                           'web', '2', 'Big shop', None, 'creating']
    orchestrator = 'orchestrator-%s:' % GVA
    assert site.values(uuid, orchestrator + 'is.orchestrator',
                       orchestrator + 'max.iaas.workers') == ['true', '5']
    assert orchestrator + 'scale.state' not in run['values'] and 'web:hostname' not in run['values']
    assert run['mappings'] == {'db.1:hostname': ['web.1:db.hostname', 'web.2:db.hostname']}
    assert run['settings']['web:node.increment'] == '3'
    assert run['settings']['web:multiplicity'] == '2'


def test_values_for_nodes_lose_one_pair_of_quotes(site):
    uuid = site.launch('shop/full', {
        node('web', 'title'): "''twice''", node('web', 'multiplicity'): '"3"',
        node('web', 'cloudservice'): EC2, node('db', 'instance.type'): 'Big',
        node('web', 'max-provisioning-failures'): '1', node('web', 'db.hostname'): 'elsewhere',
        node('db', 'multiplicity'): '0'})
    run = site.run(uuid)
    assert run['nodeNames'] == ['web.1', 'web.2', 'web.3', 'orchestrator-' + EC2,
                                'orchestrator-' + GVA]
    assert site.values(uuid, 'web.3:title', 'web.1:db.hostname', 'web:max-provisioning-failures',
                       'db:ids') == ["'twice'", 'elsewhere', '1', '']
    assert run['mappings'] == {}
    assert run['settings']['web:title'] == "'twice'"
    assert run['settings']['db:instance.type'] == 'Big'
    assert run['nodes'][1]['initial'][GVA + '.instance.type'] == 'Big'


def test_a_node_gets_its_cloud_and_network_from_the_module(site):
    site.application('a/app', [site.node('n', 'shop/web', cloudService=EC2, network='Private')])
    uuid = site.launch('a/app')
    assert site.values(uuid, 'n.1:cloudservice', 'n.1:network') == [EC2, 'Private']


def test_a_quoted_or_unlinked_mapping_is_a_literal(site):
    site.application('a/app',
                     [site.node('n', 'shop/web',
                                mappings=[mapping('title', '"db:x"', True),
                                          mapping('db.hostname', None)])])
    uuid = site.launch('a/app')
    assert site.values(uuid, 'n.1:title', 'n.1:db.hostname') == ['db:x', '']


# -- refusals, in their order -------------------------------------------------

def test_a_launch_names_its_module(site):
    assert problem(site.service('POST', '/run', b'', content_type=FORM)) == (
        400, 'Missing refqname in POST')
    assert problem(site.service('POST', '/run', b'refqname=+', content_type=FORM)) == (
        400, 'Missing refqname in POST')


@pytest.mark.parametrize('reference', ['module/shop/nothing', 'module/shop/web/7',
                                       '/module/shop/web', 'shop/web/%(version)d'])
def test_launching_an_unknown_module_is_refused(site, reference):
    reference = reference % site.web
    response = site.service('POST', '/run', encode({'refqname': reference}), content_type=FORM)
    assert problem(response) == (404, "Coudn't find reference module: %s" % reference)


def test_launching_a_deleted_version_is_refused(site):
    modules.delete(site.world, site.web)
    assert site.refused('shop/web/%d' % site.web['version'])[0] == 404


def test_a_launch_needs_the_right_to_execute(site):
    assert site.refused('shop/web', {'type': 'nonsense'},
                        'bob') == (403, 'User does not have the rights to execute this module')
    assert site.post('shop/web', user='super').status == 201
    assert site.service('POST', '/run', b'', None).status == 401


@pytest.mark.parametrize('kind', ['nonsense', 'run', ''])
def test_an_unknown_run_type_is_refused(site, kind):
    site.set_user('alice', sshPublicKey='')
    assert site.refused('shop/web', {'type': kind}) == (400, 'Unknown run type: %s' % kind)


def test_a_launch_needs_a_public_key_unless_bypassed(site):
    site.set_user('alice', sshPublicKey=' ')
    assert site.refused('shop/web',
                        {'bad-key': '1'}) == (409, 'Missing public key in your user profile.')
    assert site.refused('shop/web',
                        {'bypass-ssh-check': 'no'})[1] == 'Missing public key in your user profile.'
    assert site.post('shop/web', {'bypass-ssh-check': 'True'}).status == 201
    assert site.refused('examples/ubuntu',
                        {'type': 'Machine'}) == (409, 'A base image cannot be built')


@pytest.mark.parametrize('path, key, category', [
    ('shop/full', 'parameter--cloudservice', 'Deployment'),
    ('shop/full', 'parameter--node--web--a--b', 'Deployment'),
    ('shop/full', 'parameter--node--web--', 'Deployment'),
    ('shop/web', 'parameter--node--machine--title', 'Image'),
    ('shop/web', 'keep_running', 'Image'), ('shop/web', 'parameter--', 'Image'),
    ('shop/web', '--', 'Image')])
def test_a_key_with_the_wrong_number_of_parts_is_refused(site, path, key, category):
    assert site.refused(path, {key: GVA}) == (
        409, 'Invalid key format for %s module: %s' % (category, key))


def test_unknown_parameters_and_nodes_are_refused(site):
    assert site.refused('shop/web', {'parameter--titel': '1'}) == (
        409, 'Unknown parameter: titel in node: machine')
    assert site.refused('shop/web', {'parameter--max-provisioning-failures': '1'})[1] == (
        'Unknown parameter: max-provisioning-failures in node: machine')
    assert site.refused('shop/full', {node('web', 'titel'): '1'}) == (
        409, 'Unknown parameter: titel in node: web')
    assert site.refused('shop/full', {node('cache', 'title'): '1'}) == (409, 'Unknown node: cache')


def test_a_missing_image_is_named(site):
    cloud = {'parameter--cloudservice': 'moon'}
    assert site.refused('examples/ubuntu',
                        cloud) == (409, 'Base image must have an image id for cloud service: moon')
    assert site.refused('shop/web', cloud) == (
        409, 'Missing image id for base image: examples/ubuntu on cloud service: moon')
    site.component('a/orphan')
    assert site.refused('a/orphan') == (409, 'Missing reference module')
    site.component('a/child', moduleReferenceUri='module/a/orphan')
    assert site.refused('a/child') == (
        409, 'Missing image id in reference module: a/orphan for cloud service: %s' % GVA)
    assert site.refused('shop/full', {node('db', 'cloudservice'): 'moon'}) == (
        409, 'Node db refers to image shop/db missing an image id for cloud: moon')


def test_components_that_inherit_from_each_other_cannot_be_launched(site):
    site.component('a/one', moduleReferenceUri='module/a/two')
    two = site.component('a/two', moduleReferenceUri='module/a/one')
    text = 'Circular dependency detected in module module/a/two/%d' % two['version']
    assert site.refused('a/two') == (409, text)
    site.application('a/app', [site.node('n', 'a/two')])
    assert site.refused('a/app') == (409, text)


def test_the_default_cloud_must_exist_even_if_another_is_asked_for(site):
    site.set_user('alice', defaultCloudService='moon')
    assert site.refused('shop/web', {'parameter--cloudservice': EC2}) == (
        409, 'Failed to load cloud connector: moon')


def test_a_user_without_settings_has_those_of_a_fresh_account(site):
    authz = dict(modules.default_authz(), publicPost=True)
    modules.save(site.world, dict(site.web, authz=authz), 'alice')
    assert site.refused('shop/web', user='bob') == (409, 'Missing public key in your user profile.')
    assert site.refused('shop/web', {'bypass-ssh-check': 'on'},
                        'bob')[1].startswith('Incomplete cloud configuration.')
    uuid = site.launch('shop/web',
                       {'bypass-ssh-check': 'on', 'parameter--cloudservice': EC2}, 'bob')
    assert site.run(uuid)['settings']['General.keep-running'] == 'on-success'
    assert site.run(uuid)['owner'] == 'bob'


def test_a_launch_needs_a_cloud(site):
    site.set_user('alice', defaultCloudService='')
    assert site.refused('shop/web') == (
        409,
        "Incomplete cloud configuration. Consider editing your <a "
        "href='/user/alice?edit=true'>user account</a>")
    assert site.post('shop/web', {'parameter--cloudservice': EC2}).status == 201


@pytest.mark.parametrize('nodes, text', [
    ([], 'Deployment module provided for run is missing nodes.'),
    ([('n', None, [])], 'Node n is missing a machine image reference'),
    ([('n', 'a/nothing', [])], 'Cannot find image: module/a/nothing'),
    ([('n', 'shop/full', [])], 'Cannot find image: module/shop/full'),
    ([('n', 'shop/web', [mapping('nothing', 'x')])],
     "Input parameter: nothing doesn't exist in image: shop/web"),
    ([('n', 'shop/web', [mapping('title', 'm:hostname', True)])],
     'Failed to find output parameter: m:hostname'),
    ([('n', 'shop/web', [mapping('title', 'n:title', True)])],
     'Failed to find output parameter: n:title'),
    ([('n', 'a/strict', [mapping('needed', '')])], 'Missing input parameter needed in node n')])
def test_an_inconsistent_application_is_refused(site, nodes, text):
    site.component('a/strict', moduleReferenceUri='module/examples/ubuntu',
                   parameters=[parameter('needed', mandatory=True)])
    site.application('a/app', [site.node(*node) for node in nodes])
    assert site.refused('a/app') == (409, text)


def test_a_mandatory_input_may_be_linked_or_have_a_default(site):
    site.component('a/strict', moduleReferenceUri='module/examples/ubuntu', parameters=[
        parameter('needed', mandatory=True), parameter('other', mandatory=True, value='x')])
    site.application('a/app', [site.node('n', 'a/strict', [mapping('other', 'm:port', True)]),
                               site.node('m', 'shop/web')])
    assert site.refused('a/app')[1] == 'Missing input parameter needed in node n'
    assert site.post('a/app', {node('n', 'needed'): '1'}).status == 201


def test_a_type_that_does_not_fit_is_refused(site):
    assert site.refused('shop/web',
                        {'type': 'Orchestration'})[1].startswith('Module validation failed: ')
    assert site.refused('shop/full',
                        {'type': 'Machine'})[1].startswith('Module validation failed: ')
    modules.save(site.world, {'path': 'shop', 'category': 'Project'}, 'alice')
    assert site.refused('shop', {'whatever': '1'}) == (
        409, 'Module validation failed: a project cannot be executed')


def test_keep_running_must_have_a_known_value(site):
    assert site.refused('shop/web', {'keep-running': 'sometimes'}) == (
        409,
        'Value of keep-running should be one of the following: [always, on-success, on-error, '
        'never]')
    site.set_user('alice', keepRunning='')
    assert site.refused('shop/web') == (
        409, "Parameter 'Keep running after deployment' not found in the user profile.")


def test_only_a_component_with_recipes_can_be_built(site):
    build = {'type': 'Machine'}
    assert site.refused('examples/ubuntu', build) == (409, 'A base image cannot be built')
    assert site.refused('shop/web', build)[1].startswith(
        "This image doesn't need to be built since it doesn't contain a package list")
    site.component('a/built', moduleReferenceUri='module/examples/ubuntu', recipe='make',
                   cloudImageIdentifiers=images(EC2))
    assert site.refused('a/built', dict(build, **{'parameter--cloudservice': EC2})) == (
        409, 'This image was already built for cloud: %s' % EC2)
    uuid = site.launch('a/built', dict(build, **{'parameter--cloudservice': GVA}))
    assert site.run(uuid)['nodeNames'] == ['machine', 'orchestrator-' + GVA]
    assert site.run(uuid)['settings']['machine:run-build-recipes'] == 'true'
    uuid = site.launch('a/built', {'parameter--cloudservice': EC2})
    assert site.run(uuid)['settings']['machine:run-build-recipes'] == 'false'


@pytest.mark.parametrize('name', ['multiplicity', 'max-provisioning-failures'])
def test_numbers_of_nodes_must_be_positive_integers(site, name):
    assert site.refused('shop/full', {node('web', name): 'two'})[0] == 500
    assert site.refused('shop/full', {node('web', name): ''})[0] == 500
    assert site.refused('shop/full', {node('web', name): '-1'})[0] == 409


# -- service offers -----------------------------------------------------------

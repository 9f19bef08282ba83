# -*- coding: utf-8 -*-
"""Catalogues from users."""
from __future__ import unicode_literals

import io
import json

import pytest

from slipstream.sandbox import CatalogueError, Sandbox, catalogue
from slipstream.sandbox.catalogue.formats import complete
from slipstream.sandbox.cimi.kinds import clouds

ANN = {'username': 'ann', 'password': 'ann-password'}
ALPS = {'name': 'alps', 'quota': 3, 'country': 'CH',
        'settings': {'endpoint': 'https://alps.example'}}

SHOP = {
    'accounts': [
        {'username': 'root', 'password': 'root-password', 'privileged': True},
        dict(ANN, firstName='Ann', emailAddress='ann@shop.example',
             settings={'keepRunning': 'always', 'timeout': 5})],
    'api_keys': [{'key': 'credential/ann-1', 'secret': 'abc-0-def', 'username': 'ann'}],
    'clouds': [ALPS, {'name': 'andes', 'kind': 'own-kind',
                      'credential': {'key': 'key of ${user}', 'secret': '%(user)s',
                                     'quota-of-disk': 7}}],
    'offers': [{'cloud': 'alps', 'instanceType': 'tiny', 'cpu': 2, 'ram': 2048, 'disk': 10,
                'price': 0.5, 'attributes': {'schema-org:x': 'y'}}],
    'modules': [
        {'path': 'shop/linux', 'type': 'component', 'images': {'andes': 'a-1', 'alps': 'b-2'},
         'loginUser': 'linux', 'platform': 'debian'},
        {'path': 'shop/parts/database', 'type': 'component', 'parent': 'shop/linux',
         'authz': {'publicGet': True, 'publicPost': True},
         'parameters': [{'name': 'port', 'category': 'Output', 'value': '5432'},
                        {'name': 'ram.GB', 'category': 'Cloud', 'value': '8'}]},
        {'path': 'shop/parts/web', 'type': 'component', 'parent': 'shop/linux',
         'packages': ['nginx'], 'targets': {'execute': 'true'},
         'parameters': [{'name': 'database', 'mandatory': True},
                        {'name': 'title', 'defaultValue': 'Shop'}]},
        {'path': 'shop/all', 'type': 'application', 'published': True, 'nodes': [
            {'name': 'db', 'component': 'shop/parts/database', 'cloud': 'alps'},
            {'name': 'web', 'component': 'shop/parts/web', 'multiplicity': 2,
             'mappings': {'database': 'db:hostname', 'title': "'Open: now'"}}]}]}


@pytest.fixture(params=['dict', 'file', 'function'])
def shop(request, tmpdir):
    """A sandbox with a catalogue of its own, given in each way."""
    source = SHOP
    if request.param == 'file':
        source = tmpdir.join('shop.json')
        source.write_text(json.dumps(SHOP, ensure_ascii=False), encoding='utf-8')
    if request.param == 'function':
        def source(world):
            """Put it there."""
            return catalogue.add(world, SHOP)
    with Sandbox(speed=0, catalogue=source) as sandbox:
        yield sandbox


def problems(catalogue):
    """The problems of a catalogue."""
    with pytest.raises(CatalogueError) as caught:
        Sandbox(speed=0, catalogue=catalogue)
    assert all(problem in '%s' % caught.value for problem in caught.value.problems)
    return caught.value.problems


# -- what it brings ------------------------------------------------------------------------------

def test_accounts_can_log_in(shop):
    assert [user['username'] for user in shop.users] == ['root', 'ann']
    api = shop.api()
    assert api.username == 'ann'
    user = api.get_user()
    assert (user.first_name, user.email, user.default_cloud) == ('Ann', 'ann@shop.example', 'alps')
    api = shop.api(login=False)
    api.login_apikey(shop.api_keys[0]['key'], 'abcdef')
    assert api.get_user('ann').username == 'ann'


def test_an_application_runs(shop):
    api = shop.api()
    deployment_id = api.deploy('shop/all')
    shop.advance(600)
    assert api.get_deployment(deployment_id).status == 'ready'
    assert api.get_deployment_parameter(deployment_id, 'web.2:title') == 'Open: now'
    address = api.get_deployment_parameter(deployment_id, 'db.1:hostname')
    assert api.get_deployment_parameter(deployment_id, 'web.1:database') == address
    assert api.get_deployment_parameter(deployment_id, 'db.1:port') == '5432'
    assert api.get_deployment_parameter(deployment_id, 'db.1:ram.GB') == '8'


def test_modules_are_as_they_were_written(shop):
    api = shop.api()
    assert [(module.type, module.name) for module in api.list_project_content('shop')] == [
        ('application', 'all'), ('component', 'linux'), ('project', 'parts')]
    assert [app.path for app in api.list_applications()] == ['shop/all']
    assert api.get_element('shop/parts/web').type == 'component'
    assert set(module['owner'] for module in shop.world.store.table('legacy-module')) == {'ann'}


def test_clouds_have_offers_and_credentials(shop):
    credentials = dict((credential['connector']['href'], credential)
                 for credential in shop.world.store.table('credential')
                 if 'connector' in credential)
    assert sorted(credentials) == ['connector/alps', 'connector/andes']
    assert (credentials['connector/andes']['key'],
            credentials['connector/andes']['secret']) == ('key of ann', '%(user)s')
    assert credentials['connector/andes']['quota-of-disk'] == 7
    clouds.credential_schema('openstack').check(
        dict((name, value) for name, value in credentials['connector/alps'].items() if name in (
            'type', 'method', 'connector', 'key', 'secret', 'quota')))
    offer, = shop.world.store.table('service-offer')
    assert (offer['price:unitCost'], offer['schema-org:x'],
            offer['resource:ram']) == (0.5, 'y', 2048)
    assert shop.world.store.table('connector').get(
        'connector/alps')['endpoint'] == 'https://alps.example'


def test_projects_above_are_made_and_seen_like_the_module():
    catalogue = {'accounts': [ANN, {'username': 'bob', 'password': 'x'}], 'modules': [
        {'path': 'open/a/web', 'type': 'component', 'authz': {'publicGet': True}},
        {'path': 'shut/web', 'type': 'component', 'owner': 'bob'}]}
    with Sandbox(speed=0, catalogue=catalogue) as sandbox:
        assert [module.path for module in sandbox.api('ann').list_project_content('')] == ['open']
        assert [module.path for module in sandbox.api('bob').list_project_content('')] == [
            'open', 'shut']
        assert [module.path
                for module in sandbox.api('bob').list_project_content('open')] == ['open/a']


def test_a_component_without_image_has_one_everywhere():
    with Sandbox(speed=0, catalogue={'accounts': [ANN], 'clouds': [ALPS],
                                     'modules': [{'path': 'web', 'type': 'component'}]}) as sandbox:
        api = sandbox.api()
        deployment_id = api.deploy('web', cloud='alps')
        sandbox.advance(600)
        assert api.get_deployment(deployment_id).status == 'ready'


def test_a_path_twice_has_two_versions():
    modules = [{'path': 'web', 'type': 'component', 'description': text}
               for text in ('first', 'second')]
    with Sandbox(speed=0, catalogue={'accounts': [ANN], 'modules': modules}) as sandbox:
        assert sandbox.api().get_element('web').description == 'second'
        assert len(sandbox.world.store.table('legacy-module')) == 2


def test_it_can_stand_on_the_built_in_one():
    catalogue = {'built_in': True, 'modules': [{'path': 'jane/mine', 'type': 'component',
                                            'parent': 'examples/images/centos-7'}]}
    with Sandbox(speed=0, catalogue=catalogue) as sandbox:
        assert [user['username'] for user in sandbox.users] == [
            'jane', 'tarzan', 'username', 'super']
        assert [module.name
                for module in sandbox.api().list_project_content('jane')] == ['mine', 'web']


def test_the_built_in_one_is_of_the_same_format(tmpdir):
    place = str(tmpdir.join('built-in.json'))
    with io.open(place, 'w', encoding='utf-8') as stream:
        stream.write('%s' % json.dumps(catalogue.BUILT_IN))
    with Sandbox(speed=0) as one, Sandbox(speed=0, catalogue=place) as other:
        for table in ('user', 'legacy-module', 'connector', 'service-offer'):
            assert list(one.world.store.table(table)) == list(other.world.store.table(table))


def test_without_catalogue_there_is_nothing():
    for nothing in (None, {}, lambda world: None):
        with Sandbox(speed=0, catalogue=nothing) as sandbox:
            assert (sandbox.users, sandbox.api_keys) == ([], [])
            assert len(sandbox.world.store.table('user')) == 0


def test_what_was_given_is_not_changed_and_not_kept():
    catalogue = {'accounts': [dict(ANN)], 'modules': ({'path': b'web', 'type': 'component'},)}
    completed = complete(catalogue)
    completed['accounts'][0]['username'] = 'eve'
    assert catalogue['accounts'] == [ANN]
    assert completed['modules'][0]['path'] == 'web'


# -- more at any time ----------------------------------------------------------------------------

def test_more_can_be_put_on_top():
    with Sandbox(speed=0) as sandbox:
        sandbox.add_data(clouds=[ALPS], offers=[dict(SHOP['offers'][0], attributes={}),
                                                dict(SHOP['offers'][0], cloud='ec2-eu-west')])
        sandbox.add_data({'accounts': [ANN], 'modules': [
            {'path': 'web', 'type': 'component', 'owner': 'ann', 'authz': {'publicPost': True}}]})
        api = sandbox.api('ann')
        assert {user['username'] for user in sandbox.users} == {
            'jane', 'tarzan', 'username', 'super', 'ann'}
        assert api.get_user().default_cloud == 'exoscale-ch-gva'
        for account, cloud in (('ann', 'alps'), ('ann', 'ec2-eu-west'), ('jane', 'alps')):
            assert sandbox.api(account).deploy('web', cloud=cloud)
        assert len(sandbox.world.store.table('service-attribute-namespace')) == 3


def test_a_mistake_on_top_changes_nothing():
    with Sandbox(speed=0) as sandbox:
        before = len(sandbox.world.store.table('legacy-module'))
        with pytest.raises(CatalogueError):
            sandbox.add_data(modules=[{'path': 'web', 'type': 'component'},
                                      {'path': 'all', 'type': 'application', 'nodes': [
                                          {'name': 'web', 'component': 'nowhere'}]}])
        assert len(sandbox.world.store.table('legacy-module')) == before


def test_a_cloud_with_an_odd_quota_takes_new_accounts():
    with Sandbox(speed=0, catalogue={'clouds': [dict(ALPS, quota=4)]}) as sandbox:
        table = sandbox.world.store.table('connector')
        table.put('connector/alps', dict(table.get('connector/alps'), quotaVm='many'))
        sandbox.add_data(accounts=[ANN])
        credential, = sandbox.world.store.table('credential')
        assert credential['quota'] == 20


# -- mistakes ------------------------------------------------------------------------------------

@pytest.mark.parametrize('catalogue, expected', [
    ({'acounts': []}, ['acounts: is unknown (did you mean accounts?)']),
    ({'zzz': []}, ['zzz: is unknown']),
    ({'accounts': {}}, ['accounts: should be a list']),
    ({'accounts': ['ann']}, ['accounts[0]: should be a dict']),
    ({'accounts': [{'username': 'a b'}, {}]}, [
        'accounts[0].username: should be a string that matches [A-Za-z0-9][A-Za-z0-9_.@-]*',
        'accounts[1].username: is missing']),
    ({'accounts': [ANN, ANN]}, ['accounts[1].username: ann already exists']),
    ({'accounts': [dict(ANN, settings={'timeout': -1})]},
     ['accounts[0].settings.timeout: should be an integer of at least 0']),
    ({'accounts': [dict(ANN, settings={'defaultCloudService': 'moon'})]},
     ['accounts[0].settings.defaultCloudService: there is no cloud moon']),
    ({'api_keys': [{'key': 'credential/1', 'secret': '-0-', 'username': 'eve'}]}, [
        'api_keys[0].username: there is no account eve',
        'api_keys[0].secret: has no character that a secret can contain']),
    ({'clouds': [dict(ALPS, settings=[])]}, ['clouds[0].settings: should be a dict']),
    ({'clouds': [dict(ALPS, settings={'x': object()})]},
     ['clouds[0].settings.x: should be plain data']),
    ({'clouds': [ALPS, ALPS]}, ['clouds[1].name: alps already exists']),
    ({'offers': SHOP['offers']}, ['offers[0].cloud: there is no cloud alps']),
    ({'modules': [{'path': 'a', 'type': 'component'}]},
     ['modules[0].owner: is missing, and there is no account that is not privileged']),
    ({'accounts': [ANN], 'modules': [{'path': 'a', 'type': 'component', 'owner': 'eve'}]},
     ['modules[0].owner: there is no account eve']),
    ({'modules': [3]}, ['modules[0]: should be a dict']),
    ({'modules': [{'path': 'a', 'nodes': []}]}, ['modules[0].type: is missing']),
    ({'modules': [{'path': 'a', 'type': 'Image'}]},
     ['modules[0].type: should be one of: "application", "component", "project"']),
    ({'modules': [{'path': '/a', 'type': 'project', 'recipe': ''}]}, [
        'modules[0].recipe: is unknown',
        r'modules[0].path: should be a string that matches [^/\s]+(/[^/\s]+)*']),
    ({'modules': [{'path': 'a', 'type': 'application'}]}, ['modules[0].nodes: is missing']),
])
def test_a_mistake_is_named(catalogue, expected):
    assert problems(catalogue) == expected


@pytest.mark.parametrize('module, expected', [
    ({'path': 'a/b', 'type': 'component', 'parent': 'x'},
     ['modules[1].parent: there is no component x']),
    ({'path': 'a/b/c', 'type': 'component'}, ['modules[1].path: a/b is not a project']),
    ({'path': 'x', 'type': 'component', 'images': {'moon': '1'}, 'targets': {'launch': ''}}, [
        'modules[1].images.moon: there is no cloud moon',
        'modules[1].targets.launch: should be one of execute, report, onvmadd, onvmremove, '
        'prescale, postscale']),
    ({'path': 'x', 'type': 'application', 'nodes': [
        {'name': 'web', 'component': 'a', 'cloud': 'moon'},
        {'name': 'web', 'component': 'a/b', 'mappings': {'x': 'here:y', 'z': "'"}}]}, [
            'modules[1].nodes[0].name: two nodes are called web',
            'modules[1].nodes[1].name: two nodes are called web',
            'modules[1].nodes[0].component: there is no component a',
            'modules[1].nodes[0].cloud: there is no cloud moon',
            'modules[1].nodes[1].mappings.x: should be NODE:PARAMETER, with one of the nodes web, '
            'web, or a constant in quotes',
            'modules[1].nodes[1].mappings.z: should be NODE:PARAMETER, with one of the nodes web, '
            'web, or a constant in quotes'])])
def test_a_reference_to_nothing_is_named(module, expected):
    assert problems({'accounts': [ANN],
                     'modules': [{'path': 'a/b', 'type': 'component'}, module]}) == expected


@pytest.mark.parametrize('text, complaint',
                         [(None, 'cannot be read'), ('{"accounts": [}', 'cannot be read'),
                          ('[]', 'it: should be a dict'),
                          ('{"x": 1}', 'x: is unknown')])
def test_a_file_is_named_with_what_is_wrong(tmpdir, text, complaint):
    place = tmpdir.join('mine.json')
    if text is not None:
        place.write_text(text, encoding='ascii')
    with pytest.raises(CatalogueError) as caught:
        Sandbox(speed=0, catalogue=str(place))
    assert '%s: %s' % (place, complaint) in '%s' % caught.value

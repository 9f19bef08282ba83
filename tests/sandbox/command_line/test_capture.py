# -*- coding: utf-8 -*-
"""The command line: capture."""
from __future__ import unicode_literals

import gc
import json
import platform
import re

import pytest

from slipstream.sandbox import Sandbox
from slipstream.sandbox.command_line import capture_reader, capture_spool, remote_service
from slipstream.sandbox.state import modules

from .captures import capture, captured, modules_of, parsed, shop, text_of


@pytest.fixture
def place(tmpdir):
    """Where the catalogue of a test goes."""
    return str(tmpdir.join('mine.json'))


def documents(box, username='ann'):
    """All that an account can read of the modules and resources of a sandbox, as it is sent."""
    api = box.api(username)
    documents = {}
    for module in box.world.store.table(modules.TABLE):
        address = '/module/%s/%d' % (module['path'], module['version'])
        response = api.session.get(api.endpoint + address)
        if response.status_code == 200:
            text = re.sub(r'(?s)<runs [^>]*?(/>|>.*?</runs>)', '', response.text)
            documents[address] = re.sub('planted-secret', 'withheld', text)
    for collection in ('connectors', 'serviceOffers', 'quotas', 'credentialTemplates',
                       'sessionTemplates', 'externalObjectTemplates'):
        documents.update((resource['id'], resource.json)
                     for resource in api.cimi_search(collection))
    return documents


# -- what comes out ------------------------------------------------------------------------------

@pytest.mark.parametrize('options', [
    (), ('--versions', 'latest'), ('--events', '3'), ('--runs', '9'),
    ('--runs', '1', '--versions', 'latest')])
def test_a_capture_that_is_served_gives_the_same_capture(place, tmpdir, options):
    with shop() as box:
        first = captured(box, place, *options)
    again = str(tmpdir.join('again.json'))
    with Sandbox(speed=0, catalogue=place) as box:
        assert captured(box, again, *options) == first


def test_the_examples_of_each_sandbox_can_be_captured(place, tmpdir):
    with Sandbox(speed=0) as box:
        first = captured(box, place, username='jane')
    with Sandbox(speed=0, catalogue=place) as box:
        assert captured(box, str(tmpdir.join('again.json')), username='jane') == first


def test_what_is_served_is_what_was_captured_to_the_letter(place):
    with shop() as box:
        captured(box, place)
        before = documents(box)
    with Sandbox(speed=0, catalogue=place) as box:
        after = documents(box)
    for connector in ('connector/alps', 'connector/moon'):
        del before[connector]['orchestratorSSHPassword']
    assert '/module/hidden/web/18' in before
    assert sorted(after) == sorted(before)
    for address in after:
        assert after[address] == before[address], address


def test_deployments_from_a_capture_become_ready(place):
    with Sandbox(speed=0) as box:
        captured(box, place, username='jane')
    with Sandbox(speed=0, catalogue=place) as box:
        api = box.api()
        assert api.username == 'jane'
        for path in ('apps/WordPress/wordpress', 'examples/tutorials/service-testing/system'):
            deployment_id = api.deploy(path)
            box.advance(600)
            assert api.get_deployment(deployment_id).status == 'ready'


def test_no_secret_comes_out(place):
    with shop() as box:
        status, printed, _ = capture(box, place, '--events', 9)
    assert status == 0
    assert 'planted-secret' not in text_of(place)
    captured_modules = modules_of(text_of(place))
    assert [parameter for parameter in captured_modules['shop/db', 14]['parameters']
            if parameter['name'] == 'admin'] == [
                {'name': 'admin', 'type': 'Password', 'withheld': True}]
    nodes = dict((node['name'], node['mappings'])
                 for node in captured_modules['shop/all', 15]['nodes'])
    assert nodes['db']['admin'] == nodes['web']['password'] == {'withheld': True}
    assert nodes['zombie'] == {'db_password': {'withheld': True}, 'plain': "'text'"}
    # Two connectors, two versions of the component, three nodes; ann has one for each cloud.
    assert 'Left out: 7 secret values, 2 credentials.' in printed


def test_the_whole_catalogue_passes_the_check_and_names_its_format(place):
    with shop() as box:
        text = captured(box, place)
    catalogue = json.loads(text)
    assert (catalogue['format'], sorted(catalogue)) == (
        2, ['accounts', 'format', 'modules', 'resources'])
    account, = catalogue['accounts']
    assert account == {
        'username': 'ann', 'firstName': 'Ann', 'lastName': 'Example',
        'emailAddress': 'ann@shop.example',
        'sshPublicKey': ['ssh-rsa AAAA ann', 'ssh-rsa BBBB ann'],
        'settings': {'defaultCloudService': 'moon', 'keepRunning': 'always',
                     'mailUsage': 'never', 'timeout': 0, 'verbosityLevel': 0}}


def test_modules_are_found_in_projects_in_the_app_store_and_by_what_refers_to_them(place):
    with shop() as box:
        captured_modules = modules_of(captured(box, place))
    assert sorted(captured_modules) == [
        ('hidden/shown', 19), ('hidden/web', 17), ('hidden/web', 18), ('shop', 10),
        ('shop/all', 15), ('shop/base', 11), ('shop/db', 12), ('shop/db', 14)]


def test_only_the_latest_versions_can_be_captured(place):
    with shop() as box:
        captured_modules = modules_of(captured(box, place, '--versions', 'latest'))
        assert ('shop/db', 14) in captured_modules
        assert ('shop/db', 12) not in captured_modules
        assert ('hidden/web', 17) not in captured_modules


def test_the_latest_version_is_there_although_something_refers_to_an_older_one(place):
    web = {'path': 'a/web', 'type': 'component', 'owner': 'ann', 'authz': {'publicGet': True}}
    refers = {'path': 'b', 'type': 'component', 'version': 9, 'parent': 'a/web/3'}
    also = {'path': 'c', 'type': 'component', 'version': 10, 'parent': 'a/web'}
    catalogue = {'accounts': [{'username': 'ann'}, {'username': 'bob'}],
             'modules': [dict(web, version=3), dict(web, version=4), refers, also]}
    with Sandbox(speed=0, catalogue=catalogue) as box:
        captured_modules = modules_of(captured(box, place, '--versions', 'latest'))
    assert sorted(captured_modules) == [('a/web', 3), ('a/web', 4), ('b', 9), ('c', 10)]


def test_the_latest_events_can_be_captured(place):
    with shop() as box:
        catalogue = json.loads(captured(box, place, '--events', 2))
    assert [event['id'] for event in catalogue['resources']['events']] == ['event/3', 'event/4']
    with Sandbox(speed=0, catalogue=place) as box:
        assert box.api().cimi_search('events').count == 2


def test_the_latest_deployments_can_be_captured(place):
    with shop() as box:
        text = captured(box, place, '--runs', 1)
    assert [run['state'] for run in json.loads(text)['runs']] == ['Ready']
    assert 'planted-secret' not in text
    with Sandbox(speed=0, catalogue=place) as box:
        api = box.api()
        deployment, = api.list_deployments()
        assert (deployment.status, deployment.service_url) == ('ready', 'http://x')
        get = api.get_deployment_parameter
        assert get(deployment.id, 'web.1:database') == '5432'
        assert get(deployment.id, 'db.1:odd') == 'a\nb'
        assert get(deployment.id, 'db.1:admin') == 'withheld'
        assert api.add_node_instances(deployment.id, 'web') == ['web.2']
        box.advance(600)
        assert get(deployment.id, 'web.2:database') == '5432'
        assert api.get_deployment(deployment.id).status == 'ready'
        api.terminate(deployment.id)
        assert api.get_deployment(deployment.id).status == 'done'


def test_deployments_are_served_to_the_letter(place):
    def runs(box):
        """The documents of all deployments, without their modules and made-up values."""
        api = box.api('ann')
        texts = [api.session.get('%s/run/%s' % (api.endpoint, run.id)).text
                 for run in api.list_deployments(inactive=True)]
        return [re.sub('<module .*</module>|planted-secret|withheld', '', text, flags=re.DOTALL)
                for text in texts]

    with shop() as box:
        captured(box, place, '--runs', 9)
        before = runs(box)
    with Sandbox(speed=0, catalogue=place) as box:
        after = runs(box)
    assert len(after) == 2
    secret = r'(?s)<entry>\s*<string>db:admin</string>.*?</entry>'
    for text, other in zip(before, after):
        assert re.sub(secret, '', text).split() == re.sub(secret, '', other).split()


def test_a_deployment_whose_module_cannot_be_read_is_left_out(place):
    with shop() as box:
        table = box.world.store.table(modules.TABLE)
        module = table.get('hidden/web/17')
        table.put('hidden/web/17', dict(module, authz=dict(module['authz'], publicGet=False)))
        catalogue = json.loads(captured(box, place, '--runs', 9))
    assert [run['module'] for run in catalogue['runs']] == ['shop/all/15']
    Sandbox(speed=0, catalogue=place).close()


def test_clouds_without_a_connector_that_shows_are_there_all_the_same(place):
    catalogue = {'accounts': [{'username': 'ann'}], 'clouds': [{'name': 'alps'}],
             'modules': [{'path': 'a', 'type': 'component'}]}
    with Sandbox(speed=0, catalogue=catalogue) as box:
        table = box.world.store.table('connector')
        connector, = table
        table.put(connector['id'], dict(connector, acl={'owner': {
            'type': 'ROLE', 'principal': 'ADMIN'}}))
        captured_catalogue = json.loads(captured(box, place))
    assert captured_catalogue['clouds'] == [{'name': 'alps'}]
    assert captured_catalogue['accounts'][0]['settings']['defaultCloudService'] == 'alps'
    with Sandbox(speed=0, catalogue=place) as box:
        assert box.api().deploy('a', 'alps')


def test_a_default_cloud_that_does_not_exist_is_left_out(place):
    catalogue = {'accounts': [{'username': 'ann'}], 'modules': [
        {'path': 'a', 'type': 'project', 'version': 1}]}
    with Sandbox(speed=0, catalogue=catalogue) as box:
        table = box.world.store.table('user-param')
        settings, = table
        table.put(settings['id'], dict(settings, defaultCloudService='mars'))
        captured_catalogue = json.loads(captured(box, place))
    assert 'defaultCloudService' not in captured_catalogue['accounts'][0]['settings']
    Sandbox(speed=0, catalogue=place).close()


# -- what it says --------------------------------------------------------------------------------

def test_it_tells_what_it_has_and_what_it_could_not_read(place):
    with shop() as box:
        _, printed, shown = capture(box, place)
    assert printed.startswith('%s has 1 projects, 6 components, 1 applications, ' % place)
    assert '3 serviceOffers' in printed
    assert 'Missing, or you may not read it:\n' in printed
    assert '  shop/gone: 404 ' in printed
    assert '  configurationTemplates: 403 ' in printed
    assert printed.endswith('serve --catalogue %s\n' % place)
    assert re.search(r'(\d+) of \1 documents read\n$', shown)


def test_many_failures_are_counted(place):
    parents = [{'path': 'm%02d' % number, 'type': 'component', 'version': number + 1,
                'parent': 'gone/%d' % (100 + number)} for number in range(15)]
    catalogue = {'accounts': [{'username': 'ann'}], 'modules': parents}
    with Sandbox(speed=0, catalogue=catalogue) as box:
        _, printed, _ = capture(box, place)
    assert printed.count('\n  gone/') == 10
    assert '  and 6 more\n' in printed


def test_nothing_is_changed_on_the_service(place):
    with shop() as box:
        asked = []
        api = box.api('ann')
        send = api.session.request
        api.session.request = lambda method, url, **options: asked.append(
            (str(method), url)) or send(method, url, **options)
        captured(box, place, connect=lambda options: api)
    # A search of the JSON interface is a PUT.
    assert set(method for method, url in asked if '/api/' not in url) == {'GET'}
    assert set(method for method, url in asked) == {'GET', 'PUT'}
    assert sorted(asked) == sorted(set(asked))


# -- how it connects -----------------------------------------------------------------------------

def test_credentials_are_found_as_from_environment_finds_them(place, monkeypatch):
    monkeypatch.setenv(str('SLIPSTREAM_USERNAME'), str('ann'))
    monkeypatch.setenv(str('SLIPSTREAM_PASSWORD'), str('ann-password'))
    with Sandbox(http=True, speed=0, catalogue={'accounts': [{'username': 'ann'}]}) as box:
        catalogue = json.loads(captured(box, place, connect=None))
    assert catalogue['accounts'][0]['username'] == 'ann'


def test_a_missing_terminal_is_reported(monkeypatch, tmpdir):
    def nobody(*_):
        """There is no terminal."""
        raise EOFError()

    monkeypatch.setenv(str('HOME'), str(tmpdir))
    monkeypatch.setattr('slipstream.api.settings.ask', nobody)
    with pytest.raises(remote_service.StoppedError, match='no terminal to ask'):
        remote_service.connect_to(parsed('capture', '--endpoint', 'https://x', '--out', 'y'))


def test_an_impossible_endpoint_is_reported(monkeypatch, tmpdir):
    monkeypatch.setenv(str('HOME'), str(tmpdir))
    with pytest.raises(remote_service.StoppedError, match='profile'):
        remote_service.connect_to(parsed('capture', '--endpoint', 'https://x', '--out', 'y',
                                      '--profile', 'nowhere'))


@pytest.mark.parametrize('arguments', [
    ('--rate', '-1'), ('--at-once', '0'), ('--pause', 'x'), ('--events', '-1'),
    ('--versions', 'old')])
def test_options_that_cannot_be_meant_are_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        parsed('capture', '--endpoint', 'x', '--out', 'y', *arguments)
    assert arguments[0] in capsys.readouterr()[1]


# -- how much it holds ---------------------------------------------------------------------------

def held(place, count, monkeypatch):
    """The most objects that are alive at one time while modules with four versions are captured."""
    catalogue = {'accounts': [{'username': 'ann'}], 'modules': [
        {'path': 'm%03d' % (number // 4), 'type': 'component', 'version': number + 1,
         'parameters': [{'name': 'p%d' % index} for index in range(5)]}
        for number in range(4 * count)]}
    counts = []
    read_result = capture_reader.Reader._result

    def counted(self, task):
        """Do a task; now and then, count what is alive."""
        if self._spool.done % 50 == 0:
            gc.collect()
            counts.append(len(gc.get_objects()))
        return read_result(self, task)

    with Sandbox(speed=0, catalogue=catalogue) as box:
        captured(box, place)  # What is made once is there from now on.
        monkeypatch.setattr(capture_reader.Reader, '_result', counted)
        captured(box, place)
        monkeypatch.undo()
    return max(counts) - counts[0]


@pytest.mark.skipif(platform.python_implementation() == 'PyPy',
                    reason='counts the objects that the garbage collector of CPython tracks')
def test_a_larger_catalogue_takes_no_more_memory(place, monkeypatch):
    monkeypatch.setattr(capture_spool, 'AT_ONCE', 10)
    small = held(place, 8, monkeypatch)
    monkeypatch.setattr(capture_spool, 'AT_ONCE', 10)
    large = held(place, 24, monkeypatch)
    # 64 versions more, and not an object for each of them.
    assert large < small + 64

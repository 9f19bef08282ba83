# -*- coding: utf-8 -*-
"""The command line: restore."""
from __future__ import unicode_literals

import json
import re

import pytest

from slipstream.sandbox import Sandbox
from slipstream.sandbox.catalogue import formats
from slipstream.sandbox.command_line import restore, restore_plan
from slipstream.sandbox.state import modules

from .captures import OPEN, Output, captured, modules_of, parsed, shop

ANN = {'accounts': [{'username': 'ann'}, {'username': 'bob'}],
       'clouds': [{'name': 'alps'}, {'name': 'moon'}]}


def run(box, catalogue, *arguments, **options):
    """Restore into a sandbox as fast as possible: exit status, output and error output."""
    out, err = Output(), Output()
    options.setdefault('connect', lambda parsed_options: box.api('ann'))
    status = restore.run(
        parsed('restore', '--endpoint', box.endpoint, catalogue, '--under', 'ann/saved', '--rate',
               0, '--pause', 0, *arguments), out, err, **options)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def place(tmpdir):
    """A catalogue that was captured from the shop."""
    path = str(tmpdir.join('mine.json'))
    with shop() as box:
        captured(box, path)
    return path


@pytest.fixture
def catalogue(tmpdir):
    """A function that writes some modules into a catalogue and gives its path."""
    def write(*entries):
        path = tmpdir.join('other.json')
        path.write_text('%s' % json.dumps({'modules': entries}), encoding='utf-8')
        return str(path)
    return write


@pytest.fixture
def box():
    """Another service, to which modules are restored, with the account of Ann."""
    with Sandbox(speed=0, catalogue=ANN) as sandbox:
        yield sandbox


def paths(box):
    """The paths of the modules of a sandbox, each as often as it has versions, sorted."""
    return sorted(module['path'] for module in box.world.store.table(modules.TABLE))


def component(path, number=None, **members):
    """A component for a catalogue."""
    return dict(members, path=path, type='component', version=number, authz=OPEN)


def application(path, number, *components):
    """An application for a catalogue."""
    return {'path': path, 'type': 'application', 'version': number, 'nodes': [
        {'name': 'n%d' % place, 'component': name} for place, name in enumerate(components)]}


# -- what is created -----------------------------------------------------------------------------

def test_all_versions_are_there_below_the_project(place, box):
    status, printed, complained = run(box, place)
    assert paths(box) == ['ann', 'ann/saved'] + [
        'ann/saved/' + path for path in (
            'hidden', 'hidden/shown', 'hidden/web', 'hidden/web', 'shop', 'shop/base', 'shop/db',
            'shop/db')]
    # Its third node refers to a component that is nowhere.
    assert status == 1
    assert 'Not restored: ann/saved/shop/all from version 15: 409 ' in complained
    assert printed.startswith('10 versions created, 0 already there, under ann/saved.\n')


def as_restored(entry, under='ann/saved/'):
    """An entry of a catalogue without what cannot be the same on another service."""
    kept = dict((name, value) for name, value in entry.items()
                if name not in ('version', 'modified', 'published', 'owner', 'commit', 'parent'))
    kept['path'] = re.sub('^' + under, '', entry['path'])
    if entry.get('parent'):
        kept['parent'] = re.sub(r'^%s|/\d+$' % under, '', entry['parent'])
    # A secret that is not known has no value there, and a description that is missing is empty.
    kept['parameters'] = [dict((name, value) for name, value in parameter.items()
                               if name != 'withheld' and (name, value) != ('description', None))
                          for parameter in entry.get('parameters', ())]
    return kept


def test_what_is_restored_is_what_was_captured(place, box, tmpdir):
    run(box, place)
    with open(place) as stream:
        before = modules_of(stream.read())
    after = modules_of(captured(box, str(tmpdir.join('again.json'))))
    again = {}
    for entry in after.values():
        comment = (entry.get('commit') or {}).get('comment', '')
        comment = comment if isinstance(comment, list) else [comment]
        mark = re.match(r'\[restored from version (\d+)\]', comment[0])
        if mark and int(mark.group(1)):
            again[int(mark.group(1))] = as_restored(entry)
    expected = dict((number, as_restored(entry, '')) for (_, number), entry in before.items())
    del expected[15]
    assert sorted(again) == sorted(expected)
    for number in expected:
        assert again[number] == expected[number], number


def test_references_lead_to_what_was_restored(box, catalogue):
    path = catalogue(component('base', 3, images={'alps': 'a'}), component('base', 5,
                                                                           images={'alps': 'b'}),
                      component('web', 7, parent='base/3'), component('db', 8, parent='base'),
                      component('odd', 9, parent='elsewhere/x/4'),
                      application('all', 10, 'web', 'db/8'))
    status, _, complained = run(box, path)
    assert (status, complained.count('Not')) == (0, 0)
    table = dict((module['path'][len('ann/saved/'):], module)
                 for module in box.world.store.table(modules.TABLE))
    first = modules.versions(box.world, 'ann/saved/base')[0]
    assert table['web']['moduleReferenceUri'] == modules.uri(first)
    assert table['db']['moduleReferenceUri'] == 'module/ann/saved/base'
    assert table['odd']['moduleReferenceUri'] == 'module/elsewhere/x/4'
    assert [node['imageUri'] for node in table['all']['nodes']] == [
        'module/ann/saved/web', modules.uri(table['db'])]


def test_a_restored_application_runs(box, catalogue):
    path = catalogue(component('base', 1, images={'alps': 'a'}, parameters=[
        {'name': 'title', 'value': 'Hello'}]), application('all', 2, 'base'))
    run(box, path)
    api = box.api('ann')
    api.update_user(ssh_public_keys='ssh-rsa AAAA')
    deployment_id = api.deploy('ann/saved/all', {'n0': 'alps'})
    box.advance(600)
    assert api.get_deployment(deployment_id).status == 'ready'
    assert api.get_deployment_parameter(deployment_id, 'n0.1:title') == 'Hello'


def test_modules_of_a_catalogue_written_by_hand_have_what_all_have(box, catalogue):
    assert run(box, catalogue(component('a/web', images={'alps': 'a'}), {
        'path': 'b', 'type': 'project'}))[0] == 0
    names = [parameter.name for parameter in box.api('ann').get_parameters('ann/saved/a/web')]
    assert {'hostname', 'instanceid', 'network'} <= set(names)
    assert paths(box) == ['ann', 'ann/saved', 'ann/saved/a', 'ann/saved/a/web', 'ann/saved/b']


def test_a_version_between_others_can_be_followed_whatever_its_rights_were(box, catalogue):
    shut = {'ownerPut': False, 'ownerGet': False, 'publicPut': False}
    assert run(box, catalogue(dict(component('web', 1), authz=shut),
                              dict(component('web', 2), authz=shut)))[0] == 0
    first, last = modules.versions(box.world, 'ann/saved/web')
    assert (first['authz']['ownerPut'], last['authz']['ownerPut']) == (True, False)


def test_what_was_published_is_published_if_so_wanted(box, catalogue):
    path = catalogue(component('web', 1, published=True), component('web', 2),
                      component('db', 3, published='2019-03-29T08:15:30.000Z'))
    run(box, path)
    assert list(box.api('ann').list_applications()) == []
    for _ in range(2):
        assert run(box, path, '--publish')[0] == 0
        assert [(app.path, app.version) for app in box.api('ann').list_applications()] == [
            ('ann/saved/web', modules.versions(box.world, 'ann/saved/web')[0]['version']),
            ('ann/saved/db', modules.latest(box.world, 'ann/saved/db')['version'])]


def test_the_secrets_that_are_missing_are_named(place, box, catalogue):
    printed = run(box, place)[1]
    assert 'set them yourself:\n  shop/db: admin\n' in printed
    assert '  shop/all: password of node web\n' in printed
    assert printed.count('shop/db: admin') == 1
    db = modules.latest(box.world, 'ann/saved/shop/db')
    assert [(parameter['value'], parameter['type']) for parameter in db['parameters']
            if parameter['name'] == 'admin'] == [(None, 'Password')]


def test_a_secret_of_a_node_is_there_to_be_set(box, catalogue):
    entry = application('all', 2, 'web')
    entry['nodes'][0]['mappings'] = {'password': {'withheld': True}}
    secret = {'name': 'password', 'type': 'Password', 'mandatory': True, 'withheld': True}
    assert run(box, catalogue(component('web', 1, parameters=[secret]), entry))[0] == 0
    node, = modules.latest(box.world, 'ann/saved/all')['nodes']
    assert [(mapping['name'], mapping['value']) for mapping in node['parameterMappings']] == [
        ('password', "''")]


# -- once, and nothing else -----------------------------------------------------------------------

def test_nothing_is_restored_twice(place, box):
    run(box, place)
    before = len(box.world.store.table(modules.TABLE))
    status, printed, _ = run(box, place)
    assert printed.startswith('0 versions created, 8 already there, under ann/saved.\n')
    assert (status, len(box.world.store.table(modules.TABLE))) == (1, before)


def test_it_continues_wherever_it_was_interrupted(box, catalogue):
    path = catalogue(component('base', 1), component('base', 2), component('web', 3,
                                                                           parent='base/1'))

    class Impatient(object):
        """Clients that are interrupted at a certain save; it has arrived or not."""

        def __init__(self, sandbox, number, arrives):
            self.sandbox, self.number, self.arrives, self.saved = sandbox, number, arrives, 0

        def __call__(self, options):
            api = self.sandbox.api('ann')
            send = api.session.request

            def request(method, url, **members):
                """Send a request."""
                self.saved += method == 'PUT'
                if self.saved == self.number and not self.arrives:
                    raise KeyboardInterrupt()
                response = send(method, url, **members)
                if self.saved == self.number:
                    raise KeyboardInterrupt()
                return response

            api.session.request = request
            return api

    for number in range(1, 6):
        for arrives in (False, True):
            with Sandbox(speed=0, catalogue=ANN) as other:
                status, _, complained = run(other, path,
                                            connect=Impatient(other, number, arrives))
                assert status == 130
                assert complained.endswith('Run the same command again to continue.\n')
                assert run(other, path)[0] == 0
                assert paths(other) == ['ann', 'ann/saved', 'ann/saved/base',
                                        'ann/saved/base', 'ann/saved/web']
                base = modules.versions(other.world, 'ann/saved/base')[0]
                assert modules.latest(other.world,
                                      'ann/saved/web')['moduleReferenceUri'] == modules.uri(base)


def test_what_stands_in_the_way_is_named_and_nothing_is_done(place, box):
    api = box.api('ann')
    for path in ('ann', 'ann/saved', 'ann/saved/shop'):
        api.create_project(path)
    api.create_component('ann/saved/shop/db', cloud_identifiers={'alps': 'x'})
    before = paths(box)
    status, printed, complained = run(box, place)
    assert (status, printed, paths(box)) == (1, '', before)
    assert complained == (
        'ann/saved/shop/db already exists and was not restored from a catalogue\n'
        'Nothing was done. Choose another project with --under.\n')


def test_projects_that_are_there_already_are_used(box, catalogue):
    api = box.api('ann')
    for path in ('ann', 'ann/saved', 'ann/saved/shop'):
        api.create_project(path, description='Mine')
    path = catalogue({'path': 'shop', 'type': 'project', 'description': 'Theirs'},
                      component('shop/web'))
    assert run(box, path)[0] == 0
    assert paths(box).count('ann/saved/shop') == 1
    assert api.get_element('ann/saved/shop').description == 'Mine'


def test_modules_that_were_changed_since_are_left_alone(box, catalogue):
    run(box, catalogue(component('web', 1)))
    box.api('ann').update_component('ann/saved/web', description='changed')
    status, printed, _ = run(box, catalogue(component('web', 1), component('web', 2)))
    assert (status, printed.split(', under')[0]) == (0, '0 versions created, 2 already there')
    assert box.api('ann').get_element('ann/saved/web').description == 'changed'


def test_a_dry_run_only_tells(place, box):
    status, printed, complained = run(box, place, '--dry-run')
    assert (status, complained.count('Not restored')) == (0, 0)
    assert paths(box) == []
    assert printed.splitlines()[:5] == [
        'would create project ann', 'would create project ann/saved',
        'would create project ann/saved/hidden',
        'would create project ann/saved/shop from version 10',
        'would create component ann/saved/shop/base from version 11']
    assert '  it refers to shop/gone, which is not in the catalogue\n' in printed
    assert '11 versions would be created, 0 already there, under ann/saved.' in printed


def test_a_service_that_does_not_tell_the_version_is_reported(box, catalogue, monkeypatch):
    api = box.api('ann')
    put = api._put_xml

    def put_silently(*arguments, **options):
        """Save a module, but do not tell where."""
        response = put(*arguments, **options)
        response.headers.pop('Location')
        return response

    monkeypatch.setattr(api, '_put_xml', put_silently)
    status, _, complained = run(box, catalogue(component('web', 1)), connect=lambda options: api)
    assert status == 1
    assert 'The service did not return the version of ann/saved/web' in complained


def test_a_project_that_is_not_mine_is_reported(box, catalogue):
    box.api('bob').create_project('ann')
    status, _, complained = run(box, catalogue(component('web', 1)))
    assert status == 1
    assert 'Not restored: ann/saved from version 0: 403 ' in complained


def test_a_publication_that_is_refused_is_reported(box, catalogue):
    box.faults.add(status=500, path='/module/ann/saved/web/', method='PUT', times=None)
    status, _, complained = run(box, catalogue(component('web', 1, published=True)), '--publish')
    assert status == 1
    assert 'Not restored: ann/saved/web from version 1: 500 ' in complained


def test_a_lost_connection_ends_it(box, catalogue):
    box.faults.add(status=503, path='/module/ann/saved', times=None)
    status, _, complained = run(box, catalogue(component('web', 1)),
                                connect=lambda options: box.api('ann', retries=0))
    assert status == 1
    assert complained.endswith('Run the same command again to continue.\n')


def test_a_mistake_in_the_catalogue_is_named(box, catalogue):
    status, _, complained = run(box, catalogue({'path': 'a'}))
    assert status == 1
    assert 'other.json: modules[0].type: is missing (line 1)' in complained


@pytest.mark.parametrize('under', ['', '/', 'a b', 'a//b'])
def test_an_impossible_project_is_refused(under, capsys):
    with pytest.raises(SystemExit):
        parsed('restore', '--endpoint', 'x', 'y', '--under', under)
    assert '--under' in capsys.readouterr()[1]


# -- the order ------------------------------------------------------------------------------------

def order(*entries):
    """Path and number of each step."""
    complete = formats.complete({'modules': list(entries)})
    return [(step.path, step.number) for step in restore_plan.steps(complete)]


@pytest.mark.parametrize('entries, expected', [
    ([component('b', 2), component('a', 1)], [('a', 1), ('b', 2)]),
    # Where there was an older version, history is repeated.
    ([component('base', 1), component('base', 5), component('web', 3, parent='base')],
     [('base', 1), ('web', 3), ('base', 5)]),
    # Where it is missing, what is needed comes earlier.
    ([component('base', 5), component('base', 6), component('web', 3, parent='base')],
     [('base', 5), ('base', 6), ('web', 3)]),
    ([component('base', 5), component('base', 6), component('web', 3, parent='base/5')],
     [('base', 5), ('web', 3), ('base', 6)]),
    # A circle is cut somewhere.
    ([component('a', 1, parent='b'), component('b', 2, parent='a')], [('b', 2), ('a', 1)]),
    ([component('p/a', 1), {'path': 'p', 'type': 'project', 'version': 9}],
     [('p', 9), ('p/a', 1)]),
    ([component('p/q/a', 1)], [('p', 0), ('p/q', 0), ('p/q/a', 1)]),
    ([component('a'), component('a'), component('b', 7)], [('b', 7), ('a', 8), ('a', 9)]),
    ([component('a', 1, parent='nowhere/3'), component('b', 2, parent='a/77')],
     [('a', 1), ('b', 2)])])
def test_what_is_needed_comes_first(entries, expected):
    assert order(*entries) == expected


def test_a_long_history_does_no_harm():
    entries = [component('a', number) for number in range(1, 3000)]
    assert len(order(*entries)) == 2999


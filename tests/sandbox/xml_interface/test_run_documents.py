# -*- coding: utf-8 -*-
"""Tests of the document of a run: how it is written, and that it is never an old one."""
from __future__ import unicode_literals

import random

import pytest

from slipstream.sandbox import timestamps
from slipstream.sandbox.state import cimi_records, modules, run_parameters
from slipstream.sandbox.state.cache import Cache
from slipstream.sandbox.state.machines import state_of
from slipstream.sandbox.state.runs import split_key
from slipstream.sandbox.xml_interface import elements, module_documents, run_documents

from .deployments import READY, Site, parameter

ODD = 'x]]>y & <z> "q" \'p\'\t\r\n \x00\ud7ff é'


@pytest.fixture
def site():
    """A world with modules to launch, see :class:`Site`."""
    return Site()


@pytest.fixture
def read(site):
    """A function that gives the text of the document of a run."""
    def read(uuid, **options):
        response = site.service('GET', '/run/' + uuid, **options)
        assert response.status == 200
        return response.body.decode('utf-8')
    return read


# -- how it is written --------------------------------------------------------

def tree(world, run):
    """The document as one tree, in which nothing is text already."""
    root = run_documents.run_element(world, run)
    parts = [entry(world, run, key) for key in sorted(run['values'])]
    root[0].remove(root[0][0])
    root[0].extend(parts)
    root[1] = module_documents.embedded_element(world, modules.find(world, run['module']))
    return root


def entry(world, run, key):
    """The entry of a runtime parameter, made without the product's shortcuts."""
    scope, name = split_key(key)
    description, kind = run_parameters.describe(run, key)
    value = state_of(world, run['instances'][scope]) if name == 'vmstate' else run['values'][key]
    targets = run['mappings'].get(key, ())
    return elements.element('entry', (), elements.element('string', text=elements.CData(key)),
                            elements.element('runtimeParameter', (
                                ('description', description), ('deleted', False), ('key', key),
                                ('isSet', run_parameters.is_set(run, key)), ('name', name),
                                ('group', 'Global' if scope == 'ss' else scope),
                                ('mapsOthers', bool(targets)), ('type', kind),
                                ('mappedRuntimeParameterNames',
                                 ''.join('%s,' % target for target in targets)),
                                ('isMappedValue', False),
                                ('creation', timestamps.legacy(run_parameters.created(run, key)))),
                                             text=None if value is None else elements.CData(value)))


def unordered(text):
    """The lines of a text, each as the set of its words.

    In trees of Python 2 the attributes are in no order.
    """
    return [sorted(line.replace('/>', ' />').replace('>', ' >').split(' '))
            for line in text.splitlines()]


@pytest.mark.parametrize('path, fields, seconds', [
    ('shop/web', {}, 0), ('shop/web', {'parameter--title': ODD, 'tags': ODD}, READY),
    ('shop/full', {}, 10), ('shop/full', {'mutable': 'on'}, READY),
    ('shop/full', {'parameter--node--web--sandbox.fail': 'Executing'}, READY),
    ('shop/built', {'type': 'Machine'}, 200)])
def test_the_text_is_that_of_a_tree(site, read, path, fields, seconds):
    site.component('shop/built', moduleReferenceUri='module/examples/ubuntu', recipe='make')
    uuid = site.launched(path, fields, seconds)
    written = elements.write(tree(site.world, site.run(uuid))).decode('utf-8')
    assert unordered(read(uuid)) == unordered(written)
    assert len(written) > 8000


def test_odd_names_and_values_are_escaped(site, read):
    site.component('shop/odd', moduleReferenceUri='module/examples/ubuntu', parameters=[
        parameter('a"<&>]]>b', value='v', description=ODD), parameter('plain', value=ODD)])
    uuid = site.launched('shop/odd')
    assert unordered(read(uuid)) == unordered(
        elements.write(tree(site.world, site.run(uuid))).decode('utf-8'))
    root = elements.read(read(uuid).encode('utf-8'))
    parameters = dict((entry.findtext('string'), entry.find('runtimeParameter'))
                 for entry in root.findall('runtimeParameters/entry'))
    assert parameters['machine:a"<&>]]>b'].get('name') == 'a"<&>]]>b'
    assert parameters['machine:a"<&>]]>b'].get('description') == ODD.replace('\x00', '\ufffd')
    assert parameters['machine:plain'].text == ODD.replace('\x00', '\ufffd').replace('\r\n', '\n')


def test_the_attributes_have_the_order_of_the_service(site, read):
    uuid = site.launched('shop/full')
    assert '''
      <entry>
         <string><![CDATA[db.1:hostname]]></string>
         <runtimeParameter description="hostname/ip of the image" deleted="false" \
key="db.1:hostname" isSet="true" name="hostname" group="db.1" mapsOthers="true" type="String" \
mappedRuntimeParameterNames="web.1:db.hostname,web.2:db.hostname," isMappedValue="false" \
creation="2019-03-29 08:00:00.0 UTC"><![CDATA[10.0.0.1]]></runtimeParameter>
      </entry>
''' in read(uuid).replace('description=""', 'description="hostname/ip of the image"')


# -- that it is never an old one ----------------------------------------------

#: What changes the document of a run, as functions of the site and the UUID.
CHANGES = [('time', lambda site, uuid: site.wait(15)),
           ('a state of a machine, while the run stays as it is',
            lambda site, uuid: site.wait(READY + 5)),
           ('machines that are forgotten', lambda site, uuid: site.wait(READY + 500)),
           ('a parameter that is set',
            lambda site, uuid: site.service('PUT', '/run/%s/ss:tags' % uuid, b'new')),
           ('a parameter that is cleared',
            lambda site, uuid: site.service('DELETE', '/run/%s/web.1:title' % uuid)),
           ('an abort',
            lambda site, uuid: site.service('PUT', '/run/%s/ss:abort' % uuid, b'enough')),
           ('a key that does not exist, which aborts',
            lambda site, uuid: site.service('GET', '/run/%s/ss:typo' % uuid)),
           ('an instance that is added',
            lambda site, uuid: [site.wait(READY), site.service(
                'POST', '/run/%s/web' % uuid, b'n=1')]),
           ('an instance that is removed', lambda site, uuid: [site.wait(READY), site.service(
               'DELETE', '/run/%s/web' % uuid, b'ids=1')]),
           ('a step that is completed',
            lambda site, uuid: site.service(
                'POST', '/run/%s/orchestrator-exoscale-ch-gva:complete' % uuid)),
           ('a termination', lambda site, uuid: site.service('DELETE', '/run/' + uuid)),
           ('a newer version of the module', lambda site, uuid: site.application('shop/full', [])),
           ('a module that is published',
            lambda site, uuid: modules.publish(site.world, site.full)),
           ('a component of the application that is deleted', lambda site, uuid: modules.delete(
               site.world, site.db)),
           ('an ancestor of a component', lambda site, uuid: site.component(
               'examples/ubuntu', isBase=True, loginUser='root', platform='debian')),
           ('somebody who changes a machine',
            lambda site, uuid: [cimi_records.update(site.world, machine, state='failed')
                                for machine in site.world.store.table('virtual-machine')])]


@pytest.mark.parametrize('change', [change for _, change in CHANGES],
                         ids=[str(name) for name, _ in CHANGES])
def test_a_change_is_seen_at_once(site, read, change):
    uuid = site.launch('shop/full', {'mutable': 'on'})
    site.wait(4)
    before = read(uuid)
    assert read(uuid) == before
    change(site, uuid)
    after = read(uuid)
    assert after != before
    site.world.cache = Cache()
    assert read(uuid) == after


def test_runs_and_forms_are_not_confused(site, read):
    first, second = site.launch('shop/web'), site.launch('shop/web')
    forms = ('application/xml', 'application/json', 'text/plain', 'text/html')
    documents = [[read(uuid, accept=form) for form in forms] for uuid in (first, second)]
    assert [[read(uuid, accept=form) for form in forms] for uuid in (first, second)] == documents
    assert [text[:1] for text in documents[0]] == ['<', '{', '<', '<']
    assert documents[0][3].startswith('<!DOCTYPE html>')
    assert all(uuid in text for uuid, texts in zip((first, second), documents) for text in texts)
    assert documents[0][0].replace(first, '') != documents[1][0]
    assert first not in documents[1][0]
    assert second not in documents[0][0]


def test_what_one_user_has_read_another_one_may_not(site, read):
    uuid = site.launch('shop/web')
    assert read(uuid) == read(uuid, user='super')
    assert site.service('GET', '/run/' + uuid, user='bob').status == 403
    assert site.service('GET', '/run/' + uuid, user=None).status == 401
    site.world.accounts.create('carol', 'secret-of-carol')
    assert site.service('GET', '/run/' + uuid, user='carol').status == 403
    cimi_records.update(site.world, site.world.accounts.user('super'), isSuperUser=False)
    assert site.service('GET', '/run/' + uuid, user='super').status == 403


@pytest.mark.parametrize('seed', range(12))
def test_no_sequence_of_changes_leaves_an_old_document(site, read, seed):
    source, uuids = random.Random(seed), [site.launch('shop/full', {'mutable': 'on'}),
                                          site.launch('shop/web')]
    for _ in range(25):
        source.choice(CHANGES)[1](site, source.choice(uuids))
        site.wait(source.choice((0, 0, 0.5, 5)))
        remembered, site.world.cache = [read(uuid) for uuid in uuids], Cache()
        assert remembered == [read(uuid) for uuid in uuids]

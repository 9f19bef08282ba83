# -*- coding: utf-8 -*-
"""Deployments as a service shows them, and as a catalogue has them."""
from __future__ import unicode_literals

from xml.etree import ElementTree

import pytest

from slipstream.sandbox.command_line import capture_runs
from slipstream.sandbox.command_line.capture_modules import NotUnderstoodError

HEAD = ('uuid="u" user="ann" type="Run" state="Ready" moduleResourceUri="module/a/b/7" '
        'startTime="2019-03-02 11:00:00.200 UTC" nodeNames="web.1"')
PARAMETER = ('<entry><string>x</string><runtimeParameter key="%s" description="%s" type="%s" '
             'creation="2019-03-02 11:00:00.210 UTC" mappedRuntimeParameterNames="%s">%s'
             '</runtimeParameter></entry>')


def read(*parameters, **more):
    """What a document says: parameters are given as key, description, type, links and value."""
    inside = ''.join(PARAMETER % parameter for parameter in parameters)
    settings = ''.join('<entry><parameter name="%s"><value>%s</value></parameter></entry>' % pair
                       for pair in more.get('settings', ()))
    return capture_runs.read(ElementTree.fromstring(
        '<run %s %s><runtimeParameters>%s</runtimeParameters><parameters>%s</parameters></run>'
        % (HEAD, more.get('attributes', ''), inside, settings)))


def test_every_run_has_module_owner_times_and_instances():
    reading = read(attributes='endTime="2019-03-02 12:00:00.5 UTC" mutable="true" groups="g" '
                   'lastStateChangeTime="2019-03-02 12:00:00.4 UTC" cloudServiceNames="alps, moon"')
    assert reading.module == ('a/b', 7)
    assert reading.document == {
        'uuid': 'u', 'owner': 'ann', 'type': 'Run', 'state': 'Ready', 'module': 'a/b/7',
        'created': '2019-03-02T11:00:00.200Z', 'changed': '2019-03-02T12:00:00.004Z',
        'ended': '2019-03-02T12:00:00.005Z', 'mutable': True, 'groups': 'g',
        'clouds': ['alps', 'moon'], 'instances': [{'name': 'web.1', 'cloud': ''}],
        'parameters': {}}


@pytest.mark.parametrize('text', [
    '<run %s/>' % HEAD.replace('uuid="u"', ''), '<run %s/>' % HEAD.replace('user="ann"', ''),
    '<run %s/>' % HEAD.replace('a/b/7', 'a/b'), '<run %s/>' % HEAD.replace('module/a/b/7', '')])
def test_what_lacks_something_is_not_understood(text):
    with pytest.raises(NotUnderstoodError, match='not understood'):
        capture_runs.read(ElementTree.fromstring(text))


def test_parameters_and_links_are_kept_but_for_what_is_computed():
    document = read(('web.1:vmstate', '', 'String', '', 'running'),
                    ('web.1:out', '', 'String', 'db.1:in,db.2:in,', 'a\nb'),
                    ('web.1:cloudservice', 'Cloud Service where the node resides', 'String', '',
                     'alps'), ('ss:tags', '', 'String', '', '')).document
    assert document['parameters'] == {'web.1:out': ['a', 'b'], 'web.1:cloudservice': 'alps',
                                      'ss:tags': ''}
    assert document['links'] == {'web.1:out': ['db.1:in', 'db.2:in']}
    assert document['instances'] == [
        {'name': 'web.1', 'cloud': 'alps', 'created': '2019-03-02T11:00:00.210Z'}]


def test_only_what_the_sandbox_does_not_know_is_described():
    document = read(('web.1:statecustom', 'Custom state', 'String', '', ''),
                    ('web.1:title', 'Title', 'Text', '', ''), ('ss:odd', 'Odd', 'String', '', ''),
                    ('web:ids', 'IDs', 'String', '', '1')).document
    assert document['described'] == {'web': {'title': {'description': 'Title', 'type': 'Text'}}}


def test_no_secret_comes_out():
    reading = read(('web.1:plain', '', 'Password', '', 'planted-secret'),
                   ('web.1:admin_password', '', 'String', '', 'planted-secret'),
                   ('ss:run.api.key', '', 'String', '', 'planted-secret'),
                   ('web.1:token', '', 'String', '', ''),
                   settings=[('web:plain', 'planted-secret'), ('web:secret', 'planted-secret'),
                             ('web:title', 'T')])
    assert 'planted-secret' not in repr(reading)
    assert reading.withheld == 3
    assert reading.document['withheld'] == ['ss:run.api.key', 'web.1:admin_password',
                                            'web.1:plain']
    assert reading.document['settings'] == {'web:title': 'T'}
    assert set(reading.document['parameters'].values()) == {''}

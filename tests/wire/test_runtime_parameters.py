# -*- coding: utf-8 -*-
"""Runtime parameters and node instances: each method, exact request and exact result."""
from __future__ import unicode_literals

import pytest

from slipstream.api import errors
from slipstream.api.models import NodeInstance

from .. import xml_samples as samples
from .talk import answer, text

RUN = '/run/' + samples.DUID
GET = 'GET ' + RUN


def run(**values):
    """The document of a run with these parameters; two underscores in a name stand for the colon, one for a dot."""
    entries = ''.join(
        '<entry><string>%s</string><runtimeParameter key="%s">%s</runtimeParameter></entry>'
        % (key, key, value) for key, value in (
            (name.replace('__', ':').replace('_', '.'), value) for name, value in values.items()))
    return '<run uuid="%s" state="Ready"><runtimeParameters>%s<entry/></runtimeParameters></run>' % (samples.DUID, entries)


WHOLE = run(ss__state='Ready', ss__abort='', web__ids='1, 10,2,x', db__ids='',
            web_1__hostname=' 10.0.0.1 ', web_1__cloudservice='exo',
            web_1__vmstate='running', web_1__instanceid='i-1', web_1__abort='',
            web_1__complete='false')
MACHINE = run(ss__state='Ready', machine__hostname='10.0.0.1', machine__complete='false',
              machine__abort='')


def test_all_parameters_are_one_request(talk):
    client = talk(WHOLE)
    values = client.get_deployment_parameters(samples.DUID)
    assert client.lines == [GET]
    assert values['ss:state'] == 'Ready' and values['ss:abort'] is None and values[
        'web.1:hostname'] == ' 10.0.0.1 '
    assert len(values) == 10


def test_the_parameters_of_a_scope(talk):
    client = talk(*[WHOLE] * 4)
    instance = client.get_deployment_parameters(samples.DUID, 'web', 1)
    assert instance == client.get_deployment_parameters(samples.DUID, 'web.1')
    assert instance == {
        'hostname': ' 10.0.0.1 ', 'cloudservice': 'exo', 'vmstate': 'running', 'instanceid': 'i-1',
        'abort': None, 'complete': 'false'}
    assert client.get_deployment_parameters(samples.DUID, 'web') == {'ids': '1, 10,2,x'}
    assert client.get_deployment_parameters(samples.DUID,
                                            node='ss') == {'state': 'Ready', 'abort': None}


def test_the_parameters_of_nobody(talk):
    with pytest.raises(errors.UnknownNodeError) as info:
        talk(WHOLE).get_deployment_parameters(samples.DUID, 'web', 3)
    assert 'no node or instance web.3' in str(info.value) and 'web.1' in info.value.hint


def test_set(talk):
    client = talk(WHOLE, answer('', 200))
    assert client.set_deployment_parameter(samples.DUID, 'web.1:hostname', 'é & b') is True
    assert client.lines == [GET, 'PUT %s/web.1:hostname' % RUN]
    assert client.sent[1].body == 'é & b'
    assert client.sent[1].headers['content-type'] == 'text/plain; charset=UTF-8'


def test_set_what_a_node_has(talk):
    client = talk(answer('', 200))
    assert client.set_deployment_parameter(samples.DUID, 'ready', True, node='web', instance=2,
                                           ignore_abort=True, check=False) is True
    assert client.lines == ['PUT %s/web.2:ready?ignoreabort=true' % RUN]
    assert client.sent[0].body == 'true'


def test_an_unknown_parameter_is_not_touched(talk):
    client = talk(WHOLE, WHOLE)
    with pytest.raises(errors.UnknownParameterError) as info:
        client.set_deployment_parameter(samples.DUID, 'web.1:hostnam', 'x')
    assert 'Did you mean web.1:hostname' in str(info.value)
    with pytest.raises(KeyError) as info:
        client.clear_deployment_parameter(samples.DUID, 'hostname', node='www')
    assert 'web.1:hostname' in info.value.hint
    assert client.lines == [GET, GET]


def test_unset_leaves_the_abort_flag_alone(talk):
    client = talk(WHOLE, answer('', 200), answer('', 200))
    assert client.clear_deployment_parameter(samples.DUID, 'web.1:hostname') is True
    assert client.clear_deployment_parameter(samples.DUID, 'hostname', 'web', 1, ignore_abort=True,
                                             check=False) is True
    assert client.lines == [GET, 'PUT %s/web.1:hostname' % RUN,
                            'PUT %s/web.1:hostname?ignoreabort=true' % RUN]
    assert [sent.body for sent in client.sent[1:]] == ['', '']


@pytest.mark.parametrize('arguments', [('ss:abort',), ('abort', 'web', 1)])
def test_an_abort_is_not_unset(talk, arguments):
    client = talk()
    with pytest.raises(ValueError):
        client.clear_deployment_parameter(samples.DUID, *arguments)
    assert client.sent == []


def test_cancel_an_abort(talk):
    client = talk(answer('', 204), WHOLE, answer('', 204))
    assert client.cancel_abort(samples.DUID) is True
    assert client.cancel_abort(samples.DUID, 'web', 1) is True
    assert client.lines == ['DELETE %s/ss:abort?ignoreabort=true' % RUN, GET,
                            'DELETE %s/web.1:abort?ignoreabort=true' % RUN]
    with pytest.raises(errors.UnknownParameterError):
        talk(WHOLE).cancel_abort(samples.DUID, 'web', 9)


def test_complete_a_state(talk):
    client = talk(MACHINE, text('Executing'), WHOLE, text('SendingReports\n'), text('Done'))
    assert client.complete_node_state(samples.DUID) == 'executing'
    assert client.complete_node_state(samples.DUID, 'web', 1) == 'sendingreports'
    assert client.complete_node_state(samples.DUID, node='orchestrator-exo', check=False) == 'done'
    assert client.lines == [GET, 'POST %s/machine:complete' % RUN, GET,
                            'POST %s/web.1:complete' % RUN,
                            'POST %s/orchestrator-exo:complete' % RUN]
    with pytest.raises(errors.UnknownParameterError):
        talk(WHOLE).complete_node_state(samples.DUID, 'web', 2)


def test_instances(talk):
    client = talk(WHOLE, WHOLE)
    first = NodeInstance(name='web.1', node='web', id=1, cloud='exo', hostname=' 10.0.0.1 ',
                         status='running', instance_id='i-1')
    found = client.get_node_instances(samples.DUID)
    assert found[0] == first and [each.name for each in found] == ['web.1', 'web.2', 'web.10']
    assert found[1].hostname is None
    assert client.get_node_instances(samples.DUID, 'db') == []
    assert client.lines == [GET, GET]


def test_the_instance_of_a_component(talk):
    client = talk(MACHINE, MACHINE, run(ss__state='Initializing'))
    found = client.get_node_instances(samples.DUID)
    assert [(each.name, each.node, each.id, each.hostname)
            for each in found] == [('machine', 'machine', None, '10.0.0.1')]
    assert client.get_node_instances(samples.DUID, 'machine') == found
    assert client.get_node_instances(samples.DUID) == []


def test_instances_of_an_unknown_node(talk):
    with pytest.raises(errors.UnknownNodeError) as info:
        talk(WHOLE).get_node_instances(samples.DUID, 'wep')
    assert 'Did you mean web?' in str(info.value)


def test_the_longest_value(talk):
    client = talk(answer('', 200), answer('', 200))
    client.set_deployment_parameter(samples.DUID, 'ss:tags', 'é' * 4096, check=False)
    client.set_deployment_parameter(samples.DUID, 'ss:abort', 'x' * 5000, check=False)
    with pytest.raises(ValueError):
        client.set_deployment_parameter(samples.DUID, 'ss:tags', 'x' * 4097, check=False)
    assert len(client.sent) == 2


@pytest.mark.parametrize('arguments', [
    ('tags', 'x'), ('ss:tags', None), ('ss:tags', ['x']), ('ss:tags', '\x00'),
    ('ss:tags', 'x', 'web'), ('tags', 'x', None, 1),
    ('tags', 'x', 'web', 0), ('tags', 'x', 'web.1', 1),
    ('tags', 'x', 'a:b'), ('tags', 'x', 'a/b'), ('a/b', 'x', 'web'), ('tags', 'x', 'web', '1_0'),
    (5, 'x')])
def test_nothing_is_sent_for_bad_arguments(talk, arguments):
    client = talk()
    with pytest.raises((ValueError, TypeError)):
        client.set_deployment_parameter(samples.DUID, *arguments)
    assert client.sent == []


@pytest.mark.parametrize('options', [{'check': 'no'}, {'ignore_abort': 'no', 'check': False}])
def test_truth_values_are_truth_values(talk, options):
    client = talk()
    with pytest.raises(TypeError):
        client.set_deployment_parameter(samples.DUID, 'ss:tags', 'x', **options)
    assert client.sent == []

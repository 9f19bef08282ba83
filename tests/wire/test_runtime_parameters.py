# -*- coding: utf-8 -*-
"""Runtime parameters and node instances: each method, exact request and exact result."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import errors
from slipstream.api.compat import text_type
from slipstream.api.methods import base
from slipstream.api.models import NodeInstance

from .. import xml_samples as samples
from .talk import answer, text

RUN = '/run/' + samples.DUID
GET = 'GET ' + RUN


def run(**values):
    """The document of a run with these parameters.

    Two underscores in a name stand for the colon, one for a dot.
    """
    entries = ''.join(
        '<entry><string>%s</string><runtimeParameter key="%s">%s</runtimeParameter></entry>'
        % (key, key, value) for key, value in (
            (name.replace('__', ':').replace('_', '.'), value) for name, value in values.items()))
    return ('<run uuid="%s" state="Ready"><runtimeParameters>%s<entry/></runtimeParameters></run>'
            % (samples.DUID, entries))


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
    assert values['ss:state'] == 'Ready'
    assert values['ss:abort'] is None
    assert values['web.1:hostname'] == ' 10.0.0.1 '
    assert len(values) == 10


def test_get_deployment_parameters_returns_the_parameters_of_a_scope(talk):
    client = talk(*[WHOLE] * 4)
    instance = client.get_deployment_parameters(samples.DUID, 'web', 1)
    assert instance == client.get_deployment_parameters(samples.DUID, 'web.1')
    assert instance == {
        'hostname': ' 10.0.0.1 ', 'cloudservice': 'exo', 'vmstate': 'running', 'instanceid': 'i-1',
        'abort': None, 'complete': 'false'}
    assert client.get_deployment_parameters(samples.DUID, 'web') == {'ids': '1, 10,2,x'}
    assert client.get_deployment_parameters(samples.DUID,
                                            node='ss') == {'state': 'Ready', 'abort': None}


def test_the_parameters_of_an_unknown_node_raise_unknown_node_error(talk):
    with pytest.raises(errors.UnknownNodeError) as info:
        talk(WHOLE).get_deployment_parameters(samples.DUID, 'web', 3)
    assert 'no node or instance web.3' in str(info.value) and 'web.1' in info.value.hint


def test_set_deployment_parameter_puts_the_value_as_text(talk):
    client = talk(WHOLE, answer('', 200))
    assert client.set_deployment_parameter(samples.DUID, 'web.1:hostname', 'é & b') is True
    assert client.lines == [GET, 'PUT %s/web.1:hostname' % RUN]
    assert client.sent[1].body == 'é & b'
    assert client.sent[1].headers['content-type'] == 'text/plain; charset=UTF-8'


def test_the_parameter_of_a_node_instance_is_set(talk):
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


def test_cancel_abort_clears_the_flag_of_the_run_or_of_a_node(talk):
    client = talk(answer('', 204), WHOLE, answer('', 204))
    assert client.cancel_abort(samples.DUID) is True
    assert client.cancel_abort(samples.DUID, 'web', 1) is True
    assert client.lines == ['DELETE %s/ss:abort?ignoreabort=true' % RUN, GET,
                            'DELETE %s/web.1:abort?ignoreabort=true' % RUN]
    with pytest.raises(errors.UnknownParameterError):
        talk(WHOLE).cancel_abort(samples.DUID, 'web', 9)


def test_complete_node_state_returns_the_next_state(talk):
    client = talk(MACHINE, text('Executing'), WHOLE, text('SendingReports\n'), text('Done'))
    assert client.complete_node_state(samples.DUID) == 'executing'
    assert client.complete_node_state(samples.DUID, 'web', 1) == 'sendingreports'
    assert client.complete_node_state(samples.DUID, node='orchestrator-exo', check=False) == 'done'
    assert client.lines == [GET, 'POST %s/machine:complete' % RUN, GET,
                            'POST %s/web.1:complete' % RUN,
                            'POST %s/orchestrator-exo:complete' % RUN]
    with pytest.raises(errors.UnknownParameterError):
        talk(WHOLE).complete_node_state(samples.DUID, 'web', 2)


def test_get_node_instances_sorts_instances_by_number(talk):
    client = talk(WHOLE, WHOLE)
    first = NodeInstance(name='web.1', node='web', id=1, cloud='exo', hostname=' 10.0.0.1 ',
                         status='running', instance_id='i-1')
    instances = client.get_node_instances(samples.DUID)
    assert instances[0] == first
    assert [instance.name for instance in instances] == ['web.1', 'web.2', 'web.10']
    assert instances[1].hostname is None
    assert client.get_node_instances(samples.DUID, 'db') == []
    assert client.lines == [GET, GET]


def test_a_component_has_one_instance_once_it_is_provisioned(talk):
    client = talk(MACHINE, MACHINE, run(ss__state='Initializing'))
    instances = client.get_node_instances(samples.DUID)
    assert [(instance.name, instance.node, instance.id, instance.hostname)
            for instance in instances] == [('machine', 'machine', None, '10.0.0.1')]
    assert client.get_node_instances(samples.DUID, 'machine') == instances
    assert client.get_node_instances(samples.DUID) == []


def test_the_instances_of_an_unknown_node_raise_unknown_node_error(talk):
    with pytest.raises(errors.UnknownNodeError) as info:
        talk(WHOLE).get_node_instances(samples.DUID, 'wep')
    assert 'Did you mean web?' in str(info.value)


def test_a_value_longer_than_4096_characters_is_refused_but_abort_is_not(talk):
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


@pytest.fixture
def direct(talk):
    """A function of responses that makes an Api that does not check names of parameters."""
    def make(*answers):
        return talk(*answers, check_parameters=False)
    return make


def test_b12_parameters_are_text(direct):
    client = direct(text('Ready'), text('http://é/x'), text(''))
    value = client.get_deployment_parameter(samples.DUID, 'ss:state')
    assert value == 'Ready'
    assert value == str('Ready')
    assert value.lower() == 'ready'
    assert value.split('a') == ['Re', 'dy']
    assert isinstance(value, text_type)
    assert client.get_deployment_parameter(samples.DUID, 'web.1:url.service',
                                           ignore_abort=True) == 'http://é/x'
    assert client.get_deployment_parameter(samples.DUID, 'ss:groups', False) == ''
    assert client.lines == ['GET %s/ss:state' % RUN, 'GET %s/web.1:url.service?ignoreabort=true'
                            % RUN, 'GET %s/ss:groups' % RUN]
    assert client.sent[0].headers['accept'] == 'text/plain'


@pytest.mark.parametrize('content_type, encoding', [
    ('text/plain', 'utf-8'), ('text/plain;charset=UTF-8', 'utf-8'), (None, 'utf-8'),
    ('text/plain; charset=ISO-8859-1', 'latin-1'),
    ('text/plain;charset=nonsense', 'utf-8')])
def test_b13_values_are_utf_8_unless_declared_otherwise(direct, content_type, encoding):
    client = direct(answer('Zürich é'.encode(encoding), 200, content_type))
    assert client.get_deployment_parameter(samples.DUID, 'ss:tags') == 'Zürich é'


@pytest.mark.parametrize('status, detail, kind', [
    (409, 'Abort flag raised!', errors.ConflictError),
    (412, 'key ss:abort not yet set', errors.PreconditionFailedError),
    (404, 'Unknown run id x', errors.NotFoundError)])
def test_b50_the_error_says_why_a_parameter_cannot_be_read(talk, status, detail, kind):
    with pytest.raises(kind) as info:
        talk(text('%d - Reason\n%s' % (status, detail), status)).get_deployment_parameter(
            samples.DUID, 'ss:abort')
    assert info.value.reason == detail and isinstance(info.value, requests.exceptions.HTTPError)


def test_b53_a_login_page_is_no_value(talk):
    with pytest.raises(errors.ResponseError):
        talk(answer('<html/>', 200, 'text/html')).get_deployment_parameter(samples.DUID, 'ss:state')


@pytest.mark.parametrize('name', ['', None, 3, 'state', 'web', 'a/b:c', 'ss:', ':x', '..'])
def test_b08_nothing_is_sent_for_a_parameter_that_is_none(talk, name):
    client = talk()
    with pytest.raises((TypeError, ValueError)):
        client.get_deployment_parameter(samples.DUID, name)
    assert client.sent == []


def test_b08_names_of_parameters_are_quoted(direct):
    client = direct(text('x'))
    client.get_deployment_parameter(samples.DUID, 'web.1:a b?c#d')
    assert client.lines == ['GET %s/web.1:a%%20b%%3Fc%%23d' % RUN]


def test_an_unknown_name_is_refused_before_it_could_abort_the_deployment(talk):
    client = talk(WHOLE)
    with pytest.raises(errors.UnknownParameterError) as info:
        client.get_deployment_parameter(samples.DUID, 'web.1:hostnam')
    assert 'Did you mean web.1:hostname' in info.value.hint and isinstance(info.value, KeyError)
    assert client.lines == [GET]


def test_names_are_read_once_per_deployment(talk):
    client = talk(WHOLE, text('10.0.0.1'), text('i-1'))
    assert client.get_deployment_parameter(samples.DUID, 'web.1:hostname') == '10.0.0.1'
    assert client.get_deployment_parameter(samples.DUID, 'web.1:instanceid') == 'i-1'
    assert client.lines == [GET, 'GET %s/web.1:hostname' % RUN, 'GET %s/web.1:instanceid' % RUN]


@pytest.mark.parametrize('read', [
    lambda client: client.get_deployment(samples.DUID),
    lambda client: client.wait_deployment(samples.DUID),
    lambda client: client.get_deployment_parameters(samples.DUID),
    lambda client: client.get_node_instances(samples.DUID)])
def test_reading_a_deployment_teaches_the_names(talk, read):
    client = talk(WHOLE, text('i-1'))
    read(client)
    assert client.get_deployment_parameter(samples.DUID.upper(), 'web.1:instanceid') == 'i-1'
    assert client.lines == [GET, 'GET %s/web.1:instanceid' % RUN]


def test_a_name_that_is_not_remembered_is_looked_for_once_more(talk):
    client = talk(MACHINE, WHOLE, text('i-1'), WHOLE)
    client.get_deployment(samples.DUID)
    assert client.get_deployment_parameter(samples.DUID, 'web.1:instanceid') == 'i-1'
    with pytest.raises(errors.UnknownParameterError):
        client.get_deployment_parameter(samples.DUID, 'web.2:instanceid')
    assert client.lines == [GET, GET, 'GET %s/web.1:instanceid' % RUN, GET]


@pytest.mark.parametrize('failure', [answer('', 502), b'', answer('<html/>', 200, 'text/html'),
                                     answer('<run uuid="x"/>')])
def test_a_parameter_is_read_directly_if_the_names_cannot_be_read(talk, failure):
    client = talk(failure, text('i-1'))
    assert client.get_deployment_parameter(samples.DUID, 'web.1:instanceid') == 'i-1'
    assert client.lines[0] == GET and client.lines[-1] == 'GET %s/web.1:instanceid' % RUN


def test_who_may_not_read_the_deployment_is_not_asked_again(talk):
    client = talk(answer('', 403), text('i-1'), text('i-2'), answer('', 403))
    for value in ('i-1', 'i-2'):
        assert client.get_deployment_parameter(samples.DUID, 'web.1:instanceid') == value
    assert client.lines == [GET] + ['GET %s/web.1:instanceid' % RUN] * 2
    with pytest.raises(errors.ForbiddenError):
        client.set_deployment_parameter(samples.DUID, 'web.1:instanceid', 'x')


@pytest.mark.parametrize('name', ['ss:state', 'ss:abort'])
def test_what_every_deployment_has_is_read_at_once(talk, name):
    client = talk(text('x'))
    assert client.get_deployment_parameter(samples.DUID, name) == 'x'
    assert client.lines == ['GET %s/%s' % (RUN, name)]


def test_names_are_not_checked_on_request(direct):
    client = direct(text('10.0.0.1'))
    assert client.get_deployment_parameter(samples.DUID, 'web.1:hostname') == '10.0.0.1'
    assert client.lines == ['GET %s/web.1:hostname' % RUN]


def test_names_are_forgotten_with_the_user_and_when_there_are_many(talk, monkeypatch):
    monkeypatch.setattr(base, 'MOST_DEPLOYMENTS', 2)
    cache = base.Cache()
    for number in range(3):
        cache.remember_keys(number, {'a:b'})
    assert (cache.keys_of(0), cache.keys_of(1), cache.keys_of(2)) == (set(), set(), {'a:b'})


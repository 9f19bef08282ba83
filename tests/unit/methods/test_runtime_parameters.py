# -*- coding: utf-8 -*-
"""Runtime parameters: what is read of them, and what an error says."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import errors
from slipstream.api.methods.runtime_parameters import RuntimeParameters

from ..fakes import FakeSession, answer

DUID = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'
RUN = '<run><runtimeParameters>%s</runtimeParameters></run>' % ''.join(
    '<entry><runtimeParameter key="%s">%s</runtimeParameter></entry>' % pair for pair in (
        ('ss:state', 'Ready'), ('web.1:hostname', '10.0.0.1'), ('web.1:a:b', 'x')))


def client(*answers):
    return RuntimeParameters('https://h', FakeSession(*[
        answer(body=item.encode('utf-8'), content_type='application/xml')
        if isinstance(item, type('')) else item for item in answers]))


def test_of_a_node_the_names_alone_are_told():
    assert client(RUN).get_deployment_parameters(DUID, 'web.1') == {
        'hostname': '10.0.0.1', 'a:b': 'x'}


def test_an_unknown_node_gets_a_suggestion():
    with pytest.raises(errors.UnknownNodeError) as info:
        client(RUN).get_deployment_parameters(DUID, 'wev.1')
    assert info.value.reason == 'The deployment has no node or instance wev.1.'
    assert info.value.hint == 'Did you mean web.1? It has: ss, web.1.'


@pytest.mark.parametrize('call', [
    lambda made: made.get_deployment_parameter(DUID, 'ss:stat'),
    lambda made: made.set_deployment_parameter(DUID, 'ss:stat', 'x'),
    lambda made: made.clear_deployment_parameter(DUID, 'ss:stat'),
    lambda made: made.cancel_abort(DUID, 'ss:stat'.partition(':')[2]),
    lambda made: made.complete_node_state(DUID, 'stat')])
def test_an_unknown_parameter_is_named_and_not_sent(call):
    made = client(RUN)
    with pytest.raises(errors.UnknownParameterError) as info:
        call(made)
    assert info.value.reason.startswith('The deployment has no parameter s')
    assert made.session.calls == ['GET /run/' + DUID]


@pytest.mark.parametrize('call', [
    lambda made: made.set_deployment_parameter(DUID, 'state', 'x'),
    lambda made: made.clear_deployment_parameter(DUID, 'state'),
    lambda made: made.complete_node_state(DUID, None)])
def test_a_name_without_scope_is_refused_before_anything_is_sent(call):
    made = client()
    with pytest.raises(ValueError, match='SCOPE:NAME'):
        call(made)
    assert made.session.sent == []


@pytest.mark.parametrize('trouble', [answer(500), requests.ConnectionError('gone')])
def test_trouble_with_the_names_is_only_logged(caplog, trouble):
    caplog.set_level('DEBUG', 'slipstream.api')
    made = client(trouble, answer(body=b'x', content_type='text/plain'))
    assert made.get_deployment_parameter(DUID, 'ss:tags') == 'x'
    assert caplog.messages[-1] == 'The names of parameters could not be read: %s' % (
        'ServerError' if isinstance(trouble, requests.Response) else 'ConnectionError')

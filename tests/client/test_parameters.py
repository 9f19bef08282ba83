# -*- coding: utf-8 -*-
"""Runtime parameters."""
from __future__ import unicode_literals

import pytest

from slipstream.api.errors import (ConflictError, ForbiddenError, NotFoundError,
                                   PreconditionFailedError, UnknownParameterError)

from .names import APPLICATION, CLOUDS, LAUNCH, NOBODYS_ID, WORDPRESS


@pytest.fixture
def wordpress(api):
    """A deployment that has just begun."""
    return api.deploy(WORDPRESS)


def test_b12_values_are_texts(api, sandbox, wordpress):
    state = api.get_deployment_parameter(wordpress, 'ss:state')
    assert (state, state.lower(),
            state.split('/')) == ('Initializing', 'initializing', ['Initializing'])
    sandbox.clock.advance(LAUNCH)
    assert api.get_deployment_parameter(wordpress, 'ss:state') == 'Ready'
    assert api.get_deployment_parameter(wordpress, 'machine:admin_email') == 'admin@example.org'
    assert len(api.get_deployment_parameter(wordpress, 'machine:admin_password')) >= 8
    assert api.get_deployment_parameter(wordpress, 'machine:hostname') == '203.0.113.1'


def test_a_parameter_that_is_not_set_yet_raises_an_error(api, sandbox, wordpress):
    for name in ('machine:hostname', 'ss:abort'):
        with pytest.raises(PreconditionFailedError) as caught:
            api.get_deployment_parameter(wordpress, name)
        assert caught.value.reason == 'key %s not yet set' % name
        with pytest.raises(PreconditionFailedError):
            api.get_deployment_parameter(wordpress, name, ignore_abort=True)


def test_reading_what_does_not_exist_does_not_abort(api, wordpress):
    with pytest.raises(UnknownParameterError) as caught:
        api.get_deployment_parameter(wordpress, 'machine:hostnam')
    assert 'Did you mean machine:hostname' in caught.value.hint
    assert api.get_deployment(wordpress).abort is None


def test_reading_what_does_not_exist_aborts_without_the_check(start):
    api = start().api(check_parameters=False)
    wordpress = api.deploy(WORDPRESS)
    with pytest.raises(NotFoundError) as caught:
        api.get_deployment_parameter(wordpress, 'machine:nothing')
    assert caught.value.reason == 'Unknown key machine:nothing'
    assert api.get_deployment(wordpress).abort == 'Unknown key machine:nothing'
    with pytest.raises(ConflictError) as caught:
        api.get_deployment_parameter(wordpress, 'ss:state')
    assert caught.value.reason == 'Abort flag raised!'
    assert api.get_deployment_parameter(wordpress, 'ss:state', True) == 'Initializing'


def test_parameters_of_others_are_readable_and_of_unknown_runs_missing(api, tarzan, wordpress):
    with pytest.raises(NotFoundError) as caught:
        api.get_deployment_parameter(NOBODYS_ID, 'ss:state')
    assert caught.value.reason == 'Unknown run id %s' % NOBODYS_ID
    # Anyone who has the id may.
    assert tarzan.get_deployment_parameter(wordpress, 'ss:state') == 'Initializing'
    with pytest.raises(ForbiddenError):
        tarzan.get_deployment(wordpress)


def test_parameters_flow_between_nodes(api, sandbox):
    identifier = api.deploy(APPLICATION, CLOUDS)
    sandbox.clock.advance(LAUNCH)
    host = api.get_deployment_parameter(identifier, 'apache.1:hostname')
    assert api.get_deployment_parameter(identifier, 'testclient.1:webserver.hostname') == host
    assert api.get_deployment_parameter(identifier, 'testclient.1:webserver.port') == '8080'


def test_programs_on_machines_write_through_the_session(api, wordpress):
    address = '%s/run/%s/machine:statecustom' % (api.endpoint, wordpress)
    assert api.session.put(address, data=b'half way').status_code == 200
    assert api.get_deployment_parameter(wordpress, 'machine:statecustom') == 'half way'
    assert api.session.delete(address).status_code == 204
    with pytest.raises(PreconditionFailedError):
        api.get_deployment_parameter(wordpress, 'machine:statecustom')


def test_an_abort_is_cancelled_by_deleting_it(api, wordpress):
    address = '%s/run/%s/ss:abort' % (api.endpoint, wordpress)
    assert api.session.put(address, data=b'enough').status_code == 200
    assert api.get_deployment(wordpress).abort == 'enough'
    assert api.session.delete(address, params={'ignoreabort': 'true'}).status_code == 204
    assert api.get_deployment(wordpress).abort is None
    assert api.get_deployment_parameter(wordpress, 'ss:state') == 'Initializing'

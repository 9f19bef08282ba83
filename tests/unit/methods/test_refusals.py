# -*- coding: utf-8 -*-
"""Refusals: what an error says about an invalid argument, before anything is sent."""
from __future__ import unicode_literals

import io

import pytest
import requests

from slipstream.api import Api
from slipstream.api.compat import native_str, to_text

DUID = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'


class Unasked(requests.adapters.BaseAdapter):
    """A service that nothing may be sent to."""

    send = None

    def close(self):
        """Nothing is open."""


@pytest.fixture
def api():
    """A client of a service that nothing may be sent to."""
    with Api('https://h', persist_cookie=False, check_parameters=False) as made:
        made.session.mount('https://', Unasked())
        yield made


def stored(api, **changed):
    """Upload something, with other arguments than the valid ones."""
    options = dict({'bucket': 'b', 'name': 'n', 'credential': 'credential/1'}, **changed)
    return api.upload_object(io.BytesIO(b'x'), **options)


OF_MODULES = [
    (lambda api: api.create_component('a/b', 'a/c', {'exo': '1'}),
     'A component has either a parent component or cloud identifiers: pass one of '
     'module_reference_uri and cloud_identifiers'),
    (lambda api: api.create_component('a/b', is_base=2), 'is_base must be True or False, not 2'),
    (lambda api: api.copy_module('a/b', 'c', 'x/y'),
     'The module name must not contain a slash: x/y'),
    (lambda api: api.copy_module('a/b', 'c', ''),
     "The module name has an empty or dot segment: ''"),
    (lambda api: api.get_module_document('a', 2), 'as_element must be True or False, not 2'),
    (lambda api: api.put_module_document('a', '<a category=""/>', 2),
     'create must be True or False, not 2'),
    (lambda api: api.put_module_document('a', '<a/>'),
     'The document has no category, so it is not that of a module'),
    (lambda api: api.put_module_document('a', 3),
     'A document must be bytes, a string or an element, not int'),
    (lambda api: api.delete_element('a/12', all_versions=True),
     'To delete all versions, pass the path without version, not a/12'),
    (lambda api: api.delete_element('a', all_versions=2),
     'all_versions must be True or False, not 2'),
    (lambda api: api.delete_element('a', keep_content=2),
     'keep_content must be True or False, not 2'),
    (lambda api: api.get_parameters('a', ['b']),
     'parameter_name must be a string, not list: pass several names as parameter_names'),
    (lambda api: api.get_parameters('a', 3), 'parameter_name must be a string, not int'),
    (lambda api: api.get_parameters('a', ''), 'parameter_name must not be empty'),
    (lambda api: api.get_parameters('a', None, [3]), 'parameter_names must be a string, not int'),
    (lambda api: api.update_component('a', cloud_identifiers=3),
     'cloud_identifiers must be a dict, not int')]

OF_DEPLOYMENTS = [
    (lambda api: api.deploy('a', wait=2), 'wait must be True or False, not 2'),
    (lambda api: api.deploy('a', timeout='1'), 'timeout must be a number of seconds, not '),
    (lambda api: api.deploy('a', progress=2), 'progress must be True or False, not 2'),
    (lambda api: api.list_deployments(cloud=3), 'cloud must be a string, not int'),
    (lambda api: api.list_deployments(owner=3), 'owner must be a string, not int'),
    (lambda api: api.list_deployments(offset=-1), 'offset must be at least 0, not -1'),
    (lambda api: api.list_deployments(limit=0), 'limit must be at least 1, not 0'),
    (lambda api: api.list_deployments(module='a'),
     'The module needs a version, as in module/a/1234'),
    (lambda api: api.list_virtualmachines(cloud=3), 'cloud must be a string, not int'),
    (lambda api: api.list_virtualmachines(offset=-1), 'offset must be at least 0, not -1'),
    (lambda api: api.wait_deployment(DUID, timeout='1'), 'timeout must be a number of seconds, '),
    (lambda api: api.wait_deployment(DUID, interval='1'), 'interval must be a number of seconds, '),
    (lambda api: api.wait_deployment(DUID, progress=2), 'progress must be True or False, not 2'),
    (lambda api: api.wait_deployment(DUID, []), 'Name at least one status to wait for'),
    (lambda api: api.wait_deployment(DUID, 3), 'status must be a list, not int'),
    (lambda api: api.wait_deployment(DUID, [3]), 'status must be a string, not int'),
    (lambda api: api.wait_deployment(DUID, ['']), 'status must not be empty'),
    (lambda api: api.wait_deployment(DUID, ['odd']), 'status must be one of '),
    (lambda api: api.follow_deployment(DUID, timeout='1'),
     'timeout must be a number of seconds, '),
    (lambda api: api.follow_deployment(DUID, interval='1'),
     'interval must be a number of seconds, '),
    (lambda api: api.follow('events', since=3), 'since must be a string, not int'),
    (lambda api: api.follow('events', timeout='1'), 'timeout must be a number of seconds, '),
    (lambda api: api.follow('events', interval='1'), 'interval must be a number of seconds, '),
    (lambda api: api.add_node_instances(DUID, 'web', -1), 'quantity must be at least 0, not -1'),
    (lambda api: api.add_node_instances(DUID, 'we b'),
     'A node name consists of letters, digits and underscores, not we b'),
    (lambda api: api.remove_node_instances(DUID, 'web', [1], keep_machines=2),
     'keep_machines must be True or False, not 2')]

OF_PARAMETERS = [
    (lambda api: api.clear_deployment_parameter(DUID, 'ss:abort'),
     'ss:abort is an abort message; use cancel_abort()'),
    (lambda api: api.set_deployment_parameter(DUID, 'a', 'x', instance=1),
     'Pass the node of instance 1 as well'),
    (lambda api: api.set_deployment_parameter(DUID, 'a', 'x', 'web', 0),
     'instance must be at least 1, not 0'),
    (lambda api: api.set_deployment_parameter(DUID, 'a', 'x', 'we/b'),
     'The node name must not contain a slash: we/b'),
    (lambda api: api.set_deployment_parameter(DUID, 'a', 'x', 'we:b'),
     'A node name consists of letters, digits and underscores, not we:b'),
    (lambda api: api.set_deployment_parameter(DUID, 'a', 'x', 'web.1', 2),
     'A node name consists of letters, digits and underscores, not web.1'),
    (lambda api: api.set_deployment_parameter(DUID, 'a/b', 'x', 'web'),
     'The parameter name must not contain a slash: a/b'),
    (lambda api: api.set_deployment_parameter(DUID, 'a:b', 'x', 'web'),
     'With a node, the parameter name must not have a scope: a:b'),
    (lambda api: api.set_deployment_parameter(DUID, 'ss:a', 'x' * 5000),
     'ss:a must not be longer than 4096 characters: it has 5000'),
    (lambda api: api.set_deployment_parameter(DUID, 'ss:a', None),
     'ss:a must not be None; leave it out'),
    (lambda api: api.set_deployment_parameter(DUID, 'ss:a', 'x', ignore_abort=2),
     'ignore_abort must be True or False, not 2'),
    (lambda api: api.set_deployment_parameter(DUID, 'ss:a', 'x', check=2),
     'check must be True or False, not 2'),
    (lambda api: api.complete_node_state(DUID, 'web', 1, check=2),
     'check must be True or False, not 2')]

OF_RESOURCES = [
    (lambda api: api.create_api_key(3), 'name must be a string, not int'),
    (lambda api: api.create_api_key('a', 0), 'ttl must be at least 1, not 0'),
    (lambda api: api.delete_api_key('event/1'),
     'event/1 is not an API key, so it was not deleted; cimi_delete() deletes any resource'),
    (lambda api: stored(api, bucket=3), 'bucket must be a string, not int'),
    (lambda api: stored(api, name=3), 'name must be a string, not int'),
    (lambda api: stored(api, credential=3), 'credential must be a string, not int'),
    (lambda api: stored(api, template=3), 'template must be a string, not int'),
    (lambda api: stored(api, content_type=3), 'content_type must be a string, not int'),
    (lambda api: stored(api, progress=2), 'progress must be True or False, not 2'),
    (lambda api: api.download_object('external-object/1', io.BytesIO(), progress=2),
     'progress must be True or False, not 2'),
    (lambda api: api.cimi_search('events', orderby=3), 'orderby must be a list, not int'),
    (lambda api: api.cimi_update('event/1', 3),
     'The change must be a dict or a function of the document, not 3'),
    (lambda api: api.cimi_update('event/1', {}, attempts=0), 'attempts must be at least 1, not 0'),
    (lambda api: api.cimi_update('event/1', {'a': 1}, expected=3),
     'expected must be the resource that you have read, not 3'),
    (lambda api: api.cimi_update('event/1', {'a': 1}, expected={'id': 'event/2'}),
     'expected is event/2, but you are changing event/1'),
    (lambda api: api.cimi_list(filter='a=1'), 'Pass the name of the collection as well'),
    (lambda api: api.login({'a': 'b'}),
     'login() takes a dict with an "href", such as "session-template/internal", and the '
     'credentials'),
    (lambda api: api.map(3, []), 'The function must be callable, not 3'),
    (lambda api: api.map(len, None), 'items must be a list, not None'),
    (lambda api: api.map(len, 3), 'items must be a list, not int'),
    (lambda api: api.map(len, [], workers=0), 'workers must be at least 1, not 0'),
    (lambda api: api.map(len, [], progress=2), 'progress must be True or False, not 2')]


@pytest.mark.parametrize('call, message',
                         OF_MODULES + OF_DEPLOYMENTS + OF_PARAMETERS + OF_RESOURCES)
def test_a_refusal_names_the_argument_and_what_it_must_be(call, message, api):
    with pytest.raises((TypeError, ValueError)) as info:
        call(api)
    refusal = to_text(native_str(info.value))
    assert refusal.startswith(message) and (message.endswith(' ') or refusal == message)
    assert list(api.history) == []

# -*- coding: utf-8 -*-
"""Text in any alphabet."""
from __future__ import unicode_literals

import uuid

import pytest

from slipstream.api import models
from slipstream.api.compat import string_types
from slipstream.api.errors import ConflictError, ForbiddenError, NotFoundError

from .names import APPLICATION, CENTOS, LAUNCH, TEXT, WORDPRESS


def test_b13_parameters_keep_letters_beyond_ascii(api, sandbox, browser):
    identifier = api.deploy(WORDPRESS, parameters={'wordpress_title': TEXT},
                            tags=['\u00e9t\u00e9', '\u65e5\u672c'])
    assert api.get_deployment_parameter(identifier, 'machine:wordpress_title') == TEXT
    assert api.get_deployment_parameter(identifier, 'ss:tags') == '\u00e9t\u00e9,\u65e5\u672c'
    sandbox.clock.advance(LAUNCH)
    assert '\u65e5\u672c\u8a9e' in browser.get(api.get_deployment(identifier).service_url).text


def test_b54_modules_keep_letters_beyond_ascii(api):
    assert api.update_component('jane/web', description=TEXT,
                                logo_link='http://example.org/\u00e9') is True
    assert api.get_element('jane/web').description == TEXT
    assert 'web' in [app.name for app in api.list_project_content('jane')]


def test_users_keep_letters_beyond_ascii(root, anybody):
    assert root.create_user('zoe', 'p\u00e4ss\u65e5', 'zoe@example.org', 'Zo\u00eb', TEXT,
                            organization='\u041e\u041e\u041e') is True
    user = root.get_user('zoe')
    assert (user.first_name, user.last_name,
            user.organization) == ('Zo\u00eb', TEXT, '\u041e\u041e\u041e')
    assert 'Zo\u00eb' in [item.first_name for item in root.list_users()]
    anybody.login_internal('zoe', 'p\u00e4ss\u65e5')
    assert anybody.username == 'zoe'
    assert anybody.update_user(organization=TEXT) is True
    assert anybody.get_user().organization == TEXT


def test_resources_keep_letters_beyond_ascii(api):
    added = api.cimi_add('credentials',
                         {'name': TEXT,
                          'credentialTemplate': {'href': 'credential-template/generate-api-key'}})
    assert api.cimi_get(added['resource-id']).name == TEXT
    assert api.cimi_edit(added['resource-id'], {'description': TEXT}).description == TEXT
    assert api.cimi_search('credentials', filter="name^='\u00c9t\u00e9'").count == 1


@pytest.mark.parametrize('call, kind', [
    (lambda api: api.get_element('d\u00e9p\u00f4t/\u65e5\u672c\u8a9e a?b#c%41'), NotFoundError),
    (lambda api: api.deploy('d\u00e9p\u00f4t'), NotFoundError),
    (lambda api: api.deploy(CENTOS, parameters={'\u00e9': '1'}), ConflictError),
    (lambda api: api.deploy(APPLICATION, {'apache': '\u65e5'}), ConflictError),
    (lambda api: api.deploy(CENTOS, 'Gen\u00e8ve'), ConflictError),
    (lambda api: api.cimi_get('event/\u00e9'), NotFoundError),
    (lambda api: api.get_user('zo\u00eb'), NotFoundError),
    (lambda api: api.login_internal('zo\u00eb', '\u65e5'), ForbiddenError)])
def test_b83_failures_can_be_printed(api, call, kind):
    with pytest.raises(kind) as caught:
        call(api)
    assert str(caught.value) and repr(caught.value)
    assert str(caught.value.status_code) in str(caught.value)
    assert '%d' % caught.value.status_code in '%s' % caught.value


def test_b83_resources_can_be_printed(api):
    event = {'acl': {'owner': {'type': 'USER', 'principal': 'jane'}},
             'timestamp': '2019-03-29T08:00:00.000Z', 'type': 'state', 'severity': 'low',
             'content': {'resource': {'href': 'run/x'}, 'state': TEXT}}
    added = api.cimi_add('events', event)
    read = api.cimi_get(added['resource-id'])
    assert read.content['state'] == TEXT
    for shown in (read, added, api.cimi_search('events'), api.list_applications()):
        assert str(shown) and repr(shown)


@pytest.mark.parametrize('read', [
    lambda root, identifier: list(root.list_applications()),
    lambda root, identifier: list(root.list_project_content('examples', recurse=True)),
    lambda root, identifier: [root.get_element(WORDPRESS)],
    lambda root, identifier: list(root.get_application_nodes(APPLICATION)),
    lambda root, identifier: list(root.get_parameters(WORDPRESS)),
    lambda root, identifier: list(root.get_cloud_image_identifiers(CENTOS)),
    lambda root, identifier: list(root.list_deployments(inactive=True)),
    lambda root, identifier: [root.get_deployment(identifier)],
    lambda root, identifier: list(root.list_virtualmachines()),
    lambda root, identifier: list(root.list_users()),
    lambda root, identifier: [root.get_user('jane')],
    lambda root, identifier: list(root.usage())])
def test_rows_hold_what_this_python_calls_strings(root, sandbox, read):
    # In a program for Python 2, bytes beyond ASCII and a text do not go together.
    identifier = root.deploy(WORDPRESS, 'exoscale-ch-gva', tags=['a', 'b'])
    sandbox.clock.advance(LAUNCH)
    values = [value for row in read(root, identifier) for value in row]
    words = [word for value in values if isinstance(value, list) for word in value]
    texts = [value for value in values + words if isinstance(value, string_types)]
    assert {str} <= set(map(type, texts)) <= {str, models.Flag}


def test_rows_keep_letters_that_a_string_of_python2_does_not_have(root):
    root.update_user('jane', first_name=TEXT)
    assert TEXT in [user.first_name for user in root.list_users()]


def test_a_deployment_has_its_fields_as_its_dict():
    deployment = models.Deployment(*range(10)).with_instances([])
    assert vars(deployment) == dict(zip(models.Deployment._fields, range(10)))
    assert deployment.instances == [] and deployment != uuid.uuid4()

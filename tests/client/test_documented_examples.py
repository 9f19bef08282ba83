# -*- coding: utf-8 -*-
"""The examples of the documentation, word for word.

Only what they cannot know is added: where the service is, and a clock that is moved where they
wait. They were written for Python 2, so that ``print`` has to become a function.
"""
from __future__ import print_function, unicode_literals

import re

import pytest

from slipstream.api import Api

LOGIN = """
api.login_internal('username', 'password')
"""
LOGIN_KEY = """
api.login_apikey('credential/ce02ef40-1342-4e68-838d-e1b2a75adb1e',\x20
                 'the-secret-key')
"""
APPLICATIONS = """
from pprint import pprint as pp
pp(list(api.list_applications()))
"""
IMAGES = """
from pprint import pprint as pp
pp(list(api.list_project_content('examples/images')))
"""
SIMPLE = """
# Deploy the WordPress component
deployment_id = api.deploy('apps/WordPress/wordpress')
"""
COMPLETE = """
# Cloud
cloud = 'exoscale-ch-gva'

# WordPress Title
wordpress_title = 'WordPress deployed by SlipStream through SlipStreamPythonAPI'

# Create the dict of parameters to (re)define
parameters = dict(wordpress_title=wordpress_title)

# Deploy the WordPress component
deployment_id = api.deploy('apps/WordPress/wordpress', cloud, parameters)

# Wait the deployment to be ready
while api.get_deployment(deployment_id).status != 'ready': time.sleep(10)

# Print the WordPress URL
print api.get_deployment(deployment_id).service_url

# Print the WordPress admin username and password
print api.get_deployment_parameter(deployment_id, 'machine:admin_email')
print api.get_deployment_parameter(deployment_id, 'machine:admin_password')
"""
TERMINATE = """
api.terminate(deployment_id)
"""
#: What the example can see of a ready deployment's page.
TITLE = 'WordPress deployed by SlipStream through SlipStreamPythonAPI'


class Time(object):
    """The ``time`` of the examples."""

    def __init__(self, clock):
        self.sleep = clock.advance


def _run(source, names):
    """Run an example, and return its printed lines."""
    printed = []
    names['print_'] = printed.append
    exec(compile(re.sub(r'(?m)^print (.*)$', r'print_(\1)', source), str('example'),
                 str('exec')), names)
    return printed


@pytest.fixture
def names(sandbox):
    """The names that the examples begin with."""
    api = Api(sandbox.endpoint)
    sandbox.mount(api.session)
    return {'api': api, 'time': Time(sandbox.clock)}


def test_the_documented_examples_run_one_after_the_other(names, browser, capsys):
    _run(LOGIN, names)
    assert names['api'].username == 'username'
    _run(APPLICATIONS, names)
    assert "App(name=" in capsys.readouterr()[0]
    _run(IMAGES, names)
    assert 'examples/images/ubuntu-16.04' in capsys.readouterr()[0]
    address, email, password = _run(COMPLETE, names)
    assert (email, len(password) >= 8) == ('admin@example.org', True)
    page = browser.get(address)
    assert (page.status_code, page.headers['Content-Type']) == (200, 'text/html; charset=utf-8')
    assert '<title>%s</title>' % TITLE in page.text
    _run(TERMINATE, names)
    assert names['api'].get_deployment(names['deployment_id']).status in ('done', 'cancelled')
    assert browser.get(address).status_code != 200


def test_the_documented_key_login_and_simple_deployment_run(names):
    _run(LOGIN_KEY, names)
    assert names['api'].username == 'jane'
    _run(SIMPLE, names)
    assert names['api'].get_deployment(names['deployment_id']).status == 'initializing'


def test_the_title_is_escaped(names, browser, sandbox):
    _run(LOGIN, names)
    api = names['api']
    identifier = api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva',
                            {'wordpress_title': '<script>alert("\u00e9")</script> & co'})
    sandbox.clock.advance(60)
    text = browser.get(api.get_deployment(identifier).service_url).text
    assert '<script>' not in text
    assert '&lt;script&gt;alert(' in text and '\u00e9' in text
    assert '&lt;/script&gt; &amp; co' in text


def test_the_documented_examples_of_arguments_run(names, sandbox):
    api = names['api']
    result = api.login({'href': 'session-template/internal', 'username': 'username',
                        'password': 'password'})
    assert (result['status'], result['resource-id']) == (201, api.current_session())
    assert [parameter.name for parameter in api.get_parameters('apps/WordPress/wordpress',
                                                     parameter_name='cpu.nb')] == ['cpu.nb']
    assert [parameter.name for parameter in api.get_parameters(
        'apps/WordPress/wordpress', parameter_names=['cpu.nb', 'ram.GB'])] == ['cpu.nb', 'ram.GB']
    assert api.get_deployment_parameter(api.deploy('apps/WordPress/wordpress'),
                                        'ss:state') == 'Initializing'

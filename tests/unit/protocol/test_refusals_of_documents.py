# -*- coding: utf-8 -*-
"""Refusals: what an error says about an invalid module, user or launch."""
from __future__ import unicode_literals

import pytest

from slipstream.api.protocol import deployment_forms, module_documents, user_documents


def parameter(**members):
    """A parameter of a component."""
    return module_documents.parameter('x', **members)


def component(**members):
    """A component."""
    return module_documents.component('a/b', {}, **members)


def node(**members):
    """An application of one node."""
    members.setdefault('component', 'a/c')
    return module_documents.application('a/b', {}, nodes={'web': members})


NODES = [
    (lambda: node(component=''), 'The component of node web is missing'),
    (lambda: node(odd=1), 'Unknown: odd of node web. Use one of: '),
    (lambda: node(multiplicity=-1), 'multiplicity of node web must be at least 0, not -1'),
    (lambda: node(max_provisioning_failures=-1),
     'max_provisioning_failures of node web must be at least 0, not -1'),
    (lambda: node(cloud=3), 'the cloud of node web must be a string, not int'),
    (lambda: node(network='odd'), 'the network of node web must be one of '),
    (lambda: node(parameters=[]), 'the parameters of node web must be a dict, not list'),
    (lambda: node(links=[]), 'the links of node web must be a dict, not list'),
    (lambda: node(parameters={'x': 1}, links={'x': 'web:y'}),
     'x of node web is both a parameter and a link'),
    (lambda: node(parameters={'': 1}), 'a parameter name must not be empty'),
    (lambda: node(parameters={'x': []}), 'x must be a single value, not list'),
    (lambda: node(links={'': 'web:y'}), 'a parameter name must not be empty'),
    (lambda: node(links={'x': ''}), 'the link of x must not be empty'),
    (lambda: node(links={'x': 'web'}), 'x must be linked to NODE:PARAMETER, not to web'),
    (lambda: node(links={'x': 'db:y'}), 'x is linked to the node db, but there are: web')]

MODULES = [
    (lambda: component(targets=[]), 'targets must be a dict, not list'),
    (lambda: component(targets={'odd': 'a'}), 'a script must be one of '),
    (lambda: component(targets={'execute': []}),
     'the script execute must be a single value, not list'),
    (lambda: component(prerecipe=[]), 'prerecipe must be a single value, not list'),
    (lambda: component(recipe=[]), 'recipe must be a single value, not list'),
    (lambda: component(parameters={'p': {'odd': 1}}),
     'Unknown: odd of parameter p. Use one of: '),
    (lambda: module_documents.new_name('7'),
     'A module cannot be called 7: the service uses this name for something else'),
    (lambda: module_documents.new_name('publish'),
     'A module cannot be called publish: the service uses this name for something else'),
    (lambda: module_documents.project('a', {}, []), 'comment must be a single value, not list'),
    (lambda: module_documents.project('a', {'logoLink': []}),
     'logoLink must be a single value, not list'),
    (lambda: module_documents.project_of('a'),
     "'a' is in no project: pass a path such as 'PROJECT/a'"),
    (lambda: component(packages='a'), 'packages must be a list, not '),
    (lambda: component(packages=['']), 'a package must not be empty'),
    (lambda: component(parameters=[]), 'parameters must be a dict, not list'),
    (lambda: component(parameters={'': {}}), 'a parameter name must not be empty'),
    (lambda: module_documents.application('a/b', {}), 'An application needs nodes'),
    (lambda: module_documents.application('a/b', {}, nodes={'web': 5}),
     'node web must be a dict, not int'),
    (lambda: module_documents.component_changes([], None, None, True, None),
     'description must be a single value, not list'),
    (lambda: module_documents.component_changes(None, None, None, True, []),
     'logoLink must be a single value, not list'),
    (lambda: module_documents.application('a/b', {}, nodes=[]), 'nodes must be a dict, not list'),
    (lambda: parameter(choices='a'), 'the choices of x must be a list, not '),
    (lambda: parameter(choices=[[]]), 'a choice of x must be a single value, not list'),
    (lambda: parameter(category=''), 'the category of x must not be empty'),
    (lambda: parameter(description=None), 'description must not be None; leave it out'),
    (lambda: parameter(type='odd'), 'the type of x must be one of '),
    (lambda: parameter(mandatory=2), 'mandatory must be True or False, not 2'),
    (lambda: parameter(readonly=2), 'readonly must be True or False, not 2'),
    (lambda: parameter(instructions=[]), 'instructions must be a single value, not list'),
    (lambda: parameter(value=[]), 'x must be a single value, not list'),
    (lambda: parameter(value='c', choices=['a', 'b']), 'x must be one of a, b, not c'),
    (lambda: module_documents.identifiers([]), 'cloud_identifiers must be a dict, not list'),
    (lambda: module_documents.identifiers({'': 'a'}), 'a cloud name must not be empty'),
    (lambda: module_documents.identifiers({'a': ''}), 'the identifier for a must not be empty'),
    (lambda: module_documents.component_changes(None, None, [], True, None),
     'cloud_identifiers must be a dict, not list'),
    (lambda: module_documents.component_changes(None, None, {'exo': []}, True, None),
     'the identifier for exo must be a single value, not list'),
    (lambda: module_documents.component_changes(None, 'a/\ufffe', None, True, None),
     'module_reference_uri contains characters that cannot be sent'),
    (lambda: module_documents.component_changes(None, 'a/b', {'exo': '1'}, False, None),
     'A component has either a parent component or cloud identifiers: pass one of '
     'module_reference_uri and cloud_identifiers, or keep_ref_uri_and_cloud_ids=True'),
    (lambda: module_documents.component_changes(None, None, {'': 'a'}, True, None),
     'a cloud name must not be empty')]

FORMS = [
    (lambda: deployment_forms.launch('a', tolerate_failures={'web': -1}),
     'tolerate_failures of node web must be at least 0, not -1'),
    (lambda: deployment_forms.launch('a', multiplicity={'web': -1}),
     'multiplicity of node web must be at least 0, not -1'),
    (lambda: deployment_forms.launch('a', multiplicity=3),
     'multiplicity must be a dict of node names to numbers, not int'),
    (lambda: deployment_forms.launch('a', tags=[None]), 'tags must not be None; leave it out'),
    (lambda: deployment_forms.launch('a', keep_running='no'), 'keep_running must be one of '),
    (lambda: deployment_forms.launch('a', scalable=2), 'scalable must be True or False, not 2'),
    (lambda: deployment_forms.launch('a', check_ssh_key=2),
     'check_ssh_key must be True or False, not 2'),
    (lambda: deployment_forms.launch('a', parameters=[]),
     'parameters must be a dict of names to values, not list'),
    (lambda: deployment_forms.launch('a', parameters={'b--c': 'd'}),
     'A parameter name must not contain "--": b--c'),
    (lambda: deployment_forms.launch('a', parameters={'': 'b'}),
     'a parameter name must not be empty'),
    (lambda: deployment_forms.launch('a', 3), 'cloud must be a string, not int'),
    (lambda: deployment_forms.build('a', 3), 'cloud must be a string, not int'),
    (lambda: deployment_forms.global_value('keep-running', 'odd'),
     'keep-running must be one of '),
    (lambda: deployment_forms.global_value('refqname', []),
     'refqname must be a single value, not list'),
    (lambda: deployment_forms.global_value('tags', [None]), 'tags must not be None; leave it out'),
    (lambda: deployment_forms.launch('a', parameters={'b': []}),
     'parameter b must be a single value, not list'),
    (lambda: deployment_forms.launch('a', parameters={'web': {'b': []}}),
     'parameter b of node web must be a single value, not list'),
    (lambda: deployment_forms.launch('a', raw_params=[]), 'raw_params must be a dict, not list'),
    (lambda: deployment_forms.launch('a', raw_params={'': 'b'}),
     'a name in raw_params must not be empty'),
    (lambda: deployment_forms.launch('a', raw_params={'b': []}),
     'raw_params[b] must be a single value, not list'),
    (lambda: deployment_forms.launch('a', raw_params={'redirect_to_dashboard': 'true'}),
     'With redirect_to_dashboard, the service would not return the id of the deployment'),
    (lambda: deployment_forms.launch('a', {'web': ''}),
     'the cloud of node web must not be empty'),
    (lambda: deployment_forms.addition(-1), 'quantity must be at least 0, not -1'),
    (lambda: deployment_forms.removal([1], 2), 'keep_machines must be True or False, not 2'),
    (lambda: deployment_forms.instance_numbers([], 'web'),
     'Name at least one instance to remove'),
    (lambda: deployment_forms.instance_numbers('db.1', 'web'), "'db.1' is not an instance of web"),
    (lambda: deployment_forms.instance_numbers(0, 'web'),
     'A node instance of web must be at least 1, not 0')]

USERS = [
    (lambda: user_documents.attributes(privileged=2), 'privileged must be True or False, not 2'),
    (lambda: user_documents.attributes(roles=[None]), 'roles must not be None; leave it out'),
    (lambda: user_documents.attributes(organization=[]),
     'organization must be a single value, not list'),
    (lambda: deployment_forms.global_value('keep-running', 'no'),
     'keep-running must be one of always, never, on-success, on-error, not no'),
    (lambda: module_documents.component_changes([], None, None, False, None),
     'description must be a single value, not list'),
    (lambda: module_documents.component_changes(None, None, None, False, {}),
     'logoLink must be a single value, not dict'),
    (lambda: module_documents.application('a/b', {}, None, {'web': 3}),
     'node web must be a dict, not int'),
    (lambda: user_documents.new_user([], {}, []), 'username must be a single value, not list'),
    (lambda: user_documents.attributes(email=''), 'email must not be empty'),
    (lambda: user_documents.require({}), 'A new user needs a email'),
    (lambda: user_documents.parameters({'log_verbosity': 9}),
     'log_verbosity must be one of 0, 1, 2, 3, not 9'),
    (lambda: user_documents.parameters({'execution_timeout': -1}),
     'execution_timeout must be at least 0, not -1'),
    (lambda: user_documents.parameters({'usage_email': 'odd'}), 'usage_email must be one of '),
    (lambda: user_documents.parameters({'ssh_public_keys': [None]}),
     'ssh_public_keys must not be None; leave it out'),
    (lambda: user_documents.parameters({'default_keep_running': 'no'}),
     'default_keep_running must be one of '),
    (lambda: user_documents.cloud_triples([]), 'cloud_parameters must be a dict, not list'),
    (lambda: user_documents.cloud_triples({'': {}}), 'a cloud name must not be empty'),
    (lambda: user_documents.cloud_triples({'a': []}),
     'cloud_parameters[a] must be a dict, not list'),
    (lambda: user_documents.cloud_triples({'a': {'': 1}}), 'a parameter name must not be empty'),
    (lambda: user_documents.cloud_triples({'a': {'b': []}}),
     'a.b must be a single value, not list')]


@pytest.mark.parametrize('make, message', NODES + MODULES + FORMS + USERS)
def test_a_refusal_names_the_argument_and_what_it_must_be(make, message):
    with pytest.raises((TypeError, ValueError)) as info:
        make()
    assert str(info.value).startswith(message)
    assert message.endswith(' ') or str(info.value) == message

# -*- coding: utf-8 -*-
"""User documents: arguments in, new and changed documents out."""
from __future__ import unicode_literals

import copy

import pytest

from slipstream.api.protocol import documents, user_documents

from ... import xml_samples as samples


def parsed(text):
    return documents.parse_xml(text.encode('utf-8'))


def parameters(root):
    """Name to value of the parameters of a document."""
    pairs = [(element.get('name'), element.findtext('value'))
             for element in root.findall('parameters/entry/parameter')]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def changed(document, cloud_parameters=None, attributes=None, **settings):
    root = parsed(document)
    user_documents.change_user(root, user_documents.attributes(**(attributes or {})),
                               user_documents.parameters(settings, cloud_parameters))
    return root


def test_unchanged_documents_lose_nothing_but_roles_and_the_key_of_the_service():
    before, after = parsed(samples.user(issuper='true')), changed(samples.user(issuper='true'))
    expected = dict(before.attrib)
    del expected['roles']
    assert after.attrib == expected
    assert after.get('issuper') == 'true'
    assert 'password' not in after.attrib
    kept = parameters(before)
    del kept['General.orchestrator.publicsshkey']
    assert parameters(after) == kept


@pytest.mark.parametrize('orchestrator',
                         ['/>', '><value>ssh-rsa root</value></parameter>', '></parameter>'])
def test_b58_the_key_of_the_service_is_removed_in_any_form(orchestrator):
    assert 'General.orchestrator.publicsshkey' not in parameters(
        changed(samples.user(orchestrator=orchestrator)))


def test_entries_without_parameter_are_left_alone():
    assert len(
        changed('<user><parameters><entry/></parameters></user>').findall('parameters/entry')) == 1


def test_attributes_are_set():
    root = changed(samples.user(), attributes={
        'password': 'new', 'email': 'e@x', 'first_name': 'É', 'last_name': 'L', 'organization': '',
        'roles': ['a', 'b'], 'privileged': True})
    assert [root.get(name) for name in ('password', 'email', 'firstName', 'lastName',
                                        'organization', 'roles', 'issuper')] == [
                                            'new', 'e@x', 'É', 'L', '', 'a,b', 'true']
    assert root.get('name') == 'alice'


def test_b04_booleans_and_lists_become_text():
    attributes = user_documents.attributes
    assert attributes(roles=['x', 'é'], privileged=False) == {'roles': 'x,é', 'issuper': 'false'}
    assert attributes(roles='x y') == {'roles': 'x y'}
    assert attributes(roles=[]) == {'roles': ''}


def test_b03_a_timeout_changes_the_timeout_and_nothing_else():
    before = parameters(parsed(samples.user()))
    after = parameters(changed(samples.user(), execution_timeout=45))
    del before['General.orchestrator.publicsshkey']
    before['General.Timeout'] = '45'
    assert after == before


def test_changed_writes_every_setting_and_leaves_its_arguments_alone():
    clouds = {'exoscale-ch-gva': {'username': 'u', 'exoscale-ch-gva.password': 'p'},
             'new': {'quota.vm': 3, 'flag': True}, 'none': {}, 'no': None}
    untouched = copy.deepcopy(clouds)
    after = parameters(changed(
        samples.user(), clouds, default_cloud='ec2-eu-west', default_keep_running='never',
        ssh_public_keys=['k 1', 'k 2'], log_verbosity=3, execution_timeout='10',
        usage_email='daily'))
    assert clouds == untouched
    assert dict((name, after[name]) for name in after if not name.startswith('ec2')) == {
        'General.default.cloud.service': 'ec2-eu-west', 'General.keep-running': 'never',
        'General.ssh.public.key': 'k 1\nk 2',
        'General.Verbosity Level': '3', 'General.Timeout': '10', 'General.mail-usage': 'daily',
        'exoscale-ch-gva.username': 'u',
        'exoscale-ch-gva.password': 'p', 'new.quota.vm': '3', 'new.flag': 'true'}


def test_new_parameters_carry_their_category():
    root = changed(samples.user(), {'new "c\'l': {'a"b\'': 'v'}})
    entry = root.findall('parameters/entry')[-1]
    assert entry.findtext('string') == 'new "c\'l.a"b\''
    assert entry.find('parameter').attrib == {'name': 'new "c\'l.a"b\'', 'category': 'new "c\'l'}
    assert parameters(documents.parse_xml(documents.write_xml(root)))['new "c\'l.a"b\''] == 'v'


def test_an_empty_text_clears_the_keys():
    assert parameters(changed(samples.user(), ssh_public_keys=''))['General.ssh.public.key'] == ''


def test_b57_parameters_are_created_where_there_are_none():
    assert parameters(changed('<user name="a"/>', default_cloud='exo')) == {
        'General.default.cloud.service': 'exo'}


def test_a_parameter_without_value_gets_one():
    document = (
        '<user><parameters><entry><parameter '
        'name="General.Timeout"><instructions/></parameter></entry></parameters></user>')
    assert parameters(changed(document, execution_timeout=1)) == {
        'General.Timeout': '1'}


def test_b02_new_user_writes_a_complete_document():
    root = user_documents.new_user('bob', user_documents.attributes(
        password='s3cret!', email='b@x', first_name='Bob', last_name='Méier', organization='ACME',
        roles=['r'], privileged=False), [('General', 'General.Timeout', '5')])
    assert root.tag == 'user'
    assert root.attrib == {'name': 'bob', 'resourceUri': 'user/bob', 'state': 'ACTIVE',
                           'password': 's3cret!', 'email': 'b@x', 'firstName': 'Bob',
                           'lastName': 'Méier', 'organization': 'ACME', 'roles': 'r',
                           'issuper': 'false'}
    assert parameters(root) == {'General.Timeout': '5'}


@pytest.mark.parametrize('missing', ['password', 'email', 'first_name', 'last_name'])
def test_a_new_user_needs_these(missing):
    complete = {'password': 'x', 'email': 'x', 'first_name': 'x', 'last_name': 'x'}
    user_documents.require(user_documents.attributes(**complete))
    with pytest.raises(ValueError) as info:
        user_documents.require(user_documents.attributes(**dict(complete, **{missing: None})))
    assert str(info.value) == 'A new user needs a %s' % missing


@pytest.mark.parametrize('attributes, kind', [
    ({'password': ''}, ValueError), ({'password': 3}, TypeError), ({'email': ' '}, ValueError),
    ({'first_name': 3}, TypeError), ({'last_name': '\x00'}, ValueError),
    ({'organization': []}, TypeError), ({'roles': [None]}, ValueError),
    ({'privileged': 'false'}, TypeError)])
def test_b65_bad_attributes_are_refused(attributes, kind):
    with pytest.raises(kind):
        user_documents.attributes(**attributes)


def test_passwords_do_not_appear_in_messages():
    for password in (['hush'], 'hush\x00'):
        with pytest.raises((TypeError, ValueError)) as info:
            user_documents.attributes(password=password)
        assert 'hush' not in str(info.value) and 'password' in str(info.value)
    with pytest.raises(ValueError) as info:
        user_documents.parameters({}, {'exo': {'password': 'hush\x00'}})
    assert 'hush' not in str(info.value) and 'exo.password' in str(info.value)


@pytest.mark.parametrize('setting, value, kind', [
    ('default_cloud', ['exo'], TypeError), ('default_keep_running', 'bogus', ValueError),
    ('ssh_public_keys', [None], ValueError), ('log_verbosity', 4, ValueError),
    ('log_verbosity', -1, ValueError), ('log_verbosity', 'x', ValueError),
    ('log_verbosity', True, TypeError), ('execution_timeout', 'soon', ValueError),
    ('execution_timeout', -1, ValueError), ('execution_timeout', 1.5, TypeError),
    ('usage_email', 'weekly', ValueError)])
def test_b65_bad_settings_are_refused(setting, value, kind):
    with pytest.raises(kind, match='^%s ' % setting):
        user_documents.parameters({setting: value})


@pytest.mark.parametrize('value, kind', [
    ('exo', TypeError), ({'exo': 'x'}, TypeError), ({'exo': {'a': None}}, ValueError),
    ({'': {'a': 1}}, ValueError), ({'exo': {'': 1}}, ValueError)])
def test_b65_bad_parameters_of_clouds_are_refused(value, kind):
    with pytest.raises(kind):
        user_documents.parameters({}, value)


def test_settings_are_general_and_those_of_a_cloud_belong_to_it():
    assert user_documents.parameters({'execution_timeout': 5}, {'exo': {'a': 'b'}}) == [
        ('General', 'General.Timeout', '5'), ('exo', 'exo.a', 'b')]

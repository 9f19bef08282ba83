# -*- coding: utf-8 -*-
"""Reading accounts."""
from __future__ import unicode_literals

from slipstream.sandbox.state import accounts, cimi_records
from slipstream.sandbox.xml_interface import user_documents

from .conftest import add_connector, add_credential
from .test_users import NOT_FOUND


def shown(root):
    """The parameters of a user document: name to text."""
    return dict((parameter.get('name'), parameter.findtext('value'))
                for parameter in root.findall('parameters/entry/parameter'))


def test_a_fresh_user_sees_the_own_account(service):
    root = service.get('/user/alice')
    assert root.tag == 'user'
    assert root.attrib == {
        'lastModified': '2019-03-29 08:00:00.0 UTC', 'creation': '2019-03-29 08:00:00.0 UTC',
        'deleted': 'false', 'resourceUri': 'user/alice',
        'name': 'alice', 'email': 'alice@example.org', 'firstName': 'Alice', 'lastName': 'Example',
        'organization': 'ACME',
        'roles': 'USER ANON session/alice', 'issuper': 'false', 'state': 'ACTIVE'}
    texts = shown(root)
    assert texts.pop('General.orchestrator.publicsshkey').startswith('ssh-rsa AAAA')
    assert texts == {
        'General.default.cloud.service': '', 'General.keep-running': 'on-success',
        'General.mail-usage': 'never',
        'General.Verbosity Level': '0', 'General.Timeout': '30', 'General.ssh.public.key': ''}
    cloud = root.find('parameters/entry/parameter')
    assert (cloud.get('name'), cloud.get('type'),
            cloud.get('category')) == ('General.default.cloud.service', 'Enum', 'General')
    assert [value.text for value in cloud.findall('enumValues/string')] == [
        'exoscale-ch-gva', 'ec2-eu-west']
    assert cloud.findtext('instructions')
    assert root.find('parameters').get('class') == 'java.util.HashMap'
    body = service('GET', '/user/alice').body
    assert body.startswith(b'<user ')
    assert b'<value><![CDATA[on-success]]></value>' in body
    assert b'password=' not in body


def test_optional_fields_of_an_account_are_shown(service, world):
    cimi_records.update(world, world.accounts.user('alice'), githublogin='alicek', cyclonelogin='c',
                        activeSince='2018-11-05T10:02:11.045Z',
                   lastOnline='1970-01-01T00:00:00.000Z', lastExecute='2018-11-05T10:02:11Z',
                        roles='tester, other',
                   creation='2018-01-01T00:00:00.340Z', organization='')
    root = service.get('/user/alice')
    assert (root.get('githubLogin'), root.get('cycloneLogin'),
            root.get('activeSince')) == ('alicek', 'c', '2018-11-05 10:02:11.45 UTC')
    assert (root.get('lastOnline'), root.get('lastExecute'),
            root.get('organization')) == (None, '2018-11-05 10:02:11.0 UTC', None)
    assert (root.get('roles'),
            root.get('creation')) == ('USER ANON session/alice', '2018-01-01 00:00:00.340 UTC')
    seen = service.get('/user/alice', user='super')
    assert (seen.get('roles'), seen.get('name')) == ('tester, other', 'alice')
    assert service.get('/user/super', user='super').get('roles') == 'ADMIN USER ANON session/super'
    assert service.get('/user/bob', user='super').get('roles') is None


def test_session_roles_puts_the_session_last():
    caller = accounts.Caller('jane', ['session/1', 'zebra', 'USER', 'apple'], 'session/1')
    assert user_documents.session_roles(caller) == 'USER ANON apple zebra session/1'


def test_cloud_parameters_come_from_credentials(service, world):
    add_connector(world, 'odd', cloudServiceType='unheard-of')
    add_credential(world, 'alice', 'exoscale-ch-gva', **{'domain-name': 'd'})
    add_credential(world, 'alice', 'exoscale-ch-gva', key='a second one')
    add_credential(world, 'alice', 'ec2-eu-west', right='VIEW')
    add_credential(world, 'alice', 'odd', zone='z', managers=[], disabledMonitoring=False)
    root = service.get('/user/alice')
    texts = dict((name, text) for name, text in shown(root).items()
                 if not name.startswith('General.'))
    assert texts == {
        'exoscale-ch-gva.username': 'KEY-alice', 'exoscale-ch-gva.password': 'not-really-a-secret',
        'exoscale-ch-gva.quota.vm': '10',
        'exoscale-ch-gva.domain.name': 'd', 'ec2-eu-west.access.id': 'KEY-alice',
        'ec2-eu-west.secret.key': 'not-really-a-secret',
        'ec2-eu-west.quota.vm': '10', 'odd.username': 'KEY-alice',
        'odd.password': 'not-really-a-secret', 'odd.quota.vm': '10', 'odd.zone': 'z'}
    parameters = dict((parameter.get('name'), parameter)
                 for parameter in root.findall('parameters/entry/parameter'))
    secret = parameters['exoscale-ch-gva.password']
    assert (secret.get('category'), secret.get('type'), secret.get('mandatory'),
            secret.get('order')) == ('exoscale-ch-gva', 'Password', 'true', '20')
    assert not [name for name in shown(service.get('/user/bob', user='super'))
                if not name.startswith('General.')]


def test_privileged_accounts_show_no_cloud_parameters(service, world):
    add_credential(world, 'super', 'exoscale-ch-gva')
    assert not [name for name in shown(service.get('/user/super', user='super'))
                if not name.startswith('General.')]


def test_the_template_of_a_user_has_the_default_settings(service):
    root = service.get('/user/new')
    assert (root.get('name'), root.get('state'),
            shown(root)['General.Timeout']) == ('new', 'NEW', '30')


def test_other_and_unknown_accounts_are_refused(service):
    assert service.refused('GET', '/user/bob') == (403, 'Not allowed to access: bob')
    assert service.refused('GET', '/user/nobody') == NOT_FOUND
    assert service.refused('GET', '/user/nobody', user='super') == NOT_FOUND


def test_the_list_is_for_privileged_callers(service, world):
    cimi_records.update(world, world.accounts.user('bob'), roles='tester')
    for path in ('/users', '/user', '/user/', '/users/', '/userx'):
        items = service.get(path, user='super').findall('item')
        assert [item.get('name') for item in items] == ['alice', 'bob', 'carol', 'super']
    assert items[1].attrib == {
        'name': 'bob', 'resourceUri': 'user/bob', 'firstName': 'Bob', 'lastName': 'Example',
        'email': 'bob@example.org', 'state': 'ACTIVE',
        'organization': 'ACME', 'roles': 'tester', 'issuper': 'false', 'online': 'false'}
    assert (items[3].get('issuper'), items[3].get('roles'),
            items[3].get('organization')) == ('true', None, None)
    assert service.refused('GET', '/users') == (
        403, 'The server understood the request, but is refusing to fulfill it')
    assert service.refused('PUT', '/users', user='super')[0] == 405


def test_text_is_the_xml(service):
    response = service('GET', '/user/alice', accept='text/plain')
    assert response.headers.get('Content-Type') == 'text/plain;charset=UTF-8'
    assert response.body == service('GET', '/user/alice').body

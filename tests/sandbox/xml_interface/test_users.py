# -*- coding: utf-8 -*-
"""Tests of the calls about accounts."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import accounts, cimi_records
from slipstream.sandbox.xml_interface import user_input, user_settings

from .conftest import add_connector, add_credential, problem

INVALID = 'Invalid xml user: cannot deserialize object, with detail: '
NOT_FOUND = (404, 'The server has not found anything matching the request URI')
BROKEN = (500,
          'The server encountered an unexpected condition which prevented it from fulfilling the '
          'request')


def user_xml(name='bob', parameters='', **attributes):
    """The document of an account."""
    values = dict({'name': name, 'resourceUri': 'user/%s' % name, 'email': '%s@example.org' % name,
                  'firstName': 'Some', 'lastName': 'Body',
                  'state': 'ACTIVE'}, **attributes)
    return '<user %s><parameters>%s</parameters></user>' % (
        ' '.join('%s="%s"' % pair for pair in sorted(values.items()) if pair[1] is not None),
        parameters)


def parameter(name, value, category='General', more=''):
    return ('<entry><string>%s</string><parameter name="%s" category="%s"%s>'
            '<value>%s</value></parameter></entry>') % (
        name, name, category, more, value)


def settings_of(world, username):
    documents = [settings for settings in world.store.table('user-param')
             if settings['acl']['owner']['principal'] == username]
    assert len(documents) <= 1
    return documents[0] if documents else None


def credentials_of(world, username):
    return [credential for credential in world.store.table('credential')
            if any(rule['principal'] == username for rule in credential['acl']['rules'])]


# -- creating and changing ----------------------------------------------------

def test_putting_a_new_account_creates_it_with_its_settings(service, world):
    document = user_xml('dave', parameter('General.keep-running', 'never')
                        + parameter('exoscale-ch-gva.username', 'EXO', 'exoscale-ch-gva'),
                        password='s3cret!', organization='Org', githubLogin='d')
    response = service.put('/user/dave?new=true', document)
    assert (response.status, response.body) == (201, b'')
    assert response.headers.get('Location') == 'https://sandbox.example/user/dave'
    assert response.headers.get('Content-Type') == 'application/xml'
    made = world.accounts.user('dave')
    assert (made['firstName'], made['organization'], made['state'], made['isSuperUser'],
            made['roles']) == ('Some', 'Org', 'ACTIVE', False, '')
    assert made['githublogin'] == 'd' and 'cyclonelogin' not in made
    assert made['password'] == accounts.password_digest('s3cret!')
    assert world.accounts.check_password('dave', 's3cret!')
    settings = settings_of(world, 'dave')
    assert (settings['keepRunning'], settings['timeout'],
            settings['paramsType']) == ('never', 30, 'execution')
    credential, = credentials_of(world, 'dave')
    assert (credential['key'], credential['secret'], credential['quota'],
            credential['domain-name']) == ('EXO', '', 20, '')
    assert (credential['type'], credential['connector']) == (
        'cloud-cred-exoscale', {'href': 'connector/exoscale-ch-gva'})
    root = service.get('/user/dave', user='dave')
    assert (root.get('activeSince'), root.get('githubLogin')) == ('2019-03-29 08:00:00.0 UTC', 'd')


def test_putting_an_account_changes_what_the_document_has(service, world):
    cimi_records.update(world, world.accounts.user('alice'), githublogin='old', roles='kept')
    world.clock.advance(5)
    response = service.put('/user/alice', user_xml('alice', email='new@example.org'))
    assert (response.status,
            response.headers.get('Location')) == (202, 'https://sandbox.example/user/alice')
    stored = world.accounts.user('alice')
    assert (stored['emailAddress'], stored['roles'],
            stored['organization']) == ('new@example.org', 'kept', '')
    assert 'githublogin' not in stored and world.accounts.check_password('alice', 'secret-of-alice')
    assert stored['created'] < stored['updated']
    assert service.put('/user/alice', user_xml('alice', password='other one')).status == 202
    assert world.accounts.check_password('alice', 'other one')


def test_what_was_read_can_be_written_back_without_roles(service, world):
    add_credential(world, 'alice', 'exoscale-ch-gva', **{'domain-name': 'd'})
    service.put('/user/alice', user_xml('alice', parameter('General.Timeout', '45') + parameter(
        'exoscale-ch-gva.username', 'a', 'exoscale-ch-gva')
                                        + parameter('exoscale-ch-gva.password', 'b',
                                                    'exoscale-ch-gva')))
    credential, settings = credentials_of(world, 'alice'), settings_of(world, 'alice')
    assert (credential[0]['key'], credential[0]['secret'], credential[0]['domain-name'],
            credential[0]['quota']) == ('a', 'b', '', 20)
    body = service('GET', '/user/alice').body.decode('utf-8')
    assert problem(service.put('/user/alice',
                               body))[1] == 'Only super users are authorized to update roles!'
    world.clock.advance(5)
    assert service.put('/user/alice',
                       body.replace('roles="USER ANON session/alice" ', '')).status == 202
    assert credentials_of(world, 'alice') == credential
    assert dict(settings_of(world, 'alice'), updated=None) == dict(settings, updated=None)


def test_parameters_that_are_missing_are_reset(service, world):
    add_credential(world, 'alice', 'exoscale-ch-gva')
    shared = add_credential(world, 'alice', 'ec2-eu-west', right='VIEW')
    keys = parameter('General.ssh.public.key',
                     'ssh-rsa AAAA') + parameter('General.default.cloud.service', 'ec2-eu-west')
    keys += parameter('General.mail-usage', '') + parameter('General.Timeout', '') + parameter(
        'General.Verbosity Level', ' 2')
    assert problem(service.put('/user/alice', user_xml('alice', keys))) == (
        409, 'Invalid enumeration value:  2')
    keys = keys.replace(' 2', '2') + parameter('General.unheard.of',
                                               'x') + parameter('nocloud.username', 'x', 'nocloud')
    assert service.put('/user/alice', user_xml('alice', keys)).status == 202
    settings = settings_of(world, 'alice')
    assert (settings['sshPublicKey'], settings['defaultCloudService'],
            settings['mailUsage']) == ('ssh-rsa AAAA', 'ec2-eu-west', 'never')
    assert (settings['timeout'], settings['verbosityLevel'],
            settings['keepRunning']) == (0, 2, 'on-success')
    # Without key and secret there is no credential any more; one that others share stays.
    assert credentials_of(world, 'alice') == [shared]
    assert service.put('/user/alice',
                       user_xml('alice').replace('<parameters></parameters>', '')).status == 202
    assert settings_of(world, 'alice') == dict(settings,
                                               updated=settings_of(world, 'alice')['updated'])
    assert service.put('/user/alice',
                       user_xml('alice', parameter('General.keep-running', 'never'))).status == 202
    settings = settings_of(world, 'alice')
    assert (settings['sshPublicKey'], settings['defaultCloudService'],
            settings['timeout']) == ('', '', 30)


def test_cloud_parameters_are_accepted_by_their_other_names(service, world):
    parameters = parameter('ec2-eu-west.access.id', 'A',
                      'ec2-eu-west') + parameter('ec2-eu-west.secret.key', 'B', 'ec2-eu-west')
    parameters += parameter('ec2-eu-west.quota.vm', '7',
                       'ec2-eu-west') + parameter('ec2-eu-west.domain.name', 'x', 'ec2-eu-west')
    parameters += parameter('other.name', 'x',
                       'ec2-eu-west') + parameter('exoscale-ch-gva.username', '', 'exoscale-ch-gva')
    assert service.put('/user/alice', user_xml('alice', parameters)).status == 202
    credential, = credentials_of(world, 'alice')
    assert (credential['key'], credential['secret'], credential['quota']) == ('A', 'B', 7)
    assert 'domain-name' not in credential
    assert problem(service.put('/user/alice',
                               user_xml('alice', parameters.replace('>7<', '>many<')))) == BROKEN
    assert credentials_of(world, 'alice') == [credential]


def test_clouds_of_an_unlisted_kind_accept_any_member(service, world):
    add_connector(world, 'odd', cloudServiceType='unheard-of', quotaVm='')
    parameters = parameter('odd.username', 'A', 'odd') + parameter('odd.some.thing', 'x', 'odd')
    assert service.put('/user/alice', user_xml('alice', parameters)).status == 202
    credential, = credentials_of(world, 'alice')
    assert (credential['some-thing'], credential['quota'],
            credential['type']) == ('x', 20, 'cloud-cred-unheard-of')


def test_a_privileged_account_keeps_the_credentials_it_does_not_see(service, world):
    credential = add_credential(world, 'super', 'exoscale-ch-gva')
    document = user_xml('super', parameter('General.Timeout', '1'), issuper='true')
    assert service.put('/user/super', document, user='super').status == 202
    assert credentials_of(world, 'super') == [credential]


@pytest.mark.parametrize('name', ['General.Timeout', 'General.Verbosity Level'])
def test_a_number_that_is_none_is_a_failure_of_the_service(service, world, name):
    assert problem(service.put(
        '/user/alice', user_xml('alice', parameter(name, 'ten'), email='n@example.org'))) == BROKEN
    assert settings_of(world, 'alice') is None
    assert world.accounts.user('alice')['emailAddress'] == 'alice@example.org'


@pytest.mark.parametrize('document, expected', [
    ('<user', BROKEN),
    ('<!DOCTYPE user []><user/>', BROKEN),
    ('<user name="alice" resourceUri="user/alice"/>',
     (400, INVALID + "Unable to satisfy attribute 'state' of element 'user'")),
    (user_xml('alice', state='IDLE'),
     (400, INVALID + 'No enum constant com.sixsq.slipstream.persistence.User.State.IDLE')),
    (user_xml('alice', online='false'),
     (400, INVALID + "Attribute 'online' does not have a match in element 'user'")),
    (user_xml('alice', parameter('a', 'b', more=' order="x"')),
     (400, INVALID + 'For input string: "x"')),
    (user_xml('alice', parameter('', 'b')), (400, 'Validation error: Parameter without name')),
    (user_xml('alice', issuper='true', roles=''),
     (403, 'Only super users are authorized to create a privileged user!')),
    (user_xml('alice', roles=''), (403, 'Only super users are authorized to update roles!')),
    (user_xml('', firstName=''), (409, 'Invalid name')),
    (user_xml('new'), (409, 'Invalid name')),
    (user_xml('alice', parameter('General.default.cloud.service', 'x'), firstName=''),
     (409, 'Invalid enumeration value: x')),
    (user_xml('alice', parameter('General.keep-running', 'x')),
     (409, 'Invalid enumeration value: x')),
    (user_xml('alice', parameter('General.Verbosity Level', '4')),
     (409, 'Invalid enumeration value: 4')),
    (user_xml('alice', parameter('ec2-eu-west.secret.key', "it's", 'ec2-eu-west')),
     (409, "Invalid character (') in parameter: ec2-eu-west.secret.key")),
    (user_xml('alice', parameter('General.ssh.public.key', "it's", more=' type="RestrictedText"')),
     (409, "Invalid character (') in parameter: General.ssh.public.key")),
    (user_xml('a-b', state='NEW', firstName=''),
     (409, 'Username must start with a letter and contain only letters and digits.')),
    (user_xml('a', state='NEW'),
     (409, 'Username must start with a letter and contain only letters and digits.')),
    (user_xml('alice', firstName='', lastName=''), (409, 'First name cannot be empty.')),
    (user_xml('alice', lastName=None, password=''), (409, 'Last name cannot be empty.')),
    (user_xml('alice', password='', email=''), (409, 'Password cannot be empty.')),
    (user_xml('alice', email=''), (409, 'Email address cannot be empty.')),
    (user_xml('alice', email='at home'), (409, 'Invalid email address.\nat home')),
    (user_xml('a.b', state='NEW'),
     (400, 'The uploaded user does not correspond to the target user uri')),
    (user_xml(name='alice').replace('name="alice" ', '').replace('resourceUri="user/alice" ', ''),
     (400, 'The uploaded user does not correspond to the target user uri'))])
def test_an_invalid_document_is_refused_and_changes_nothing(service, world, document, expected):
    before = world.accounts.user('alice')
    assert problem(service.put('/user/alice', document)) == expected
    assert world.accounts.user('alice') == before


def test_only_users_themselves_and_administrators_may_write_an_account(service, world):
    assert problem(service.put('/user/bob', user_xml('bob'))) == (
        403, 'Forbidden to update this resource.')
    assert problem(service.put('/user/new', user_xml('new'))) == (
        403, 'Forbidden to update this resource.')
    exists = (403, 'Cannot create this resource. It already exists.')
    assert problem(service.put('/user/alice?new=true', user_xml('alice'))) == exists
    assert problem(service.put('/user/alice?new=1', user_xml('alice'), user='super')) == exists
    assert problem(service.put('/user/dave', user_xml('dave'))) == (
        409, 'Password cannot be empty.')
    assert service.refused('PUT', '/user/alice', '{}', content_type='application/json')[0] == 415


def test_privileged_callers_may_set_roles_and_state(service, world):
    document = user_xml('dave', password='x', state='NEW', issuper='true', roles='a,b')
    assert service.put('/user/dave', document, user='super').status == 201
    made = world.accounts.user('dave')
    assert (made['state'], made['isSuperUser'], made['roles']) == ('ACTIVE', True, 'a,b')
    # An absent issuper demotes, absent roles are kept.
    assert service.put('/user/dave', user_xml('dave', state='SUSPENDED', deleted='true'),
                       user='super').status == 202
    made = world.accounts.user('dave')
    assert (made['state'], made['isSuperUser'], made['roles'],
            made['deleted']) == ('SUSPENDED', False, 'a,b', True)
    assert service.put('/user/dave', user_xml('dave', state='NEW'), user='super').status == 202
    assert world.accounts.user('dave')['state'] == 'NEW'
    assert service.put('/user/erin', user_xml('erin', password='x', state='NEW')).status == 201
    assert world.accounts.user('erin')['state'] == 'NEW'


def test_a_privileged_caller_may_write_another_account_than_the_path_says(service, world):
    response = service.put('/user/bob', user_xml('carol', email='c@example.org'), user='super')
    assert (response.status,
            response.headers.get('Location')) == (202, 'https://sandbox.example/user/bob')
    assert world.accounts.user('carol')['emailAddress'] == 'c@example.org'
    assert world.accounts.user('bob')['emailAddress'] == 'bob@example.org'
    assert service.put('/user/bob', user_xml('frank'), user='super').status == 202
    assert world.accounts.user('frank')['password'] == ''
    assert not world.accounts.check_password('frank', '')


def test_names_may_contain_slashes(service, world):
    world.accounts.create('realm/jane doe', 'x')
    root = service.get('/user/realm/jane%20doe', user='super')
    assert root.get('name') == 'realm/jane doe'
    response = service.put('/user/realm/jane%20doe',
                           user_xml('realm/jane doe', email='j@example.org'), user='super')
    assert response.headers.get('Location') == 'https://sandbox.example/user/realm/jane%20doe'


def test_secrets_are_not_shown(world):
    draft = user_input.read(user_xml('alice', parameter('a', 's3cret'),
                                     password='s3cret!').encode('ascii'))
    assert draft.password == 's3cret!'
    assert draft.parameters[0]['value'] == 's3cret'
    assert 's3cret' not in repr(draft)
    assert 'alice' in repr(draft)
    add_credential(world, 'alice', 'ec2-eu-west')
    assert 'secret.key' in repr(user_settings.of_clouds(world, 'alice'))
    assert 'really' not in repr(user_settings.of_clouds(world, 'alice'))


# -- deleting -----------------------------------------------------------------

def test_a_user_deletes_only_their_own_account(service, world):
    assert service.refused('DELETE', '/user/bob') == (403, 'Forbidden')
    assert service.refused('DELETE', '/user/nobody') == NOT_FOUND
    response = service('DELETE', '/user/alice')
    assert (response.status, response.body) == (204, b'')
    stored = world.accounts.user('alice')
    assert (stored['state'], stored['deleted']) == ('DELETED', True)
    assert not world.accounts.check_password('alice', 'secret-of-alice')
    assert service('DELETE', '/user/bob', user='super').status == 204

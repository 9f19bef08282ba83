# -*- coding: utf-8 -*-
"""The form with which the web page creates and changes accounts."""
from __future__ import unicode_literals

import pytest

from .conftest import problem


def form(service, name, fields, user='alice'):
    return service('PUT', '/user/' + name, fields, user,
                   content_type='application/x-www-form-urlencoded')


def test_a_form_creates_and_changes_accounts(service, world):
    response = form(service, 'dave',
                    'firstname=D&lastname=V&email=d%40example.org&password1=x&password2=x')
    assert (response.status, world.accounts.user('dave')['state'],
            world.accounts.check_password('dave', 'x')) == (201, 'NEW', False)
    response = form(service, 'alice',
                    'lastname=Keller&password1=y&password2=y&oldPassword=secret-of-alice')
    stored = world.accounts.user('alice')
    assert (response.status, stored['lastName'], stored['firstName'],
            stored['organization']) == (200, 'Keller', 'Alice', 'ACME')
    assert world.accounts.check_password('alice', 'y')
    assert form(service, 'bob', 'password1=z&password2=z&issuper=on&roles=r',
                user='super').status == 200
    assert world.accounts.user('bob')['isSuperUser'] and world.accounts.user('bob')['roles'] == 'r'


@pytest.mark.parametrize('fields, expected', [
    ('password1=a&password2=b', (409, 'Passwords do not match')),
    ('password1=a&password2=a&oldPassword=wrong', (409, 'The old password is wrong')),
    ('state=IDLE', (400, 'Validation error: Unknown state: IDLE')),
    ('roles=', (403, 'Only super users are authorized to update roles!')),
    ('email=', (409, 'Email address cannot be empty.'))])
def test_an_invalid_form_is_refused(service, fields, expected):
    assert problem(form(service, 'alice', fields)) == expected


def test_the_tick_of_an_ordinary_user_is_ignored(service, world):
    assert form(service, 'alice', 'issuper=on&firstname=Al').status == 200
    assert (world.accounts.user('alice')['isSuperUser'],
            world.accounts.user('alice')['firstName']) == (False, 'Al')
    fields = 'firstname=D&lastname=V&email=d%40example.org&password1=x&password2=x&issuper=on'
    assert form(service, 'dave', fields).status == 201
    assert world.accounts.user('dave')['isSuperUser'] is False
    assert form(service, 'dave', 'issuper=on', user='super').status == 200
    assert world.accounts.user('dave')['isSuperUser'] is True


@pytest.mark.parametrize('old, expected', [('', 409), ('&oldPassword=wrong', 409),
                                           ('&oldPassword=secret-of-super', 200)])
def test_a_privileged_user_needs_the_old_password_for_the_own_account(service, world, old,
                                                                      expected):
    response = form(service, 'super', 'issuper=on&password1=y&password2=y' + old, user='super')
    assert response.status == expected
    assert world.accounts.check_password('super', 'y') == (expected == 200)
    assert form(service, 'bob', 'password1=y&password2=y', user='super').status == 200


def test_a_form_sets_parameters_of_an_account(service, world):
    fields = ('parameter--0--name=General.keep-running&parameter--0--value=never'
              '&parameter--2--name=exoscale-ch-gva.username&parameter--2--value=EXO1'
              '&parameter--3--name=exoscale-ch-gva.password&parameter--3--value=hush'
              '&parameter--3--type=Password&parameter--10--name=General.Timeout'
              '&parameter--10--value=77&parameter--11--value=lost')
    assert form(service, 'alice', fields).status == 200
    shown = service.get('/user/alice')
    values = dict((parameter.get('name'), parameter.findtext('value'))
                  for parameter in shown.iter('parameter'))
    assert (values['General.keep-running'], values['General.Timeout']) == ('never', '77')
    assert (values['exoscale-ch-gva.username'],
            values['exoscale-ch-gva.password']) == ('EXO1', 'hush')
    assert form(service, 'alice', 'lastname=Keller').status == 200
    kept = dict((parameter.get('name'), parameter.findtext('value'))
                for parameter in service.get('/user/alice').iter('parameter'))
    assert kept == values


@pytest.mark.parametrize('fields, expected', [
    ('parameter--0--name=General.keep-running&parameter--0--value=sometimes',
     (409, 'Invalid enumeration value: sometimes')),
    ('parameter--0--name=x&parameter--0--type=Unknown', (400, 'Validation error: No enum constant '
     'com.sixsq.slipstream.persistence.ParameterType.Unknown')),
    ("parameter--0--name=ec2-eu-west.secret.key&parameter--0--value=it's",
     (409, "Invalid character (') in parameter: ec2-eu-west.secret.key"))])
def test_an_invalid_parameter_in_a_form_is_refused(service, fields, expected):
    assert problem(form(service, 'alice', fields)) == expected

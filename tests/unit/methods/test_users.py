# -*- coding: utf-8 -*-
"""Users: documents in, tuples out."""
from __future__ import unicode_literals

import pytest
from hypothesis import given

from slipstream.api import errors, models
from slipstream.api.methods import users
from slipstream.api.protocol import documents

from ... import xml_samples as samples
from ...strategies import elements
from ..fakes import FakeSession, answer


def parsed(text):
    return documents.parse_xml(text.encode('utf-8'))


def test_the_logins_of_other_services_are_read():
    user = users.user_of(parsed('<user name="a" cycloneLogin=" c " githubLogin="g"/>'))
    assert (user.username, user.cyclone_login, user.github_login) == ('a', 'c', 'g')


@pytest.mark.parametrize('username', ['Xaver', '/Xaver/'])
def test_a_user_is_created_under_that_name(username):
    made = users.Users('https://h', FakeSession(answer(201)))
    assert made.create_user(username, 'a password', 'x@example.org', 'Xaver', 'X') is True
    method, address, options = made.session.sent[0]
    assert (method, address) == ('PUT', 'https://h/user/Xaver')
    assert documents.parse_xml(options['data']).get('name') == 'Xaver'


def test_who_is_not_logged_in_is_told_what_to_do():
    made = users.Users('https://h', FakeSession())
    made.whoami = lambda: None
    with pytest.raises(errors.UnauthorizedError) as info:
        made.get_user()
    assert info.value.hint == 'Log in, or pass a username.'


def test_a_user_item_says_when_somebody_was_last_online():
    assert users.user_item_of(parsed('<item lastOnline=" today "/>')).last_online == 'today'


def test_each_row_of_the_list_becomes_a_user_item():
    alice, root, nobody = [users.user_item_of(item)
                           for item in parsed(samples.USERS).findall('item')]
    assert alice == models.UserItem(
        username='alice', email='alice@example.org', first_name='Alice', last_name='Keller',
        organization='ACME', roles=['tester', 'dev', 'ops'],
        privileged=False, active_since='2018-11-05 10:02:11.45 UTC', last_online=None,
        online='false')
    assert not alice.online and alice.privileged is False
    assert root.privileged is True and root.roles == [] and root.online is None
    assert nobody == models.UserItem(None, None, None, None, None, [], False, None, None, None)


def test_every_field_of_the_document_is_read():
    assert users.user_of(parsed(samples.user())) == models.User(
        username='alice', email='alice@example.org', first_name='Alice', last_name='Keller',
        organization='ACME',
        roles=['USER', 'ANON', 'session/1e0f6a52-8d0c-4c7b-9f1d-0a1f6f2b7c11'], privileged=False,
        active_since='2018-11-05 10:02:11.45 UTC',
        last_online=None, online=None, cyclone_login=None, github_login='alicek',
        configured_clouds={'exoscale-ch-gva'},
        default_cloud='exoscale-ch-gva',
        ssh_public_keys=['ssh-rsa A alice@laptop', 'ssh-rsa B alice@desk'],
        keep_running='on-success', timeout='30')


def test_b57_a_document_without_parameters_can_be_read():
    user = users.user_of(parsed('<user name="a"/>'))
    assert (user.configured_clouds, user.ssh_public_keys, user.keep_running, user.timeout,
            user.default_cloud) == (set(), [], None, None, None)


def test_clouds_are_configured_when_both_parts_of_a_credential_are_there():
    document = '''<user><parameters>
        <entry><parameter name="a.username" category="a"><value>x</value></parameter></entry>
        <entry><parameter name="a.password" category="a"><value>x</value></parameter></entry>
        <entry><parameter name="b.access.id" category="b"><value>x</value></parameter></entry>
        <entry><parameter name="b.secret.key" category="b"><value>x</value></parameter></entry>
        <entry><parameter name="c.username" category="c"><value>x</value></parameter></entry>
        <entry><parameter name="c.password" category="c"><value> </value></parameter></entry>
        <entry><parameter name="General.username"
            category="General"><value>x</value></parameter></entry>
        <entry><parameter name="General.password"
            category="General"><value>x</value></parameter></entry>
        <entry><parameter name="d.username"><value>x</value></parameter></entry>
        <entry><parameter category="e"/></entry>
        </parameters></user>'''
    assert users.user_of(parsed(document)).configured_clouds == {'a', 'b'}


@given(elements(['name', 'roles', 'issuper', 'online', 'email', 'activeSince']))
def test_b52_readers_accept_any_element(element):
    for row in users.user_of(element), users.user_item_of(element):
        assert isinstance(row.privileged, bool) and '' not in row.roles


@pytest.mark.parametrize('name', ['a//b', '..', ''])
def test_an_odd_name_of_who_is_logged_in_is_reported(name):
    made = users.Users('https://h', FakeSession())
    made.whoami = lambda: name
    with pytest.raises(errors.ResponseError) as info:
        made.get_user()
    assert str(info.value).startswith(
        'The service did not return the name of the user who is logged in')

# -*- coding: utf-8 -*-
"""Users: documents in, tuples out."""
from __future__ import unicode_literals

from hypothesis import given

from slipstream.api import models
from slipstream.api.methods import users
from slipstream.api.protocol import documents

from ... import xml_samples as samples
from ...strategies import elements


def parsed(text):
    return documents.parse_xml(text.encode('utf-8'))


def test_the_logins_of_other_services_are_read():
    user = users.user_of(parsed('<user name="a" cycloneLogin=" c " githubLogin="g"/>'))
    assert (user.username, user.cyclone_login, user.github_login) == ('a', 'c', 'g')


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

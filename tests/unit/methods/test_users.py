# -*- coding: utf-8 -*-
"""Users: documents in, tuples out; changes in, documents out."""
from __future__ import unicode_literals

import copy

import pytest
from hypothesis import given

from slipstream.api import models
from slipstream.api.methods import users
from slipstream.api.protocol import documents

from ... import xml_samples as samples
from ...strategies import elements

NOTHING = (None,) * 7


def parsed(text):
    return documents.parse_xml(text.encode('utf-8'))


def parameters(root):
    """Name to value of the parameters of a document."""
    found = [(element.get('name'), element.findtext('value'))
             for element in root.findall('parameters/entry/parameter')]
    assert len(dict(found)) == len(found)
    return dict(found)


def changed(document, attributes=NOTHING, settings=NOTHING):
    root = parsed(document)
    users.change_user(root, users.user_attributes(*attributes), users.user_parameters(*settings))
    return root


def test_rows_of_the_list():
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


def test_documents_of_users():
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
        <entry><parameter name="General.username" category="General"><value>x</value></parameter></entry>
        <entry><parameter name="General.password" category="General"><value>x</value></parameter></entry>
        <entry><parameter name="d.username"><value>x</value></parameter></entry>
        <entry><parameter category="e"/></entry>
        </parameters></user>'''
    assert users.user_of(parsed(document)).configured_clouds == {'a', 'b'}


@given(elements(['name', 'roles', 'issuper', 'online', 'email', 'activeSince']))
def test_b52_no_reader_stumbles(element):
    for row in users.user_of(element), users.user_item_of(element):
        assert isinstance(row.privileged, bool) and '' not in row.roles


def test_unchanged_documents_lose_nothing_but_roles_and_the_key_of_the_service():
    before, after = parsed(samples.user(issuper='true')), changed(samples.user(issuper='true'))
    expected = dict(before.attrib)
    del expected['roles']
    assert after.attrib == expected and after.get(
        'issuper') == 'true' and 'password' not in after.attrib
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
    root = changed(samples.user(), ('new', 'e@x', 'É', 'L', '', ['a', 'b'], True))
    assert [root.get(name) for name in ('password', 'email', 'firstName', 'lastName',
                                        'organization', 'roles', 'issuper')] == [
                                            'new', 'e@x', 'É', 'L', '', 'a,b', 'true']
    assert root.get('name') == 'alice'


def test_b04_booleans_and_lists_become_text():
    assert users.user_attributes(None, None, None, None, None, ['x', 'é'],
                                 False) == {'roles': 'x,é', 'issuper': 'false'}
    assert users.user_attributes(None, None, None, None, None, 'x y', None) == {'roles': 'x y'}
    assert users.user_attributes(None, None, None, None, None, [], None) == {'roles': ''}


def test_b03_a_timeout_changes_the_timeout_and_nothing_else():
    before = parameters(parsed(samples.user()))
    after = parameters(changed(samples.user(), settings=(None, None, None, None, 45, None, None)))
    del before['General.orchestrator.publicsshkey']
    before['General.Timeout'] = '45'
    assert after == before


def test_all_settings():
    given = {'exoscale-ch-gva': {'username': 'u', 'exoscale-ch-gva.password': 'p'},
             'new': {'quota.vm': 3, 'flag': True}, 'none': {}, 'no': None}
    untouched = copy.deepcopy(given)
    after = parameters(changed(
        samples.user(), settings=('ec2-eu-west', 'never', ['k 1', 'k 2'], 3, '10', 'daily', given)))
    assert given == untouched
    assert dict((name, after[name]) for name in after if not name.startswith('ec2')) == {
        'General.default.cloud.service': 'ec2-eu-west', 'General.keep-running': 'never',
        'General.ssh.public.key': 'k 1\nk 2',
        'General.Verbosity Level': '3', 'General.Timeout': '10', 'General.mail-usage': 'daily',
        'exoscale-ch-gva.username': 'u',
        'exoscale-ch-gva.password': 'p', 'new.quota.vm': '3', 'new.flag': 'true'}


def test_new_parameters_carry_their_category():
    root = changed(samples.user(), settings=(None,) * 6 + ({'new "c\'l': {'a"b\'': 'v'}},))
    entry = root.findall('parameters/entry')[-1]
    assert entry.findtext('string') == 'new "c\'l.a"b\'' and entry.find('parameter').attrib == {
        'name': 'new "c\'l.a"b\'', 'category': 'new "c\'l'}
    assert parameters(documents.parse_xml(documents.write_xml(root)))['new "c\'l.a"b\''] == 'v'


def test_an_empty_text_clears_the_keys():
    assert parameters(changed(samples.user(), settings=(None, None, '') + (None,) * 4))[
        'General.ssh.public.key'] == ''


def test_b57_parameters_are_created_where_there_are_none():
    assert parameters(changed('<user name="a"/>', settings=('exo',) + (None,) * 6)) == {
        'General.default.cloud.service': 'exo'}


def test_a_parameter_without_value_gets_one():
    document = '<user><parameters><entry><parameter name="General.Timeout"><instructions/></parameter></entry></parameters></user>'
    assert parameters(changed(document, settings=(None,) * 4 + (1, None, None))) == {
        'General.Timeout': '1'}


def test_b02_new_documents():
    root = users.new_document(
        'bob', users.user_attributes('s3cret!', 'b@x', 'Bob', 'Méier', 'ACME', ['r'], False))
    assert root.tag == 'user' and root.attrib == {
        'name': 'bob', 'resourceUri': 'user/bob', 'state': 'ACTIVE', 'password': 's3cret!',
        'email': 'b@x', 'firstName': 'Bob', 'lastName': 'Méier',
        'organization': 'ACME', 'roles': 'r', 'issuper': 'false'}


@pytest.mark.parametrize('attributes, kind', [
    (('', None, None, None, None, None, None), ValueError),
    ((b'\xff' if bytes is not str else 3, None, None, None, None, None, None), TypeError),
    ((None, ' ', None, None, None, None, None), ValueError),
    ((None, None, 3, None, None, None, None), TypeError),
    ((None, None, None, '\x00', None, None, None), ValueError),
    ((None, None, None, None, [], None, None), TypeError),
    ((None, None, None, None, None, [None], None), ValueError),
    ((None, None, None, None, None, None, 'false'), TypeError)])
def test_b65_bad_attributes_are_refused(attributes, kind):
    with pytest.raises(kind):
        users.user_attributes(*attributes)


def test_passwords_do_not_appear_in_messages():
    for password in (['hush'], 'hush\x00'):
        with pytest.raises((TypeError, ValueError)) as info:
            users.user_attributes(password, None, None, None, None, None, None)
        assert 'hush' not in str(info.value) and 'password' in str(info.value)
    with pytest.raises(ValueError) as info:
        users.user_parameters(None, None, None, None, None, None, {'exo': {'password': 'hush\x00'}})
    assert 'hush' not in str(info.value) and 'exo.password' in str(info.value)


@pytest.mark.parametrize('position, value, kind', [
    (0, ['exo'], TypeError), (1, 'bogus', ValueError), (2, [None], ValueError), (3, 4, ValueError),
    (3, -1, ValueError), (3, 'x', ValueError),
    (3, True, TypeError), (4, 'soon', ValueError), (4, -1, ValueError), (4, 1.5, TypeError),
    (5, 'weekly', ValueError), (6, 'exo', TypeError),
    (6, {'exo': 'x'}, TypeError), (6, {'exo': {'a': None}}, ValueError),
    (6, {'': {'a': 1}}, ValueError), (6, {'exo': {'': 1}}, ValueError)])
def test_b65_bad_settings_are_refused(position, value, kind):
    settings = list(NOTHING)
    settings[position] = value
    with pytest.raises(kind):
        users.user_parameters(*settings)

# -*- coding: utf-8 -*-
"""Users: each method, exact request and exact result."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import errors
from slipstream.api.compat import to_text
from slipstream.api.models import User, UserItem

from .. import xml_samples as samples
from .talk import answer, json

ME = json({'count': 1, 'sessions': [{'id': 'session/1', 'username': 'alice'}]})
NOBODY = json({'count': 0, 'sessions': []})
ACCEPTED = answer('', 202, 'application/xml', 'https://h/user/alice')


def parameters(root):
    pairs = [(element.get('name'), element.findtext('value'))
             for element in root.findall('parameters/entry/parameter')]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def failing(status, detail='words of the service'):
    return answer(samples.error(status, detail), status)


def test_get_user_by_name(talk):
    client = talk(samples.user(issuper='true'))
    user = client.get_user('alice')
    assert isinstance(user, User)
    assert user.privileged is True
    assert user.configured_clouds == {'exoscale-ch-gva'}
    assert user.ssh_public_keys == ['ssh-rsa A alice@laptop', 'ssh-rsa B alice@desk']
    assert client.lines == ['GET /user/alice']
    assert client.sent[0].headers['accept'] == 'application/xml'


def test_get_user_of_oneself(talk):
    client = talk(ME, samples.user(), samples.user())
    assert client.get_user().username == 'alice'
    assert client.get_user(username=None).username == 'alice'
    assert client.lines == ['PUT /api/session', 'GET /user/alice', 'GET /user/alice']


@pytest.mark.parametrize('method', ['get_user', 'update_user'])
def test_b35_nobody_is_not_asked_for(talk, method):
    client = talk(NOBODY)
    with pytest.raises(errors.UnauthorizedError) as info:
        getattr(client, method)()
    assert 'Nobody is logged in' in str(info.value)
    assert isinstance(info.value, requests.exceptions.HTTPError)
    assert client.lines == ['PUT /api/session']


@pytest.mark.parametrize('name', ['', '..', '../module/x', 'a//b', 3, 'a\n'])
def test_b08_nothing_is_sent_for_a_name_that_is_none(talk, name):
    client = talk()
    for call in (client.get_user, client.update_user,
                 lambda username: client.create_user(username, 'p', 'e', 'f', 'l')):
        with pytest.raises((TypeError, ValueError)):
            call(name)
    assert client.sent == []


def test_b08_names_are_quoted(talk):
    client = talk(samples.user())
    client.get_user('org/é b#c')
    assert client.lines == ['GET /user/org/%C3%A9%20b%23c']


def test_b05_list_users_is_lazy_on_every_python(talk):
    client = talk(samples.USERS)
    rows = client.list_users()
    assert client.sent == []
    rows = list(rows)
    assert [row.username for row in rows] == ['alice', 'super', None]
    assert isinstance(rows[0], UserItem)
    assert client.lines == ['GET /users']


def test_list_users_is_for_the_privileged(talk):
    with pytest.raises(errors.ForbiddenError):
        list(talk(failing(403)).list_users())


def test_b02_create_user_puts_a_document_with_the_defaults(talk):
    client = talk(answer('', 201, 'application/xml', 'https://h/user/bob'))
    assert client.create_user('bob', 's3cret é', 'bob@example.org', 'Bob', 'Méier') is True
    sent = client.sent[0]
    assert sent.line == 'PUT /user/bob?new=true'
    assert sent.headers['content-type'] == 'application/xml'
    assert sent.xml.tag == 'user'
    assert sent.xml.attrib == {'name': 'bob', 'resourceUri': 'user/bob', 'state': 'ACTIVE',
                               'password': 's3cret é', 'email': 'bob@example.org',
                               'firstName': 'Bob', 'lastName': 'Méier', 'issuper': 'false'}
    assert parameters(sent.xml) == {
        'General.keep-running': 'never', 'General.Verbosity Level': '1', 'General.Timeout': '30',
        'General.mail-usage': 'never'}


def test_b02_create_user_accepts_every_option(talk):
    clouds = {'exo': {'username': 'u', 'password': 'p'}}
    client = talk(answer('', 201))
    assert client.create_user('bob', 'pw', 'e', 'f', 'l', 'ACME', ['a', 'b'], True, 'exo', 'always',
                              'k1\nk2', 3, 0, 'daily', clouds) is True
    root = client.sent[0].xml
    assert root.get('organization') == 'ACME'
    assert root.get('roles') == 'a,b'
    assert root.get('issuper') == 'true'
    assert parameters(root) == {
        'General.default.cloud.service': 'exo', 'General.keep-running': 'always',
        'General.ssh.public.key': 'k1\nk2', 'General.Verbosity Level': '3',
        'General.Timeout': '0', 'General.mail-usage': 'daily', 'exo.username': 'u',
        'exo.password': 'p'}
    entry = root.find('parameters/entry')
    assert [child.tag for child in entry] == ['string', 'parameter']
    assert entry.findtext('string') == entry.find('parameter').get('name')
    assert clouds == {'exo': {'username': 'u', 'password': 'p'}}


@pytest.mark.parametrize('arguments', [
    ('bob', None, 'e', 'f', 'l'), ('bob', 'p', None, 'f', 'l'), ('bob', 'p', 'e', None, 'l'),
    ('bob', 'p', 'e', 'f', None),
    ('bob', '', 'e', 'f', 'l'), ('bob', 'p', 'e', 'f', 'l', None, None, 'false'),
    ('bob', 'p', 'e', 'f', 'l', None, None, False, None, 'sometimes')])
def test_b65_nothing_is_sent_for_an_incomplete_user(talk, arguments):
    client = talk()
    with pytest.raises((TypeError, ValueError)):
        client.create_user(*arguments)
    assert client.sent == []


@pytest.mark.parametrize('status, body, content_type, expected', [
    (502, '<html><body>Bad gateway</body></html>', 'text/html', 'Bad Gateway'),
    (403, samples.error(403, 'It already exists.'), 'application/xml', 'It already exists.'),
    (409, samples.error(409, 'Invalid email é'), 'application/xml', 'Invalid email é')])
def test_b51_failures_say_what_they_can(talk, status, body, content_type, expected):
    for method, script in (('create_user', []), ('update_user', [samples.user()])):
        client = talk(*script + [answer(body, status, content_type)])
        with pytest.raises(errors.class_for(status)) as info:
            getattr(client, method)('bob', 'hush', 'e', 'f', 'l')
        assert info.value.reason == expected and info.value.response.status_code == status
        assert 'hush' not in to_text(str(info.value))


def test_b59_updating_oneself_reads_one_document(talk):
    client = talk(ME, samples.user(), ACCEPTED)
    assert client.update_user(ssh_public_keys='k') is True
    assert client.lines == ['PUT /api/session', 'GET /user/alice', 'PUT /user/alice']
    root = client.sent[2].xml
    assert 'roles' not in root.attrib
    assert 'password' not in root.attrib
    assert root.get('issuper') == 'false'
    assert root.get('state') == 'ACTIVE'
    assert parameters(root) == {
        'General.default.cloud.service': 'exoscale-ch-gva', 'General.keep-running': 'on-success',
        'General.mail-usage': 'never',
        'General.Verbosity Level': '0', 'General.Timeout': '30', 'General.ssh.public.key': 'k',
        'exoscale-ch-gva.username': 'EXO1',
        'exoscale-ch-gva.password': 'hush', 'ec2-eu-west.access.id': 'AKIA',
        'ec2-eu-west.secret.key': None}


def test_b59_updating_somebody_else_reads_one_document(talk):
    client = talk(samples.user(issuper='true'), ACCEPTED)
    assert client.update_user('alice', organization='Neu') is True
    assert client.lines == ['GET /user/alice', 'PUT /user/alice']
    assert client.sent[1].xml.get('issuper') == 'true'
    assert client.sent[1].xml.get('organization') == 'Neu'
    assert client.sent[1].headers['content-type'] == 'application/xml'


@pytest.mark.parametrize('arguments, attributes', [
    ({'privileged': True}, {'issuper': 'true'}), ({'privileged': False}, {'issuper': 'false'}),
    ({'roles': ['a', 'b']}, {'roles': 'a,b'}),
    ({'password': 'n', 'email': 'e', 'first_name': 'f', 'last_name': 'l'},
     {'password': 'n', 'email': 'e', 'firstName': 'f', 'lastName': 'l'})])
def test_b04_booleans_and_lists_can_be_updated(talk, arguments, attributes):
    client = talk(samples.user(), ACCEPTED)
    assert client.update_user('alice', **arguments) is True
    sent = client.sent[1].xml.attrib
    assert dict((name, sent[name]) for name in attributes) == attributes


@pytest.mark.parametrize('arguments, name, value', [
    ({'execution_timeout': 45}, 'General.Timeout', '45'),
    ({'log_verbosity': 1}, 'General.Verbosity Level', '1'),
    ({'default_keep_running': 'on-error'}, 'General.keep-running', 'on-error'),
    ({'usage_email': 'daily'}, 'General.mail-usage', 'daily'),
    ({'default_cloud': 'ec2-eu-west'}, 'General.default.cloud.service', 'ec2-eu-west'),
    ({'cloud_parameters': {'ec2-eu-west': {'secret.key': 's'}}}, 'ec2-eu-west.secret.key', 's')])
def test_b03_one_setting_changes_and_the_others_stay(talk, arguments, name, value):
    client = talk(samples.user(), ACCEPTED, samples.user(), ACCEPTED)
    client.update_user('alice')
    client.update_user('alice', **arguments)
    before, after = parameters(client.sent[1].xml), parameters(client.sent[3].xml)
    assert after == dict(before, **{name: value})


@pytest.mark.parametrize('arguments', [{'password': ''}, {'log_verbosity': 9},
                                       {'privileged': 'yes'}, {'cloud_parameters': 'x'},
                                       {'roles': [None]}])
def test_b65_nothing_is_sent_for_bad_values(talk, arguments):
    client = talk()
    with pytest.raises((TypeError, ValueError)):
        client.update_user('alice', **arguments)
    assert client.sent == []


def test_b57_a_user_without_parameters_can_be_updated(talk):
    client = talk('<user name="a" resourceUri="user/a" state="ACTIVE" issuper="false"/>', ACCEPTED)
    client.update_user('a', execution_timeout=5)
    assert parameters(client.sent[1].xml) == {'General.Timeout': '5'}


def test_b60_quotes_in_names_do_no_harm(talk):
    client = talk(samples.user(), ACCEPTED)
    client.update_user('alice', cloud_parameters={'a\'b"c': {'d\'e"': 'f'}})
    assert parameters(client.sent[1].xml)['a\'b"c.d\'e"'] == 'f'


def test_no_secret_is_shown_or_logged(talk, caplog):
    caplog.set_level(1)
    client = talk(samples.user(), ACCEPTED, answer('', 201))
    client.update_user('alice', password='hush1')
    client.create_user('bob', 'hush2', 'e', 'f', 'l',
                       cloud_parameters={'exo': {'password': 'hush3'}})
    assert 'hush' not in caplog.text and 'hush' not in repr(client)

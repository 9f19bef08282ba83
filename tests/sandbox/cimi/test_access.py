# -*- coding: utf-8 -*-
"""Access control."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.cimi import access, errors
from slipstream.sandbox.cimi.kinds import KINDS
from slipstream.sandbox.cimi.kinds.base import Kind
from slipstream.sandbox.state import cimi_records
from slipstream.sandbox.state.accounts import ANONYMOUS, Caller

from .kinds_for_tests import RIGHTS, SimpleKind

JANE = Caller('jane', ['USER', 'session/1'], 'session/1')
ADMIN = Caller('super', ['ADMIN', 'USER'])


@pytest.mark.parametrize('rule, view, modify', [
    (cimi_records.user('jane', 'VIEW'), True, False),
    (cimi_records.user('jane', 'MODIFY'), True, True),
    (cimi_records.user('jane', 'ALL'), True, True),
    (cimi_records.role('USER', 'VIEW'), True, False),
    (cimi_records.role('ANON', 'MODIFY'), True, True),
    (cimi_records.role('session/1', 'VIEW'), True, False),
    (cimi_records.user('joe', 'ALL'), False, False),
    (cimi_records.role('jane', 'ALL'), False, False),
    (cimi_records.user('USER', 'ALL'), False, False),
    (cimi_records.role('ADMIN', 'ALL'), False, False)] + [
        (cimi_records.user('jane', right), False, False)
        for right in ('VIEW_META', 'VIEW_DATA', 'VIEW_ACL', 'EDIT_META', 'EDIT_DATA', 'EDIT_ACL',
                      'DELETE', 'MANAGE')])
def test_a_rule_grants_its_rights_to_its_principal(rule, view, modify):
    document = {'acl': {'owner': cimi_records.ADMIN,
                        'rules': [cimi_records.role('OTHER', 'ALL'), rule]}}
    assert access.readable(JANE, document) is view
    assert access.modifiable(JANE, document) is modify
    assert access.readable(ADMIN, document) and access.modifiable(ADMIN, document)
    for check, granted in ((access.check_readable, view), (access.check_modifiable, modify)):
        if granted:
            check(JANE, document)
        else:
            with pytest.raises(errors.Problem) as caught:
                check(JANE, document)
            assert (caught.value.status, caught.value.document()) == (
                403, {'status': 403, 'message': 'credentials required'})


@pytest.mark.parametrize('owner, owns', [
    (cimi_records.user('jane'), True), (cimi_records.role('USER'), True),
    (cimi_records.role('session/1'), True), (cimi_records.user('joe'), False),
    (cimi_records.role('jane'), False)])
def test_owners_may_all(owner, owns):
    document = {'acl': {'owner': owner}}
    assert access.modifiable(JANE, document) is owns
    assert access.visibility(JANE)(document) is owns


def test_the_anonymous_caller_has_only_the_role_anon():
    assert access.principals(ANONYMOUS) == {('ROLE', 'ANON')}
    assert access.principals(JANE) == {('ROLE', 'ANON'), ('ROLE', 'USER'), ('ROLE', 'session/1'),
                                       ('USER', 'jane')}
    assert access.readable(ANONYMOUS,
                           {'acl': {'owner': cimi_records.ADMIN,
                                    'rules': [cimi_records.role('ANON', 'VIEW')]}})
    assert not access.readable(ANONYMOUS, {'acl': {'owner': cimi_records.user('None')}})


def test_administrators_see_everything():
    assert access.visibility(ADMIN)({'acl': {'owner': cimi_records.user('jane')}})
    assert not access.visibility(JANE)(
        {'acl': {'owner': cimi_records.ADMIN, 'rules': [cimi_records.user('joe', 'VIEW')]}})


def test_all_collections_are_there():
    assert list(KINDS) == [entry[0] for entry in RIGHTS]


@pytest.mark.parametrize('name, viewers, adders', RIGHTS)
def test_each_collection_has_its_viewers_and_adders(name, viewers, adders):
    kind = KINDS[name]
    assert (kind.viewers, kind.adders) == (viewers, adders)
    weights = {'ANON': 0, 'USER': 1, 'ADMIN': 2}
    for caller, weight in ((ANONYMOUS, 0), (JANE, 1), (ADMIN, 2)):
        assert access.may_search(caller, kind) is (weight >= weights[viewers])
        assert access.may_add(caller, kind) is (adders is not None and weight >= weights[adders])


@pytest.mark.parametrize('name, viewers, adders', RIGHTS)
def test_an_anonymous_caller_has_the_documented_rights(ask, name, viewers, adders):
    answer = ask('GET', name, by=None)
    if viewers == 'ANON':
        assert answer.status == 200
        assert 'operations' in answer.json or adders != 'ANON'
    else:
        assert (answer.status, answer.message) == (403, 'credentials required')
    # A missing template for a credential is reported before a missing login.
    refused = 400 if name == 'credential' else 403
    assert ask('POST', name, {}, by=None).status == {'ANON': 400, None: 405}.get(adders, refused)


def test_a_user_needs_the_role():
    assert not access.may_search(Caller('nobody', ['OTHER']), SimpleKind('job', 'USER', 'ADMIN'))


@pytest.mark.parametrize('viewers, adders, rules', [
    ('ANON', 'ANON', [('ADMIN', 'MODIFY'), ('ANON', 'MODIFY')]),
    ('USER', 'USER', [('ADMIN', 'MODIFY'), ('USER', 'MODIFY')]),
    ('USER', 'ADMIN', [('ADMIN', 'MODIFY'), ('USER', 'VIEW')]),
    ('ANON', 'ADMIN', [('ADMIN', 'MODIFY'), ('ANON', 'VIEW')]),
    ('ADMIN', 'ADMIN', [('ADMIN', 'MODIFY')]),
    ('USER', None, [('ADMIN', 'VIEW'), ('USER', 'VIEW')]), ('ADMIN', None, [('ADMIN', 'VIEW')])])
def test_a_collection_gives_rights_to_its_viewers_and_adders(viewers, adders, rules):
    assert access.collection_acl(SimpleKind('x', viewers, adders)) == {
        'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
        'rules': [{'type': 'ROLE', 'principal': name, 'right': right} for name, right in rules]}


def test_a_constant_access_control_list_is_shown_unchanged():
    class Own(Kind):
        collection_acl = {'owner': cimi_records.ADMIN}
    assert access.collection_acl(Own()) == {'owner': cimi_records.ADMIN}


@pytest.mark.parametrize('name, wrapper, template', [
    ('external-object', 'externalObjectTemplate', 'external-object-template/generic'),
    ('external-object', 'externalObjectTemplate', 'external-object-template/nope'),
    ('user-param', 'userParamTemplate', 'user-param-template/execution'),
    ('deployment', 'deploymentTemplate', 'deployment-template/nope')])
def test_rights_come_before_the_template(ask, name, wrapper, template):
    answer = ask('POST', name, {wrapper: {'href': template}}, by=None)
    assert (answer.status, answer.message) == (403, 'credentials required')


@pytest.mark.parametrize('name, template, by, expected', [
    ('credential', {'href': 'credential-template/generate-api-key'}, None,
     (400, 'requested href cannot be accessed: credential-template/generate-api-key')),
    ('credential', {'type': 'api-key'}, None,
     (400, "cannot validate CredentialTemplate create document with type: ''")),
    ('connector', {'href': 'connector-template/nope'}, 'jane',
     (400, 'requested href not found: connector-template/nope')),
    ('connector', {'cloudServiceType': 'exoscale'}, None, (403, 'credentials required')),
    ('configuration', {'href': 'configuration-template/slipstream'}, 'jane',
     (400, 'requested href cannot be accessed: configuration-template/slipstream')),
    ('configuration', {'service': 'slipstream'}, 'jane', (403, 'credentials required'))])
def test_the_template_comes_before_rights(ask, name, template, by, expected):
    answer = ask('POST', name, {name + 'Template': template}, by=by)
    assert (answer.status, answer.message) == expected

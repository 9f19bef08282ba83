# -*- coding: utf-8 -*-
"""Account requests.

List, read, create, change and delete accounts. They are stored as documents of the JSON interface.
"""
from __future__ import unicode_literals

from .. import timestamps
from ..compat import quote
from ..messages import Response
from ..state import accounts, cimi_records, cloud_credentials, settings
from . import forms, readings, representations, user_documents, user_input, user_settings
from .errors import Problem
from .representations import HTML, TEXT, XML

_TEMPLATE = 'new'
_LOGINS = ('githublogin', 'cyclonelogin')


def list_users(world, request):
    """``GET /users``: all accounts.

    :raises Problem: 403 for a caller who is not privileged.
    """
    if not _is_privileged(world, request):
        raise Problem(403)
    return _document(request, user_documents.list_element(world.store.table('user')))


def read(world, request, name):
    """``GET /user/NAME``; ``new`` is a template.

    :raises Problem: 404 for an unknown account, 403 for another user's account.
    """
    if name == _TEMPLATE:
        return _document(request, user_documents.template_element(world))
    user = _existing(world, name)
    if not _may_manage(world, request, name):
        raise Problem(403, 'Not allowed to access: %s' % name)
    return _document(request, user_documents.user_element(world, user, request.caller))


def delete(world, request, name):
    """``DELETE /user/NAME``: mark an account as deleted; the document is kept.

    :raises Problem: 404 for an unknown account, 403 for another user's account.
    """
    user = _existing(world, name)
    if not _may_manage(world, request, name):
        raise Problem(403, 'Forbidden')
    cimi_records.update(world, user, state='DELETED', deleted=True)
    return Response(204)


def put(world, request, name):
    """``PUT /user/NAME[?new=true]``: change an account, or create it if it does not exist.

    :raises Problem: if the document is invalid (400, 409, 415, 500) or the caller may not do it
        (403).
    """
    user = world.accounts.user(name)
    draft = _draft(world, request, name, user)
    _check_may_put(world, request, name, draft)
    user_input.check(world, draft, creating=user is None)
    if draft.name != name and not _is_privileged(world, request):
        raise Problem(400, 'The uploaded user does not correspond to the target user uri')
    if user is None and draft.state == 'NEW' and _is_privileged(world, request):
        draft = draft._replace(state='ACTIVE')
    _store(world, draft)
    updated = 200 if forms.document(request) is None else 202
    location = '%s/user/%s' % (request.base_url, quote(name))
    return Response(201 if user is None else updated, b'', XML, (('Location', location),))


# -- permissions --------------------------------------------------------------

def _is_privileged(world, request):
    return world.accounts.is_privileged(request.caller.username)


def _may_manage(world, request, name):
    return request.caller.username == name or _is_privileged(world, request)


def _check_may_put(world, request, name, draft):
    exists = world.accounts.user(name) is not None
    if not _is_privileged(world, request):
        if draft.privileged:
            raise Problem(403, 'Only super users are authorized to create a privileged user!')
        if draft.roles is not None:
            raise Problem(403, 'Only super users are authorized to update roles!')
    if name == _TEMPLATE or (exists and not _may_manage(world, request, name)):
        raise Problem(403, 'Forbidden to update this resource.')
    if exists and readings.option(request.arg('new')):
        raise Problem(403, 'Cannot create this resource. It already exists.')


def _existing(world, name):
    user = world.accounts.user(name)
    if user is None:
        raise Problem(404)
    return user


# -- writing ------------------------------------------------------------------

def _draft(world, request, name, user):
    body = forms.document(request)
    if body is not None:
        return user_input.read(body)
    form = forms.fields(request)
    draft = user_input.read_form(world, form, name, user)
    if user is not None and draft.password is not None:
        _check_old_password(world, request, user, form.get('oldPassword') or '')
    # The page shows the checkbox to everybody, but it only counts for privileged users.
    return draft if _is_privileged(world, request) else draft._replace(privileged=False)


def _check_old_password(world, request, user, old):
    """Refuse a new password without the old one, except if a privileged user sets another's."""
    own = request.caller.username == user['username']
    needed = own or not _is_privileged(world, request)
    if needed and not accounts.same(accounts.password_digest(old), user['password']):
        raise Problem(409, 'The old password is wrong')


def _store(world, draft):
    """Write an account, its settings and its credentials; if one is refused, write nothing."""
    texts = dict((parameter['name'], parameter['value']) for parameter in draft.parameters)
    execution = user_settings.new_settings(texts)
    planned = user_settings.new_credentials(world, draft.name, draft.parameters) if texts else []
    _store_account(world, draft)
    if texts or not settings.has_execution(world, draft.name):
        settings.store_execution(world, draft.name, execution)
    for cloud, credential, members in planned:
        cloud_credentials.store(world, draft.name, cloud, credential, members)


def _store_account(world, draft):
    user, members = world.accounts.user(draft.name), _members(draft)
    if user is None:
        _create(world, draft, members)
        return
    if draft.password is not None:
        members['password'] = accounts.password_digest(draft.password)
    kept = dict((member, value) for member, value in user.items() if member not in _LOGINS)
    cimi_records.update(world, kept, **members)


def _create(world, draft, members):
    now = timestamps.cimi(world.clock.now())
    user = world.accounts.create(draft.name, draft.password or '', creation=now, activeSince=now,
                                 **members)
    if draft.password is None:
        # A privileged caller may write an account under another name than in the path, without a
        # password. Nobody can log in to such an account.
        cimi_records.update(world, user, password='')


def _members(draft):
    members = {
        'emailAddress': draft.email, 'firstName': draft.first_name, 'lastName': draft.last_name,
        'organization': draft.organization or '', 'state': draft.state,
        'isSuperUser': draft.privileged, 'deleted': draft.deleted}
    logins = zip(_LOGINS, (draft.github_login, draft.cyclone_login))
    members.update((member, login) for member, login in logins if login)
    if draft.roles is not None:
        members['roles'] = draft.roles
    return members


def _document(request, root):
    return representations.document(request, root, (XML, TEXT, HTML))

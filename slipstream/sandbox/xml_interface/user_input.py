# -*- coding: utf-8 -*-
"""Reading account documents.

Reads and checks the body of ``PUT /user/NAME``, as XML or as the form of the web page.
"""
from __future__ import unicode_literals

import collections
import re

from ..compat import native_str
from ..state import modules
from . import elements, forms, readings
from .errors import Problem
from .readings import Shape
from .user_settings import GENERAL

_STATES = ('NEW', 'ACTIVE', 'SUSPENDED', 'DELETED')
_SHAPE = Shape(
    required=('state',),
    optional=('name', 'resourceUri', 'password', 'email', 'firstName', 'lastName', 'organization',
              'roles', 'issuper', 'deleted', 'githubLogin', 'cycloneLogin', 'creation',
              'lastModified', 'activeSince', 'lastOnline', 'lastExecute', 'description',
              'category'),
    children={'parameters': readings.parameters_shape()})

_USERNAME = re.compile(r'[A-Za-z0-9_][A-Za-z0-9_.]+\Z')
_EMAIL = re.compile(r'[^@\s]+@[^@\s]+\.[^@\s.]+\Z')
_RESTRICTED = ('Password', 'RestrictedString', 'RestrictedText')
_ENUMERATIONS = {
    'General.keep-running': ('always', 'on-success', 'on-error', 'never'),
    'General.mail-usage': ('never', 'daily'),
    'General.Verbosity Level': ('0', '1', '2', '3')}
#: Cloud parameters whose names end like this are always restricted, whatever the document says.
_RESTRICTED_ENDS = ('.username', '.password', '.access.id', '.secret.key')


_Draft = collections.namedtuple(
    'Draft', 'name email first_name last_name organization roles privileged state deleted '
    'github_login cyclone_login password parameters')


class Draft(_Draft):
    """An account to write. If ``password`` or ``roles`` is None, the stored one is kept."""

    __slots__ = ()

    def __repr__(self):
        return native_str('<Draft of account %r>' % self.name)


def read(body):
    """The account that a document describes.

    :param bytes body: the XML.
    :return: the :class:`Draft`.
    :raises Problem: if it is not well-formed (500) or not a user document (400).
    """
    try:
        root = elements.read(body)
    except ValueError:
        raise Problem(500)
    try:
        readings.check(root, _SHAPE)
        if root.get('state') not in _STATES:
            raise readings.Unreadable(
                'No enum constant com.sixsq.slipstream.persistence.User.State.%s'
                % root.get('state'))
        parameters = readings.parameters(root.find('parameters'))
    except readings.Unreadable as reason:
        raise Problem(400, 'Invalid xml user: cannot deserialize object, with detail: %s' % reason)
    if not all(parameter['name'] for parameter in parameters):
        raise Problem(400, 'Validation error: Parameter without name')
    return Draft(
        # A document without a name gets this useless one. Only privileged callers can store it.
        name=root.get('name', '/'), email=root.get('email'), first_name=root.get('firstName'),
        last_name=root.get('lastName'), organization=root.get('organization'),
        roles=root.get('roles'), privileged=readings.flag(root.get('issuper')),
        state=root.get('state'), deleted=readings.flag(root.get('deleted')),
        github_login=root.get('githubLogin'), cyclone_login=root.get('cycloneLogin'),
        password=root.get('password'), parameters=parameters)


def read_form(world, form, name, user):
    """The account that a form of the web page describes.

    :param form: the :class:`~.forms.Fields`.
    :param str name: the name in the path.
    :param user: the stored ``user`` document, or None; fields that are missing in the form keep
        its values.
    :return: the :class:`Draft`.
    :raises Problem: 400 for an unknown state or type, 409 if the two passwords differ.
    """
    stored = user or {}

    def text(member, *names):
        sent = form.get(*names)
        return stored.get(member) if sent is None else sent

    state = text('state', 'state') or 'NEW'
    if state not in _STATES:
        raise Problem(400, 'Validation error: Unknown state: %s' % state)
    password = form.get('password1') or None
    if password != (form.get('password2') or None):
        raise Problem(409, 'Passwords do not match')
    return Draft(
        name=form.get('name') or name, email=text('emailAddress', 'email'),
        first_name=text('firstName', 'firstName'), last_name=text('lastName', 'lastName'),
        organization=text('organization', 'organization'), roles=form.get('roles'),
        privileged=form.flag('issuper'), state=state, deleted=bool(stored.get('deleted')),
        github_login=text('githublogin', 'githubLogin'),
        cyclone_login=text('cyclonelogin', 'cycloneLogin'), password=password,
        parameters=_form_parameters(world, form))


def _form_parameters(world, form):
    """The parameters of a form; their names may begin with a cloud instead of a category."""
    try:
        parameters = forms.parameters(form)
    except readings.Unreadable as reason:
        raise Problem(400, 'Validation error: %s' % reason)
    for parameter in parameters:
        if parameter['category'] == GENERAL:
            parameter['category'] = _cloud_of(world, parameter['name']) or GENERAL
    return parameters


def _cloud_of(world, name):
    """The cloud that the name of a parameter begins with, or None."""
    for cloud in modules.cloud_names(world):
        if name.startswith(cloud + '.'):
            return cloud
    return None


def check(world, draft, creating):
    """Check the contents of an account.

    :param bool creating: whether the account is new and therefore needs a password.
    :raises Problem: 409 with the first rule that it breaks.
    """
    if not draft.name or draft.name == 'new':
        raise Problem(409, 'Invalid name')
    for parameter in draft.parameters:
        _check_choice(world, parameter)
    for parameter in draft.parameters:
        if "'" in (parameter['value'] or '') and _is_restricted(parameter):
            raise Problem(409, "Invalid character (') in parameter: %s" % parameter['name'])
    if draft.state == 'NEW' and not _USERNAME.match(draft.name):
        raise Problem(409, 'Username must start with a letter and contain only letters and digits.')
    _check_person(draft, creating)


def _check_person(draft, creating):
    if not draft.first_name:
        raise Problem(409, 'First name cannot be empty.')
    if not draft.last_name:
        raise Problem(409, 'Last name cannot be empty.')
    if draft.password == '' or (creating and draft.password is None):
        raise Problem(409, 'Password cannot be empty.')
    if not draft.email:
        raise Problem(409, 'Email address cannot be empty.')
    if not _EMAIL.match(draft.email):
        raise Problem(409, 'Invalid email address.\n%s' % draft.email)


def _check_choice(world, parameter):
    value = parameter['value']
    allowed = _ENUMERATIONS.get(parameter['name'])
    if parameter['name'] == 'General.default.cloud.service':
        allowed = modules.cloud_names(world)
    if not value or allowed is None:
        return
    # A verbosity level that is not a number fails later, with an internal error of the service.
    numeric = parameter['name'] == 'General.Verbosity Level'
    if value not in allowed and not (numeric and not value.strip().lstrip('+-').isdigit()):
        raise Problem(409, 'Invalid enumeration value: %s' % value)


def _is_restricted(parameter):
    of_cloud = parameter['category'] != GENERAL and parameter['name'].endswith(_RESTRICTED_ENDS)
    return of_cloud or parameter['type'] in _RESTRICTED

# -*- coding: utf-8 -*-
"""Documents of accounts.

The ``user`` document and the list of users are composed from the documents of the JSON interface.
"""
from __future__ import unicode_literals

from . import user_settings
from .elements import CData, element, entry
from .module_documents import strings

_STANDARD_ROLES = ('ADMIN', 'USER', 'ANON')


def user_element(world, user, caller):
    """The document of an account as a caller sees it.

    :param dict user: the ``user`` document of the JSON interface.
    :param caller: the caller; users see the roles of their session in their own account.
    """
    name = user['username']
    roles = session_roles(caller) if name == caller.username else user.get('roles')
    created = user_settings.legacy_time(user.get('creation') or user.get('created'))
    attributes = [('lastModified', user_settings.legacy_time(user.get('updated'))),
                  ('deleted', bool(user.get('deleted'))),
                  ('resourceUri', 'user/%s' % name), ('name', name)]
    attributes += _person(user)
    attributes += [('roles', roles or None), ('issuper', bool(user.get('isSuperUser'))),
                   ('state', user.get('state'))]
    attributes += _times(user)
    attributes += [('githubLogin', user.get('githublogin') or None),
                   ('cycloneLogin', user.get('cyclonelogin') or None), ('creation', created)]
    parameters = user_settings.general(world, name) + [user_settings.orchestrator_key()]
    parameters += user_settings.of_clouds(world, name)
    return element('user', attributes, parameters_element(parameters))


def template_element(world):
    """The document of ``GET /user/new``: no user, but the parameters of a new account."""
    attributes = (('deleted', False), ('resourceUri', 'user/new'), ('name', 'new'),
                  ('issuper', False), ('state', 'NEW'))
    parameters = user_settings.general(world) + [user_settings.orchestrator_key()]
    return element('user', attributes, parameters_element(parameters))


def list_element(users):
    """The list of accounts."""
    return element('list', (), *[_item(user) for user in users])


def parameters_element(parameters):
    """A map of account parameters."""
    return element('parameters', (('class', 'java.util.HashMap'),),
                   *[entry(parameter.name, _parameter(parameter)) for parameter in parameters])


def session_roles(caller):
    """The roles of a session: the standard ones first, the role of the session itself last."""
    standard = [role for role in _STANDARD_ROLES if role in caller.roles]
    others = sorted((role for role in caller.roles if role not in _STANDARD_ROLES),
                    key=lambda role: (role.startswith('session/'), role))
    return ' '.join(standard + others)


def _item(user):
    name = user['username']
    attributes = [('name', name), ('resourceUri', 'user/%s' % name)] + _person(user)
    attributes += [('state', user.get('state'))] + _times(user)
    attributes += [('roles', user.get('roles') or None),
                   ('issuper', bool(user.get('isSuperUser'))), ('online', False)]
    return element('item', attributes)


def _person(user):
    return [('email', user.get('emailAddress', '')), ('firstName', user.get('firstName', '')),
            ('lastName', user.get('lastName', '')),
            ('organization', user.get('organization') or None)]


def _times(user):
    return [(name, user_settings.legacy_time(user.get(name)))
            for name in ('activeSince', 'lastOnline', 'lastExecute')]


def _parameter(parameter):
    made = element('parameter', (
        ('name', parameter.name), ('description', parameter.description),
        ('category', parameter.category), ('mandatory', parameter.mandatory),
        ('type', parameter.type), ('readonly', False), ('order_', parameter.order),
        ('order', parameter.order)))
    if parameter.instructions is not None:
        made.append(element('instructions', text=CData(parameter.instructions)))
    if parameter.type == 'Enum':
        made.append(strings('enumValues', parameter.choices, array=True))
    made.append(element('value', text=CData(parameter.value)))
    return made

# -*- coding: utf-8 -*-
"""Reading modules from the forms of the web pages.

Fields that are missing in a form keep their values from the latest version.
"""
from __future__ import unicode_literals

import re

from ..state import modules
from ..state.module_expansion import unquoted
from . import forms, readings
from .errors import Problem

_CATEGORIES = (modules.PROJECT, modules.COMPONENT, modules.APPLICATION)
#: String values, with the names that their fields may have.
_TEXTS = dict((name, (name,)) for name in (
    'description', 'logoLink', 'customVersion', 'tag', 'placementPolicy', 'note', 'loginUser',
    'platform', 'prerecipe', 'recipe'))
_TEXTS['moduleReferenceUri'] = ('moduleReferenceUri', 'moduleReference')
_IMAGE = ('cloudImageIdentifier--', 'cloudimageid_imageid_')
_TARGET = 'target--'
_SEPARATORS = re.compile(r'[\s,;]+')


def read(form, path, stored, username):
    """The module that a form describes.

    :param form: the :class:`~.forms.Fields`.
    :param str path: the path in the URL.
    :param stored: the latest version, or None.
    :param str username: the caller.
    :return: a dict for :func:`slipstream.sandbox.state.modules.save`.
    :raises Problem: 400 if the category is unknown or a field is invalid.
    """
    try:
        return _module(form, path, stored or {}, username)
    except readings.Unreadable as reason:
        raise Problem(400, 'Validation error: %s' % reason)


def category(text):
    """The category with this name.

    :raises Problem: 400 if there is none.
    """
    if text not in _CATEGORIES:
        raise Problem(400, 'Unknown category')
    return text


def _module(form, path, stored, username):
    document = dict((name, value) for name, value in stored.items()
                    if name not in ('version', 'published', 'deleted', 'owner', 'lastModified'))
    document.update(path=_path(form, path), authz=_authz(form, stored),
                    category=category(form.get('category') or stored.get('category')))
    for name, names in _TEXTS.items():
        text = form.get(*names)
        document.update({name: text} if text is not None else {})
    comment = form.get('comment')
    document['commit'] = None if comment is None else {'author': username, 'comment': comment}
    parameters = forms.parameters(form)
    document.update({'parameters': parameters} if parameters else {})
    document.update(_SPECIFICS[document['category']](form, stored))
    return document


def _path(form, path):
    name = form.get('name', 'shortName')
    parent = form.get('parentUri', 'parentModuleUri')
    if name is None and parent is None:
        return path
    name = modules.short_name(path) if name is None else name
    if parent is None:
        parent = modules.parent_path(path)
    return '/'.join(part for part in re.sub('^module/', '', parent).split('/') + [name] if part)


def _authz(form, stored):
    """The access rights; if the form contains any of them, missing flags are unset."""
    named = [flag for flag in modules.FLAGS if form.get(flag) is not None]
    members, inherited = form.get('groupMembers'), form.get('inheritedGroupMembers')
    authz = dict(stored.get('authz') or modules.default_authz())
    if named:
        authz.update((flag, form.flag(flag)) for flag in modules.FLAGS)
        authz['inheritedGroupMembers'] = form.flag('inheritedGroupMembers')
    elif inherited is not None:
        authz['inheritedGroupMembers'] = form.flag('inheritedGroupMembers')
    if members is not None:
        authz['groupMembers'] = [name for name in _SEPARATORS.split(members) if name]
    return authz


def _component(form, stored):
    images = [(cloud, image) for prefix in _IMAGE for cloud, image in form.beginning(prefix)]
    scripts = form.beginning(_TARGET)
    packages = [dict((name, group.get(name) or '') for name in ('name', 'repository', 'key'))
                for group in form.groups('package') if group.get('name')]
    members = {'isBase': form.flag('isBase', bool(stored.get('isBase')))}
    if images:
        members['cloudImageIdentifiers'] = [
            {'cloudServiceName': cloud, 'cloudImageIdentifier': image, 'region': None}
            for cloud, image in images if image]
    if scripts:
        members['targets'] = [{'name': name, 'script': script} for name, script in scripts]
    return dict(members, packages=packages) if packages else members


def _application(form, stored):
    nodes = [_node(group) for group in form.groups('node')]
    return {'nodes': nodes} if nodes else {}


def _node(group):
    mappings = group.groups('mapping', 'mappingtable')
    return {
        'name': group.get('name', 'shortname') or '',
        'imageUri': group.get('imageUri', 'imagelink'),
        'multiplicity': _number(group, 'multiplicity', 1),
        'maxProvisioningFailures': _number(group, 'maxProvisioningFailures', 0),
        'cloudService': group.get('cloudService', 'cloudservice--value') or 'default',
        'network': group.get('network') or None,
        'parameterMappings': [_mapping(mapping) for mapping in mappings]}


def _number(group, name, default):
    text = group.get(name, name + '--value')
    return readings.integer(text) if text else default


def _mapping(group):
    value = group.get('value', 'output') or ''
    return {'name': group.get('name', 'input') or '', 'value': value,
            'isMappedValue': unquoted(value) == value}


_SPECIFICS = {modules.PROJECT: lambda form, stored: {}, modules.COMPONENT: _component,
              modules.APPLICATION: _application}

# -*- coding: utf-8 -*-
"""Row names: what a row means that a caller passes instead of the path, name or id in it.

Anything else is returned unchanged, and checked where it is used.
"""
from __future__ import unicode_literals

from ..compat import string_types
from ..models import Cloud, NodeInstance, User, UserItem


def path_of(module):
    """Return the path of a module that a caller named.

    :param module: the path; or a row that has one, such as an ``App``.
    """
    return module.path if 'path' in getattr(module, '_fields', ()) else module


def versioned_path_of(module):
    """Return the path of a version of a module: that of a row ends with its version."""
    path, version = path_of(module), getattr(module, 'version', None)
    if version is None or not isinstance(path, string_types):
        return path
    suffix = '/%s' % version
    return path if path.endswith(suffix) else path + suffix


def is_module(value):
    """Whether a value names a module: a path, or a row that has one."""
    return isinstance(path_of(value), string_types)


def cloud_of(cloud):
    """Return the name of a cloud: the name, or the row of the cloud."""
    return cloud.name if isinstance(cloud, Cloud) else cloud


def username_of(user):
    """Return the name of a user: the name, or the row of the user."""
    return user.username if isinstance(user, (User, UserItem)) else user


def instance_of(instance):
    """Return the name of a node instance, such as ``web.1``: the name, or the row of it."""
    return instance.name if isinstance(instance, NodeInstance) else instance

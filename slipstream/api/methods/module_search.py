# -*- coding: utf-8 -*-
"""Module search: where a module is that a caller named, for a suggestion.

First in the project that it should be in; then, by its last name, in the App Store and in the
projects that the caller may see.
"""
from __future__ import unicode_literals

from .. import models
from ..compat import unquote
from ..display.similar_names import all_names, did_you_mean, known_names, nearest
from ..errors import ForbiddenError, NotFoundError
from ..protocol import documents, paths

#: Seconds that a request for a suggestion may take: the caller is waiting for an error.
TIMEOUT = 10

#: How similar the last name of a module must be that is somewhere else: there are many.
LIKENESS = 0.8

#: How many projects are opened at most.
MOST_PROJECTS = 10


def near_modules(service, address):
    """Return the suggestion for an unknown module.

    :param service: the :class:`~slipstream.api.methods.base.Service`.
    :param str address: ``/module/PATH``.
    :return: a sentence, or None if it exists.
    """
    path = unquote(paths.module_path(address))
    bare = paths.module_path('module/' + path, with_version=False)
    parent, _, name = bare.rpartition('/')
    try:
        children = dict((child.name, child.version) for child in children_of(service, parent))
    except NotFoundError:
        return did_you_mean(named(service, name)) + 'There is no project %s either.' % parent
    if name in children:
        return 'The latest version of %s is %s.' % (bare, children[name]) if bare != path else None
    what = 'The project %s has' % parent if parent else 'At the top level there are'
    if nearest(name, children):
        return known_names(name, children, what)
    return did_you_mean(named(service, name)) + all_names(sorted(children), what)


def children_of(service, parent):
    """Return what is in a project, or at the top level, as a list.

    :param str parent: path of the project; an empty string for the top level.
    """
    if parent:
        items = service._xml(paths.module(parent), documents.MODULE_ROOTS,
                             timeout=TIMEOUT).findall('children/item')
    else:
        items = service._xml('/module', documents.LIST_ROOTS, timeout=TIMEOUT).findall('item')
    return [models.App(documents.attribute(item, 'name'),
                       documents.module_type(item.get('category')),
                       documents.attribute(item, 'version'),
                       ('%s/%s' % (parent, item.get('name'))).strip('/'))
            for item in items if item.get('name')]


def named(service, name):
    """Return the paths of up to three modules with that last name, or else with a similar one.

    Case does not matter.

    The App Store comes first, then the projects, from the top down, up to a limit.
    """
    items = service._xml('/appstore', documents.LIST_ROOTS, timeout=TIMEOUT).findall('item')
    seen = [path for path in (paths.module_path(item.get('resourceUri'), with_version=False)
                              for item in items) if path]
    projects, opened = [''], 0
    while projects and opened < MOST_PROJECTS and len(_with_name(seen, name)) < 3:
        children = _readable_children(service, projects.pop(0))
        seen.extend(child.path for child in children if child.path not in seen)
        projects.extend(child.path for child in children if child.type == 'project')
        opened += 1
    return (_with_name(seen, name) or _with_similar_name(seen, name))[:3]


def is_named(path, name):
    """Whether the last name of a path is this one; case does not matter."""
    return path.rpartition('/')[2].lower() == name.lower()


def _with_name(modules, name):
    return [path for path in modules if is_named(path, name)]


def _with_similar_name(modules, name):
    last_names = set(path.rpartition('/')[2].lower() for path in modules)
    return [path for near in nearest(name, last_names, likeness=LIKENESS)
            for path in _with_name(modules, near)]


def _readable_children(service, parent):
    try:
        return children_of(service, parent)
    except (ForbiddenError, NotFoundError):
        return []

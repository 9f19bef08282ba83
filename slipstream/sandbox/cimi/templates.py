# -*- coding: utf-8 -*-
"""Adding documents from templates.

The body of such an add wraps a reference to a template.
"""
from __future__ import unicode_literals

import re

from ..compat import text_type
from . import access, errors, schema

#: Members that only the server writes.
SERVER_MEMBERS = frozenset(['id', 'created', 'updated', 'resourceURI', 'operations'])
#: Members of a template that are not copied to new documents.
_OWN = SERVER_MEMBERS | frozenset(['name', 'description', 'properties', 'acl'])
_BESIDE = ('name', 'description', 'properties', 'acl')
_REFERENCE = re.compile(r'[a-z](?:[a-z-]*[a-z])?/[^/]+\Z')


def unwrapped(world, caller, kinds, kind, body):
    """The document in the body of an add.

    In a collection without templates, that is the body itself. Otherwise it is the template with
    the members of the wrapper merged into it, plus the members next to the wrapper. ``href`` is
    kept.

    :param kinds: all collections by name.
    :param kind: the collection that is added to.
    :raises Problem: if the body or a reference in it is invalid.
    """
    if not kind.wrapper:
        return without(body, SERVER_MEMBERS)
    requested = without(_wrapped(kind, body), SERVER_MEMBERS | frozenset(kind.dropped))
    if kind.merges_template and kind.template_kind:
        _check_template(kind, requested)
        for href in _references(dict(requested, href=None)):
            referred(world, caller, kinds, href)
        if 'href' in requested:
            template = referred(world, caller, kinds, requested['href'])
            requested = dict(without(template, _OWN), **requested)
    return dict(requested, **dict((name, body[name]) for name in _BESIDE if name in body))


def referred(world, caller, kinds, href):
    """The document that a body refers to.

    :raises Problem: 404 if it does not exist (400 in a collection in memory), 400 if the caller may
        not view it.
    """
    kind = kinds.get(href.partition('/')[0])
    document = kind and kind.find(world, href)
    if not document and kind and kind.in_memory:
        raise errors.Problem(400, 'requested href not found: %s' % href)
    if not document:
        raise errors.not_found(href)
    if not access.readable(caller, document):
        raise errors.Problem(400, 'requested href cannot be accessed: %s' % href)
    return document


def check_reference(world, caller, kinds, kind, body):
    """Check the template that a body refers to, before the caller's right to add.

    Callers who may not view the template, for example anonymous ones, get that error instead of a
    403.

    :raises Problem: 400 if a required reference is missing; 404 or 400, see :func:`referred`.
    """
    wrapped = body.get(kind.wrapper)
    if kind.template_required:
        _check_template(kind, _wrapped(kind, body))
    href = wrapped.get('href') if isinstance(wrapped, dict) else None
    if isinstance(href, text_type):
        referred(world, caller, kinds, href)


def without(document, names):
    """A document without some of its members."""
    return dict((name, value) for name, value in document.items() if name not in names)


def _wrapped(kind, body):
    wrapped = body.get(kind.wrapper)
    if not isinstance(wrapped, dict):
        raise schema.failure(kind.wrapper, wrapped, 'a map')
    surplus = sorted(set(body) - SERVER_MEMBERS - set(_BESIDE) - {kind.wrapper})
    if surplus:
        raise schema.failure(surplus[0], body[surplus[0]], 'absent: the document has no such key')
    return wrapped


def _check_template(kind, wrapped):
    """Refuse a wrapper that does not refer to a template of the collection."""
    href = wrapped.get('href')
    if href is None and not kind.template_required:
        fits = 'href' not in wrapped
    else:
        fits = isinstance(href, text_type) and href.startswith(kind.template_kind + '/')
    if not fits:
        named = kind.wrapper[0].upper() + kind.wrapper[1:]
        message = kind.template_missing or 'missing or invalid %s reference' % named
        raise errors.Problem(400, message)


def _references(value):
    """The references to other documents inside a wrapper."""
    todo = [value]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            href = value.get('href')
            if isinstance(href, text_type) and _REFERENCE.match(href):
                yield href
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)

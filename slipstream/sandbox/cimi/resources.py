# -*- coding: utf-8 -*-
"""Adding, reading, editing and deleting documents, and running their operations.

This is the same for all collections. Everything that differs is a method or an attribute of the
collection, see :class:`slipstream.sandbox.cimi.kinds.base.Kind`.
"""
from __future__ import unicode_literals

from .. import checks, timestamps
from ..messages import Response
from ..state import cimi_records
from . import (access, attributes, bodies, errors, parameters, redirection, schema, selection,
               templates)

#: Members that an edit cannot remove.
_LASTING = frozenset(['id', 'created', 'updated', 'resourceURI', 'acl'])
#: Members of a body that an edit ignores; ``operations`` are only echoed.
_IGNORED = frozenset(['id', 'created', 'resourceURI', 'operations'])
_COMMON = schema.Schema({}, extra=checks.anything)


# -- adding -------------------------------------------------------------------

def add(world, caller, kinds, kind, body, request):
    """Handle an add.

    :param kinds: all collections by name.
    :param kind: the collection that is added to.
    :param body: the decoded body of the request, see
        :func:`slipstream.sandbox.cimi.bodies.decoded`.
    """
    if not access.may_add(caller, kind):
        if kind.template_first:
            templates.check_reference(world, caller, kinds, kind, bodies.members(body))
        raise errors.forbidden()
    members = _form(kind, request) or bodies.members(body)
    try:
        return (kind.add(world, caller, members, request)
                or _add(world, caller, kinds, kind, members, request))
    except errors.Problem as problem:
        address = redirection.requested(kind, members)
        if address is None or problem.status not in kind.redirected:
            raise
        return redirection.refused(address, problem)


def _add(world, caller, kinds, kind, members, request):
    requested = templates.unwrapped(world, caller, kinds, kind, members)
    document, extra = kind.complete(world, caller, requested, request)
    document = _finished(world, caller, kind, document)
    if document['id'] in world.store.table(kind.name):
        raise errors.conflict(document['id'])
    if not kind.in_memory:
        world.store.table(kind.name).put(document['id'], document)
    kind.added(world, caller, document)
    if kind.redirected and redirection.MEMBER in requested:
        return redirection.sent(requested[redirection.MEMBER])
    status = {'status': 201, 'message': '%s created' % document['id'],
              'resource-id': document['id']}
    return bodies.response(201, dict(status, **extra), [('Location', document['id'])])


def _form(kind, request):
    """A form as a body, if the collection accepts forms; else None."""
    if not (kind.accepts_form and request.headers.get('Content-Type') == bodies.FORM):
        return None
    return {kind.wrapper: dict(reversed(request.form))}


def _finished(world, caller, kind, document):
    """Add the members that the server writes to a document, and check it."""
    now = timestamps.cimi(world.clock.now())
    document = dict(document, resourceURI=cimi_records.type_uri(kind.name), created=now,
                    updated=now)
    document['id'] = '%s/%s' % (kind.name, kind.identify(world, document) or world.ids.uuid())
    if kind.forces_acl or 'acl' not in document:
        acl = kind.default_acl(world, caller, document)
        if acl is None:
            raise schema.failure('acl', None, 'present: the document needs this key')
        document['acl'] = acl
    _check(world, caller, kind, document)
    return stored_form(document)


def _check(world, caller, kind, document):
    _COMMON.check(document)
    kind.validate(world, caller, document)


def stored_form(document):
    """The document with its access control list as stored, see :func:`.cimi_records.acl`."""
    acl = document['acl']
    return dict(document, acl=cimi_records.acl(acl['owner'], acl.get('rules', ())))


# -- reading ------------------------------------------------------------------

def read(world, caller, kind, resource_id, selected):
    """Handle a read.

    :param selected: the values of ``$select``; None without it.
    """
    document = kind.find(world, resource_id)
    if document is None:
        return _missing(caller, kind, resource_id)
    access.check_readable(caller, document)
    shown = kind.present(world, caller, document)
    if selected is not None:
        shown = selection.selector(parameters.split(selected))(shown)
    return bodies.response(200, with_operations(world, caller, kind, shown))


def with_operations(world, caller, kind, document):
    """A document as the caller sees it, with the operations that the caller may run."""
    offered = kind.operations(world, caller, document, access.modifiable(caller, document))
    if not offered:
        return document
    return dict(document, operations=[_operation(entry, document.get('id')) for entry in offered])


def _operation(entry, resource_id):
    if isinstance(entry, dict):
        return entry
    if isinstance(entry, tuple):
        return {'rel': entry[0], 'href': '%s/%s' % (resource_id or '', entry[1])}
    return {'rel': entry, 'href': resource_id}


def _missing(caller, kind, resource_id):
    """The error of the service if a document is missing.

    Documents in memory are looked up in a different way, with a different error.
    """
    if not kind.in_memory:
        raise errors.not_found(resource_id)
    if not caller.is_admin:
        raise errors.forbidden()
    return Response(200)


# -- changing -----------------------------------------------------------------

def edit(world, caller, kind, resource_id, body, selected):
    """Handle an edit.

    :param body: the decoded body of the request.
    :param selected: the values of ``$select`` in the query string: members to remove.
    """
    sent = bodies.members(body)
    stored = _modifiable(world, caller, kind, kind.edit_target(resource_id, sent))
    doomed = frozenset(parameters.split(selected)) - _LASTING if kind.edit_select else ()
    merged = dict(templates.without(stored, doomed), **templates.without(sent, _IGNORED))
    document = dict(kind.change(world, caller, stored, merged, sent))
    document.update((name, stored[name]) for name in ('id', 'created', 'resourceURI'))
    document['updated'] = timestamps.cimi(world.clock.now())
    _check(world, caller, kind, document)
    echoed = {'operations': sent['operations']} if 'operations' in sent else {}
    _COMMON.check(echoed)
    attributes.remember(world, kind.name, templates.without(stored, document))
    world.store.table(kind.name).put(document['id'], stored_form(document))
    return bodies.response(200, dict(kind.edited(world, caller, stored, document), **echoed))


def delete(world, caller, kind, resource_id, request):
    """Handle a delete."""
    document = _modifiable(world, caller, kind, resource_id)
    kind.check_delete(world, caller, document)
    kind.discard(world, document, resource_id)
    attributes.remember(world, kind.name, document)
    headers = kind.deleted(world, caller, document, request)
    answer = {'status': 200, 'message': '%s deleted' % resource_id, 'resource-id': resource_id}
    return bodies.response(200, answer, headers or ())


def operate(world, caller, kind, resource_id, action, request):
    """Handle an operation of the collection; its method checks the caller's rights."""
    document = kind.find(world, resource_id)
    if document is None:
        return _missing(caller, kind, resource_id)
    return getattr(kind, kind.actions[action])(world, caller, document, request)


def _modifiable(world, caller, kind, resource_id):
    """The stored document, if the caller may change it."""
    document = kind.find(world, resource_id)
    if document is None:
        raise errors.not_found(resource_id)
    access.check_modifiable(caller, document)
    return document

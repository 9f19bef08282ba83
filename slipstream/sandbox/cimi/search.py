# -*- coding: utf-8 -*-
"""Searching a collection.

Find the documents that the caller may see, filter and sort them, and return one page with the
selected attributes.
"""
from __future__ import unicode_literals

from ..state import cimi_records
from . import (access, aggregation, attributes, bodies, errors, filtering, ordering, resources,
               selection)

#: The largest number of documents in a response.
MAX_SIZE = 10000
#: The highest position that a page can begin at.
MAX_FIRST = 200000


def search(world, caller, kind, parameters, tree):
    """Handle a search.

    :param kind: the collection.
    :param parameters: the :class:`~slipstream.sandbox.cimi.parameters.Parameters` of the request.
    :param tree: its parsed filter, or None.
    :raises Problem: if the caller may not search the collection, or the search is invalid.
    """
    if not access.may_search(caller, kind):
        raise errors.forbidden()
    if kind.in_memory:
        visible = access.visibility(caller)
        documents = [document for document in kind.documents(world) if visible(document)]
        return bodies.response(200, _collection(world, caller, kind, len(documents), documents))
    first, size = _page(parameters)
    try:
        return bodies.response(200, _result(world, caller, kind, parameters, tree, first, size))
    except errors.Rejected:
        return bodies.response(200, _collection(world, caller, kind, None, []))


def _page(parameters):
    """The first position (counted from 0) and the length of the page."""
    first = max(parameters.number('first', 1), 1)
    size = max(parameters.number('last', first + MAX_SIZE - 1) - first + 1, 0)
    if size > MAX_SIZE:
        raise errors.Problem(500, 'Unexpected exception thrown: size %d too large; limit is %d'
                             % (size, MAX_SIZE))
    return first - 1, size


def _result(world, caller, kind, parameters, tree, first, size):
    def sample(attribute):
        return _first_value(world, kind, attribute)

    matching = _matching(world, caller, kind, tree, sample)
    keys = ordering.parse(parameters.items('orderby'))
    ordering.check(keys, sample)
    aggregations = aggregation.parse(parameters.items('aggregation'))
    aggregation.check(aggregations, sample)
    if first >= MAX_FIRST:
        raise errors.Rejected('Result window is too large')
    page = []
    if size:
        ordered = ordering.ordered(matching, keys or kind.order, kind.unsearchable)
        page = ordered[first:first + size]
    if 'select' in parameters:
        page = list(map(selection.selector(parameters.items('select')), page))
    answer = _collection(world, caller, kind, len(matching), page)
    if aggregations:
        answer['aggregations'] = aggregation.aggregated(aggregations, matching, kind.unsearchable)
    return answer


def _first_value(world, kind, attribute):
    """The first simple value that an attribute ever had in a collection; it decides the type."""
    hidden = attribute.split('/')[0] in kind.unsearchable
    value = None if hidden else attributes.remembered(world, kind.name, attribute)
    if value is not None:
        return value
    return attributes.first_value(kind.documents(world), attribute, kind.unsearchable)


def _matching(world, caller, kind, tree, sample):
    """The stored documents that match and that the caller may see."""
    visible = access.visibility(caller)
    matches = kind.restrict(world, caller)
    if not matches:
        if tree is None:
            return [document for document in kind.documents(world) if visible(document)]
        matches = filtering.predicate(tree, kind.unsearchable, sample)
    return [document for document in kind.documents(world)
            if matches(document) and visible(document)]


def _collection(world, caller, kind, count, documents):
    """The collection document with a page of documents and their operations."""
    answer = {
        'count': count, 'id': kind.name,
        'resourceURI': kind.collection_uri or cimi_records.type_uri(kind.name) + 'Collection',
        'acl': access.collection_acl(kind),
        kind.key: [resources.with_operations(world, caller, kind, document)
                   for document in documents]}
    if access.may_add(caller, kind) and not kind.in_memory:
        answer['operations'] = [{'rel': 'add', 'href': kind.name}]
    return answer

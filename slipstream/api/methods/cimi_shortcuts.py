# -*- coding: utf-8 -*-
"""CIMI shortcuts: whole collections, exactly one resource, create or get, update.

Common tasks, made of the operations of :class:`~slipstream.api.methods.cimi.Cimi`.
"""
from __future__ import unicode_literals

import copy
import re

from .. import errors, listing, models, redaction, sequences
from ..compat import Mapping, native_str, to_text
from ..filters import builder
from ..protocol import arguments, documents, paths
from . import base
from .cimi import Cimi, operations_of
from .created import Created

#: Stands for a member that a document does not have.
_ABSENT = object()


class CimiShortcuts(Cimi):
    """The methods of :class:`~slipstream.api.Api` for whole collections and single resources."""

    def cimi_list(self, resource_type=None, filter=None, select=None, orderby=None,
                  page_size=sequences.PAGE):
        """Return the resources of a collection as a lazy sequence; without a name, the collections.

        ``len()``, indexes, slices, ``reversed()`` and iteration request only what they need;
        nothing is requested before. The order is that of creation, unless you pass ``orderby``;
        ties are ordered by id.

        ::

            >>> offers = api.cimi_list('serviceOffers', orderby='price:unitCost')
            >>> len(offers), offers[0].price_unit_cost
            (19, 0.0059)

        Without arguments, it lists the collections that you may search, in one request for each::

            >>> print(next(row for row in api.cimi_list() if row.name == 'serviceOffers'))
            CollectionSummary(name='serviceOffers', size=19, operations=['add'])

        :param str resource_type: name of the collection, for example ``events``; None for a lazy
            iterator of all collections, as :class:`~slipstream.api.models.CollectionSummary`: the
            ``name``, the ``size`` (how many resources you may see) and which ``operations`` you may
            try, such as ``add``.
        :param filter: as for :meth:`~slipstream.api.Api.cimi_search`.
        :param select: attributes to return, as a comma-separated string or as a list.
        :param orderby: attributes to sort by, each optionally followed by ``:asc`` or ``:desc``, as
            a comma-separated string or as a list.
        :param int page_size: how many resources to request at once, up to 10 000.
        :rtype: slipstream.api.sequences.CimiSequence
        :raises FilterSyntaxError: the filter is invalid.
        :raises ValueError: ``page_size`` is out of range.
        :raises TypeError: you pass other arguments without the name of the collection.
        """
        if resource_type is None:
            if (filter, select, orderby, page_size) != (None, None, None, sequences.PAGE):
                raise TypeError(native_str('Pass the name of the collection as well'))
            return listing.Listing(self._collections())
        return sequences.CimiSequence(self, resource_type, filter, select, orderby, page_size)

    def cimi_count(self, resource_type, filter=None):
        """Count the resources of a collection that you may see, without reading them.

        ::

            >>> api.cimi_count('serviceOffers', filter='resource:vcpu>=4')
            7

        :param str resource_type: name of the collection, for example ``events``.
        :param filter: as for :meth:`~slipstream.api.Api.cimi_search`.
        :rtype: int
        :raises ResponseError: the service ignores filters there, as it does for templates.
        """
        return sequences.count_of(self._page_of(resource_type, filter, last=0))

    def cimi_first(self, resource_type, filter=None, select=None, orderby=None):
        """Return the first resource found.

        ::

            >>> print(api.cimi_first('serviceOffers', orderby='price:unitCost:desc').name)
            (8/32768/100 Huge) [CH]

        :param str resource_type: name of the collection, for example ``events``.
        :param filter: as for :meth:`~slipstream.api.Api.cimi_search`.
        :param select: attributes to return, as a comma-separated string or as a list.
        :param orderby: attributes to sort by, for example ``created:desc``; without it, any
            resource may be the first one.
        :return: a resource, or None if there is none.
        :rtype: CimiResource
        :raises ResponseError: the service ignores filters there, as it does for templates.
        """
        page = self._page_of(resource_type, filter, first=1, last=1, select=select, orderby=orderby)
        return next(page.resources(), None)

    def cimi_one(self, resource_type, filter=None, select=None):
        """Return the only resource found.

        ::

            >>> print(api.cimi_one('connectors', "instanceName='ec2-eu-west'").id)
            connector/ec2-eu-west

        :param str resource_type: name of the collection, for example ``credentials``.
        :param filter: as for :meth:`~slipstream.api.Api.cimi_search`.
        :param select: attributes to return, as a comma-separated string or as a list.
        :rtype: CimiResource
        :raises NoResultFoundError: there is none.
        :raises MultipleResultsFoundError: there are several.
        :raises ResponseError: the service ignores filters there, as it does for templates.
        """
        resource_type = paths.collection(resource_type)
        page = self._page_of(resource_type, filter, first=1, last=1, select=select)
        count = sequences.count_of(page)
        if count == 1 and len(page) == 1:
            return page[0]
        where = to_text(resource_type) + described_filter(filter)
        if count:
            raise errors.MultipleResultsFoundError(
                'The search of %s found %d resources instead of one' % (where, count))
        raise errors.NoResultFoundError('The search of %s found nothing%s' % (where, page._note))

    def cimi_add_or_get(self, resource_type, data):
        """Add a resource, or get the existing one.

        ::

            >>> template = {'href': 'external-object-template/generic', 'bucketName': 'results',
            ...             'objectName': 'run-1.csv', 'objectStoreCred': {'href': credential}}
            >>> print(api.cimi_add_or_get('externalObjects',
            ...                           {'externalObjectTemplate': template}).state)
            new

        :param str resource_type: name of the collection, for example ``externalObjects``.
        :param dict data: the resource.
        :return: the resource. Members that only the response to an addition has, such as
            ``secretKey``, are added to it.
        :rtype: CimiResource
        :raises ConflictError: something else is in conflict, so the service does not say which
            resource exists.
        :raises ForbiddenError: you may not see the existing one.
        """
        with Created() as created:
            extra = {}
            try:
                added = self.cimi_add(resource_type, data)
            except errors.ConflictError as error:
                resource_id = existing_id(error)
                if resource_id is None:
                    raise
            else:
                resource_id = created.id = base.added_id(added)
                extra = added.json
            document = self._cimi_get(resource_id)
        for name in set(extra) - {'status', 'message', 'resource-id'}:
            document.setdefault(name, extra[name])
        return models.CimiResource(document)

    def cimi_update(self, resource_id, change, attempts=3, expected=None):
        """Read a resource, change it and write it back.

        If the service reports a conflict, it is read again, up to ``attempts`` times::

            >>> def rename(credential):
            ...     credential['name'] = 'key of %s' % credential['connector']['href']
            >>> print(api.cimi_update(api.cimi_first('credentials').id, rename).name)
            key of connector/exoscale-ch-gva

        With ``expected``, it is an error if somebody has changed the same members since you read
        the resource. What others have changed besides stays::

            >>> credential = api.cimi_first('credentials')
            >>> print(api.cimi_update(credential, {'name': 'my key'}, expected=credential).name)
            my key

        The service has no versions and no conditional requests, so this is not a lock: a change
        that somebody makes in the moment between the read and the write is not noticed, and is lost
        if it is to the same member.

        :param resource_id: id of the resource, or the resource itself, which is read again.
        :param change: a dict of new members; or a function of the document, a dict, that changes it
            in place or returns a dict of new members. Only members that differ are sent, and those
            that the function deletes are removed. Nothing is sent if nothing differs.
        :param int attempts: how often to try.
        :param expected: the resource as you have read it, with every member that you change; or its
            document, a dict. The change is made to it. None for what the service has now.
        :return: the changed resource.
        :rtype: CimiResource
        :raises StaleResourceError: somebody has changed the same members; nothing was sent.
        :raises ConflictError: each attempt met a conflict.
        :raises UnknownOperationError: you may not edit the resource.
        """
        if not callable(change) and not isinstance(change, Mapping):
            raise TypeError(native_str(
                'The change must be a dict or a function of the document, not %r' % (change,)))
        left = arguments.number(attempts, 'attempts', least=1)
        if isinstance(resource_id, models.CimiResponse):
            resource_id = base.id_of(resource_id)
        if expected is not None:
            change = change_since(_expected_document(expected, resource_id, self.endpoint), change)
        while True:
            resource = self.cimi_get(resource_id)
            members, removed = changes_of(resource.json, change)
            if not members and not removed:
                return resource
            left -= 1
            try:
                return self.cimi_edit(resource, edit_body(resource.json, members),
                                      select=select_for(resource.json, removed))
            except errors.ConflictError:
                if not left:
                    raise

    def _collections(self):
        """Yield the collections that you may search; raise the refusal if there are none."""
        names, refusals = sorted(self.cimi_cloud_entry_point.entry_points), []
        for name in names:
            try:
                page = self.cimi_search(name, last=0)
            except errors.ForbiddenError as error:
                refusals.append(error)
                continue
            yield models.CollectionSummary(
                native_str(name), documents.count(base.member_of(page, 'count')),
                sorted(native_str(operation.rpartition('/')[2])
                       for operation in operations_of(page.json)))
        if names and len(refusals) == len(names):
            raise refusals[-1]

    def _page_of(self, resource_type, filter, last, **options):
        """Search the first ``last`` resources of a collection."""
        page = self.cimi_search(resource_type, filter=filter, last=last, **options)
        if len(page) > last and filter is not None:
            raise errors.ResponseError(
                'The service ignores filters for %s, and returns all %d resources'
                % (to_text(resource_type), len(page)))
        sequences.count_of(page)
        return page


def described_filter(filter):
    """Return a filter for a message, without secrets; an empty text for none."""
    written = builder.as_filter(filter)
    texts = written if isinstance(written, list) else [written] if written else []
    return ' by %s' % redaction.redacted_text(' and '.join(texts)) if texts else ''


def existing_id(conflict):
    """Return the id of the existing resource that prevented an addition; None if unknown."""
    try:
        document = documents.decode_json(conflict.response.content)
    except ValueError:
        document = None
    if not isinstance(document, Mapping):
        return None
    # Settings of a user exist once; their conflict contains the id only in its message.
    message = to_text(document.get('message') or '')
    match = re.search(r'already exists: (\S+/\S+?)\.?\Z', message)
    identifier = document.get('resource-id') or (match.group(1) if match else None)
    return identifier and base.from_service(paths.cimi, identifier, 'the id of what exists')


def _expected_document(expected, resource_id, endpoint):
    """Return the document that a caller expects.

    :raises TypeError: it is none.
    :raises ValueError: it is that of another resource.
    """
    document = getattr(expected, 'json', expected)
    if not isinstance(document, Mapping):
        raise TypeError(native_str(
            'expected must be the resource that you have read, not %r' % (expected,)))
    own = document.get('id')
    if own is not None and paths.cimi(own, endpoint) != paths.cimi(resource_id, endpoint):
        raise ValueError(native_str(
            'expected is %s, but you are changing %s' % (to_text(own), to_text(resource_id))))
    return document


def change_since(expected, change):
    """Return a function that makes the same change to a document that others may have changed.

    It raises a :class:`~slipstream.api.errors.StaleResourceError` if they changed the same members.

    :param dict expected: the document that the caller has read; it stays as it is.
    :param change: as for :meth:`CimiShortcuts.cimi_update`.
    """
    target = changed(expected, change)

    def carry_over(document):
        """Change a document, in place."""
        merged, contested = merge(expected, target, document)
        if contested:
            raise errors.StaleResourceError(
                'Somebody has changed %s of %s since you read it'
                % (', '.join(contested), to_text(document.get('id', 'the resource'))),
                contested, 'Nothing was sent. Read it again, and decide.')
        document.clear()
        document.update(merged)

    return carry_over


def merge(before, own, other):
    """Return a document with both of two changes, where they do not contradict each other.

    Members that are objects are compared member by member, everything else as a whole.

    :param dict before: the document that both have read.
    :param dict own: what one has made of it.
    :param dict other: what the other has made of it.
    :return: a pair: the document; the paths of the members that both changed, and not to the same.
    """
    merged, contested = dict(other), []
    for name in sorted((set(before) | set(own)) - {'operations'}):
        values = [document.get(name, _ABSENT) for document in (before, own, other)]
        if values[1] in (values[0], values[2]):
            continue
        if values[2] == values[0]:
            merged[name] = values[1]
        elif all(isinstance(value, Mapping) for value in values):
            merged[name], inner = merge(*values)
            contested.extend('%s/%s' % (name, path) for path in inner)
        else:
            contested.append(name)
    return dict((name, value) for name, value in merged.items() if value is not _ABSENT), contested


def changed(document, change):
    """Return a copy of a document with a change made to it.

    :param change: as for :meth:`CimiShortcuts.cimi_update`.
    """
    made = copy.deepcopy(dict(document))
    members = change(made) if callable(change) else change
    if members is not None and members is not made:
        if not isinstance(members, Mapping):
            raise TypeError(native_str(
                'The function must return a dict or None, not %s' % type(members).__name__))
        made.update(members)
    return made


def changes_of(document, change):
    """Return what a change does to a document.

    :param dict document: it stays as it is.
    :param change: as for :meth:`CimiShortcuts.cimi_update`.
    :return: a pair: the members that differ, as a dict; the names of those that are gone, as a
        sorted list.
    """
    made = changed(document, change)
    differing = dict((name, value) for name, value in made.items() if name != 'operations'
                     and (name not in document or document[name] != value))
    return differing, sorted(set(document) - set(made) - {'operations'})


def edit_body(document, members):
    """Return the body of an edit: some services expect the id in it."""
    return dict(members, id=document['id']) if 'id' in document else members


def select_for(document, removed):
    """Return what ``select`` must contain to remove members; None for nothing.

    Credentials must have their type named as well.
    """
    if removed and to_text(document.get('id', '')).startswith('credential/'):
        return sorted(set(removed) | {'type'})
    return removed or None

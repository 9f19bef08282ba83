# -*- coding: utf-8 -*-
"""Resources: whole collections, exactly one, create or get.

What programs do with CIMI resources again and again, made of the operations of
:class:`.Cimi`.
"""
from __future__ import unicode_literals

import copy
import re

from .. import errors, models, redaction, sequences
from ..compat import Mapping, native_str, to_text
from ..filters import builder
from ..protocol import arguments
from . import base
from .cimi import Cimi

#: Resources in one answer, unless told otherwise.
PAGE = 500


class CimiShortcuts(Cimi):
    """The methods of :class:`~slipstream.api.Api` for whole collections and single resources."""

    def cimi_list(self, resource_type, filter=None, select=None, orderby=None, page_size=PAGE):
        """The resources of a collection as a lazy sequence: ``len()``, indexes, slices, ``reversed()``
        and iteration request only what they need.

        Nothing is requested before. The order is that of creation unless ``orderby`` says
        otherwise; resources with the same attributes there are ordered by id.

        :param str resource_type: name of the collection, for example ``events``.
        :param filter: as for :meth:`~slipstream.api.Api.cimi_search`.
        :param select: attributes to return, as comma-separated text or as a list.
        :param orderby: attributes to sort by, each with ``:asc`` or ``:desc`` behind it if wanted,
            as comma-separated text or as a list.
        :param int page_size: how many resources to request at once, up to 10 000.
        :rtype: slipstream.api.sequences.CimiSequence
        :raises FilterSyntaxError: the filter is not in the filter language.
        :raises ValueError: ``page_size`` is out of range.
        """
        return sequences.CimiSequence(self, resource_type, filter, select, orderby, page_size)

    def cimi_count(self, resource_type, filter=None):
        """How many resources of a collection there are for this user; none of them travels.

        :param str resource_type: name of the collection, for example ``events``.
        :param filter: as for :meth:`~slipstream.api.Api.cimi_search`.
        :rtype: int
        :raises ResponseError: the service ignores filters there, as it does for templates.
        """
        return self._found(resource_type, filter, last=0)['count']

    def cimi_first(self, resource_type, filter=None, select=None, orderby=None):
        """The first resource found.

        :param str resource_type: name of the collection, for example ``events``.
        :param filter: as for :meth:`~slipstream.api.Api.cimi_search`.
        :param select: attributes to return, as comma-separated text or as a list.
        :param orderby: attributes to sort by, for example ``created:desc``; without, it may be any.
        :return: a resource, or None if there is none.
        :rtype: CimiResource
        :raises ResponseError: the service ignores filters there, as it does for templates.
        """
        found = self._found(resource_type, filter, first=1, last=1, select=select, orderby=orderby)
        return next(found.resources(), None)

    def cimi_one(self, resource_type, filter=None, select=None):
        """The only resource found.

        :param str resource_type: name of the collection, for example ``credentials``.
        :param filter: as for :meth:`~slipstream.api.Api.cimi_search`.
        :param select: attributes to return, as comma-separated text or as a list.
        :rtype: CimiResource
        :raises NoResultFoundError: there is none.
        :raises MultipleResultsFoundError: there are several.
        :raises ResponseError: the service ignores filters there, as it does for templates.
        """
        found = self._found(resource_type, filter, first=1, last=1, select=select)
        if found['count'] == 1 and len(found) == 1:
            return found[0]
        kind, number = (errors.MultipleResultsFoundError, '%d resources' % found['count']) if found[
            'count'] else (errors.NoResultFoundError, 'none')
        raise kind('Exactly one resource was wanted, but the search of %s%s found %s' % (
            to_text(resource_type), described_filter(filter), number))

    def cimi_add_or_get(self, resource_type, data):
        """Add a resource, or get the one that exists in its place.

        :param str resource_type: name of the collection, for example ``externalObjects``.
        :param dict data: the resource.
        :return: the resource. What only the answer to an addition tells, such as ``secretKey``, is
            a member of it, too.
        :rtype: CimiResource
        :raises ConflictError: something else is in conflict, so that the service does not tell
            which resource exists.
        :raises ForbiddenError: the one that exists is not yours to see.
        """
        extra = {}
        try:
            added = self.cimi_add(resource_type, data)
        except errors.ConflictError as error:
            resource_id = existing_id(error)
            if resource_id is None:
                raise
        else:
            resource_id, extra = base.added_id(added), added.json
        document = self._cimi_get(resource_id)
        for name in set(extra) - {'status', 'message', 'resource-id'}:
            document.setdefault(name, extra[name])
        return models.CimiResource(document)

    def cimi_update(self, resource_id, change, attempts=3):
        """Change a resource as it is now; if somebody else changes it meanwhile, read it again and try
        once more.

        ::

            def count_up(job):
                job['progress'] += 1

            api.cimi_update('job/c3a9d7e1-0b5f-4f62-8a7c-91d2e4f6b805', count_up)

        :param resource_id: id of the resource, or the resource itself, which is read again.
        :param change: a dict of new members; or a function of the document, a dict, that changes it
            in place or returns a dict of new members. Only members that differ are sent, and those
            that it has deleted are removed; nothing is sent if all is the same.
        :param int attempts: how often to try.
        :return: the changed resource.
        :rtype: CimiResource
        :raises ConflictError: each attempt met a conflict.
        :raises UnknownOperationError: the resource does not offer ``edit`` to this user.
        """
        if not callable(change) and not isinstance(change, Mapping):
            raise TypeError(native_str(
                'The change must be a dict or a function of the document, not %r' % (change,)))
        left = arguments.number(attempts, 'attempts', least=1)
        if isinstance(resource_id, models.CimiResource):
            resource_id = resource_id['id']
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

    def _found(self, resource_type, filter, last, **options):
        """A search of which ``last`` resources are wanted."""
        found = self.cimi_search(resource_type, filter=filter, last=last, **options)
        if len(found) > last and filter is not None:
            raise errors.ResponseError(
                'The service ignores filters for %s, and gives all %d resources'
                % (to_text(resource_type), len(found)))
        if 'count' not in found:
            raise errors.ResponseError(
                'The service did not tell how many %s there are' % to_text(resource_type))
        return found


def described_filter(given):
    """A filter for a message, without secrets; empty for none."""
    written = builder.as_filter(given)
    texts = written if isinstance(written, list) else [written] if written else []
    return ' by %s' % redaction.redacted_text(' and '.join(texts)) if texts else ''


def existing_id(conflict):
    """The id of the resource that stands in the way of an addition; None if the service does not tell it."""
    try:
        document = conflict.response.json()
    except ValueError:
        document = None
    if not isinstance(document, Mapping):
        return None
    # Settings of a user exist once; their conflict tells the id only in its message.
    told = re.search(r'already exists: (\S+/\S+?)\.?$', to_text(document.get('message') or ''))
    return document.get('resource-id') or (told.group(1) if told else None)


def changes_of(document, change):
    """What a change does to a document.

    :param dict document: it stays as it is.
    :param change: as for :meth:`CimiShortcuts.cimi_update`.
    :return: a pair: the members that differ, as a dict; the names of those that are gone, as a
        sorted list.
    """
    changed = copy.deepcopy(document)
    given = change(changed) if callable(change) else change
    if given is not None and given is not changed:
        if not isinstance(given, Mapping):
            raise TypeError(
                native_str('The function must return a dict or None, not %r' % (given,)))
        changed.update(given)
    members = dict((name, value) for name, value in changed.items()
                   if name != 'operations' and (name not in document or document[name] != value))
    return members, sorted(set(document) - set(changed) - {'operations'})


def edit_body(document, members):
    """The body of an edit: some services want to read the id in it."""
    return dict(members, id=document['id']) if 'id' in document else members


def select_for(document, removed):
    """What ``select`` names so that members are removed; None for nothing.

    Credentials must have their type named as well.
    """
    if removed and to_text(document.get('id', '')).startswith('credential/'):
        return sorted(set(removed) | {'type'})
    return removed or None

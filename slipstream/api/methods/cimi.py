# -*- coding: utf-8 -*-
"""CIMI: the resources of the JSON interface.

Search, add, get, edit, delete and operations on any collection of the service, and two searches
that everybody needs.
"""
from __future__ import unicode_literals

import logging

from .. import errors, models
from ..compat import Mapping, native_str, string_types, to_text
from ..filters import builder
from ..protocol import paths
from . import base, suggestions

logger = logging.getLogger(__name__)


class Cimi(base.Service):
    """The part of :class:`~slipstream.api.Api` that works with CIMI resources."""

    #: Names of the search parameters; they travel with a dollar sign in front.
    CIMI_PARAMETERS_NAME = list(
        map(native_str, ('first', 'last', 'filter', 'select', 'expand', 'orderby', 'aggregation')))

    _entry_point = None
    _add_addresses = None

    @property
    def cimi_cloud_entry_point(self):
        """The collections that the service offers; read once for each login.

        :return: a resource whose ``entry_points`` is a dict: collection name to address.
        :rtype: CloudEntryPoint
        :raises ServiceError: if the service refuses.
        """
        if self._entry_point is None:
            self._entry_point = models.CloudEntryPoint(
                self._cimi_request('GET', 'cloud-entry-point'))
        return self._entry_point

    def cimi_get(self, resource_id, **kwargs):
        """Read a resource.

        :param str resource_id: for example ``event/257d0a64-5c1c-4a7e-b1a0-9b6f3e9e8c12``; a
            leading slash, ``api/`` or the endpoint are tolerated.
        :param select: attributes to return, as comma-separated text or as a list; all if left out.
        :param kwargs: any other query parameter of the service.
        :rtype: CimiResource
        :raises NotFoundError: there is no such resource.
        :raises ForbiddenError: it is not yours to see.
        """
        return models.CimiResource(self._cimi_get(resource_id, **kwargs))

    def cimi_edit(self, resource_id, data, **kwargs):
        """Change a resource: the members given replace the stored ones, others stay.

        :param resource_id: id of the resource, or the resource itself (then no look-up is needed).
        :param dict data: the new members. To remove one, leave it out here and name it in
            ``select``.
        :param select: members to remove, as comma-separated text or as a list.
        :return: the changed resource, as the service answers it.
        :rtype: CimiResource
        :raises UnknownOperationError: the resource does not offer ``edit`` to this user.
        """
        address = self._operation_address(resource_id, 'edit')
        return models.CimiResource(
            self._cimi_request('PUT', address, params=_query(kwargs), **base.encoded_json(data)))

    def cimi_delete(self, resource_id):
        """Delete a resource.

        :param resource_id: id of the resource, or the resource itself (then no look-up is needed).
        :return: the answer, with ``status``, ``message`` and ``resource-id``.
        :rtype: CimiResponse
        :raises UnknownOperationError: the resource does not offer ``delete`` to this user.
        """
        return models.CimiResponse(
            self._cimi_request('DELETE', self._operation_address(resource_id, 'delete')))

    def cimi_add(self, resource_type, data):
        """Add a resource to a collection.

        :param str resource_type: name of the collection, for example ``events``.
        :param dict data: the resource.
        :return: the answer, with ``status``, ``message`` and ``resource-id``.
        :rtype: CimiResponse
        :raises ConflictError: it exists; ``error.response.json()['resource-id']`` is the id of the
            existing one.
        :raises UnknownCollectionError: the service has no such collection.
        :raises UnknownOperationError: the collection does not offer ``add`` to this user.
        """
        return models.CimiResponse(self._cimi_request('POST', self._add_address(resource_type),
                                                      **base.encoded_json(data)))

    def cimi_search(self, resource_type, **kwargs):
        """Search a collection.

        :param str resource_type: name of the collection, for example ``events``.
        :param int first: start from this one, counted from 1.
        :param int last: stop at this one; 0 for the count only.
        :param filter: a filter such as ``state='ready' and type^='cloud-cred'``, or a
            :class:`~slipstream.api.filters.builder.Condition` such as ``Attr('state') == 'ready'``;
            a list of filters must all hold.
        :param select: attributes to return, as comma-separated text or as a list (``resourceURI``
            and ``acl`` always come).
        :param expand: linked resources to expand (the service does not implement it yet).
        :param orderby: attributes to sort by, each with ``:asc`` or ``:desc`` behind it if wanted.
        :param aggregation: ``operator:attribute``, for example ``count:id``.
        :param kwargs: any other query parameter of the service; one that looks like a misspelt name
            of ours is warned of.
        :return: the resources found (at most 10 000), with ``count`` telling how many there are.
        :rtype: CimiCollection
        :raises FilterSyntaxError: the filter is not in the filter language; nothing was sent.
        :raises UnknownCollectionError: the service has no such collection.
        """
        form, query = _search_parameters(kwargs, self.CIMI_PARAMETERS_NAME)
        document = self._cimi_request('PUT', self._collection_href(resource_type), params=query,
                                      data=form or None, idempotent=True)
        if isinstance(document, Mapping) and 'count' in document and document['count'] is None:
            raise errors.ResponseError(
                'The service could not carry out the search of %s (it found "null" resources)'
                % to_text(resource_type))
        return models.CimiCollection(document, resource_type)

    def cimi_operation(self, resource_id, operation, data=None):
        """Carry out an operation of a resource.

        :param resource_id: id of the resource, or the resource itself (then no look-up is needed).
        :param str operation: full name, for example
            ``http://schemas.dmtf.org/cimi/2/action/start``, or its last part, ``start``.
        :param dict data: what the operation needs, or None.
        :rtype: CimiResource
        :raises UnknownOperationError: the resource does not offer it to this user now.
        """
        address = self._operation_address(resource_id, operation)
        return models.CimiResource(self._cimi_post(address, data))

    def get_deployment_events(self, deployment_id, types=None):
        """The events of a deployment.

        :param deployment_id: UUID of the deployment, or the id of a CIMI deployment
            (``deployment/...``).
        :param types: types of event to return (``state``, ``alarm``, ``action``, ``system``): one
            as a text, several as a list. All if None or empty.
        :return: an iterable of events, newest first.
        :rtype: CimiCollection
        """
        text = to_text(deployment_id)
        href = text if text.startswith(('deployment/', 'run/')) else 'run/%s' % paths.deployment_id(
            deployment_id)
        condition = builder.Attr('content/resource/href') == href
        wanted = [types] if isinstance(types, string_types) else list(types or ())
        if wanted:
            condition &= builder.Attr('type').is_in(wanted)
        return self.cimi_search('events', filter=condition)

    def get_cloud_credentials(self, cimi_filter=''):
        """The credentials for clouds.

        :param cimi_filter: a further filter: a text, a
            :class:`~slipstream.api.filters.builder.Condition`, or a list of them.
        :return: an iterable of credentials.
        :rtype: CimiCollection
        :raises FilterSyntaxError: it is not in the filter language; nothing was sent.
        """
        return self.cimi_search('credentials', filter=builder.narrowed(
            builder.Attr('type').startswith('cloud-cred'), cimi_filter))

    # Private, but used by programs (activation of devices without a login); kept with these names
    # and arguments.

    def _cimi_get(self, resource_id, **kwargs):
        with suggestions.of_collection(self, resource_id):
            return self._cimi_request('GET', resource_id, params=_query(kwargs))

    def _cimi_post(self, resource_id, data=None):
        body = {} if data is None else base.encoded_json(data)
        # A download answers 303 with the address of the object; its document says the same.
        return self._cimi_request('POST', resource_id, accepted=(303,), **body)

    def _cimi_request(self, method, path, **options):
        document = self._json(method, paths.cimi(path, self.endpoint), **options)
        if not isinstance(document, Mapping):
            raise errors.ResponseError(
                'The answer to %s /api/%s is no object' % (method, paths.cimi(path, self.endpoint)))
        return document

    def _collection_href(self, resource_type):
        remembered = self._entry_point is not None
        entry_points = self.cimi_cloud_entry_point.entry_points
        if resource_type not in entry_points and remembered:
            self._entry_point = None
            entry_points = self.cimi_cloud_entry_point.entry_points
        if resource_type not in entry_points:
            raise errors.UnknownCollectionError(
                'The service has no collection %s.' % to_text(resource_type),
                hint=suggestions.known_names(resource_type, entry_points))
        return self._own_address(entry_points[resource_type])

    def _add_address(self, resource_type):
        """The address to which new resources of a collection go; looked up once for each login."""
        addresses = self.__dict__.setdefault('_add_addresses', {})
        if resource_type not in addresses:
            collection = self.cimi_search(resource_type, last=0)
            addresses[resource_type] = self._own_address(
                operation_address(collection.json, 'add',
                                  'The collection %s' % to_text(resource_type)))
        return addresses[resource_type]

    def _operation_address(self, resource, operation):
        """The address of an operation, straight from a resource in hand that lists it, else looked up."""
        if isinstance(resource, models.CimiResponse):
            try:
                return self._own_address(operation_address(resource.json, operation, ''))
            except errors.UnknownOperationError:
                # What it offers may have changed since it was read.
                resource = resource.json.get('id')
            if not isinstance(resource, string_types):
                raise errors.ResponseError('The service did not tell the id of the resource')
        document = self._cimi_get(resource)
        return self._own_address(
            operation_address(document, operation, 'The resource %s' % to_text(resource)))

    def _own_address(self, address):
        """An address that the service has given, once it is known to stay below the service."""
        try:
            paths.cimi(address, self.endpoint)
        except ValueError as error:
            raise errors.ResponseError('The service has given an address that cannot be its own: %s'
                                       % to_text(error))
        return address

    def _forget_discoveries(self):
        """Forget what was learnt about the service as the former user."""
        super(Cimi, self)._forget_discoveries()
        self._entry_point = None
        self._add_addresses = {}


def operation_address(document, operation, owner):
    """The address of an operation that a document lists, by its full name or its last part.

    :param str owner: what to call the document in the error.
    :raises UnknownOperationError: if it does not list the operation; the message names what it does
        list.
    """
    offered = models.operations_of(document)
    if operation in offered:
        return offered[operation]
    for name in sorted(offered):
        if name.rpartition('/')[2] == operation:
            return offered[name]
    raise errors.UnknownOperationError(
        '%s does not offer the operation %s.' % (owner, to_text(operation)),
        hint=suggestions.known_names(operation, offered))


def _search_parameters(given, names):
    """The form and the query of a search: known parameters with a dollar sign in the form, others as
    they are in the query.

    :raises slipstream.api.filters.grammar.FilterSyntaxError: if the filter is not in the language.
    """
    given = dict(given, filter=builder.as_filter(given.get('filter')))
    for name in sorted(set(given) - set(names)):
        near = suggestions.nearest(name, names, 1, 0.75)
        # The service ignores what it does not know, so a slip of the pen would return everything.
        if near:
            errors.warn('The search has no parameter %s; did you mean %s?' % (name, near[0]),
                        UserWarning, logger)
    form = dict(('$' + to_text(name), value) for name,
                value in given.items() if name in names and value is not None)
    return form, dict((name, value) for name,
                      value in given.items() if name not in names and value is not None)


def _query(given):
    """Query parameters of a read or an edit: ``select`` gets its dollar sign, None is dropped."""
    return dict(('$select' if name == 'select' else name, value) for name,
                value in given.items() if value is not None)

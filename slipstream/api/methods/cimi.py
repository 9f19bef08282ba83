# -*- coding: utf-8 -*-
"""CIMI: the resources of the JSON interface.

Search, add, get, edit, delete and operations on any collection of the service, and two common
searches.
"""
from __future__ import unicode_literals

from .. import errors, models
from ..compat import Mapping, native_str, string_types, to_text
from ..display import parameter_names, similar_names
from ..filters import builder
from ..protocol import arguments, paths
from ..redaction import safe_logger
from . import base, suggestions

logger = safe_logger(__name__)

#: Other parameters of a search, which programs pass and which change nothing.
_HARMLESS = ('end', 'format')
#: A note for an empty result that may not be empty for somebody else.
_ANONYMOUS = '; nobody is logged in: log in to see yours'


class Cimi(base.Service):
    """The methods of :class:`~slipstream.api.Api` for CIMI resources."""

    #: Names of the search parameters. The service knows them with a dollar sign in front.
    CIMI_PARAMETERS_NAME = list(map(native_str, (
        'first', 'last', 'filter', 'select', 'expand', 'orderby', 'aggregation')))

    @property
    def cimi_cloud_entry_point(self):
        """The collections of the service. They are read once per login.

        ::

            >>> print(api.cimi_cloud_entry_point.entry_points['serviceOffers'])
            service-offer

        :return: a resource whose ``entry_points`` is a dict: collection name to address.
        :rtype: CloudEntryPoint
        :raises ServiceError: the service refuses.
        """
        if self._cache.entry_point is None:
            self._cache.entry_point = models.CloudEntryPoint(
                self._cimi_request('GET', 'cloud-entry-point'))
        return self._cache.entry_point

    def cimi_get(self, resource_id, select=None, **options):
        """Read a resource.

        ::

            >>> print(api.cimi_get('connector/exoscale-ch-gva').instance_name)
            exoscale-ch-gva

        :param str resource_id: for example ``event/257d0a64-5c1c-4a7e-b1a0-9b6f3e9e8c12``; it may
            begin with a slash, ``api/`` or the endpoint.
        :param select: attributes to return, as a comma-separated string or as a list; None for all.
        :param options: other query parameters, sent with a warning as the service ignores those
            that it does not know.
        :rtype: CimiResource
        :raises NotFoundError: there is no such resource.
        :raises ForbiddenError: you may not see it.
        """
        return models.CimiResource(self._cimi_get(resource_id, select, **options))

    def cimi_edit(self, resource_id, data, select=None, **options):
        """Change a resource: the members passed replace the stored ones, others stay.

        ::

            >>> credential = api.cimi_first('credentials')
            >>> print(api.cimi_edit(credential, {'name': 'my key'}).name)
            my key

        :param resource_id: id of the resource, or the resource itself, which saves a request.
        :param dict data: the new members. To remove one, leave it out here and name it in
            ``select``.
        :param select: members to remove, as a comma-separated string or as a list.
        :param options: other query parameters, sent with a warning as the service ignores those
            that it does not know.
        :return: the changed resource, as the service returns it.
        :rtype: CimiResource
        :raises UnknownOperationError: you may not edit the resource.
        """
        query = _query('cimi_edit', select, options)
        body = base.encoded_json(data)
        address = self._operation_address(resource_id, 'edit')
        return models.CimiResource(self._cimi_request('PUT', address, params=query, **body))

    def cimi_delete(self, resource_id):
        """Delete a resource.

        ::

            >>> api.cimi_delete(api.cimi_first('credentials')).status
            200

        :param resource_id: id of the resource, or the resource itself, which saves a request.
        :return: the response, with ``status``, ``message`` and ``resource-id``.
        :rtype: CimiResponse
        :raises UnknownOperationError: you may not delete the resource.
        """
        return models.CimiResponse(
            self._cimi_request('DELETE', self._operation_address(resource_id, 'delete')))

    def cimi_add(self, resource_type, data):
        """Add a resource to a collection.

        ::

            >>> template = {'href': 'credential-template/generate-api-key', 'ttl': 3600}
            >>> api.cimi_add('credentials', {'credentialTemplate': template}).status
            201

        :param str resource_type: name of the collection, for example ``events``.
        :param dict data: the resource.
        :return: the response, with ``status``, ``message`` and ``resource-id``.
        :rtype: CimiResponse
        :raises ConflictError: it exists; ``error.response.json()['resource-id']`` is the id of the
            existing one.
        :raises UnknownCollectionError: the service has no such collection.
        :raises UnknownOperationError: you may not add to the collection.
        """
        body = base.encoded_json(data)
        return models.CimiResponse(
            self._cimi_request('POST', self._add_address(resource_type), **body))

    def cimi_search(self, resource_type, first=None, last=None, filter=None, select=None,
                    expand=None, orderby=None, aggregation=None, **options):
        """Search a collection.

        ::

            >>> api.cimi_search('serviceOffers', filter='resource:vcpu>=4', last=0).count
            7

        :param str resource_type: name of the collection, for example ``events``.
        :param int first: the first resource to return, counted from 1.
        :param int last: the last resource to return; 0 for the count only.
        :param filter: a filter such as ``state='ready' and type^='cloud-cred'``, or a
            :class:`~slipstream.api.filters.builder.Condition` such as ``Attr('state') == 'ready'``;
            a list of filters must all hold.
        :param select: attributes to return, as a comma-separated string or as a list
            (``resourceURI`` and ``acl`` are always returned).
        :param expand: linked resources to expand (the service does not implement it yet).
        :param orderby: attributes to sort by, each optionally followed by ``:asc`` or ``:desc``.
        :param aggregation: ``operator:attribute``, for example ``count:id``.
        :param options: other query parameters, whose names begin with ``$``. ``end`` and
            ``format``, which programs for 3.71.1 pass, are sent with a warning; others are refused.
        :return: the resources found (at most 10 000), with the total number in ``count``.
        :rtype: CimiCollection
        :raises FilterSyntaxError: the filter is not valid; nothing was sent.
        :raises TypeError: there is no such parameter; nothing was sent.
        :raises ValueError: ``first``, ``last`` or the direction of ``orderby`` is invalid;
            nothing was sent.
        :raises UnknownCollectionError: the service has no such collection.
        """
        resource_type = paths.collection(resource_type)
        query = _unknown_parameters('cimi_search', options, self.CIMI_PARAMETERS_NAME, _HARMLESS)
        form = {'$first': _position(first, 'first'), '$last': _position(last, 'last'),
                '$filter': builder.as_filter(filter), '$select': select, '$expand': expand,
                '$orderby': arguments.order(orderby), '$aggregation': aggregation}
        document = self._cimi_request('PUT', self._collection_href(resource_type), params=query,
                                      data=_without_none(form) or None, idempotent=True)
        if 'count' in document and document['count'] is None:
            raise errors.ResponseError('The service could not carry out the search of %s%s' % (
                to_text(resource_type), suggestions.likely_cause(form['$filter'], orderby)))
        if not is_list_of_objects(document.get(resource_type) or []):
            raise errors.ResponseError(
                'The service returned something other than a list of resources as %s'
                % to_text(resource_type))
        collection = models.CimiCollection(document, resource_type)
        if not document.get('count') and not len(collection) and self._has_session() is False:
            collection._note = _ANONYMOUS
        return collection

    def cimi_operation(self, resource_id, operation, data=None):
        """Carry out an operation of a resource.

        ::

            >>> described = api.cimi_operation('external-object-template/generic', 'describe')
            >>> print(described['bucketName']['type'])
            string

        :param resource_id: id of the resource, or the resource itself, which saves a request.
        :param str operation: the full name, for example
            ``http://schemas.dmtf.org/cimi/2/action/start``, or its last part, ``start``.
        :param dict data: what the operation needs, or None.
        :rtype: CimiResource
        :raises UnknownOperationError: the resource does not offer it to you now.
        """
        body = base.encoded_json(data)
        address = self._operation_address(resource_id, operation)
        return models.CimiResource(self._post(address, body))

    def get_deployment_events(self, deployment_id, types=None):
        """Read the events of a deployment.

        ::

            >>> for event in api.get_deployment_events(deployment_id, 'state'):
            ...     print(event.content['state'])
            Ready
            SendingReports
            Executing
            Provisioning
            Initializing

        :param deployment_id: UUID of the deployment, or the id of a CIMI deployment
            (``deployment/...``).
        :param types: types of event to return (``state``, ``alarm``, ``action``, ``system``): one
            as a string, several as a list. All if None or empty. If you misspell one, and nothing
            is found, a warning says so.
        :return: an iterable of events, newest first.
        :rtype: CimiCollection
        """
        text = to_text(deployment_id)
        href = text if text.startswith(('deployment/', 'run/')) else 'run/%s' % paths.deployment_id(
            deployment_id)
        condition = builder.Attr('content/resource/href') == href
        types = [types] if isinstance(types, string_types) else list(types or ())
        if types:
            condition &= builder.Attr('type').is_in(types)
        events = self.cimi_search('events', filter=condition)
        if not len(events):
            suggestions.warn_of_event_types(types)
        return events

    def get_cloud_credentials(self, cimi_filter=''):
        """Read your credentials for clouds.

        ::

            >>> for credential in api.get_cloud_credentials():
            ...     print(credential.connector['href'])
            connector/exoscale-ch-gva
            connector/exoscale-ch-dk
            connector/ec2-eu-west

        :param cimi_filter: a further filter: a string, a
            :class:`~slipstream.api.filters.builder.Condition`, or a list of them.
        :return: an iterable of credentials.
        :rtype: CimiCollection
        :raises FilterSyntaxError: the filter is not valid; nothing was sent.
        """
        return self.cimi_search('credentials', filter=builder.narrowed(
            builder.Attr('type').startswith('cloud-cred'), cimi_filter))

    # Private, but used by programs (to activate a device without logging in), which rely on these
    # names and arguments.

    def _cimi_get(self, resource_id, select=None, **options):
        query = _query('cimi_get', select, options)
        with suggestions.of_collection(self, resource_id):
            return self._cimi_request('GET', resource_id, params=query)

    def _cimi_post(self, resource_id, data=None):
        return self._post(resource_id, base.encoded_json(data))

    def _post(self, address, body):
        # A download returns 303 with the address of the object, which is also in its document.
        return self._cimi_request('POST', address, accepted=(303,), **body)

    def _cimi_request(self, method, path, **options):
        document = self._json(method, paths.cimi(path, self.endpoint), **options)
        if not isinstance(document, Mapping):
            raise errors.ResponseError('The response to %s /api/%s is not an object'
                                       % (method, paths.cimi(path, self.endpoint)))
        return document

    def _collection_href(self, resource_type):
        was_cached = self._cache.entry_point is not None
        entry_points = self.cimi_cloud_entry_point.entry_points
        if resource_type not in entry_points and was_cached:
            self._cache.entry_point = None
            entry_points = self.cimi_cloud_entry_point.entry_points
        if resource_type not in entry_points:
            raise errors.UnknownCollectionError(
                'The service has no collection %s.' % to_text(resource_type),
                hint=similar_names.known_names(resource_type, entry_points))
        return self._own_address(entry_points[resource_type])

    def _add_address(self, resource_type):
        """Return the address to add to a collection; it is looked up once per login."""
        resource_type = paths.collection(resource_type)
        addresses = self._cache.add_addresses
        if resource_type not in addresses:
            collection = self.cimi_search(resource_type, last=0)
            addresses[resource_type] = self._own_address(
                operation_address(collection.json, 'add',
                                  'The collection %s' % to_text(resource_type)))
        return addresses[resource_type]

    def _operation_address(self, resource, operation):
        """Return the address of an operation, from the resource if it lists it, else looked up."""
        if isinstance(resource, models.CimiResponse):
            try:
                return self._own_address(operation_address(resource.json, operation, ''))
            except errors.UnknownOperationError:
                # What it offers may have changed since it was read.
                resource = base.id_of(resource)
        document = self._cimi_get(resource)
        return self._own_address(
            operation_address(document, operation, 'The resource %s' % to_text(resource)))

    def _own_address(self, address):
        """Return an address that the service sent, if it is one of the service."""
        return base.from_service(lambda text: paths.cimi(text, self.endpoint), address,
                                 'an address of its own: %s' % to_text(address)[:200])


def is_list_of_objects(members):
    """Whether what a page of a search holds are JSON objects."""
    # Without a function of ours for each of perhaps 10 000.
    return isinstance(members, list) and not set(map(type, members)) - {dict}


def operation_address(document, operation, owner):
    """Return the address of an operation in a document, by its full name or its last part.

    :param str owner: what to call the document in the error.
    :raises UnknownOperationError: it does not list the operation; the message names those that it
        lists.
    """
    offered = operations_of(document)
    if operation in offered:
        return offered[operation]
    for name in sorted(offered):
        if name.rpartition('/')[2] == operation:
            return offered[name]
    raise errors.UnknownOperationError(
        '%s does not offer the operation %s.' % (owner, to_text(operation)),
        hint=similar_names.known_names(operation, offered))


def operations_of(document):
    """The operations that a document lists: name to address; those without address are left out."""
    listed = document.get('operations') if isinstance(document, Mapping) else None
    return dict((entry['rel'], entry['href']) for entry in (
        listed if isinstance(listed, list) else ()) if isinstance(entry, Mapping)
                and all(isinstance(entry.get(name), string_types) and entry[name]
                        for name in ('rel', 'href')))


def _position(number, what):
    # Programs for 3.71.1 pass 0 as the first one.
    return None if number is None else arguments.number(number, what)


def _query(method, select, options):
    """Return the query parameters of a read or an edit."""
    return _without_none(dict(_unknown_parameters(method, options, ('select',)),
                              **{native_str('$select'): select}))


def _unknown_parameters(method, options, names, harmless=None):
    """Return parameters that a method does not know, without None, and warn of them.

    The service ignores what it does not know, so a typing error could return everything. Names that
    begin with a dollar sign are meant for the service.

    :param str method: name of the method.
    :param names: the parameters that it knows.
    :param harmless: those that change nothing, where any other is an error; None if all may pass.
    :raises TypeError: one of them is meant for a parameter that it knows, or could change what is
        found.
    """
    options = _without_none(options)
    for name in sorted(options):
        if not name.startswith('$'):
            near = parameter_names.meant(name, names, 0.75)
            unknown = 'Api.%s() has no parameter %s. ' % (method, to_text(name))
            if near:
                raise TypeError(native_str('%sDid you mean %s?' % (unknown, near)))
            if harmless is not None and name not in harmless:
                raise TypeError(native_str(
                    '%sTo search by an attribute, write filter="%s=\'...\'"'
                    % (unknown, to_text(name))))
            errors.warn(unknown + 'It is passed on to the service.', UserWarning, logger)
    return options


def _without_none(values):
    return dict((name, value) for name, value in values.items() if value is not None)

# -*- coding: utf-8 -*-
"""Virtual machines: those on your clouds, and how many there are.

Newer services list machines on the JSON interface only.
"""
from __future__ import unicode_literals

#: Python 3.15 imports this when it is used first, as few programs write filters.
__lazy_modules__ = ['slipstream.api.filters']

import itertools

from .. import listing, models, sequences
from ..compat import Mapping, parsed, to_text
from ..errors import NotFoundError
from ..filters import grammar
from ..protocol import arguments, documents, paths
from ..redaction import safe_logger
from . import suggestions
from .cimi import Cimi

logger = safe_logger(__name__)


class VirtualMachines(Cimi):
    """The methods of :class:`~slipstream.api.Api` for virtual machines."""

    def list_virtualmachines(self, deployment_id=None, cloud=None, offset=0, limit=20):
        """List virtual machines.

        On a service from 3.62 on, it reads the CIMI collection ``virtualMachines``, which does not
        contain ``node_name``, ``node_instance_id`` and ``is_usable``: these are None then.

        ::

            >>> print(api.list_virtualmachines(deployment_id)[0].status)
            running

        :param deployment_id: only machines of this deployment.
        :type deployment_id: str or uuid.UUID
        :param str cloud: only machines on this cloud. At a prompt and in a notebook, a warning says
            if there is no such cloud, which costs a request.
        :param int offset: how many rows to skip.
        :param int limit: the maximum number of rows, None for all. More than 500 may take several
            requests.
        :return: a lazy iterator of :class:`~slipstream.api.models.VirtualMachine`.
        :rtype: Listing
        :raises ServiceError: the service refuses. Raised when the first row is read.
        """
        run = None if deployment_id is None else paths.deployment_id(deployment_id)
        cloud = arguments.cloud(cloud, 'cloud')
        condition = machines_filter(run, cloud)
        offset, limit = arguments.window(offset, limit)
        machines = self._machines({'runUuid': run, 'cloud': cloud}, condition, offset, limit)
        return listing.Listing(suggestions.with_hint_at_cloud(self, machines, cloud, offset))

    def usage(self):
        """Return how much of each cloud you use, and your quota.

        The last row, ``All Clouds``, is the sum.

        ::

            >>> for row in api.usage():
            ...     print(row.cloud, row.run_usage, row.quota)
            exoscale-ch-gva 1 20
            exoscale-ch-dk 0 10
            ec2-eu-west 0 5
            All Clouds 1 35

        :return: a lazy iterator of :class:`~slipstream.api.models.Usage`; counters that the service
            does not send are None (since 3.42 it sends only ``run_usage`` and ``quota``).
        :rtype: Listing
        :raises ServiceError: the service refuses. Raised when the first row is read.
        """
        return listing.at_once(self._usages())

    def _usages(self):
        dashboard = self._xml('/dashboard', documents.DASHBOARD_ROOTS)
        for element in dashboard.findall('cloudUsages/cloudUsage'):
            yield usage_of(element)

    def _machines(self, query, condition, offset, limit):
        if not self._cache.vms_missing:
            rows = iter(listing.paged(lambda start, size: self._page_of_vms(query, start, size),
                                      offset, limit))
            try:
                first = list(itertools.islice(rows, 1))
            except NotFoundError:
                logger.info('The service has no /vms; using the collection virtualMachines')
                self._cache.vms_missing = True
            else:
                for row in itertools.chain(first, rows):
                    yield row
                return
        # The collection has no order, so the fewer pages the better.
        for row in listing.paged(lambda start, size: self._page_of_collection(
                condition, start, size), offset, limit, sequences.LARGEST_PAGE):
            yield row

    def _page_of_vms(self, query, offset, size):
        root = self._xml('/vms', documents.MACHINE_LIST_ROOTS,
                         params=dict(query, offset=offset, limit=size))
        return [machine_of(element) for element in root.findall('vm')], documents.whole_number(
            root.get('totalCount'))

    def _page_of_collection(self, condition, offset, size):
        page = self.cimi_search('virtualMachines', first=offset + 1, last=offset + size,
                                filter=condition)
        return [machine_of_resource(resource.json) for resource in page], documents.count(
            page['count'] if 'count' in page else None)


def machines_filter(run, cloud):
    """Return the filter for machines of a deployment and on a cloud; None for neither."""
    conditions = [grammar.render(grammar.Comparison(attribute, '=', grammar.String(text)))
                  for attribute, text in (('deployment/href', run and 'run/' + run),
                                          ('connector/href', cloud and 'connector/' + cloud))
                  if text]
    return ' and '.join(conditions) or None


def machine_of(element):
    """Return a machine of the list of the XML interface."""
    state = documents.attribute(element, 'state')
    return models.VirtualMachine(
        id=documents.attribute(element, 'instanceId'), cloud=documents.attribute(element, 'cloud'),
        status=None if state is None else state.lower(),
        deployment_id=documents.identifier(element.get('runUuid')),
        deployment_owner=documents.attribute(element, 'runOwner'),
        node_name=documents.attribute(element, 'nodeName'),
        node_instance_id=documents.attribute(element, 'nodeInstanceId'),
        ip=documents.attribute(element, 'ip'), cpu=documents.attribute(element, 'cpu'),
        ram=documents.attribute(element, 'ram'),
        disk=documents.attribute(element, 'disk'),
        instance_type=documents.attribute(element, 'instanceType'),
        is_usable=documents.flag(element, 'isUsable'))


def machine_of_resource(document):
    """Return a machine of the collection ``virtualMachines``, with numbers as text."""
    deployment, offer = _inner(document, 'deployment'), _inner(document, 'serviceOffer')
    state = _text(document, 'state')
    return models.VirtualMachine(
        id=_text(document, 'instanceID'),
        cloud=_without(_text(_inner(document, 'connector'), 'href'), 'connector/'),
        status=None if state is None else state.lower(),
        deployment_id=documents.identifier((_text(deployment, 'href') or '').rpartition('/')[2]),
        deployment_owner=_without(_text(_inner(deployment, 'user'), 'href'), 'user/'),
        node_name=None, node_instance_id=None,
        ip=_text(document, 'ip'), cpu=_text(offer, 'resource:vcpu'),
        ram=_text(offer, 'resource:ram'), disk=_text(offer, 'resource:disk'),
        instance_type=_text(offer, 'resource:instanceType'), is_usable=None)


def usage_of(element):
    """Return a row of the dashboard."""
    def count(name):
        return documents.whole_number(element.get(name))
    return models.Usage(
        cloud=documents.attribute(element, 'cloud'), run_usage=count('userRunUsage'),
        vm_usage=count('userVmUsage'),
        inactive_vm_usage=count('userInactiveVmUsage'), others_vm_usage=count('othersVmUsage'),
        pending_vm_usage=count('pendingVmUsage'),
        unknown_vm_usage=count('unknownVmUsage'), quota=count('vmQuota'))


def _inner(document, name):
    return document.get(name) if isinstance(document, Mapping) else None


def _text(document, name):
    value = document.get(name) if isinstance(document, Mapping) else None
    return None if value is None else parsed(to_text(value).strip())


def _without(text, prefix):
    return text[len(prefix):] if text is not None and text.startswith(prefix) else text

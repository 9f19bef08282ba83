# -*- coding: utf-8 -*-
"""Clouds: where you can deploy."""
from __future__ import unicode_literals

from .. import listing, models
from ..compat import Mapping, to_text
from ..protocol import documents
from .virtual_machines import VirtualMachines


class Clouds(VirtualMachines):
    """The methods of :class:`~slipstream.api.Api` for clouds."""

    def list_clouds(self):
        """List the clouds of the service, and what you have there.

        ::

            >>> [cloud.name for cloud in api.list_clouds() if cloud.has_credentials]
            ['ec2-eu-west', 'exoscale-ch-dk', 'exoscale-ch-gva']

        :return: a lazy iterator of :class:`~slipstream.api.models.Cloud`, sorted by name:
            ``has_credentials`` says whether you can deploy there, ``run_usage`` how many machines
            you use, ``quota`` how many you may use; None where the service does not say.
        :rtype: Listing
        :raises ServiceError: the service refuses. Raised when the first row is read.
        """
        return listing.Listing(self._clouds())

    def _clouds(self):
        usages = dict((row.cloud, row) for row in self._usages())
        own = set(cloud_of(credential) for credential in self.get_cloud_credentials())
        names = own | set(usages) | set(
            last_part(connector['id']) for connector in self.cimi_search('connectors')
            if 'id' in connector)
        for name in sorted(names - {None, documents.ALL_CLOUDS}):
            usage = usages.get(name)
            yield models.Cloud(name, name in own, usage and usage.run_usage, usage and usage.quota)


def cloud_of(credential):
    """Return the name of the cloud that a credential is for; None if it does not say."""
    connector = credential['connector'] if 'connector' in credential else None
    return last_part(connector.get('href')) if isinstance(connector, Mapping) else None


def last_part(identifier):
    """Return ``exoscale-ch-gva`` of ``connector/exoscale-ch-gva``; None of nothing."""
    return to_text(identifier).rpartition('/')[2] if identifier else None

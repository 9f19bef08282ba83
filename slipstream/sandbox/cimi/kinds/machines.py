# -*- coding: utf-8 -*-
"""Virtual machines, storage buckets and metering: the resources of users at the clouds."""
from __future__ import unicode_literals

from ... import checks
from ...state import cimi_records, ids
from .. import schema
from .base import Kind

_MACHINE_REQUIRED = {'instanceID': checks.nonblank, 'connector': schema.link,
                     'credentials': checks.list_of(schema.loose_link, 1),
                     'state': checks.nonblank}
_MACHINE_OPTIONAL = {'ip': checks.text, 'deployment': schema.link, 'serviceOffer': schema.link,
                     'currency': checks.nonblank,
                     'billable': checks.flag}
_MACHINE = schema.Schema(_MACHINE_REQUIRED, _MACHINE_OPTIONAL)
_METERING = schema.Schema(dict(_MACHINE_REQUIRED, **{'snapshot-time': checks.timestamp}),
                          dict(_MACHINE_OPTIONAL, price=checks.number))
_MAPPING = schema.Schema({'cloud': checks.nonblank, 'instanceID': checks.nonblank},
                         {'runUUID': checks.nonblank, 'owner': checks.nonblank,
                          'serviceOffer': schema.link})
_BUCKET = schema.Schema(
    {'credentials': checks.list_of(schema.link, 1), 'bucketName': checks.nonblank,
     'connector': schema.link, 'usageInKiB': checks.integer(1)},
    {'externalObject': schema.link, 'serviceOffer': schema.link, 'currency': checks.nonblank})


class _PricedResources(Kind):
    """A collection of resources with a price, which their owners may read."""

    adders = 'ADMIN'
    #: The schema of the documents; subclasses have their own.
    document_schema = schema.Schema({})
    #: The member that links to the document of the owner.
    owned_by = None

    def default_acl(self, world, caller, document):
        """The user in the link may read the document, or else the caller."""
        link = document.get(self.owned_by)
        user = link.get('user') if isinstance(link, dict) else None
        href = user.get('href') if isinstance(user, dict) else None
        name = ('%s' % href).partition('/')[2] if href else caller.username
        return cimi_records.acl(cimi_records.ADMIN, [cimi_records.user(name, 'VIEW')])

    def complete(self, world, caller, document, request):
        """Record the currency of the price."""
        offer = document.get('serviceOffer')
        currency = offer.get('price:currency') if isinstance(offer, dict) else None
        completed = dict(document, currency=currency) if currency else document
        self.validate(world, caller, completed)
        return completed, {}

    def validate(self, world, caller, document):
        """Check a document against the schema."""
        self.document_schema.check(document)


class VirtualMachine(_PricedResources):
    """Machines: administrators write them, their owners read them."""

    name = 'virtual-machine'
    key = 'virtualMachines'
    document_schema = _MACHINE
    owned_by = 'deployment'

    def identify(self, world, document):
        """The connector and the id of the machine in the cloud."""
        return ids.name_based_uuid(document['connector']['href'] + document['instanceID'])


class VirtualMachineMapping(Kind):
    """Mappings of machines to runs."""

    name = 'virtual-machine-mapping'
    key = 'virtualMachineMappings'
    viewers = 'ADMIN'
    adders = 'ADMIN'
    forces_acl = True
    editable = False

    def default_acl(self, world, caller, document):
        """The same for all mappings."""
        return cimi_records.acl(cimi_records.ADMIN)

    def identify(self, world, document):
        """The cloud and the id of the machine in it."""
        return '%s-%s' % (document['cloud'], document['instanceID'])

    def complete(self, world, caller, document, request):
        """Check the document before computing its id."""
        mapping = dict(document)
        mapping.pop('acl', None)
        self.validate(world, caller, mapping)
        return mapping, {}

    def validate(self, world, caller, document):
        """Check a mapping."""
        _MAPPING.check(document)

    def operations(self, world, caller, document, modifiable):
        """As on the service, the operation names the collection instead of the document."""
        return [{'rel': 'delete', 'href': self.name}] if modifiable else []


class StorageBucket(_PricedResources):
    """Storage buckets: how much is stored in an object store."""

    name = 'storage-bucket'
    key = 'storageBuckets'
    document_schema = _BUCKET
    owned_by = 'externalObject'

    def identify(self, world, document):
        """The first credential and the name."""
        return ids.name_based_uuid(document['credentials'][0]['href'] + document['bucketName'])


class Metering(Kind):
    """Metering: snapshots of machines, with their cost."""

    name = 'metering'
    key = 'meterings'
    adders = 'ADMIN'

    def validate(self, world, caller, document):
        """Check a snapshot."""
        _METERING.check(document)

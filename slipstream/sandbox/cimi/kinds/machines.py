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


class VirtualMachine(Kind):
    """Machines: administrators write them, their owners read them."""

    name = 'virtual-machine'
    key = 'virtualMachines'
    adders = 'ADMIN'

    def default_acl(self, world, caller, document):
        """The owner of the deployment may read it."""
        return _users_view(caller, document.get('deployment'))

    def identify(self, world, document):
        """The connector and the id of the machine in the cloud."""
        return ids.name_based_uuid(document['connector']['href'] + document['instanceID'])

    def complete(self, world, caller, document, request):
        """Note the currency of the price."""
        machine = _with_currency(document)
        self.validate(world, caller, machine)
        return machine, {}

    def validate(self, world, caller, document):
        """Check a machine."""
        _MACHINE.check(document)


class VirtualMachineMapping(Kind):
    """Mappings of machines to runs."""

    name = 'virtual-machine-mapping'
    key = 'virtualMachineMappings'
    viewers = 'ADMIN'
    adders = 'ADMIN'
    editable = False

    def default_acl(self, world, caller, document):
        """The same for all mappings."""
        return cimi_records.acl(cimi_records.ADMIN)

    def forces_acl(self):
        """An access control list in the body is ignored."""
        return True

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


class StorageBucket(Kind):
    """Storage buckets: how much is stored in an object store."""

    name = 'storage-bucket'
    key = 'storageBuckets'
    adders = 'ADMIN'

    def default_acl(self, world, caller, document):
        """The owner of the external object may read it."""
        return _users_view(caller, document.get('externalObject'))

    def identify(self, world, document):
        """The first credential and the name."""
        return ids.name_based_uuid(document['credentials'][0]['href'] + document['bucketName'])

    def complete(self, world, caller, document, request):
        """Note the currency of the price."""
        bucket = _with_currency(document)
        self.validate(world, caller, bucket)
        return bucket, {}

    def validate(self, world, caller, document):
        """Check a bucket."""
        _BUCKET.check(document)


class Metering(Kind):
    """Metering: snapshots of machines, with their cost."""

    name = 'metering'
    key = 'meterings'
    adders = 'ADMIN'

    def validate(self, world, caller, document):
        """Check a snapshot."""
        _METERING.check(document)


def _users_view(caller, link):
    """Read access for the user in a link, or else for the caller."""
    user = link.get('user') if isinstance(link, dict) else None
    href = user.get('href') if isinstance(user, dict) else None
    name = ('%s' % href).partition('/')[2] if href else caller.username
    return cimi_records.acl(cimi_records.ADMIN, [cimi_records.user(name, 'VIEW')])


def _with_currency(document):
    offer = document.get('serviceOffer')
    currency = offer.get('price:currency') if isinstance(offer, dict) else None
    return dict(document, currency=currency) if currency else document

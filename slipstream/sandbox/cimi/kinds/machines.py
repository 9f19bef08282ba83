# -*- coding: utf-8 -*-
"""Virtual machines, storage buckets, metering.

What the users have at the clouds, as the service found it there.
"""
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
    """Machines: written by administrators, read by those whose they are."""

    name = 'virtual-machine'
    key = 'virtualMachines'
    adders = 'ADMIN'

    def default_acl(self, world, caller, document):
        """The user of the deployment may read it."""
        return _users_view(caller, document.get('deployment'))

    def identify(self, world, document):
        """By the connector and the id that the machine has there."""
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
    """Which machine belongs to which run."""

    name = 'virtual-machine-mapping'
    key = 'virtualMachineMappings'
    viewers = 'ADMIN'
    adders = 'ADMIN'
    editable = False

    def default_acl(self, world, caller, document):
        """A fixed one."""
        return cimi_records.acl(cimi_records.ADMIN)

    def forces_acl(self):
        """What the body says about access is ignored."""
        return True

    def identify(self, world, document):
        """By the cloud and the id that the machine has there."""
        return '%s-%s' % (document['cloud'], document['instanceID'])

    def complete(self, world, caller, document, request):
        """Check before an id is made of it."""
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
    """How much is stored in an object store."""

    name = 'storage-bucket'
    key = 'storageBuckets'
    adders = 'ADMIN'

    def default_acl(self, world, caller, document):
        """The user of the external object may read it."""
        return _users_view(caller, document.get('externalObject'))

    def identify(self, world, document):
        """By the first credential and the name."""
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
    """Snapshots of machines, with what they cost."""

    name = 'metering'
    key = 'meterings'
    adders = 'ADMIN'

    def validate(self, world, caller, document):
        """Check a snapshot."""
        _METERING.check(document)


def _users_view(caller, link):
    """Access for the user whom a link names, or else for the caller."""
    user = link.get('user') if isinstance(link, dict) else None
    href = user.get('href') if isinstance(user, dict) else None
    name = ('%s' % href).partition('/')[2] if href else caller.username
    return cimi_records.acl(cimi_records.ADMIN, [cimi_records.user(name, 'VIEW')])


def _with_currency(document):
    offer = document.get('serviceOffer')
    currency = offer.get('price:currency') if isinstance(offer, dict) else None
    return dict(document, currency=currency) if currency else document

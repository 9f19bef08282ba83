# -*- coding: utf-8 -*-
"""Service offers, and the attributes that describe them.

Offers and benchmarks are open documents: they may have any member whose name begins with a known
namespace.
"""
from __future__ import unicode_literals

import binascii

from ... import checks
from ...compat import to_text
from ...state import cimi_records
from .. import errors, schema
from .base import Kind

_OFFER = schema.Schema({'connector': checks.structure({'href': checks.nonblank})},
                       extra=schema.namespaced)
_BENCHMARK = schema.Schema({'credentials': checks.list_of(schema.link, 1),
                            'serviceOffer': schema.link}, extra=schema.namespaced)
_EVIDENCE = schema.Schema(
    {'startTime': checks.timestamp, 'endTime': checks.timestamp, 'planID': checks.nonblank,
     'passed': checks.flag},
    {'class': checks.nonblank, 'log': checks.list_of(checks.nonblank)}, extra=schema.namespaced)
_PREFIX = checks.matching('[a-z]([a-z0-9-]*[a-z0-9])?')
_ATTRIBUTE = schema.Schema({'name': checks.nonblank, 'description': checks.nonblank,
                            'prefix': checks.nonblank,
                            'attributeName': checks.nonblank, 'type': checks.nonblank})
_NAMESPACE = schema.Schema({'prefix': _PREFIX, 'uri': checks.nonblank})


class _OpenDocuments(Kind):
    """A collection of open documents."""

    #: The schema of the documents, apart from the namespaces; subclasses have their own.
    document_schema = schema.Schema({})

    def validate(self, world, caller, document):
        """Check the schema and the namespaces of a document."""
        self.document_schema.check(document)
        schema.check_namespaces(world, document)


class ServiceOffer(_OpenDocuments):
    """Offers: what a cloud offers, and at which price."""

    name = 'service-offer'
    key = 'serviceOffers'
    document_schema = _OFFER


class ServiceBenchmark(_OpenDocuments):
    """Benchmarks: the measured performance of an offer."""

    name = 'service-benchmark'
    key = 'serviceBenchmarks'
    document_schema = _BENCHMARK


class EvidenceRecord(_OpenDocuments):
    """Evidence that a service meets a requirement."""

    name = 'evidence-record'
    key = 'evidenceRecords'
    document_schema = _EVIDENCE
    editable = False


class ServiceAttribute(Kind):
    """Descriptions of the attributes of offers."""

    name = 'service-attribute'
    key = 'serviceAttributes'

    def identify(self, world, document):
        """The bytes of the complete name in hexadecimal."""
        whole = '%s:%s' % (document['prefix'], document['attributeName'])
        return to_text(binascii.hexlify(whole.encode('utf-8')))

    def complete(self, world, caller, document, request):
        """Check the document before computing its id."""
        self.validate(world, caller, document)
        return document, {}

    def validate(self, world, caller, document):
        """Check the description of an attribute."""
        _ATTRIBUTE.check(document)
        prefix = document['prefix']
        namespaces = world.store.table('service-attribute-namespace')
        if prefix not in [namespace['prefix'] for namespace in namespaces]:
            raise errors.Problem(
                406, "resource attributes do not satisfy defined namespaces, prefix='%s'" % prefix)


class ServiceAttributeNamespace(Kind):
    """The namespaces of attributes of offers."""

    name = 'service-attribute-namespace'
    key = 'serviceAttributeNamespaces'
    adders = 'ADMIN'
    forces_acl = True

    def default_acl(self, world, caller, document):
        """The same for all namespaces."""
        return cimi_records.acl(cimi_records.ADMIN, [cimi_records.role('USER', 'VIEW')])

    def identify(self, world, document):
        """The prefix."""
        return document['prefix']

    def complete(self, world, caller, document, request):
        """Refuse a second prefix for the same namespace."""
        namespace = dict(document)
        namespace.pop('acl', None)
        self.validate(world, caller, namespace)
        for other in world.store.table(self.name):
            if namespace['prefix'] == other['prefix'] or namespace['uri'] == other['uri']:
                raise errors.conflict(other['id'])
        return namespace, {}

    def validate(self, world, caller, document):
        """Check a namespace."""
        _NAMESPACE.check(document)

# -*- coding: utf-8 -*-
"""External objects.

Files of users or deployments in an object store. The service returns signed URLs; clients exchange
the contents with the object store directly.
"""
from __future__ import unicode_literals

import re

from ... import checks
from ...state import cimi_records, ids, objects, service_configuration
from .. import access, bodies, errors, schema
from .base import SIXSQ_ACTION, Kind

#: How long a signed URL is valid by default, in minutes.
TTL = 15
_STATES = ('new', 'uploading', 'ready')
_BUCKET_NAME = re.compile(r'[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z')
_STORED = {'objectName': checks.nonblank, 'bucketName': checks.nonblank,
           'objectStoreCred': schema.link}
_MEMBERS = dict(_STORED, objectType=checks.one_of('generic', 'public', 'report'),
                state=checks.one_of(*_STATES))
_OPTIONAL = {'contentType': checks.nonblank, 'href': checks.nonblank, 'size': checks.integer(),
             'md5sum': checks.nonblank}
_REPORT = {'runUUID': checks.nonblank, 'component': checks.nonblank}
_SCHEMAS = {
    'generic': schema.Schema(_MEMBERS, _OPTIONAL),
    'public': schema.Schema(_MEMBERS, dict(_OPTIONAL, URL=checks.nonblank)),
    'report': schema.Schema(dict(_MEMBERS, **_REPORT), dict(_OPTIONAL, filename=checks.nonblank)),
}
_NEW_REPORT = schema.Schema(dict(_REPORT, objectType=checks.nonblank, filename=checks.nonblank),
                            {'contentType': checks.nonblank})
_EDITABLE = ('name', 'description', 'properties', 'acl')
_ACTIONS = {'new': ('upload',), 'uploading': ('upload', 'ready'), 'ready': ('download',)}


class ExternalObject(Kind):
    """External objects, which are first new, then uploading, then ready."""

    name = 'external-object'
    key = 'externalObjects'
    wrapper = 'externalObjectTemplate'
    template_kind = 'external-object-template'
    template_required = False
    actions = {'upload': 'upload', 'ready': 'ready', 'download': 'download'}

    def default_acl(self, world, caller, document):
        """The service owns the document; the user may modify it."""
        return cimi_records.acl(cimi_records.ADMIN, [cimi_records.user(caller.username, 'MODIFY')])

    def identify(self, world, document):
        """The names of object and bucket."""
        return ids.md5_hex(document['objectName'] + document['bucketName'])

    def complete(self, world, caller, document, request):
        """A new object has no content; the service decides where reports are stored."""
        new = dict((name, value) for name, value in document.items()
                   if name not in ('href', 'resourceMetadata', 'state'))
        if new.get('objectType') == 'report':
            _NEW_REPORT.check(new)
            new.update(_report_place(world, new))
        new['state'] = 'new'
        self.validate(world, caller, new)
        return new, {}

    def validate(self, world, caller, document):
        """Check an object against the schema of its type."""
        _SCHEMAS.get('%s' % (document.get('objectType'),), _SCHEMAS['generic']).check(document)

    def change(self, world, caller, stored, merged, body):
        """Only the description can be edited, and not during an upload."""
        if stored['state'] == 'uploading':
            raise schema.failure('state', 'uploading', 'one of: "new", "ready"')
        changed = dict((name, value) for name, value in stored.items() if name not in _EDITABLE)
        changed.update((name, merged[name]) for name in _EDITABLE + ('updated',) if name in merged)
        return changed

    def deleted(self, world, caller, document, request):
        """Delete the content too, unless the body says otherwise."""
        options = bodies.optional_members(request)
        keep_bucket = bool(options.get('keep-s3-bucket'))
        if not options.get('keep-s3-object'):
            objects.remove(world, document['bucketName'], document['objectName'], keep_bucket)
        elif not keep_bucket:
            objects.remove_empty_bucket(world, document['bucketName'])
        return ()

    def operations(self, world, caller, document, modifiable):
        """The operations depend on the state."""
        names = [name for name in _ACTIONS.get(document.get('state'), ()) if modifiable
                 or name == 'download']
        return (['delete', 'edit'] if modifiable else []) + [
            (SIXSQ_ACTION + name, name) for name in names]

    def upload(self, world, caller, document, request):
        """Return a URL for uploading the content."""
        access.check_modifiable(caller, document)
        _check_state(document, 'upload')
        bucket = document['bucketName']
        if not _BUCKET_NAME.match(bucket):
            raise errors.Problem(503, 'Unable to create the bucket %s' % bucket)
        uri = _signed(world, 'PUT', document, request)
        objects.create_bucket(world, bucket)
        cimi_records.update(world, document, state='uploading')
        return bodies.response(200, {'uri': uri})

    def ready(self, world, caller, document, request):
        """Mark the upload as finished."""
        access.check_modifiable(caller, document)
        _check_state(document, 'ready')
        bucket, name = document['bucketName'], document['objectName']
        members = {'state': 'ready'}
        stored = objects.find(world, bucket, name)
        if stored:
            members.update(size=stored['size'], md5sum=stored['md5'])
        if document['objectType'] == 'public':
            objects.publish(world, bucket, name)
            members['URL'] = objects.address(request.base_url, bucket, name)
        return bodies.response(200, cimi_records.update(world, document, **members))

    def download(self, world, caller, document, request):
        """Return a URL for downloading the content."""
        access.check_readable(caller, document)
        _check_state(document, 'download')
        uri = _signed(world, 'GET', document, request)
        return bodies.response(303, {'uri': uri}, [('Location', uri)])


def _check_state(document, action):
    valid = sorted(state for state in _STATES if action in _ACTIONS[state])
    if document['state'] not in valid:
        states = ', '.join("'%s'" % state for state in valid)
        raise errors.Problem(400, "Invalid state '%s' for '%s' action. Valid states: %s."
                             % (document['state'], action, states))


def _signed(world, method, document, request):
    ttl = bodies.optional_members(request).get('ttl', TTL)
    problem = checks.integer(1, checks.LONGEST // 60)(ttl)
    if problem:
        raise schema.failure('ttl', ttl, problem)
    return objects.signed_address(world, request.base_url, method, document['bucketName'],
                                  document['objectName'], ttl * 60)


def _report_place(world, report):
    """The location of a report, from the configuration of the service."""
    settings = service_configuration.find(world) or {}
    usual = 'credential/%s' % ids.name_based_uuid('reports')
    return {'bucketName': settings.get('reportsObjectStoreBucketName') or 'slipstream-reports',
            'objectName': '/'.join([report['runUUID'], report['component'], report['filename']]),
            'objectStoreCred': {'href': settings.get('reportsObjectStoreCreds') or usual}}

# -*- coding: utf-8 -*-
"""The object store.

Programs put and get the contents of external objects at ``/objects/BUCKET/NAME``.
"""
from __future__ import unicode_literals

from .messages import Response
from .state import objects

#: The largest object, in bytes.
MAX_SIZE = 64 * 1024 * 1024

# A browser must not run an object as a page of this service: its scripts could use the console.
_NO_PAGE = [('Content-Security-Policy', 'sandbox'), ('X-Content-Type-Options', 'nosniff')]
_DEFAULT_TYPE = 'application/octet-stream'
_ERROR = ('<?xml version="1.0" encoding="UTF-8"?>\n'
          '<Error><Code>%s</Code><Message>%s</Message></Error>')


def handle(world, request):
    """Store or serve an object.

    :return: the :class:`~slipstream.sandbox.messages.Response`.
    """
    bucket, name = _place(request)
    method = 'GET' if request.method == 'HEAD' else request.method
    if not name:
        return _refusal(404, 'NoSuchKey', 'The URL does not name an object.')
    if method not in ('GET', 'PUT'):
        return _refusal(405, 'MethodNotAllowed', 'Objects only support PUT, GET and HEAD.')
    stored = objects.find(world, bucket, name)
    if method == 'PUT' or not (stored and stored['public']):
        refusal = _check_signature(world, request, method, bucket, name)
        if refusal:
            return refusal
    return _put(world, request, bucket, name) if method == 'PUT' else _get(stored)


def _place(request):
    """The bucket and the object in a path."""
    segments = request.segments[1:]
    return segments[0] if segments else '', '/'.join(segments[1:])


def _check_signature(world, request, method, bucket, name):
    """The error for a URL that is not signed for the request or has expired, or None."""
    expires, signature = request.arg('Expires', ''), request.arg('Signature', '')
    if not objects.is_signed(world, method, bucket, name, expires, signature):
        return _refusal(403, 'SignatureDoesNotMatch' if signature else 'AccessDenied',
                        'The URL is not signed for this request.')
    if int(expires) <= world.clock.now():
        return _refusal(403, 'AccessDenied', 'Request has expired')
    return None


def _put(world, request, bucket, name):
    if len(request.body) > MAX_SIZE:
        return _refusal(400, 'EntityTooLarge', 'Objects may have at most %d bytes.' % MAX_SIZE)
    content_type = request.headers.get('Content-Type') or _DEFAULT_TYPE
    try:
        stored = objects.put(world, bucket, name, request.body, content_type)
    except objects.BucketMissing:
        return _refusal(404, 'NoSuchBucket', 'The bucket does not exist.')
    return Response(200, headers=[('ETag', '"%s"' % stored['md5'])])


def _get(stored):
    if stored is None:
        return _refusal(404, 'NoSuchKey', 'The object does not exist.')
    return Response(200, objects.content(stored), stored['contentType'],
                    [('ETag', '"%s"' % stored['md5'])] + _NO_PAGE)


def _refusal(status, code, message):
    return Response(status, _ERROR % (code, message), 'application/xml')

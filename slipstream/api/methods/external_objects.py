# -*- coding: utf-8 -*-
"""Objects: files in an object store.

Uploading and downloading external objects in one call each. The contents travel between this
machine and the object store, at an address that the service signs.
"""
from __future__ import unicode_literals

import logging

from requests.exceptions import RequestException

from .. import errors, models
from ..compat import string_types, to_text
from ..display import progress
from ..protocol import arguments
from ..transport import transfers
from . import base
from .cimi import Cimi

logger = logging.getLogger(__name__)

_TEMPLATES = 'external-object-template/'


class ExternalObjects(Cimi):
    """The methods of :class:`~slipstream.api.Api` for external objects."""

    def upload_object(self, path_or_file, bucket, name, credential, content_type=None,
                      template='generic', progress=None):
        """Upload a file as a new external object.

        The file is streamed, and its checksum compared with that of the object store if the service
        tells it. If anything fails, the external object is removed again.

        :param path_or_file: path of a file, or a binary file to read from where it is.
        :param str bucket: the bucket to put it in; it is created if need be.
        :param str name: name of the object in the bucket.
        :param credential: id of the credential for the object store (``credential/...``), or the
            credential itself.
        :param str content_type: what it is, for example ``text/csv``.
        :param str template: ``generic``, or ``public`` for an object that everybody may read at its
            ``URL``; or the id of another template.
        :param progress: True shows a bar (with ``tqdm``, from the extra ``notebook``) or lines on
            standard error; a function is called with the bytes sent so far and all bytes.
        :return: the external object, ready.
        :rtype: CimiResource
        :raises ConflictError: there is such an object; ``error.response.json()['resource-id']`` is
            its id.
        :raises ChecksumError: what the object store has got is something else.
        :raises ServiceError: the service or the object store refuses.
        """
        document = object_document(bucket, name, credential, content_type, template)
        _check_progress(progress)
        with transfers.Source(path_or_file) as (source, size), Shown(
                progress, 'Sending %s' % to_text(name)) as tell:
            resource_id, ready = base.added_id(self.cimi_add('externalObjects', document)), None
            try:
                meter = transfers.Meter(source, size, tell)
                transfers.put(self.session, address_in(self.cimi_operation(resource_id, 'upload')),
                              meter, content_type)
                stored = self.cimi_operation(resource_id, 'ready')
                check_sum(stored, meter.md5sum)
                ready = stored
            finally:
                if ready is None:  # what is left would be in the way of another attempt
                    self._discard(resource_id)
        return ready

    def download_object(self, resource_id, path_or_file, progress=None, verify=True):
        """Download the contents of an external object.

        A file is written beside its final place and moved there when it is complete; nothing is
        left of one that is not.

        :param resource_id: id of the external object, or the resource itself.
        :param path_or_file: path of the file to write, which is replaced if it exists, or a binary
            file to write to.
        :param progress: True shows a bar or lines, as above; a function is called with the bytes
            received so far and all bytes (None if the object store does not tell).
        :param bool verify: compare the checksum, if the service knows it.
        :return: the external object.
        :rtype: CimiResource
        :raises UnknownOperationError: it is not ready.
        :raises ChecksumError: what has arrived is something else.
        :raises ServiceError: the service or the object store refuses.
        """
        _check_progress(progress)
        sink = transfers.Sink(path_or_file)
        resource = resource_id if isinstance(resource_id,
                                             models.CimiResource) else self.cimi_get(resource_id)
        address = address_in(self.cimi_operation(resource, 'download'))
        name = resource['objectName'] if 'objectName' in resource else 'an object'
        with sink as opened, Shown(progress, 'Fetching %s' % to_text(name)) as tell:
            md5sum, _ = transfers.get(self.session, address, opened, tell)
            if verify:
                check_sum(resource, md5sum)
        return resource

    def _discard(self, resource_id):
        """Remove an external object that could not be filled; that this fails is not the error that counts."""
        try:
            self.cimi_delete(resource_id)
        except (errors.SlipStreamError, RequestException) as error:
            logger.warning('%s could not be removed after its upload had failed: %s', resource_id,
                           type(error).__name__)


class Shown(object):
    """A context that gives a function of the bytes done and all bytes, or None, and takes away what it
    has put on the screen.

    :param progress: True, or such a function; None or False for nothing.
    :param str what: what is done, in words.
    """

    def __init__(self, progress, what):
        self._progress, self._what = progress, what
        self._bar = None

    def __enter__(self):
        if callable(self._progress) or not self._progress:
            return self._progress or None
        self._bar = progress.ByteBar(self._what)
        return self._bar.show

    def __exit__(self, *_):
        if self._bar is not None:
            self._bar.close()


def object_document(bucket, name, credential, content_type, template):
    """The document that adds an external object."""
    credential = credential['id'] if isinstance(
        credential, models.CimiResource) else arguments.name(credential, 'credential')
    template = arguments.name(template, 'template')
    members = {
        'href': template if '/' in template else _TEMPLATES + template,
        'bucketName': arguments.name(bucket, 'bucket'),
        'objectName': arguments.name(name, 'name'), 'objectStoreCred': {'href': credential}}
    if content_type is not None:
        members['contentType'] = arguments.name(content_type, 'content_type')
    return {'externalObjectTemplate': members}


def address_in(answer):
    """The address of the contents in an answer of the service.

    :raises ResponseError: if there is none.
    """
    uri = answer['uri'] if 'uri' in answer else None
    if not isinstance(uri, string_types) or not uri.startswith(('https://', 'http://')):
        raise errors.ResponseError('The service did not tell an address for the contents')
    return uri


def check_sum(resource, made):
    """Compare the MD5 sum that an external object tells with the one made here.

    One that is not known, or no plain MD5 sum (objects that were
    sent in parts have others), is not compared.

    :raises ChecksumError: if they differ.
    """
    told = to_text(resource['md5sum'] if 'md5sum' in resource else '').strip('"').lower()
    if len(told) == 32 and told != made:
        raise errors.ChecksumError(
            'The contents did not arrive as they were sent: their MD5 sum is %s here, but %s for '
            'the service' % (made, told))


def _check_progress(progress):
    if not callable(progress):
        arguments.boolean(progress, 'progress')

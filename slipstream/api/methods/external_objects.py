# -*- coding: utf-8 -*-
"""External objects: files in an object store.

Uploading and downloading them in one call each. The content is sent directly between this machine
and the object store, at an address that the service signs.
"""
from __future__ import unicode_literals

from requests.exceptions import RequestException

from .. import errors, models
from ..compat import string_types, to_text
from ..protocol import arguments
from ..redaction import safe_logger
from . import base
from .cimi import Cimi
from .created import Created

logger = safe_logger(__name__)

_TEMPLATES = 'external-object-template/'


class ExternalObjects(Cimi):
    """The methods of :class:`~slipstream.api.Api` for external objects."""

    def upload_object(self, path_or_file, bucket, name, credential, content_type=None,
                      template='generic', progress=None):
        """Upload a file as a new external object.

        The file is streamed, and its checksum compared with that of the object store if the service
        knows it. If anything fails, the external object is removed again.

        ::

            >>> stored = api.upload_object('results.csv', 'my-results', 'run-1.csv', credential)
            >>> print(stored.state)
            ready

        :param path_or_file: path of a file, or a binary file to read from its current position; or
            the content, as ``bytearray`` or ``memoryview``.
        :param str bucket: the bucket to put it in; it is created if necessary.
        :param str name: name of the object in the bucket.
        :param credential: id of the credential for the object store (``credential/...``), or the
            credential itself.
        :param str content_type: its media type, for example ``text/csv``.
        :param str template: ``generic``, or ``public`` for an object that everybody may read at its
            ``URL``; or the id of another template.
        :param progress: True shows a bar (with ``tqdm``, from the extra ``notebook``) or lines on
            standard error; a function is called with the bytes sent so far and all bytes.
        :return: the external object, which is ready.
        :rtype: CimiResource
        :raises ConflictError: the object exists; ``error.response.json()['resource-id']`` is its
            id.
        :raises ChecksumError: the object store received something else.
        :raises InsecureLoginError: others could read the signed address.
        :raises ServiceError: the service or the object store refuses.
        """
        from ..display.progress import ByteBar, shown  # few programs move files
        from ..transport import transfers

        document = object_document(bucket, name, credential, content_type, template)
        progress = arguments.progress(progress)
        with transfers.Source(path_or_file) as (source, size), Created() as created, shown(
                progress, lambda: ByteBar('Sending %s' % to_text(name))) as show:
            created.id = base.added_id(self.cimi_add('externalObjects', document))
            resource_id, ready = created.id, None
            try:
                meter = transfers.Meter(source, size, show)
                transfers.put(self.session, address_in(self.cimi_operation(resource_id, 'upload')),
                              meter, content_type)
                stored = self.cimi_operation(resource_id, 'ready')
                compare_sums(stored, meter.md5sum)
                ready = stored
            finally:
                if ready is None:  # what is left would be in the way of another attempt
                    created.id = None if self._discard(resource_id) else resource_id
        return ready

    def download_object(self, resource_id, path_or_file, progress=None, verify=True):
        """Download the content of an external object.

        The content is written to a temporary file next to the target, which is moved into place
        when it is complete. If anything fails, nothing is left behind.

        ::

            >>> stored = api.upload_object('results.csv', 'my-results', 'run-2.csv', credential)
            >>> api.download_object(stored, 'copy.csv').size
            3

        :param resource_id: id of the external object, or the resource itself.
        :param path_or_file: path of the file to write, which is replaced if it exists, or a binary
            file to write to.
        :param progress: True shows a bar, or lines without ``tqdm``; a function is called with the
            bytes received so far and all bytes (None if the object store does not say).
        :param bool verify: compare the checksum, if the service knows it.
        :return: the external object.
        :rtype: CimiResource
        :raises UnknownOperationError: it is not ready.
        :raises ChecksumError: the content was damaged in transit.
        :raises InsecureLoginError: others could read the signed address.
        :raises ServiceError: the service or the object store refuses.
        """
        from ..display.progress import ByteBar, shown  # as above
        from ..transport import transfers

        progress = arguments.progress(progress)
        sink = transfers.Sink(path_or_file)
        resource = resource_id if isinstance(resource_id,
                                             models.CimiResource) else self.cimi_get(resource_id)
        address = address_in(self.cimi_operation(resource, 'download'))
        name = resource['objectName'] if 'objectName' in resource else 'an object'
        with sink as opened, shown(
                progress, lambda: ByteBar('Fetching %s' % to_text(name))) as show:
            md5sum, _ = transfers.get(self.session, address, opened, show)
            if verify:
                compare_sums(resource, md5sum)
        return resource

    def _discard(self, resource_id):
        """Remove an external object that could not be filled; a failure is only logged.

        :return: whether it is gone.
        """
        try:
            self.cimi_delete(resource_id)
            return True
        except (errors.SlipStreamError, RequestException) as error:
            logger.warning('%s could not be removed after its upload had failed: %s', resource_id,
                           type(error).__name__)
            return False


def object_document(bucket, name, credential, content_type, template):
    """Return the document that adds an external object."""
    credential = base.id_of(credential) if isinstance(
        credential, models.CimiResponse) else arguments.name(credential, 'credential')
    template = arguments.name(template, 'template')
    members = {
        'href': template if '/' in template else _TEMPLATES + template,
        'bucketName': arguments.name(bucket, 'bucket'),
        'objectName': arguments.name(name, 'name'), 'objectStoreCred': {'href': credential}}
    if content_type is not None:
        members['contentType'] = arguments.name(content_type, 'content_type')
    return {'externalObjectTemplate': members}


def address_in(answer):
    """Return the address of the content in a response of the service.

    :raises ResponseError: there is none.
    """
    uri = base.member_of(answer, 'uri')
    if not isinstance(uri, string_types) or not uri.startswith(('https://', 'http://')):
        raise errors.ResponseError('The service did not return an address for the content')
    return uri


def compare_sums(resource, own):
    """Compare the MD5 sum of an external object with the one computed here.

    A missing sum is not compared, nor one of another kind: that of an object sent in parts.

    :raises ChecksumError: they differ.
    """
    md5sum = to_text(resource['md5sum'] if 'md5sum' in resource else '').strip('"').lower()
    if len(md5sum) == 32 and md5sum != own:
        raise errors.ChecksumError(
            'The content was damaged in transit: its MD5 sum is %s here, but %s on the service'
            % (own, md5sum))

# -*- coding: utf-8 -*-
"""Transfers: contents of files to and from an object store.

The addresses carry their own permission, and belong to somebody else: neither cookies nor
credentials nor the headers of the service go there, and nobody logs in again for them. Contents
stream through; their MD5 sum is made on the way. Nothing is sent twice.
"""
from __future__ import unicode_literals

import io
import os
import tempfile
import uuid

from requests.exceptions import ChunkedEncodingError, RequestException

from .. import errors
from ..compat import fspath, md5, native_str, replace_file, string_types, to_text, urlsplit
from ..protocol import arguments, documents, paths
from ..redaction import Cleaned, redacted_text, scrubbed_request
from . import calls, sent_secrets
from .http_session import HttpSession, read

#: Bytes that are handled at once.
CHUNK = 64 * 1024


class Meter(object):
    """A file that is read once, counted and summed.

    :param source: a binary file.
    :param int size: how many bytes of it to read.
    :param progress: called with the bytes so far and ``size`` after each piece; or None.
    """

    def __init__(self, source, size, progress=None):
        self._source, self._size, self._progress = source, size, progress
        self._sum = md5()
        self.done = 0

    def __len__(self):
        return self._size

    def __iter__(self):
        return iter(lambda: self.read(CHUNK), b'')

    def read(self, size=-1):
        """The next bytes.

        :raises IOError: if the file has become shorter.
        """
        left = self._size - self.done
        data = self._source.read(left if size is None or size < 0 else min(size, left))
        if left and size and not data:
            raise IOError(native_str('The file ended %d bytes earlier than expected' % left))
        self._sum.update(data)
        self.done += len(data)
        if data and self._progress:
            self._progress(self.done, self._size)
        return data

    @property
    def md5sum(self):
        """The MD5 sum of what has been read, in hexadecimal digits."""
        return to_text(self._sum.hexdigest())


class Sink(object):
    """Where contents go: a file that appears, or is replaced, only when it is complete; or a file
    object.

    :param target: a path, or an object with ``write``.
    :raises ValueError: if the path is that of a folder.
    """

    def __init__(self, target):
        self._target = target
        self._path = self._part = None
        if _is_path(target, 'write'):
            self._path = os.path.realpath(os.path.expanduser(fspath(target)))
            if os.path.isdir(self._path):
                raise ValueError(native_str('%s is a folder' % self._path))

    def __enter__(self):
        if self._path is None:
            return self._target
        # A device or a pipe must not be replaced.
        if os.path.exists(self._path) and not os.path.isfile(self._path):
            self._open = io.open(self._path, 'wb')
        else:
            self._part = self._path + '.%s.part' % uuid.uuid4().hex[:12]
            self._open = io.open(self._part, 'wb')
        return self._open

    def __exit__(self, kind, *_):
        if self._path is None:
            return
        self._open.close()
        if self._part is not None and kind is None:
            replace_file(self._part, self._path)
        elif self._part is not None:
            os.remove(self._part)


class Source(object):
    """A context that gives a binary file and its size.

    :param path_or_file: a path, or an object with ``read``; if its size is unknown, it is copied to
        a temporary file first. A ``bytearray`` or ``memoryview`` is the content itself.
    """

    def __init__(self, path_or_file):
        self._path_or_file = io.BytesIO(arguments.content(path_or_file)) if isinstance(
            path_or_file, (bytearray, memoryview)) else path_or_file
        self._own = None

    def __enter__(self):
        source = self._path_or_file
        if _is_path(source, 'read'):
            source = self._own = io.open(os.path.expanduser(fspath(source)), 'rb')
        try:
            start = source.tell()
            source.seek(0, os.SEEK_END)
            size = source.tell() - start
            source.seek(start)
        except (AttributeError, IOError, OSError):
            source, size = self._spooled(source)
        if not isinstance(source.read(0), bytes):
            raise TypeError(native_str('The file must be opened in binary mode'))
        return source, size

    def __exit__(self, *_):
        if self._own is not None:
            self._own.close()

    def _spooled(self, source):
        copied = self._own = tempfile.TemporaryFile()
        data = source.read(CHUNK)
        while data:
            copied.write(data)
            data = source.read(CHUNK)
        size = copied.tell()
        copied.seek(0)
        return copied, size


def put(session, address, meter, content_type=None):
    """Send contents to an address.

    :param session: the :class:`~slipstream.api.transport.session.SessionStore` whose connections,
        proxies and certificates to use.
    :param meter: a :class:`Meter`.
    :param content_type: what the contents are; only sent if given, since the address may be signed
        for it.
    :raises ServiceError: if the object store refuses.
    :raises InsecureLoginError: the address is signed, and would be sent unencrypted.
    """
    headers = {} if content_type is None else {'Content-Type': native_str(content_type)}
    # requests would send an empty file in chunks, which object stores do not take.
    _checked(_sent(session, 'PUT', address, data=meter if len(meter) else b'', headers=headers,
                   allow_redirects=False))


def get(session, address, sink, progress=None):
    """Fetch contents from an address.

    :param sink: a binary file to write them to.
    :param progress: called with the bytes so far and all bytes (None if unknown) after each piece;
        or None.
    :return: the MD5 sum in hexadecimal digits, and the number of bytes.
    :raises ServiceError: if the object store refuses.
    :raises InsecureLoginError: the address is signed, and would be sent unencrypted.
    :raises requests.exceptions.ChunkedEncodingError: if it ends too early.
    """
    # Compressed on the way, the bytes would not be those that the sum is of.
    response = _sent(session, 'GET', address, headers={'Accept-Encoding': native_str('identity')},
                     stream=True)
    try:
        _checked(response)
        # Objects that are stored compressed stay so.
        response.raw.headers.pop('Content-Encoding', None)
        total, done, summed = documents.whole_number(
            response.headers.get('Content-Length')), 0, md5()
        for data in response.iter_content(CHUNK):
            sink.write(data)
            summed.update(data)
            done += len(data)
            if progress:
                progress(done, total)
    finally:
        response.close()
    if total is not None and done < total:
        raise ChunkedEncodingError('The contents are %d bytes shorter than announced'
                                   % (total - done), request=response.request)
    return to_text(summed.hexdigest()), done


def _is_path(path_or_file, method):
    """Whether something is a path; some paths can read and write as well."""
    if isinstance(path_or_file, string_types) or hasattr(path_or_file, '__fspath__'):
        return True
    return not hasattr(path_or_file, method)


def _sent(session, method, address, **options):
    """The response to a request that carries only the connections of the session."""
    if not session.insecure:
        _check_address(address)
    session.leave_parent()
    bare = HttpSession()
    bare.adapters, bare.proxies = session.adapters, session.proxies
    bare.trust_env, bare.sent_values = session.trust_env, session.sent_values
    timeout = session.timeout or session.default_timeout()
    try:
        with Cleaned(session.sent_values), calls.bounded(
                session.longest_call(timeout), False, session.clock) as deadline:
            response = bare._request(native_str(method), native_str(address), auth=_no_auth,
                                     verify=session.verify, timeout=timeout, **options)
            deadline.lift()  # contents take as long as they need
            return response
    except RequestException as error:  # its text may hold the address, and with it the permission
        failure = type(error)(native_str(redacted_text('%s' % (error,))),
                              request=scrubbed_request(error.request))
    raise failure  # here it has no context, which would hold the address as well


def _check_address(address):
    """Refuse an address with a permission that others could read.

    :raises InsecureLoginError: nothing was sent.
    """
    if not paths.is_confidential(address) and any(sent_secrets.of_address(address)):
        raise errors.InsecureLoginError(
            'The service has signed an address at %s that would be sent unencrypted, so that '
            'others could use it. Use Api(..., insecure=True) if you accept that.'
            % urlsplit(to_text(address)).netloc.rpartition('@')[2])


def _checked(response):
    if not 200 <= response.status_code < 300:
        read(response)
        raise errors.class_for(response.status_code)(
            _explanation(response.content) or response.reason or 'no explanation', response)


def _explanation(content):
    """What an object store says in its error document; None if it is none."""
    try:
        root = documents.parse_xml(content)
    except ValueError:
        return None
    return documents.text_of(root, 'Message') or documents.text_of(
        root, 'Code') if root.tag == 'Error' else None


def _no_auth(request):
    # Without, requests would add credentials that a .netrc file holds for the host.
    return request

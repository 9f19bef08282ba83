# -*- coding: utf-8 -*-
"""The service of the commands ``capture`` and ``restore``.

Only this module of the commands uses the client. It limits the rate of requests, and reports
failures with its own exceptions.
"""
from __future__ import unicode_literals

import contextlib
import time

from ..compat import native_str, quote, to_text
from .capture_modules import ROOTS
from .pace import Pace

#: How many documents of the JSON interface to request at once.
PAGE = 500
#: Statuses of a service that cannot serve any request now.
_BUSY = (429, 502, 503, 504)


class StoppedError(Exception):
    """It makes no sense to continue now; the message says why."""


class RefusedError(Exception):
    """The service has refused a request, or failed.

    :param str text: the error message.
    :param status: the status of the response, or None.
    """

    def __init__(self, text, status=None):
        Exception.__init__(self, text)
        self.status = status


class UnreadableError(RefusedError):
    """The requested item does not exist, or the caller may not read it."""


class BrokenError(RefusedError):
    """The service cannot respond, or its response is invalid."""


def add_options(parser):
    """Add the options for the service and for the rate of requests."""
    parser.add_argument('--endpoint', required=True, help='URL of the service')
    parser.add_argument('--username', help='your account on the service; you are asked for the '
                        'password, unless Api.from_environment would find it')
    parser.add_argument('--profile', help='section of ~/.slipstream/config with the credentials')
    parser.add_argument('--insecure', action='store_true',
                        help='do not check the certificate of the service')
    parser.add_argument('--rate', type=_not_negative, default=10.0,
                        help='maximum number of requests per second, 0 for any number (default: '
                        '%(default)s)')
    parser.add_argument('--pause', type=_not_negative, default=0.05,
                        help='seconds to pause after each request (default: %(default)s)')


@contextlib.contextmanager
def opened(options, connect=None, sleep=None):
    """A context manager for the :class:`RemoteService` in the options.

    :param connect: a function that creates a client from the options; default: :func:`connect_to`.
    :param sleep: a function that waits for some seconds; default: real waiting.
    """
    with (connect or connect_to)(options) as api:
        yield RemoteService(api, Pace(options.rate, options.pause, sleep or time.sleep))


def connect_to(options):
    """A client for the service in the options; nothing is sent yet.

    :raises StoppedError: if the options or the credentials are invalid.
    """
    from ...api import Api, SlipStreamError  # Other commands need no client.
    named = dict((name, getattr(options, name)) for name in ('endpoint', 'username')
                 if getattr(options, name))
    try:
        return Api.from_environment(profile=options.profile, prompt=True, persist_cookie=False,
                                    insecure=options.insecure or None, **named)
    except (ValueError, SlipStreamError) as error:
        raise StoppedError(to_text('%s' % error))
    except EOFError:
        raise StoppedError('There are no credentials for %s, and no terminal to ask for them'
                           % options.endpoint)


class RemoteService(object):
    """A service.

    :param api: the client, an :class:`slipstream.api.Api`.
    :param pace: a :class:`~.pace.Pace`.
    """

    def __init__(self, api, pace):
        self._api = api
        self._pace = pace
        self._sequences = {}

    @property
    def endpoint(self):
        """The URL of the service."""
        return to_text(self._api.endpoint)

    def user(self):
        """The document of the caller's account, as an element."""
        with self._asking():
            username = self._api.username
        if username is None:
            raise StoppedError('You are not logged in at %s' % self.endpoint)
        with self._asking():
            return self._api._xml('/user/%s' % quote(username), ('user',))

    def modules(self, published=False):
        """Pairs of path and version: the top-level modules, or all published modules."""
        with self._asking():
            apps = self._api.list_applications() if published else self._api.list_project_content()
            return [(app.path, app.version) for app in apps]

    def module(self, path, version=None):
        """The document of a module, by default the latest version, as an element."""
        with self._asking():
            return self._api._xml(_address(path, version), tuple(ROOTS))

    def versions(self, path):
        """The versions of a module: a list of pairs of number and comment, the oldest first."""
        with self._asking():
            root = self._api._xml(_address(path) + '/', ('versionList',))
        return sorted((int(item.get('version')), item.findtext('commit/comment') or '')
                      for item in root.findall('item'))

    def runs(self, number):
        """The identifiers of the latest deployments, at most this many."""
        with self._asking():
            return ['%s' % run.id for run in self._api.list_deployments(inactive=True,
                                                                        limit=number)]

    def run(self, uuid):
        """The document of a deployment, as an element."""
        with self._asking():
            return self._api._xml(native_str('/run/%s' % uuid), ('run',))

    def page(self, collection, first, newest_first=False):
        """Read a page of a collection, in the order of creation.

        :param int first: the position of the first document, from 0.
        :param bool newest_first: whether to reverse the order.
        :return: a pair: a list of at most :data:`PAGE` documents as dicts, and the total number of
            documents.
        """
        if collection not in self._sequences:
            self._sequences = {collection: self._api.cimi_list(
                collection, orderby='created:desc' if newest_first else None, page_size=PAGE)}
        sequence = self._sequences[collection]
        with self._asking():
            documents = [resource.json for resource in sequence[first:first + PAGE]]
            return documents, len(sequence)

    def count(self, collection):
        """The number of documents in a collection that the caller may see."""
        with self._asking():
            return self._api.cimi_count(collection)

    def save(self, path, root, is_new):
        """Save a version of a module.

        :param root: its document, as an element.
        :param bool is_new: whether the module must not exist yet.
        :return: the number of the version.
        """
        with self._asking():
            response = self._api._put_xml(_address(path), root,
                                          params={'new': 'true'} if is_new else None)
        number = to_text(response.headers.get('Location', '')).rpartition('/')[2]
        if not number.isdigit():
            raise BrokenError('The service did not return the version of %s' % path)
        return int(number)

    def publish(self, path, version):
        """Publish a version of a module, unless it is already published."""
        try:
            with self._asking():
                self._api.publish('%s/%d' % (path, version))
        except BrokenError as error:
            if error.status != 409:
                raise

    @contextlib.contextmanager
    def _asking(self):
        """A context manager for a request."""
        from requests.exceptions import RequestException

        from ...api import SlipStreamError
        try:
            with self._pace:
                yield
        except SlipStreamError as error:
            raise _failure(error)
        except (RequestException, EnvironmentError) as error:
            raise StoppedError(to_text('%s' % error))


def _failure(error):
    from ...api import errors
    text, status = to_text('%s' % error), getattr(error, 'status_code', None)
    if isinstance(error, (errors.UnauthorizedError, errors.InsecureLoginError)) or status in _BUSY:
        return StoppedError(text)
    if isinstance(error, (errors.ForbiddenError, errors.NotFoundError,
                          errors.UnknownCollectionError)):
        return UnreadableError(text, status)
    return BrokenError(text, status)


def _address(path, version=None):
    address = '/module/' + quote(path)
    return native_str(address if version is None else '%s/%d' % (address, version))


def _not_negative(text):
    number = float(text)
    if number < 0:
        raise ValueError(text)
    return number

# -*- coding: utf-8 -*-
"""Service: sends a request, checks and decodes the response.

The groups of methods derive from this class and see no HTTP.
"""
from __future__ import unicode_literals

import requests

from .. import errors, redaction
from ..compat import native_str, to_text
from ..protocol import documents, fast_rows, paths
from ..transport import calls, simulated_responses

XML = 'application/xml'
JSON = 'application/json'
TEXT = 'text/plain'

logger = redaction.safe_logger(__name__)

#: What to say if a service accepts logins, but not the sessions that these bring.
_REFUSED_SESSIONS = (
    'The service has accepted a new login, but refused the session that it brought (logins of this '
    'call: %d). Logging in again will not help: ask the administrator of the service.')

#: How many deployments a cache keeps.
MOST_DEPLOYMENTS = 100


class Cache(object):
    """What was read from the service and stays valid until the user changes.

    :param username: name of the user who is logged in, None if it was not asked for.
    """

    def __init__(self, username=None):
        self.username = username
        self.entry_point = None
        self.add_addresses = {}
        self.vms_missing = False
        self._keys = {}

    def keys_of(self, deployment_id):
        """Return the known names of the runtime parameters of a deployment.

        :param str deployment_id: UUID of the deployment.
        :return: the names; an empty set if none are known, None if they may not be read.
        """
        return self._keys.get(deployment_id, frozenset())

    def remember_keys(self, deployment_id, keys):
        """Remember the names of the runtime parameters of a deployment.

        :param str deployment_id: UUID of the deployment.
        :param keys: the names as a set; None if they may not be read.
        """
        if len(self._keys) >= MOST_DEPLOYMENTS:
            self._keys.clear()
        self._keys[deployment_id] = keys


class Service(object):
    """A SlipStream service.

    :param str endpoint: its address, without trailing slash.
    :param session: the :class:`~slipstream.api.transport.session.SessionStore` that talks to it.
    :param bool hints: whether an error may cost one more request, to suggest the right name.
    :param bool check_parameters: whether to refuse to read a runtime parameter that a deployment
        does not have, which would abort the deployment.
    """

    def __init__(self, endpoint, session, hints=True, check_parameters=True):
        self.endpoint = endpoint
        self.session = session
        self.hints = hints
        self.check_parameters = check_parameters
        self._cache = Cache()

    def _has_session(self):
        """Whether there is a session, which may have ended; None if unknown."""
        # Programs may put another session in place.
        cookie = getattr(self.session, 'session_cookie', None)
        return None if cookie is None else cookie() is not None

    def _send(self, method, path, accept=XML, headers=None, accepted=(), **options):
        """Send one request to the service and check the response.

        Only reads follow redirects: followed otherwise, a request that creates something would turn
        into a read that reports success.

        :param str method: HTTP method.
        :param str path: path below the endpoint, quoted, with leading slash.
        :param str accept: wanted media type.
        :param accepted: statuses outside 2xx that are no failure here.
        :param options: passed to the session: ``params``, ``data``, ``timeout``, ``idempotent`` ...
        :return: the ``requests.Response``.
        :raises ServiceError: the class for its status, if the response is not a success.
        :raises ResponseError: if it is a web page: from a proxy, or a login form. It is unknown
            whether the request had an effect.
        """
        options.setdefault('allow_redirects', method == 'GET')
        response = self.session.request(
            native_str(method), self.endpoint + native_str(path),
            headers=dict({'Accept': accept}, **(headers or {})), **options)
        if type(response) is not requests.Response:
            response = simulated_responses.as_response(response)
        if not 200 <= response.status_code < 300 and response.status_code not in accepted:
            raise failure(response)
        if 'html' in to_text(response.headers.get('Content-Type')
                             or '').lower() and response.content.strip():
            raise errors.ResponseError(
                'The response to %s is a web page, not a response of SlipStream'
                % described(response), response)
        return response

    def _xml(self, path, roots, **options):
        """GET a document of the XML interface.

        :param roots: names that its root element may have.
        :return: the root element.
        :raises ResponseError: if the response is not such a document, for example the page of a
            login form.
        """
        return decoded_xml(self._send('GET', path, **options), roots)

    def _rows(self, path, roots, read, inside=None, **options):
        """GET a list of the XML interface.

        :param roots: names that its root element may have.
        :param read: makes a row of the attributes of an element; None if these are the row.
        :param str inside: name of the elements below the root that hold the items; None if the root
            holds them.
        :return: the attributes of the root element as a dict, and the rows as a list.
        :raises ResponseError: if the response is not such a document.
        """
        response = self._send('GET', path, **options)
        name, attributes, rows = _understood(fast_rows.parse_rows, response, read, inside)
        _check_root(name, roots, response)
        return attributes, rows

    def _text(self, method, path, **options):
        """Send a request whose response is text, UTF-8 unless the service declares otherwise."""
        response = self._send(method, path, accept=TEXT, **options)
        return decoded_text(response)

    def _put_xml(self, path, root, **options):
        """Send a document of the XML interface.

        :param root: its root element.
        """
        return self._send('PUT', path, data=documents.write_xml(root),
                          headers={'Content-Type': XML}, **options)

    def _json(self, method, path, **options):
        """Send a request of the JSON interface.

        :param path: path below ``/api/``, quoted.
        :return: the decoded document; an empty dict for a response without body.
        :raises ResponseError: if the response is not JSON.
        """
        response = self._send(method, '/api/' + path, accept=JSON, **options)
        return decoded_json(response)


class WithSuggestion(object):
    """A context in which a refusal of the service gets a suggestion as its hint.

    :param service: the :class:`Service`; nothing happens if its
        ``hints`` are off.
    :param concerns: a function that says whether an error gets a suggestion.
    :param find: called with the service and ``details`` after a failure; returns the suggestion, or
        None.
    """

    def __init__(self, service, concerns, find, *details):
        self._service, self._concerns, self._find, self._details = service, concerns, find, details

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if self._concerns(error) and error.hint is None and self._service.hints:
            try:
                with calls.without_repetition():  # the caller is waiting for the error
                    error.hint = self._find(self._service, *self._details)
            # Those of requests are among them.
            except (errors.SlipStreamError, EnvironmentError, ValueError) as trouble:
                logger.debug('No suggestion: %s', type(trouble).__name__)


def decoded_xml(response, roots):
    """The root element of a response of the XML interface.

    :param roots: names that it may have.
    :raises ResponseError: if the response is not such a document.
    """
    root = _understood(documents.parse_xml, response)
    _check_root(root.tag, roots, response)
    sent = getattr(response, 'sent_values', None)
    if sent is not None and b'"Password"' in response.content:
        sent.learn(to_text(parameter.get('name') or '') for parameter in root.iter('parameter')
                   if parameter.get('type') == 'Password')
    return root


def _understood(parse, response, *arguments):
    try:
        return parse(response.content, *arguments)
    except ValueError as error:
        raise errors.ResponseError(
            'The response to %s is %s' % (described(response), to_text(error)), response)


def _check_root(name, roots, response):
    if name not in roots:
        raise errors.ResponseError(
            'The response to %s is not a SlipStream document: its root element is %s'
            % (described(response), name), response)


def decoded_text(response):
    """The text of a response: UTF-8 unless the service declares another charset."""
    charset = response.encoding if 'charset' in response.headers.get(
        'Content-Type', '').lower() else None
    try:
        return to_text(response.content.decode(charset or 'utf-8', 'replace'))
    except (AssertionError, LookupError, UnicodeError):  # unknown, or a codec not for such text
        return response.content.decode('utf-8', 'replace')


def decoded_json(response):
    """The decoded JSON document of a response; an empty dict for an empty body.

    :raises ResponseError: if the body is not JSON.
    """
    if not response.content.strip():
        return {}
    try:
        return documents.decode_json(response.content)
    except ValueError as error:
        raise errors.ResponseError(
            'The response to %s is not JSON: %s' % (described(response), to_text(error)), response)


def from_service(check, value, what):
    """Return a value that the service sent, if a check of the arguments of callers accepts it.

    :param check: a function that raises TypeError or ValueError for what it does not accept.
    :param str what: what the value should have been.
    :raises ResponseError: it does not accept the value.
    """
    try:
        check(value)
    except (TypeError, ValueError):
        raise errors.ResponseError('The service did not return %s' % what)
    return value


def added_id(answer):
    """Return the id in the response to an addition.

    :raises ResponseError: there is none.
    """
    return from_service(paths.cimi, member_of(answer, 'resource-id'),
                        'the id of the resource that it has added')


def id_of(resource):
    """Return the id of a resource that was read or added.

    :raises ResponseError: it has none.
    """
    return from_service(paths.cimi, paths.id_in(resource), 'the id of the resource')


def member_of(resource, name):
    """Return a member of a resource, None without it."""
    return resource[name] if name in resource else None


def encoded_json(document):
    """A document as JSON bytes, with the header that announces it, as options of a request.

    None for none.
    """
    if document is None:
        return {}
    return {'data': documents.encode_json(document), 'headers': {'Content-Type': JSON}}


def failure(response):
    """The exception for a response that is a failure.

    Its cause is what a login ended with that would have helped, if there was one. It says so, or
    that you should log in.
    """
    reason = documents.explanation(response.content, response.headers.get('Content-Type', '')) or ''
    reason = redaction.redacted_text(redaction.masked_by(response, reason))
    if 300 <= response.status_code < 400 and response.headers.get('Location'):
        reason = 'The service has moved to %s; use its new address as the endpoint' % to_text(
            response.headers['Location']).partition('?')[0]
    reason = redaction.safe_line(reason or response.reason or 'no explanation')
    error = errors.class_for(response.status_code)(reason[:documents.LONGEST_REASON], response)
    refused = getattr(response, 'refused_login', None)
    if isinstance(refused, requests.Response):
        refused = failure(refused)
    if isinstance(refused, Exception):
        error.__cause__ = refused
        error.hint = 'Logging in with the stored credentials failed: %s.' % _sentence(
            getattr(refused, 'reason', refused))
    elif response.status_code in (401, 403):
        error.hint = _login_hint(response)
    return error


def _sentence(words):
    return to_text(words).rstrip('. ')


def _login_hint(response):
    """Return what somebody should do whom the service does not know; None if it knows them."""
    request = getattr(response, 'request', None)
    headers = getattr(request, 'headers', None) or {}
    if 'Cookie' not in headers:
        is_login = to_text(getattr(request, 'path_url', '')).endswith('/api/session')
        return None if is_login else 'Nobody is logged in: log in first.'
    if response.status_code != 401:
        return None
    refused = getattr(response, 'refused_sessions', 0)
    return _REFUSED_SESSIONS % refused if refused else 'Your session has ended: log in again.'


def described(response):
    """Method and path of the request that led to a response, as text.

    No query, which may hold secrets.
    """
    request = getattr(response, 'request', None)
    return '%s %s' % (getattr(request, 'method', None) or 'request',
                      to_text(getattr(request, 'path_url', '') or '').partition('?')[0])

# -*- coding: utf-8 -*-
"""Recording requests to a service in a file, and replaying them without the service."""
from __future__ import unicode_literals

import email.message
import io
import threading

from requests import exceptions
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3.response import HTTPResponse

from ..api.compat import native_repr, native_str, text_type, to_text
from ..api.redaction import is_secret, redacted_text
from ..api.transport.http_session import HttpSession, read
from . import exchanges, masking

#: Headers of responses that programs may depend on. Cookies are replaced by placeholders.
_KEPT = ('Content-Type', 'Location', 'Retry-After')
_COOKIE = 'com.sixsq.slipstream.cookie=recorded-%d; Path=/'


_PIECE = 65536


class ReplayError(AssertionError):
    """A program does not send the recorded request.

    :param str text: the line, the recorded request and the actual one, on several lines.
    """

    def __init__(self, text):
        super(ReplayError, self).__init__(native_str(text))
        self._text = text

    @native_repr
    def __str__(self):
        return self._text  # the library joins the lines of exceptions that pass through it


class _Hook(object):
    """Intercepts all requests of the library within the context.

    :param str path: path of the file.
    """

    _in_force = threading.Lock()

    def __init__(self, path):
        self.path = path
        self._lock = threading.Lock()

    def __enter__(self):
        if not self._in_force.acquire(False):
            raise RuntimeError('A recording or replay is already in progress')
        self._ordinary = ordinary = vars(HttpSession)['get_adapter']
        HttpSession.get_adapter = lambda session, url: self.adapter(session, ordinary(session, url))
        return self

    def __exit__(self, *_):
        HttpSession.get_adapter = self._ordinary
        self._in_force.release()


class Recorder(_Hook):
    """Passes requests on, and records them with their responses."""

    def __init__(self, path):
        super(Recorder, self).__init__(path)
        self.exchanges, self._cookies = [], 0

    def __enter__(self):
        # A place that cannot be written is an error now, not when everything has been recorded.
        io.open(self.path, 'a').close()
        return super(Recorder, self).__enter__()

    def __exit__(self, kind, error, traceback):
        super(Recorder, self).__exit__()
        exchanges.write(self.path, self.exchanges)

    def adapter(self, session, ordinary):
        """The adapter for a request."""
        return _Adapter(lambda request, options: self._recorded(session, ordinary, request,
                                                                options))

    def _recorded(self, session, ordinary, request, options):
        sent = _sent(request, _secrets(session))
        try:
            response = ordinary.send(request, **options)
            read(response)
        except exceptions.RequestException as error:
            self._keep(sent, failure=(type(error).__name__, masking.without(
                redacted_text('%s' % (error,)), _secrets(session))))
            raise
        secrets = _secrets(session) + [cookie.value for cookie in response.cookies]
        content = masking.readable(response.content, response.headers.get('Content-Type'),
                                   request.url)
        self._keep(
            sent, status=response.status_code, reason=to_text(response.reason or ''),
            headers=self._headers(response, secrets),
            content=exchanges.packed(response.content) if content is None
            else masking.without(content, secrets))
        return response

    def _headers(self, response, secrets):
        headers = [(name, masking.without(redacted_text(to_text(response.headers[name])), secrets))
                   for name in _KEPT if response.headers.get(name)]
        if len(response.cookies):
            self._cookies += 1
            headers.append(('Set-Cookie', _COOKIE % self._cookies))
        return headers

    def _keep(self, sent, status=None, reason=None, headers=(), content='', failure=None):
        with self._lock:
            self.exchanges.append(exchanges.Exchange(
                status=status, reason=reason, headers=headers, content=content, failure=failure,
                line=None, **sent))


class Replayer(_Hook):
    """Responds to requests with the recorded responses, in the same order. Nothing is sent."""

    def __init__(self, path):
        super(Replayer, self).__init__(path)
        self._exchanges = exchanges.read(path)
        self._position, self._deviation, self._sessions = 0, None, []

    def __exit__(self, kind, error, traceback):
        super(Replayer, self).__exit__()
        for session, cookies, sleep in self._sessions:
            session.cookies, session.sleep = cookies, sleep
        if self._deviation is not None and error is not self._deviation:
            raise self._deviation
        if error is None and self._position < len(self._exchanges):
            left = self._exchanges[self._position]
            raise ReplayError('%s, line %d: the program did not send %s %s' % (
                to_text(self.path), left.line, left.method, left.url))

    def adapter(self, session, ordinary):
        """The adapter for a request."""
        with self._lock:
            if hasattr(session, 'sleep') and not any(session is recorded
                                                     for recorded, _, _ in self._sessions):
                self._sessions.append((session, session.cookies, session.sleep))
                # Do not touch the cookies of the user, and do not wait.
                session.cookies, session.sleep = RequestsCookieJar(), _no_sleep
        return _Adapter(lambda request, options: self._replayed(session, request))

    def _replayed(self, session, request):
        with self._lock:
            recorded = self._next(_sent(request, _secrets(session)))
        if hasattr(request.body, 'read'):  # the sender computes a checksum of it
            for _ in iter(lambda: request.body.read(_PIECE), b''):
                pass
        if recorded.failure is not None:
            name, words = recorded.failure
            kind = getattr(exceptions, name, exceptions.ConnectionError)
            raise kind(native_str(words), request=request)
        return _response(request, recorded)

    def _next(self, sent):
        """The recorded exchange for a request.

        :raises ReplayError: the next recorded request differs; all later calls raise it too.
        """
        if self._deviation is None:
            self._deviation = self._compared(sent)
        if self._deviation is not None:
            raise self._deviation
        self._position += 1
        return self._exchanges[self._position - 1]

    def _compared(self, sent):
        if self._position == len(self._exchanges):
            return self._error('its end', 'nothing more was recorded',
                               '%(method)s %(url)s' % sent)
        recorded = self._exchanges[self._position]
        requests = ['%s %s' % (recorded.method, recorded.url), '%(method)s %(url)s' % sent]
        if requests[0] != requests[1]:
            return self._error('line %d' % recorded.line, *requests)
        bodies = [text.split('\n') for text in (recorded.body, sent['body'])]
        if bodies[0] == bodies[1]:
            return None
        length = min(map(len, bodies))
        number = next((number for number in range(length)
                       if bodies[0][number] != bodies[1][number]), length)
        return self._error('line %d' % (recorded.line + 1 + number), *[
            body[number].strip() if number < len(body) else '(the end of the body)'
            for body in bodies], request=requests[0])

    def _error(self, where, recorded, sent, request=None):
        return ReplayError('%s, %s%s\n  recorded: %s\n  sent:     %s' % (
            to_text(self.path), where, ', in the body of %s' % request if request else '',
            recorded, sent))


class _Adapter(BaseAdapter):
    """Passes requests to a function."""

    def __init__(self, answer):
        super(_Adapter, self).__init__()
        self._answer = answer

    def send(self, request, **options):
        """Handle a prepared request."""
        return self._answer(request, options)

    def close(self):
        """Do nothing: the function has no connection."""


class _Fields(email.message.Message):
    """Header fields with the method that cookie jars call on Python 2."""

    def getheaders(self, name):
        """All values of a field."""
        return self.get_all(name, [])


class _Original(object):
    """Stands for the response of the standard library, whose ``msg`` cookie jars read."""

    def __init__(self, headers):
        self.msg = _Fields()
        for name, value in headers:
            self.msg[name] = value

    def isclosed(self):
        """Whether the response is closed, which it always is."""
        return True

    def close(self):
        """Do nothing: nothing is open."""


def _no_sleep(seconds):
    """Do not wait."""


def _secrets(session):
    """The secrets that a session knows."""
    stored = getattr(session, 'login_params', None) or {}
    return [to_text(value) for name, value in stored.items() if is_secret(name)] + [
        to_text(cookie.value) for cookie in session.cookies if cookie.value]


def _sent(request, secrets):
    """The recorded parts of a request: a dict with method, url and body."""
    body, url = request.body, redacted_text(to_text(request.url))
    if isinstance(body, text_type):
        body = body.encode('utf-8')
    if body is None or isinstance(body, (bytes, bytearray)):
        content = bytes(body or b'')
        text = masking.readable(content, request.headers.get('Content-Type'), url)
        text = exchanges.packed(content) if text is None else text
    else:
        text = '(streamed)'
    return {native_str('method'): to_text(request.method),
            native_str('url'): masking.without(url, secrets),
            native_str('body'): masking.without(text, secrets)}


def _response(request, recorded):
    """The response of a recorded exchange, as if it had come over a socket."""
    headers = [(native_str(name), native_str(value)) for name, value in recorded.headers]
    raw = HTTPResponse(
        body=io.BytesIO(exchanges.unpacked(recorded.content)), headers=headers,
        status=recorded.status, reason=native_str(recorded.reason), version=11,
        preload_content=False, original_response=_Original(headers))
    return HTTPAdapter().build_response(request, raw)

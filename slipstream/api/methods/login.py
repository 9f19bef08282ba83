# -*- coding: utf-8 -*-
"""Login: logging in and out, and who is logged in.

Sessions are resources of the JSON interface, in the collection ``sessions``.
"""
from __future__ import unicode_literals

from .. import errors, redaction
from ..compat import Mapping, native_str, string_types
from ..display.values import neutral
from ..protocol import paths
from ..transport import simulated_responses
from ..transport.credentials import HREF_SESSION_TMPL_APIKEY, HREF_SESSION_TMPL_INTERNAL
from . import base


class Login(base.Service):
    """The methods of :class:`~slipstream.api.Api` to log in and out."""

    def login(self, login_params, password=None):
        """Log in with any method that the service offers.

        ::

            >>> api.login({'href': 'session-template/internal', 'username': 'jane',
            ...            'password': 'jane-password'})['status']
            201

        :param dict login_params: ``{"href": "session-template/...", <credentials>}``, for example
            ``{"href": "session-template/internal", "username": ..., "password": ...}`` or
            ``{"href": "session-template/api-key", "key": ..., "secret": ...}``. The user name, if
            the password follows.
        :param str password: the password, for programs that call ``login(username, password)``.
        :return: the response of the service: a dict with ``status`` (201), ``message`` and
            ``resource-id`` (the id of the session). It also has the members of a
            ``requests.Response``: ``status_code``, ``ok``, ``text``, ``headers``, ``json()``,
            ``raise_for_status()``.
        :rtype: LoginResult
        :raises ForbiddenError: the credentials are wrong; those of an earlier login are kept.
        :raises InsecureLoginError: the endpoint is plain http on another machine and the Api is not
            ``insecure``; nothing was sent.
        :raises ServiceError: the service returns anything but 201.
        :raises ValueError: ``login_params`` is not a dict with an ``href``; nothing was sent.
        """
        if password is not None:
            return self.login_internal(login_params, password)
        if not isinstance(login_params, Mapping) or not login_params.get('href'):
            raise ValueError(native_str(
                'login() takes a dict with an "href", such as "session-template/internal", and '
                'the credentials'))
        params = dict(login_params)
        response = simulated_responses.as_response(self.session.cimi_login(params), 201)
        if response.status_code != 201:
            raise base.failure(response)
        self.session.remember(params)
        self._cache = base.Cache(params.get('username'))
        return LoginResult(base.decoded_json(response), response)

    def login_internal(self, username, password):
        """Log in with a user name and a password.

        ::

            >>> api.login_internal('jane', 'jane-password')['status']
            201

        :param str username: the user name.
        :param str password: the password.
        :return: see :meth:`login`.
        """
        return self.login({'href': HREF_SESSION_TMPL_INTERNAL, 'username': username,
                           'password': password})

    def login_apikey(self, key, secret):
        """Log in with an API key.

        ::

            >>> key, secret = api.create_api_key('nightly build')
            >>> api.login_apikey(key, secret)['status']
            201

        :param str key: id of the credential, for example
            ``credential/ce02ef40-1342-4e68-838d-e1b2a75adb1e``.
        :param str secret: its secret.
        :return: see :meth:`login`.
        """
        return self.login({'href': HREF_SESSION_TMPL_APIKEY, 'key': key, 'secret': secret})

    def logout(self):
        """Log out: delete the session on the service and forget it here.

        Whatever the service returns, the cookies of this endpoint and the stored credentials are
        forgotten.

        ::

            >>> api.logout()
            >>> print(api.whoami())
            None

        :raises ServiceError: the service did not delete the session.
        """
        try:
            session = self._find_session()
            if session is not None:
                self._json('DELETE', paths.cimi(base.id_of(session)))
        finally:
            self.session.forget()
            self._cache = base.Cache()

    def current_session(self):
        """Return the id of the current session.

        If nobody is logged in and there are stored credentials, they are used first.

        ::

            >>> print(api.current_session())
            session/...

        :return: for example ``session/3f6c2a1e-8d0b-4c57-9a41-7e2b9d5c1f60``; None if nobody is
            logged in.
        :rtype: str
        """
        session = self._session_or_login()
        return None if session is None else base.id_of(session)

    def is_authenticated(self):
        """Whether somebody is logged in.

        ::

            >>> api.is_authenticated()
            True

        :rtype: bool
        """
        return self.current_session() is not None

    @property
    def username(self):
        """Name of the user who is logged in; None if nobody is.

        The service is asked once per login. :meth:`whoami` asks each time.

        ::

            >>> print(api.username)
            jane
        """
        return self.whoami() if self._cache.username is None else self._cache.username

    def whoami(self):
        """Ask the service who is logged in.

        If nobody is and there are stored credentials, they are used first.

        ::

            >>> print(api.whoami())
            jane

        :return: the name of the user; None if nobody is logged in.
        :rtype: str
        """
        session = self._session_or_login()
        self._cache.username = None if session is None else name_in(session)
        return self._cache.username

    def _login_state(self):
        """Return who is logged in, for a ``repr``; nothing is sent, so it may be out of date."""
        name = self._cache.username
        if self._has_session():
            return 'logged in as %s' % neutral(name) if name else 'logged in'
        name = (getattr(self.session, 'login_params', None) or {}).get('username')
        return 'not logged in' + (', has credentials of %s' % neutral(name) if name else '')

    def _session_or_login(self):
        session = self._find_session()
        if session is None and self.session.login_params:
            if self.session.login_again():
                session = self._find_session()
        return session

    def _find_session(self):
        """Return the document of the current session, or None.

        The service shows nobody another session.
        """
        answer = self._json('PUT', 'session', idempotent=True)
        sessions = answer.get('sessions') if isinstance(answer, Mapping) else None
        if not isinstance(sessions, list) or sessions and not isinstance(sessions[0], Mapping):
            raise errors.ResponseError('The service did not say who is logged in')
        return sessions[0] if sessions else None


def name_in(session):
    """Return the user name in the document of a session, None without one.

    :raises ResponseError: it is something else than text.
    """
    name = session.get('username')
    if name is not None and not isinstance(name, string_types):
        raise errors.ResponseError(
            'The service did not return the name of the user who is logged in')
    return name


class LoginResult(dict):
    """The response to a login: a dict with ``status``, ``message`` and ``resource-id``.

    It also has the members of a ``requests.Response``::

        >>> result = api.login_internal('jane', 'jane-password')
        >>> result['status'], result.status_code, result.json() == result
        (201, 201, True)
    """

    def __init__(self, document, response=None):
        super(LoginResult, self).__init__(document if isinstance(document, Mapping) else {})
        self._response = response

    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        return getattr(self._response, name)

    def json(self, **_):
        """Return the response as a plain dict, like ``requests.Response.json``."""
        return dict(self)

    def __reduce__(self):
        return type(self), (dict(self), redaction.scrubbed(self._response))

# -*- coding: utf-8 -*-
"""Login: who is using the service.

Logging in and out, and asking who is logged in. Sessions are resources of the JSON interface
(collection ``sessions``).
"""
from __future__ import unicode_literals

from .. import errors, redaction
from ..compat import Mapping, native_str, to_text, urlsplit
from ..protocol import paths
from ..transport.session import HREF_SESSION_TMPL_APIKEY, HREF_SESSION_TMPL_INTERNAL
from . import base


class Login(base.Service):
    """The part of :class:`~slipstream.api.Api` that logs in and out."""

    _username = None

    def login(self, login_params, *password):
        """Log in with any method that the service offers.

        :param dict login_params: ``{"href": "session-template/...", <credentials>}``, for example
            ``{"href": "session-template/internal", "username": ..., "password": ...}`` or
            ``{"href": "session-template/api-key", "key": ..., "secret": ...}``.
            As a kindness to programs of the 0.8 era, ``login(username, password)`` works too.
        :return: the answer of the service: a dict with ``status`` (201), ``message`` and
            ``resource-id`` (the id of the session) that also answers like a ``requests.Response``
            (``status_code``, ``ok``, ``text``, ``headers``, ``json()``, ``raise_for_status()``).
        :rtype: LoginResult
        :raises ForbiddenError: wrong credentials; the ones stored by an earlier login stay.
        :raises InsecureLoginError: over plain http to another machine, unless the Api is
            ``insecure``; nothing was sent.
        :raises ServiceError: for any other answer than 201.
        :raises ValueError: if ``login_params`` is no dict with an ``href``; nothing was sent.
        """
        if password:
            return self.login_internal(login_params, *password)
        if not isinstance(login_params, Mapping) or not login_params.get('href'):
            raise ValueError(
                native_str(
                    'login() takes a dict with an "href" such as {"href": '
                    '"session-template/internal", "username": ..., '
                                        '"password": ...}'))
        params = dict(login_params)
        self._refuse_readable_login()
        response = self.session.cimi_login(params)
        if response.status_code != 201:
            raise base.failure(response)
        result = LoginResult(base.decoded_json(response), response)
        self.session.remember(params)
        self._forget_user()
        self._username = params.get('username')
        return result

    def login_internal(self, username, password):
        """Log in with a user name and a password.

        :param str username: the user name.
        :param str password: the password.
        :return: see :meth:`login`.
        """
        return self.login({'href': HREF_SESSION_TMPL_INTERNAL, 'username': username,
                           'password': password})

    def login_apikey(self, key, secret):
        """Log in with an API key.

        :param str key: id of the credential, for example
            ``credential/ce02ef40-1342-4e68-838d-e1b2a75adb1e``.
        :param str secret: the secret that belongs to it.
        :return: see :meth:`login`.
        """
        return self.login({'href': HREF_SESSION_TMPL_APIKEY, 'key': key, 'secret': secret})

    def logout(self):
        """Log out: delete the session on the service and forget it here.

        Whatever the service answers, the cookies of this endpoint and the stored credentials are
        forgotten.

        :raises ServiceError: if the service did not delete the session.
        """
        try:
            session = self._find_session()
            if session is not None:
                self._json('DELETE', self._session_path(session))
        finally:
            self.session.forget()
            self._forget_user()

    def current_session(self):
        """The id of the current session.

        If nobody is logged in and there are stored credentials, they are used first.

        :return: for example ``session/3f6c2a1e-8d0b-4c57-9a41-7e2b9d5c1f60``; None if nobody is
            logged in.
        :rtype: str
        """
        session = self._session_or_login()
        return None if session is None else session.get('id')

    def is_authenticated(self):
        """Whether somebody is logged in.

        :rtype: bool
        """
        return self.current_session() is not None

    @property
    def username(self):
        """Name of the user who is logged in, None if nobody is.

        The service is asked once for each login.
        """
        if self._username is None:
            session = self._session_or_login()
            self._username = None if session is None else session.get('username')
        return self._username

    def _session_or_login(self):
        session = self._find_session()
        if session is None and self.session.login_params:
            self._refuse_readable_login()
            if self.session.login_again():
                session = self._find_session()
        return session

    def _find_session(self):
        """The document of the current session, or None.

        The service shows nobody any other session.
        """
        answer = self._json('PUT', 'session', idempotent=True)
        sessions = answer.get('sessions') if isinstance(answer, Mapping) else None
        if not isinstance(sessions, list) or sessions and not isinstance(sessions[0], Mapping):
            raise errors.ResponseError('The service did not say who is logged in')
        return sessions[0] if sessions else None

    def _session_path(self, session):
        try:
            return paths.cimi(session.get('id'), self.endpoint)
        except (TypeError, ValueError):
            raise errors.ResponseError('The service did not tell the id of the session')

    def _refuse_readable_login(self):
        if not self.session.may_send_credentials():
            raise errors.InsecureLoginError(
                'Logging in at %s would send the credentials readable through the network. Use '
                'https, or Api(..., insecure=True) if you accept that.'
                % urlsplit(to_text(self.endpoint)).netloc)

    def _forget_user(self):
        """Forget what was learnt as the former user: called whenever the user changes."""
        self._username = None
        self._forget_discoveries()


class LoginResult(dict):
    """The answer to a login: a dict (``status``, ``message``, ``resource-id``) that also answers like a ``requests.Response``."""

    def __init__(self, document, response=None):
        super(LoginResult, self).__init__(document if isinstance(document, Mapping) else {})
        self._response = response

    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        return getattr(self._response, name)

    def json(self, **_):
        """The answer as a plain dict, as ``requests.Response.json`` gives it."""
        return dict(self)

    def __reduce__(self):
        return type(self), (dict(self), redaction.scrubbed(self._response))

# -*- coding: utf-8 -*-
"""
Api: the SlipStream service as one object
=========================================

The constructor, and the families of methods put together.
"""
from __future__ import unicode_literals

from . import paths
from .cimi import Cimi
from .compat import etree, native_str
from .deployments import Deployments
from .errors import ConnectionError, HTTPError, SlipStreamError
from .login import Login
from .machines import Machines
from .modules import Modules, get_module_type
from .session import (DEFAULT_COOKIE_FILE, DEFAULT_TIMEOUT, HREF_SESSION_TMPL_APIKEY, HREF_SESSION_TMPL_INTERNAL, SessionStore,
                      logger, to_login_params)
from .users import Users

#: The public service.
DEFAULT_ENDPOINT = native_str('https://nuv.la')


class Api(Login, Cimi, Modules, Deployments, Users, Machines):
    """A SlipStream service.

    Constructing one sends nothing.

    :param str endpoint: address of the service.
    :param cookie_file: where the session is kept between programs; None for ``~/.slipstream/cookies.txt``.
    :param bool insecure: accept any certificate, and send the session over plain http.
    :param bool reauthenticate: log in again with the stored credentials when the session has ended.
    :param dict login_creds: credentials to store: ``username`` and ``password``, or ``key`` and ``secret``.
    :param bool persist_cookie: whether to keep the session in the cookie file at all.
    :param timeout: seconds to wait for the service, or a pair (to connect, for data); None for :data:`DEFAULT_TIMEOUT`.
    :param retries: how often a request that may be repeated is repeated; None for the default.
    :raises ValueError: an argument is not acceptable.
    """

    def __init__(self, endpoint=DEFAULT_ENDPOINT, cookie_file=None, insecure=False, reauthenticate=False, login_creds=None,
                 persist_cookie=True, timeout=None, retries=None):
        self.endpoint = paths.endpoint(endpoint)
        self.session = SessionStore(self.endpoint, reauthenticate, cookie_file, login_creds, insecure=insecure,
                                    persist_cookie=persist_cookie, timeout=timeout, retries=retries)
        self.session.default_timeout = default_timeout

    def close(self):
        """Close the connections to the service. The session on the service stays."""
        self.session.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __repr__(self):
        return native_str('<Api %s>' % self.endpoint)


def default_timeout():
    """The time-out in force for an Api without one of its own; read at call time, so that the global may be changed."""
    return DEFAULT_TIMEOUT


def element_tree__iter(root):
    """The method that iterates over an element and all below it.

    :param root: an element of ``xml.etree``.
    """
    return root.iter


def _mod_url(path):
    # Programs that read module versions import this name.
    return native_str(paths.module(path))


def _mod(path, with_version=True):
    """The path of a module reference without ``module/``, and without its version if so wanted."""
    parts = path.split('/')[1:]
    return '/'.join(parts if with_version else parts[:-1])

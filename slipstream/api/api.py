# -*- coding: utf-8 -*-
"""Api: the SlipStream service as one object.

The constructor, and the families of methods put together.
"""
from __future__ import unicode_literals

from . import settings
from .compat import etree, native_str
from .errors import ConnectionError, HTTPError, SlipStreamError
from .methods.cimi import Cimi
from .methods.cimi_shortcuts import Resources
from .methods.deployments import Deployments
from .methods.external_objects import Objects
from .methods.login import Login
from .methods.module_authoring import Authoring
from .methods.modules import Modules, get_module_type
from .methods.runtime_parameters import RuntimeParameters
from .methods.users import Users
from .methods.virtual_machines import Machines
from .methods.waiting import Waiting
from .protocol import paths
from .transport.session import (DEFAULT_COOKIE_FILE, DEFAULT_TIMEOUT, HREF_SESSION_TMPL_APIKEY,
                                HREF_SESSION_TMPL_INTERNAL, SessionStore, logger, to_login_params)

#: The public service.
DEFAULT_ENDPOINT = native_str('https://nuv.la')


class Api(Login, Cimi, Modules, Authoring, Deployments, RuntimeParameters, Waiting, Users, Machines,
          Resources, Objects):
    """A SlipStream service.

    Constructing one sends nothing.

    :param str endpoint: address of the service.
    :param cookie_file: where the session is kept between programs; None for
        ``~/.slipstream/cookies.txt``.
    :param bool insecure: accept any certificate, and send the session over plain http.
    :param bool reauthenticate: log in again with the stored credentials when the session has ended.
    :param dict login_creds: credentials to store: ``username`` and ``password``, or ``key`` and
        ``secret``.
    :param bool persist_cookie: whether to keep the session in the cookie file at all.
    :param timeout: seconds to wait for the service, or a pair (to connect, for data); None for
        :data:`DEFAULT_TIMEOUT`.
    :param retries: how often a request that may be repeated is repeated; None for the default.
    :param bool hints: after some errors read once more, so that the error can tell which name was
        meant.
    :param ca_bundle: path of a file or folder with the certificates of the authorities to trust;
        None for those that requests trusts.
    :param client_cert: path of a certificate with its key, or a pair of paths, to show to the
        service; None for none.
    :param int pool_size: how many connections are kept open for further requests, so how many
        threads may share this; None for 64.
    :raises ValueError: an argument is not acceptable.
    :ivar dict config_sources: where each setting came from; empty unless made by
        :meth:`from_environment`.
    """

    config_sources = {}

    def __init__(self, endpoint=DEFAULT_ENDPOINT, cookie_file=None, insecure=False,
                 reauthenticate=False, login_creds=None,
                 persist_cookie=True, timeout=None, retries=None, hints=True, ca_bundle=None,
                 client_cert=None, pool_size=None):
        self.endpoint = paths.endpoint(endpoint)
        self.session = SessionStore(self.endpoint, reauthenticate, cookie_file, login_creds,
                                    insecure=insecure,
                                    persist_cookie=persist_cookie, timeout=timeout, retries=retries,
                                    ca_bundle=ca_bundle,
                                    client_cert=client_cert, pool_size=pool_size)
        self.session.default_timeout = default_timeout
        self.hints = hints

    @classmethod
    def from_environment(cls, profile=None, prompt=False, **overrides):
        """An Api for the service and the user that the surroundings name.

        Nothing is sent: credentials are used when the service asks for them.

        A setting is taken from the first of these that has it: ``overrides``; the environment
        variables ``SLIPSTREAM_ENDPOINT``, ``SLIPSTREAM_USERNAME`` and ``SLIPSTREAM_PASSWORD`` or
        ``SLIPSTREAM_API_KEY`` and ``SLIPSTREAM_API_SECRET``, ``SLIPSTREAM_INSECURE``,
        ``SLIPSTREAM_COOKIE_FILE``; a profile of the file ``~/.slipstream/config``; the context file
        of a deployed machine; the defaults. Credentials of a profile or a context file are never
        sent to another endpoint than the one named there.

        :param str profile: section of ``~/.slipstream/config``; None for ``SLIPSTREAM_PROFILE``,
            else ``default`` if there is one.
        :param bool prompt: ask for user name and password in the terminal if there are no
            credentials.
        :param overrides: any argument of :class:`Api`, and ``username`` and ``password`` or ``key``
            and ``secret``.
        :return: an Api that logs in again when it needs to; :attr:`config_sources` tells where each
            setting came from.
        :rtype: Api
        :raises ValueError: a setting is incomplete, there is no such profile, or others may read
            the file although it holds a secret.
        """
        arguments, sources = settings.gather(overrides, profile, prompt)
        made = cls(**arguments)
        made.config_sources = sources
        return made

    @property
    def history(self):
        """The last 50 exchanges with the service, secrets masked: a sequence that shows itself as a
        table. ``api.history[-1].curl()`` gives the last one as a line for a shell.
        """
        return self.session.history

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

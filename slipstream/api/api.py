# -*- coding: utf-8 -*-
"""Api: the SlipStream service as one object.

The constructor, the groups of methods put together, and the names that programs import from here.
"""
from __future__ import unicode_literals

from .compat import TYPE_CHECKING, etree, native_str, to_text
from .display.parameter_names import explain, refuse_unknown
from .display.similar_names import did_you_mean, missing_attribute, nearest
from .display.values import neutral
from .errors import ConnectionError, HTTPError, SlipStreamError
from .methods.api_keys import ApiKeys
from .methods.cimi_shortcuts import CimiShortcuts
from .methods.clouds import Clouds
from .methods.deployments import Deployments
from .methods.external_objects import ExternalObjects
from .methods.following import Following
from .methods.many import Many
from .methods.module_authoring import ModuleAuthoring
from .methods.modules import Modules, get_module_type
from .methods.planning import Planning
from .methods.users import Users
from .protocol import paths
from .redaction import guard_methods
from .transport.calls import TimeoutOfModule
from .transport.credentials import (HREF_SESSION_TMPL_APIKEY, HREF_SESSION_TMPL_INTERNAL,
                                    to_login_params)
from .transport.session import DEFAULT_COOKIE_FILE, DEFAULT_TIMEOUT, SessionStore, logger

#: The public service.
DEFAULT_ENDPOINT = native_str('https://nuv.la')


class Api(Users, Following, Deployments, CimiShortcuts, Modules, ModuleAuthoring, Clouds, ApiKeys,
          ExternalObjects, Many, Planning):
    """A SlipStream service.

    ::

        >>> deployment_id = api.deploy('apps/WordPress/wordpress')
        >>> print(api.wait_deployment(deployment_id).service_url)
        https://...

    All methods by topic; ``help(api.deploy)`` explains one:

    ==============  ================================================================================
    Log in          login_internal, login_apikey, login, logout, from_environment,
                    create_api_key, delete_api_key
    Who am I        whoami, username, is_authenticated, current_session
    Look around     list_applications, list_project_content, get_element, get_parameters,
                    get_application_nodes, get_cloud_image_identifiers, list_module_versions
    Deploy          deploy, build_component, wait_deployment, terminate, add_node_instances,
                    remove_node_instances, cancel_abort, complete_node_state
    Watch           list_deployments, get_deployment, get_deployment_events, get_node_instances,
                    list_virtualmachines, list_clouds, usage, follow_deployment
    Parameters      get_deployment_parameter, get_deployment_parameters,
                    set_deployment_parameter, clear_deployment_parameter
    Write modules   create_project, create_component, create_application, update_component,
                    copy_module, publish, unpublish, delete_element, get_module_document,
                    put_module_document
    Users           get_user, list_users, create_user, update_user, delete_user
    Resources       cimi_list, cimi_search, cimi_first, cimi_one, cimi_count, cimi_get, cimi_add,
                    cimi_add_or_get, cimi_edit, cimi_update, cimi_delete, cimi_operation,
                    follow, cimi_cloud_entry_point, get_cloud_credentials
    Files           upload_object, download_object
    The client      history, debug, map, plan, close
    ==============  ================================================================================

    Creating an Api sends nothing.

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
    :param retries: how often to retry a request that may be repeated; None for the default.
    :param bool hints: whether an error may cost a few more reads, so that it can suggest the right
        name.
    :param ca_bundle: path of a file or folder with the certificates of the authorities to trust;
        None for those that requests trusts.
    :param client_cert: path of a certificate with its key, or a pair of paths, to present to the
        service; None for none.
    :param int pool_size: how many connections to keep open for further requests: as many as threads
        use this Api at the same time; None for 64.
    :param bool check_parameters: refuse to read a runtime parameter that a deployment does not
        have, which would abort the deployment. It costs one request per deployment, unless you have
        read that deployment before.
    :param sleep: how to wait, a function of seconds; None for ``time.sleep``. For tests and
        simulations.
    :param clock: a monotonic clock that measures how long a call takes: a function that returns
        seconds; None for that of the system.
    :param on_exchange: a function to call after each request with its
        :class:`~slipstream.api.transport.history.Exchange`, which contains no secrets. If it
        raises an exception, that is logged and the call continues.
    :raises ValueError: an argument is invalid.
    :ivar dict config_sources: where each setting came from; empty unless created by
        :meth:`from_environment`.
    """

    def __init__(self, endpoint=DEFAULT_ENDPOINT, cookie_file=None, insecure=False,
                 reauthenticate=False, login_creds=None, persist_cookie=True, timeout=None,
                 retries=None, hints=True, ca_bundle=None, client_cert=None, pool_size=None,
                 check_parameters=True, sleep=None, clock=None, on_exchange=None):
        endpoint = paths.unchecked_endpoint(endpoint)
        session = SessionStore(
            endpoint, reauthenticate, cookie_file, login_creds, insecure=insecure,
            persist_cookie=persist_cookie, timeout=timeout, retries=retries, ca_bundle=ca_bundle,
            client_cert=client_cert, pool_size=pool_size, sleep=sleep, clock=clock,
            on_exchange=on_exchange, default_timeout=TimeoutOfModule(__name__))
        super(Api, self).__init__(endpoint, session, hints, check_parameters)
        self.config_sources = {}

    @classmethod
    def from_environment(cls, profile=None, prompt=False, endpoint=None, username=None,
                         password=None, key=None, secret=None, cookie_file=None, insecure=None,
                         password_command=None, secret_command=None, **options):
        """Create an Api from environment variables and configuration files.

        Nothing is sent: credentials are used when the service asks for them.

        The first place that has a setting wins: the arguments; the environment variables
        ``SLIPSTREAM_ENDPOINT``, ``SLIPSTREAM_USERNAME`` and ``SLIPSTREAM_PASSWORD`` or
        ``SLIPSTREAM_API_KEY`` and ``SLIPSTREAM_API_SECRET``, ``SLIPSTREAM_INSECURE``,
        ``SLIPSTREAM_COOKIE_FILE``; a profile of the file ``~/.slipstream/config``, which may name a
        program that prints the secret; the context file of a deployed machine; the defaults.
        Credentials from a profile or a context file are never sent to an endpoint other than the
        one named there.

        ::

            >>> Api.from_environment(endpoint='https://nuv.la', key='credential/1', secret='...')
            <Api https://nuv.la, not logged in>

        :param str profile: section of ``~/.slipstream/config``; None for ``SLIPSTREAM_PROFILE``,
            else ``default`` if there is one.
        :param bool prompt: ask for user name and password in the terminal if there are no
            credentials.
        :param str endpoint: address of the service.
        :param str username: the user name, with ``password``.
        :param str password: the password.
        :param str key: id of an API key, with ``secret``.
        :param str secret: the secret of the API key.
        :param cookie_file: where the session is kept between programs.
        :param bool insecure: accept any certificate, and send the session over plain http.
        :param password_command: instead of ``password``, a program that prints it: a string or a
            list of words. No shell runs it; it may ask in the terminal. The first line that it
            prints is the password.
        :param secret_command: the same, instead of ``secret``.
        :param options: further arguments of :class:`Api`.
        :return: an Api that logs in again when it needs to; :attr:`config_sources` says where each
            setting came from.
        :rtype: Api
        :raises ValueError: a setting is incomplete, there is no such profile, others may read
            the file although it holds a secret, or a command fails.
        """
        refuse_unknown(options, cls.__init__)
        overrides = dict(options, endpoint=endpoint, username=username, password=password, key=key,
                         secret=secret, cookie_file=cookie_file, insecure=insecure,
                         password_command=password_command, secret_command=secret_command)
        from . import settings  # few programs need it, and what asks for a password

        arguments, sources = settings.gather(overrides, profile, prompt)
        api = cls(**arguments)
        api.config_sources = sources
        return api

    @property
    def history(self):
        """The last 50 requests and their responses, with secrets masked.

        A sequence, shown as a table. ``api.history[-1].curl()`` returns the last request
        as a command line.

        ::

            >>> api.get_element('jane/web').version
            1519
            >>> print(api.history[-1].method, api.history[-1].status)
            GET 200
        """
        return self.session.history

    def debug(self, stream=None):
        """Show each request while it happens, with the line of ``curl`` that repeats it.

        It shows what the loggers below ``slipstream.api`` write, so the requests of every ``Api``
        of the program. Secrets are masked. Use it in a ``with`` statement, or keep what it returns
        and call its ``stop()``::

            with api.debug():
                api.get_deployment(deployment_id)

        If you call it again before that, the new stream gets the lines until the new call ends.

        ::

            >>> with api.debug(sys.stdout):
            ...     version = api.get_element('jane/web').version
            20... DEBUG GET /module/jane/web 200 in ... ms
                curl -X GET '...' -b cookies.txt -H 'Accept: application/xml'

        :param stream: where to write: a file opened for text; None for ``sys.stderr``.
        :return: a context manager; ``stop()`` and leaving it undo everything.
        :rtype: Debugging
        """
        from .transport import debugging  # few programs need it
        return debugging.Debugging(stream).start()

    def close(self):
        """Close the connections to the service. The session on the service stays.

        ::

            >>> api.close()
        """
        self.session.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    if not TYPE_CHECKING:  # pragma: no branch - type checkers would accept every name
        def __getattr__(self, name):
            # Called for what is not there. While an Api is constructed, these two are not: looking
            # for similar names would take most of the time.
            if name in ('session', 'sent_values'):
                raise AttributeError(name)
            names = [existing for existing in dir(type(self)) if not existing.startswith('_')]
            if name.startswith('_') or name in names:
                raise AttributeError(name)
            hint = did_you_mean(nearest(name, names)) or 'help(Api) lists them by topic.'
            raise missing_attribute(name, 'Api has no method or attribute %s. %s' % (
                to_text(name), hint))

    def __repr__(self):
        if 'endpoint' not in vars(self):  # a traceback may show one that could not be made
            return native_str('<Api>')
        scheme, separator, rest = to_text(self.endpoint).partition('://')
        return native_str('<Api %s, %s>' % (neutral(scheme + separator + rest.rpartition('@')[2]),
                                            self._login_state()))


def _name_after_api(kind):
    """Let the messages of Python name the methods of Api as programs do: ``Api.deploy``."""
    for group in kind.__mro__[1:-1]:
        for name, function in vars(group).items():
            if hasattr(function, '__qualname__') and not name.startswith('_'):
                function.__qualname__ = 'Api.%s' % name
                # It is what this one calls that misses an argument.
                getattr(function, '__wrapped__', function).__qualname__ = 'Api.%s' % name


guard_methods(Api, explain)
_name_after_api(Api)


def element_tree__iter(root):
    """Return the method that iterates over an element and all below it.

    :param root: an element of ``xml.etree``.
    """
    return root.iter


def _mod_url(path):
    # Programs that read module versions import this name.
    return native_str(paths.module(path))


def _mod(path, with_version=True):
    """Return the path in a module reference, without ``module/`` and on request its version."""
    parts = path.split('/')[1:]
    return '/'.join(parts if with_version else parts[:-1])

# -*- coding: utf-8 -*-
"""Settings: which service, and which user.

:meth:`slipstream.api.Api.from_environment` looks for them in these places; the first place that has
a setting wins:

1. the arguments of the call;
2. environment variables;
3. a profile of ``~/.slipstream/config``, an INI file with a section for each profile::

       [default]
       endpoint = https://nuv.la
       api_key = credential/ce02ef40-1342-4e68-838d-e1b2a75adb1e
       api_secret = ...

   with ``endpoint``, ``username`` and ``password`` or ``api_key`` and ``api_secret``, ``insecure``,
   ``cookie_file``. Instead of a password or a secret, ``password_command`` or
   ``api_secret_command`` names a program that prints it;
4. the context file on a machine that SlipStream deployed;
5. the terminal, with ``prompt=True``.

A user name and its password, or a key and its secret, always come from the same place. If a file
names an endpoint, its credentials are only used for that endpoint. Nothing is sent.
"""
from __future__ import unicode_literals

import getpass
import io
import os
import stat

from .compat import ask, native_str, parsed_ini, to_text
from .protocol import paths

#: Where profiles are kept.
CONFIG_FILE = '~/.slipstream/config'
#: Where SlipStream stores the settings of a deployed machine.
CONTEXT_FILE = '/opt/slipstream/client/sbin/slipstream.context'
#: Environment variables, and the settings they stand for.
VARIABLES = (
    ('SLIPSTREAM_ENDPOINT', 'endpoint'), ('SLIPSTREAM_USERNAME', 'username'),
    ('SLIPSTREAM_PASSWORD', 'password'), ('SLIPSTREAM_API_KEY', 'key'),
    ('SLIPSTREAM_API_SECRET', 'secret'), ('SLIPSTREAM_INSECURE', 'insecure'),
    ('SLIPSTREAM_COOKIE_FILE', 'cookie_file'))

_CONTEXT_SECTION = 'contextualization'
_PAIRS = (('username', 'password'), ('key', 'secret'))
_COMMANDS = {'password': 'password_command', 'secret': 'secret_command'}
_CREDENTIALS = frozenset(name for pair in _PAIRS for name in pair) | frozenset(_COMMANDS.values())
_OTHER_NAMES = {'api_key': 'key', 'api_secret': 'secret', 'api_secret_command': 'secret_command',
                'serviceurl': 'endpoint', 'diid': 'deployment_id'}
_PLAIN = ('endpoint', 'cookie_file', 'insecure')
# What the sources call what has another name here.
_IN_ENVIRONMENT = dict((name, variable) for variable, name in VARIABLES)
_IN_FILES = {'key': 'api_key', 'secret': 'api_secret', 'secret_command': 'api_secret_command'}


def gather(passed, profile=None, prompt=False, environ=None, config_file=CONFIG_FILE,
           context_file=CONTEXT_FILE, asking=None):
    """The arguments for an Api, and where they came from.

    :param dict passed: the arguments of the caller.
    :param profile: name of a section of the config file, which must be there then.
    :param bool prompt: whether to ask in the terminal if no credentials are found.
    :param environ: environment variables.
    :param asking: called with the endpoint and, if known, the user name; returns user name and
        password.
    :return: a pair of dicts: arguments of the constructor, and name of the setting to a description
        of its source.
    :raises ValueError: a setting is incomplete, there is no such profile, or a file with a secret
        may be read by others.
    """
    passed = dict((name, value) for name, value in passed.items() if value is not None)
    environ = os.environ if environ is None else environ
    sources = [('argument', passed)] + _from_variables(environ) + _from_files(
        profile or environ.get('SLIPSTREAM_PROFILE'), config_file, context_file)
    arguments, origins = dict(passed), dict((name, 'argument') for name in passed)
    endpoint = next((settings['endpoint'] for _,
                     settings in sources if settings.get('endpoint')), None)
    sources = [(source, settings) for source, settings in sources if _is_for(endpoint, settings)]
    for source, settings in sources[1:]:
        for name in _PLAIN:
            if name in settings and name not in arguments:
                arguments[name], origins[name] = settings[name], source
    creds, creds_origins = _credentials(sources, prompt)
    if creds and not all(creds.values()) or not creds and prompt and not passed.get('login_creds'):
        creds = dict(zip(_PAIRS[0], (asking or _asked)(endpoint, creds.get('username'))))
        creds_origins = dict.fromkeys(creds, 'terminal')
    for name in _CREDENTIALS:
        arguments.pop(name, None)
        origins.pop(name, None)
    if creds:
        arguments['login_creds'] = creds
        origins.update(creds_origins)
    arguments.setdefault('reauthenticate', True)
    for name in _PLAIN:
        origins.setdefault(name, 'default')
    return arguments, origins


def deployment_id(context_file=CONTEXT_FILE):
    """The id of the deployment that this machine is part of.

    ::

        >>> from slipstream.api import settings
        >>> settings.deployment_id() is None  # on your own machine
        True

    :param context_file: the context file of the machine.
    :return: the UUID as text; None if SlipStream has not deployed this machine.
    """
    return _section(_read(context_file, quiet=True), _CONTEXT_SECTION).get('deployment_id')


def _from_variables(environ):
    """One source for each variable, so its name can be reported.

    The two of a pair of credentials belong together.
    """
    values = dict((name, (variable, environ[variable])) for variable,
                  name in VARIABLES if environ.get(variable))
    sources = []
    for names in _PAIRS + (('endpoint',), ('insecure',), ('cookie_file',)):
        present = [name for name in names if name in values]
        if present:
            sources.append(
                ('environment variable ' + ' and '.join(values[name][0] for name in present),
                 dict((name, to_text(values[name][1])) for name in present)))
    return sources


def _from_files(profile, config_file, context_file):
    sources = []
    parsed = _read(config_file)
    section = profile or 'default'
    if profile and not (parsed and parsed.has_section(native_str(profile))):
        raise ValueError(
            native_str('There is no profile [%s] in %s' % (to_text(profile), config_file)))
    settings = _section(parsed, section)
    if settings:
        if 'password' in settings or 'secret' in settings:
            _refuse_lax(config_file, 0o077, 'holds a secret, but others may read or change it')
        if not set(_COMMANDS.values()).isdisjoint(settings):
            _refuse_lax(config_file, 0o022, 'holds a command, but others may change it')
        sources.append(('profile [%s] of %s' % (to_text(section), config_file), settings))
    context = _section(_read(context_file, quiet=True), _CONTEXT_SECTION)
    if context:
        # A context file also holds the owner's name, without a password: nothing to log in with.
        context = dict((name, context[name]) for name in ('endpoint', 'key', 'secret')
                       if name in context)
        sources.append(('context file %s' % context_file, context))
    return sources


def _is_for(endpoint, settings):
    """Whether settings may be used for an endpoint.

    Those of a source that names another one may not.
    """
    own = settings.get('endpoint')
    return not own or paths.endpoint(own) == paths.endpoint(endpoint)


def _credentials(sources, prompt):
    """The credentials of the first source that has any, and where each came from; nothing if the
    caller gave ``login_creds``.

    Where the terminal can be asked, a user name without password will do.
    """
    if 'login_creds' in sources[0][1]:
        return {}, {}
    for source, settings in sources:
        for names in _PAIRS:
            present = [name for name in names
                       if settings.get(name) or settings.get(_COMMANDS.get(name))]
            if len(present) == 1 and not (prompt and present == ['username']):
                raise ValueError(native_str(
                    '%s: %s and %s are needed together, but only one is set' % (
                        source, _called(names[0], source), _called(names[1], source))))
            if present:
                return _pair(source, settings, names)
    return {}, {}


def _pair(source, settings, names):
    """A pair of credentials of a source, and where each came from; a command is run."""
    public, secret = names
    pair, origins = dict((name, settings.get(name)) for name in names), dict.fromkeys(names, source)
    command = settings.get(_COMMANDS[secret])
    if command and pair[secret]:
        raise ValueError(native_str('%s: there are both %s and %s; keep one of them' % (
            source, _called(secret, source), _called(_COMMANDS[secret], source))))
    if command:
        from .transport import secret_command  # few programs have one
        origins[secret] = '%s of %s' % (_called(_COMMANDS[secret], source), source)
        pair[secret] = secret_command.run(command, origins[secret])
    return pair, origins


def _called(name, source):
    """What a source calls a setting."""
    if source == 'argument':
        return name
    return (_IN_ENVIRONMENT if source.startswith('environment') else _IN_FILES).get(name, name)


def _read(path, quiet=False):
    """The parsed INI file; None if there is none.

    :param bool quiet: overlook one that may not be read.
    :raises ValueError: if it cannot be read or understood.
    """
    absolute = os.path.expanduser(path)
    if not os.path.exists(absolute):
        return None
    try:
        with io.open(absolute, encoding='utf-8-sig') as stream:
            return parsed_ini(stream)
    except (IOError, OSError) as error:
        if quiet:
            return None
        raise ValueError(native_str('%s cannot be read: %s' % (path, error.strerror)))
    except ValueError as error:
        raise ValueError(native_str('%s is not an INI file (%s)' % (path, error)))


def _section(parsed, name):
    """The settings of a section, by our names; empty without it."""
    if parsed is None or not parsed.has_section(native_str(name)):
        return {}
    pairs = ((to_text(key), to_text(value).strip()) for key,
             value in parsed.items(native_str(name)) if value is not None)
    return dict((_OTHER_NAMES.get(key, key), value) for key, value in pairs if value)


def _refuse_lax(path, refused, reason):
    """Refuse a file with permissions that it must not have.

    :param int refused: the bits of these permissions.
    """
    mode = stat.S_IMODE(os.stat(os.path.expanduser(path)).st_mode)
    if os.name == 'posix' and mode & refused:
        raise ValueError(native_str(
            '%s %s (mode %04o). Run: chmod 600 %s' % (path, reason, mode, path)))


def _asked(endpoint, username):
    where = ' at %s' % endpoint if endpoint else ''
    username = username or to_text(ask(native_str('User name%s: ' % where))).strip()
    return username, to_text(getpass.getpass(native_str('Password of %s%s: ' % (username, where))))

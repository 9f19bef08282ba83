# -*- coding: utf-8 -*-
"""User documents: accounts and their settings, as the service expects them.

Pure functions: arguments in, changes of a document out.
"""
from __future__ import unicode_literals

from ..compat import etree, native_str
from . import arguments

DEFAULT_CLOUD = 'General.default.cloud.service'
KEEP_RUNNING = 'General.keep-running'
SSH_KEYS = 'General.ssh.public.key'
TIMEOUT = 'General.Timeout'
USAGE_EMAIL = 'General.mail-usage'
VERBOSITY = 'General.Verbosity Level'

# The service shows its own key among the settings of each user.
_NO_SETTING = 'General.orchestrator.publicsshkey'

#: Attributes that must not be empty, by the names of the arguments.
_NEEDED = {'password': 'password', 'email': 'email', 'first_name': 'firstName',
           'last_name': 'lastName'}


def attributes(organization=None, roles=None, privileged=None, **needed):
    """Return the attributes of a user's document, without those that are None.

    :param needed: ``password``, ``email``, ``first_name`` and ``last_name``.
    :raises ValueError: one of these is empty.
    :raises TypeError: an argument has the wrong type.
    """
    values = dict((_NEEDED[name], arguments.name(value, name))
                  for name, value in needed.items() if value is not None)
    if organization is not None:
        values['organization'] = arguments.text(organization, 'organization')
    if roles is not None:
        values['roles'] = arguments.joined(roles, 'roles')
    if privileged is not None:
        values['issuper'] = arguments.text(arguments.boolean(privileged, 'privileged'),
                                           'privileged')
    return values


def require(values):
    """Make sure that the attributes of a new user are complete.

    :raises ValueError: one is missing.
    """
    for name in sorted(_NEEDED):
        if _NEEDED[name] not in values:
            raise ValueError(native_str('A new user needs a %s' % name))


def parameters(settings, cloud_parameters=None):
    """Return the parameters of a user's document, without those that are None.

    :param dict settings: values of the arguments of ``create_user`` that are settings.
    :param dict cloud_parameters: cloud name to a dict of parameters of that cloud.
    :return: a list of triples: category, name, value.
    """
    general = [('General', name, convert(settings[argument], argument))
               for argument, name, convert in _SETTINGS if settings.get(argument) is not None]
    return general + cloud_triples(cloud_parameters)


def cloud_triples(cloud_parameters):
    """Return the parameters of clouds as triples; their names begin with that of the cloud."""
    triples = []
    for cloud, values in sorted(arguments.mapping(cloud_parameters, 'cloud_parameters').items()):
        cloud = arguments.name(arguments.cloud_of(cloud), 'a cloud name')
        for name, value in sorted(
                arguments.mapping(values, 'cloud_parameters[%s]' % cloud).items()):
            name = arguments.name(name, 'a parameter name')
            full = name if name.startswith(cloud + '.') else '%s.%s' % (cloud, name)
            triples.append((cloud, full, arguments.text(value, full)))
    return triples


def new_user(username, values, triples):
    """Return the document of a new user, which is active at once.

    :param dict values: the attributes.
    :param triples: the parameters.
    """
    root = etree.Element('user', {'name': arguments.text(username, 'username'),
                                  'resourceUri': 'user/%s' % username, 'state': 'ACTIVE'})
    for name, value in values.items():
        root.set(name, value)
    set_parameters(root, triples)
    return root


def change_user(root, values, triples):
    """Change a user's document in place.

    Everything else is sent back as it was read, as the service resets what is missing. Except for
    the roles: what was read may be those of the session, ordinary users must not send any, and
    without them the stored ones stay.
    """
    root.attrib.pop('roles', None)
    for name, value in values.items():
        root.set(name, value)
    for entry in root.findall('parameters/entry'):
        parameter = entry.find('parameter')
        if parameter is not None and parameter.get('name') == _NO_SETTING:
            root.find('parameters').remove(entry)
    set_parameters(root, triples)


def set_parameters(root, triples):
    """Set parameters in a user's document, passed as triples of category, name and value."""
    container = root.find('parameters')
    if container is None:
        container = etree.SubElement(root, 'parameters')
    existing = dict((parameter.get('name'), parameter)
                    for parameter in container.findall('entry/parameter'))
    for category, name, value in triples:
        parameter = existing.get(name)
        if parameter is None:
            entry = etree.SubElement(container, 'entry')
            etree.SubElement(entry, 'string').text = name
            parameter = etree.SubElement(entry, 'parameter', {'name': name, 'category': category})
        element = parameter.find('value')
        if element is None:
            element = etree.SubElement(parameter, 'value')
        element.text = value


def _keys(value, what):
    return arguments.joined(value, what, '\n')


def _cloud(value, what):
    return arguments.text(arguments.cloud_of(value), what)


def _minutes(value, what):
    return '%d' % arguments.number(value, what)


def _verbosity(value, what):
    return arguments.one_of(arguments.number(value, what), ('0', '1', '2', '3'), what)


def _usage_email(value, what):
    return arguments.one_of(value, arguments.USAGE_EMAIL_VALUES, what)


#: Settings: the argument, the name of the parameter, and what converts the value.
_SETTINGS = (
    ('default_cloud', DEFAULT_CLOUD, _cloud),
    ('default_keep_running', KEEP_RUNNING, arguments.keep_running),
    ('ssh_public_keys', SSH_KEYS, _keys), ('log_verbosity', VERBOSITY, _verbosity),
    ('execution_timeout', TIMEOUT, _minutes), ('usage_email', USAGE_EMAIL, _usage_email))

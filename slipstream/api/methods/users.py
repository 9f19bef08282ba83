# -*- coding: utf-8 -*-
"""Users: accounts and their settings.

Reading, creating and updating accounts. A user's document holds the settings and cloud credentials,
too, as parameters.
"""
from __future__ import unicode_literals

from .. import errors, listing, models
from ..compat import etree, native_str, string_types, to_text
from ..protocol import arguments, documents, paths
from .login import Login

_CLOUD = 'General.default.cloud.service'
_KEEP_RUNNING = 'General.keep-running'
_SSH_KEYS = 'General.ssh.public.key'
_TIMEOUT = 'General.Timeout'
_USAGE_EMAIL = 'General.mail-usage'
_VERBOSITY = 'General.Verbosity Level'

# The service shows its own key among the settings of each user.
_NO_SETTING = 'General.orchestrator.publicsshkey'

# How connectors call the two parts of a credential.
_PUBLIC_PARTS = ('.username', '.access.id')
_SECRET_PARTS = ('.password', '.secret.key')


class Users(Login):
    """The methods of :class:`~slipstream.api.Api` for users."""

    def get_user(self, username=None):
        """Read about a user.

        :param str username: name of the user; None for the one who is logged in. Only privileged
            users may read others.
        :rtype: slipstream.api.models.User
        :raises UnauthorizedError: no name is given and nobody is logged in.
        :raises ForbiddenError: the user is somebody else.
        :raises NotFoundError: there is no such user.
        """
        return user_of(self._xml(self._user_path(username), ('user',)))

    def list_users(self):
        """List the users; for privileged users only.

        :return: a lazy iterator of :class:`~slipstream.api.models.UserItem`.
        :rtype: Listing
        :raises ForbiddenError: the caller is not privileged; raised when the first row is asked
            for.
        """
        return listing.Listing(self._user_items())

    def create_user(self, username, password, email, first_name, last_name, organization=None,
                    roles=None, privileged=False, default_cloud=None,
                    default_keep_running='never', ssh_public_keys=None, log_verbosity=1,
                    execution_timeout=30, usage_email='never',
                    cloud_parameters=None):
        """Create a user. What is None is left to the service.

        :param str username: name of the user, which must not exist yet.
        :param str password: the password.
        :param str email: the email address.
        :param str first_name: the first name.
        :param str last_name: the last name.
        :param str organization: the organization or company.
        :param roles: roles, as a list or as comma-separated text; for privileged callers only.
        :param bool privileged: create a privileged user; for privileged callers only.
        :param str default_cloud: the cloud to use when none is given.
        :param str default_keep_running: when to leave deployments running: ``always``, ``never``,
            ``on-success`` or ``on-error``.
        :param str ssh_public_keys: public SSH keys for the instances, one per line; or a list of
            them.
        :param int log_verbosity: how much to log inside instances: 0 actions, 1 steps, 2 details, 3
            debugging.
        :param int execution_timeout: minutes after which a deployment that makes no progress is
            given up.
        :param str usage_email: ``never`` or ``daily``: whether to mail a summary of the cloud usage
            of the day before.
        :param dict cloud_parameters: cloud name to a dict of parameters of that cloud, for example
            its credentials.
        :return: True
        :raises ForbiddenError: the user exists, or the caller is not privileged enough.
        :raises ConflictError: the service does not accept a value.
        """
        address = paths.user(username)
        attributes = user_attributes(password, email, first_name, last_name, organization, roles,
                                     privileged)
        for name in ('password', 'email', 'firstName', 'lastName'):
            if name not in attributes:
                raise ValueError(native_str('A new user needs a %s' % name))
        root = new_document(to_text(username).strip('/'), attributes)
        set_parameters(root, user_parameters(
            default_cloud, default_keep_running, ssh_public_keys, log_verbosity, execution_timeout,
            usage_email, cloud_parameters))
        self._put_xml(address, root, params={'new': 'true'})
        return True

    def update_user(self, username=None, password=None, email=None, first_name=None, last_name=None,
                    organization=None, roles=None,
                    privileged=None, default_cloud=None, default_keep_running=None,
                    ssh_public_keys=None, log_verbosity=None,
                    execution_timeout=None, usage_email=None, cloud_parameters=None):
        """Change a user; what is None stays.

        The arguments are those of :meth:`create_user`.

        :param str username: name of the user, which cannot be changed; None for the one who is
            logged in.
        :param str password: a new password.
        :param str email: the email address.
        :param str first_name: the first name.
        :param str last_name: the last name.
        :param str organization: the organization or company.
        :param roles: roles; for privileged callers only.
        :param bool privileged: whether the user is privileged; for privileged callers only.
        :param str default_cloud: the cloud to use when none is given.
        :param str default_keep_running: when to leave deployments running.
        :param str ssh_public_keys: public SSH keys for the instances; an empty text removes all.
        :param int log_verbosity: how much to log inside instances, 0 to 3.
        :param int execution_timeout: minutes after which a deployment that makes no progress is
            given up.
        :param str usage_email: ``never`` or ``daily``.
        :param dict cloud_parameters: cloud name to a dict of parameters of that cloud; others stay.
        :return: True
        :raises UnauthorizedError: no name is given and nobody is logged in.
        :raises ForbiddenError: the user is somebody else, or the caller is not privileged enough.
        :raises NotFoundError: there is no such user.
        :raises ConflictError: the service does not accept a value.
        """
        attributes = user_attributes(password, email, first_name, last_name, organization, roles,
                                     privileged)
        parameters = user_parameters(
            default_cloud, default_keep_running, ssh_public_keys, log_verbosity, execution_timeout,
            usage_email, cloud_parameters)
        address = self._user_path(username)
        root = self._xml(address, ('user',))
        change_user(root, attributes, parameters)
        self._put_xml(address, root)
        return True

    def delete_user(self, username):
        """Delete a user. The service keeps the account, but nobody can log in with it any more.

        :param str username: name of the user; ordinary users may delete only themselves.
        :return: True
        :raises ForbiddenError: the user is somebody else.
        :raises NotFoundError: there is no such user.
        """
        self._send('DELETE', paths.user(username))
        return True

    def _user_path(self, username):
        if username is not None:
            return paths.user(username)
        own = self.username
        if own is None:
            raise errors.UnauthorizedError(
                'Nobody is logged in, so it is not clear which user is meant.',
                hint='Log in, or give a username.')
        try:
            return paths.user(own)
        except (TypeError, ValueError):
            raise errors.ResponseError(
                'The service did not tell the name of the user who is logged in')

    def _user_items(self):
        for row in self._rows('/users', ('list',), user_item_of)[1]:
            yield row


def user_item_of(element):
    """What a row of the list of users says, and the document of a user says as well."""
    # And each by itself: in long listings a function for each attribute would show.
    get = element.get
    name, email, first_name, last_name = get('name'), get('email'), get('firstName'), get(
        'lastName')
    organization, active_since, last_online = get('organization'), get('activeSince'), get(
        'lastOnline')
    return models.row(models.UserItem, (
        name and name.strip(), email and email.strip(), first_name and first_name.strip(),
        last_name and last_name.strip(),
        organization and organization.strip(), documents.words(get('roles'), ' \t\r\n,;'),
        documents.is_true(element, 'issuper'),
        active_since and active_since.strip(), last_online and last_online.strip(),
        documents.flag(element, 'online')))


def user_of(root):
    """What a user's document says."""
    values = dict((parameter.get('name'), documents.text_of(parameter, 'value'))
                  for parameter in root.findall('parameters/entry/parameter'))
    return models.User(
        cyclone_login=documents.attribute(root, 'cycloneLogin'),
        github_login=documents.attribute(root, 'githubLogin'),
        configured_clouds=configured_clouds(root), default_cloud=values.get(_CLOUD),
        ssh_public_keys=[line.strip() for line in (values.get(_SSH_KEYS) or '').splitlines()
                         if line.strip()],
        keep_running=values.get(_KEEP_RUNNING), timeout=values.get(_TIMEOUT),
        **user_item_of(root)._asdict())


def configured_clouds(root):
    """The clouds for which a user's document has both parts of a credential, as a set of names."""
    halves = {_PUBLIC_PARTS: set(), _SECRET_PARTS: set()}
    for parameter in root.findall('parameters/entry/parameter'):
        name, cloud = parameter.get('name') or '', documents.attribute(parameter, 'category')
        for endings, clouds in halves.items():
            if cloud and cloud != 'General' and name.endswith(endings) and documents.text_of(
                    parameter, 'value'):
                clouds.add(cloud)
    return halves[_PUBLIC_PARTS] & halves[_SECRET_PARTS]


def user_attributes(password, email, first_name, last_name, organization, roles, privileged):
    """The checked attributes of a user's document, without those that are None.

    :raises ValueError: if one that must say something is empty.
    :raises TypeError: if one is of the wrong type.
    """
    needed = {'password': password, 'email': email, 'firstName': first_name, 'lastName': last_name}
    attributes = dict((name, _secretless(name, value)) for name,
                      value in needed.items() if value is not None)
    if organization is not None:
        attributes['organization'] = arguments.text(organization, 'organization')
    if roles is not None:
        attributes['roles'] = arguments.joined(roles, 'roles')
    if privileged is not None:
        attributes['issuper'] = arguments.text(arguments.boolean(privileged, 'privileged'),
                                               'privileged')
    return attributes


def user_parameters(default_cloud, keep_running, ssh_public_keys, log_verbosity, execution_timeout,
                    usage_email, cloud_parameters):
    """The checked parameters of a user's document, without those that are None.

    :return: a list of triples: category, name, value.
    """
    written = [
        (_CLOUD, default_cloud, arguments.text, 'default_cloud'),
        (_KEEP_RUNNING, keep_running, lambda value,
         what: arguments.one_of(value, arguments.KEEP_RUNNING_VALUES, what), 'default_keep_running'),
        (_SSH_KEYS, ssh_public_keys, lambda value, what: arguments.joined(value, what, '\n'),
         'ssh_public_keys'),
        (_VERBOSITY, log_verbosity, _verbosity, 'log_verbosity'),
        (_TIMEOUT, execution_timeout, lambda value, what: '%d' % arguments.number(value, what),
         'execution_timeout'),
        (_USAGE_EMAIL, usage_email, lambda value,
         what: arguments.one_of(value, arguments.USAGE_EMAIL_VALUES, what), 'usage_email')]
    general = [('General', name, convert(value, what)) for name, value, convert,
               what in written if value is not None]
    return general + cloud_triples(cloud_parameters)


def cloud_triples(cloud_parameters):
    """The parameters of clouds as triples; their names begin with that of the cloud."""
    triples = []
    for cloud, parameters in sorted(
            arguments.mapping(cloud_parameters, 'cloud_parameters').items()):
        cloud = arguments.name(cloud, 'a cloud name')
        for name, value in sorted(
                arguments.mapping(parameters, 'cloud_parameters[%s]' % cloud).items()):
            name = arguments.name(name, 'a parameter name')
            full = name if name.startswith(cloud + '.') else '%s.%s' % (cloud, name)
            triples.append((cloud, full, arguments.text(value, full)))
    return triples


def new_document(username, attributes):
    """The document of a new user, which is active at once."""
    root = etree.Element('user', {'name': arguments.text(username, 'username'),
                                  'resourceUri': 'user/%s' % username, 'state': 'ACTIVE'})
    for name, value in attributes.items():
        root.set(name, value)
    return root


def change_user(root, attributes, parameters):
    """Change a user's document in place.

    Everything else is sent back as it was read, as the service resets what is missing; except for
    the roles: what was read may be those of the session, ordinary users must not send any, and
    without them the stored ones stay.
    """
    root.attrib.pop('roles', None)
    for name, value in attributes.items():
        root.set(name, value)
    for entry in root.findall('parameters/entry'):
        parameter = entry.find('parameter')
        if parameter is not None and parameter.get('name') == _NO_SETTING:
            root.find('parameters').remove(entry)
    set_parameters(root, parameters)


def set_parameters(root, triples):
    """Set parameters in a user's document, given as triples of category, name and value."""
    container = root.find('parameters')
    if container is None:
        container = etree.SubElement(root, 'parameters')
    known = dict((parameter.get('name'), parameter)
                 for parameter in container.findall('entry/parameter'))
    for category, name, value in triples:
        parameter = known.get(name)
        if parameter is None:
            entry = etree.SubElement(container, 'entry')
            etree.SubElement(entry, 'string').text = name
            parameter = etree.SubElement(entry, 'parameter', {'name': name, 'category': category})
        element = parameter.find('value')
        if element is None:
            element = etree.SubElement(parameter, 'value')
        element.text = value


def _secretless(name, value):
    """A text that must say something; unlike others it does not appear in the message if it is wrong."""
    if not isinstance(value, string_types):
        raise TypeError(native_str('%s must be a text, not %s' % (name, type(value).__name__)))
    return arguments.name(value, name)


def _verbosity(value, what):
    return arguments.one_of(arguments.number(value, what), ('0', '1', '2', '3'), what)

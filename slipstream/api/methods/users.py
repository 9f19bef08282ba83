# -*- coding: utf-8 -*-
"""Users: accounts and their settings.

A user's document holds the settings and the cloud credentials, too, as parameters.
"""
from __future__ import unicode_literals

from .. import errors, listing, models
from ..compat import to_text
from ..protocol import arguments, documents, fast_rows, paths, user_documents
from . import base
from .login import Login

# The names that connectors give to the two parts of a credential.
_PUBLIC_PARTS = ('.username', '.access.id')
_SECRET_PARTS = ('.password', '.secret.key')


class Users(Login):
    """The methods of :class:`~slipstream.api.Api` for users."""

    def get_user(self, username=None):
        """Read a user.

        ::

            >>> print(api.get_user().default_cloud)
            exoscale-ch-gva

        :param str username: name of the user; None for the one who is logged in. Only privileged
            users may read others.
        :rtype: slipstream.api.models.User
        :raises UnauthorizedError: you pass no name and nobody is logged in.
        :raises ForbiddenError: it is somebody else.
        :raises NotFoundError: there is no such user.
        """
        return user_of(self._xml(self._user_path(username), documents.USER_ROOTS))

    def list_users(self):
        """List the users; for privileged users only.

        ::

            >>> for user in admin.list_users():
            ...     if user.privileged:
            ...         print(user.username)
            super

        :return: a lazy iterator of :class:`~slipstream.api.models.UserItem`.
        :rtype: Listing
        :raises ForbiddenError: you are not privileged. Raised when the first row is read.
        """
        return listing.Listing(listing.AtOnce(self._user_items))

    def create_user(self, username, password, email, first_name, last_name, organization=None,
                    roles=None, privileged=False, default_cloud=None,
                    default_keep_running='never', ssh_public_keys=None, log_verbosity=1,
                    execution_timeout=30, usage_email='never',
                    cloud_parameters=None):
        """Create a user. None leaves a value to the service.

        ::

            >>> admin.create_user('bob', 'a password', 'bob@example.org', 'Bob', 'Miller')
            True

        :param str username: name of the user, which must not exist yet.
        :param str password: the password.
        :param str email: the email address.
        :param str first_name: the first name.
        :param str last_name: the last name.
        :param str organization: the organization or company.
        :param roles: roles, as a list or as a comma-separated string; for privileged users only.
        :param bool privileged: create a privileged user; for privileged users only.
        :param str default_cloud: the cloud to use when none is given.
        :param str default_keep_running: when to leave deployments running: ``always``, ``never``,
            ``on-success`` or ``on-error``.
        :param str ssh_public_keys: public SSH keys for the instances, one per line; or a list of
            them.
        :param int log_verbosity: how much to log on instances: 0 actions, 1 steps, 2 details, 3
            debugging.
        :param int execution_timeout: minutes after which the service gives up a deployment that
            makes no progress.
        :param str usage_email: ``never`` or ``daily``: whether to mail a summary of the cloud usage
            of the day before.
        :param dict cloud_parameters: cloud name to a dict of parameters of that cloud, for example
            its credentials.
        :return: True
        :raises ForbiddenError: the user exists, or you are not privileged enough.
        :raises ConflictError: the service does not accept a value.
        """
        address = paths.user(username)
        attributes = user_documents.attributes(
            password=password, email=email, first_name=first_name, last_name=last_name,
            organization=organization, roles=roles, privileged=privileged)
        user_documents.require(attributes)
        parameters = user_documents.parameters({
            'default_cloud': default_cloud, 'default_keep_running': default_keep_running,
            'ssh_public_keys': ssh_public_keys, 'log_verbosity': log_verbosity,
            'execution_timeout': execution_timeout, 'usage_email': usage_email}, cloud_parameters)
        root = user_documents.new_user(to_text(username).strip('/'), attributes, parameters)
        self._put_xml(address, root, params={'new': 'true'})
        return True

    def update_user(self, username=None, password=None, email=None, first_name=None, last_name=None,
                    organization=None, roles=None,
                    privileged=None, default_cloud=None, default_keep_running=None,
                    ssh_public_keys=None, log_verbosity=None,
                    execution_timeout=None, usage_email=None, cloud_parameters=None):
        """Change a user. None leaves a value as it is.

        ::

            >>> api.update_user(default_cloud='ec2-eu-west')
            True

        :param str username: name of the user, which cannot be changed; None for the one who is
            logged in.
        :param str password: a new password.
        :param str email: the email address.
        :param str first_name: the first name.
        :param str last_name: the last name.
        :param str organization: the organization or company.
        :param roles: roles; for privileged users only.
        :param bool privileged: whether the user is privileged; for privileged users only.
        :param str default_cloud: the cloud to use when none is given.
        :param str default_keep_running: when to leave deployments running.
        :param str ssh_public_keys: public SSH keys for the instances; an empty string removes all.
        :param int log_verbosity: how much to log on instances, 0 to 3.
        :param int execution_timeout: minutes after which the service gives up a deployment that
            makes no progress.
        :param str usage_email: ``never`` or ``daily``.
        :param dict cloud_parameters: cloud name to a dict of parameters of that cloud; others stay.
        :return: True
        :raises UnauthorizedError: you pass no name and nobody is logged in.
        :raises ForbiddenError: it is somebody else, or you are not privileged enough.
        :raises NotFoundError: there is no such user.
        :raises ConflictError: the service does not accept a value.
        """
        attributes = user_documents.attributes(
            password=password, email=email, first_name=first_name, last_name=last_name,
            organization=organization, roles=roles, privileged=privileged)
        parameters = user_documents.parameters({
            'default_cloud': default_cloud, 'default_keep_running': default_keep_running,
            'ssh_public_keys': ssh_public_keys, 'log_verbosity': log_verbosity,
            'execution_timeout': execution_timeout, 'usage_email': usage_email}, cloud_parameters)
        address = self._user_path(username)
        root = self._xml(address, documents.USER_ROOTS)
        user_documents.change_user(root, attributes, parameters)
        self._put_xml(address, root)
        return True

    def delete_user(self, username):
        """Delete a user. The service keeps the account, but nobody can log in with it any more.

        ::

            >>> admin.delete_user('tarzan')
            True

        :param str username: name of the user; ordinary users may delete only themselves.
        :return: True
        :raises ForbiddenError: it is somebody else.
        :raises NotFoundError: there is no such user.
        """
        self._send('DELETE', paths.user(arguments.username_of(username)))
        return True

    def _user_path(self, username):
        if username is not None:
            return paths.user(arguments.username_of(username))
        own = self.username
        if own is None:
            raise errors.UnauthorizedError(
                'Nobody is logged in, so there is no current user.',
                hint='Log in, or pass a username.')
        return paths.user(base.from_service(paths.user, own,
                                            'the name of the user who is logged in'))

    def _user_items(self):
        return self._rows('/users', documents.LIST_ROOTS, user_item_of)[1]


def user_item_of(element):
    """Return the row that a list of users, or the document of a user, contains.

    :param element: the element, or its attributes.
    """
    # Each by itself: in long listings, a function for each attribute would take noticeable time.
    get = element.get
    name, email, first_name, last_name = get('name'), get('email'), get('firstName'), get(
        'lastName')
    organization, active_since, last_online = get('organization'), get('activeSince'), get(
        'lastOnline')
    return fast_rows.row(models.UserItem, (
        name and name.strip(), email and email.strip(), first_name and first_name.strip(),
        last_name and last_name.strip(),
        organization and organization.strip(), documents.words(get('roles'), ' \t\r\n,;'),
        documents.is_true(element, 'issuper'),
        active_since and active_since.strip(), last_online and last_online.strip(),
        documents.flag(element, 'online')))


def user_of(root):
    """Return the user that a document describes."""
    values = dict((parameter.get('name'), documents.text_of(parameter, 'value'))
                  for parameter in root.findall('parameters/entry/parameter'))
    keys = (values.get(user_documents.SSH_KEYS) or '').splitlines()
    return models.User(
        cyclone_login=documents.attribute(root, 'cycloneLogin'),
        github_login=documents.attribute(root, 'githubLogin'),
        configured_clouds=configured_clouds(root),
        default_cloud=values.get(user_documents.DEFAULT_CLOUD),
        ssh_public_keys=[key.strip() for key in keys if key.strip()],
        keep_running=values.get(user_documents.KEEP_RUNNING),
        timeout=values.get(user_documents.TIMEOUT), **user_item_of(root)._asdict())


def configured_clouds(root):
    """Return the clouds for which a document has both parts of a credential, as a set of names."""
    halves = {_PUBLIC_PARTS: set(), _SECRET_PARTS: set()}
    for parameter in root.findall('parameters/entry/parameter'):
        name, cloud = parameter.get('name') or '', documents.attribute(parameter, 'category')
        for endings, clouds in halves.items():
            if cloud and cloud != 'General' and name.endswith(endings) and documents.text_of(
                    parameter, 'value'):
                clouds.add(cloud)
    return halves[_PUBLIC_PARTS] & halves[_SECRET_PARTS]

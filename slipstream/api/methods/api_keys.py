# -*- coding: utf-8 -*-
"""API keys: credentials for programs, and deleting them again."""
from __future__ import unicode_literals

from .. import models
from ..compat import native_str, to_text
from ..errors import ResponseError
from ..protocol import arguments, paths
from . import base
from .cimi import Cimi, operation_address


class ApiKeys(Cimi):
    """The methods of :class:`~slipstream.api.Api` for API keys."""

    def create_api_key(self, name, ttl=None):
        """Create an API key for your account, with which a program can log in.

        ::

            >>> key = api.create_api_key('nightly build', ttl=86400)
            >>> api.login_apikey(*key)['status']
            201

        :param str name: what it is for.
        :param int ttl: seconds until it expires; None for never.
        :return: a pair of the id and the secret. The service shows the secret only now.
        :rtype: slipstream.api.models.ApiKey
        :raises ForbiddenError: you are not logged in.
        :raises ValueError: ``ttl`` is not a positive integer.
        :raises ResponseError: the service accepted, but did not return the secret.
        """
        template = {'href': 'credential-template/generate-api-key',
                    'ttl': 0 if ttl is None else arguments.number(ttl, 'ttl', least=1)}
        answer = self.cimi_add('credentials', {'name': arguments.name(name, 'name'),
                                               'credentialTemplate': template})
        secret = answer.json.get('secretKey')
        if not arguments.is_string(secret):
            raise ResponseError('The service created an API key, but did not return its secret')
        return models.ApiKey(base.added_id(answer), to_text(secret))

    def delete_api_key(self, key):
        """Delete an API key; nobody can log in with it any more.

        ::

            >>> key = api.create_api_key('trial', ttl=600)
            >>> api.delete_api_key(key)
            True

        Nothing else is deleted: it is read first, and must be an API key.

        :param key: its id, or what :meth:`create_api_key` returned.
        :return: True
        :raises ValueError: it is not an API key; nothing was deleted.
        :raises ResponseError: the service does not say what it is; nothing was deleted.
        :raises NotFoundError: there is no such key.
        :raises UnknownOperationError: it is not yours.
        """
        resource_id = paths.cimi(key.key if isinstance(key, models.ApiKey) else key, self.endpoint)
        if not resource_id.startswith('credential/'):
            raise _no_key(resource_id)
        document = self._cimi_get(resource_id)
        address = operation_address(document, 'delete', 'The resource %s' % resource_id)
        if not arguments.is_string(document.get('type')):
            raise ResponseError('The service did not return the type of %s' % resource_id)
        if document['type'] != 'api-key':
            raise _no_key(resource_id)
        self._cimi_request('DELETE', self._own_address(address))
        return True


def _no_key(resource_id):
    return ValueError(native_str(
        '%s is not an API key, so it was not deleted; cimi_delete() deletes any resource'
        % resource_id))

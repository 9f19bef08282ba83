# -*- coding: utf-8 -*-
"""Responses with a status document."""
from __future__ import unicode_literals

from .. import bodies


def status(code, message, resource_id=None, headers=()):
    """A response with a status document."""
    document = {'status': code, 'message': message}
    if resource_id:
        document['resource-id'] = resource_id
    return bodies.response(code, document, headers)


def created(resource_id, headers=()):
    """The response to a successful add."""
    return status(201, '%s created' % resource_id, resource_id,
                  [('Location', resource_id)] + list(headers))

# -*- coding: utf-8 -*-
"""Responses and optional bodies of operations."""
from __future__ import unicode_literals

from .. import bodies


def status_answer(status, message, resource_id=None, headers=()):
    """A response with a status document."""
    document = {'status': status, 'message': message}
    if resource_id:
        document['resource-id'] = resource_id
    return bodies.answer(status, document, headers)


def created(resource_id, headers=()):
    """The response to a successful add."""
    return status_answer(201, '%s created' % resource_id, resource_id,
                         [('Location', resource_id)] + list(headers))


def options(request):
    """The optional JSON body of an operation or a delete.

    :return: a dict; empty if there is no body or it is not a map.
    :raises MalformedBody: if the content type is JSON, but the body is not.
    """
    body = bodies.decoded(request)
    return body if isinstance(body, dict) else {}

# -*- coding: utf-8 -*-
"""Answers of operations.

What the collections with behaviour share: status answers, and bodies that may be left out.
"""
from __future__ import unicode_literals

from .. import bodies


def status_answer(status, message, resource_id=None, headers=()):
    """An answer with a status document."""
    document = {'status': status, 'message': message}
    if resource_id:
        document['resource-id'] = resource_id
    return bodies.answer(status, document, headers)


def created(resource_id, headers=()):
    """The answer to a successful add."""
    return status_answer(201, '%s created' % resource_id, resource_id,
                         [('Location', resource_id)] + list(headers))


def options(request):
    """The JSON body of an operation or a delete, which is optional.

    :return: a dict; empty without a body, or if it is something else than a map.
    :raises MalformedBody: if the body is announced as JSON but is not.
    """
    body = bodies.decoded(request)
    return body if isinstance(body, dict) else {}

# -*- coding: utf-8 -*-
"""Errors of the JSON interface."""
from __future__ import unicode_literals


class Problem(Exception):
    """A request is refused: status, message and, where the reference has it, ``resource-id``."""

    def __init__(self, status, message, resource_id=None):
        super(Problem, self).__init__(status, message, resource_id)
        self.status = status
        self.message = message
        self.resource_id = resource_id

    def document(self):
        """The body of the response."""
        body = {'status': self.status, 'message': self.message}
        return dict(body, **{'resource-id': self.resource_id}) if self.resource_id else body


def forbidden():
    """The caller lacks a right, whether logged in or not."""
    return Problem(403, 'credentials required')


def not_found(resource_id):
    """There is no such document."""
    return Problem(404, '%s not found' % resource_id, resource_id)


def conflict(resource_id):
    """A document with this computed id already exists."""
    return Problem(409, 'conflict with %s' % resource_id, resource_id)


def invalid(explanation):
    """The document does not match its schema."""
    return Problem(400, 'resource does not satisfy defined schema:\n%s' % explanation)


class Rejected(Exception):
    """The database refuses a search; the response of the service has no count then."""

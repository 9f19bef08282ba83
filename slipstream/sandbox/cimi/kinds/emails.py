# -*- coding: utf-8 -*-
"""Mail addresses, callbacks and identifiers of users.

A sandbox sends no mail. The table ``mail`` holds the messages that the service would send, with the
link for the recipient.
"""
from __future__ import unicode_literals

from ... import checks, timestamps
from ...state import cimi_records, ids
from .. import errors, schema
from . import responses
from .base import SIXSQ_ACTION, Kind

address = checks.matching(r'[^\s@]+@[^\s@]+\.[^\s@.]+')
#: How long the link in a mail is valid, in seconds.
LIFETIME = 24 * 3600
ALREADY_VALIDATED = 'email address is already validated'
_EMAIL = schema.Schema({'address': address}, {'validated': checks.flag})
_IDENTIFIER = schema.Schema({'identifier': checks.nonblank,
                             'user': checks.structure({'href': checks.matching('user/.+')})})
_CALLBACK = schema.Schema({'action': checks.nonblank,
                           'state': checks.one_of('WAITING', 'FAILED', 'SUCCEEDED')},
                          {'targetResource': schema.loose_link,
                           'data': checks.map_of(checks.anything), 'expires': checks.timestamp})


class Email(Kind):
    """Mail addresses: by following a link, users prove that an address is theirs."""

    name = 'email'
    key = 'emails'
    forces_acl = True
    editable = False
    actions = {'validate': 'send_link'}

    def identify(self, world, document):
        """The digest of the address."""
        return ids.md5_hex(document['address'])

    def complete(self, world, caller, document, request):
        """A new address is not validated, whatever the body says."""
        email = dict(document, validated=False)
        email.pop('acl', None)
        self.validate(world, caller, email)
        return email, {}

    def validate(self, world, caller, document):
        """Check an address."""
        _EMAIL.check(document)

    def operations(self, world, caller, document, modifiable):
        """An address can be validated once."""
        waiting = [] if document.get('validated') else [(SIXSQ_ACTION + 'validate', 'validate')]
        return super(Email, self).operations(world, caller, document, modifiable) + waiting

    def send_link(self, world, caller, document, request):
        """Mail the link. Anybody may request that."""
        if document.get('validated'):
            raise errors.Problem(400, ALREADY_VALIDATED)
        send_validation(world, document['address'], 'email-validation', document['id'])
        return responses.status(202, 'check your mailbox for a validation message')


class Callback(Kind):
    """Callbacks: the actions behind links. Anybody who knows the id can run them."""

    name = 'callback'
    key = 'callbacks'
    viewers = 'ADMIN'
    adders = 'ADMIN'
    editable = False
    actions = {'execute': 'execute'}

    def default_acl(self, world, caller, document):
        """Only administrators have access."""
        return cimi_records.acl(cimi_records.ADMIN, [cimi_records.role('ADMIN', 'VIEW')])

    def complete(self, world, caller, document, request):
        """A new callback is waiting."""
        return dict(document, state='WAITING'), {}

    def validate(self, world, caller, document):
        """Check a callback."""
        _CALLBACK.check(document)

    def operations(self, world, caller, document, modifiable):
        """A callback can be executed while it is waiting."""
        waiting = [(SIXSQ_ACTION + 'execute', 'execute')] if _executable(world, document) else []
        return super(Callback, self).operations(world, caller, document, modifiable) + waiting

    def execute(self, world, caller, document, request):
        """Run the action of the callback."""
        if not _executable(world, document):
            raise errors.Problem(409, 'cannot re-execute callback', document['id'])
        target = (document.get('targetResource') or {}).get('href', '')
        try:
            _VALIDATIONS.get(document['action'], _nothing)(world, target)
        except errors.Problem:
            cimi_records.update(world, document, state='FAILED')
            raise
        cimi_records.update(world, document, state='SUCCEEDED')
        return responses.status(200, '%s successfully validated' % target, target)


class UserIdentifier(Kind):
    """The names of users at other providers."""

    name = 'user-identifier'
    key = 'userIdentifiers'
    adders = 'ADMIN'
    forces_acl = True

    def default_acl(self, world, caller, document):
        """The user may read it."""
        return cimi_records.acl(cimi_records.ADMIN,
                                [cimi_records.user(document['user']['href'].partition('/')[2],
                                                   'VIEW')])

    def identify(self, world, document):
        """The digest of the identifier."""
        return ids.md5_hex(document['identifier'])

    def complete(self, world, caller, document, request):
        """Check the document before computing its id."""
        identifier = dict(document)
        identifier.pop('acl', None)
        self.validate(world, caller, identifier)
        return identifier, {}

    def validate(self, world, caller, document):
        """Check an identifier."""
        _IDENTIFIER.check(document)


def send_validation(world, recipient, action, target):
    """Write the mail with a validation link.

    :param str recipient: the mail address.
    :param str action: the action of the link: ``email-validation`` or ``user-email-validation``.
    :param str target: id of the document to validate.
    """
    expires = timestamps.cimi(world.clock.now() + LIFETIME)
    callback = cimi_records.insert(world, 'callback', {
        'action': action, 'state': 'WAITING', 'targetResource': {'href': target},
        'expires': expires}, rules=[cimi_records.role('ADMIN', 'VIEW')])
    number = world.store.next_number('mail')
    world.store.table('mail').put('%d' % number, {
        'to': recipient, 'sent': timestamps.cimi(world.clock.now()),
        'subject': 'Validation of your mail address',
        'link': '%s/api/%s/execute' % (world.endpoint, callback['id'])})


def _executable(world, document):
    if document.get('state') != 'WAITING':
        return False
    return 'expires' not in document or timestamps.parse_cimi(
        document['expires']) > world.clock.now()


def _validate_email(world, target):
    document = _existing(world, 'email', target)
    if document.get('validated'):
        raise errors.Problem(400, ALREADY_VALIDATED)
    cimi_records.update(world, document, validated=True)


def _activate_user(world, target):
    document = _existing(world, 'user', target)
    if document.get('state') != 'NEW':
        raise errors.Problem(400, "%s is not in the 'NEW' state" % target)
    cimi_records.update(world, document, state='ACTIVE')


def _nothing(world, target):
    raise errors.Problem(400, 'unknown action')


def _existing(world, kind, target):
    document = world.store.table(kind).get(target)
    if document is None:
        raise errors.not_found(target)
    return document


_VALIDATIONS = {'email-validation': _validate_email, 'user-email-validation': _activate_user}

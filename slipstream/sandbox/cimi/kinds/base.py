# -*- coding: utf-8 -*-
"""The base class of collections.

A :class:`Kind` tells the generic code (search, add, read, edit, delete, operations) what it needs
to know about a collection. The base class is a collection without special behaviour; subclasses
override what differs.

All methods get the ``world`` and a ``caller`` (:class:`slipstream.sandbox.state.accounts.Caller`).
To refuse a request, they raise :class:`slipstream.sandbox.cimi.errors.Problem`.
"""
from __future__ import unicode_literals

from ...state import cimi_records


class Kind(object):
    """A collection of the entry point: class attributes describe it, methods are its behaviour."""

    #: The type of its documents in kebab case: in URLs, at the start of ids, and the table's name.
    name = None
    #: Its key in the entry point, and the key of the array in search results.
    key = None
    #: Its ``resourceURI``; None for that of its documents, followed by ``Collection``.
    collection_uri = None
    #: The weakest role that may search: ``'ANON'``, ``'USER'`` or ``'ADMIN'``.
    viewers = 'USER'
    #: The weakest role that may add; None if adding is a 405.
    adders = 'USER'
    #: Its access control list, as the service shows it; None to derive it from viewers and adders.
    collection_acl = None

    #: The member that wraps the template in an add, or None.
    wrapper = None
    #: The name of the collection of templates, in kebab case, or None.
    template_kind = None
    #: Whether the wrapper needs an ``href``.
    template_required = True
    #: The message of the 400 if a required template reference is missing; None for the usual one.
    template_missing = None
    #: Whether an add checks the template before the caller's right to add.
    template_first = False
    #: Whether the members of the template are copied to the document.
    merges_template = True
    #: Members that are removed from the wrapper before the template is merged.
    dropped = ()
    #: Whether an add may be a form, whose fields become the members of the wrapper.
    accepts_form = False
    #: Statuses of refused adds that become a 303 if the wrapper has a ``redirectURI``.
    redirected = ()

    #: Whether a search ignores all parameters.
    in_memory = False
    #: Whether an ``acl`` in the body of an add is ignored in favour of the default.
    forces_acl = False
    #: Whether documents can be edited and deleted; otherwise it is a 405.
    editable = True
    deletable = True
    #: Whether an edit may remove members with ``$select``.
    edit_select = True
    #: The default order of a search, such as ``[('timestamp', 'desc')]``.
    order = ()
    #: Top-level attributes that filters, orders and aggregations do not find.
    unsearchable = ()
    #: Operations: name in the URL to name of the method. Such a method is called as
    #: ``method(world, caller, document, request)`` with the stored document, checks the caller's
    #: rights itself and returns a :class:`~slipstream.sandbox.messages.Response`.
    actions = {}

    def find(self, world, resource_id):
        """The document with this id, or None. By default, from the table."""
        return world.store.table(self.name).get(resource_id)

    def documents(self, world):
        """All documents of the collection, for a search. By default, those in the table."""
        return list(world.store.table(self.name))

    def add(self, world, caller, body, request):
        """The complete response to an add; None to use the generic code.

        :param dict body: the decoded body; a form is passed as ``{wrapper: its fields}``.
        """
        return None

    def discard(self, world, document, resource_id):
        """Remove a document from the store, for a delete of this id. By default, from the table."""
        world.store.table(self.name).remove(resource_id)

    def edit_target(self, resource_id, body):
        """The id of the document that an edit changes. By default, the one in the URL."""
        return resource_id

    def restrict(self, world, caller):
        """A function that replaces the caller's filter in a search, or None."""
        return None

    def edited(self, world, caller, stored, document):
        """Called for side effects after an edit, with the document before and after it.

        :return: the document for the response.
        """
        return document

    def default_acl(self, world, caller, document):
        """The access control list of a document that was added without one.

        By default, the caller owns it (for administrators, the role ADMIN), with no further rules.

        :return: the list; None if a document must have its own.
        """
        owner = cimi_records.ADMIN if caller.is_admin else cimi_records.user(caller.username)
        return cimi_records.acl(owner)

    def validate(self, world, caller, document):
        """Check a complete document before it is stored, for an add or an edit.

        :raises Problem: 400 if it breaks the schema.
        """

    def complete(self, world, caller, document, request):
        """The document to store for an add, with computed members and defaults.

        :param dict document: the body, unwrapped and with the template merged.
        :return: a pair: the document, and a dict of extra members for the 201 response (for example
            ``secretKey``).
        """
        return document, {}

    def identify(self, world, document):
        """The second part of the id of a new document; None for a random UUID."""
        return None

    def added(self, world, caller, document):
        """Called for side effects after an add."""

    def change(self, world, caller, stored, merged, body):
        """The document to store for an edit; protects members and has side effects.

        :param dict stored: the current document.
        :param dict merged: the document with the body merged into it.
        :param dict body: the body of the request.
        """
        return merged

    def check_delete(self, world, caller, document):
        """Refuse to delete a document in the wrong state."""

    def deleted(self, world, caller, document, request):
        """Called for side effects after a delete.

        May return extra headers for the response, as pairs.
        """
        return ()

    def present(self, world, caller, document):
        """The document as GET shows it, with computed members that are not stored.

        By default, as stored.
        """
        return document

    def operations(self, world, caller, document, modifiable):
        """The operations of the caller, in order.

        By default, edit and delete for callers who may modify, if the collection has them.

        :return: a list of ``'edit'``, ``'delete'``, pairs ``(rel, action)`` such as
            ``(SIXSQ_ACTION + 'describe', 'describe')``, or complete ``{'rel', 'href'}`` maps.
        """
        if not modifiable:
            return []
        edit = ['edit'] if self.editable else []
        return edit + ['delete'] if self.deletable else edit


SIXSQ_ACTION = 'http://sixsq.com/slipstream/1/action/'
DMTF_ACTION = 'http://schemas.dmtf.org/cimi/2/action/'

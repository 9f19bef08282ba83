# -*- coding: utf-8 -*-
"""What a collection is.

A :class:`Kind` says all that the generic machinery (search, add, read, edit, delete, operations)
must know of one collection. The base class is a collection without behaviour of its own; the others
override what differs.

All methods get the ``world`` and a ``caller`` (:class:`slipstream.sandbox.state.accounts.Caller`)
and raise :class:`slipstream.sandbox.cimi.errors.Problem` to refuse.
"""
from __future__ import unicode_literals

from ...state import cimi_records


class Kind(object):
    """One collection of the entry point. Class attributes say what it is, methods what it does."""

    #: The type of its documents, in kebab case: URL part, first part of ids, name of the table.
    name = None
    #: Its member of the entry point, and the name of the array in search answers.
    key = None
    #: Its ``resourceURI``; None: that of its documents with ``Collection`` behind it.
    collection_uri = None
    #: The weakest role that may search: ``'ANON'``, ``'USER'`` or ``'ADMIN'``.
    viewers = 'USER'
    #: The weakest role that may add; None: adding is a 405.
    adders = 'USER'
    #: Its access control list, as the service shows it; None: made from viewers and adders.
    collection_acl = None

    #: The member that wraps the template in an add, or None.
    wrapper = None
    #: The name of the collection of templates, in kebab case, or None.
    template_kind = None
    #: Whether the wrapper needs an ``href``.
    template_required = True
    #: The message of the 400 without a required reference to a template; None: the usual one.
    template_missing = None
    #: Whether an add looks at the template before the caller's right to add.
    template_first = False
    #: Whether the members of the template become members of the document.
    merges_template = True
    #: Members that are taken out of the wrapper before the template is merged.
    dropped = ()
    #: Whether an add may come as a form: its fields are the members of the wrapper.
    accepts_form = False
    #: Statuses of refused adds that become a 303 if the wrapper has a ``redirectURI``.
    redirected = ()

    #: Whether a search ignores all parameters.
    in_memory = False
    #: Whether documents can be edited and deleted; else it is a 405.
    editable = True
    deletable = True
    #: Whether an edit may remove members by ``$select``.
    edit_select = True
    #: The order of a search that names none, as ``[('timestamp', 'desc')]``.
    order = ()
    #: Top-level attributes that filters, orders and aggregations do not find.
    unsearchable = ()
    #: Operations: name in the URL to name of the method. Such a method is called as
    #: ``method(world, caller, document, request)`` with the stored document, checks the caller's
    #: rights itself and returns a :class:`~slipstream.sandbox.messages.Response`.
    actions = {}

    def find(self, world, resource_id):
        """The document of that id, or None. The base: from the table."""
        return world.store.table(self.name).get(resource_id)

    def documents(self, world):
        """All documents of the collection, for a search. The base: those of the table."""
        return list(world.store.table(self.name))

    def add(self, world, caller, body, request):
        """The whole answer to an add; None: the collection follows the general course.

        :param dict body: the decoded body; a form comes as ``{wrapper: its fields}``.
        """
        return None

    def discard(self, world, document, resource_id):
        """Remove a document from the store, for a delete of that id. The base: from the table."""
        world.store.table(self.name).remove(resource_id)

    def edit_target(self, resource_id, body):
        """The id of the document that an edit changes. The base: the one of the URL."""
        return resource_id

    def restrict(self, world, caller):
        """A predicate of documents that replaces the caller's filter in a search, or None."""
        return None

    def edited(self, world, caller, stored, document):
        """Called after an edit was stored, with the document before and after: side effects.

        :return: the document that the answer shows.
        """
        return document

    def default_acl(self, world, caller, document):
        """The access control list of a document that was added without one.

        The base: the caller owns it (administrators: the role ADMIN), no further rules.

        :return: the list; None if a document must bring its own.
        """
        owner = cimi_records.ADMIN if caller.is_admin else cimi_records.user(caller.username)
        return cimi_records.acl(owner)

    def forces_acl(self):
        """Whether an ``acl`` in the body of an add is ignored in favour of the default."""
        return False

    def validate(self, world, caller, document):
        """Check a complete document before it is stored, on add and on edit.

        :raises Problem: 400 if it breaks the schema.
        """

    def complete(self, world, caller, document, request):
        """The document to store for an add: with computed members and defaults.

        :param dict document: the body, with the template merged and the wrapper taken off.
        :return: a pair: the document, and a dict of extra members for the 201 answer (for example
            ``secretKey``).
        """
        return document, {}

    def identify(self, world, document):
        """The second part of the id of a new document; None for a random UUID."""
        return None

    def added(self, world, caller, document):
        """Called after a document was stored by an add: side effects."""

    def change(self, world, caller, stored, merged, body):
        """The document to store for an edit: protected members, side effects.

        :param dict stored: the document as it is.
        :param dict merged: the document with the body merged.
        :param dict body: the body as it was sent.
        """
        return merged

    def check_delete(self, world, caller, document):
        """Refuse a delete that the state of the document forbids."""

    def deleted(self, world, caller, document, request):
        """Called after a document was deleted: side effects.

        May return extra header pairs for the answer.
        """
        return ()

    def present(self, world, caller, document):
        """The document as GET shows it: computed members that are not stored.

        The base: as stored.
        """
        return document

    def operations(self, world, caller, document, modifiable):
        """What the caller may do, in order.

        The base: edit and delete for callers who may modify, as far as the collection has them.

        :return: a list of ``'edit'``, ``'delete'``, pairs ``(rel, action)`` such as
            ``(SIXSQ_ACTION + 'describe', 'describe')``, or complete ``{'rel', 'href'}`` maps.
        """
        if not modifiable:
            return []
        edit = ['edit'] if self.editable else []
        return edit + ['delete'] if self.deletable else edit


SIXSQ_ACTION = 'http://sixsq.com/slipstream/1/action/'
DMTF_ACTION = 'http://schemas.dmtf.org/cimi/2/action/'

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
    """One collection of the entry point.

    Class attributes: ``name`` (kebab-case type name: URL part, first part of ids, name of the
    table), ``key`` (entry-point key and name of the array in search answers), ``collection_uri``
    (None: the resource URI with ``Collection`` behind it), ``viewers`` and ``adders`` (weakest role
    that may search or add: ``'ANON'``, ``'USER'``, ``'ADMIN'``; None: nobody, the method is a 405),
    ``collection_acl`` (constant, as the service shows it; None: made from viewers and adders),
    ``wrapper`` (member that wraps the template in an add, or None), ``template_kind`` (kebab-case
    name of the template collection, or None), ``template_required`` (whether the wrapper needs an
    ``href``), ``in_memory`` (search ignores all parameters), ``editable`` and ``deletable`` (False:
    405), ``order`` (default order of a search as ``[('timestamp', 'desc')]``), ``actions`` (name in
    the URL to method name; such a method is called as ``method(world, caller, document, request)``
    with the stored document, checks the caller's rights itself and returns a
    :class:`~slipstream.sandbox.messages.Response`), ``dropped`` (members that are taken out of the
    wrapper before the template is merged), ``template_missing`` (message of the 400 when a required
    template reference is missing, or None), ``accepts_form`` (an add may come as a form: its fields
    are the members of the wrapper), ``edit_select`` (False: an edit ignores ``$select``),
    ``merges_template`` (False: ``href`` of the wrapper is not looked up), ``unsearchable``
    (top-level attributes that filters, orders and aggregations do not find), ``template_first``
    (True: the template of an add is looked at before the caller's right to add), ``redirected``
    (statuses of refused adds that become a 303 if the wrapper has a ``redirectURI``; none: it means
    nothing).
    """

    name = None
    key = None
    collection_uri = None
    viewers = 'USER'
    adders = 'USER'
    collection_acl = None
    wrapper = None
    template_kind = None
    template_required = True
    in_memory = False
    editable = True
    deletable = True
    order = ()
    actions = {}
    dropped = ()
    template_missing = None
    accepts_form = False
    edit_select = True
    merges_template = True
    unsearchable = ()
    template_first = False
    redirected = ()

    def find(self, world, resource_id):
        """The document of that id, or None. The base: from the table."""
        return world.store.table(self.name).get(resource_id)

    def documents(self, world):
        """All documents of the collection, for a search. The base: those of the table."""
        return list(world.store.table(self.name))

    def add(self, world, caller, body, request):
        """The whole answer to an add, for a collection that does not follow the general course.

        None: it does.

        :param dict body: the decoded body; a form is given as ``{wrapper: its fields}``.
        """
        return None

    def discard(self, world, document, resource_id):
        """Remove a document from the store, for a delete of that id. The base: from the table."""
        world.store.table(self.name).remove(resource_id)

    def edit_target(self, resource_id, body):
        """The id of the document that an edit changes. The base: the one of the URL."""
        return resource_id

    def restrict(self, world, caller):
        """A predicate of documents that a search is confined to in place of the caller's filter, or None."""
        return None

    def edited(self, world, caller, stored, document):
        """Called after an edit was stored, with the document before and after: side effects.

        :return: the document that the answer shows.
        """
        return document

    def default_acl(self, world, caller, document):
        """The access control list of a document that was added without one, or None if it must bring
        its own.

        The base: the caller owns it (administrators: the role ADMIN), no further rules.
        """
        return cimi_records.acl(cimi_records.ADMIN if caller.is_admin
                                else cimi_records.user(caller.username))

    def forces_acl(self):
        """Whether an ``acl`` in the body of an add is ignored in favour of the default."""
        return False

    def validate(self, world, caller, document):
        """Check a complete document before it is stored, on add and on edit; raise a 400 Problem if it breaks the schema."""

    def complete(self, world, caller, document, request):
        """The document to store for an add, from the body (template already merged, wrapper taken
        off): computed members and defaults.

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
        """The document to store for an edit, from the stored one, the merged one and the body as sent: protected members, side effects."""
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
        """What the caller may do, in order: ``'edit'``, ``'delete'``, pairs ``(rel, action)`` such as
        ``(SIXSQ_ACTION + 'describe', 'describe')``, or complete ``{'rel', 'href'}`` maps.

        The base: edit and delete for whoever may modify, as far as the collection knows them.
        """
        if not modifiable:
            return []
        return [name for name,
                known in (('edit', self.editable), ('delete', self.deletable)) if known]


SIXSQ_ACTION = 'http://sixsq.com/slipstream/1/action/'
DMTF_ACTION = 'http://schemas.dmtf.org/cimi/2/action/'

# -*- coding: utf-8 -*-
"""Models: what the methods of an Api return.

Named tuples for the XML interface, whose order of fields is fixed, and responses with attributes
for the JSON interface. Strings are as the service wrote them, stripped; what it left out is None.
"""
from __future__ import unicode_literals

import itertools
import re
from uuid import UUID

from .compat import Mapping, integer_types, native_repr, native_str, string_types, to_text
from .display.attribute_names import keys_by_attribute, snake_case
from .display.dicts import to_dicts
from .display.previewed import Previewed
from .display.similar_names import COMPARED, known_names, missing_attribute
from .display.values import MOST_MEMBERS, SHOWN
from .errors import UnknownNameError
from .rows import (ApiKey, App, Cloud, CloudImageIdentifier, CollectionSummary, Deployment, Flag,
                   Module, ModuleParameter, ModuleVersion, Node, NodeInstance, NodeInstances, Usage,
                   User, UserItem, VirtualMachine)

for _kind in (ApiKey, App, Cloud, CloudImageIdentifier, CollectionSummary, Deployment, Flag, Module,
              ModuleParameter, ModuleVersion, Node, NodeInstance, NodeInstances, Usage, User,
              UserItem, VirtualMachine):
    _kind.__module__ = native_str(__name__)  # where users import it, and pickles


class LaunchedDeployment(UUID):
    """The id of a deployment that was waited for, with what the service says about it.

    It is a ``uuid.UUID``: use it wherever you use the id, also with ``str()`` and as a key. It also
    has the fields of the :class:`Deployment` as it was read last::

        >>> blog = api.deploy('apps/WordPress/wordpress', wait=True)
        >>> print(blog.status, blog.service_url)
        ready https://...
        >>> str(blog) == str(blog.deployment.id)
        True

    :param deployment_id: the id.
    :param Deployment deployment: the deployment.
    :ivar deployment: all its fields, and its node instances.
    """

    _shared = Deployment._fields + (native_str('instances'),)

    def __init__(self, deployment_id, deployment):
        super(LaunchedDeployment, self).__init__(native_str('%s' % (deployment_id,)))
        self.__dict__['deployment'] = deployment

    def __getattr__(self, name):
        # Called for what a UUID has not.
        if name in self._shared:
            return getattr(self.deployment, name)
        if name[:1] == '_':  # copying, and what shows it, ask for many of these
            raise AttributeError(name)
        raise missing_attribute(name, '%s has no %s. %s' % (
            type(self).__name__, name, known_names(name, self._shared)))

    def __dir__(self):
        return sorted(set(dir(type(self))) | set(self._shared) | {native_str('deployment')})

    def to_dict(self):
        """Return the fields of the deployment as a dict that ``json.dumps`` takes.

        ::

            >>> api.deploy('apps/WordPress/wordpress', wait=True).to_dict()['status']
            'ready'
        """
        return self.deployment.to_dict()

    def __reduce__(self):
        return type(self), (UUID(int=self.int), self.deployment)

    @native_repr
    def __repr__(self):
        return '<%s %s: %s, %s>' % (type(self).__name__, self, self.status,
                                    self.service_url or self.module)

    def _repr_html_(self):
        return self.deployment._repr_html_()


class CimiResponse(object):
    """A response of the JSON interface.

    The decoded document is :attr:`json`, a plain dict that you may change. Each member can be
    reached by its own name in brackets, as in ``response['resource-id']``. It is also an attribute
    in snake case, with an underscore for everything but letters and digits: ``resourceURI`` is
    ``resource_uri``, ``price:unitCost`` is ``price_unit_cost`` and ``resource-id`` is
    ``resource_id``. A missing member is a ``KeyError`` or an ``AttributeError`` that names those
    that there are. A member named like something of the class
    (``json``, ``resources``) is reachable in brackets only. If two members have the same name in
    snake case, the attribute is that of the first in alphabetical order.

    Printing it shows all members, one per line; its repr is a single line. ``dict(response)`` is a
    copy of the document::

        >>> from slipstream.api.models import CimiResponse
        >>> job = CimiResponse({'id': 'job/1', 'state': 'QUEUED', 'targetResource': {'href': 'x'}})
        >>> print(job)
        CimiResponse job/1
          state           QUEUED
          targetResource  x
        >>> job.target_resource == job['targetResource'] == dict(job)['targetResource']
        True
    """

    def __init__(self, json):
        self.json = json

    def __getattr__(self, name):
        # Called for what is not an attribute of the class, so no member can hide anything of ours.
        if name == 'json' or name[:2] == '__':  # the former while a copy is being made
            raise AttributeError(name)
        document = self.json
        if type(document) is not dict and not isinstance(document, Mapping):  # the first is faster
            raise AttributeError(name)
        if name in document:
            return document[name]
        if name[:1] == '_' and len(document) > MOST_MEMBERS:
            raise AttributeError(name)  # a notebook asks for many of these before it shows anything
        key = keys_by_attribute(document).get(name)
        if key is not None:
            return document[key]
        if name == 'keys':  # not a method, which would hide a member: for dict()
            return document.keys
        names = set(map(snake_case, itertools.islice(document, COMPARED)))
        raise missing_attribute(name, '%s has no %s. %s' % (
            type(self).__name__, name, known_names(name, names)))

    def to_dict(self):
        """Return the document as a dict, which ``json.dumps`` takes.

        ::

            >>> api.cimi_get('connector/ec2-eu-west').to_dict()['quotaVm']
            '5'
        """
        return dict(self.json) if isinstance(self.json, Mapping) else {}

    def __dir__(self):
        members = self.json if isinstance(self.json, Mapping) else ()
        own = set(name for name in self.__dict__ if not name.startswith('_'))
        return sorted(set(dir(type(self))) | own | set(
            native_str(name) for name in map(snake_case, members)
            if re.match(r'[A-Za-z_][A-Za-z0-9_]*\Z', name)))

    def _ipython_key_completions_(self):
        return list(self.json) if isinstance(self.json, Mapping) else []

    def __getitem__(self, key):
        # Of a service that makes no sense, it may be anything.
        members = self.json if isinstance(self.json, Mapping) else {}
        if key not in members:
            raise UnknownNameError('%s has no member %s.' % (type(self).__name__, to_text(key)),
                                   hint=known_names(to_text(key), map(to_text, members)))
        return members[key]

    def __iter__(self):
        return iter(self.json if isinstance(self.json, Mapping) else ())

    def __contains__(self, key):
        return isinstance(self.json, Mapping) and key in self.json

    def __eq__(self, other):
        return type(self) is type(other) and self.json == other.json

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    @native_repr
    def __repr__(self):
        from .display import text  # most programs show nothing, and need not load what shows it

        return text.line_of(self)

    @native_repr
    def __str__(self):
        return self.__unicode__()

    def __unicode__(self):
        from .display import text  # as above

        return text.lines_of(self)

    def _repr_html_(self):
        from .display import text  # as above

        return text.card(self)._repr_html_()


class CimiResource(CimiResponse):
    """One resource of the JSON interface.

    ::

        >>> api.cimi_get('connector/ec2-eu-west').quota_vm
        '5'
    """


class CloudEntryPoint(CimiResource):
    """The directory of a service.

    ::

        >>> api.cimi_cloud_entry_point.entry_points['serviceOffers']
        'service-offer'
    """

    @property
    def entry_points(self):
        """Collection name to address, as a dict.

        ::

            >>> sorted(api.cimi_cloud_entry_point.entry_points)[:2]
            ['callbacks', 'configurationTemplates']
        """
        members = self.json.items() if isinstance(self.json, Mapping) else ()
        return dict((name, member['href']) for name, member in members
                    if isinstance(member, Mapping) and isinstance(member.get('href'), string_types))


class CimiCollection(Previewed, CimiResource):
    """The result of a search: a page of resources.

    Iterable any number of times, nested, and from several threads; ``len()`` and indexing concern
    the resources that were returned, ``count`` is the number that the service found.

    ::

        >>> offers = api.cimi_search('serviceOffers', last=5)
        >>> len(offers), offers.count
        (5, 19)
    """

    _note = ''  # what to add to the headline
    to_dicts = to_dicts

    def __init__(self, json, resource_type):
        super(CimiCollection, self).__init__(json)
        self.resource_type = resource_type

    @property
    def resources_list(self):
        """The resources as a list, made once.

        ::

            >>> api.cimi_search('connectors').resources_list[0].id
            'connector/exoscale-ch-gva'
        """
        made = self.__dict__.get('_resources')
        members = self._members()
        if made is None or made[0] is not members or len(made[1]) != len(members):
            # Two threads may both make the list; either is as good.
            made = self.__dict__['_resources'] = (members,
                                                  [CimiResource(member) for member in members])
        return made[1]

    def resources(self):
        """An iterator over the resources.

        ::

            >>> next(api.cimi_search('connectors').resources()).id
            'connector/exoscale-ch-gva'
        """
        return iter(self.resources_list)

    def _members(self):
        members = self.json.get(self.resource_type) if isinstance(self.json, Mapping) else None
        return members if isinstance(members, list) else []

    def __iter__(self):
        return self.resources()

    def __len__(self):
        return len(self._members())

    def __getitem__(self, key):
        if isinstance(key, (int, slice)):
            return self.resources_list[key]
        return super(CimiCollection, self).__getitem__(key)

    def __contains__(self, item):
        return item in self.resources_list if isinstance(item, CimiResource) else super(
            CimiCollection, self).__contains__(item)

    def __eq__(self, other):
        return super(CimiCollection,
                     self).__eq__(other) and self.resource_type == other.resource_type

    __hash__ = None

    def __getstate__(self):
        return {'json': self.json, 'resource_type': self.resource_type}

    def _preview(self):
        """The headline and the resources."""
        count = self.json.get('count') if isinstance(self.json, Mapping) else None
        is_counted = isinstance(count, integer_types)
        head = '%s of %s: %d%s%s' % (type(self).__name__, self.resource_type, len(self),
                                     ' of %d' % count if is_counted else '', self._note)
        return head, list(map(CimiResource, self._members()[:SHOWN]))

# -*- coding: utf-8 -*-
"""The format of catalogues.

A catalogue is a dict, or a JSON file with such an object, with any of these members. All but
``format``, ``built_in`` and ``resources`` are lists of dicts:

``format``
    2, or 1 (the default), the format before there was a ``format``. This description applies to
    both. Higher numbers are refused: they were written by a newer version of the library.
``accounts``
    ``username``; ``password`` (``USERNAME-password``), ``privileged`` (false), ``firstName``,
    ``lastName``, ``organization``, ``emailAddress``, ``roles``, ``sshPublicKey``, ``settings``
    (dict with any of ``defaultCloudService``, ``keepRunning``, ``mailUsage``, ``verbosityLevel``,
    ``timeout``)
``api_keys``
    ``key`` (``credential/...``), ``secret``, ``username``
``clouds``
    ``name``; ``kind`` (``openstack``), ``quota`` (20), ``country`` (``CH``), ``settings`` (members
    of the connector), ``credential`` (members of the credential that each ordinary account gets;
    ``${user}`` in a string is replaced by its name)
``offers``
    ``cloud``, ``instanceType``, ``cpu``, ``ram`` (MiB), ``disk`` (GiB); ``price`` (EUR per hour,
    0), ``attributes`` (further ones, with prefix)
``resources``
    a dict: name of a collection of the JSON interface, such as ``connectors``, ``serviceOffers`` or
    ``quotas``, to a list of its documents as the service shows them, each with its ``id``. The
    default for ``acl`` lets every user read the document; for ``created`` and ``updated``, it is
    the current time. A connector is a cloud, like an entry of ``clouds``.
``modules``
    ``path``, ``type`` (``project``, ``component``, ``application``); ``owner`` (the first ordinary
    account), ``description``, ``published`` (false; true or the time), ``logoLink``, ``authz``
    (dict of rights such as ``publicGet`` and ``publicPost``; by default, only the owner has
    rights), ``parameters``. A path that occurs twice has two versions. Missing parent projects are
    created.

    Components: ``parent`` (path of another component) or ``images`` (cloud to image identifier;
    with neither, every cloud has an image), ``loginUser``, ``platform``,
    ``targets`` (name to script), ``packages`` (names), ``prerecipe``, ``recipe``. A parameter:
    ``name``; ``value``, ``category`` (``Input``), ``description``, ``type``, ``mandatory``,
    ``readonly``, ``order``, ``enumValues``, ``instructions``, ``defaultValue`` (the value),
    ``withheld`` (true: its value is a secret that was left out; the sandbox generates one). The
    standard parameters of components are added.

    Applications: ``nodes``, ``targets``. A node: ``name``, ``component`` (its path);
    ``multiplicity`` (1), ``network`` (``Public``), ``cloud`` (``default``),
    ``maxProvisioningFailures`` (0), ``mappings`` (parameter to ``NODE:PARAMETER`` or to a constant
    in quotes).

    **Exact modules.** A module with a ``version`` (a unique number) is loaded unchanged: nothing is
    added, and its references and its owner need not exist, as on a real service. It can also have
    ``created`` and ``modified``, ``commit`` (``author``, ``comment``),
    ``note``, ``customVersion``, ``tag`` and ``placementPolicy``; a component ``isBase``; a node
    ``created``; and paths of components may end in a version. In the long form, an image is a dict
    of ``identifier`` and ``region``, a package a dict of ``name``, ``repository`` and ``key``, a
    mapping a dict of ``value``, ``mapped`` and the members of a parameter.

``runs``
    deployments, which stay in their state: ``uuid``, ``module`` (path and version of
    an exact module), ``owner``, ``type`` (``Run``, ``Orchestration``, ``Machine``), ``state``,
    ``created``; ``changed``, ``ended``, ``mutable``, ``clouds``, ``groups``, ``instances`` (each
    with ``name``, ``cloud`` and ``created``), ``settings`` of the launch, runtime ``parameters``
    (full name to value), ``links`` (full name to the parameters that get its value), ``described``
    (node to parameter to ``description`` and ``type``, if not the standard ones), ``withheld``
    (full names of secret parameters)

If the member ``built_in`` is true, all this is added to the default catalogue.

Descriptions, scripts, values and other strings that may have several lines can be written as a list
of lines. Times look like ``2019-03-29T08:15:30.000Z``.
"""
from __future__ import unicode_literals

import contextlib
import difflib
import io
import json

from ..compat import text_type, to_text
from . import places
from .shapes import (ANY_MODULE, CATALOGUE, MODULE, MODULES, REQUIRED, Lines, Many, Map, Open,
                     Shape, Short)


class CatalogueError(ValueError):
    """A catalogue is invalid; the message lists the problems with their places.

    ::

        >>> sandbox.add_data(modules=[{'path': 'team/web', 'type': 'machine'}])
        Traceback (most recent call last):
        CatalogueError: ... modules[0].type: ...
    """

    def __init__(self, source, problems):
        ValueError.__init__(self, '%s: %s' % (source, '; '.join(problems)))
        #: The problems, a list of strings such as ``modules[3].path: is missing``.
        self.problems = list(problems)


def read(catalogue):
    """Read a catalogue.

    :param catalogue: a dict, or the path of a JSON file.
    :return: a pair: the catalogue, with defaults for missing members, and its name for error
        messages.
    :raises CatalogueError: if it cannot be read or has the wrong format.
    """
    if isinstance(catalogue, dict):
        return complete(catalogue), 'catalogue'
    source = _path_of(catalogue)
    try:
        members = json.loads(_text_of(source))
    except (IOError, ValueError) as error:
        raise CatalogueError(source, ['cannot be read: %s' % error])
    return complete(members, source), source


@contextlib.contextmanager
def lines_named(catalogue):
    """A context manager that adds line numbers to the problems of a catalogue, if it is a file.

    :param catalogue: a dict, or the path of a file.
    :raises CatalogueError: if the block raises it.
    """
    try:
        yield
        return
    except CatalogueError as error:
        text = None if isinstance(catalogue, dict) else _json_text_of(_path_of(catalogue))
        if text is None:
            raise
        problems = places.with_lines(text, error.problems)
    raise CatalogueError(_path_of(catalogue), problems)


def _path_of(path):
    return to_text(path) if isinstance(path, bytes) else '%s' % path


def _text_of(source):
    with io.open(source, encoding='utf-8') as stream:
        return stream.read()


def _json_text_of(source):
    """The content of a file; None if it is not JSON."""
    try:
        text = _text_of(source)
        json.loads(text)
    except (IOError, ValueError):
        return None
    return text


def complete(catalogue, source='catalogue'):
    """Add defaults for missing members to a catalogue.

    :return: plain JSON data that shares nothing with the argument.
    :raises CatalogueError: if it has the wrong format.
    """
    problems = []
    completed = _complete(CATALOGUE, _plain(catalogue), '', problems)
    if problems:
        raise CatalogueError(source, problems)
    return completed


def _plain(value):
    if isinstance(value, dict):
        return dict((to_text(name), _plain(member)) for name, member in value.items())
    if isinstance(value, (list, tuple)):
        return [_plain(element) for element in value]
    return to_text(value)


def _complete(kind, value, place, problems):
    if kind is ANY_MODULE and isinstance(value, dict) and isinstance(value.get('type'), text_type):
        kind = MODULES.get(value['type'], kind)
    if isinstance(kind, Short):
        kind = kind.shape if isinstance(value, dict) else kind.kind
    if isinstance(kind, Lines):
        value, kind = _joined(value), kind.kind
    if isinstance(kind, (Shape, Open)):
        return _members(kind, value, place, problems)
    if isinstance(kind, Many) and isinstance(value, list):
        return [_complete(kind.kind, element, '%s[%d]' % (place, number), problems)
                for number, element in enumerate(value)]
    if isinstance(kind, Map) and isinstance(value, dict):
        return dict((name, _complete(kind.kind, member, places.inside(place, name), problems))
                    for name, member in value.items())
    wrong = {Many: 'a list', Map: 'a dict'}.get(type(kind)) or kind(value)
    if wrong:
        problems.append('%s: should be %s' % (place, wrong))
    return value


def _joined(value):
    are_lines = isinstance(value, list) and all(isinstance(line, text_type) for line in value)
    return '\n'.join(value) if are_lines else value


def _members(kind, value, place, problems):
    if not isinstance(value, dict):
        problems.append('%s: should be a dict' % (place or 'it'))
        return {}
    _check_names(kind, value, place, problems)
    members = dict(value) if isinstance(kind, Open) else {}
    for name, (check, default) in sorted(kind.members.items()):
        if name in value and (value[name] is not None or default is not None):
            members[name] = _complete(check, value[name], places.inside(place, name), problems)
        elif default is REQUIRED:
            problems.append('%s: is missing' % places.inside(place, name))
        elif isinstance(kind, Shape):
            members[name] = default
    return members


def _check_names(kind, value, place, problems):
    if not isinstance(kind, Shape) or kind.members is MODULE:
        return  # A module without a type may have any members.
    for name in sorted(set(value) - set(kind.members)):
        near = difflib.get_close_matches(name, kind.members, 1)
        suggestion = ' (did you mean %s?)' % near[0] if near else ''
        problems.append('%s: is unknown%s' % (places.inside(place, name), suggestion))


# -*- coding: utf-8 -*-
"""The format of catalogues.

A catalogue is a dict, or a JSON file with such an object, with any of these members. All but
``format``, ``built_in`` and ``resources`` are lists of dicts:

``format``
    2, or 1 (the default): a file of the form that there was before files had a ``format``. What is
    said here holds for both. A number that is higher is refused: a newer library has written it.
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
    ``${user}`` in a text is its name)
``offers``
    ``cloud``, ``instanceType``, ``cpu``, ``ram`` (MiB), ``disk`` (GiB); ``price`` (EUR per hour,
    0), ``attributes`` (further ones, with prefix)
``resources``
    a dict: name of a collection of the JSON interface, such as ``connectors``, ``serviceOffers`` or
    ``quotas``, to a list of its documents as the service shows them, each with its ``id``. What
    is left out of ``acl``, ``created`` and ``updated`` is filled in (every user may read it; now).
    A connector is a cloud, as those of ``clouds`` are.
``modules``
    ``path``, ``type`` (``project``, ``component``, ``application``); ``owner`` (the first ordinary
    account), ``description``, ``published`` (false; true or the time), ``logoLink``, ``authz``
    (dict of rights such as ``publicGet`` and ``publicPost``; none: the owner's only),
    ``parameters``. A path that comes twice has two versions; projects above a module are made if
    they are missing.

    Components: ``parent`` (path of another component) or ``images`` (cloud to image identifier;
    with neither, every cloud has an image), ``loginUser``, ``platform``,
    ``targets`` (name to script), ``packages`` (names), ``prerecipe``, ``recipe``. A parameter:
    ``name``; ``value``, ``category`` (``Input``), ``description``, ``type``, ``mandatory``,
    ``readonly``, ``order``, ``enumValues``, ``instructions``, ``defaultValue`` (the value),
    ``withheld`` (true: it has a value, which is a secret and not told; the sandbox makes one up).
    Those that every component has are added.

    Applications: ``nodes``, ``targets``. A node: ``name``, ``component`` (its path);
    ``multiplicity`` (1), ``network`` (``Public``), ``cloud`` (``default``),
    ``maxProvisioningFailures`` (0), ``mappings`` (parameter to ``NODE:PARAMETER`` or to a constant
    in quotes).

    **Exact modules.** A module with a ``version`` (a number that no other one has) is taken as it
    is written: nothing is added, and what it refers to, its owner too, may be missing, as on a real
    service. It can also have ``created`` and ``modified``, ``commit`` (``author``, ``comment``),
    ``note``, ``customVersion``, ``tag`` and ``placementPolicy``; a component ``isBase``; a node
    ``created``; and paths of components may end in a version. Where there is more to tell, an image
    is a dict of ``identifier`` and ``region``, a package one of ``name``, ``repository`` and
    ``key``, a mapping one of ``value``, ``mapped`` and the members of a parameter.

``runs``
    deployments, which stay in the state that they are in: ``uuid``, ``module`` (path and version of
    an exact module), ``owner``, ``type`` (``Run``, ``Orchestration``, ``Machine``), ``state``,
    ``created``; ``changed``, ``ended``, ``mutable``, ``clouds``, ``groups``, ``instances`` (each
    with ``name``, ``cloud`` and ``created``), ``settings`` of the launch, runtime ``parameters``
    (full name to value), ``links`` (full name to those which get its value), ``described`` (node to
    parameter to ``description`` and ``type``, where the sandbox does not know them), ``withheld``
    (full names of secret parameters)

A member ``built_in`` that is true puts all this on top of the catalogue that a sandbox has when it
gets none.

Descriptions, scripts, values and other texts that may have several lines can be written as the list
of their lines. Times look like ``2019-03-29T08:15:30.000Z``.
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
    """A catalogue is not what it should be; the message names each place and what is wrong."""

    def __init__(self, source, problems):
        ValueError.__init__(self, '%s: %s' % (source, '; '.join(problems)))
        #: The complaints, one text each, such as ``modules[3].path: is missing``.
        self.problems = list(problems)


def read(catalogue):
    """Read a catalogue.

    :param catalogue: a dict, or the path of a JSON file.
    :return: a pair: the catalogue, with the defaults of all that was left out, and its name for
        complaints.
    :raises CatalogueError: if it cannot be read or is not of the format.
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
    """A context in which complaints about a catalogue also name the lines, if it is a file.

    :param catalogue: a dict, or the path of a file.
    :raises CatalogueError: as what is done inside.
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
    """What a file holds; None if that is not JSON."""
    try:
        text = _text_of(source)
        json.loads(text)
    except (IOError, ValueError):
        return None
    return text


def complete(catalogue, source='catalogue'):
    """A catalogue with the defaults of all that was left out.

    :return: plain JSON data that shares nothing with what was given.

    :raises CatalogueError: if it is not of the format.
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
        return  # A module without a type may have anything.
    for name in sorted(set(value) - set(kind.members)):
        near = difflib.get_close_matches(name, kind.members, 1)
        suggestion = ' (did you mean %s?)' % near[0] if near else ''
        problems.append('%s: is not known%s' % (places.inside(place, name), suggestion))


# -*- coding: utf-8 -*-
"""Hints: what the caller may have meant.

When the service does not know a name, the error tells the nearest ones that exist: from what is at
hand, or from one more read, which has no side effects and happens only once the call has failed. A
hint that cannot be had is left out; it never hides the error.
"""
from __future__ import unicode_literals

import logging

from ..compat import to_text, unquote
from ..errors import BadRequestError, ConflictError, NotFoundError, SlipStreamError
from ..protocol import documents, paths

logger = logging.getLogger(__name__)

#: Seconds that the read for a hint may take: the caller is waiting for an error.
TIMEOUT = 10

#: How many names a hint lists if none is near.
LISTED = 20

#: What can be given for every component or node, besides its own parameters.
_ALWAYS = ('cloudservice', 'max-provisioning-failures', 'multiplicity', 'service-offer')


class Explained(object):
    """A context in which a refusal of the service gets a hint.

    :param service: the :class:`~slipstream.api.methods.base.Service`; with ``hints`` off nothing
        happens.
    :param concerns: a function that tells whether an error gets one.
    :param find: called with the service and ``details`` once it has failed; returns the hint, or
        None.
    """

    def __init__(self, service, concerns, find, *details):
        self._service, self._concerns, self._find, self._details = service, concerns, find, details

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if self._concerns(error) and error.hint is None and self._service.hints:
            try:
                error.hint = self._find(self._service, *self._details)
            except (SlipStreamError, EnvironmentError, ValueError) as trouble:  # EnvironmentError: what requests raises
                logger.debug('No hint: %s', type(trouble).__name__)


def of_module(service, address):
    """A context that names the nearest modules when there is none at an address (``/module/PATH``)."""
    return Explained(service, _one_of(NotFoundError), near_modules, address)


def of_launch(service, form):
    """A context that tells what does not exist when a deployment is refused: the module, a cloud, a node or a parameter of the ``form``."""
    return Explained(service, _one_of(NotFoundError, ConflictError, BadRequestError),
                     near_launch, form)


def of_parameter(service, deployment_id, key):
    """A context that names the nearest runtime parameters when a deployment has none of that name."""
    return Explained(service, _one_of(NotFoundError), near_parameters, deployment_id, key)


def of_node(service, deployment_id, node):
    """A context that names the nodes of a deployment when it has none of that name."""
    return Explained(service, _one_of(BadRequestError, ConflictError), near_nodes,
                     deployment_id, node)


def of_instances(service, deployment_id, node, numbers):
    """A context that names the instances of a node when it has none of such a number, or the nodes when there is none of that name."""
    return Explained(service, _one_of(BadRequestError, ConflictError), near_instances,
                     deployment_id, node, numbers)


def of_collection(cimi, resource_id):
    """A context that names the nearest collections when the id of a resource begins with none of them; the service answers 405 then."""
    return Explained(cimi, lambda error: getattr(error, 'status_code', None) == 405,
                     near_collections, resource_id)


def _one_of(*kinds):
    return lambda error: isinstance(error, kinds)


def nearest(wanted, names, count=3, likeness=0.6):
    """The names that look most like the wanted one, the nearest first.

    :param float likeness: how much alike they must be, from 0 to 1.
    """
    import difflib  # needed once something has failed, and not cheap
    return difflib.get_close_matches(to_text(wanted), names, count, likeness)


def known_names(wanted, names, what='It has'):
    """A sentence that tells the names there are, the nearest ones first.

    :param wanted: the name that does not exist.
    :param names: those that do.
    :param what: how the list begins.
    """
    names = sorted(names)
    near = nearest(wanted, names)
    return ('Did you mean %s? ' % ' or '.join(near) if near else '') + _all_names(names, what)


def _all_names(names, what):
    listed = ', '.join(names[:LISTED]) + (' and %d more' % (len(names) - LISTED)
                                          if len(names) > LISTED else '')
    return '%s: %s.' % (what, listed) if names else '%s none.' % what


# Finding out
# ----------------------------------------------------------------------------------------------------------

def near_modules(service, address):
    """The hint for a module that does not exist, from the project that it should be in."""
    path = unquote(paths.module_path(address.lstrip('/')) or '')
    bare = paths.module_path('module/' + path, with_version=False)
    parent, _, name = bare.rpartition('/')
    try:
        children = _children(service, parent)
    except NotFoundError:
        return 'There is no project %s either.' % parent
    if name in children:
        return 'The latest version of %s is %s.' % (bare, children[name]) if bare != path else None
    return known_names(name, children,
                       'The project %s has' % parent if parent else 'At the top there are')


def near_launch(service, form):
    """The hint for a deployment that was refused, from the document of the module."""
    address = paths.module(form['refqname'])
    try:
        root = service._xml(address, documents.MODULE_ROOTS, timeout=TIMEOUT)
    except NotFoundError:
        return near_modules(service, address)
    fields = [(field.split('--'), form[field]) for field in sorted(form)]
    plain = [(parts[1], value) for parts,
             value in fields if parts[0] == 'parameter' and len(parts) == 2]
    of_nodes = [(parts[2], parts[3], value) for parts,
                value in fields if parts[0] == 'parameter' and len(parts) == 4]
    if of_nodes and root.tag == documents.COMPONENT:
        return 'It is a component, which has no nodes: give one cloud, and parameters without a node.'
    clouds = _texts(root, 'cloudNames/string')
    wanted = [value for name, value in plain if name == 'cloudservice'] + [
        value for _, name, value in of_nodes if name == 'cloudservice']
    hint = _first_unknown([name for name in wanted if name], clouds,
                          'There is no cloud %s for you.', 'Your clouds are')
    if hint or root.tag != documents.APPLICATION:
        return hint or _first_unknown([name for name, _ in plain], _inputs(root, clouds),
                                      'The component has no parameter %s.', 'It has')
    return _unknown_in_application(root, clouds, plain, of_nodes)


def near_parameters(service, deployment_id, key):
    """The hint for a runtime parameter that does not exist, from the document of the run; the parameters are never probed."""
    root = service._xml(paths.run(deployment_id), documents.RUN_ROOTS, timeout=TIMEOUT)
    known = [element.get('key') for element in _runtime_parameters(root)]
    if key in known:
        return None
    scope = key.partition(':')[0] + ':'
    same_scope = [name for name in known if name.startswith(scope)]
    aborted = any(element.get('key') == 'ss:abort' and key in (element.text or '')
                  for element in _runtime_parameters(root))
    return ('Asking for it has aborted the deployment; cancel_abort takes that back. '
            if aborted else '') + known_names(
                key, same_scope or known, 'The deployment has')


def near_collections(cimi, resource_id):
    """The hint for the id of a resource in a collection that does not exist, from the directory of the service."""
    known = [address.strip('/') for address in cimi.cimi_cloud_entry_point.entry_points.values()]
    collection = paths.cimi(resource_id, cimi.endpoint).partition('/')[0]
    if collection in known:
        return None
    return 'Ids begin with the name of a collection, and there is no %s. %s' % (
        collection, known_names(collection, known, 'There are'))


def near_nodes(service, deployment_id, node):
    """The hint for a node that does not exist, from the document of the run."""
    return _unknown_node(service._xml(paths.run(deployment_id), documents.RUN_ROOTS, timeout=TIMEOUT), node)


def near_instances(service, deployment_id, node, numbers):
    """The hint for node instances that do not exist, from the document of the run."""
    root = service._xml(paths.run(deployment_id), documents.RUN_ROOTS, timeout=TIMEOUT)
    hint = _unknown_node(root, node)
    if hint:
        return hint
    told = [documents.words(element.text) for element in _runtime_parameters(root)
            if element.get('key') == '%s:ids' % node]
    known = sorted(set(map(documents.whole_number, told[0])) - {None}) if told else numbers
    names, missing = (['%s.%d' % (node, number) for number in each]
                      for each in (known, [number for number in numbers if number not in known]))
    return 'The node %s has no %s. %s' % (node, ' and no '.join(missing),
                                          _all_names(names, 'It has')) if missing else None


def _children(service, parent):
    """Name and latest version of what is in a project, or at the top for an empty path."""
    if parent:
        items = service._xml(paths.module(parent), documents.MODULE_ROOTS,
                             timeout=TIMEOUT).findall('children/item')
    else:
        items = service._xml('/module', documents.LIST_ROOTS, timeout=TIMEOUT).findall('item')
    return dict((documents.attribute(item, 'name'), documents.attribute(item, 'version'))
                for item in items if item.get('name'))


def _runtime_parameters(root):
    return [element for element in root.findall('runtimeParameters/entry/runtimeParameter')
            if element.get('key')]


def _unknown_node(root, node):
    # ``groups`` lists CLOUD:NODE, ``nodeNames`` may list the instances instead.
    known = set(entry.rpartition(':')[2] for entry in documents.words(root.get('groups')))
    return None if node in known or not known else known_names(
        node, known, 'The deployment has the nodes')


def _unknown_in_application(root, clouds, plain, of_nodes):
    nodes = dict((documents.attribute(element, 'name'), element.find('image'))
                 for element in root.findall('nodes/entry/node') if element.get('name'))
    if plain:
        return 'It is an application: give clouds and parameters by node. %s' % known_names(
            '', nodes, 'Its nodes are')
    hint = _first_unknown([node for node, _, _ in of_nodes], nodes,
                          'The application has no node %s.', 'It has')
    for node, name, _ in () if hint else of_nodes:
        known = _inputs(nodes.get(node), clouds)
        hint = hint or _first_unknown([name], known, 'The node %s has no parameter %%s.' % node,
                                      'It has')
    return hint


def _inputs(module, clouds):
    """The names of parameters that can be given for a component; those of a cloud go without its name."""
    found = module.findall('parameters/entry/parameter') if module is not None else ()
    names = [documents.attribute(parameter, 'name') for parameter in found if parameter.get('name')]
    return names and set(_ALWAYS).union(
        next((name[len(cloud) + 1:] for cloud in clouds if name.startswith(cloud + '.')), name)
        for name in names)


def _texts(root, path):
    return [text for text in map(documents.text_of, root.findall(path)) if text]


def _first_unknown(wanted, known, sentence, what):
    """The hint for the first name that is not known; None if all are, or if it is not known which there are."""
    for name in wanted:
        if known and to_text(name) not in known:
            return '%s %s' % (sentence % to_text(name), known_names(name, known, what))
    return None

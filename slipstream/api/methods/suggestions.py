# -*- coding: utf-8 -*-
"""Suggestions: the names that a caller may have meant.

When the service does not know a name, the error suggests the nearest existing ones. They come from
cached data, or from further reads, which have no side effects and are only sent after the call has
failed. If these fail as well, the error has no suggestion.
"""
from __future__ import unicode_literals

from ..compat import to_text, unquote
from ..display.similar_names import all_names, did_you_mean, known_names, nearest
from ..errors import BadRequestError, ConflictError, NotFoundError, SlipStreamError, warn
from ..protocol import arguments, documents, paths
from ..redaction import redacted_text, safe_logger
from .base import WithSuggestion
from .module_search import TIMEOUT, near_modules

#: What can be passed for every component or node, besides its own parameters.
_ALWAYS = ('cloudservice', 'max-provisioning-failures', 'multiplicity', 'service-offer')
#: The types of events that services have.
EVENT_TYPES = ('action', 'alarm', 'state', 'system')
_WITH_ARTICLE = {'project': 'a project', 'component': 'a component',
                 'application': 'an application'}

logger = safe_logger(__name__)


def of_module(service, address, *kinds):
    """Return a context for requests of a module: suggests modules if there is none there.

    :param str address: ``/module/PATH``.
    :param kinds: the errors that may say so; by default :class:`NotFoundError`.
    """
    return of_modules(service, [address], *kinds)


def of_modules(service, addresses, *kinds):
    """Return a context for requests of several modules: suggests for the first that is not there.

    :param addresses: a list of ``/module/PATH``.
    :param kinds: as for :func:`of_module`.
    """
    return WithSuggestion(service, _one_of(*kinds or (NotFoundError,)), near_first_module,
                          addresses)


def of_parameter(service, deployment_id, key):
    """Return a context for requests of a runtime parameter: suggests parameters."""
    return WithSuggestion(service, _one_of(NotFoundError), near_parameters, deployment_id, key)


def of_node(service, deployment_id, node):
    """Return a context for requests of a node: suggests nodes."""
    return WithSuggestion(service, _one_of(BadRequestError, ConflictError), near_nodes,
                          deployment_id, node)


def of_instances(service, deployment_id, node, numbers):
    """Return a context for requests of node instances: suggests instances or nodes."""
    return WithSuggestion(service, _one_of(BadRequestError, ConflictError), near_instances,
                          deployment_id, node, numbers)


def of_collection(cimi, resource_id):
    """Return a context for requests of a resource: suggests collections if its id names none."""
    # The service returns 405 then.
    return WithSuggestion(cimi, lambda error: getattr(error, 'status_code', None) == 405,
                          near_collections, resource_id)


def warn_of_type(address, root, module_type, what):
    """Warn that a list is empty because the module is of another type.

    It is not an error: programs request the content of any module.

    :param str address: ``/module/PATH``.
    :param root: the attributes of its document, or its root element.
    :param str module_type: the only type of module that can have it: ``project``, ``component`` or
        ``application``.
    :param str what: what the list would hold.
    """
    actual = documents.module_type(root.get('category'))
    if actual != module_type and actual in _WITH_ARTICLE:
        warn('%s is %s, not %s: it has no %s. get_element() returns the type of a module.' % (
            unquote(paths.module_path(address)), _WITH_ARTICLE[actual],
            _WITH_ARTICLE[module_type], what), UserWarning, logger)


def warn_of_unknown(address, names, existing):
    """Warn that a module has no parameters of some names, which are left out.

    :param str address: ``/module/PATH``.
    """
    for name in sorted(names):
        warn('%s has no parameter %s. %s' % (
            unquote(paths.module_path(address)), name, known_names(name, existing)),
            UserWarning, logger)


def warn_of_event_types(types):
    """Warn of a type of events that no service has, in a search that found nothing.

    :param types: the types.
    """
    for name in [name for name in types if name not in EVENT_TYPES][:1]:
        warn('There are no events of the type %s. %s' % (
            to_text(name), known_names(name, EVENT_TYPES, 'Types are')), UserWarning, logger)


def with_hint_at_cloud(service, rows, cloud, offset):
    """Yield rows; if there are none, call :func:`warn_of_cloud`.

    :param rows: an iterable of rows.
    :param cloud: the name of the cloud that they were searched for; None for all.
    :param int offset: how many rows were skipped.
    """
    is_empty = not offset
    for row in rows:
        is_empty = False
        yield row
    if is_empty:
        warn_of_cloud(service, cloud)


def warn_of_cloud(service, cloud):
    """Warn a person that there is no cloud of a name, in a search that found nothing.

    It costs a request, so programs that nobody watches do without.

    :param cloud: the name, or a part of it; None for any cloud.
    """
    from . import waiting  # few programs wait
    if cloud is None or not (service.hints and waiting.is_watched()):
        return
    try:
        names = _clouds(service)
    # Those of requests are among them.
    except (SlipStreamError, EnvironmentError) as trouble:
        logger.debug('No suggestion: %s', type(trouble).__name__)
        return
    if not any(cloud.lower() in name.lower() for name in names):
        warn("You have no cloud named '%s'. %s" % (
            cloud, known_names(cloud, names, 'Your clouds are')), UserWarning, logger)


def likely_cause(filters, orderby):
    """Return what may have kept the service from a search, as the end of a message.

    :param filters: the filter, or a list of filters; None for none.
    :param orderby: attributes to sort by, as a caller passes them.
    """
    # Every resource has these.
    keys = [key for key in arguments.joined(orderby or '', 'orderby').split(',')
            if key.strip().partition(':')[0] not in ('', 'created', 'id')]
    if keys:
        return ', perhaps because no resource has an attribute of orderby: %s' % ','.join(keys)
    return '' if filters is None else (
        ', perhaps because the filter compares a number with text: %s' % redacted_text(
            arguments.joined(filters, 'filter', ' and ')))


def _one_of(*kinds):
    return lambda error: isinstance(error, kinds)


# Finding out what exists

def near_first_module(service, addresses):
    """Return the suggestion for the first of some modules that does not exist; None if all do."""
    hints = (near_modules(service, address) for address in addresses)
    return next((hint for hint in hints if hint), None)


def near_launch(service, form):
    """Return the suggestion for a launch that was refused, from the document of the module.

    A module, a cloud, a node or a parameter. Of a project, the service only says that you may not
    execute it.
    """
    address = paths.module(form['refqname'])
    try:
        root = service._xml(address, documents.MODULE_ROOTS, timeout=TIMEOUT)
    except NotFoundError:
        return near_modules(service, address)
    return unknown_in_launch(root, form)


def unknown_in_launch(root, form):
    """Return a sentence about what a module does not have that a launch names; None if it has all.

    :param root: the document of the module.
    """
    if root.tag == documents.PROJECT:
        names = sorted(documents.attribute(item, 'name') or '-'
                       for item in root.findall('children/item'))
        return '%s is a project. %s' % (paths.module_path(form['refqname']),
                                        all_names(names, 'It contains'))
    plain, of_nodes = _parameters_in(form)
    if of_nodes and root.tag == documents.COMPONENT:
        return 'It is a component, which has no nodes: pass one cloud, and parameters without node.'
    clouds = _texts(root, 'cloudNames/string')
    requested = [value for name, value in plain if name == 'cloudservice'] + [
        value for _, name, value in of_nodes if name == 'cloudservice']
    hint = _first_unknown(filter(None, requested), clouds, "You have no cloud named '%s'.",
                          'Your clouds are')
    if hint or root.tag != documents.APPLICATION:
        return hint or _first_unknown([name for name, _ in plain], _inputs(root, clouds),
                                      'The component has no parameter %s.', 'It has')
    return _unknown_in_application(root, clouds, plain, of_nodes)


def _parameters_in(form):
    """Return the parameters in a form: pairs of name and value; triples that begin with a node."""
    fields = [(field.split('--'), form[field]) for field in sorted(form)]
    parameters = [(parts[1:], value) for parts, value in fields if parts[0] == 'parameter']
    return ([(parts[0], value) for parts, value in parameters if len(parts) == 1],
            [(parts[1], parts[2], value) for parts, value in parameters if len(parts) == 3])


def near_parameters(service, deployment_id, key):
    """Return the suggestion for an unknown runtime parameter, from the document of the run.

    Parameters are never probed.
    """
    root = service._xml(paths.run(deployment_id), documents.RUN_ROOTS, timeout=TIMEOUT)
    keys = [element.get('key') for element in _runtime_parameters(root)]
    if key in keys:
        return None
    aborted = any(element.get('key') == 'ss:abort' and key in (element.text or '')
                  for element in _runtime_parameters(root))
    return ('Reading it has aborted the deployment; use cancel_abort() to undo that. '
            if aborted else '') + of_same_scope(key, keys)


def of_same_scope(key, keys):
    """Return a sentence with the runtime parameters in the scope of an unknown one, or all."""
    scope, _, name = key.partition(':')
    names = [full[len(scope) + 1:] for full in keys if full.startswith(scope + ':')]
    if not names:
        return known_names(key, keys, 'The deployment has')
    # The scope is the same: it would make them all look alike.
    return did_you_mean(['%s:%s' % (scope, near) for near in nearest(name, names)]) + all_names(
        sorted('%s:%s' % (scope, other) for other in names), 'The deployment has')


def near_collections(cimi, resource_id):
    """Return the suggestion for an id of an unknown collection, from the entry point."""
    collections = [address.strip('/')
                   for address in cimi.cimi_cloud_entry_point.entry_points.values()]
    collection = paths.cimi(resource_id, cimi.endpoint).partition('/')[0]
    if collection in collections:
        return None
    return 'Ids begin with the name of a collection, and there is no %s. %s' % (
        collection, known_names(collection, collections, 'There are'))


def near_nodes(service, deployment_id, node):
    """Return the suggestion for an unknown node, from the document of the run."""
    root = service._xml(paths.run(deployment_id), documents.RUN_ROOTS, timeout=TIMEOUT)
    return _unknown_node(root, node) or _unscalable(root)


def near_instances(service, deployment_id, node, numbers):
    """Return the suggestion for unknown node instances, from the document of the run."""
    root = service._xml(paths.run(deployment_id), documents.RUN_ROOTS, timeout=TIMEOUT)
    hint = _unknown_node(root, node) or _unscalable(root)
    if hint:
        return hint
    ids = [documents.words(element.text) for element in _runtime_parameters(root)
           if element.get('key') == '%s:ids' % node]
    existing = sorted(set(map(documents.whole_number, ids[0])) - {None}) if ids else numbers
    missing = [_instance(node, number) for number in numbers if number not in existing]
    return 'The node %s has no %s. %s' % (
        node, ' and no '.join(missing),
        all_names([_instance(node, number) for number in existing], 'It has')) if missing else None


def _instance(node, number):
    return '%s.%d' % (node, number)


def _runtime_parameters(root):
    return [element for element in root.findall('runtimeParameters/entry/runtimeParameter')
            if element.get('key')]


def _unknown_node(root, node):
    # ``groups`` lists CLOUD:NODE; ``nodeNames`` may list the instances instead.
    nodes = set(entry.rpartition(':')[2] for entry in documents.words(root.get('groups')))
    return None if node in nodes or not nodes else known_names(
        node, nodes, 'The deployment has the nodes')


def _unscalable(root):
    if documents.flag(root, 'mutable') is None or documents.flag(root, 'mutable'):
        return None
    return 'To add and remove instances, deploy the application with scalable=True.'


def _unknown_in_application(root, clouds, plain, of_nodes):
    nodes = dict((documents.attribute(element, 'name'), element.find('image'))
                 for element in root.findall('nodes/entry/node') if element.get('name'))
    if plain:
        return 'It is an application: pass clouds and parameters by node. %s' % known_names(
            '', nodes, 'Its nodes are')
    hint = _first_unknown([node for node, _, _ in of_nodes], nodes,
                          'The application has no node %s.', 'It has')
    for node, name, _ in () if hint else of_nodes:
        hint = hint or _first_unknown([name], _inputs(nodes.get(node), clouds),
                                      'The node %s has no parameter %%s.' % node, 'It has')
    return hint


def _inputs(module, clouds):
    """Return the parameters that a component accepts; those of a cloud without its name."""
    elements = module.findall('parameters/entry/parameter') if module is not None else ()
    names = [documents.attribute(element, 'name') for element in elements if element.get('name')]
    return names and set(_ALWAYS).union(
        next((name[len(cloud) + 1:] for cloud in clouds if name.startswith(cloud + '.')), name)
        for name in names)


def _clouds(service):
    dashboard = service._xml('/dashboard', documents.DASHBOARD_ROOTS, timeout=TIMEOUT)
    names = [documents.attribute(element, 'cloud')
             for element in dashboard.findall('cloudUsages/cloudUsage') if element.get('cloud')]
    return [name for name in names if name != documents.ALL_CLOUDS]


def _texts(root, path):
    return [text for text in map(documents.text_of, root.findall(path)) if text]


def _first_unknown(names, existing, sentence, what):
    """Return the suggestion for the first name that does not exist; None if all do.

    None as well, if it is not known which names exist.
    """
    for name in names:
        if existing and to_text(name) not in existing:
            return '%s %s' % (sentence % to_text(name), known_names(name, existing, what))
    return None

# -*- coding: utf-8 -*-
"""Module requests.

List, read, save, copy, delete and publish projects, components and applications.
"""
from __future__ import unicode_literals

from .. import timestamps
from ..compat import quote
from ..messages import Response
from ..state import module_templates, modules
from . import (forms, module_documents, module_forms, module_input, module_rules, readings,
               representations, runs)
from .elements import element
from .errors import Problem
from .representations import HTML, JSON, TEXT, XML

_FORBIDDEN = 'Forbidden to update this resource.'
_DELETED = 'Module deleted'
_RUNS_SHOWN = 20


# -- reading ------------------------------------------------------------------

def list_projects(world, request):
    """``GET /module``: the top-level modules that the caller may read."""
    listed = _visible(world, request, modules.children(world, ''))
    return _document(request, module_documents.list_element(listed))


def list_appstore(world, request):
    """``GET /appstore``: the published versions that the caller may read."""
    listed = _visible(world, request, modules.published(world))
    return _document(request, module_documents.appstore_element(listed))


def read(world, request, path, number):
    """``GET /module/PATH[/VERSION]``.

    :raises Problem: 404 if the module does not exist, 403 if it is deleted or the caller may not
        read it.
    """
    module = _existing(world, request, path, number)
    if not modules.may(world, module, request.caller.username, 'Get'):
        raise Problem(403, 'Not allowed to access: %s' % _reference(path, number))
    if representations.negotiated(request) == TEXT:
        return _document(request, module_documents.embedded_element(world, module))
    return _root_document(world, request, module)


def read_template(world, request, parent):
    """``GET /module[/PROJECT]/new?category=...``: the template for a new module of a category.

    :raises Problem: 400 if the category is missing or unknown.
    """
    category = module_forms.category(request.arg('category'))
    module = module_templates.new(world, '%s/new' % parent if parent else 'new', category,
                                  request.caller.username)
    return _root_document(world, request, module)


def read_versions(world, request, path):
    """``GET /module/PATH/``: the versions of a module.

    :raises Problem: 403 if the module does not exist or the caller may not read it.
    """
    username = request.caller.username
    newest = modules.latest(world, path)
    if newest is None and not world.accounts.is_privileged(username):
        raise Problem(403, "Module doesn't exist. It may have been deleted")
    if newest is not None and not modules.may(world, newest, username, 'Get'):
        raise Problem(403, 'Not allowed to access: %s' % _reference(path))
    listed = _visible(world, request, _alive(world, path))
    return _document(request, module_documents.version_list_element(listed))


def _root_document(world, request, module):
    root = module_documents.root_element(world, module, _runs(world, request, module))
    return _document(request, root, declaration=True)


def _document(request, root, declaration=False):
    return representations.document(request, root, (XML, JSON, TEXT, HTML), declaration)


def _visible(world, request, listed):
    username = request.caller.username
    return [module for module in listed
            if modules.may(world, module, username, 'Get', inherited=False)]


def _alive(world, path):
    return [module for module in modules.versions(world, path) if not module['deleted']]


def _runs(world, request, module):
    active_only = readings.option(request.arg('activeOnly'))
    items, total = runs.run_items(world, request.caller.username, modules.uri(module), active_only)
    shown = items[:_RUNS_SHOWN]
    return element('runs', (('offset', 0), ('limit', _RUNS_SHOWN), ('count', len(shown)),
                            ('totalCount', total)), *shown)


# -- saving -------------------------------------------------------------------

def put(world, request, path, number):
    """``PUT /module/PATH[/VERSION][?new=true]``: save a new version.

    The version in the path is ignored.

    :raises Problem: if the document is invalid (400, 409, 415, 500) or the caller may not save it
        (403).
    """
    document = _document_in(world, request, path)
    if document['path'] != path:
        raise Problem(400, 'The uploaded module does not correspond to the target module uri')
    _check_may_put(world, request, path, number)
    module_rules.check(world, document)
    existed = modules.addressed(world, path, number) is not None
    stored = modules.save(world, document, request.caller.username)
    # Of all requests, only this one does not use the public address of the service.
    address = '%s://%s' % (request.scheme, request.headers.get('Host', 'localhost'))
    location = address + _path_of(modules.uri(stored))
    return Response(200 if existed else 201, b'', XML, (('Location', location),))


def _document_in(world, request, path):
    """The module in the body of a request, as XML or as a form."""
    body = forms.document(request)
    if body is not None:
        return module_input.read(body)
    return module_forms.read(forms.fields(request), path, modules.latest(world, path),
                             request.caller.username)


def _check_may_put(world, request, path, number):
    username, new = request.caller.username, readings.option(request.arg('new'))
    newest = modules.latest(world, path)
    if modules.short_name(path) == 'new':
        raise Problem(403, _FORBIDDEN)
    if newest is None:
        parent = modules.latest(world, modules.parent_path(path)) if new else None
        if parent is not None and not modules.may(world, parent, username, 'CreateChildren'):
            raise Problem(403, _FORBIDDEN)
    elif not modules.may(world, newest, username, 'Put'):
        raise Problem(403, _FORBIDDEN)
    elif new:
        raise Problem(403, 'Cannot create this resource. It already exists.')
    _check_alive(world, request, modules.addressed(world, path, number))


def copy(world, request, path, number):
    """``POST /module/PROJECT``: copy a module into a project.

    :raises Problem: 404 if the project does not exist, 400 for an incomplete form, 403 if the
        caller lacks the rights or the target exists.
    """
    project = _existing(world, request, path, number)
    form = dict(reversed(request.form))
    source = _source(world, form)
    target = '%s/%s' % (path, _target_name(form))
    username = request.caller.username
    if modules.latest(world, target) is not None:
        raise Problem(403, 'Target module already exists: %s' % _reference(target))
    if not modules.may(world, project, username, 'CreateChildren'):
        raise Problem(403, 'You do not have rights to create modules in this project')
    if not modules.may(world, source, username, 'Get'):
        raise Problem(403, 'You do not have read rights on the source module: %s'
                      % form['source_uri'])
    stored = modules.save(world, dict(source, path=target, creation=None), username)
    return Response(201, b'', None, (('Location', _location(request, modules.uri(stored))),))


def _source(world, form):
    if not form.get('source_uri'):
        raise Problem(400, 'Missing source uri form parameter')
    if not form.get('target_name'):
        raise Problem(400, 'Missing target name form parameter')
    source = modules.find(world, form['source_uri'])
    if source is None or source['deleted']:
        raise Problem(400, 'Unknown source module: %s' % form['source_uri'])
    return source


def _target_name(form):
    name = form['target_name']
    reserved = '/' in name or name == 'new' or modules.split_version('/' + name)[0] != '/' + name
    if reserved:
        raise Problem(400, 'Validation error: Invalid module name: %s' % name)
    return name


# -- deleting -----------------------------------------------------------------

def delete(world, request, path, number):
    """``DELETE /module/PATH[/VERSION]``: mark one version as deleted.

    :raises Problem: 404 if the module does not exist, 403 if it is deleted or the caller may not
        delete it.
    """
    module = _existing(world, request, path, number)
    if not modules.may(world, module, request.caller.username, 'Delete'):
        raise Problem(403, 'Forbidden')
    modules.delete(world, module)
    return _deleted(world, request, path)


def delete_versions(world, request, path):
    """``DELETE /module/PATH/``: mark all versions that the caller may delete as deleted.

    :raises Problem: 404 if the module does not exist, 403 if the caller may not delete any version.
    """
    alive, username = _alive(world, path), request.caller.username
    if not alive:
        raise Problem(404)
    own = [module for module in alive if modules.may(world, module, username, 'Delete')]
    if not own:
        raise Problem(403, 'Forbidden')
    for module in own:
        modules.delete(world, module)
    return _deleted(world, request, path)


def _deleted(world, request, path):
    remaining = modules.latest(world, path)
    parent = _reference(modules.parent_path(path)).rstrip('/')
    target = modules.uri(remaining) if remaining else parent
    return Response(204, b'', None, (('Location', _location(request, target)),))


# -- publishing ---------------------------------------------------------------

def publish(world, request, path, number):
    """``PUT /module/PATH[/VERSION]/publish``: publish a version in the App Store.

    Every user may do that. If the body holds a document, it is stored as a new version instead.

    :raises Problem: 404 if the module does not exist, 409 if it is already published, 403 if it is
        deleted.
    """
    if request.body and request.media_type == XML:
        return put(world, request, path, number)
    module = modules.addressed(world, path, number)
    if module is None:
        raise Problem(404, 'Not found')
    _check_alive(world, request, module)
    if module['published'] is not None:
        raise Problem(409, 'The module was already published: %s' % _sql_date(module['published']))
    modules.publish(world, module)
    return Response(204, b'', None, (('Location', request.base_url + '/'),))


def unpublish(world, request, path, number):
    """``DELETE /module/PATH[/VERSION]/publish``: remove a version from the App Store.

    Does nothing if it is not published.

    :raises Problem: 404 if the module does not exist, 403 if it is deleted.
    """
    modules.unpublish(world, _existing(world, request, path, number))
    return Response(204)


def read_publication(world, request, path, number):
    """``GET /module/PATH[/VERSION]/publish``: when a version was published.

    :raises Problem: 404 if the module does not exist or is not published, 403 if it is deleted.
    """
    module = _existing(world, request, path, number)
    if module['published'] is None:
        raise Problem(404, 'Module not published')
    return representations.text(_sql_date(module['published']))


# -- common -------------------------------------------------------------------

def _existing(world, request, path, number):
    module = modules.addressed(world, path, number)
    if module is None:
        raise Problem(404)
    _check_alive(world, request, module)
    return module


def _check_alive(world, request, module):
    if module is None or not module['deleted']:
        return
    if not world.accounts.is_privileged(request.caller.username):
        raise Problem(403, _DELETED)


def _reference(path, number=None):
    return 'module/%s' % path if number is None else 'module/%s/%d' % (path, number)


def _path_of(reference):
    return '/' + quote(reference)


def _location(request, reference):
    return request.base_url + _path_of(reference)


def _sql_date(seconds):
    """``2019-03-02 10:05:00.055``: a format that only publication dates have."""
    return timestamps.cimi(seconds).replace('T', ' ').rstrip('Z')

# -*- coding: utf-8 -*-
"""Module authoring: creating and copying modules, their versions and raw documents.

:mod:`.modules` reads and changes them.
"""
from __future__ import unicode_literals

from .. import listing, models
from ..compat import native_str, string_types, to_text, unquote, urlsplit
from ..errors import BadRequestError, ConflictError, ForbiddenError, ModuleTypeError, NotFoundError
from ..protocol import arguments, documents, module_documents, paths
from . import base, suggestions


class ModuleAuthoring(base.Service):
    """The methods of :class:`~slipstream.api.Api` to create modules."""

    def create_project(self, path, description=None, logo_link=None, comment=None):
        """Create a project: a folder for modules.

        ::

            >>> print(api.create_project('jane/shop', description='My shop'))
            jane/shop/...

        :param str path: path of the new project, at the top level or in another project.
        :param str description: a description.
        :param str logo_link: address of an image to be used as logo.
        :param str comment: a comment on this version.
        :return: the path with the version.
        :rtype: str
        :raises NotFoundError: the project that it should be in does not exist; nothing was created.
        :raises ModuleTypeError: what it should be in is not a project; nothing was created.
        :raises ForbiddenError: it exists, or you may not write to the parent.
        """
        root = module_documents.project(
            path, {'description': description, 'logoLink': logo_link}, comment)
        self._check_parent(module_documents.parent_of(path))
        return self._create(path, root)

    def create_component(self, path, module_reference_uri=None, cloud_identifiers=None,
                         description=None, logo_link=None, parameters=None,
                         targets=None, prerecipe=None, recipe=None, packages=None, is_base=None,
                         login_user=None, platform=None, comment=None):
        """Create a component: one machine.

        It gets the parameters passed and those that every component has: ``hostname`` and
        ``instanceid`` (Output), ``cpu.nb``, ``ram.GB``, ``disk.GB``, ``extra.disk.volatile`` and
        ``network`` (Cloud).

        ::

            >>> path = api.create_component(
            ...     'jane/db', 'examples/images/centos-7', parameters={'size': '10'},
            ...     targets={'execute': 'echo Hello'})

        :param str path: path of the new component.
        :param str module_reference_uri: path of the parent component, from whose image it is built.
        :param dict cloud_identifiers: for a native component, instead of a parent: cloud name to
            identifier of an image there.
        :param str description: a description.
        :param str logo_link: address of an image to be used as logo.
        :param dict parameters: name to value, or to a dict of ``value``, ``category`` (``Input``,
            ``Output``, ``Cloud`` or a cloud name; default ``Input``), ``description``, ``type``,
            ``mandatory``, ``readonly``, ``instructions`` and ``choices``, all optional.
        :param dict targets: scripts: ``execute``, ``report``, ``onvmadd``, ``onvmremove``,
            ``prescale`` or ``postscale`` to text.
        :param str prerecipe: script that runs before the packages are installed, when the image is
            built.
        :param str recipe: script that runs after that.
        :param packages: names of packages to install when the image is built.
        :param bool is_base: whether it is a native image of a cloud; default: whether there are
            identifiers.
        :param str login_user: user to log in to a native image; default ``root``.
        :param str platform: for a native image: ``ubuntu``, ``debian``, ``centos``, ``windows``
            ...; default ``other``.
        :param str comment: a comment on this version.
        :return: the path with the version.
        :rtype: str
        :raises ValueError: you pass both a parent component and identifiers, a path without
            project, or an invalid value.
        :raises NotFoundError: there is no such project, or no such parent component; nothing was
            created.
        :raises ModuleTypeError: the parent is not a component, or the project is not a project;
            nothing was created.
        :raises ForbiddenError: it exists, or you may not write to the parent project.
        """
        identifiers = module_documents.identifiers(cloud_identifiers)
        if identifiers and module_reference_uri:
            raise ValueError(native_str(
                'A component has either a parent component or cloud identifiers: pass one of '
                'module_reference_uri and cloud_identifiers'))
        native = bool(identifiers) if is_base is None else arguments.boolean(is_base, 'is_base')
        attributes = {
            'description': description, 'logoLink': logo_link, 'isBase': native,
            'loginUser': login_user or ('root' if native else ''),
            'moduleReferenceUri': paths.module_reference(module_reference_uri)
            if module_reference_uri else None,
            'platform': platform or ('other' if native else '')}
        root = module_documents.component(
            path, attributes, comment, identifiers=identifiers, parameters=parameters,
            targets=targets, prerecipe=prerecipe, recipe=recipe, packages=packages)
        self._check_parent(module_documents.project_of(path))
        if module_reference_uri:
            self._check_type(paths.module(module_reference_uri), documents.COMPONENT, 'component')
        return self._create(path, root)

    def create_application(self, path, nodes, description=None, logo_link=None, comment=None):
        """Create an application: several nodes, each of which is a component.

        ::

            >>> path = api.create_component('jane/client', 'jane/web', parameters={'server': ''})
            >>> path = api.create_application('jane/full', {
            ...     'web': 'jane/web',
            ...     'client': {'component': 'jane/client', 'multiplicity': 2,
            ...                'links': {'server': 'web:hostname'}}})

        :param str path: path of the new application.
        :param dict nodes: node name to path of its component, or to a dict of ``component``,
            ``multiplicity`` (default 1), ``cloud``, ``max_provisioning_failures`` (default 0),
            ``network`` (``Public`` or ``Private``), ``parameters`` (name to value) and ``links``
            (name of an input parameter to ``NODE:NAME`` of the output parameter that it gets its
            value from).
        :param str description: a description.
        :param str logo_link: address of an image to be used as logo.
        :param str comment: a comment on this version.
        :return: the path with the version.
        :rtype: str
        :raises ValueError: a value is invalid, for example a path without project, or a link to a
            node that does not exist.
        :raises NotFoundError: there is no such project; nothing was created.
        :raises ConflictError: a component or a parameter does not exist.
        :raises ForbiddenError: it exists, or you may not write to the parent project.
        """
        root = module_documents.application(
            path, {'description': description, 'logoLink': logo_link}, comment, nodes)
        self._check_parent(module_documents.project_of(path))
        components = [paths.module(node.get('imageUri')) for node in root.iter('node')]
        with suggestions.of_modules(self, components, ConflictError, ForbiddenError):
            return self._create(path, root)

    def copy_module(self, source, project, name):
        """Copy a version of a module.

        ::

            >>> print(api.copy_module('examples/images/centos-7', 'jane', 'my-centos'))
            jane/my-centos/...

        :param str source: path of a module; a version may follow.
        :param str project: path of the project to copy it into.
        :param str name: name of the copy.
        :return: the path of the copy with its version.
        :rtype: str
        :raises NotFoundError: there is no such project.
        :raises ModuleTypeError: it is not a project; nothing was created.
        :raises BadRequestError: there is no such source.
        :raises ForbiddenError: the copy exists, or you may not read the source or write to the
            project.
        """
        paths.segment(name, 'module name')
        form = {'source_uri': paths.module_reference(source),
                'target_name': module_documents.new_name(to_text(name))}
        copied = '%s/%s' % (paths.module_reference(project), to_text(name))
        self._check_parent(project)
        with suggestions.of_module(self, paths.module(project)), suggestions.of_module(
                self, paths.module(source), BadRequestError):
            return stored_path(self._send('POST', paths.module(project), data=form), copied)

    def list_module_versions(self, path):
        """List the versions of a module, newest first, without deleted ones.

        Versions are counted across the whole service, so those of one module have gaps.

        ::

            >>> print(api.list_module_versions('jane/web')[0].version)
            1519

        :param str path: path of a module; a version that follows is ignored.
        :return: a lazy iterator of :class:`~slipstream.api.models.ModuleVersion`.
        :rtype: Listing
        :raises ForbiddenError: there is no such module, or you may not read it. Raised when the
            first row is read.
        """
        return listing.at_once(self._versions('%s/' % paths.module(bare_path(path))))

    def get_module_document(self, path, as_element=False):
        """Read the document of a module as the service writes it.

        ::

            >>> print(api.get_module_document('jane/web', as_element=True).get('category'))
            Image

        :param str path: path of a module; a version may follow.
        :param bool as_element: return the root element (of ``xml.etree``) instead of the bytes.
        :return: the XML.
        :rtype: bytes
        :raises NotFoundError: there is no such module.
        :raises ForbiddenError: you may not read it.
        """
        as_element = arguments.boolean(as_element, 'as_element')
        with suggestions.of_module(self, paths.module(path)):
            response = self._send('GET', paths.module(path))
        root = base.decoded_xml(response, documents.MODULE_ROOTS)
        return root if as_element else response.content

    def put_module_document(self, path, document, create=False):
        """Write the document of a module.

        This creates a new, unpublished version that belongs to you. Values that a component
        inherits from its parent (``isSet="false"``) become its own if they are sent.

        ::

            >>> document = api.get_module_document('jane/web', as_element=True)
            >>> document.set('description', 'Edited')
            >>> print(api.put_module_document('jane/web', document))
            jane/web/...

        :param str path: path of the module; it must agree with ``parentUri`` and ``shortName`` of
            the document.
        :param document: the XML, as bytes (also ``bytearray`` or ``memoryview``), string or root
            element.
        :param bool create: only create it: refuse if it exists.
        :return: the path with the new version.
        :rtype: str
        :raises ValueError: it is not well-formed, has a document type declaration, or no
            ``category``.
        :raises NotFoundError: ``create`` is set, and the project that it should be in does not
            exist; nothing was created.
        :raises BadRequestError: the service does not accept the document.
        :raises ForbiddenError: you may not write to the module, or ``create`` is set and it exists.
        :raises ConflictError: the nodes of an application do not fit together.
        """
        content = document_bytes(document)
        params = {'new': 'true'} if arguments.boolean(create, 'create') else None
        if params:
            self._check_parent(module_documents.parent_of(path))
        return stored_path(self._send('PUT', paths.module(path), data=content,
                                      headers={'Content-Type': base.XML}, params=params), path)

    def _check_parent(self, project):
        """Check that what a new module will be in exists, and is a project.

        The service would create the module where nobody finds it.

        :param project: the path of the project; an empty string for the top level.
        """
        if project:
            self._check_type(paths.module(project), documents.PROJECT, 'project')

    def _check_type(self, address, tag, kind):
        """Check that a module exists and is of a type, which the service does not look at."""
        with suggestions.of_module(self, address):
            try:
                root = self._xml(address, documents.MODULE_ROOTS)
            except ForbiddenError:  # it exists
                return
        if root.tag != tag:
            raise ModuleTypeError('%s is not a %s; nothing was created' % (
                unquote(paths.module_path(address)), kind))

    def _create(self, path, root):
        return stored_path(self._put_xml(paths.module(path), root, params={'new': 'true'}), path)

    def _versions(self, address):
        with suggestions.of_module(self, address, NotFoundError, ForbiddenError):
            root = self._xml(address, documents.VERSION_ROOTS)
        versions = [version_of(item) for item in root.findall('item')]
        for version in sorted(versions, key=lambda version: version.version or 0, reverse=True):
            yield version


def bare_path(path):
    """Return a module path that a caller passed, without version."""
    return paths.module_path(paths.module_reference(path), with_version=False)


def document_bytes(document):
    """Return a document that a caller passed, as bytes.

    :param document: bytes, a string, or a root element.
    :raises ValueError: it is not the document of a module.
    :raises TypeError: it is none of these.
    """
    document = arguments.content(document)
    if isinstance(document, string_types + (bytes,)):
        content = document if isinstance(document, bytes) else document.encode('utf-8')
    elif hasattr(document, 'tag'):
        content = documents.write_xml(document)
    else:
        raise TypeError(native_str('A document must be bytes, a string or an element, not %s'
                                   % type(document).__name__))
    if documents.parse_xml(content).get('category') is None:
        raise ValueError(native_str('The document has no category, so it is not that of a module'))
    return content


def stored_path(response, path):
    """Return the path of what was stored, with the version that ``Location`` contains, if any.

    It was stored, so an invalid ``Location`` counts as a missing one.
    """
    try:
        location = unquote(urlsplit(to_text(response.headers.get('Location') or '')).path)
        stored = paths.module_reference(location.partition('/module/')[2])
    except ValueError:
        stored = paths.module_reference(path)
    return paths.module_path(stored)


def version_of(item):
    """Return a row of the list of versions."""
    commit = item.find('commit')
    return models.ModuleVersion(
        version=documents.whole_number(item.get('version')),
        path=paths.module_path(item.get('resourceUri'), with_version=False),
        type=documents.module_type(documents.attribute(item, 'category')),
        modified=documents.attribute(item, 'lastModified'),
        author=None if commit is None else documents.attribute(commit, 'author'),
        comment=documents.text_of(commit, 'comment'))

# -*- coding: utf-8 -*-
"""Modules: projects, components and applications.

Reading the tree of modules, changing a component, publishing and deleting.
"""
from __future__ import unicode_literals

from .. import listing
from ..compat import native_str, string_types, to_text
from ..display import similar_names
from ..errors import (ForbiddenError, ModuleTypeError, NotFoundError, ProjectNotEmptyError,
                      SlipStreamError, warn)
from ..protocol import arguments, documents, module_documents, module_rows, paths
from ..redaction import safe_logger
from . import base, suggestions

logger = safe_logger(__name__)


class Modules(base.Service):
    """The methods of :class:`~slipstream.api.Api` to read, change and publish modules."""

    def list_applications(self):
        """List the applications and components in the App Store.

        Every published version is a row: a module may appear several times.

        ::

            >>> for app in api.list_applications():
            ...     print(app.name, app.type)
            system application
            wordpress component

        :return: a lazy iterator of :class:`~slipstream.api.models.App`.
        :rtype: Listing
        :raises ServiceError: the service refuses. Raised when the first row is read.
        """
        return listing.Listing(listing.AtOnce(lambda: self._apps('/appstore')))

    def list_project_content(self, path=None, recurse=False):
        """List the content of a project.

        ::

            >>> for app in api.list_project_content('examples/images'):
            ...     print(app.path)
            examples/images/centos-7
            examples/images/debian-9
            examples/images/ubuntu-14.04
            examples/images/ubuntu-16.04

        :param str path: path of a project; None, an empty string or ``/`` for the top-level
            modules.
        :param bool recurse: list the content of inner projects, too, each right behind its project.
            Projects that you may not read are skipped.
        :return: a lazy iterator of :class:`~slipstream.api.models.App`. If the module is not a
            project, it is empty and a warning says so.
        :rtype: Listing
        :raises ForbiddenError: you may not read the project. Raised when the first row is read.
        :raises NotFoundError: there is no such project.
        """
        address = None if paths.is_top(path) else paths.module(path)
        return listing.Listing(self._walk(address) if recurse else listing.AtOnce(
            lambda: self._level(address)))

    def get_element(self, path):
        """Read a project, a component or an application.

        ::

            >>> print(api.get_element('apps/WordPress/wordpress').type)
            component

        :param str path: path of a module; a version may follow.
        :rtype: slipstream.api.models.Module
        :raises NotFoundError: there is no such module.
        :raises ForbiddenError: you may not read it.
        """
        return module_rows.module_of(self._module(paths.module(path)))

    def get_parameters(self, path, parameter_name=None, parameter_names=None):
        """Read the parameters of a component or an application.

        ::

            >>> for parameter in api.get_parameters('apps/WordPress/wordpress', 'wordpress_title'):
            ...     print(parameter.name, parameter.type)
            wordpress_title String

        :param str path: path of a module; a version may follow.
        :param str parameter_name: name of a parameter to return, for example ``cpu.nb``.
        :param parameter_names: names of parameters to return, as a list or as a comma-separated
            string. An empty list returns nothing; None for both arguments returns all parameters.
        :return: a lazy iterator of :class:`~slipstream.api.models.ModuleParameter`.
            A warning says which names it does not have.
        :rtype: Listing
        :raises NotFoundError: there is no such module. Raised when the first row is read.
        """
        return listing.at_once(self._parameters(
            paths.module(path), selected_names(parameter_name, parameter_names)))

    def get_application_nodes(self, path):
        """Read the nodes of an application.

        ::

            >>> nodes = api.get_application_nodes('examples/tutorials/service-testing/system')
            >>> print(nodes[0].name, nodes[0].path)
            apache examples/tutorials/service-testing/apache

        :param str path: path of an application; a version may follow.
        :return: a lazy iterator of :class:`~slipstream.api.models.Node`; the attributes ``cpu``,
            ``ram``, ``disk`` and ``extra_disk_volatile`` are None unless the service is an old one.
            If the module is not an application, it is empty and a warning says so.
        :rtype: Listing
        :raises NotFoundError: there is no such module. Raised when the first row is read.
        """
        return listing.at_once(self._read(
            paths.module(path), 'nodes/entry/node', module_rows.node_of, 'application', 'nodes'))

    def get_cloud_image_identifiers(self, path):
        """Read the image identifiers of a native component.

        ::

            >>> for image in api.get_cloud_image_identifiers('examples/images/centos-7'):
            ...     print(image.cloud)
            exoscale-ch-gva
            exoscale-ch-dk
            ec2-eu-west

        :param str path: path of a component; a version may follow.
        :return: a lazy iterator of :class:`~slipstream.api.models.CloudImageIdentifier`. If the
            module is not a component, it is empty and a warning says so.
        :rtype: Listing
        :raises NotFoundError: there is no such module. Raised when the first row is read.
        """
        return listing.at_once(self._read(
            paths.module(path), 'cloudImageIdentifiers/cloudImageIdentifier',
            module_rows.image_identifier_of, 'component', 'image identifiers'))

    def update_component(self, path, description=None, module_reference_uri=None,
                         cloud_identifiers=None, keep_ref_uri_and_cloud_ids=False,
                         logo_link=None):
        """Change a component. None leaves a value as it is.

        This creates a new, unpublished version that belongs to you.

        ::

            >>> api.update_component('jane/web', description='My web server')
            True

        :param str path: path of a component. If a version follows, the change is based on that one.
        :param str description: a description.
        :param str module_reference_uri: path of the parent component, from whose image this one is
            built. It replaces the cloud identifiers, unless you keep them.
        :param dict cloud_identifiers: cloud name to identifier of an image there; those of other
            clouds stay. An identifier of None or ``''`` removes that of the cloud. Any other makes
            this a native component: it replaces the parent component, unless you keep that.
        :param bool keep_ref_uri_and_cloud_ids: keep the one when you pass the other. Needed to pass
            both.
        :param str logo_link: address of an image to be used as logo.
        :return: True
        :raises ValueError: you pass reference and identifiers, but not
            ``keep_ref_uri_and_cloud_ids``.
        :raises ModuleTypeError: it is not a component.
        :raises NotFoundError: there is no such component.
        :raises ForbiddenError: you may not change it.
        """
        address = paths.module(path)
        changes = module_documents.component_changes(
            description, module_reference_uri, cloud_identifiers, keep_ref_uri_and_cloud_ids,
            logo_link)
        root = self._module(address)
        if root.tag != documents.COMPONENT:
            raise ModuleTypeError('%s is not a component' % to_text(arguments.path_of(path)))
        module_documents.change_component(root, *changes)
        self._put_xml(address, root)
        return True

    def publish(self, path):
        """Publish a component or an application in the App Store.

        ::

            >>> api.publish('jane/web')
            True

        :param str path: path of a component or an application; the latest version if none follows.
        :return: True
        :raises ConflictError: that version is already published.
        :raises NotFoundError: there is no such module.
        """
        with suggestions.of_module(self, paths.module(path)):
            self._send('PUT', paths.module(path) + '/publish')
        return True

    def unpublish(self, path):
        """Take a component or an application out of the App Store; no error if it is not there.

        ::

            >>> api.unpublish('jane/web')
            True

        :param str path: path of a component or an application; the latest version if none follows.
        :return: True
        :raises NotFoundError: there is no such module.
        """
        with suggestions.of_module(self, paths.module(path)):
            self._send('DELETE', paths.module(path) + '/publish')
        return True

    def delete_element(self, path, all_versions=False, keep_content=False):
        """Delete one version of a project, a component or an application.

        The content of a deleted project stays, but can no longer be found. If a project still has
        content, deleting all its versions is refused, and deleting the latest one warns first.

        ::

            >>> api.delete_element('jane/web', all_versions=True)
            True

        :param str path: path of a module. If no version follows, the latest one is deleted, and the
            one before becomes the latest.
        :param bool all_versions: delete all versions that you may delete, so that the module is
            gone.
        :param bool keep_content: delete a project without checking whether it has content, which
            stays.
        :return: True
        :raises ValueError: you want to delete all versions, but name one.
        :raises ProjectNotEmptyError: it is a project with content; nothing was deleted.
        :raises NotFoundError: there is no such module.
        :raises ForbiddenError: you may not delete it.
        """
        address = paths.module(path)
        has_version = paths.module_path(address, with_version=False) != paths.module_path(address)
        if arguments.boolean(all_versions, 'all_versions'):
            if has_version:
                raise ValueError(native_str(
                    'To delete all versions, pass the path without version, not %s'
                    % to_text(arguments.path_of(path))))
            address += '/'
        if not (arguments.boolean(keep_content, 'keep_content') or has_version):
            self._check_content(address, to_text(arguments.path_of(path)), all_versions)
        with suggestions.of_module(self, address):
            self._send('DELETE', address)
        return True

    def _check_content(self, address, path, refuse):
        """Warn that a project has content, or refuse to delete it.

        If the content cannot be read, that is unknown.
        """
        try:
            names = [app.name for app in self._level(address.rstrip('/'), False)
                     if app.name]
        except NotFoundError:
            raise
        except (SlipStreamError, EnvironmentError):  # the latter: those of requests
            return
        if not names:
            return
        listed = ', '.join(names[:similar_names.LISTED])
        if refuse:
            raise ProjectNotEmptyError(
                '%s is a project with content, which could no longer be found: %s' % (
                    path, listed), hint='Delete that first, or pass keep_content=True.')
        warn('%s is a project with content, and its latest version is deleted now. If it was the '
             'only version, the content can no longer be found: %s' % (path, listed),
             UserWarning, logger)

    def _module(self, address):
        with suggestions.of_module(self, address):
            return self._xml(address, documents.MODULE_ROOTS)

    def _apps(self, address):
        return self._rows(address, documents.LIST_ROOTS, module_rows.listed_app_of)[1]

    def _content(self, address, is_checked=False):
        """Return the content of a project, or of the top level for None; warn if it is none."""
        if address is None:
            return iter(self._apps('/module'))
        root, items = self._rows(address, documents.MODULE_ROOTS, None, inside='children')
        if is_checked and not items:
            suggestions.warn_of_type(address, root, 'project', 'content')
        return iter(module_rows.children_of(root, items, address))

    def _level(self, address, is_checked=True):
        """Yield the content of a project, which is read with the first row."""
        with suggestions.of_module(self, address):
            content = self._content(address, is_checked)
        for app in content:
            yield app

    def _walk(self, address):
        """Yield the content of a project, and of the projects in it."""
        open_projects, seen = [self._level(address)], {address}
        while open_projects:
            app = next(open_projects[-1], None)
            if app is None:
                open_projects.pop()
                continue
            yield app
            if app.type == 'project' and app.path:
                child = paths.module(base.from_service(paths.module, 'module/' + app.path,
                                                       'the path of a module'))
                if child not in seen:  # a project may contain itself
                    seen.add(child)
                    open_projects.append(self._readable_content(child))

    def _readable_content(self, address):
        try:
            return self._content(address)
        except (ForbiddenError, NotFoundError) as error:
            logger.info('Skipping %s: %s', address, error.reason)
            return iter(())

    def _read(self, address, where, reader, module_type=None, what=None):
        """Yield what a module's document has at a place, if need be for one type of module only."""
        root = self._module(address)
        elements = root.findall(where)
        if module_type and not elements:
            suggestions.warn_of_type(address, root, module_type, what)
        for element in elements:
            yield reader(element)

    def _parameters(self, address, names):
        existing = set()
        for parameter in self._read(address, 'parameters/entry/parameter',
                                    module_rows.parameter_of):
            existing.add(parameter.name)
            if names is None or parameter.name in names:
                yield parameter
        suggestions.warn_of_unknown(address, set(names or ()) - existing, existing)


def get_module_type(category):
    """Return the type of module that a category of the service stands for.

    :param str category: ``Project``, ``Image`` or ``Deployment``, in upper or lower case.
    :return: ``project``, ``component`` or ``application``; any other category in lower case; None
        for None.
    """
    return documents.module_type(category)


def selected_names(parameter_name, parameter_names):
    """Return the names that two arguments select, as a set; None for all."""
    if parameter_name is None and parameter_names is None:
        return None
    if isinstance(parameter_name, (list, tuple, set)):
        raise TypeError(native_str('parameter_name must be a string, not %s: pass several names as '
                                   'parameter_names' % type(parameter_name).__name__))
    names = set() if parameter_name is None else {arguments.name(parameter_name, 'parameter_name')}
    if isinstance(parameter_names, string_types):
        return names.union(documents.words(to_text(parameter_names)))
    return names.union(arguments.name(name, 'parameter_names') for name in parameter_names or ())

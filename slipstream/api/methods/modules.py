# -*- coding: utf-8 -*-
"""Modules: projects, components and applications.

Reading the tree of modules, changing a component, publishing and deleting.
"""
from __future__ import unicode_literals

import logging

from .. import listing, models
from ..compat import etree, native_str, string_types, to_text, unquote
from ..errors import ForbiddenError, NotFoundError
from ..protocol import arguments, documents, paths
from . import base, suggestions

logger = logging.getLogger(__name__)

_ROOTS = ('projectModule', 'imageModule', 'deploymentModule')


class Modules(base.Service):
    """The methods of :class:`~slipstream.api.Api` to read, change and publish modules."""

    def list_applications(self):
        """List the applications and components in the App Store.

        Every published version is a row: a module may appear several times.

        :return: a lazy iterator of :class:`~slipstream.api.models.App`.
        :rtype: Listing
        :raises ServiceError: if the service refuses; raised when the first row is asked for.
        """
        return listing.Listing(self._apps('/appstore'))

    def list_project_content(self, path=None, recurse=False):
        """List the content of a project.

        :param str path: path of a project; None, an empty text or ``/`` for the top-level modules.
        :param bool recurse: list the content of the projects in it, too, each right behind its
            project; what one may not read is skipped.
        :return: a lazy iterator of :class:`~slipstream.api.models.App`.
        :rtype: Listing
        :raises ForbiddenError: the project is not yours to read; raised when the first row is asked
            for.
        :raises NotFoundError: there is no such project.
        """
        address = None if is_top(path) else paths.module(path)
        return listing.Listing(self._walk(address) if recurse else self._level(address))

    def get_element(self, path):
        """Read about a project, a component or an application.

        :param str path: path of a module; a version may follow.
        :rtype: slipstream.api.models.Module
        :raises NotFoundError: there is no such module.
        :raises ForbiddenError: it is not yours to read.
        """
        return module_of(self._module(paths.module(path)))

    def get_parameters(self, path, parameter_name=None, parameter_names=None):
        """Read the parameters of a component or an application.

        :param str path: path of a module; a version may follow.
        :param str parameter_name: name of a parameter to return, for example ``cpu.nb``.
        :param parameter_names: names of parameters to return, as a list or as comma-separated text.
            If both are given, either counts; if neither is, all parameters are returned.
        :return: a lazy iterator of :class:`~slipstream.api.models.ModuleParameter`.
        :rtype: Listing
        :raises NotFoundError: there is no such module; raised when the first row is asked for.
        """
        return listing.Listing(self._parameters(paths.module(path),
                                                wanted_names(parameter_name, parameter_names)))

    def get_application_nodes(self, path):
        """Read the nodes of an application.

        :param str path: path of an application; a version may follow.
        :return: a lazy iterator of :class:`~slipstream.api.models.Node`; the attributes ``cpu``,
            ``ram``, ``disk`` and ``extra_disk_volatile`` are None unless the service is an old one.
        :rtype: Listing
        :raises NotFoundError: there is no such module; raised when the first row is asked for.
        """
        return listing.Listing(self._read(paths.module(path), 'nodes/entry/node', node_of))

    def get_cloud_image_identifiers(self, path):
        """Read the image identifiers of a native component.

        :param str path: path of a component; a version may follow.
        :return: a lazy iterator of :class:`~slipstream.api.models.CloudImageIdentifier`.
        :rtype: Listing
        :raises NotFoundError: there is no such module; raised when the first row is asked for.
        """
        return listing.Listing(self._read(
            paths.module(path), 'cloudImageIdentifiers/cloudImageIdentifier', image_identifier_of))

    def update_component(self, path, description=None, module_reference_uri=None,
                         cloud_identifiers=None, keep_ref_uri_and_cloud_ids=False,
                         logo_link=None):
        """Change a component; what is not given stays.

        This creates a new, unpublished version, owned by the caller.

        :param str path: path of a component; a version may follow, then that one is the base of the
            change.
        :param str description: what to say about it.
        :param str module_reference_uri: path of the parent component. The cloud identifiers are
            removed, unless they are to be kept.
        :param dict cloud_identifiers: cloud name to identifier of the image there; those of other
            clouds stay. The reference to the parent component is removed, unless it is to be kept.
        :param bool keep_ref_uri_and_cloud_ids: keep the one when the other is given. Needed to give
            both.
        :param str logo_link: address of an image to be used as logo.
        :return: True
        :raises ValueError: reference and identifiers are both given without
            ``keep_ref_uri_and_cloud_ids``, or it is not a component.
        :raises NotFoundError: there is no such component.
        :raises ForbiddenError: it is not yours to change.
        """
        address = paths.module(path)
        changes = component_changes(description, module_reference_uri, cloud_identifiers,
                                    keep_ref_uri_and_cloud_ids, logo_link)
        root = self._module(address)
        if root.tag != 'imageModule':
            raise ValueError(native_str('%s is not a component' % to_text(path)))
        change_component(root, *changes)
        self._put_xml(address, root)
        return True

    def publish(self, path):
        """Publish a component or an application in the App Store.

        :param str path: path of a component or an application; without version the latest one.
        :return: True
        :raises ConflictError: that version is published already.
        :raises NotFoundError: there is no such module.
        """
        with suggestions.of_module(self, paths.module(path)):
            self._send('PUT', paths.module(path) + '/publish')
        return True

    def unpublish(self, path):
        """Take a component or an application out of the App Store; no error if it is not there.

        :param str path: path of a component or an application; without version the latest one.
        :return: True
        :raises NotFoundError: there is no such module.
        """
        with suggestions.of_module(self, paths.module(path)):
            self._send('DELETE', paths.module(path) + '/publish')
        return True

    def delete_element(self, path, all_versions=False):
        """Delete one version of a project, a component or an application.

        :param str path: path of a module; without version the latest one, after which the one
            before becomes the latest.
        :param bool all_versions: delete all versions that are the caller's to delete, so that the
            module is gone. What is in a project stays.
        :return: True
        :raises ValueError: all versions are to be deleted, but one is named.
        :raises NotFoundError: there is no such module.
        :raises ForbiddenError: it is not yours to delete.
        """
        address = paths.module(path)
        if arguments.boolean(all_versions, 'all_versions'):
            if paths.module_path(address, with_version=False) != paths.module_path(address):
                raise ValueError(native_str(
                    'Give the path without version to delete all versions, not %s' % to_text(path)))
            address += '/'
        with suggestions.of_module(self, address):
            self._send('DELETE', address)
        return True

    def _module(self, address):
        with suggestions.of_module(self, address):
            return self._xml(address, _ROOTS)

    def _apps(self, address):
        for row in self._rows(address, ('list',), listed_app_of)[1]:
            yield row

    def _content(self, address):
        """The content of one project, or the top-level modules for None, as an iterator."""
        if address is None:
            return self._apps('/module')
        root, items = self._rows(address, _ROOTS, None, inside='children')
        return iter(children_of(root, items, address))

    def _level(self, address):
        """The content of one project, requested when the first row is wanted."""
        with suggestions.of_module(self, address):
            content = self._content(address)
        for app in content:
            yield app

    def _walk(self, address):
        """The content of a project, and of the projects in it."""
        open_projects, seen = [self._level(address)], {address}
        while open_projects:
            app = next(open_projects[-1], None)
            if app is None:
                open_projects.pop()
                continue
            yield app
            if app.type == 'project' and app.path:
                child = paths.module('module/' + app.path)
                if child not in seen:  # a project may contain itself
                    seen.add(child)
                    open_projects.append(self._readable_content(child))

    def _readable_content(self, address):
        try:
            return self._content(address)
        except (ForbiddenError, NotFoundError) as error:
            logger.info('Skipping %s: %s', address, error.reason)
            return iter(())

    def _read(self, address, where, reader):
        for element in self._module(address).findall(where):
            yield reader(element)

    def _parameters(self, address, wanted):
        for parameter in self._read(address, 'parameters/entry/parameter', parameter_of):
            if not wanted or parameter.name in wanted:
                yield parameter


def get_module_type(category):
    """What the service's name of a category means.

    :param str category: ``Project``, ``Image`` or ``Deployment``, in any case.
    :return: ``project``, ``component`` or ``application``; another category in lower case; None for
        None.
    """
    return documents.module_type(category)


def is_top(path):
    """Whether a path given by the caller means the place of the top-level modules."""
    return path is None or isinstance(path, string_types) and to_text(path) in ('', '/')


def wanted_names(parameter_name, parameter_names):
    """The set of names that two ways of giving them mean; empty if none are given."""
    wanted = set() if parameter_name is None else {arguments.name(parameter_name, 'parameter_name')}
    if isinstance(parameter_names, string_types):
        return wanted.union(documents.words(to_text(parameter_names)))
    return wanted.union(arguments.name(name, 'parameter_names') for name in parameter_names or ())


def app_of(item, path):
    """A row of a list of modules.

    :param item: the element, or its attributes.
    :param path: the path of the module, or None.
    """
    name, category = item.get('name'), item.get('category')
    return models.row(models.App, (name and name.strip(), documents.module_type(category),
                                   documents.whole_number(item.get('version')), path))


def listed_app_of(item):
    """A row of a list of modules that carry their address."""
    return app_of(item, paths.module_path(item.get('resourceUri'), with_version=False))


def children_of(root, items, address):
    """The children that the document of a project lists, as a list.

    They carry no address: it is made of that of the project.

    :param root: the root element, or its attributes.
    :param items: the elements of the children, or their attributes.
    :param str address: path that was asked for, in case that the document does not tell where it
        is.
    """
    parent = own_path(root) or paths.module_path(unquote(address), with_version=False)
    return [app_of(item, '%s/%s' % (parent, item.get('name').strip('/ ')) if item.get('name')
                   else None) for item in items]


def own_path(root):
    """The path that a module's document gives for itself, without version; None if it does not tell."""
    name = documents.attribute(root, 'shortName')
    parent = paths.module_path(root.get('parentUri'))
    return '%s/%s' % (parent, name) if parent and name else name or None


def module_of(root):
    """What the document of a module says about it."""
    return models.Module(
        name=documents.attribute(root, 'shortName'),
        type=get_module_type(documents.attribute(root, 'category')),
        created=documents.attribute(root, 'creation'),
        modified=documents.attribute(root, 'lastModified'),
        description=documents.attribute(root, 'description'),
        version=documents.whole_number(root.get('version')), path=own_path(root))


def parameter_of(element):
    """A parameter of a module."""
    return models.ModuleParameter(
        name=documents.attribute(element, 'name'), value=documents.text_of(element, 'value'),
        defaultValue=documents.text_of(element, 'defaultValue'),
        category=documents.attribute(element, 'category'),
        description=documents.attribute(element, 'description'),
        isSet=documents.flag(element, 'isSet'),
        mandatory=documents.flag(element, 'mandatory'),
        readonly=documents.flag(element, 'readonly'),
        type=documents.attribute(element, 'type'),
        instructions=documents.text_of(element, 'instructions'))


def node_of(element):
    """A node of an application."""
    return models.Node(
        path=paths.module_path(element.get('imageUri')), name=documents.attribute(element, 'name'),
        cloud=documents.attribute(element, 'cloudService'),
        multiplicity=documents.attribute(element, 'multiplicity'),
        max_provisioning_failures=documents.attribute(element, 'maxProvisioningFailures'),
        network=documents.attribute(element, 'network'),
        cpu=documents.attribute(element, 'cpu'), ram=documents.attribute(element, 'ram'),
        disk=documents.attribute(element, 'disk'),
        extra_disk_volatile=documents.attribute(element, 'extraDiskVolatile'))


def image_identifier_of(element):
    """Which image a component is on a cloud."""
    return models.CloudImageIdentifier(
        cloud=documents.attribute(element, 'cloudServiceName'),
        identifier=documents.attribute(element, 'cloudImageIdentifier'))


def component_changes(description, module_reference_uri, cloud_identifiers, keep, logo_link):
    """The checked changes of a component.

    :return: a pair: attributes to set, None for those to remove; image identifiers to set, None for
        removing all.
    """
    identifiers = dict((arguments.name(cloud, 'a cloud name'),
                        arguments.text(identifier, 'the identifier for %s' % to_text(cloud)))
                       for cloud,
                       identifier in arguments.mapping(cloud_identifiers,
                                                       'cloud_identifiers').items())
    if identifiers and module_reference_uri and not keep:
        raise ValueError(
            native_str(
                'A component has either a parent component or cloud identifiers: give one of '
                'module_reference_uri and '
                                    'cloud_identifiers, or keep_ref_uri_and_cloud_ids=True'))
    attributes = dict((key, arguments.text(value, key)) for key,
                      value in (('description', description), ('logoLink', logo_link))
                      if value is not None)
    if module_reference_uri:
        attributes['moduleReferenceUri'] = arguments.text(
            paths.module_reference(module_reference_uri), 'module_reference_uri')
    elif module_reference_uri is not None or identifiers and not keep:
        attributes['moduleReferenceUri'] = None
    return attributes, None if module_reference_uri and not keep else identifiers


def change_component(root, attributes, identifiers):
    """Change the document of a component in place; see :func:`component_changes`."""
    for key, value in attributes.items():
        if value is None:
            root.attrib.pop(key, None)
        else:
            root.set(key, value)
    container = root.find('cloudImageIdentifiers')
    if container is None:
        container = etree.SubElement(root, 'cloudImageIdentifiers')
    if identifiers is None:
        for element in list(container):
            container.remove(element)
    set_image_identifiers(container, identifiers or {})
    leave_inherited(root)


def set_image_identifiers(container, identifiers):
    """Set image identifiers in their part of a document; those of other clouds stay."""
    known = dict((element.get('cloudServiceName'), element)
                 for element in container.findall('cloudImageIdentifier'))
    for cloud in sorted(identifiers):
        element = known.get(cloud)
        if element is None:
            element = etree.SubElement(container, 'cloudImageIdentifier',
                                       {'cloudServiceName': cloud})
        element.set('cloudImageIdentifier', identifiers[cloud])


def leave_inherited(root):
    """Take out the values that a component only inherits: written back, they would become its own."""
    for parameter in root.findall('parameters/entry/parameter'):
        if documents.flag(parameter, 'isSet') == 'false':
            for element in parameter.findall('value') + parameter.findall('defaultValue'):
                parameter.remove(element)

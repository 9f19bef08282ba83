# -*- coding: utf-8 -*-
"""Rows of modules: what the documents of modules, and lists of them, say.

:mod:`.module_documents` writes them.
"""
from __future__ import unicode_literals

from .. import models
from ..compat import native_str, unquote
from . import documents, fast_rows, paths

#: What is cut off around the names of modules.
_AROUND_NAMES = native_str('/ ')


def app_of(item, path):
    """Return the row of a list of modules.

    :param item: the attributes of the row.
    :param path: the path of the module, or None.
    """
    name, category = item.get('name'), item.get('category')
    return fast_rows.row(models.App, (name and name.strip(), documents.module_type(category),
                                      documents.whole_number(item.get('version')), path))


def listed_app_of(item):
    """Return the row of a list of modules that contains their addresses."""
    return app_of(item, paths.module_path(item.get('resourceUri'), with_version=False))


def children_of(root, items, address):
    """Return the modules that the document of a project lists.

    They have no addresses: these are made from that of the project.

    :param root: the attributes of the root element.
    :param items: the attributes of the children.
    :param str address: the path that was requested, in case that the document does not contain it.
    """
    parent = own_path(root) or paths.module_path(unquote(address), with_version=False)
    return [app_of(item, paths.SLASH.join((parent, item.get('name').strip(_AROUND_NAMES)))
                   if item.get('name') else None) for item in items]


def own_path(root):
    """Return the path in a module's document, without version; None if there is none."""
    name = documents.attribute(root, 'shortName')
    parent = paths.module_path(root.get('parentUri'))
    return paths.SLASH.join((parent, name)) if parent and name else name or None


def module_of(root):
    """Return the module that a document describes."""
    return models.Module(
        name=documents.attribute(root, 'shortName'),
        type=documents.module_type(documents.attribute(root, 'category')),
        created=documents.attribute(root, 'creation'),
        modified=documents.attribute(root, 'lastModified'),
        description=documents.attribute(root, 'description'),
        version=documents.whole_number(root.get('version')), path=own_path(root))


def parameter_of(element):
    """Return a parameter of a module."""
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
    """Return a node of an application."""
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
    """Return the image of a component on a cloud."""
    return models.CloudImageIdentifier(
        cloud=documents.attribute(element, 'cloudServiceName'),
        identifier=documents.attribute(element, 'cloudImageIdentifier'))

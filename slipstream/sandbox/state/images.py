# -*- coding: utf-8 -*-
"""Machine images of components.

On each cloud, a component uses its own image (native or built), or else the image of the component
that it inherits from.
"""
from __future__ import unicode_literals

from . import modules


class ImageMissing(Exception):
    """A component has no image for a cloud; the message says why."""


def identifier(component, cloud):
    """A component's own image for a cloud, or None."""
    for image in component['cloudImageIdentifiers']:
        if image['cloudServiceName'] == cloud and image['cloudImageIdentifier']:
            return image['cloudImageIdentifier']
    return None


def has_recipe(component):
    """Whether building an image would install anything."""
    return bool(component['packages'] or component['prerecipe'] or component['recipe'])


def is_unbuilt(component, cloud):
    """Whether the build scripts of a component must run in every deployment on a cloud."""
    is_built = identifier(component, cloud) is not None
    return not component['isBase'] and has_recipe(component) and not is_built


def find_image(world, component, cloud):
    """The image of a component for a cloud.

    :raises ImageMissing: if there is none.
    """
    current, seen = component, []
    while identifier(current, cloud) is None:
        seen.append(current['path'])
        parent = None if current['isBase'] else modules.parent_component(world, current)
        if parent is None:
            raise ImageMissing(_explain(component, current, cloud))
        if parent['path'] in seen:
            raise ImageMissing('Circular dependency detected in module %s' % modules.uri(component))
        current = parent
    return identifier(current, cloud)


def _explain(component, last, cloud):
    if component is last and last['isBase']:
        return 'Base image must have an image id for cloud service: %s' % cloud
    if component is last:
        return 'Missing reference module'
    if last['isBase']:
        return 'Missing image id for base image: %s on cloud service: %s' % (last['path'], cloud)
    return 'Missing image id in reference module: %s for cloud service: %s' % (last['path'], cloud)

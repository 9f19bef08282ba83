# -*- coding: utf-8 -*-
"""Images of components.

``/module/PATH/VERSION/CLOUD`` is the image of one version of a component on a cloud. After building
an image elsewhere, clients record it here; that does not create a new version.
"""
from __future__ import unicode_literals

from ..compat import to_text
from ..messages import Response
from ..state import images, modules
from . import representations
from .errors import Problem


def read(world, request, path, number, cloud):
    """``GET``: the identifier of the image, as text.

    :raises Problem: 404 if the component, cloud or image does not exist, 403 if the caller may not
        read it.
    """
    component = _component(world, request, path, number, cloud, 'Get')
    identifier = images.identifier(component, cloud)
    if identifier is None:
        raise Problem(404, 'No image id for cloud service: %s' % cloud)
    return representations.text(identifier)


def write(world, request, path, number, cloud):
    """``PUT``: record the identifier in the body.

    :raises Problem: 404 if the component or cloud does not exist, 403 if the caller may not write
        it, 400 for an empty identifier.
    """
    component = _component(world, request, path, number, cloud, 'Put')
    identifier = to_text(request.body).strip()
    if not identifier:
        raise Problem(400, 'Validation error: Missing image id')
    modules.set_image(world, component, cloud, identifier)
    return Response(200)


def _component(world, request, path, number, cloud, right):
    component = modules.version(world, path, number)
    username = request.caller.username
    if component is None or component['category'] != modules.COMPONENT:
        raise Problem(404)
    if component['deleted'] and not world.accounts.is_privileged(username):
        raise Problem(403, 'Module deleted')
    if not modules.may(world, component, username, right):
        raise Problem(403, 'Not allowed to access: %s' % modules.uri(component))
    if cloud not in modules.cloud_names(world):
        raise Problem(404, 'Unknown cloud service: %s' % cloud)
    return component

# -*- coding: utf-8 -*-
"""Images of components.

``/module/PATH/VERSION/CLOUD``: from which image one version of a component starts on a cloud. Who
has built an image elsewhere notes it here; that makes no new version.
"""
from __future__ import unicode_literals

from ..compat import to_text
from ..messages import Response
from ..state import images, modules
from . import representations
from .errors import Problem


def read(world, request, path, number, cloud):
    """``GET``: the identifier of the image, as text.

    :raises Problem: 404 without such a component, cloud or image, 403 without the right to read.
    """
    component = _component(world, request, path, number, cloud, 'Get')
    identifier = images.identifier(component, cloud)
    if identifier is None:
        raise Problem(404, 'No image id for cloud service: %s' % cloud)
    return representations.text(identifier)


def write(world, request, path, number, cloud):
    """``PUT``: note the identifier that is the body.

    :raises Problem: 404 without such a component or cloud, 403 without the right to write, 400 for
        an identifier that says nothing.
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

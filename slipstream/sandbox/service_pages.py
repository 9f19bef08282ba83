# -*- coding: utf-8 -*-
"""Web pages of deployed services.

``/pages/RUN/INSTANCE`` is the web page of a deployed instance. It needs no login.
"""
from __future__ import unicode_literals

from xml.sax.saxutils import escape

from .messages import Response
from .state.machines import is_up
from .state.runs import FINAL, find

_PAGE = """<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>%(title)s</title></head>
<body>
<h1>%(title)s</h1>
<p>%(text)s</p>
</body>
</html>
"""


def handle(world, request):
    """Handle a request for the page of an instance.

    :return: 200 with the page; 404 if the instance does not exist (or no longer), 503 if it is not
        yet running, 405 for other methods.
    """
    if request.method not in ('GET', 'HEAD'):
        return _page(405, 'Method not allowed', 'This page is read-only.',
                     (('Allow', 'GET, HEAD'),))
    parts = request.segments[1:]
    run = find(world, parts[0]) if len(parts) == 2 else None
    if run is None or parts[1] not in run['instances'] or run['state'] in FINAL:
        return _page(404, 'Not found', 'Nothing is deployed at this address.')
    name = parts[1]
    if is_up(world, run['instances'][name]):
        return _page(200, _title(run, name),
                     'Served by the instance %s of the run %s.' % (name, run['uuid']))
    if run['instances'][name].get('installed'):
        return _page(404, 'Not found', 'The machine at this address has been stopped.')
    return _page(503, 'Not yet available', 'The deployment is in state %s.' % run['state'],
                 (('Retry-After', '5'),))


def _title(run, name):
    """The title of a page: a parameter of the instance, or else the name of the module.

    The name of the parameter is ``title``, or ends with it (``wordpress_title``).
    """
    scope = name + ':'
    titles = [(key != scope + 'title', key, value) for key, value in run['values'].items()
              if key.startswith(scope) and key.endswith('title') and value]
    return min(titles)[2] if titles else run['module'].split('/')[-2]


def _page(status, title, text, headers=()):
    body = _PAGE % {'title': escape(title), 'text': escape(text)}
    return Response(status, body, 'text/html; charset=utf-8', headers)

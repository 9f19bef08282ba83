# -*- coding: utf-8 -*-
"""Tunnels: overriding the method and headers of a request.

Query parameters can override the method and the negotiation headers, and a well-known file
extension at the end of the path selects a media type. Both change a request silently, before it is
processed. HEAD is processed as GET.
"""
from __future__ import unicode_literals

import copy

from ..compat import unquote
from ..messages import Headers

#: Media types by file extension; None for a language, which has no effect here.
_EXTENSIONS = {
    'xml': 'application/xml', 'json': 'application/json', 'txt': 'text/plain',
    'html': 'text/html', 'htm': 'text/html', 'xhtml': 'application/xhtml+xml',
    'css': 'text/css', 'csv': 'text/csv', 'js': 'application/javascript',
    'pdf': 'application/pdf', 'png': 'image/png', 'jpg': 'image/jpeg', 'jpeg': 'image/jpeg',
    'gif': 'image/gif', 'zip': 'application/zip', 'gz': 'application/x-gzip',
    'tar': 'application/x-tar', 'jar': 'application/java-archive',
    'en': None, 'es': None, 'fr': None}

_HEADERS = {'media': 'Accept', 'charset': 'Accept-Charset', 'language': 'Accept-Language',
            'encoding': 'Accept-Encoding'}


def applied(request):
    """Apply the overrides of a request.

    :return: a changed copy of the request, or the request itself if it has no overrides.
    """
    if not request.query and '.' not in request.path and request.method != 'HEAD':
        return request
    changed = copy.copy(request)
    if changed.method == 'HEAD':
        changed.method = 'GET'  # The shell leaves the body out.
    _apply_query(changed)
    _apply_extension(changed)
    return changed


def _apply_query(request):
    kept = []
    for part in request.query.split('&'):
        name, _, value = part.partition('=')
        if name == 'method' and value and request.method == 'POST':
            request.method = unquote(value).upper()
        elif name in _HEADERS and value:
            value = unquote(value)
            media = _EXTENSIONS.get(value) if name == 'media' else None
            _replace_header(request, _HEADERS[name], media or value)
        elif name != 'method' and name not in _HEADERS:
            kept.append(part)
    request.query = '&'.join(kept)


def _apply_extension(request):
    head, slash, last = request.path.rpartition('/')
    stem, dot, extension = last.rpartition('.')
    if not stem or extension not in _EXTENSIONS:
        return
    request.path = head + slash + stem
    if _EXTENSIONS[extension]:
        _replace_header(request, 'Accept', _EXTENSIONS[extension])


def _replace_header(request, name, value):
    kept = [(key, old) for key, old in request.headers if key.lower() != name.lower()]
    request.headers = Headers(kept + [(name, value)])

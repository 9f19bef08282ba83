# -*- coding: utf-8 -*-
"""Tunnels: requests that say one thing and mean another.

Query parameters can override the method and the headers of negotiation, and a well-known file
extension on the last part of the path asks for a media type. Both change a request silently, before
it is looked at. HEAD means GET.
"""
from __future__ import unicode_literals

import copy

from ..compat import unquote
from ..messages import Headers

#: File extensions and what they stand for; None: a language, which changes nothing here.
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
    """The request that is meant.

    :return: a copy of the request, or the request itself if it means what it says.
    """
    if not request.query and '.' not in request.path and request.method != 'HEAD':
        return request
    meant = copy.copy(request)
    if meant.method == 'HEAD':
        meant.method = 'GET'  # The shell leaves the body out.
    _apply_query(meant)
    _apply_extension(meant)
    return meant


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

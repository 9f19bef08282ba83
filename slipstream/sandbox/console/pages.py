# -*- coding: utf-8 -*-
"""The files of the console, and their security policy."""
from __future__ import unicode_literals

import json
import pkgutil

from ..messages import Response

#: Path of each file below ``/sandbox/``, its name in this folder, its media type.
FILES = {'': ('console.html', 'text/html; charset=utf-8'),
         'console.css': ('console.css', 'text/css; charset=utf-8'),
         'console.js': ('console.js', 'text/javascript; charset=utf-8')}
#: Nothing is loaded from other sites, the page has no inline scripts, text never becomes markup,
#: and other pages cannot put this one in a frame.
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
          "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
          "require-trusted-types-for 'script'; trusted-types 'none'")
_HEADERS = (
    ('Content-Security-Policy', POLICY), ('X-Content-Type-Options', 'nosniff'),
    ('X-Frame-Options', 'DENY'), ('Referrer-Policy', 'no-referrer'), ('Cache-Control', 'no-store'),
    ('Cross-Origin-Resource-Policy', 'same-origin'), ('Cross-Origin-Opener-Policy', 'same-origin'))


def file(name):
    """The response with one of the :data:`FILES`."""
    filename, media_type = FILES[name]
    return Response(200, pkgutil.get_data(__package__, filename), media_type, _HEADERS)


def document(status, members):
    """A JSON response."""
    return Response(status, json.dumps(members, sort_keys=True), 'application/json', _HEADERS)


def refusal(status, sentence):
    """A response with an error message."""
    return document(status, {'error': sentence})

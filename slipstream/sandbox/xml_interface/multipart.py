# -*- coding: utf-8 -*-
"""Multipart bodies, which web pages use to send files."""
from __future__ import unicode_literals

import collections
import re

from ..compat import to_text

MULTIPART = 'multipart/form-data'
#: One part: the name of its field, the file name if it is a file, its media type, its bytes.
Part = collections.namedtuple('Part', 'name filename media_type content')
_BOUNDARY = re.compile(r'(?i);\s*boundary=(?:"([^"]+)"|([^\s;"]+))')
_PARAMETER = r'(?i);\s*%s="([^"]*)"'


def parts(content_type, body):
    """Split a body into its parts.

    :param str content_type: the ``Content-Type`` header with the boundary.
    :param bytes body: the body.
    :raises ValueError: if it is not a multipart body.
    """
    boundary = _BOUNDARY.search(content_type)
    if not boundary:
        raise ValueError('The content type has no boundary')
    mark = b'--' + (boundary.group(1) or boundary.group(2)).encode('utf-8')
    pieces = (b'\r\n' + body.replace(b'\r\n' + mark, b'\n' + mark)).split(b'\n' + mark)
    if len(pieces) < 2 or not pieces[-1].startswith(b'--'):
        raise ValueError('The body does not end with the boundary')
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece):
    head, separator, content = piece.lstrip(b' \t').partition(b'\r\n\r\n')
    if not separator:
        head, separator, content = piece.partition(b'\n\n')
    headers = dict(_header(line) for line in to_text(head).splitlines() if ':' in line)
    disposition = headers.get('content-disposition', '')
    return Part(_parameter(disposition, 'name') or '', _parameter(disposition, 'filename'),
                headers.get('content-type', '').partition(';')[0].strip().lower(), content)


def _header(line):
    name, _, value = line.partition(':')
    return name.strip().lower(), value.strip()


def _parameter(header, name):
    match = re.search(_PARAMETER % name, header)
    return match.group(1) if match else None

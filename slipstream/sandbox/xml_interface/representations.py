# -*- coding: utf-8 -*-
"""Content negotiation: a document in the format that the client accepts.

Documents are built as XML trees. The ``Accept`` header decides whether they are sent as XML,
converted to JSON, as XML labelled as plain text, or as a web page. If the client accepts none of
these, it gets XML.
"""
from __future__ import unicode_literals

import json
import re
from xml.sax.saxutils import escape

from ..messages import Response
from . import elements

XML, JSON, TEXT, HTML = 'application/xml', 'application/json', 'text/plain', 'text/html'
_ALIASES = {'application/xhtml+xml': HTML, '*/*': XML, 'application/*': XML, 'text/*': TEXT}
_NEGOTIATED = (('Vary', 'Accept-Charset, Accept-Encoding, Accept-Language, Accept'),
               ('Accept-Ranges', 'bytes'))

_HTML = ('<!DOCTYPE html>\n<html><head><title>SlipStream</title></head>'
         '<body><pre>%s</pre></body></html>')
_INTEGER = re.compile(r'-?(0|[1-9][0-9]{0,17})\Z')
_DECIMAL = re.compile(r'-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}\Z')
_WORDS = {'true': True, 'false': False}


def preferences(request):
    """The accepted media types with their quality, the best first.

    Types of the same quality stay in the order of the header.
    """
    accepted = []
    for part in (request.headers.get('Accept') or '*/*').split(','):
        name, _, parameters = part.partition(';')
        accepted.append((name.strip().lower(), _quality(parameters)))
    return sorted(((name, quality) for name, quality in accepted if quality > 0),
                  key=lambda pair: -pair[1])


def negotiated(request, offered=(XML, JSON, TEXT, HTML)):
    """The best of the offered media types for a request; the first one if none is accepted."""
    for name, _ in preferences(request):
        name = _ALIASES.get(name, name)
        if name in offered:
            return name
    return offered[0]


def document(request, root, offered=(XML, TEXT, HTML), declaration=False):
    """The response with a document, in the format that the request accepts.

    :param offered: the media types that this document is available in, from :data:`XML`,
        :data:`JSON`, :data:`TEXT`, :data:`HTML`.
    :param declaration: whether the XML begins with a declaration.
    """
    media = negotiated(request, offered)
    return answer(media, written(media, root, declaration))


def written(media, root, declaration=False):
    """Write a document in a format.

    :param media: its media type.
    """
    if media == JSON:
        tree = elements.read(elements.write(root))  # Parts of the tree may already be text.
        return json.dumps(converted(tree), indent=2, sort_keys=True)
    body = elements.write(root, declaration=declaration)
    return _page(body.decode('utf-8')) if media == HTML else body


def answer(media, body):
    """The response with a document that is already written.

    :param media: the media type that was negotiated.
    """
    return Response(200, body, media + ';charset=UTF-8', _NEGOTIATED)


def text(body, status=200):
    """A plain text response, whatever the client accepts."""
    return Response(status, body, 'text/plain;charset=UTF-8')


def converted(root):
    """Convert a document to JSON.

    Attributes and children become keys, repeated children a list, text next to them ``content``.
    """
    return {root.tag: _converted(root)}


def _converted(node):
    members = dict((name, _value(value)) for name, value in node.attrib.items())
    for child in node:
        _add(members, child.tag, _converted(child))
    content = (node.text or '').strip() if len(node) else node.text or ''
    if not members:
        return _value(content)
    if content:
        _add(members, 'content', _value(content))
    return members


def _add(members, name, value):
    if name not in members:
        members[name] = value
    elif isinstance(members[name], list):
        members[name].append(value)
    else:
        members[name] = [members[name], value]


def _value(content):
    if content in _WORDS:
        return _WORDS[content]
    if _INTEGER.match(content):
        return int(content)
    return float(content) if _DECIMAL.match(content) else content


def _quality(parameters):
    for parameter in parameters.split(';'):
        name, _, value = parameter.partition('=')
        if name.strip().lower() == 'q':
            return _number(value)
    return 1.0


def _number(value):
    try:
        return float(value)
    except ValueError:
        return 1.0


def _page(content):
    return _HTML % escape(content)

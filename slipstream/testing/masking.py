# -*- coding: utf-8 -*-
"""Masking: bodies as readable text, without secrets.

The same body always becomes the same text, so you can compare it. The values of all secret
names of :mod:`slipstream.api.redaction` are masked, in JSON, forms, XML and URLs.
"""
from __future__ import unicode_literals

import json

from ..api.compat import Mapping, etree, text_type, to_text, unquote, urlsplit
from ..api.protocol import documents
from ..api.redaction import MASK, is_secret, redacted_text, shapes
from ..api.redaction.masking import masked

#: Shorter secrets are not searched for in text, where they could occur by chance.
_SHORTEST = 6


def readable(content, content_type, address):
    """A body as text without secrets.

    :param bytes content: the body.
    :param str content_type: the content type in its header.
    :param str address: the URL of the body, which may say that the whole body is a secret.
    :return: the text; None for a binary body.
    """
    kind = to_text(content_type or '').lower()
    if 'json' in kind or 'xml' in kind:
        try:
            return _json(content) if 'json' in kind else _xml(content)
        except ValueError:  # the content type is wrong
            pass
    try:
        text = content.decode('utf-8')
    except UnicodeDecodeError:
        return None
    if kind.startswith('application/x-www-form-urlencoded'):
        return '\n'.join(sorted(_field(item) for item in text.split('&')))
    is_hidden = text and is_secret(unquote(urlsplit(address).path).rpartition('/')[2])
    return MASK if is_hidden else redacted_text(text)


def without(text, secrets):
    """Mask secrets anywhere in a text, also where they are escaped or percent-encoded.

    Only whole ones: a request with another password must become the same text.

    :param secrets: the secrets.
    """
    needles = [needle._replace(anchors=[(0, needle.text)]) for secret in secrets
               if len(secret) >= _SHORTEST for needle in shapes.needles(secret)]
    return masked(text, needles)


def _json(content):
    document = _masked(json.loads(content.decode('utf-8')))
    return to_text(json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True,
                              separators=(',', ': ')))


def _masked(value, name=''):
    """Mask the secrets in the JSON value of a member with this name."""
    if isinstance(value, Mapping):
        return dict((key, _masked(member, key)) for key, member in value.items())
    if isinstance(value, list):
        return [_masked(member, name) for member in value]
    if value and is_secret(name):
        return MASK
    return redacted_text(value) if isinstance(value, text_type) else value


def _field(item):
    """Decode a field of a form, and mask its secret."""
    name, _, value = (unquote(part.replace('+', ' ')) for part in item.partition('='))
    # Launches have names such as parameter--node--web--db_password.
    hidden = value and (is_secret(name.rpartition('--')[2]) or 'password' in name.lower())
    return '%s=%s' % (name, MASK if hidden else redacted_text(value))


def _xml(content):
    root = documents.parse_xml(content)
    _mask(root)
    # Only between tags, because these characters are escaped in text.
    return to_text(etree.tostring(root, str('utf-8'))).replace('><', '>\n<')


def _mask(element, hidden=False):
    """Mask the secrets of an element and its descendants."""
    named = (element.tag, element.get('name') or '', element.get('key') or '')
    hidden = hidden or any(map(is_secret, named)) or element.get('type') == 'Password'
    for name, value in element.items():
        is_value = name in ('value', 'defaultValue')
        element.set(name, MASK if value and (is_secret(name) or hidden and is_value)
                    else redacted_text(to_text(value)))
    if element.text and element.text.strip():
        element.text = MASK if hidden else redacted_text(to_text(element.text))
    for child in element:
        _mask(child, hidden)

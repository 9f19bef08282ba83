# -*- coding: utf-8 -*-
"""Masking secrets in requests and responses.

The value of every name that contains ``password``, ``token`` or a similar word is masked. A body
whose names and values cannot be parsed is not shown at all.
"""
from __future__ import unicode_literals

import json
import re
from xml.etree import ElementTree

from .. import nesting
from ..compat import native_str, parse_qsl, text_type, to_text, unquote
from ..xml_interface import elements

#: Shown instead of a secret.
MASK = '********'
#: Shown instead of a body that cannot be masked.
WITHHELD = 'Not shown: this body cannot be read, so its secrets cannot be masked.'

_WORDS = (r'passw(?:or)?d|passphrase|secret|token|cookie|authori[sz]ation|authn|digest|signature|'
          r'(?:private|access|api)[-_. ]?key')
_SECRET = re.compile(_WORDS, re.IGNORECASE)
#: In text without structure, a secret extends to the end of the line.
_LINE = re.compile(r'((?:%s)[\w.-]{0,40}["\']?\s{0,8}[=:])\s{0,20}[^\r\n]+' % _WORDS, re.IGNORECASE)
_FORM = re.compile(r'[^\s=&<{\[][^\s=&]*=\S*\Z')
_USERINFO = re.compile(r'(://[^/\s:@]+:)[^/\s@]+@')
_PRIVATE_KEY = 'PRIVATE KEY-----'
#: The members and attributes that hold a name, and those that hold its value.
_NAMING = ('name', 'key', 'type')
_NAMED = ('value', 'defaultValue', 'content', 'values')
_HTML = '<!DOCTYPE html>'
#: How deeply documents may be nested in documents.
_DEEPEST = 3


def is_secret(name):
    """Whether the value with this name must not be shown."""
    return bool(_SECRET.search(name))


def fields(pairs):
    """Header fields with secrets masked, as a list of pairs."""
    return [(name, MASK if is_secret(name) else _lines(value)) for name, value in pairs]


def target(text):
    """The target of a request with secrets in its query masked."""
    path, mark, query = text.partition('?')
    return path + mark + _pairs(query)


def body(data, media_type, target):
    """A body as text, with secrets masked.

    :param bytes data: the body.
    :param str media_type: the media type in its header.
    :param str target: the target of the request; if the path names a secret, the body is a secret.
    :return: the text; empty if there is no body.
    """
    if not data:
        return ''
    if is_secret(unquote(target.partition('?')[0])):
        return MASK
    try:
        text = data.decode('utf-8')
    except UnicodeDecodeError:
        return WITHHELD
    if '\0' in text or media_type.startswith('multipart/'):
        return WITHHELD
    return _pairs(text) if _is_form(text, media_type) else _text(text)


def _is_form(text, media_type):
    return media_type == 'application/x-www-form-urlencoded' or bool(_FORM.match(text))


# -- forms and plain text --------------------------------------------------------------------------

def _pairs(text):
    """Pairs of a query or a form; with ``x--name=password``, ``x--value`` is a secret."""
    pairs = [pair.partition('=') for pair in text.split('&')]
    read = dict((unquote(name), _decoded(value)) for name, _, value in pairs)
    secret = set(name[:-len('name')] + ending for name, value in read.items()
                 if name.endswith('name') and is_secret(value) for ending in _NAMED)
    return '&'.join(name + mark + (MASK if _is_secret_pair(unquote(name), value, secret) else value)
                    for name, mark, value in pairs)


def _decoded(value):
    return ''.join(text for _, text in parse_qsl('x=' + value))


def _is_secret_pair(name, value, secret):
    if not value:
        return False
    return is_secret(name) or name in secret or _lines(_decoded(value)) != _decoded(value)


def _lines(text):
    if _PRIVATE_KEY in text:
        return MASK
    return _USERINFO.sub(r'\1%s@' % MASK, _LINE.sub(r'\1 ' + MASK, text))


def _text(text, depth=0):
    """Mask a string that may contain a document."""
    start = text.lstrip()[:1]
    if depth > _DEEPEST:
        return WITHHELD if start in ('<', '{', '[') else _lines(text)
    if start == '<':
        return _xml(text, depth)
    return _json(text, depth) if start in ('{', '[') else _lines(text)


# -- JSON ------------------------------------------------------------------------------------------

def _json(text, depth):
    try:
        masked = _value(nesting.loads(text), depth)
        return json.dumps(masked, indent=2, sort_keys=True, ensure_ascii=False)
    except ValueError:  # not JSON, or nested too deeply
        return _lines(text)


def _value(value, depth):
    if isinstance(value, dict):
        return _members(value, depth)
    if isinstance(value, list):
        return [_value(member, depth) for member in value]
    return _text(value, depth + 1) if isinstance(value, text_type) else value


def _members(members, depth):
    hidden = _NAMED if _names_a_secret(members) else ()
    return dict((name, MASK if member and (is_secret(name) or name in hidden)
                 else _value(member, depth)) for name, member in members.items())


def _names_a_secret(members):
    names = [members.get(naming) for naming in _NAMING]
    return any(isinstance(name, text_type) and is_secret(name) for name in names)


# -- XML -------------------------------------------------------------------------------------------

def _xml(text, depth):
    text = text.strip()
    text = text[len(_HTML):] if text.startswith(_HTML) else text
    try:
        root = elements.read(text.encode('utf-8'))
        _mask(root, False, depth)
        _indent(root, '\n')
        return ElementTree.tostring(root, native_str('utf-8')).decode('utf-8')
    except (ValueError, RuntimeError):  # not XML, or nested too deeply for Python
        return WITHHELD


def _mask(element, hidden, depth):
    """Mask secrets in an element.

    :param bool hidden: whether its parent has a secret name.
    """
    members = dict((to_text(name), to_text(value)) for name, value in element.attrib.items())
    hidden = hidden or is_secret(element.tag) or _names_a_secret(members)
    for name, value in members.items():
        secret = is_secret(name) or (hidden and name in _NAMED)
        element.set(name, MASK if value and secret else _lines(value))
    if (element.text or '').strip():
        element.text = MASK if hidden else _text(to_text(element.text), depth + 1)
    for child in element:
        _mask(child, hidden, depth)
        child.tail = _lines(to_text(child.tail or ''))


def _indent(element, margin):
    """Put each element on its own line where there is no text next to it."""
    beside = [element.text] + [child.tail for child in element]
    if not len(element) or any(text and text.strip() for text in beside):
        return
    element.text = margin + '  '
    for child in element:
        _indent(child, margin + '  ')
        child.tail = margin + '  '
    element[-1].tail = margin

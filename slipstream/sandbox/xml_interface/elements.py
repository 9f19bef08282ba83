# -*- coding: utf-8 -*-
"""Reading and writing XML the way the service does.

Documents are built as :class:`xml.etree.ElementTree.Element` trees and written with an indentation
of three spaces and no XML declaration (module documents have one). Text of the class :class:`CData`
is written as a CDATA section. An element without a tag holds text that is already XML, see
:func:`raw`. It is used where building a tree is too slow, or where many documents share a part.
"""
from __future__ import unicode_literals

import re
from xml.etree import ElementTree
from xml.parsers import expat

from ..compat import native_str, text_type

_INDENT = '   '
_NOT_XML = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]'
                      if len('\U00010000') == 1 else '[^\t\n\r\x20-\uffff]')

# Most strings contain nothing to escape. Checking for that once is cheaper than seven replacements.
_PLAIN_TEXT = re.compile(r"[\t\n -%'-;=?-\x5c^-~]*\Z")
_PLAIN_ATTRIBUTE = re.compile(r"[ !#-%'-;=?-~]*\Z")


class CData(text_type):
    """Text that is written as a CDATA section."""


def element(tag, attributes=(), *children, **options):
    """Build an element.

    :param attributes: a dict, or pairs in the order in which to write them. Attributes whose value
        is None are left out; booleans become ``true`` or ``false``.
    :param children: elements.
    :param text: the text of the element, or None.
    """
    made = ElementTree.Element(tag)
    for name, value in attributes.items() if hasattr(attributes, 'items') else attributes:
        if value is not None:
            made.set(name, flag(value) if isinstance(value, bool) else '%s' % (value,))
    made.extend(children)
    made.text = options.pop('text', None)
    assert not options, options
    return made


def entry(key, child):
    """Build an entry of a map: the key, then the value element."""
    return element('entry', (), element('string', text=key), child)


def raw(text):
    """Wrap a part of a document that is already XML.

    :param str text: its lines, indented as in the document, with a line feed at the end.
    """
    made = ElementTree.Element(None)
    made.text = text
    return made


def flag(value):
    """Return a boolean as the service writes it."""
    return 'true' if value else 'false'


def write(root, declaration=False):
    """Write a tree as UTF-8 bytes."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' if declaration else ''
    return (head + part(root, 0)).rstrip('\n').encode('utf-8')


def part(root, depth):
    """Write a tree as text, indented for that depth of a document."""
    parts = []
    _write(root, _INDENT * depth, parts)
    return ''.join(parts)


def cdata(text):
    """Write a string as a CDATA section."""
    if not _PLAIN_TEXT.match(text):
        text = _NOT_XML.sub('\ufffd', text).replace(']]>', ']]]]><![CDATA[>')
    return '<![CDATA[' + text + ']]>'


def attribute(text):
    """Escape a string for an attribute."""
    if _PLAIN_ATTRIBUTE.match(text):
        return text
    return _escaped(text, ('"', '&quot;'), ('\n', '&#10;'), ('\r', '&#13;'), ('\t', '&#9;'))


def read(body):
    """Parse a document that a client sent, and return its root element.

    :raises ValueError: if the document is not well-formed, or has a document type declaration
        (SlipStream documents never have one).
    """
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(native_str('UTF-8'))
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(body, True)
        return builder.close()
    except (expat.ExpatError, AssertionError) as error:
        raise ValueError('not well-formed: %s' % error)


def _refuse_doctype(*_):
    raise ValueError('document type declarations are not accepted')


def _write(node, indent, parts):
    if node.tag is None:  # As in other writers of such trees, only the text counts.
        parts.append(node.text)
        return
    attributes = [' %s="%s"' % (name, attribute(value)) for name, value in node.attrib.items()]
    parts.append('%s<%s%s' % (indent, node.tag, ''.join(attributes)))
    children = list(node)
    if not children and not node.text and not isinstance(node.text, CData):
        parts.append('/>\n')
        return
    parts.append('>')
    if node.text is not None:
        parts.append(_text(node.text))
    if children:
        parts.append('\n')
        for child in children:
            _write(child, indent + _INDENT, parts)
        parts.append(indent)
    parts.append('</%s>\n' % node.tag)


def _text(text):
    if isinstance(text, CData):
        return cdata(text)
    if _PLAIN_TEXT.match(text):
        return text
    return _escaped(text, ('\r', '&#13;'))


def _escaped(text, *more):
    text = _NOT_XML.sub('\ufffd', text)
    for character, reference in (('&', '&amp;'), ('<', '&lt;'), ('>', '&gt;')) + more:
        text = text.replace(character, reference)
    return text

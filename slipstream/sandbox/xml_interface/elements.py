# -*- coding: utf-8 -*-
"""XML out and in, as the service writes and reads it.

Documents are built as :class:`xml.etree.ElementTree.Element` trees and written with three blanks of
indentation and no XML declaration (module documents have one). Text of the class :class:`CData` is
written as a CDATA section. An element without a tag stands for what is written already, see
:func:`raw`: where a tree costs much, and where the same part returns in many documents.
"""
from __future__ import unicode_literals

import re
from xml.etree import ElementTree
from xml.parsers import expat

from ..compat import native_str, text_type

_INDENT = '   '
_NOT_XML = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]'
                      if len('\U00010000') == 1 else '[^\t\n\r\x20-\uffff]')

# Most texts hold nothing that would have to be written otherwise; one look at them is cheaper than
# seven.
_PLAIN_TEXT = re.compile(r"[\t\n -%'-;=?-\x5c^-~]*\Z")
_PLAIN_ATTRIBUTE = re.compile(r"[ !#-%'-;=?-~]*\Z")


class CData(text_type):
    """Text that is written as a CDATA section."""


def element(tag, attributes=(), *children, **options):
    """An element.

    :param attributes: a dict, or pairs in the order in which they are to be written. Those whose
        value is None are left out; booleans become ``true`` or ``false``.
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
    """An entry of a map: the key, then the value element."""
    return element('entry', (), element('string', text=key), child)


def raw(text):
    """A part of a document that is written already.

    :param str text: its lines, with the indentation of their place and a line feed at the end.
    """
    made = ElementTree.Element(None)
    made.text = text
    return made


def flag(value):
    """A boolean as the service writes it."""
    return 'true' if value else 'false'


def write(root, declaration=False):
    """A tree as UTF-8 bytes."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' if declaration else ''
    return (head + part(root, 0)).rstrip('\n').encode('utf-8')


def part(root, depth):
    """A tree as text, as it stands that deep in a document."""
    parts = []
    _write(root, _INDENT * depth, parts)
    return ''.join(parts)


def cdata(text):
    """A text as a CDATA section."""
    if not _PLAIN_TEXT.match(text):
        text = _NOT_XML.sub('\ufffd', text).replace(']]>', ']]]]><![CDATA[>')
    return '<![CDATA[' + text + ']]>'


def attribute(text):
    """A text escaped for an attribute."""
    if _PLAIN_ATTRIBUTE.match(text):
        return text
    return _escaped(text, ('"', '&quot;'), ('\n', '&#10;'), ('\r', '&#13;'), ('\t', '&#9;'))


def read(body):
    """The root element of a document that a client sent.

    :raises ValueError: if it is not well-formed, or has a document type declaration (which no
        SlipStream document has).
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
    if node.tag is None:  # As in other writers of such trees, it is only its text that counts.
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

# -*- coding: utf-8 -*-
"""
Documents: what the service writes, taken apart
===============================================

A parser for XML that refuses what SlipStream never sends (document type declarations), readers that treat missing and
empty alike, a decoder for JSON, and the explanation inside the body of an error. Pure functions: bytes in, values out.
"""
from __future__ import unicode_literals

import itertools
import json
import re
import uuid
from xml.parsers import expat

from .compat import XML_ERRORS, Mapping, etree, fast_etree, native_str, to_text
from .models import Flag

#: Longest explanation that is taken from the body of an error, in characters.
LONGEST_REASON = 1000
#: Levels of the deepest XML document that is taken; those of the service have about ten.
DEEPEST = 100

# Elements up to which the fast parser is safe however deep they lie: beyond, the tree that it makes could exhaust the stack.
_FEW_ELEMENTS = 20000

# Made once, as rows have hardly any others.
_FLAGS = {'true': Flag('true'), 'false': Flag('false')}

_MODULE_TYPES = {'project': native_str('project'), 'image': native_str('component'), 'deployment': native_str('application')}

# Encodings in which the bytes of a document type declaration are those of ASCII, so that a plain search finds it.
_PLAIN_START = re.compile(br'\A(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*encoding\s*=\s*["\'](?!(?:utf-?8|us-ascii|iso-8859-1)["\']))', re.IGNORECASE)


def parse_xml(content):
    """The root element of a document.

    :param bytes content: the document; its own declaration says how it is encoded, UTF-8 without one.
    :raises ValueError: if it is not well-formed, is nested too deeply, or has a document type declaration.
    """
    try:
        few = content.count(b'<') < _FEW_ELEMENTS
        if few and _PLAIN_START.match(content) and b'\x00' not in content[:200] and b'<!DOCTYPE' not in content:
            return _not_too_deep(fast_etree.fromstring(content))
        return _parse_carefully(content)
    except XML_ERRORS + (expat.ExpatError, LookupError) as error:
        raise _not_well_formed(error)


def parse_rows(content, read):
    """The rows of a list, without a tree of the whole document: that saves a third of the time and most of the memory.

    :param bytes content: the document, as for :func:`parse_xml`.
    :param read: makes a row of an ``item`` right below the root; gets its attributes as a dict.
    :return: a triple: the name of the root element, its attributes as a dict, the rows as a list.
    :raises ValueError: as :func:`parse_xml` does.
    """
    open_elements, roots, rows = [], [], []

    def start(name, attributes):
        depth = len(open_elements)
        if depth == 1 and name == 'item':
            rows.append(read(attributes))
        elif not depth:
            roots.append((name, attributes))
        elif depth >= DEEPEST:
            raise _too_deep()
        open_elements.append(name)

    def end(_):
        open_elements.pop()

    try:
        _expat_parser(start, end).Parse(content, True)
    except (expat.ExpatError, LookupError) as error:
        raise _not_well_formed(error)
    return roots[0] + (rows,)


def write_xml(root):
    """A document as UTF-8 bytes, as the service accepts them."""
    return etree.tostring(root, encoding=native_str('UTF-8'))


def decode_json(content):
    """The value of a JSON text.

    :param bytes content: UTF-8.
    :raises ValueError: if it is not JSON; NaN and infinities are not.
    """
    try:
        return _JSON.decode(content.decode('utf-8-sig'))
    except RuntimeError:  # Python's word for nesting that is too deep
        raise _too_deep()


def text_of(element, path=None):
    """The stripped text of an element, or of the first one at a path below it; None if there is no element or no text."""
    found = element if path is None or element is None else element.find(path)
    return None if found is None or found.text is None else found.text.strip() or None


def attribute(element, name):
    """A stripped attribute, or None if it is missing."""
    value = element.get(name)
    return None if value is None else value.strip()


def attributes(element, *names):
    """Several stripped attributes, None for each that is missing, as a list; faster than one by one, which counts in long listings."""
    return [value and value.strip() for value in map(element.get, names)]


def flag(element, name):
    """A boolean attribute as the text that it is, with the truth value that it says; None if it is missing."""
    value = element.get(name)
    return None if value is None else _FLAGS[value] if value in _FLAGS else Flag(value.strip())


def is_true(element, name):
    """A boolean attribute as a bool; missing means false."""
    return (element.get(name) or '').strip().lower() == 'true'


def module_type(category):
    """What the service's name of a category means: ``project``, ``component`` or ``application``; see ``get_module_type``."""
    return None if category is None else _MODULE_TYPES.get(category.lower(), category.lower())


def whole_number(value):
    """The int that a text says; None for nothing, and for what is no number."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def identifier(value):
    """The UUID that a text says; None for nothing, and for what is none."""
    try:
        return uuid.UUID(value.strip())
    except (AttributeError, ValueError):
        return None


def words(value, separators=','):
    """The parts of a text between separators, stripped, empty ones left out; ``[]`` for nothing."""
    if not value:
        return []
    if value.isalnum():
        return [value]
    for separator in separators[1:]:
        value = value.replace(separator, separators[0])
    return [part.strip() for part in value.split(separators[0]) if part.strip()]


def explanation(content, content_type=''):
    """What the body of an error says to humans, in one line; None if it is a page of HTML, or says nothing.

    Understood are the XML ``error`` element, the JSON documents of both interfaces, and plain text.

    :param bytes content: the body.
    :param str content_type: its media type.
    """
    start = content.lstrip()[:15].lower()
    if not start or 'html' in content_type.lower() or start.startswith((b'<!doctype', b'<html')):
        return None
    if start.startswith(b'<'):
        said = _from_xml(content)
    elif start.startswith((b'{', b'[')):
        said = _from_json(content)
    else:
        said = _from_text(content) if not content_type or 'text/plain' in content_type.lower() else None
    said = (said or '').strip()
    return said if len(said) <= LONGEST_REASON else said[:LONGEST_REASON - 3] + '...'


def _not_too_deep(root):
    level = [root]
    for _ in range(DEEPEST - 1):  # without a loop over the elements in Python, which would take as long as parsing
        level = list(filter(len, itertools.chain.from_iterable(level)))
        if not level:
            return root
    raise _too_deep()


def _not_well_formed(error):
    return ValueError(native_str('not well-formed XML: %s' % error))


def _too_deep():
    return ValueError(native_str('nested too deeply'))


def _parse_carefully(content):
    builder = etree.TreeBuilder()
    open_elements = []

    def start(name, attributes):
        if len(open_elements) >= DEEPEST:
            raise _too_deep()
        open_elements.append(name)
        builder.start(name, attributes)

    def end(name):
        open_elements.pop()
        builder.end(name)

    parser = _expat_parser(start, end)
    parser.buffer_text = True
    parser.CharacterDataHandler = builder.data
    parser.Parse(content, True)
    return builder.close()


def _expat_parser(start, end):
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_):
    raise ValueError(native_str('document type declarations are not accepted'))


def _from_xml(content):
    try:
        root = parse_xml(content)
    except ValueError:
        return None
    return attribute(root, 'detail') or text_of(root) if root.tag == 'error' else None


def _from_json(content):
    try:
        document = decode_json(content)
    except ValueError:
        return None
    if not isinstance(document, Mapping):
        return None
    error = document.get('error')
    if isinstance(error, Mapping):
        return to_text(error.get('detail') or error.get('reason') or '')
    parts = [document.get(name) for name in ('message', 'detail')]
    return ': '.join(to_text(part) for part in parts if part) or to_text(error or '')


def _from_text(content):
    lines = to_text(content).strip().splitlines()
    if len(lines) > 1 and re.match(r'\d{3} - ', lines[0]):
        lines = lines[1:]
    return ' '.join(line.strip() for line in lines)


def _refuse_constant(name):
    raise ValueError(native_str('%s is not JSON' % name))


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)

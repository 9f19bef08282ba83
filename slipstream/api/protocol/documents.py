# -*- coding: utf-8 -*-
"""Documents: what the service writes, taken apart.

A parser for XML that refuses what SlipStream never sends (document type declarations), readers that
treat missing and empty alike, a decoder for JSON, and the explanation inside the body of an error.
Pure functions: bytes in, values out.
"""
from __future__ import unicode_literals

import itertools
import json
import operator
import re
import sys
import uuid
from xml.parsers import expat

from ..compat import Mapping, etree, fast_etree, integer_types, native_handlers, native_str, to_text
from ..rows import Flag
from .nesting import refuse_deep, too_deep

#: Longest explanation that is taken from the body of an error, in characters.
LONGEST_REASON = 1000
#: Levels of the deepest XML document that is taken; those of the service have about ten.
DEEPEST = 100

#: Names of the root elements of documents: those of modules, by their type ...
PROJECT, COMPONENT, APPLICATION = 'projectModule', 'imageModule', 'deploymentModule'
#: ... and what to expect where.
MODULE_ROOTS = (PROJECT, COMPONENT, APPLICATION)
LIST_ROOTS, VERSION_ROOTS = ('list',), ('versionList',)
RUN_ROOTS, RUN_LIST_ROOTS = ('run',), ('runs',)
MACHINE_LIST_ROOTS, DASHBOARD_ROOTS, USER_ROOTS = ('vms',), ('dashboard',), ('user',)
#: What the dashboard calls the sum over all clouds.
ALL_CLOUDS = 'All Clouds'

# Elements up to which the fast parser is safe however deep they lie: beyond, the tree that it makes
# could exhaust the stack.
_FEW_ELEMENTS = 20000

# Called by map, which needs no function of ours for each word.
_STRIP = operator.methodcaller(native_str('strip'))

_MODULE_TYPES = {'project': native_str('project'), 'image': native_str('component'),
                 'deployment': native_str('application')}
# As services write them.
_MODULE_TYPES.update([(name.capitalize(), meaning) for name, meaning in _MODULE_TYPES.items()])

# Encodings that write a document type declaration as ASCII does: a plain search finds it.
_PLAIN_START = re.compile(
    br'\A(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*encoding\s*=\s*["\']'
    br'(?!(?:utf-?8|us-ascii|iso-8859-1)["\']))', re.IGNORECASE)


def parse_xml(content):
    """The root element of a document.

    :param bytes content: the document; its own declaration says how it is encoded, UTF-8 without
        one.
    :raises ValueError: if it is not well-formed, is nested too deeply, or has a document type
        declaration.
    """
    try:
        few = content.count(b'<') < _FEW_ELEMENTS
        if few and _PLAIN_START.match(content) and b'\x00' not in content[
                :200] and b'<!DOCTYPE' not in content:
            return _not_too_deep(fast_etree.fromstring(content))
        return _parse_carefully(content)
    except (etree.ParseError, fast_etree.ParseError, expat.ExpatError, LookupError) as error:
        raise not_well_formed(error)


def write_xml(root):
    """A document as UTF-8 bytes, as the service accepts them."""
    return etree.tostring(root, encoding=native_str('UTF-8'))


def decode_json(content):
    """The value of a JSON text.

    :param bytes content: UTF-8.
    :raises ValueError: if it is not JSON; NaN, infinities and numbers as large as these are not.
    """
    try:
        refuse_deep(content)
        text = content.decode('utf-8')  # the codec that removes a mark must be imported
        return _JSON.decode(text[1:] if text.startswith('\ufeff') else text)
    except RuntimeError:  # Python's word for nesting that is too deep
        raise too_deep()


def encode_json(document):
    """A JSON text as bytes.

    :raises ValueError: it contains NaN or an infinity, which JSON does not have, contains itself,
        or is nested too deeply.
    :raises TypeError: it contains something else that JSON does not have.
    """
    try:
        return json.dumps(document, allow_nan=False).encode('utf-8')
    except RuntimeError:  # as above
        raise too_deep()


def text_of(element, path=None):
    """The stripped text of an element, or of the first at a path below it; None without one."""
    child = element if path is None or element is None else element.find(path)
    return None if child is None or child.text is None else child.text.strip() or None


def attribute(element, name):
    """A stripped attribute, or None if it is missing."""
    value = element.get(name)
    return None if value is None else value.strip()


def flag(element, name):
    """A boolean attribute as a :class:`Flag`; None without it."""
    value = element.get(name)
    return None if value is None else Flag(native_str(value.strip()))


def is_true(element, name):
    """A boolean attribute as a bool; missing means false."""
    value = element.get(name)
    return value not in (None, 'false') and value.strip().lower() == 'true'


def module_type(category):
    """What a category of the service means: ``project``, ``component`` or ``application``."""
    module_type = _MODULE_TYPES.get(category)
    if module_type is not None or category is None:
        return module_type
    kind = category.strip().lower()
    return _MODULE_TYPES.get(kind, kind)


def whole_number(value):
    """Parse an int; None if there is no text, or if it is not a number."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def count(value):
    """Return a number of things in a JSON document; None for what cannot be one.

    It is what ``len()`` can return.
    """
    whole = isinstance(value, integer_types) and not isinstance(value, bool)
    return value if whole and 0 <= value <= sys.maxsize else None


def identifier(value):
    """The UUID that a text says; None for nothing, and for what is none."""
    try:
        return uuid.UUID(value.strip())
    except (AttributeError, ValueError):
        return None


def words(value, separators=','):
    """The parts of a text between separators, stripped, empty ones left out; ``[]`` for nothing."""
    if not value or value.isalnum():
        return [value] if value else []
    separators = native_str(separators)  # which leave what Python 2 calls strings such
    for separator in separators[1:]:
        value = value.replace(separator, separators[0])
    return list(filter(None, map(_STRIP, value.split(separators[0]))))


def explanation(content, content_type=''):
    """What the body of an error says to humans, in one line; None if it is a page of HTML, or says
    nothing.

    Understood are the XML ``error`` element, the JSON documents of both interfaces, and plain text.

    :param bytes content: the body.
    :param str content_type: its media type.
    """
    start = content.lstrip()[:15].lower()
    if not start or 'html' in content_type.lower() or start.startswith((b'<!doctype', b'<html')):
        return None
    if start.startswith(b'<'):
        reason = _from_xml(content)
    elif start.startswith((b'{', b'[')):
        reason = _from_json(content)
    else:
        reason = _from_text(
            content) if not content_type or 'text/plain' in content_type.lower() else None
    reason = (reason or '').strip()
    return reason if len(reason) <= LONGEST_REASON else reason[:LONGEST_REASON - 3] + '...'


def _not_too_deep(root):
    level = [root]
    # Without a loop over the elements in Python, which would take as long as parsing.
    for _ in range(DEEPEST - 1):
        level = list(filter(len, itertools.chain.from_iterable(level)))
        if not level:
            return root
    raise too_deep()


def not_well_formed(error):
    """What to raise for an error of the parser."""
    return ValueError(native_str('not well-formed XML: %s' % error))


def _parse_carefully(content):
    builder = etree.TreeBuilder()
    open_elements = []

    def start(name, attributes):
        if len(open_elements) >= DEEPEST:
            raise too_deep()
        open_elements.append(name)
        builder.start(name, attributes)

    def end(name):
        open_elements.pop()
        builder.end(name)

    expat_parser(content, start, end, builder.data).Parse(content, True)
    return builder.close()


def expat_parser(content, start, end, data=None):
    """A parser of a document that refuses types.

    :param start: called at the start of each element, ``end`` at its end, and ``data`` with text.
    """
    parser = expat.ParserCreate()
    native = native_handlers(parser, content)
    parser.StartElementHandler, parser.EndElementHandler = native(start), end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if data is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = native(data)
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


def _finite(text):
    number = float(text)
    if number - number:  # infinity minus infinity is not a number
        raise ValueError(native_str('the number %s is too large' % text[:30]))
    return number


_JSON = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)

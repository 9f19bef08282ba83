# -*- coding: utf-8 -*-
"""Fast rows: what is done for speed in long listings, and what each of it saves.

Elsewhere the library does things in the usual way. Here it does not, since a row of
``list_deployments`` must cost no more than in 3.71.1. The shares are those of the processor
instructions of a whole listing of 500 deployments on Python 3.8, request included: of documents as
the sandbox writes them, and of rows with few and with many attributes; ``docs/performance.rst``
says how they were measured. All together they save 23 to 26 %.
"""
from __future__ import unicode_literals

import copy
import uuid
from xml.parsers import expat

from ..compat import native_str
from ..rows import Flag
from . import documents, paths

#: Makes a row from its class and all its values, without counting them:
#: ``row(App, (name, type, version, path))``. It saves 1 to 4 %.
row = tuple.__new__

# Flags by what the service wrote, as rows have hardly any others. They save up to 3 %.
_FLAGS = {'true': Flag(native_str('true')), 'false': Flag(native_str('false'))}

# So that what Python 2 calls a string is split into such.
_COMMA = native_str(',')


def parse_rows(content, read, inside=None):
    """The rows of a list, without a tree of the whole document.

    That needs half of the memory of a tree. It saves up to 3 % if rows have many attributes, and
    nothing otherwise.

    :param bytes content: the document, as for :func:`~.documents.parse_xml`.
    :param read: makes a row of an ``item``; gets its attributes as a dict. None if these are
        the row.
    :param str inside: name of the elements below the root that hold the items; None if the root
        holds them.
    :return: a triple: the name of the root element, its attributes as a dict, the rows as a list.
    :raises ValueError: as :func:`~.documents.parse_xml` does.
    """
    open_elements, roots, rows = [], [], []
    depth_of_rows = 1 if inside is None else 2

    def start(name, attributes):
        depth = len(open_elements)
        if depth == depth_of_rows and name == 'item' and (
                inside is None or inside in open_elements):
            rows.append(attributes if read is None else read(attributes))
        elif not depth:
            roots.append((name, attributes))
        elif depth >= documents.DEEPEST:
            raise documents.too_deep()
        open_elements.append(name)

    try:
        # An end takes away a name of its kind: which one does not matter here, and no function of
        # ours has to be called.
        documents.expat_parser(content, start, open_elements.remove).Parse(content, True)
    except (expat.ExpatError, LookupError) as error:
        raise documents.not_well_formed(error)
    return roots[0] + (rows,)


def module_path(reference):
    """As :func:`.paths.module_path`: as services write it, it can be cut out.

    That saves 8 to 11 %.
    """
    if (reference and reference[:7] == 'module/' and reference[-1] != '/'
            and '//' not in reference and reference.split() == [reference]):
        return reference[7:]
    return paths.module_path(reference)


def words(value):
    """As :func:`.documents.words`, if there is nothing to strip. That saves 3 to 6 %."""
    if not value:
        return []
    if ',' not in value:
        value = value.strip()
        return [value] if value else []
    parts = value.split(_COMMA)
    if '' not in parts and value.split(None, 1) == [value]:
        return parts
    return documents.words(value)


def flag(value):
    """The flag that an attribute says, as :func:`.documents.flag` does."""
    return _FLAGS[value] if value in _FLAGS else Flag(native_str(value.strip()))


def identifier(value):
    """As :func:`.documents.identifier`, if it is written as usual.

    That saves 4 to 7 %: the constructor of UUIDs asks in which of six ways it is given.
    """
    try:
        digits = value.replace('-', '')
        if len(digits) == 32 and digits.isalnum():
            return _uuid_of(int(digits, 16))
    except (AttributeError, ValueError):
        return None
    return documents.identifier(value)


def quick_uuid(number):
    """The UUID of a number."""
    made = _NEW(uuid.UUID)
    _SET(made, _INT, number)
    if _UNKNOWN is not None:
        _SET(made, _IS_SAFE, _UNKNOWN)
    return made


def constructed_uuid(number):
    """The UUID of a number, made as everybody makes it."""
    return uuid.UUID(int=number)


def fitting_maker(quick, sample=0xffffffff0000):
    """The quick maker of UUIDs if this Python keeps in them what it expects, else the usual one."""
    try:
        # A copy asks for all that is in it.
        fits = copy.copy(quick(sample)) == uuid.UUID(int=sample)
    except (AttributeError, TypeError):
        fits = False
    return quick if fits else constructed_uuid


_NEW, _SET = object.__new__, object.__setattr__
_INT, _IS_SAFE = native_str('int'), native_str('is_safe')
_UNKNOWN = uuid.SafeUUID.unknown if hasattr(uuid, 'SafeUUID') else None
_uuid_of = fitting_maker(quick_uuid)

# -*- coding: utf-8 -*-
"""Values: how they look on one line, as in the cell of a table.

What terminals and notebooks show has come from a service, thus from anybody: secrets are masked,
and what a terminal would obey (escapes, control characters, marks that turn the direction of
writing) is made visible.
"""
from __future__ import unicode_literals

import itertools
import re
import unicodedata

from ..compat import Mapping, to_text
from ..redaction import MASK, is_secret, redacted_text, safe_line

#: How many rows a table shows.
SHOWN = 10
#: Longer strings are cut before they are processed.
LONGEST = 4000
#: Members of a document that are looked at to show it; those of the service have about twenty.
MOST_MEMBERS = 100
#: Members of a resource that are printed, one per line.
MOST_LINES = 10000
#: Members of resources that say nothing about the thing itself.
DULL = frozenset(['acl', 'operations', 'resourceURI'])
#: Which fields come first, by type of the row. The others follow in their own order.
FIRST = {
    'Deployment': ('id', 'status', 'module', 'abort', 'clouds', 'service_url', 'started_at'),
    'VirtualMachine': ('node_name', 'status', 'ip', 'cloud', 'deployment_id', 'id'),
    'Module': ('path', 'type', 'version', 'description'),
    'ModuleParameter': ('name', 'value', 'category', 'description'),
    'NodeInstance': ('name', 'status', 'cloud', 'hostname', 'instance_id'),
    'Node': ('name', 'path', 'cloud', 'multiplicity', 'cpu', 'ram', 'disk'),
    'Outcome': ('item', 'error', 'result'),
    'Step': ('step', 'call', 'target', 'per_hour', 'state', 'notes'),
    'UserItem': ('username', 'email', 'organization', 'online'),
}
#: The same for resources of the JSON interface.
FIRST_OF_RESOURCES = ('name', 'id', 'state', 'status', 'type', 'content', 'timestamp', 'severity',
                      'message')
#: The same for events, with the state that their content holds.
FIRST_OF_EVENTS = ('timestamp', 'state', 'content', 'type', 'severity', 'id')
#: And which come last: every resource has them.
LAST_OF_RESOURCES = ('created', 'updated')
#: What people look for: it gets room first.
WANTED = frozenset(['call', 'id', 'name', 'path', 'state', 'status', 'module', 'cloud', 'ip',
                    'hostname', 'service_url', 'time', 'timestamp', 'deployment_id', 'node_name'])
#: What no table is without, by type of the row.
ESSENTIAL = {
    'App': ('path',),
    'Cloud': ('name', 'quota', 'run_usage'),
    'CloudImageIdentifier': ('cloud', 'identifier'),
    'CollectionSummary': ('name',),
    'Deployment': ('id', 'status', 'module'),
    'Module': ('path',),
    'ModuleParameter': ('name', 'value'),
    'ModuleVersion': ('version', 'path'),
    'Node': ('name', 'path'),
    'NodeInstance': ('name', 'status'),
    'Outcome': ('item',),
    'Row': ('method', 'path', 'status'),
    'Step': ('step', 'call', 'target', 'per_hour', 'state'),
    'Usage': ('cloud', 'run_usage', 'quota'),
    'UserItem': ('username',),
    'VirtualMachine': ('node_name', 'status', 'ip'),
}
#: The same for resources of the JSON interface. The id is among them, unless all have a name or a
#: time, as events have.
ESSENTIAL_OF_RESOURCES = ('name', 'state', 'status', 'timestamp')
#: What gets a line of its own below its row, where there is any: one failure among many rows.
REMARKS = {'Deployment': 'abort', 'Outcome': 'error'}

# These are compiled when something is shown.
_PLAIN = r'[ -~]*\Z'
_BLANKS = r'[ \t\r\n]+'
#: An id that ends with a UUID: what comes before, and the beginning and the rest of the UUID.
LONG_ID = r'((?:[\w-]+/)?[0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z'
DATE = r'\d{4}-\d\d-\d\d([ T][\d:.]+ ?(Z|UTC)?)?\Z'
_ADDRESS = r'[a-z]+://[^ ]+\Z'


def neutral(text):
    """A text on one line, with secrets masked, and escaped what a terminal would obey or hide.

    :param text: a text, or anything that has one.
    """
    return safe_line(redacted_text(re.sub(_BLANKS, ' ', to_text(text)[:LONGEST]).strip()))


def cell(value, depth=3):
    """What a table shows for a value.

    ``-`` for None, lists with commas, ``name=value`` for what is nested; of a reference, where it
    leads.

    :param int depth: how deep to go into what is nested.
    """
    if value is None:
        return '-'
    if not isinstance(value, (Mapping, list, tuple, set, frozenset)):
        return neutral(value)
    if not depth:
        return '...'
    if hasattr(value, '_fields'):  # what it is about; a tuple of ten values says little
        value = [member for _, member in members(value) if member is not None][:3]
    if isinstance(value, Mapping):
        if len(value) == 1 and 'href' in value:
            return cell(value['href'], depth - 1)
        return joined('%s=%s' % (neutral(name), cell(member, depth - 1)) for name,
                      member in members(value))
    return joined(cell(item, depth - 1)
                  for item in (sorted(value) if isinstance(value, (set, frozenset)) else value))


def joined(texts):
    """Join strings with commas; leave out what would never be shown."""
    kept, left = [], LONGEST
    for text in texts:
        kept.append(text)
        left -= len(text) + 2
        if left < 0:
            break
    return ', '.join(kept)


def members(row, most=MOST_MEMBERS):
    """The names and values of a row, a resource or a dict, in the order in which they are shown;
    secrets are masked.

    :param most: the maximum number of members of a document; None for all.
    :return: a list of pairs; an empty one for anything else.
    """
    if isinstance(row, tuple) and hasattr(row, '_fields'):
        row = row._masked() if hasattr(row, '_masked') else row
        names = [to_text(name) for name in row._fields]
        pairs, first = dict(zip(names, row)), FIRST.get(type(row).__name__, ())
    else:
        pairs, first = getattr(row, 'json', row), FIRST_OF_RESOURCES
        if not isinstance(pairs, Mapping):
            return [] if pairs is row else [('json', pairs)]
        names = sorted((name for name in itertools.islice(pairs, most) if name not in DULL),
                       key=lambda name: (name in LAST_OF_RESOURCES, name == 'description',
                                         to_text(name)))
    ordered = [name for name in first if name in pairs] + [
        name for name in names if name not in first]
    return [_masked(name, pairs) for name in ordered]


def all_members(resource):
    """Return the names and values of a resource as :func:`members` does, and the dull ones.

    At most :data:`MOST_LINES` of the others.
    """
    dull = sorted(DULL.intersection(resource.json)) if isinstance(resource.json, Mapping) else []
    return members(resource, MOST_LINES) + [_masked(name, resource.json) for name in dull]


def size(resource):
    """Return how many members a resource has."""
    return len(resource.json) if isinstance(resource.json, Mapping) else 0


def _masked(name, pairs):
    return to_text(name), MASK if is_secret(name) and pairs[name] else pairs[name]


def columns(rows):
    """The columns of a table.

    Those without any value come last.

    :param rows: list of rows, of one type or of several.
    :return: a list of pairs: name, and the values from top to bottom; an empty list if the rows
        have no parts.
    """
    documents, order = [], []
    for row in rows:
        pairs = _event_members(row) or members(row)
        documents.append(dict(pairs))
        order.extend(name for name, _ in pairs if name not in order)
    filled = [(name, [document.get(name) for document in documents]) for name in order]
    return sorted(filled, key=lambda column: all(value is None for value in column[1]))


def _event_members(row):
    """Return the members of an event in their order, its state apart; None for anything else."""
    document = getattr(row, 'json', None)
    content = document.get('content') if isinstance(document, Mapping) else None
    if not isinstance(content, Mapping) or not to_text(document.get('id')).startswith('event/'):
        return None
    rest = dict((name, value) for name, value in members(content) if name != 'state')
    pairs = members(dict(document, content=rest or None, state=content.get('state')))
    return sorted(pairs, key=lambda pair: FIRST_OF_EVENTS.index(pair[0])
                  if pair[0] in FIRST_OF_EVENTS else len(FIRST_OF_EVENTS))


def interest(name, column):
    """How much somebody may want to see a column: the smaller the number, the more.

    What is the same in all rows says less than what differs.
    """
    if name in WANTED:
        return 0
    if name in LAST_OF_RESOURCES:
        return 3
    return 2 if len(column) > 1 and all(value == column[0] for value in column[1:]) else 1


def essential(rows, names):
    """Return the columns that no table of these rows is without, as a set.

    :param rows: the rows.
    :param names: all columns, those without any value left out.
    """
    chosen = set()
    for row in rows:
        fields = ESSENTIAL.get(type(row).__name__)
        chosen.update(ESSENTIAL_OF_RESOURCES if fields is None else fields)
        pairs = dict(members(row) if fields is None else ())
        if fields is None and not pairs.get('name') and not pairs.get('timestamp'):
            chosen.add('id')
    return chosen.intersection(names)


def remark(row):
    """Return the name of the field that gets a line of its own below a row; None if none does."""
    return REMARKS.get(type(row).__name__)


def is_whole(text):
    """Whether a text says nothing when it is cut: an id, a date, the address of a page."""
    return any(re.match(pattern, text) for pattern in (LONG_ID, DATE, _ADDRESS))


def width(text):
    """How many columns of a terminal a text takes.

    Two for a wide character, none for one that combines with the one before it.
    """
    return len(text) if re.match(_PLAIN, text) else sum(_width(char) for char in text)


def failure(error):
    """Return an exception as text for the end of a headline."""
    return '%s: %s' % (type(error).__name__, clipped(neutral(error), 300))


def clipped(text, room):
    """A text that is not wider than the room, with an ellipsis where something was cut off."""
    text = text[:LONGEST]
    if width(text) <= room:
        return text
    return text[:_fitting(text, room - 3)] + '...'


def wrapped(text, room, most=8):
    """Wrap a text in lines that fit the room; ``most`` limits their number."""
    lines = ['']
    for word in text.split(' '):
        if lines[-1] and width(lines[-1]) + 1 + width(word) > room:
            lines.append('')
        lines[-1] += (' ' if lines[-1] else '') + word
        while width(lines[-1]) > room and len(lines[-1]) > 1:
            end = max(1, _fitting(lines[-1], room))
            lines[-1:] = [lines[-1][:end], lines[-1][end:]]
    if len(lines) > most:
        lines[most - 1:] = [clipped(' '.join(lines[most - 1:]), room)]
    return lines


def padded(text, room, right=False):
    """A text with blanks up to a width."""
    blanks = ' ' * (room - width(text))
    return blanks + text if right else text + blanks


def _fitting(text, room):
    """How many characters of a text fit, which is wider than the room."""
    count, left = 0, room - _width(text[0])
    while left >= 0:
        count += 1
        left -= _width(text[count])
    return count


def _width(char):
    # On a Python 2 that keeps characters in 16 bits, those above come as pairs of surrogates: as a
    # rule they are wide.
    if '\udc00' <= char <= '\udfff' or unicodedata.category(char) in ('Mn', 'Me'):
        return 0
    return 2 if '\ud800' <= char <= '\udbff' or unicodedata.east_asian_width(char) in 'WF' else 1

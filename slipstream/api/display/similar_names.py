# -*- coding: utf-8 -*-
"""Similar names: which of those that exist a caller may have meant."""
from __future__ import unicode_literals

import itertools

from ..compat import native_str, to_text
from ..redaction import tracebacks

#: How many names are listed if none is near.
LISTED = 20
#: How many names are compared: more would take seconds.
COMPARED = 5000


def nearest(name, names, count=3, likeness=0.6):
    """Return the names that are most like a name, the nearest first; case does not matter.

    :param str name: the name.
    :param names: those to choose from.
    :param int count: the maximum number of names.
    :param float likeness: how much alike they must be, from 0 to 1.
    """
    import difflib  # costly to import, and needed only after a failure
    by_key = {}
    for existing in itertools.islice(names, COMPARED):
        by_key.setdefault(existing.lower(), []).append(existing)
    keys = difflib.get_close_matches(to_text(name).lower(), sorted(by_key), count, likeness)
    return [existing for key in keys for existing in by_key[key]][:count]


def known_names(name, names, what='It has'):
    """Return a sentence with the names that exist, the nearest ones first.

    :param name: the name that does not exist.
    :param names: those that do.
    :param what: how the list begins.
    """
    names = sorted(names)
    return did_you_mean(nearest(name, names)) + all_names(names, what)


def did_you_mean(names):
    """Return a question with some names and a space after it; nothing without names."""
    if not names:
        return ''
    first = ', '.join(names[:-1])
    return 'Did you mean %s? ' % (first + ' or ' + names[-1] if first else names[-1])


def missing_attribute(name, sentence):
    """Return the error for an attribute that an object does not have.

    :param name: the name of the attribute.
    :param str sentence: the message. Python adds no suggestion of its own: it knows the names of
        the class only, private ones among them.
    """
    error = AttributeError(native_str(sentence.rstrip()))
    error.name = name
    # A notebook shows the line of the program.
    vars(error)['_render_traceback_'] = tracebacks.shortened
    return error


def all_names(names, what):
    """Return a sentence that lists names, in their order.

    :param what: how it begins.
    """
    listed = ', '.join(names[:LISTED]) + (' and %d more' % (len(names) - LISTED)
                                          if len(names) > LISTED else '')
    return '%s: %s.' % (what, listed) if names else '%s none.' % what

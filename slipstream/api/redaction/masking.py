# -*- coding: utf-8 -*-
"""Masking: what must never be shown, by its name or because a session has sent it as a secret.

One list of secret names, used by everything that prints, logs or pickles. And the secrets that a
session has really sent: a service may quote them in whatever it says. What a session prints, logs
or pickles is therefore looked through for the values themselves, too.
"""
from __future__ import unicode_literals

import collections
import os
import re
import threading

from ..compat import Mapping, native_str, text_type, to_text
from ..forks import PerProcess
from .escaping import safe_line

#: Shown instead of a secret.
MASK = '********'

#: Names (of members, fields, headers, query parameters) whose values are secret. Compared in lower
#: case.
SECRET_NAMES = frozenset([
    'authorization', 'cookie', 'set-cookie', 'proxy-authorization', 'password', 'passwordrepeat',
    'oldpassword', 'password1',
    'password2', 'secret', 'secretkey', 'privatekey', 'token', 'digest', 'signature',
    'access_token', 'com.sixsq.slipstream.cookie', 'jsessionid'])

#: Shorter values are not looked for: they would be found in ordinary words.
SHORTEST = 6
#: Longer ones are searched for by their first characters, this many.
LONGEST = 4096
#: How many values a session remembers; the oldest is forgotten first.
MOST = 100

_SECRET_ENDINGS = ('.password', '.secret.key', ':password', '_password', '-password', '.secret',
                   '_secret', '-secret', '.token')
#: What is in the name of a field says enough.
_SECRET_WORDS = ('password', 'passphrase', 'passwd', 'secret', 'signature', 'token')
# Headers that gateways in front of a service ask for; not those that only ask for credentials.
_SECRET_HEADER = (r'(?i)auth(?!entic|ors?\Z)|cookie|credential|private|(api|access)[-_]?key'
                  r'|session(?![-_]?(timeout|length|count))')
# Compiled when a text may have a secret.
_IN_TEXT = (
    r'(?is)((?:token|password|secret|secretkey|signature|com\.sixsq\.slipstream\.cookie|jsessionid)'
    r'["\']?\s*(?:[!^~<>]?==?|:)\s*)'
    r'(?:(?P<quote>["\'])(?:\\.|(?!(?P=quote))[^\\])+|(?:token=)?[^\s"\'&;,}>]+)')


def is_secret(name):
    """Whether the value under that name must not be shown."""
    name = '%s' % (name,)
    name = name.lower()
    return name in SECRET_NAMES or name.endswith(_SECRET_ENDINGS)


def is_secret_field(name):
    """Whether the value of a field of a form, a query or a document must not be shown.

    Fields of launches have names such as ``parameter--node--web--db_password``.
    """
    name = ('%s' % (name,)).lower()
    return is_secret(name.rpartition('--')[2]) or any(word in name for word in _SECRET_WORDS)


def is_secret_header(name):
    """Whether the value of a header must not be shown, nor sent to another place."""
    return is_secret_field(name) or re.search(_SECRET_HEADER, '%s' % (name,)) is not None


def redacted(value):
    """A copy of a JSON-like value with the values of secret names masked."""
    if isinstance(value, Mapping):
        return dict((key, MASK if is_secret(key) and member else redacted(member)) for key,
                    member in value.items())
    if isinstance(value, (list, tuple)):
        return [redacted(member) for member in value]
    return value


def redacted_text(text):
    """A text with secrets masked: the values in ``password=...``, ``token: ...`` and their like."""
    if '=' not in text and ':' not in text:
        return text  # as most, and looking for less is faster
    return re.sub(_IN_TEXT, lambda match: match.group(1) + (match.group('quote') or '') + MASK,
                  text)


class SentValues(object):
    """The secrets that a session has sent. It never shows them, and pickles and copies are empty.

    Threads may share it. Few calls fail, so requests are searched for secrets only when something
    is masked.

    :param find: finds the secrets in a part of a request, a function of that and of :attr:`names`
        that returns an iterable of strings.
    :param find_users: finds the names of users in a part of a request, a function of that. A secret
        may begin with such a name, which stays visible.
    :ivar names: parameters of which the service has said that their values are passwords.
    :ivar unread: the parts of requests that were not searched yet, a deque; append to it.
    :ivar heads: for the caller who appends, to append nothing twice; a set.
    """

    __slots__ = ('_find', '_find_users', '_locks', '_needles', '_words', 'heads', 'names', 'unread')

    def __init__(self, find=None, find_users=None):
        self._find, self._find_users = find or _nothing, find_users or _nothing
        self._locks = PerProcess(threading.Lock)
        self._needles = collections.OrderedDict()
        self._words = set(SECRET_NAMES)
        self.names = frozenset()
        self.unread, self.heads = collections.deque(), frozenset()

    def learn(self, names):
        """Remember names of parameters whose values are passwords.

        :param names: an iterable of strings.
        """
        with self._locks[os.getpid()]:
            self.names = frozenset(list(self.names.union(names))[:MOST])

    def add(self, values):
        """Remember values that were sent as secrets.

        Those that are too short are left out, and words such as ``password``, which say nothing.

        :param values: an iterable of strings.
        """
        with self._locks[os.getpid()]:
            self._add(values)

    def _add(self, values):
        for value in values:
            value = to_text(value).strip()[:LONGEST]
            is_told = len(value) >= SHORTEST and value.lower() not in SECRET_NAMES
            if is_told and value not in self._needles:
                self._needles[value] = None
                while len(self._needles) > MOST:
                    self._needles.popitem(last=False)

    def _spare(self, users):
        if len(self._words) < len(SECRET_NAMES) + MOST:
            self._words.update(to_text(user).lower() for user in users)

    def catch_up(self):
        """Search the requests that were not searched yet; keep the secrets only."""
        with self._locks[os.getpid()]:
            while self.unread:
                try:
                    self._add(self._find(self.unread[0], self.names))
                    self._spare(self._find_users(self.unread[0]))
                finally:  # it stays until then, as other threads see by it that they have to wait
                    self.unread.popleft()

    def mask(self, text):
        """A text with the values masked, whatever they look like there.

        :param text: a text.
        """
        if self.unread:
            self.catch_up()
        if not self._needles:
            return text
        return masked(text, self._every_needle())

    def _every_needle(self):
        from . import shapes  # as below

        # Made when something is masked for the first time: few calls fail.
        with self._locks[os.getpid()]:
            for value, needles in list(self._needles.items()):
                if needles is None:
                    self._needles[value] = shapes.needles(value, self._words)
            return [needle for needles in self._needles.values() for needle in needles]

    def clean(self, text):
        """A foreign text as it may be shown: masked, by names as well, and on one line.

        :param text: a text, or anything that has one.
        """
        return safe_line(redacted_text(self.mask(to_text(text))))

    def __repr__(self):
        return native_str(MASK)

    def __reduce__(self):
        return type(self), ()


def _nothing(part, names=()):
    return ()


def masked_by(holder, text):
    """A text with the values masked that were sent for a response or a call.

    :param holder: what has them as ``sent_values``, such as a ``requests.Response`` that has come
        through a session; anything else masks nothing.
    :param text: a text.
    """
    sent = getattr(holder, 'sent_values', None)
    return sent.mask(text) if isinstance(sent, SentValues) else text


def masked(text, needles):
    """A text in which values are masked, whatever they look like there.

    :param text: the text.
    :param needles: those of the values, a list of :class:`~slipstream.api.redaction.shapes.Needle`.
    """
    from . import shapes  # few responses are shown, and it takes as long to import as three modules

    pieces, end = [], 0
    for start, stop in sorted(shapes.spans(text, needles)):
        if start >= end:
            pieces.extend([text[end:start], MASK])
        end = max(end, stop)
    return text_type('').join(pieces + [text[end:]]) if pieces else text

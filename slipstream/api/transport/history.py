# -*- coding: utf-8 -*-
"""History: the last exchanges with the service.

A flight recorder: who wonders what has just happened looks at ``api.history``. Nothing secret is
shown, reported, logged or pickled. What is secret is looked for then: few calls are looked at.
"""
from __future__ import unicode_literals

import collections
import json
import logging
import time

from ..compat import Mapping, native_repr, native_str, quote, text_type, to_text, unquote, urlsplit
from ..display import dicts
from ..protocol import nesting, paths
from ..redaction import (MASK, is_secret_field, masked_by, redacted, redacted_text, safe_line,
                         safe_logger)
from . import calls

logger = safe_logger(__name__)

#: Exchanges that are kept.
LENGTH = 50

#: Fields of the records in the log.
_LOGGED = ('method', 'path', 'status', 'elapsed_ms', 'retries', 'user')

#: How many of them a table shows.
SHOWN = 10

_Row = collections.namedtuple(native_str('Row'), native_str(
    'time method path status elapsed_ms retries reauthenticated'))
_Exchange = collections.namedtuple(
    native_str('Exchange'), native_str('method path status elapsed_ms retries reauthenticated'))


class Exchange(_Exchange):
    """One request and its response.

    ::

        >>> user = api.get_user()
        >>> exchange = api.history[-1]
        >>> print(exchange.method, exchange.path, exchange.status)
        GET /user/jane 200
        >>> print(exchange.curl())
        curl -X GET '.../user/jane' -b cookies.txt -H 'Accept: application/xml'

    :ivar method: HTTP method.
    :ivar path: path of the address, without the query.
    :ivar status: the status of the response, or the name of the error if there was none.
    :ivar elapsed_ms: how long it took, repetitions and logins included.
    :ivar retries: how often it was repeated.
    :ivar reauthenticated: whether it was repeated after logging in again.
    :ivar float at: when it began, as seconds since 1970.
    :ivar user: the user name, or the id of the API key, of the stored credentials; None if there
        are none, as with a session from the cookie file.
    """

    # No __slots__: what a curl line is made of stands beside the fields.

    to_dict = dicts.to_dict

    def curl(self):
        """The request as a line for a shell.

        Placeholders stand for what is secret and for a body that was not kept.

        The session is expected in a cookie file ``cookies.txt``; secrets are ``********``.

        :return: the line.
        """
        url, headers, body = self._sent
        words = ['curl', '-X', self.method, _quoted(url), '-b', 'cookies.txt']
        for name, value in headers:
            words.extend(['-H', _quoted('%s: %s' % (name, value))])
        if body is not None:
            words.extend(['--data-binary', '@body' if body is calls.NOT_KEPT else _quoted(body)])
        return native_str(masked_by(self, ' '.join(words)))

    def __getstate__(self):
        return {'at': self.at, 'user': self.user, '_sent': _shown(self)._sent}

    def __reduce__(self):
        # Python 2 would leave out what stands beside the fields.
        return type(self), tuple(_shown(self)), self.__getstate__()

    def __repr__(self):
        return super(Exchange, _shown(self)).__repr__()

    def __setstate__(self, state):
        vars(self).update(state)


class History(calls.Recorder):
    """The last exchanges, oldest first: a sequence that shows itself as a table.

    It may be read while other threads add to it.

    ::

        >>> api.history.clear()
        >>> user = api.get_user()
        >>> len(api.history)
        1

    :param int length: how many are kept.
    :param on_exchange: called with each :class:`Exchange`; None for nothing.
    :raises TypeError: that cannot be called.
    """

    def __init__(self, length=LENGTH, on_exchange=None):
        if on_exchange is not None and not callable(on_exchange):
            raise TypeError(native_str(
                'on_exchange must be a function of an exchange, not %r' % (on_exchange,)))
        super(History, self).__init__(length, logger, on_exchange)

    def __getitem__(self, key):
        kept = self._snapshot()[key]
        return [_shown(exchange) for exchange in kept] if isinstance(key, slice) else _shown(kept)

    def __iter__(self):
        return iter(self[:])

    def _tell(self, call, record):
        """Write a call to the debug log, and report it and those that were made for it."""
        exchange = _shown(record)
        _log(exchange)
        if self.on_exchange is not None:
            call.reports.append((self.on_exchange, exchange))
        if call.reports:
            _report(call)

    def __getstate__(self):
        # A copy is a record: it reports to nobody.
        return {'length': self._kept.maxlen, 'kept': self[:]}

    def __setstate__(self, state):
        self.__init__(state['length'])
        self._kept.extend(state['kept'])

    def _head(self):
        head = 'History of %d exchange%s' % (len(self), '' if len(self) == 1 else 's')
        return head if len(self) <= SHOWN else '%s, the last %d, newest first' % (head, SHOWN)

    def _rows(self):
        return [_row(exchange) for exchange in reversed(self[-SHOWN:])]

    @native_repr
    def __repr__(self):
        from ..display import text  # few programs show it

        return text.block(self._head(), self._rows())

    def _repr_html_(self):
        from ..display import html  # as above

        return html.table(self._head(), self._rows())


def _shown(record):
    """The exchange of a record, without the secrets that the session has sent: services quote them
    in addresses.

    It is made when somebody reads, since most calls are never looked at.
    """
    exchange = _exchange(record) if isinstance(record, calls.Record) else record
    if getattr(exchange, 'sent_values', None) is None:
        return exchange
    made = exchange._replace(path=masked_by(exchange, exchange.path))
    url, headers, body = exchange._sent
    vars(made).update(vars(exchange), _sent=(masked_by(exchange, url), headers,
                                             masked_by(exchange, body) if body else body))
    return made


def _exchange(record):
    """What a record says, without what a name tells to be secret."""
    parts = _split(record.url)
    made = Exchange(
        method=to_text(record.method).upper(),
        path=redacted_text(parts.path or '/'), status=record.status,
        elapsed_ms=int(round(record.seconds * 1000)), retries=record.repetitions,
        reauthenticated=record.reauthentications > 0)
    made.at, made.user, made.sent_values = record.at, record.user, record.sent_values
    headers = [(name, to_text(value)) for name, value in record.headers if value]
    made._sent = (_safe_url(parts if record.address == record.url else _split(record.address)),
                  headers, _safe_body(record.body, dict(headers).get('Content-Type', '')))
    return made


def _row(exchange):
    """What a table shows of an exchange: the time of this machine, and the query as well."""
    query = exchange._sent[0].partition('?')[1:]
    return _Row(to_text(time.strftime(native_str('%H:%M:%S'), time.localtime(exchange.at))),
                exchange.method, exchange.path + ''.join(query), *exchange[2:])


def _report(call):
    """Report a call and those that were made for it, such as a login, as soon as all are over.

    The function may use the library, for which nobody must be in the middle of something, such as
    a login that others wait for. What it sends itself is not reported: that would never end.
    """
    reports, call.reports = call.reports, []
    outer = calls.current()
    if outer is not None:
        outer.reports.extend(reports)
        return
    with calls.entered(call):
        for on_exchange, exchange in reports:
            try:
                on_exchange(exchange)
            except Exception as error:  # a program's mistake in observing must not fail the call
                logger.warning('on_exchange raised %s', type(error).__name__, exc_info=True)


def _log(exchange):
    if logger.isEnabledFor(logging.DEBUG):
        fields = dict((name, _safe_field(getattr(exchange, name))) for name in _LOGGED)
        logger.debug(
            '%s %s %s in %d ms%s%s', exchange.method, exchange.path, exchange.status,
            exchange.elapsed_ms, ', %d retries' % exchange.retries if exchange.retries else '',
            ', after logging in again' if exchange.reauthenticated else '',
            extra=dict(fields, exchange=exchange))


def _safe_field(value):
    """A field of a record, which a formatter may write as it is."""
    return safe_line(value) if isinstance(value, text_type) else value


def _split(url):
    """The parts of an address; those of a malformed one without what may be a password."""
    url = to_text(url)
    try:
        parts = urlsplit(url)
        if ('@' in url or '%' in url) and not _is_clear(parts):
            parts = urlsplit(paths.without_secrets(url))
        return parts
    except ValueError:  # no address, as the error says
        return urlsplit('')


def _is_clear(parts):
    """Whether it is certain where an address has its host, and so a user and password."""
    try:
        return parts.port != 0 and parts.scheme in ('http', 'https') and bool(
            parts.hostname) and ' ' not in parts.netloc and not paths.has_quoted_user(parts.netloc)
    except ValueError:  # a port that is none
        return False


def _safe_url(parts):
    """An address with the values of secret parameters masked, and without credentials."""
    query = '?' + _masked_form(parts.query) if parts.query else ''
    return '%s://%s%s' % (parts.scheme, parts.netloc.rpartition('@')[2],
                          redacted_text(parts.path + query))


def _masked_form(text):
    """A query or a form, with the values of secret fields masked."""
    return '&'.join(_masked_field(*item.partition('=')) for item in text.split('&'))


def _masked_field(name, equals, value):
    secret = value and is_secret_field(unquote(name))
    return _masked_quoted(name) + equals + (MASK if secret else _masked_quoted(value))


def _masked_quoted(text):
    """A part of an address as it is, unless it assigns a secret, as a filter may."""
    plain = unquote(text.replace('+', ' '))
    shown = redacted_text(plain)
    return text if shown == plain else quote(shown, safe='*')


def _safe_body(body, kind):
    """The body with its secrets masked; None without a body."""
    if body is None or body is calls.NOT_KEPT:
        return body
    text = to_text(body)
    return _safe_json(text) if 'json' in kind.lower() else redacted_text(_masked_form(text))


def _safe_json(text):
    try:
        document = nesting.loads(text)
        return redacted_text(to_text(json.dumps(redacted(document), sort_keys=True))) if isinstance(
            document, (Mapping, list)) else calls.NOT_KEPT
    except (ValueError, RuntimeError):  # the latter: nested too deeply to be masked
        return calls.NOT_KEPT


def _quoted(text):
    return "'%s'" % text.replace("'", "'\\''")

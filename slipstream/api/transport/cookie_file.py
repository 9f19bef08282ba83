# -*- coding: utf-8 -*-
"""The cookie file.

The file has the format that Netscape invented and curl and Python read; it is private (0600),
replaced atomically, and changed under a lock that the operating system drops when a process dies.

Comment lines of ours above a cookie, which other readers skip, say what the format cannot: the port
that the cookie belongs to, so that two services on one machine keep their sessions apart, and that
it has no end. For others such a cookie ends in 2038: curl takes a line without an end for damaged,
and Python leaves it out.
"""
from __future__ import unicode_literals

import contextlib
import errno
import hashlib
import os
import re
import stat
import time

from ..compat import (cookiejar, fspath, monotonic, native_repr, native_str, quote, replace_file,
                      to_text)
from ..redaction import MASK

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has another call for the same thing
    fcntl = None
    import msvcrt

#: Where cookies are kept unless told otherwise; ``~`` is resolved when it is used.
DEFAULT = '~/.slipstream/cookies.txt'
_FOLDER_OF_USERS = '~/.slipstream/sessions'
_LONGEST_NAME = 200
#: How long to wait for another process that is writing the file, in seconds.
LONGEST_WAIT = 10.0

_HEADER = ('# Netscape HTTP Cookie File\n'
           '# Written by slipstream-api. Keep it private: anyone who reads it can act as you.\n\n')
_HTTP_ONLY = '#HttpOnly_'
_PORT = '# slipstream-port '
_NO_END = '# slipstream-no-end'
# The last second that every reader understands.
_FAR_END = 2 ** 31 - 1
_LARGEST = 5 * 1024 * 1024
# What would end a field or a line, or could not be read again. Compiled when it is first used.
_UNWRITABLE = '[\t\n\r\x00\ud800-\udfff\ufffd]'
# Another process holds the lock; waiting does not help with other errors.
_BUSY = (errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK)

# Programs that are started meanwhile do not inherit the open file (Python 2 does not know the first
# name; on Windows it is the second).
_NO_HEIRS = getattr(os, 'O_CLOEXEC', 0) | getattr(os, 'O_NOINHERIT', 0) | getattr(os, 'O_BINARY', 0)


class Ended(object):
    """A change: the cookie has ended if the file still holds its value.

    Another process may have got a new one.
    """

    def __init__(self, value):
        self.value = value


class HiddenCookie(cookiejar.Cookie):
    """A cookie whose representation does not show its value, which is as good as a password."""

    @native_repr
    def __repr__(self):
        return '<Cookie %s of %s%s: %s>' % (self.name, self.domain, self.path, MASK)

    __str__ = __repr__


class CookieFileError(Exception):
    """The file cannot be read or written; the message says why."""


def locate(cookie_file):
    """The absolute path of a cookie file.

    :param cookie_file: a path (text or ``os.PathLike``); None or empty for the default.
    :return: the path, or None if it stands below a home that is unknown.
    :raises CookieFileError: if it cannot be a path, or is relative to a folder that is gone.
    :raises TypeError: on Python 3, if it is neither text nor ``os.PathLike``.
    """
    path = fspath(cookie_file) if cookie_file else DEFAULT
    try:
        path = os.path.expanduser(path)
        if path.startswith('~') and not cookie_file:
            return None
        located = os.path.abspath(path)
        os.path.lexists(located)
    except (OSError, ValueError) as error:
        raise CookieFileError(_explained(error))
    except TypeError as error:  # pragma: py2 only - it says so of a NUL
        raise CookieFileError(_explained(error))
    return located


def of_user(endpoint, login_params):
    """The path of the cookie file for one user of one service, below the folder of the default.

    A program that names its credentials never meets a session that somebody else has opened.

    >>> of_user('https://nuv.la', {'username': 'jane', 'password': '...'})
    '~/.slipstream/sessions/nuv.la_jane.txt'

    :param dict login_params: the credentials, with ``username`` or ``key``.
    :return: the path; None for credentials that name nobody.
    """
    user = login_params.get('username') or login_params.get('key')
    if not user:
        return None
    place = to_text(endpoint or '').partition('://')
    names = [quote(to_text(part), '') for part in (place[2] or place[0], user)]
    name = '_'.join(names)
    if place[0] == 'http':
        name = 'http_' + name
    if len(name) > _LONGEST_NAME:  # file systems take no more, and two users must not share one
        digest = hashlib.sha256(name.encode('utf-8')).hexdigest()
        name = '%s_%s' % (name[:_LONGEST_NAME - len(digest) - 1], digest)
    return native_str('%s/%s.txt' % (_FOLDER_OF_USERS, name))


def is_device(path):
    """Whether the path names a device such as ``/dev/null``, which stands for no file at all."""
    try:
        return stat.S_ISCHR(os.stat(path).st_mode)
    except (OSError, ValueError, TypeError):  # the last two for strings that cannot be a path
        return False


def load(path):
    """The cookies of a file.

    :return: a pair: the list of cookies, and the number of lines that could not be understood. No
        file means no cookies.
    :raises CookieFileError: if it is not a regular file, is too large, or cannot be read.
    """
    try:
        _make_private(path)
        with open(path, 'rb') as stream:
            content = stream.read(_LARGEST + 1)
    except (OSError, IOError, ValueError, TypeError) as error:
        if getattr(error, 'errno', None) == errno.ENOENT:
            return [], 0
        raise CookieFileError(_explained(error))
    if len(content) > _LARGEST:
        raise CookieFileError('it is larger than %d bytes' % _LARGEST)
    return parse(content)


def change(path, changes, longest_wait=None):
    """Change some cookies in a file and leave the others alone.

    :param dict changes: key (see :func:`key`) to cookie, to None for one to remove, or
        to :class:`Ended`.
    :param float longest_wait: how long to wait for another process that is writing the file, in
        seconds; None for :data:`LONGEST_WAIT`.
    :raises CookieFileError: if the file cannot be written, or another process does not let go of
        it.
    """
    try:
        target = os.path.realpath(path)  # of a symbolic link, the file behind it is replaced
        _make_folder(os.path.dirname(target))
        _refuse_special(target)
        with _locked(target + '.lock', LONGEST_WAIT if longest_wait is None else longest_wait):
            kept = dict((key(cookie), cookie) for cookie in load(target)[0])
            kept.update((name, value) for name, value in changes.items()
                        if not isinstance(value, Ended) or _is_ended(kept.get(name), value))
            kept.update((name, None) for name, value in kept.items() if isinstance(value, Ended))
            _replace(target,
                     write([cookie for _, cookie in sorted(kept.items()) if cookie is not None
                            and not cookie.is_expired()]))
    except (OSError, IOError, ValueError) as error:
        raise CookieFileError(_explained(error))


def _is_ended(cookie, ended):
    return cookie is not None and cookie.value == ended.value


def key(cookie):
    """What makes a cookie the same one: where it belongs, and its name."""
    return (cookie.domain, cookie.port or '', cookie.path, cookie.name)


def parse(content):
    """The cookies of the content of a file, and the number of lines that could not be understood.

    :param bytes content: UTF-8; a byte order mark, Windows line ends and a missing first line are
        tolerated.
    """
    cookies, damaged, port, no_end = [], 0, None, False
    for line in content.decode('utf-8-sig', 'replace').split('\n'):
        line = line.rstrip('\r')
        if line.startswith(_PORT):
            port = line[len(_PORT):].strip()
        elif line == _NO_END:
            no_end = True
        elif line.strip() and (line.startswith(_HTTP_ONLY) or not line.startswith(('#', '$'))):
            cookie = _parse_line(line, port)
            if cookie is None:
                damaged += 1
            else:
                cookies.append(cookie if not no_end else _without_end(cookie))
            port, no_end = None, False
    return cookies, damaged


def write(cookies):
    """The content of a file that holds these cookies, as bytes."""
    return (_HEADER + ''.join(_written(cookie) for cookie in cookies
                              if _can_be_written(cookie))).encode('utf-8')


def _parse_line(line, port):
    http_only = line.startswith(_HTTP_ONLY)
    fields = (line[len(_HTTP_ONLY):] if http_only else line).split('\t')
    if len(fields) != 7 or _is_unwritable(fields) or port is not None and not re.match(
            r'[0-9]+\Z', port):
        return None
    domain, _, path, secure, expires, name, value = fields
    try:
        expires = int(float(expires)) if expires else None
    except (ValueError, OverflowError):
        return None
    if not domain or not path.startswith('/'):
        return None
    if not name:  # how Mozilla writes a cookie that has a value only
        name, value = value, None
    return HiddenCookie(
        version=0, name=name, value=value, port=port, port_specified=False, domain=domain,
        domain_specified=domain.startswith('.'), domain_initial_dot=domain.startswith('.'),
        path=path, path_specified=False, secure=secure == 'TRUE', expires=expires or None,
        discard=not expires, comment=None, comment_url=None,
        rest={'HttpOnly': None} if http_only else {})


def _without_end(cookie):
    cookie.expires, cookie.discard = None, True
    return cookie


def _can_be_written(cookie):
    fields = (cookie.domain, cookie.path, cookie.name, cookie.value or '', cookie.port or '0')
    return bool(cookie.domain) and not _is_unwritable(fields)


def _is_unwritable(fields):
    return any(re.search(_UNWRITABLE, to_text(field)) for field in fields)


def _written(cookie):
    name, value = ('', cookie.name) if cookie.value is None else (cookie.name, cookie.value)
    line = '\t'.join(to_text(field) for field in (
        cookie.domain, _flag(cookie.domain.startswith('.')), cookie.path, _flag(cookie.secure),
        cookie.expires or _FAR_END, name, value))
    http_only = cookie.has_nonstandard_attr('HttpOnly') or cookie.has_nonstandard_attr('httponly')
    return ''.join(['%s%s\n' % (_PORT, cookie.port) if cookie.port else '',
                    '' if cookie.expires else _NO_END + '\n',
                    _HTTP_ONLY if http_only else '', line, '\n'])


def _flag(value):
    return 'TRUE' if value else 'FALSE'


def _make_folder(folder):
    missing = []
    while not _exists(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for path in reversed(missing):
        try:
            os.mkdir(path, 0o700)
        except OSError as error:
            if error.errno != errno.EEXIST:  # another process was faster
                raise


def _exists(folder):
    try:
        os.stat(folder)
    except OSError as error:
        if error.errno != errno.ENOENT:  # of too long a path, not even the beginning is made
            raise
        return False
    return True


def _make_private(path):
    """Take the access of others away from an existing file."""
    _refuse_special(path)
    mode = os.stat(path).st_mode
    if mode & 0o077:
        try:
            os.chmod(path, 0o600)
        except OSError:  # somebody else's file: readable is enough
            return


def _refuse_special(path):
    if os.path.lexists(path) and os.path.exists(path) and not os.path.isfile(path):
        raise CookieFileError('it is not a regular file')


def _replace(target, content):
    """Replace the file at once: readers see the old content or the new one, never a part."""
    temporary = target + '.new'
    _remove(temporary)  # of a process that was killed; we hold the lock, so nobody is writing it
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_HEIRS, 0o600)
    try:
        with os.fdopen(handle, 'wb') as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        replace_file(temporary, target)
    finally:  # also when the user interrupts: leave no temporary file
        _remove(temporary)


def _remove(path):
    try:
        os.unlink(path)
    except OSError:  # it was moved into place
        return


@contextlib.contextmanager
def _locked(path, longest_wait=LONGEST_WAIT, sleep=time.sleep, now=monotonic):
    """Hold the lock of the file.

    The lock belongs to the open file, so it ends with the process at the latest.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_HEIRS | getattr(os, 'O_NOFOLLOW', 0), 0o600)
    try:
        deadline = now() + longest_wait
        while not _try_lock(handle):
            if now() > deadline:
                raise CookieFileError('another process keeps %s locked' % to_text(path))
            sleep(0.01)
        yield
        # At once, although a process that was forked meanwhile has the file open, too.
        _unlock(handle)
    finally:
        os.close(handle)


def _try_lock(handle):
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:  # pragma: no cover - Windows
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        return True
    except (OSError, IOError) as error:
        if error.errno not in _BUSY:  # for example a file system without locks
            raise
        return False


def _unlock(handle):
    if fcntl:
        fcntl.flock(handle, fcntl.LOCK_UN)
    else:  # pragma: no cover - Windows
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)


def _explained(error):
    return to_text(getattr(error, 'strerror', None) or '%s' % (error,))

# -*- coding: utf-8 -*-
"""Secret command: a password or an API secret from a program that keeps it.

Such as ``pass``, ``keyring`` or ``op``. No shell runs it. It has the terminal for itself, so it can
ask for a passphrase. What it prints is never shown, not even in an error.
"""
from __future__ import unicode_literals

import contextlib
import os
import shlex
import subprocess
import threading

from ..compat import native_str, raise_from, string_types, to_text

#: Seconds that a command may take: long enough to type a passphrase or to touch a key.
TIME_LIMIT = 120
#: Bytes of its output that are kept: the first line is among them.
SIZE_LIMIT = 65536


def run(command, source, time_limit=TIME_LIMIT):
    """Run a command and return the first line that it prints.

    :param command: a string, split into words as a shell does, or a list of words.
    :param str source: where the command comes from, for the error.
    :param time_limit: seconds that it may take.
    :return: the line, without its end.
    :raises ValueError: there is no such program, it failed, took too long or printed no secret.
    """
    try:
        return _first_line(_output(_words(command), time_limit))
    except ValueError as error:
        raise_from(ValueError(native_str('%s: %s' % (to_text(source), to_text(error)))), None)


def _words(command):
    """The words of a command, as this system starts it."""
    if isinstance(command, string_types):
        # Windows has its own rules, in which a backslash does not escape.
        words = shlex.split(native_str(command)) if os.name == 'posix' else command
    else:
        is_list = isinstance(command, (list, tuple))
        if not is_list or not all(isinstance(word, string_types) for word in command):
            raise ValueError('the command must be a string or a list of strings')
        words = [native_str(word) for word in command]
    if not words:
        raise ValueError('the command is empty')
    return words


def _reason(error):
    """Why a program cannot be started, without its name, which older Pythons put behind it."""
    number = getattr(error, 'errno', None)
    return to_text(os.strerror(number)) if number else 'an argument cannot be passed'


def _output(words, time_limit):
    """What a program prints, if it ends well and in time."""
    try:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, bufsize=0,
                                   close_fds=os.name == 'posix')
    except (OSError, TypeError, ValueError) as error:  # the latter two: a NUL
        raise_from(ValueError('the program cannot be started (%s)' % _reason(error)), None)
    chunks = []
    # A thread, since a child of the program may keep the output open when the program is gone.
    reader = threading.Thread(target=_read, args=(process, chunks))
    reader.daemon = True
    try:
        reader.start()
        reader.join(time_limit)
    finally:  # Ctrl-C, too, leaves no program behind
        is_late = reader.is_alive()
        if is_late:
            process.kill()
    if is_late:
        raise ValueError('the program took longer than %s seconds' % time_limit)
    if process.returncode:
        raise ValueError('the program ended with exit status %d' % process.returncode)
    return b''.join(chunks)


def _read(process, chunks):
    """Read what a program prints, and wait for its end; what is too much is not kept."""
    with contextlib.closing(process.stdout) as stream:
        left = SIZE_LIMIT
        for chunk in iter(lambda: os.read(stream.fileno(), SIZE_LIMIT), b''):
            chunks.append(chunk[:left])
            left -= len(chunks[-1])
    process.wait()


def _first_line(output):
    """The first line of an output, without its end."""
    try:
        line = output.split(b'\n')[0].rstrip(b'\r').decode('utf-8')
    except UnicodeDecodeError:  # its words quote the bytes
        raise_from(ValueError('the first line that the program printed is not UTF-8'), None)
    if not line:
        raise ValueError('the program printed nothing, or an empty first line')
    return line

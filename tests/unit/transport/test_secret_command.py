# -*- coding: utf-8 -*-
"""Secrets that a program prints."""
from __future__ import unicode_literals

import errno
import io
import os
import subprocess
import sys
import threading

import pytest

from slipstream.api.compat import native_str, text_type, to_text
from slipstream.api.transport import secret_command

from ...threads import happens

SOURCE = 'password_command of profile [work]'


def program(code):
    """The words that run a Python program."""
    return [sys.executable, '-c', native_str(code)]


def printing(output):
    """The words of a program that prints bytes."""
    return program('import os; os.write(1, %r)' % output)


def failure(command, **options):
    """What the error says when a command is run."""
    with pytest.raises(ValueError) as caught:
        secret_command.run(command, SOURCE, **options)
    # Nor does what Python prints of the error show the output.
    assert getattr(caught.value, '__cause__', None) is None
    assert str(caught.value).startswith(str(SOURCE) + ': ')
    return to_text(str(caught.value))[len(SOURCE) + 2:]


@pytest.mark.parametrize('output, secret', [
    (b'hush', 'hush'), (b'hush\n', 'hush'), (b'hush\r\nuser: jane\r\n', 'hush'),
    (b' h u sh \nmore', ' h u sh '), ('h\u00fcsh\n'.encode('utf-8'), 'h\u00fcsh'),
    (b'hush\n\xff\xff', 'hush'), (b'hushX\r\n', 'hushX')])
def test_the_first_line_is_the_secret(output, secret):
    printed = secret_command.run(printing(output), SOURCE)
    assert printed == secret and isinstance(printed, text_type)


@pytest.mark.parametrize('output', [b'', b'\n', b'\r\nhush\n'])
def test_an_empty_first_line_is_an_error(output):
    assert failure(printing(output)) == 'the program printed nothing, or an empty first line'


def test_what_is_no_text_is_not_shown():
    assert failure(printing(b'hush\xff\n')) == (
        'the first line that the program printed is not UTF-8')


def test_a_program_that_fails_is_reported_without_its_output():
    assert failure(program('print("hush"); raise SystemExit(3)')) == (
        'the program ended with exit status 3')


def test_a_program_that_does_not_exist_is_reported_without_its_arguments():
    message = failure('no-such-program hush')
    assert message == 'the program cannot be started (%s)' % os.strerror(errno.ENOENT)
    assert failure(['hush\0']) == 'the program cannot be started (an argument cannot be passed)'


def test_a_program_has_its_time():
    never = program('import time\nprint("hush")\nwhile True:\n    time.sleep(9)')
    assert failure(never, time_limit=0) == 'the program took longer than 0 seconds'


def test_a_child_that_keeps_the_output_open_does_not_hold_us_up(monkeypatch):
    """Killing the program alone would not end the reading."""
    may_end, reads, readers, killed = threading.Event(), threading.Event(), [], []

    class Program(object):
        """A program whose child lives on."""

        def __init__(self, words, **_):
            self.stdout = io.open(os.devnull, 'rb')

        def wait(self):
            """Wait until the child has ended."""
            readers.append(threading.current_thread())
            reads.set()
            happens(may_end)

        def kill(self):
            """Nothing ends by that."""
            killed.append(self)

    monkeypatch.setattr(subprocess, 'Popen', Program)
    assert failure('pass', time_limit=0) == 'the program took longer than 0 seconds'
    assert len(killed) == 1
    happens(reads)
    assert [reader.daemon for reader in readers] == [True]     # nor the end of the program
    may_end.set()


def test_no_more_is_kept_than_a_secret_needs(monkeypatch):
    monkeypatch.setattr(secret_command, 'SIZE_LIMIT', 4)
    assert secret_command.run(printing(b'hush and more'), SOURCE) == 'hush'


def test_the_program_has_the_terminal(monkeypatch):
    started = []
    popen = subprocess.Popen

    def noting(words, **options):
        """Start a program and note how."""
        started.append((words, options))
        return popen(words, **options)

    monkeypatch.setattr(subprocess, 'Popen', noting)
    secret_command.run(printing(b'hush'), SOURCE)
    options = started[0][1]
    assert not {'stdin', 'stderr', 'shell', 'preexec_fn', 'start_new_session'} & set(options)


@pytest.mark.parametrize('command, words', [
    ('pass show work/slipstream', ['pass', 'show', 'work/slipstream']),
    ('op read "op://Private/my item"', ['op', 'read', 'op://Private/my item']),
    ('keyring get a $HOME; echo|cat', ['keyring', 'get', 'a', '$HOME;', 'echo|cat']),
    (['pass', 'show', 'a b'], ['pass', 'show', 'a b']), (('pass',), ['pass'])])
def test_a_command_becomes_words_without_a_shell(command, words):
    assert secret_command._words(command) == words


def test_windows_splits_a_command_itself(monkeypatch):
    class Windows(object):
        """What the module asks of the system."""

        name = 'nt'

    monkeypatch.setattr(secret_command, 'os', Windows)
    assert secret_command._words(r'C:\op.exe read "a b"') == r'C:\op.exe read "a b"'


@pytest.mark.parametrize('command, message', [
    ('', 'the command is empty'), ([], 'the command is empty'),
    ('pass "show', 'No closing quotation'),
    (7, 'the command must be a string or a list of strings'),
    (['pass', 7], 'the command must be a string or a list of strings')])
def test_an_invalid_command_is_refused(command, message):
    assert failure(command) == message

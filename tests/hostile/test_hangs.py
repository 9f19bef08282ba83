# -*- coding: utf-8 -*-
"""Hanging processes are ended, which all tests with processes rely on."""
from __future__ import unicode_literals

import os
import signal
import subprocess
import sys
import threading

import pytest

from .. import processes

pytestmark = pytest.mark.skipif(not hasattr(os, 'fork'), reason='Windows has no such signals')

#: A program that never ends.
HANGS = [sys.executable, '-c', 'import threading; threading.Event().wait()']
#: Seconds after which it does.
SOON = 0.01


@pytest.fixture
def hanging():
    """A process that never ends."""
    process = subprocess.Popen(HANGS, stdout=subprocess.PIPE)
    yield process
    process.stdout.close()


@pytest.mark.parametrize('wait', [
    lambda process: processes.output_of(process, SOON) and process.returncode,
    lambda process: processes.end_of(process, SOON)], ids=['output', 'end'])
def test_a_process_that_is_waited_for_ends(hanging, wait):
    assert wait(hanging) == -signal.SIGKILL


def test_a_process_that_nobody_waits_for_ends_with_its_context(hanging):
    with processes.ended([hanging]):
        assert hanging.poll() is None
    assert processes.end_of(hanging) == -signal.SIGKILL


def test_a_forked_process_ends_although_it_waits_for_a_lock_and_signals_are_handled(monkeypatch):
    # On Python 2 no handler runs while the main thread waits for a lock.
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    monkeypatch.setattr(processes, 'LAST_RESORT', 1)
    lock = threading.Lock()
    with lock:
        child = processes.Child(lock.acquire)
    signal.signal(signal.SIGALRM, before)
    assert processes.status_of(child.process) == signal.SIGALRM


def test_a_forked_process_ends_although_it_ignores_signals():
    def ignore():  # pragma: no cover - what a child runs is not measured
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        threading.Event().wait(processes.LAST_RESORT)

    assert processes.status_of(processes.Child(ignore).process, SOON) == signal.SIGKILL

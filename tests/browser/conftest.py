# -*- coding: utf-8 -*-
"""A browser, and what it looks at: the console of a sandbox, and the built documentation."""
from __future__ import unicode_literals

import os
import subprocess
import sys

import pytest

from slipstream.sandbox import Sandbox

from ..docs.blocks import ROOT
from ..processes import end_of
from .webdriver import Driver, find


@pytest.fixture(scope='session')
def browser(tmpdir_factory):
    """A window of a headless Chromium."""
    chromium, program = find('chromium', 'chromium-browser', 'google-chrome'), find('chromedriver')
    if not (chromium and program):  # pragma: no cover - where there is one, it is used
        pytest.skip('this machine has no chromium with chromedriver')
    folder = tmpdir_factory.mktemp('browser')
    driver = Driver(program, str(folder))
    try:
        yield driver.open(chromium, folder.join('profile'))
    finally:
        driver.close()


@pytest.fixture(scope='session')
def site(tmpdir_factory):
    """The path of a folder with the built documentation."""
    pytest.importorskip('sphinx')
    folder = str(tmpdir_factory.mktemp('site'))
    command = [sys.executable, '-m', 'sphinx', '-q', '-d', folder + '/_doctrees', 'docs', folder]
    build = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ, PYTHONPATH=ROOT))
    assert end_of(build) == 0
    return folder


@pytest.fixture
def sandbox():
    """A sandbox on a port, whose clock stands still."""
    with Sandbox(http=True, speed=0) as sandbox:
        yield sandbox


@pytest.fixture
def page(browser, sandbox):
    """The console in the browser; checks that the browser reports no errors."""
    browser.size(1280, 900)
    browser.scheme('light')
    browser.go(sandbox.endpoint + '/')
    browser.until('document.getElementById("now").textContent')
    browser.log()  # Errors of the page before, whose sandbox has ended.
    yield browser
    assert browser.log() == []


@pytest.fixture
def refresh(page):
    """A function that makes the page read the state immediately, not in the next second."""
    return lambda: page.run('document.dispatchEvent(new Event("visibilitychange"))')

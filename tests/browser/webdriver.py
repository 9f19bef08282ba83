# -*- coding: utf-8 -*-
"""A browser that does what a test says: WebDriver, over plain HTTP.

Only what the tests need of https://www.w3.org/TR/webdriver2/.
"""
from __future__ import unicode_literals

import os
import re
import subprocess

import requests

from ..processes import end_of
from ..threads import LAST_RESORT

#: The key under which the protocol refers to an element.
_ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
#: Keys that are no letters.
TAB, ENTER, SPACE = '\ue004', '\ue007', ' '
#: Nothing of this machine, nothing from the network, nothing that lasts.
_OPTIONS = ('--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
            '--disable-background-networking', '--disable-component-update', '--no-sandbox',
            '--disable-dev-shm-usage', '--hide-scrollbars', '--no-proxy-server')


def find(*names):
    """The path of the first of some programs that this machine has; None without one."""
    folders = os.environ.get('PATH', os.defpath).split(os.pathsep)
    paths = [os.path.join(folder, name) for name in names for folder in folders]
    return next((path for path in paths if os.access(path, os.X_OK)), None)


class Driver(object):
    """A running chromedriver; :meth:`close` ends it.

    :param str program: its path.
    :param str home: a folder that stands for the home of the user.
    """

    def __init__(self, program, home):
        self._process = subprocess.Popen(
            [program, '--port=0'], env=dict(os.environ, HOME=home), stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        lines = iter(self._process.stdout.readline, b'')
        ports = (re.search(r'started successfully on port (\d+)', line.decode('utf-8', 'replace'))
                 for line in lines)
        self._url = 'http://127.0.0.1:{}'.format(next(port for port in ports if port).group(1))
        self._http = requests.Session()
        self._http.trust_env = False
        self._windows = []

    def close(self):
        """End the driver, and the browsers that it has started."""
        for window in self._windows:
            window.close()
        self._http.close()
        self._process.terminate()
        end_of(self._process)
        self._process.stdout.close()

    def call(self, method, path, **members):
        """Send a command to the driver; return its result.

        :raises AssertionError: it refused; the message says why.
        """
        response = self._http.request(method, self._url + path,
                                      json=members if method == 'POST' else None)
        value = response.json()['value']
        assert response.status_code == 200, value['message']
        return value

    def open(self, chromium, profile):
        """A new window with an empty profile."""
        options = _OPTIONS + ('--user-data-dir={}'.format(profile),)
        capabilities = {'browserName': 'chrome', 'goog:loggingPrefs': {'browser': 'ALL'},
                        'goog:chromeOptions': {'binary': chromium, 'args': options}}
        capabilities['timeouts'] = {'script': 1000 * LAST_RESORT}
        answer = self.call('POST', '/session', capabilities={'alwaysMatch': capabilities})
        self._windows.append(Window(self, '/session/{}'.format(answer['sessionId'])))
        return self._windows[-1]


class Window(object):
    """A window of the browser."""

    def __init__(self, driver, path):
        self._driver, self._path = driver, path

    def _call(self, method, path, **members):
        return self._driver.call(method, self._path + path, **members)

    def close(self):
        """Close it, and the browser with it."""
        self._call('DELETE', '')

    def go(self, url):
        """Open an address, and wait until it is loaded."""
        self._call('POST', '/url', url=url)

    def run(self, script, *arguments):
        """Run a script, which is the body of a function; return its result."""
        return self._call('POST', '/execute/sync', script=script, args=list(arguments))

    def until(self, expression, *arguments):
        """Wait until an expression in JavaScript is true; return its value."""
        script = ('const done = arguments[arguments.length - 1], given = [...arguments];'
                  'const look = () => { const value = (function () { return ' + expression +
                  '; }).apply(null, given); if (value) done(value); else setTimeout(look, 20); };'
                  'look();')
        return self._call('POST', '/execute/async', script=script, args=list(arguments))

    def find(self, selector):
        """The element for a CSS selector."""
        return Element(self, self._call('POST', '/element', using='css selector',
                                        value=selector)[_ELEMENT])

    def press(self, *keys):
        """Press keys, one after the other, wherever the focus is."""
        actions = [{'type': kind, 'value': key} for key in keys for kind in ('keyDown', 'keyUp')]
        self._call('POST', '/actions', actions=[{'type': 'key', 'id': 'keys', 'actions': actions}])

    def command(self, name, **params):
        """A command of the DevTools protocol."""
        return self._call('POST', '/goog/cdp/execute', cmd=name, params=params)

    def size(self, width, height):
        """Make the page as wide and high as a screen of that size."""
        self.command('Emulation.setDeviceMetricsOverride', width=width, height=height,
                     deviceScaleFactor=1, mobile=False)

    def scheme(self, name):
        """Prefer ``light`` or ``dark`` colours."""
        self.command('Emulation.setEmulatedMedia',
                     features=[{'name': 'prefers-color-scheme', 'value': name}])

    def log(self):
        """The errors of the browser since the last call, as strings."""
        return [entry['message'] for entry in self._call('POST', '/se/log', type='browser')]


class Element(object):
    """An element of a page."""

    def __init__(self, window, name):
        self._window, self._name = window, name
        self._path = '/element/{}'.format(name)

    @property
    def text(self):
        """Its text as it is shown."""
        return self._window._call('GET', self._path + '/text')

    def click(self):
        """Click on it, in the middle of the screen: at its edge, something may be in front."""
        self._window.run('arguments[0].scrollIntoView({block: "center"})', {_ELEMENT: self._name})
        self._window._call('POST', self._path + '/click')

    def write(self, text):
        """Replace its text, key by key."""
        self._window._call('POST', self._path + '/clear')
        self._window._call('POST', self._path + '/value', text=text)

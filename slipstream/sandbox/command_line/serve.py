# -*- coding: utf-8 -*-
"""The command ``serve``."""
from __future__ import print_function, unicode_literals

import json
import logging
import signal
import socket
import sys
import threading
import time

from .. import Sandbox

#: A fixed port, so that clients find a sandbox that was restarted.
USUAL_PORT = 8080

_WAIT_SECONDS = 3600.0
_TEXT = """\
SlipStream %(version)s sandbox at %(endpoint)s

Open this address in a browser to see and control what runs.

Paste this into a Python prompt:

    from slipstream.api import Api
    api = Api('%(endpoint)s')
%(login)s
Accounts and passwords:
%(accounts)s

API keys and secrets:
%(keys)s

Press Ctrl-C to stop it."""


def add_options(parser):
    """Add the options of the command."""
    parser.add_argument('--host', default='127.0.0.1',
                        help='name or address to listen on (default: %(default)s)')
    parser.add_argument('--port', type=int, default=None,
                        help='port to listen on, 0 for a free one (default: %d, or a free one if '
                        'that is in use)' % USUAL_PORT)
    parser.add_argument('--speed', type=_speed, default=1.0,
                        help='sandbox seconds per real second (default: %(default)s)')
    parser.add_argument('--server-version', default='3.71',
                        help='SlipStream version to imitate (default: %(default)s)')
    parser.add_argument('--json', action='store_true',
                        help='print one line with a JSON object instead of text')
    parser.add_argument('--allow-remote', action='store_true',
                        help='let other machines use the sandbox, although its passwords are '
                        'public')
    parser.add_argument('--allow-host', metavar='NAME', action='append', default=[],
                        help='also accept this host name; may be repeated, "*" for any name '
                        '(default: localhost, addresses, names of this machine)')
    parser.add_argument('--catalogue', metavar='FILE',
                        help='what the sandbox contains, a JSON file (default: examples)')
    parser.add_argument('--state', metavar='FILE',
                        help='save everything in this file and continue from it (default: in '
                        'memory)')
    parser.add_argument('--verbose', action='store_true', help='log each request on standard error')


def run(options, out=None, err=None, wait=None):
    """Serve until Ctrl-C or SIGTERM.

    :param options: the parsed command line.
    :param out: where to print; default: standard output.
    :param err: where to print errors; default: standard error.
    :param wait: a function to call while serving; default: wait forever.
    :return: the exit status.
    """
    out, err = out or sys.stdout, err or sys.stderr
    # Also for Ctrl-C, which processes ignore if a script starts them in the background.
    before = [(number, signal.signal(number, _interrupt))
              for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        if options.verbose:
            logging.basicConfig(stream=err, level=logging.DEBUG, format='%(asctime)s %(message)s')
        return _serve(options, out, wait or _wait)
    except KeyboardInterrupt:
        return 0
    except (ValueError, socket.error) as error:
        print('The sandbox cannot serve at %s, port %d: %s'
              % (options.host, options.port or 0, error), file=err)
        return 1
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _serve(options, out, wait):
    own = {'catalogue': options.catalogue} if options.catalogue else {}
    port = _usual_port(options.host) if options.port is None else options.port
    with Sandbox(http=True, host=options.host, port=port, allow_remote=options.allow_remote,
                 speed=options.speed, start=time.time(), server_version=options.server_version,
                 state=options.state,
                 allowed_hosts=options.allow_host, **own) as sandbox:
        print(_as_json(sandbox) if options.json else _as_text(sandbox, options), file=out)
        out.flush()
        wait()
    return 0


def _as_json(sandbox):
    return json.dumps({'endpoint': sandbox.endpoint, 'accounts': sandbox.users,
                       'api_keys': sandbox.api_keys}, sort_keys=True)


def _as_text(sandbox, options):
    ordinary = [user for user in sandbox.users if not user['privileged']]
    login = ''.join("    api.login_internal('%(username)s', '%(password)s')\n" % user
                    for user in ordinary[:1])
    accounts = [('  %-10s %-18s %s' % (user['username'], user['password'],
                                       'privileged' if user['privileged'] else '')).rstrip()
                for user in sandbox.users]
    keys = ['  %s %s (of %s)' % (key['key'], key['secret'], key['username'])
            for key in sandbox.api_keys]
    return _TEXT % {'version': options.server_version, 'endpoint': sandbox.endpoint, 'login': login,
                    'accounts': '\n'.join(accounts) or '  none',
                    'keys': '\n'.join(keys) or '  none'}


def _usual_port(host):
    """The usual port, or 0 for a free one if another program uses it."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, USUAL_PORT, 0, socket.SOCK_STREAM)[0]
        probe = socket.socket(family, kind, protocol)
    except socket.error:  # the host does not exist, which the sandbox reports
        return 0
    try:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        return USUAL_PORT
    except socket.error:
        return 0
    finally:
        probe.close()


def _speed(text):
    speed = float(text)
    if speed < 0:
        raise ValueError(text)
    return speed


def _interrupt(number, frame):
    raise KeyboardInterrupt()


def _wait():
    while True:
        threading.Event().wait(_WAIT_SECONDS)

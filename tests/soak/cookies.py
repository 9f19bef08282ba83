# -*- coding: utf-8 -*-
"""A process that shares its cookie file.

Runs as ``python -m tests.soak.cookies FILE NUMBER SECONDS [ENDPOINT]`` and prints its results as
JSON. It keeps changing its own cookie, checks that the file still has it, and uses the service with
the shared session.
"""
from __future__ import unicode_literals

import collections
import json
import os
import stat
import sys
import warnings

import requests
from requests.cookies import create_cookie

from slipstream.api import Api, SlipStreamError
from slipstream.api.compat import monotonic
from slipstream.api.transport import cookie_file, cookies
from slipstream.api.transport.retries import Retries

_CREDS = {'username': 'jane', 'password': 'jane-password'}


def turn(path, name, count, jar, seen):
    """Change our cookie and check it in the file; count problems."""
    jar.set_cookie(create_cookie('own', '%d' % count, domain=name + '.test', path='/',
                                 expires=4102444800))
    jar.flush()
    kept, damaged = cookie_file.load(path)
    own = [cookie.value for cookie in kept if cookie.domain == name + '.test']
    seen['reads'] += 1
    seen['corrupt'] += bool(damaged)
    seen['lost'] += own != ['%d' % count]
    seen['readable by others'] += os.name == 'posix' and stat.S_IMODE(
        os.stat(path).st_mode) != 0o600


def call(path, endpoint, seen):
    """Act like a short program: use the session in the file, or log in, and send a request."""
    with Api(endpoint, path, login_creds=_CREDS, reauthenticate=True, timeout=20,
             retries=Retries(2, backoff=0.01)) as api:
        try:
            api.get_user('jane')
            seen['calls'] += 1
        except (SlipStreamError, requests.RequestException) as error:
            seen['error: ' + type(error).__name__] += 1


def main(path, number, seconds, endpoint=None, out=None):
    """Do this for some seconds."""
    seen, ends, count = collections.Counter(), monotonic() + float(seconds), 0
    name, jar = 'p' + number, cookies.open_jar(path)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter('always')
        while count == 0 or monotonic() < ends:
            count += 1
            turn(path, name, count, jar, seen)
            if endpoint and count % 20 == 1:  # pragma: no branch - a short test makes one turn
                call(path, endpoint, seen)
    seen['warnings'] += len(warned)
    (out or sys.stdout).write(json.dumps(dict(seen, name=name + '.test', last='%d' % count)) + '\n')


if __name__ == '__main__':  # pragma: no cover - in processes of their own
    main(*sys.argv[1:])

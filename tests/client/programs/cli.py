# -*- coding: utf-8 -*-
"""A command-line tool, as it was written for 3.71.1.

It knows ``Api`` only: positional constructor, named tuples with ``_fields``, and failures as
``requests.HTTPError``.
"""
from __future__ import print_function, unicode_literals

import sys

import requests

from slipstream.api import Api

USAGE, REFUSED, MISSING, FAILED = 2, 3, 4, 1


def table(rows, out):
    """Print named tuples below their field names."""
    rows = list(rows)
    if rows:
        print('\t'.join(rows[0]._fields), file=out)
    for row in rows:
        print('\t'.join('%s' % value for value in row), file=out)


def status(api, out, identifier):
    """Print a deployment, field by field."""
    for name, value in api.get_deployment(identifier)._asdict().items():
        print('%s: %s' % (name, value), file=out)


def login(api, out, username, password):
    """Log in and keep the session in the cookie file."""
    api.login_internal(username, password)
    print('Logged in.', file=out)


def run(api, out, path, *settings):
    """Start a deployment with raw parameters ``NAME=VALUE``."""
    raw = dict(setting.split('=', 1) for setting in settings)
    print('%s' % api.deploy(path, raw_params=raw), file=out)


def remove(api, out, path):
    """Delete the latest version of a module."""
    element = api.get_element(path)
    api.delete_element('%s/%s' % (element.path, element.version))
    print('Deleted %s %s.' % (element.type, element.path), file=out)


def machines(api, out, identifier):
    """List the machines of one deployment."""
    table((machine for machine in api.list_virtualmachines()
           if '%s' % machine.deployment_id == identifier), out)


COMMANDS = {
    'login': login, 'run': run, 'status': status, 'remove': remove, 'virtualmachines': machines,
    'logout': lambda api, out: api.logout(),
    'appstore': lambda api, out: table(api.list_applications(), out),
    'list': lambda api, out, path=None: table(api.list_project_content(path, True), out),
    'deployments': lambda api, out: table(api.list_deployments(), out),
    'usage': lambda api, out: table(api.usage(), out),
    'users': lambda api, out: table(api.list_users(), out),
    'build': lambda api, out, path, cloud: print('%s' % api.build_component(path, cloud), file=out),
    'terminate': lambda api, out, identifier: api.terminate(identifier),
    'publish': lambda api, out, path: api.publish(path),
    'unpublish': lambda api, out, path: api.unpublish(path),
}


def explain(error, err):
    """Say in friendly words what an HTTP status means; the exit status."""
    code = error.response.status_code
    if code in (401, 403):
        print('Access refused. Log in first, or ask for the right.', file=err)
        return REFUSED
    if code == 404:
        print('There is no such thing.', file=err)
        return MISSING
    print('The service says: %s' % error, file=err)
    return FAILED


def main(arguments, out=None, err=None):
    """Run ``ENDPOINT COOKIE_FILE COMMAND [ARGUMENT ...]``; the exit status."""
    out, err = out or sys.stdout, err or sys.stderr
    if len(arguments) < 3 or arguments[2] not in COMMANDS:
        print('Commands: %s' % ' '.join(sorted(COMMANDS)), file=err)
        return USAGE
    endpoint, cookie_file, command = arguments[:3]
    api = Api(endpoint, cookie_file, False)
    try:
        COMMANDS[command](api, out, *arguments[3:])
        return 0
    except requests.HTTPError as error:
        return explain(error, err)
    finally:
        api.session.close()


if __name__ == '__main__':  # pragma: no cover - only where it runs as a program of its own
    sys.exit(main([argument if isinstance(argument, type('')) else argument.decode('utf-8')
                   for argument in sys.argv[1:]]))

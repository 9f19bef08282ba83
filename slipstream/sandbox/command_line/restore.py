# -*- coding: utf-8 -*-
"""The command ``restore``.

Creates the modules of a catalogue in a project of a service.
"""
from __future__ import print_function, unicode_literals

import re
import sys

from ..catalogue.formats import CatalogueError, lines_named, read
from ..compat import to_text
from . import remote_service, restore_plan
from .exit_status import exit_status
from .restoring import Restoring

_PATH = re.compile(r'[^/\s]+(/[^/\s]+)*\Z')


def add_options(parser):
    """Add the options of the command."""
    remote_service.add_options(parser)
    parser.add_argument('catalogue', metavar='FILE', help='the catalogue')
    parser.add_argument('--under', required=True, type=project_path, metavar='PROJECT',
                        help='path of the project to create the modules in; created if missing')
    parser.add_argument('--dry-run', action='store_true',
                        help='only print what would be done')
    parser.add_argument('--publish', action='store_true',
                        help='publish the modules that were published, in the App Store')


def run(options, out=None, err=None, connect=None, sleep=None):
    """Restore modules.

    The arguments are the same as for :func:`slipstream.sandbox.command_line.capture.run`.

    :return: the exit status: 0 if all modules exist.
    """
    out, err = out or sys.stdout, err or sys.stderr

    def command():
        with lines_named(options.catalogue):
            catalogue, _ = read(options.catalogue)
        with remote_service.opened(options, connect, sleep) as service:
            return Restoring(service, options, out, err).run(restore_plan.steps(catalogue))

    return exit_status(command, err, (CatalogueError, EnvironmentError))


def project_path(text):
    """A path from the command line.

    :raises ValueError: if it is invalid.
    """
    path = to_text(text).strip('/')
    if not _PATH.match(path):
        raise ValueError(text)
    return path

# -*- coding: utf-8 -*-
"""The command ``restore``.

Creates the modules of a catalogue on a service, below a project there.
"""
from __future__ import print_function, unicode_literals

import re
import sys
import time

from ..catalogue.formats import CatalogueError, lines_named, read
from ..compat import to_text
from . import remote_service, restore_plan
from .pace import Pace
from .remote_service import RemoteService, StoppedError
from .restoring import Restoring

_PATH = re.compile(r'[^/\s]+(/[^/\s]+)*\Z')


def add_options(parser):
    """Say which options the command has."""
    remote_service.add_options(parser)
    parser.add_argument('catalogue', metavar='FILE', help='the catalogue')
    parser.add_argument('--under', required=True, type=project_path, metavar='PROJECT',
                        help='path of the project to create the modules in; created if missing')
    parser.add_argument('--dry-run', action='store_true',
                        help='only tell what would be done')
    parser.add_argument('--publish', action='store_true',
                        help='publish in the App Store what was published')


def run(options, out=None, err=None, connect=None, sleep=None):
    """Restore modules.

    :param options: the parsed command line.
    :param out: where to print; default: standard output.
    :param err: where to complain and to show the progress; default: standard error.
    :param connect: makes a client from the options; default: as ``Api.from_environment`` does.
    :param sleep: how to wait, a function of seconds; default: really.
    :return: the exit status: 0 if all modules are there.
    """
    out, err = out or sys.stdout, err or sys.stderr
    connect = connect or remote_service.connect
    try:
        with lines_named(options.catalogue):
            catalogue, _ = read(options.catalogue)
        with connect(options) as api:
            service = RemoteService(api, Pace(options.rate, options.pause, sleep or time.sleep))
            return Restoring(service, options, out, err).run(restore_plan.steps(catalogue))
    except KeyboardInterrupt:
        print('Interrupted. Run the same command again to go on.', file=err)
        return 130
    except (CatalogueError, EnvironmentError) as error:
        print(to_text('%s' % error), file=err)
        return 1
    except StoppedError as error:
        print('%s\nRun the same command again to go on.' % error, file=err)
        return 1


def project_path(text):
    """A path of the command line.

    :raises ValueError: if it cannot be one.
    """
    path = to_text(text).strip('/')
    if not _PATH.match(path):
        raise ValueError(text)
    return path

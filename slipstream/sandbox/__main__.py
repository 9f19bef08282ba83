# -*- coding: utf-8 -*-
"""The sandbox on the command line.

``python -m slipstream.sandbox serve``, ``tour``, ``capture`` and ``restore``.
"""
from __future__ import unicode_literals

import argparse
import sys

from .command_line import capture, restore, serve, tour
from .compat import native_str


def main(arguments=None):
    """Run a command.

    :param list arguments: the arguments; default: those of this process.
    :return: the exit status.
    """
    options = _parser().parse_args(arguments)
    return options.command(options)


def _parser():
    parser = argparse.ArgumentParser(prog=native_str('python -m slipstream.sandbox'),
                                     description='A SlipStream service for development and tests.')
    commands = parser.add_subparsers(dest=native_str('name'))
    commands.required = True
    serving = commands.add_parser(native_str('serve'),
                                  help='serve a sandbox on a port until Ctrl-C')
    serve.add_options(serving)
    serving.set_defaults(command=serve.run)
    touring = commands.add_parser(native_str('tour'), help='show what the client can do, on a '
                                  'sandbox or on a real service')
    tour.add_options(touring)
    touring.set_defaults(command=tour.run)
    capturing = commands.add_parser(
        native_str('capture'), help='read a service into a catalogue that the sandbox can serve')
    capture.add_options(capturing)
    capturing.set_defaults(command=capture.run)
    restoring = commands.add_parser(
        native_str('restore'), help='create the modules of a catalogue on a service')
    restore.add_options(restoring)
    restoring.set_defaults(command=restore.run)
    # Who leaves it out sees what there is.
    commands.metavar = native_str('|').join(commands.choices)
    return parser


if __name__ == '__main__':
    sys.exit(main())

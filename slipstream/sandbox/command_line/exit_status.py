# -*- coding: utf-8 -*-
"""Exit statuses of the commands that work on a remote service."""
from __future__ import print_function, unicode_literals

from ..compat import to_text
from .remote_service import StoppedError


def exit_status(command, err, failures):
    """Run a command; if it fails, print the error and how to continue.

    :param command: a function that returns an exit status.
    :param err: where to print errors.
    :param tuple failures: exceptions that would occur again if the command were repeated.
    :return: the exit status: 130 after Ctrl-C, 1 after a failure.
    """
    try:
        return command()
    except KeyboardInterrupt:
        print('Interrupted. Run the same command again to continue.', file=err)
        return 130
    except failures as error:
        print(to_text('%s' % error), file=err)
    except StoppedError as error:
        print('%s\nRun the same command again to continue.' % error, file=err)
    return 1

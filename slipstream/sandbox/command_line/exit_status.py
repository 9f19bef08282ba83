# -*- coding: utf-8 -*-
"""Exit statuses of the commands that work on a remote service."""
from __future__ import print_function, unicode_literals

from ..compat import to_text
from .remote_service import StoppedError


def exit_status(command, err, failures):
    """Run a command; complain if it fails, and say how to go on.

    :param command: a function that returns an exit status.
    :param err: where to complain.
    :param tuple failures: the exceptions that a repetition of the command would meet again.
    :return: the exit status: 130 after Ctrl-C, 1 after a failure.
    """
    try:
        return command()
    except KeyboardInterrupt:
        print('Interrupted. Run the same command again to go on.', file=err)
        return 130
    except failures as error:
        print(to_text('%s' % error), file=err)
    except StoppedError as error:
        print('%s\nRun the same command again to go on.' % error, file=err)
    return 1

# -*- coding: utf-8 -*-
"""Running programs in a separate interpreter, where warnings are errors."""
from __future__ import unicode_literals

import os
import subprocess
import sys

import slipstream.api

from ..processes import output_of

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'programs')
_LIBRARY = os.path.dirname(
    os.path.dirname(os.path.dirname(os.path.abspath(slipstream.api.__file__))))
# Warnings of the standard library while others are imported are theirs; from then on each is an
# error.
_START = (
    'import runpy, sys, warnings; import requests; import slipstream.api; '
    'warnings.simplefilter("error"); '
          'sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name="__main__")')


def run_program(name, *arguments):
    """Run a program of the folder.

    :return: exit status, and what it wrote to standard output and to standard error, as strings.
    """
    command = [sys.executable, '-c', _START,
               os.path.join(_FOLDER, name)] + [str(argument) for argument in arguments]
    environment = dict(os.environ, PYTHONPATH=str(_LIBRARY), PYTHONIOENCODING=str('utf-8'))
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    output, complaints = output_of(process)
    return process.returncode, output.decode('utf-8'), complaints.decode('utf-8')

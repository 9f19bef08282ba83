# -*- coding: utf-8 -*-
"""Extensions of tox that ``tox.ini`` cannot express.

tox searches ``PATH`` for Pythons, where pyenv only puts the active ones. This appends the folders
of all installed ones to ``PATH``. It also skips environments that need Python 2.7, which tox itself
does not support, or Chromium, if this machine does not have them.
"""
import glob
import os
import shutil
import sys

from tox.plugin import impl
from tox.tox_env.errors import Skip

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'scripts'))

import python27

#: The environments that run on Python 2.7.
ON_PYTHON_27 = ('python27', 'oldest')


def _folders_of_pyenv():
    """The folders with the interpreters that pyenv has installed; none without pyenv."""
    root = os.environ.get('PYENV_ROOT') or os.path.join(os.path.expanduser('~'), '.pyenv')
    return sorted(glob.glob(os.path.join(root, 'versions', '*', 'bin')))


@impl
def tox_add_option(parser):
    """tox calls this before it looks for any Python."""
    os.environ['PATH'] = os.pathsep.join([os.environ.get('PATH', os.defpath)] + _folders_of_pyenv())


@impl
def tox_before_run_commands(tox_env):
    """tox calls this when an environment is ready."""
    if tox_env.conf.name in ON_PYTHON_27 and python27.interpreter() is None:
        raise Skip('this machine has no Python 2.7')
    if tox_env.conf.name == 'browser' and not shutil.which('chromedriver'):
        raise Skip('this machine has no Chromium with chromedriver')

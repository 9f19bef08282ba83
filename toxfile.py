# -*- coding: utf-8 -*-
"""What tox cannot be told in ``tox.ini``.

It looks for Pythons along ``PATH``. Where pyenv manages them, only those that are switched on can
be found there; this adds the folders of all that are installed, at the end, so that nothing else
changes. And it skips what needs Python 2.7, which tox itself does not know, or Chromium, where
there is none.
"""
import glob
import os
import shutil
import sys

from tox.plugin import impl
from tox.tox_env.errors import Skip

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'scripts'))

import python27

#: The environments that work in one of Python 2.7.
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

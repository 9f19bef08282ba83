# -*- coding: utf-8 -*-
"""What tox finds.

tox looks for Pythons along ``PATH``. Where pyenv manages them, only those that are switched on can
be found there; this adds the folders of all that are installed, at the end, so that nothing else
changes.
"""
import glob
import os

from tox.plugin import impl


def _folders_of_pyenv():
    """The folders with the interpreters that pyenv has installed; none without pyenv."""
    root = os.environ.get('PYENV_ROOT') or os.path.join(os.path.expanduser('~'), '.pyenv')
    return sorted(glob.glob(os.path.join(root, 'versions', '[23].*', 'bin')))


@impl
def tox_add_option(parser):
    """tox calls this before it looks for any Python."""
    os.environ['PATH'] = os.pathsep.join([os.environ.get('PATH', os.defpath)] + _folders_of_pyenv())

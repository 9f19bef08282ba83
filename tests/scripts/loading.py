# -*- coding: utf-8 -*-
"""The scripts, which are no modules, for tests of their functions."""
from __future__ import unicode_literals

import io
import os
import sys

from ..meta.tree import ROOT


def names_of(script):
    """The names that a script defines: the dictionary in which its functions look them up."""
    folder = os.path.join(ROOT, 'scripts')
    path = os.path.join(folder, script)
    names = {'__name__': script, '__file__': path}
    with io.open(path, 'rb') as source:
        code = compile(source.read(), str(path), 'exec')
    sys.path.insert(0, folder)    # as Python does for a script, which may import its neighbours
    try:
        exec(code, names)
    finally:
        sys.path.remove(folder)
    return names

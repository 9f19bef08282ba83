# -*- coding: utf-8 -*-
"""The scripts, which are no modules, for tests of their functions."""
from __future__ import unicode_literals

import io
import os

from ..meta.tree import ROOT


def names_of(script):
    """The names that a script defines: the dictionary in which its functions look them up."""
    path = os.path.join(ROOT, 'scripts', script)
    names = {'__name__': script, '__file__': path}
    with io.open(path, 'rb') as source:
        exec(compile(source.read(), str(path), 'exec'), names)
    return names

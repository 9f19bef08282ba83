# -*- coding: utf-8 -*-
"""Other distributions that share the namespace ``slipstream`` with ours."""
from __future__ import unicode_literals

#: What setuptools wrote into ``*-nspkg.pth`` for a namespace in the style of pkg_resources.
NSPKG = (
    "import sys, types, os;has_mfs = sys.version_info > (3, 5);"
    "p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('slipstream',));"
    "importlib = has_mfs and __import__('importlib.util');"
    "has_mfs and __import__('importlib.machinery');"
    "m = has_mfs and sys.modules.setdefault('slipstream', importlib.util.module_from_spec("
    "importlib.machinery.PathFinder.find_spec('slipstream', [os.path.dirname(p)])));"
    "m = m or sys.modules.setdefault('slipstream', types.ModuleType('slipstream'));"
    "mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)\n")

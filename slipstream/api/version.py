# -*- coding: utf-8 -*-
"""Version.

The only place where the version of the distribution is written; ``setup.py`` reads it from here
without importing anything.
"""
__version__ = '4.0.0.dev0'

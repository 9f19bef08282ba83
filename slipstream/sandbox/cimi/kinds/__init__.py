# -*- coding: utf-8 -*-
"""The collections.

``KINDS`` holds them all by name, in the order of the entry point.
"""
from __future__ import unicode_literals

import collections

from .behaving import BEHAVING

KINDS = collections.OrderedDict((kind.name, kind) for kind in BEHAVING)

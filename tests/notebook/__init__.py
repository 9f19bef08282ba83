# -*- coding: utf-8 -*-
"""What needs the extra ``notebook``: run by the environment of the same name."""
from __future__ import unicode_literals

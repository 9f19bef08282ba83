# -*- coding: utf-8 -*-
"""Tests of the extra ``notebook``, which the environment of the same name runs."""
from __future__ import unicode_literals

# -*- coding: utf-8 -*-
"""The world is not friendly.

Shared files, killed processes, hostile services and callers, curious readers of logs.
"""
from __future__ import unicode_literals

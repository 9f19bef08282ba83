# -*- coding: utf-8 -*-
"""Tests in a hostile environment.

Shared files, killed processes, hostile services and callers, curious readers of logs.
"""
from __future__ import unicode_literals

# -*- coding: utf-8 -*-
"""Hostile input, at random and guided by coverage.

:mod:`tests.fuzz.targets` holds the functions that take bytes; hypothesis calls them in the ordinary
tests, and ``python -m tests.fuzz`` lets atheris call them a million times (tox environments
``fuzz`` and ``fuzz-short``).
"""
from __future__ import unicode_literals

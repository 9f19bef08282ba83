# -*- coding: utf-8 -*-
"""Fuzzing with random and coverage-guided input.

:mod:`tests.fuzz.targets` contains functions that take bytes. hypothesis calls them in the usual
tests. ``python -m tests.fuzz`` calls them a million times with atheris (tox environments ``fuzz``
and ``fuzz-short``).
"""
from __future__ import unicode_literals

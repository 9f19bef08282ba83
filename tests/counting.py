# -*- coding: utf-8 -*-
"""Counting function calls, as a measure of cost.

Unlike times, the number of calls does not depend on the machine and its load. Limits in tests are a
quarter above the count, so that a regression of a third fails, but another version of Python or
requests does not. The benchmarks (``python -m tests.benchmarks``) measure times.
"""
from __future__ import unicode_literals

import gc
import os
import sys

#: The sources whose calls are counted.
CLIENT, SANDBOX = os.path.join('slipstream', 'api'), os.path.join('slipstream', 'sandbox')


def observe(function, profiler):
    """Run a function while Python reports its calls to a profiler, see ``sys.setprofile``."""
    former = sys.getprofile()
    sys.setprofile(profiler)
    try:
        function()
    finally:
        sys.setprofile(former)


def calls(function, sources):
    """Count the calls from these source files while a function runs."""
    counted = []

    def count(frame, event, _):  # pragma: no cover - no other tracer runs meanwhile
        if event in ('call', 'c_call') and sources in frame.f_code.co_filename:
            counted.append(event)

    gc.disable()
    try:
        observe(function, count)
    finally:
        gc.enable()
    return len(counted)

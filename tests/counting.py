# -*- coding: utf-8 -*-
"""What a piece of work costs, in calls of functions.

Times depend on the machine and on what else it does; calls do not. Limits in tests are a quarter
above what was counted, so that a regression of a third fails, and another version of Python or of
requests does not. The benchmarks (``python -m tests.benchmarks``) measure times.
"""
from __future__ import unicode_literals

import gc
import os
import sys

#: The sources whose calls are counted.
CLIENT, SANDBOX = os.path.join('slipstream', 'api'), os.path.join('slipstream', 'sandbox')


def calls(function, sources):
    """How many functions these sources call while a function runs, their own and others."""
    counted = []

    def count(frame, event, _):  # pragma: no cover - while it runs, nobody else is told
        if event in ('call', 'c_call') and sources in frame.f_code.co_filename:
            counted.append(event)

    former = sys.getprofile()
    gc.disable()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(former)
        gc.enable()
    return len(counted)

# -*- coding: utf-8 -*-
"""Load and soak.

Many threads on one Api and many processes on one cookie file, against a sandbox in another process
that has trouble all the time. Run with ``python -m tests.soak --seconds 30 --threads 64 --processes
16``; all traffic stays on the loopback interface.
"""
from __future__ import unicode_literals

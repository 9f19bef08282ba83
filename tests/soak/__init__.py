# -*- coding: utf-8 -*-
"""Load and soak tests.

Many threads share an Api and many processes share a cookie file, while the sandbox in another
process keeps failing. Run ``python -m tests.soak --seconds 30 --threads 64 --processes 16``; all
traffic stays on the loopback interface.
"""
from __future__ import unicode_literals

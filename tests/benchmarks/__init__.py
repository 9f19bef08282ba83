# -*- coding: utf-8 -*-
"""Benchmarks.

``python -m tests.benchmarks`` compares the client and the sandbox with others, prints a table, and
can write it as JSON. ``--help`` lists the options; the documentation (``docs/performance.rst``)
shows the figures.

Each client has its own environment and processes (``environments.py``, ``worker.py``). The service
is a process that sends prepared bytes (``service.py``, ``responses.py``). The processes take turns,
so that other load on the machine affects all of them equally.
"""
from __future__ import unicode_literals

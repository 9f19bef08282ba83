# -*- coding: utf-8 -*-
"""Benchmarks.

``python -m tests.benchmarks`` measures the client and the sandbox side by side with others, prints
a table, and writes it as JSON if asked to. ``--help`` tells the options; the documentation
(``docs/performance.rst``) shows the figures.

Each client lives in processes and in an environment of its own (``environments.py``,
``worker.py``); the service is a process that answers prepared bytes (``service.py``,
``answers.py``). The processes take turns, so that what else the machine does strikes all of them
alike.
"""
from __future__ import unicode_literals

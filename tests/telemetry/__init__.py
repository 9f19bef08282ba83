# -*- coding: utf-8 -*-
"""What the guide about telemetry shows and only opentelemetry-sdk can execute.

Run by ``python -m tests.telemetry`` (tox environment ``telemetry``).
"""
from __future__ import unicode_literals

# -*- coding: utf-8 -*-
"""Redaction: what must never be shown, and how foreign texts are shown."""
from __future__ import unicode_literals

from ..compat import native_str
from .failures import Cleaned
from .lines import safe_line, safe_logger
from .names import (MASK, SECRET_NAMES, is_secret, redacted, redacted_text, scrubbed,
                    scrubbed_request)

__all__ = [native_str(name) for name in (
    'MASK', 'SECRET_NAMES', 'Cleaned', 'is_secret', 'redacted', 'redacted_text', 'safe_line',
    'safe_logger', 'scrubbed', 'scrubbed_request')]

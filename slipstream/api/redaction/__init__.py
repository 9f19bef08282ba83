# -*- coding: utf-8 -*-
"""Redaction: what must never be shown, and how foreign text is shown."""
from __future__ import unicode_literals

from ..compat import native_str
from .escaping import safe_line, safe_logger
from .guard import Cleaned, forget_locals, guard_methods, guarded
from .masking import (MASK, SECRET_NAMES, SentValues, is_secret, is_secret_field, is_secret_header,
                      masked_by, redacted, redacted_text)
from .quoting import Quoting
from .responses import scrubbed, scrubbed_request, scrubbed_row

__all__ = [native_str(name) for name in (
    'MASK', 'SECRET_NAMES', 'Cleaned', 'Quoting', 'SentValues', 'forget_locals', 'guard_methods',
    'guarded', 'is_secret', 'is_secret_field', 'is_secret_header', 'masked_by', 'redacted',
    'redacted_text', 'safe_line', 'safe_logger', 'scrubbed', 'scrubbed_request', 'scrubbed_row')]

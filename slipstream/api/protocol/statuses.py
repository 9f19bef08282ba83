# -*- coding: utf-8 -*-
"""The statuses of a deployment."""
from __future__ import unicode_literals

from ..compat import native_str

#: All of them, in order; the final ones come last.
STATUSES = tuple(native_str(name) for name in (
    'initializing', 'provisioning', 'executing', 'sendingreports', 'ready', 'finalizing', 'done',
    'aborted', 'cancelled'))

#: Where a successful launch arrives: a deployment that is not kept running is only briefly ready.
LAUNCHED = STATUSES[4:7]

#: The final ones.
ENDS = STATUSES[6:]

# -*- coding: utf-8 -*-
"""Origins: which place an address leads to.

Scheme, host and port, compared exactly, and written as cookies have them; and whether the place is
this machine.
"""
from __future__ import unicode_literals

import re

from ..compat import native_str, to_text, urlsplit

_DEFAULT_PORTS = {'http': 80, 'https': 443}
# Anything else would be looked up as a name, by which others may answer.
_LOOPBACK = r'127(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){1,3}\Z'


def origin(url):
    """Scheme, host and port of an address, comparable."""
    try:
        parts = urlsplit(to_text(url))
        port = parts.port
    except ValueError:  # no address: it is like nothing but itself
        return (to_text(url), None, None)
    return (parts.scheme.lower(), (parts.hostname or '').lower(),
            port or _DEFAULT_PORTS.get(parts.scheme.lower()))


def is_loopback(host):
    """Whether a host is this machine, by its name or literal address."""
    host = (host or '').lower()
    host = host[:-1] if host.endswith('.') else host
    return host in ('localhost', '::1') or host.endswith('.localhost') or re.match(
        _LOOPBACK, host) is not None


def cookie_hosts(url):
    """The host of an address as cookies have it: as programs set them, and as services do.

    IPv6 is in brackets, and names without a dot get one.
    """
    host = (urlsplit(to_text(url)).hostname or '').lower()
    host = '[%s]' % host if ':' in host else host
    return native_str(host), native_str(host if '.' in host else host + '.local')


def cookie_port(url):
    """The port of an address as cookies have it, a string; 80 for the default one, also of https.

    The standard library knows none for addresses of IPv6.
    """
    try:
        return native_str('%s' % (urlsplit(to_text(url)).port or 80))
    except ValueError:  # an invalid URL, which is refused when something is sent
        return native_str('80')

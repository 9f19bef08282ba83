# -*- coding: utf-8 -*-
"""The base of the exceptions, and warnings."""
from __future__ import unicode_literals

import sys
import warnings

from .. import redaction
from ..compat import native_repr, native_str, to_text
from ..redaction import tracebacks

#: The modules with the classes that the page of troubles has an entry for.
_DOCUMENTED = (__name__.rpartition('.')[0], 'requests.')


class SlipStreamError(redaction.Quoting, Exception):
    """The base of the family.

    ::

        >>> from slipstream.api import SlipStreamError
        >>> try:
        ...     api.get_element('jane/wbe')
        ... except SlipStreamError as error:
        ...     print(error.status_code, error.hint)
        ...     print(error.help_page)
        404 Did you mean web? The project jane has: web.
        troubleshooting.html#notfounderror

    :param str reason: what happened, in the words of the service if it said something: on one line,
        without secrets and commands for terminals; ``response`` holds what the service sent.
    :param response: the ``requests.Response`` that caused it, or None.
    :param str hint: what might help, or None. It is part of the message.
    :ivar deployment_id: the ``uuid.UUID`` of the deployment that was waited for, or None.
    :ivar created: id of what the call had created before it failed, or a list of names; else None.
    """

    deployment_id = created = None

    def __init__(self, reason, response=None, hint=None):
        self.response = response
        self.reason = self._shown(reason) if reason is not None else ''
        super(SlipStreamError, self).__init__(native_str(self.reason))
        # Those of requests have forgotten the response.
        self.response, self.hint = response, hint

    @property
    def status_code(self):
        """The HTTP status of the response; None without one."""
        return getattr(self.response, 'status_code', None)

    @property
    def help_page(self):
        """Where this documentation says what to do about the error: a page and a place in it."""
        return help_page(type(self))

    def _words(self):
        if not self.hint:
            return self.reason
        return '%s%s %s' % (self.reason, '' if self.reason.endswith(('.', '!', '?')) else '.',
                            self.hint)

    @native_repr
    def __repr__(self):
        return '%s(%s)' % (type(self).__name__, to_text(repr(native_str(self.reason))))

    def _render_traceback_(self):
        return tracebacks.shortened()

    def __reduce__(self):
        return self._reduced(redaction.scrubbed(self.response))

    def _reduced(self, cause):
        state = dict((native_str(name), value) for name, value in (
            ('deployment_id', self.deployment_id), ('created', self.created)) if value is not None)
        return _restored, (type(self), self.reason, cause, self.hint), state or None


def help_page(kind):
    """Return where the documentation says what to do about a class of errors.

    :param kind: the class. If a program has derived it from one of ours, or from one of requests,
        the place is that of the base.
    """
    name = next(base.__name__ for base in kind.__mro__ if base.__module__.startswith(_DOCUMENTED))
    return native_str('troubleshooting.html#%s' % name.lower())


def warn(message, category, logger):
    """Warn at the line of the program that called us, not at ours.

    A program that turns warnings into errors gets a log line instead: what it called has taken
    effect and must return.

    :param str message: what is wrong.
    :param category: class of the warning.
    :param logger: where the line goes instead.
    """
    message = redaction.safe_line(message)
    level, frame = 1, sys._getframe()
    # Where a prompt or a notebook shows a listing, it is the one that calls us.
    inside = (__name__.rpartition('.errors.')[0], 'requests', 'IPython', 'ipykernel', 'traitlets')
    while frame is not None and frame.f_globals.get('__name__', '').startswith(inside):
        level, frame = level + 1, frame.f_back
    try:
        warnings.warn(native_str(message), category, stacklevel=level)
    except category:
        logger.warning('%s', message)


def _restored(kind, reason, response, hint):
    return kind(reason, response, hint)

# -*- coding: utf-8 -*-
"""The console: a page for people who serve a sandbox.

It reads everything at ``/sandbox/state``, one exchange at ``/sandbox/exchanges/NUMBER``, and
changes something by ``POST /sandbox/controls/NAME`` with a token that only it can read.
"""
from __future__ import unicode_literals

from ..state.accounts import ANONYMOUS, same
from ..state.ids import new_secret
from . import controls, masking, overview, pages

#: The first segment of its paths.
PREFIX = 'sandbox'
#: The header with the token. A page from elsewhere cannot set it: its browser asks us first, and we
#: do not say yes.
TOKEN = 'X-Sandbox-Token'
_TOO_LONG = 'Not shown: this body was too long to keep.'
_READING = ('GET', 'HEAD')
#: What other machines may see of the catalogues, whose passwords may be somebody's own.
_NOTHING_PUBLIC = {'users': [], 'api_keys': []}


class Console(object):
    """Serves the console, as one more interface of the core.

    :param sandbox: the :class:`~slipstream.sandbox.test_controls.TestControls` that it controls.
    :param exchanges: the :class:`~.exchanges.Exchanges` that it shows.
    :param contents: a function that returns the ``users`` and ``api_keys`` of the catalogues.
    """

    def __init__(self, sandbox, exchanges, contents):
        self._sandbox = sandbox
        self._exchanges = exchanges
        self._contents = contents
        self._token = new_secret()

    def caller(self, world, request):
        """Nobody logs in."""
        return ANONYMOUS

    def failure(self, request):
        """The answer to a request that failed unexpectedly."""
        return pages.refusal(500, 'The console failed; the log says why')

    def handle(self, world, request):
        """Answer a request to ``/``, or below ``/sandbox/``."""
        parts = request.segments[1:] or ['']
        if parts[0] == 'controls' and len(parts) == 2:
            return self._control(request, parts[1])
        if request.method not in _READING:
            return pages.refusal(405, 'This can only be read')
        if parts == ['state']:
            return self._state(world, request)
        if parts[0] == 'exchanges' and len(parts) == 2:
            return self._exchange(parts[1])
        name = '/'.join(parts)
        return pages.file(name) if name in pages.FILES else pages.refusal(404, 'Not found')

    def _state(self, world, request):
        contents = self._contents() if _is_local(request.client) else _NOTHING_PUBLIC
        state = overview.read(world, contents, self._exchanges.newest_first())
        return pages.document(200, dict(state, token=self._token))

    def _exchange(self, number):
        kept = self._exchanges.find(number)
        if kept is None:
            return pages.refusal(404, 'This exchange is not kept any more')
        return pages.document(200, dict(
            overview.line(kept), request=_message(kept.request, kept.target),
            response=_message(kept.response, kept.target) if kept.response else None))

    def _control(self, request, name):
        refusal = self._refused(request, name)
        if refusal:
            return pages.refusal(*refusal)
        try:
            controls.use(self._sandbox, name, request.json())
        except controls.UnknownDeploymentError as error:
            return pages.refusal(404, '%s' % error)
        except ValueError as error:
            return pages.refusal(400, '%s' % error)
        return pages.document(200, {'done': name})

    def _refused(self, request, name):
        """Why a control may not be used: a status and a sentence, or None."""
        if name not in controls.names():
            return 404, 'There is no such control'
        if request.method != 'POST':
            return 405, 'Controls are used with POST'
        if request.media_type != 'application/json':
            return 415, 'Controls take JSON'
        if not _is_from_here(request) or not same(request.headers.get(TOKEN, ''), self._token):
            return 403, 'Only the page of this sandbox may do that'
        return None


def _is_from_here(request):
    """Whether the page that sends a request, if the browser tells it, is ours."""
    return request.headers.get('Origin', request.base_url) == request.base_url


def _is_local(address):
    return address.rpartition(':')[2].startswith('127.') or address == '::1'


def _message(message, target):
    media_type = message.headers.get('Content-Type', '').partition(';')[0].strip().lower()
    body = _TOO_LONG if message.body is None else masking.body(message.body, media_type, target)
    return {'headers': masking.fields(message.headers), 'body': body, 'length': message.length}

# -*- coding: utf-8 -*-
"""The console: a web page for people who run a sandbox.

The page reads everything from ``/sandbox/state`` and single exchanges from
``/sandbox/exchanges/NUMBER``. It makes changes with ``POST /sandbox/controls/NAME`` and a token
that only this page can read.
"""
from __future__ import unicode_literals

from ..state.accounts import ANONYMOUS, same
from ..state.ids import new_secret
from . import controls, masking, overview, pages

#: The first segment of its paths.
PREFIX = 'sandbox'
#: The header with the token. Pages of other sites cannot set it: the browser asks for permission
#: first, and the console does not give it.
TOKEN = 'X-Sandbox-Token'
_TOO_LONG = 'Not shown: this body was too long to keep.'
_READING = ('GET', 'HEAD')
#: What other machines see instead of the catalogues, which may contain real passwords.
_NOTHING_PUBLIC = {'users': [], 'api_keys': []}


class Console(object):
    """Serves the console, as a further interface of the core.

    :param sandbox: the :class:`~slipstream.sandbox.test_controls.TestControls` to control.
    :param exchanges: the :class:`~.exchanges.Exchanges` that it shows.
    :param contents: a function that returns the ``users`` and ``api_keys`` of the catalogues.
    """

    def __init__(self, sandbox, exchanges, contents):
        self._sandbox = sandbox
        self._exchanges = exchanges
        self._contents = contents
        self._token = new_secret()

    def caller(self, world, request):
        """The console has no login."""
        return ANONYMOUS

    def failure(self, request):
        """The response to a request that failed unexpectedly."""
        return pages.refusal(500, 'The console failed; see the log')

    def handle(self, world, request):
        """Handle a request to ``/``, or below ``/sandbox/``."""
        parts = request.segments[1:] or ['']
        if parts[0] == 'controls' and len(parts) == 2:
            return self._control(request, parts[1])
        if request.method not in _READING:
            return _not_allowed('GET, HEAD', 'The console only supports GET here')
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
            return pages.refusal(404, 'This exchange is no longer stored')
        return pages.document(200, dict(
            overview.line(kept), request=_message(kept.request, kept.target),
            response=_message(kept.response, kept.target) if kept.response else None))

    def _control(self, request, name):
        if name not in controls.names():
            return pages.refusal(404, 'There is no such control')
        if request.method != 'POST':
            return _not_allowed('POST', 'Controls need POST')
        refusal = self._refused(request)
        if refusal:
            return pages.refusal(*refusal)
        try:
            controls.use(self._sandbox, name, request.json())
        except controls.UnknownDeploymentError as error:
            return pages.refusal(404, '%s' % error)
        except ValueError as error:
            return pages.refusal(400, '%s' % error)
        return pages.document(200, {'done': name})

    def _refused(self, request):
        """Why a request may not use a control: a status and a message, or None."""
        if request.media_type != 'application/json':
            return 415, 'Controls need JSON'
        if not _is_from_here(request) or not same(request.headers.get(TOKEN, ''), self._token):
            return 403, 'Only the console of this sandbox may do that'
        return None


def _not_allowed(methods, sentence):
    response = pages.refusal(405, sentence)
    response.headers.add('Allow', methods)
    return response


def _is_from_here(request):
    """Whether a request comes from our page, if the browser says where it comes from."""
    return request.headers.get('Origin', request.base_url) == request.base_url


def _is_local(address):
    return address.rpartition(':')[2].startswith('127.') or address == '::1'


def _message(message, target):
    media_type = message.headers.get('Content-Type', '').partition(';')[0].strip().lower()
    body = _TOO_LONG if message.body is None else masking.body(message.body, media_type, target)
    return {'headers': masking.fields(message.headers), 'body': body, 'length': message.length}

# -*- coding: utf-8 -*-
"""Odd responses, in which values have other types.

Each document, header and text of the good responses of :mod:`tests.faults.canned`, with one value
replaced.
"""
from __future__ import unicode_literals

import collections
import copy
import functools
import io
import json

from requests.adapters import HTTPAdapter
from requests.packages.urllib3.response import HTTPResponse

from slipstream.api import Api
from slipstream.api.compat import etree, to_text, urlsplit
from slipstream.api.methods.base import Cache

from ..faults.canned import Canned
from ..wire.server import Received

#: What replaces a value of a JSON document.
ODD_JSON = (None, True, False, 0, -1, 1.5, 10 ** 40, '', ' ', 'text', '1', 'http://[::1', '../up',
            '\ud800', 'x' * 9000, [], [None], ['text', 1, {}], [[[[{'a': [{'b': None}]}]]]], {},
            {'href': None}, {'': ''}, {'id': 1, 'name': [], 'status': {}, 'count': 'many'})
#: What replaces an attribute or a text of an XML document, and a header.
ODD_TEXTS = ('', ' ', 'text', 'null', '-1', '1.5', '1e999', '9' * 5000, ',', '/', '../up',
             'http://[::1', '//', 'module/', '\u0662', '\u00e9\u65e5', 'x' * 9000, 'a\nb')
#: Requests after which a call counts as one that does not end.
MOST_REQUESTS = 100

Answer = collections.namedtuple(str('Answer'), str('status headers body'))


def parsed(raw):
    """The parts of the bytes of a response."""
    head, _, body = raw.partition(b'\r\n\r\n')
    lines = head.decode('latin-1').split('\r\n')
    headers = dict(line.split(': ', 1) for line in lines[1:])
    return Answer(int(lines[0].split(' ')[1]), headers, body)


def variants(answer):
    """Variants of a response with one value replaced, as functions that create them."""
    kind = answer.headers.get('Content-Type', '')
    if 'json' in kind:
        bodies = changed_documents(json.loads(answer.body.decode('utf-8')))
    elif 'xml' in kind:
        bodies = changed_elements(answer.body)
    else:
        bodies = [functools.partial(text.encode, 'utf-8') for text in ODD_TEXTS]
    changes = [lambda body=body: answer._replace(body=body()) for body in bodies]
    if 'Location' in answer.headers:
        changes += [functools.partial(_relocated, answer, text) for text in ODD_TEXTS + (None,)]
    return changes


def _relocated(answer, location):
    headers = dict(answer.headers, Location=(location or '').replace('\n', ' '))
    if location is None:  # pragma: no cover - only in tox -e faults
        del headers['Location']
    return answer._replace(headers=headers)


def changed_documents(document):
    """A JSON document with one value replaced, or one member left out: functions, as above."""
    return [functools.partial(_changed_document, document, path, odd)
            for path in [()] + list(places(document))
            for odd in [[odd] for odd in ODD_JSON] + ([[]] if path else [])]


def places(value, path=()):
    """The paths of the values of a document: tuples of keys and indexes."""
    inside = sorted(value.items()) if isinstance(value, dict) else enumerate(
        value) if isinstance(value, list) else ()
    for key, member in inside:
        yield path + (key,)
        for place in places(member, path + (key,)):
            yield place


def _changed_document(document, path, odd):
    """A copy of a document in which one value is replaced, or removed."""
    whole = {'': copy.deepcopy(document)}
    parent, path = whole, ('',) + path
    for key in path[:-1]:
        parent = parent[key]
    if odd:
        parent[path[-1]] = odd[0]
    else:
        del parent[path[-1]]
    return json.dumps(whole['']).encode('utf-8')


def changed_elements(body):
    """An XML document with one attribute or text replaced, or with one element left out, renamed or
    inside itself: functions, as above.
    """
    changes = []
    for number, element in enumerate(etree.fromstring(body).iter()):
        for name in sorted(element.attrib):
            changes += [(number, 'set', name, odd) for odd in ODD_TEXTS]
            changes.append((number, 'unset', name, None))
        changes += [(number, 'text', None, odd) for odd in (() if len(element) else ODD_TEXTS)]
        changes += [(number, 'clear', None, None), (number, 'rename', None, None),
                    (number, 'nest', None, None)]
    return [functools.partial(_changed_element, body, *change) for change in changes]


def _changed_element(body, number, change, name, odd):
    """A document in which an attribute or the text of one element is changed."""
    root = etree.fromstring(body)
    element = list(root.iter())[number]
    if change == 'set':
        element.set(name, odd)
    elif change == 'unset':
        del element.attrib[name]
    elif change == 'text':
        element.text = odd
    elif change == 'clear':
        element.clear()
    elif change == 'rename':
        element.tag = 'odd'
    else:
        element.append(copy.deepcopy(element))
    return etree.tostring(root, encoding=str('UTF-8'))


class Adapter(HTTPAdapter):
    """Responds as :class:`Canned` does; some requests, counted since it was armed, in another way.

    :ivar answers: the responses since then.
    """

    def __init__(self):
        super(Adapter, self).__init__()
        self._canned = Canned()
        self._canned.port = 1
        self.arm()

    def arm(self, odd=()):
        """Reset everything.

        :param dict odd: odd responses by the position of the requests that get them.
        """
        self._odd, self.answers = dict(odd), []

    def send(self, request, **_):
        """Respond to a prepared request."""
        body = b''.join(request.body) if hasattr(request.body, 'read') else request.body
        parts = urlsplit(to_text(request.url))
        good = self._good(Received(request.method, parts.path + '?' + parts.query, {}, body))
        answer = self._odd.get(len(self.answers), good)
        self.answers.append(answer)
        assert len(self.answers) < MOST_REQUESTS, 'it does not end'
        headers = dict(answer.headers, **{'Content-Length': str(len(answer.body))})
        return self.build_response(request, HTTPResponse(
            io.BytesIO(answer.body), headers, answer.status, preload_content=False))

    def _good(self, request):
        try:
            return parsed(self._canned(request))
        # An address that the odd response has made up.
        except (AssertionError, IndexError):  # pragma: no cover - only in tox -e faults
            return Answer(404, {}, b'')


class Bench(object):
    """An Api, and the adapter that responds to its requests."""

    def __init__(self):
        self.api = Api('http://127.0.0.1:1', persist_cookie=False, retries=0,
                       sleep=lambda seconds: None)
        self._adapter = Adapter()
        self.api.session.mount('http://', self._adapter)

    def good_answers(self, call):
        """The normal responses to a call."""
        self.outcome(call, {})
        return list(self._adapter.answers)

    def outcome(self, call, odd):
        """The result of a call if some of its requests get odd responses.

        :param dict odd: the responses by the position of the request.
        """
        self.api._cache = Cache()
        self._adapter.arm(odd)
        return call(self.api)

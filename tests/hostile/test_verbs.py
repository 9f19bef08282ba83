# -*- coding: utf-8 -*-
"""Local variables of requests' own functions, when a program calls these on ``api.session``."""
from __future__ import unicode_literals

import pytest
import requests
import six

from slipstream.api import Api
from slipstream.api.errors import SlipStreamError

from ..wire.server import ScriptedServer, reply
from .test_locals import SECRET, with_locals

VERBS = ('delete', 'get', 'head', 'options', 'patch', 'post', 'put')
OPTIONS = [{'auth': ('jane', SECRET)}, {'headers': {'Authorization': SECRET}},
           {'data': {'password': SECRET}}, {'json': {'secret': SECRET}},
           {'params': {'token': SECRET}}, {'cookies': {'a': SECRET}}]


def cut_off(connection, request):
    """Close the connection without a response."""
    return False


#: Where nobody is, and how a service may fail.
FAILURES = {'nobody': None, 'cut off': cut_off, 'no answer': b'nonsense\r\n\r\n',
            'half': b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'}


def variables(error):
    """All local variables of the functions that an error has left, and what these contain."""
    left, seen, texts = [error], [], []
    while left:
        part = left.pop()
        if part is None or part in seen:
            continue
        seen.append(part)
        left.extend([part.__cause__, part.__context__])
        trace = part.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename != __file__:
                for value in trace.tb_frame.f_locals.values():
                    texts.extend([repr(value), repr(getattr(value, '__dict__', None))])
            trace = trace.tb_next
    return texts


@with_locals
@pytest.mark.parametrize('failure', sorted(FAILURES))
@pytest.mark.parametrize('verb', VERBS)
def test_no_function_of_requests_keeps_a_secret(verb, failure):
    with ScriptedServer(FAILURES[failure] or reply()) as server:
        endpoint = server.endpoint if FAILURES[failure] else 'http://127.0.0.1:1'
        api = Api(endpoint, persist_cookie=False, retries=0, timeout=0.05)
        for options in OPTIONS:
            with pytest.raises((requests.RequestException, SlipStreamError)) as caught:
                getattr(api.session, verb)(endpoint + '/run', **options)
            assert [text for text in variables(caught.value) if SECRET in text] == []
        api.close()


@pytest.mark.parametrize('verb', VERBS)
def test_the_verbs_of_requests_are_the_same_otherwise(verb):
    ours, theirs = getattr(Api('https://h', persist_cookie=False).session, verb), getattr(
        requests.Session, verb)
    assert (ours.__name__, ours.__doc__) == (theirs.__name__, theirs.__doc__)
    assert six.get_method_function(ours).__wrapped__ is vars(requests.Session)[verb]

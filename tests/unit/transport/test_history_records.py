# -*- coding: utf-8 -*-
"""How an exchange is shown: as a row, in the log, as a line for a shell, and in a pickle."""
from __future__ import unicode_literals

import logging
import pickle
import re
import time

import pytest
import requests

from slipstream.api.compat import text_type, to_text
from slipstream.api.redaction import SentValues
from slipstream.api.transport.calls import LARGEST_BODY, Call
from slipstream.api.transport.history import History

from ..fakes import answer
from .test_history import exchange, sent


def test_a_pickle_keeps_time_user_and_command_line_of_an_exchange():
    kept = exchange('PUT', 'https://h/x?a=b', json={'c': 'd'})
    vars(kept)['user'] = 'jane'
    again = pickle.loads(pickle.dumps(kept, 2))
    assert again == kept
    assert (again.at, again.user, again.curl()) == (kept.at, 'jane', kept.curl())


def test_a_pickle_of_a_history_keeps_the_exchanges_and_how_many_there_may_be():
    history = History(2)
    for _ in range(3):
        sent(history)
    again = pickle.loads(pickle.dumps(history, 2))
    assert list(again) == list(history) and len(again) == 2
    sent(again, '/last')
    assert len(again) == 2 and again[-1].path == '/last'


def test_what_is_no_function_is_named():
    with pytest.raises(TypeError) as info:
        History(on_exchange=7)
    assert text_type(info.value) == 'on_exchange must be a function of an exchange, not 7'


def test_as_many_as_are_shown_need_no_remark():
    history = History()
    for _ in range(10):
        sent(history)
    assert to_text(repr(history)).splitlines()[0] == '<History of 10 exchanges>'
    assert history._repr_html_().count('<tr') == 11


def test_a_row_has_the_time_of_the_exchange_and_the_whole_query():
    history = History()
    sent(history, '/x?filter=a?b')
    history._snapshot()[0].at = 5.0
    row = to_text(repr(history)).splitlines()[-1].split()
    assert row[0] == to_text(time.strftime(str('%H:%M:%S'), time.localtime(5.0)))
    assert '/x?filter=a?b' in row


@pytest.mark.parametrize('fails', [True, False])
def test_what_was_sent_at_last_is_told_rather_than_what_was_asked_for(fails):
    history, request = History(), requests.Request('POST', 'https://h/last', json=[1]).prepare()
    call, error = Call('POST', 'https://h/first', {}), requests.ConnectionError(request=request)
    try:
        with history.recording(call):
            call.response = answer()
            call.response.request = None if fails else request
            if fails:
                raise error
    except requests.ConnectionError:
        pass
    line = to_text(history[0].curl())
    assert "'https://h/last'" in line and line.endswith("--data-binary '[1]'")


@pytest.mark.parametrize('again, repetitions, end', [
    (0, 0, ''), (0, 2, ', 2 retries'), (1, 0, ', after logging in again')])
def test_the_log_says_how_often_a_call_was_repeated(again, repetitions, end, caplog):
    caplog.set_level(logging.DEBUG, str('slipstream.api'))
    call, history, seconds = Call('GET', 'https://h/run', {}), History(), iter([1, 3])
    with history.recording(call, lambda: next(seconds)):
        call.response, call.repetitions, call.reauthentications = answer(), repetitions, again
    assert caplog.records[-1].getMessage() == 'GET /run 200 in 2000 ms' + end


@pytest.mark.parametrize('url', [
    'https://h/x?token=hush%20=', 'https://h/x?token=hush=a', 'https://h/x?note=password+%3D+hush'])
def test_a_secret_is_masked_whatever_is_in_it(url):
    assert 'hush' not in exchange(url=url).curl()


def test_an_address_with_the_least_port_is_clear():
    assert "'https://h:1/a@b'" in exchange(url='https://h:1/a@b').curl()


def test_a_body_is_kept_up_to_a_size_and_in_the_order_of_its_names():
    body = b'{"b": "' + b'x' * (LARGEST_BODY - 17) + b'", "a": 1}'
    headers = {'Content-Type': 'application/json'}
    for more, expected in ((b'', '{"a": 1, "b": "x'), (b' ', '@body')):
        line = exchange('PUT', data=body + more, headers=headers).curl()
        data = re.search("--data-binary '?([^']*)", line).group(1)
        assert len(body) == LARGEST_BODY and data.startswith(expected)


def test_a_line_for_a_shell_quotes_no_header_with_a_secret_that_was_sent():
    history, values = History(), SentValues()
    values.add(['Hn4mYd9Rk8sTb2'])
    call = Call('GET', 'https://h/', {}, sent_values=values)
    with history.recording(call):
        call.response = answer()
        call.response.request = requests.Request(
            'GET', 'https://h/', headers={'Accept': 'a/Hn4mYd9Rk8sTb2'}).prepare()
    assert "-H 'Accept: a/********'" in history[0].curl()

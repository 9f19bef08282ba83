# -*- coding: utf-8 -*-
"""The flight recorder."""
from __future__ import unicode_literals

import copy
import logging
import pickle
import re
import threading

import pytest
import requests

from slipstream.api import Api
from slipstream.api.compat import quote, to_text
from slipstream.api.redaction import MASK, SentValues
from slipstream.api.transport import calls
from slipstream.api.transport.calls import Call
from slipstream.api.transport.history import LENGTH, Exchange, History, _safe_url, _split

from ...streams import Text
from ...threads import ends
from ..fakes import answer


def exchange(method='GET', url='https://h/run?limit=5', response=None, error=None, again=1,
             **request):
    """What a history keeps of one exchange."""
    history = History()
    prepared = requests.Request(method, url, **request).prepare()
    response = answer() if response is None else response
    response.request = prepared
    try:
        call = Call(method, url, {})
        with history.recording(call):
            if error:
                error.request = prepared
                raise error
            call.response, call.repetitions, call.reauthentications = response, 2, again
    except type(error or ValueError()):
        pass
    return history[-1]


def test_an_exchange_is_kept():
    kept = exchange(response=answer(404))
    assert kept[:3] == ('GET', '/run', 404) and kept.elapsed_ms >= 0 and kept.retries == 2
    assert kept.reauthenticated is True and kept.at > 1e9
    assert exchange(again=0).reauthenticated is False


def test_a_failure_is_kept():
    kept = exchange(error=requests.exceptions.ConnectionError('gone'))
    assert kept.status == 'ConnectionError' and "'https://h/run?limit=5'" in kept.curl()


def test_a_failure_without_request_is_kept():
    history = History()
    with pytest.raises(KeyError), history.recording(Call('get', 'https://h', {})):
        raise KeyError('x')
    assert history[0][:3] == ('GET', '/', 'KeyError')
    assert history[0].curl() == "curl -X GET 'https://h' -b cookies.txt"


def test_what_is_no_address_is_kept():
    history = History()
    with pytest.raises(KeyError), history.recording(Call('GET', 'http://[::1', {})):
        raise KeyError('x')
    assert history[0].path == '/' and history[0].curl().startswith("curl -X GET '://'")


def test_the_time_is_that_of_the_clock():
    history, seconds = History(), iter([5, 7.25])
    call = Call('GET', 'https://h', {})
    with history.recording(call, lambda: next(seconds)):
        call.response = answer()
    assert history[0].elapsed_ms == 2250


def test_it_shows_itself_as_a_table():
    history = History()
    call = Call('GET', 'https://h/x', {})
    with history.recording(call):
        call.response = answer()
    assert to_text(repr(history)).splitlines()[0] == '<History of 1 exchange>'
    history.clear()
    for number in range(3):
        call = Call('GET', 'https://h/%d' % number, {})
        with history.recording(call):
            call.response = answer(200 + number)
    assert to_text(repr(history)).splitlines()[0] == '<History of 3 exchanges>'
    assert '/2' in repr(history)
    assert 'elapsed_ms' in repr(history)
    assert '<td' in history._repr_html_() and '/2' in history._repr_html_()
    assert [exchange.status for exchange in history] == [200, 201, 202]
    assert history[-1].path == '/2'
    assert [exchange.path for exchange in history[:2]] == ['/0', '/1']
    history.clear()
    assert len(history) == 0 and repr(history) == '<History of 0 exchanges>'


def test_a_table_has_the_last_ten_with_time_and_query_newest_first():
    history = History()
    for number in range(12):
        call = Call('GET', 'https://h/api/job?$last=%d&token=hush' % number, {})
        with history.recording(call):
            call.response = answer()
    lines = to_text(repr(history)).splitlines()
    assert lines[0] == '<History of 12 exchanges, the last 10, newest first>'
    assert re.match(r'  \d\d:\d\d:\d\d +GET +/api/job\?\$last=11&token=\*+ +200 ', lines[3])
    assert len([line for line in lines if '/api/job' in line]) == 10 and '$last=2&' in lines[12]
    shown = history._repr_html_()
    assert shown.index('$last=11&amp;') < shown.index('$last=2&amp;')


def test_only_the_last_ones_are_kept():
    history = History()
    for number in range(LENGTH + 10):
        history.add(number)
    assert len(history) == LENGTH and history[0] == 10


def test_it_may_be_read_while_others_write():
    history = History(5)
    threads = [threading.Thread(target=lambda: [history.add(number) for number in range(2000)])
               for _ in range(2)]
    for thread in threads:
        thread.start()
    lengths = {len(list(history)) for _ in range(200)}
    ends(*threads)
    assert max(lengths) <= 5


@pytest.mark.parametrize('request_, expected', [
    ({}, "curl -X PUT 'https://h/x' -b cookies.txt"),
    ({'json': {'a': [1], 'b': "it's"}}, '--data-binary \'{"a": [1], "b": "it\'\\\'\'s"}\''),
    ({'json': 'text'}, '--data-binary @body'),
    ({'data': b'{broken', 'headers': {'Content-Type': 'application/json'}}, '--data-binary @body'),
    ({'data': b'[' * 1500 + b']' * 1500, 'headers': {'Content-Type': 'application/json'}},
     '--data-binary @body'),
    ({'data': {'ids': '1,2'}}, "--data-binary 'ids=1%2C2'"),
    ({'data': b'<user/>', 'headers': {'Content-Type': 'application/xml'}},
     "-H 'Content-Type: application/xml' --data-binary @body"),
    ({'data': b'x' * 5000, 'headers': {'Content-Type': 'application/json'}}, '@body'),
    ({'data': iter([b'x'])}, '@body'),
    ({'headers': {'Accept': 'text/plain'}}, "-H 'Accept: text/plain'")])
def test_curl_gives_a_line_that_repeats_the_request(request_, expected):
    line = to_text(exchange('PUT', 'https://h/x', **request_).curl())
    assert line.endswith(expected) and '\n' not in line


@pytest.mark.parametrize('url, request_', [
    ('https://h/x?token=hush', {}), ('https://jane:hush@h/x', {}),
    ('https://h/x?a=b&password=hush', {}),
    ('https://h/x', {'json': {'sessionTemplate': {'password': 'hush"hush', 'href': 'x'}}}),
    ('https://h/x', {'json': [{'secret': 'hush'}]}),
    ('https://h/x', {'data': {'parameter--node--web--db_password': 'hush', 'password1': 'hush',
                              'empty_password': ''}}),
    ('https://h/x',
     {'data': b'<user password="hush"/>', 'headers': {'Content-Type': 'application/xml'}}),
    ('https://h/x',
     {'headers': {'Authorization': 'hush', 'Cookie': 'com.sixsq.slipstream.cookie=hush'}})])
def test_nothing_secret_is_kept(url, request_):
    kept = exchange('POST', url, **request_)
    assert 'hush' not in kept.curl() + repr(kept) + repr(vars(kept))


@pytest.mark.parametrize('method', ['GET', 'PUT'])
@pytest.mark.parametrize('query', [
    "$filter=secret%3D'hush'", '%24filter=secret%3D%27hush%27', 'q=password%3Dhush',
    'password%3Dhush', '$filter=id%3D1+and+secret%3D%27hush+hush%27', 'q=token%3A%20hush&a=b'])
def test_a_secret_in_a_filter_is_not_shown(method, query):
    reported, stream = [], Text()
    with Api('https://h', persist_cookie=False) as api, api.debug(stream):
        history = History(on_exchange=reported.append)
        call = Call(method, 'https://h/api/x?' + query, {})
        with history.recording(call):
            call.response = answer()
            call.response.request = requests.Request(
                method, call.url, data=query if method == 'PUT' else None, headers={
                    'Content-Type': 'application/x-www-form-urlencoded'}).prepare()
    kept, = reported
    shown = kept.curl() + repr(history) + history._repr_html_() + stream.getvalue() + repr(
        vars(kept))
    assert 'hush' not in shown and kept.curl().count('********') >= (2 if method == 'PUT' else 1)
    assert b'hush' not in pickle.dumps(kept)


@pytest.mark.parametrize('query', [
    "$filter=name%3D'a+b%20c'&x=%7e", 'a', 'a=', '=b&&c', 'name=caf%C3%A9', 'a=%ff', 'a=100%'])
def test_a_query_without_secrets_is_shown_as_it_is(query):
    assert _safe_url(_split('https://h/x?' + query)) == 'https://h/x?' + query


@pytest.mark.parametrize('query, shown', [
    ('token=hush=', 'token=' + MASK), ('a=b=c&token=hush=hush', 'a=b=c&token=' + MASK)])
def test_a_value_begins_behind_the_first_sign(query, shown):
    assert _safe_url(_split('https://h/x?' + query)) == 'https://h/x?' + shown


def sent(history, path='/x', inside=None, stored=None, error=None):
    """Record a call, inside of which others may be made."""
    call = Call('GET', 'https://h' + path, {})
    call.stored = stored
    with history.recording(call), calls.entered(call):
        if inside is not None:
            inside()
        call.response = answer()
        if error is not None:
            raise error
    return history[-1]


@pytest.mark.parametrize('stored, user', [
    (None, None), ({}, None), ({'username': 'jane', 'password': 'hush', 'href': 'x'}, 'jane'),
    ({'key': 'credential/1', 'secret': 'hush', 'href': 'x'}, 'credential/1'),
    ({'token': 'hush', 'href': 'x'}, None)])
def test_an_exchange_knows_whose_credentials_were_stored(stored, user):
    kept = sent(History(), stored=stored)
    assert kept.user == user and 'hush' not in repr(vars(kept))


def test_a_record_in_the_log_has_fields(caplog):
    caplog.set_level(logging.DEBUG, logger=str('slipstream.api'))
    sent(History(), '/run', stored={'username': 'jane', 'password': 'hush'})
    record = caplog.records[-1]
    assert (record.method, record.path, record.status, record.retries, record.user) == (
        'GET', '/run', 200, 0, 'jane')
    assert record.elapsed_ms >= 0 and record.exchange.path == '/run'
    assert 'hush' not in repr(vars(record))


def test_the_fields_of_a_record_command_no_terminal(caplog):
    caplog.set_level(logging.DEBUG, logger=str('slipstream.api'))
    sent(History(), '/a\x1b[2Jb', stored={'username': 'j\x1bane'})
    assert (caplog.records[-1].path, caplog.records[-1].user) == ('/a\\x1b[2Jb', 'j\\x1bane')


def test_nothing_is_put_together_for_a_log_that_nobody_reads(caplog):
    caplog.set_level(logging.INFO, logger=str('slipstream.api'))
    sent(History())
    assert caplog.records == []


def test_an_exchange_is_reported_when_it_is_over():
    reported = []
    history = History(on_exchange=reported.append)
    sent(history)
    assert reported == history[:] and isinstance(reported[0], Exchange)
    with pytest.raises(KeyError):
        sent(history, error=KeyError('x'))
    assert [exchange.status for exchange in reported] == [200, 'KeyError']


def test_what_is_sent_for_a_call_is_reported_after_it():
    """Reporting in the middle of a login could wait for that login."""
    reported, meanwhile = [], []
    history = History(on_exchange=lambda exchange: reported.append(exchange.path))

    def log_in():
        """What a call may need before it gets its response."""
        sent(history, '/api/session')
        meanwhile.extend(reported)

    sent(history, '/run', inside=log_in)
    assert meanwhile == [] and reported == ['/api/session', '/run']


def test_what_the_function_sends_is_not_reported():
    reported = []

    def note(exchange):
        """Send something for each exchange, which would never end."""
        reported.append(exchange.path)
        sent(history, '/api/event')

    history = History(on_exchange=note)
    sent(history, '/run')
    assert reported == ['/run'] and [exchange.path for exchange in history] == [
        '/run', '/api/event']
    assert calls.current() is None


@pytest.mark.parametrize('error', [ValueError('x'), KeyError('x'), RuntimeError('x')])
def test_an_exception_of_the_function_is_logged_and_fails_nothing(caplog, error):
    def fail(exchange):
        """Fail as soon as something was sent."""
        raise error

    assert sent(History(on_exchange=fail)).status == 200
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ('WARNING', 'on_exchange raised %s' % type(error).__name__)]
    assert caplog.records[0].exc_info[1] is error


def test_an_interruption_of_the_function_is_no_mistake():
    def interrupted(exchange):
        """As by Ctrl-C."""
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sent(History(on_exchange=interrupted))
    assert calls.current() is None


@pytest.mark.parametrize('value', ['print', 7, []])
def test_what_cannot_be_called_is_refused(value):
    with pytest.raises(TypeError):
        Api('https://h', persist_cookie=False, on_exchange=value)


def test_copies_report_and_pickles_do_not():
    reported = []
    with Api('https://h', persist_cookie=False, on_exchange=reported.append) as api:
        assert copy.deepcopy(api).history.on_exchange.__self__ is not None
        assert pickle.loads(pickle.dumps(api)).history.on_exchange is None


#: A secret that a session has sent, which needs quoting in an address.
SENT = 'Hn4mYd9 "Rk8sTb2"'


def quoting_history(url, on_exchange=None, length=2):
    """The history of a session whose service has redirected it to an address."""
    history, values = History(on_exchange=on_exchange), SentValues()
    call = Call('POST', url, {}, sent_values=values)
    for _ in range(length):
        with history.recording(call):
            values.add([SENT])
            call.response = answer()
            call.response.request = requests.Request('POST', url, data={'note': SENT}).prepare()
    return history


@pytest.mark.parametrize('url', [
    'https://h/wrong?x=' + quote(SENT), 'https://h/wrong/' + quote(SENT), 'https://h/x/' + SENT,
    'https://h/api/event/%s/start?a=b' % quote(SENT)])
@pytest.mark.parametrize('show', [
    repr, History._repr_html_, lambda history: repr(list(history)),
    lambda history: repr(history[:]), lambda history: repr(history[-1]),
    lambda history: repr(tuple(history[0])), lambda history: history[0].path,
    lambda history: repr([vars(exchange) for exchange in history]),
    lambda history: history[0].curl(), lambda history: repr(pickle.dumps(history, 2)),
    lambda history: repr(pickle.dumps(history[0], 2)),
    lambda history: repr(copy.deepcopy(history)._snapshot()),
    lambda history: repr(history._snapshot()), lambda history: repr(
        pickle.dumps(history._snapshot(), 2)), lambda history: repr({'history': history})])
def test_a_secret_that_the_service_quotes_is_not_shown(url, show):
    shown = to_text(show(quoting_history(url)))
    assert 'Hn4mYd9' not in shown and 'Rk8sTb2' not in shown and shown


def test_a_secret_that_the_service_quotes_is_neither_reported_nor_logged():
    reported, stream = [], Text()
    with Api('https://h', persist_cookie=False) as api, api.debug(stream):
        quoting_history('https://h/wrong/' + quote(SENT), reported.append)
    shown = repr(reported) + reported[0].path + repr(vars(reported[0])) + stream.getvalue()
    assert 'Hn4mYd9' not in shown and reported[0].path == '/wrong/********'


def test_nothing_is_looked_for_before_somebody_reads(monkeypatch):
    looked = []
    monkeypatch.setattr(SentValues, 'mask', lambda self, text: looked.append(text) or text)
    history = quoting_history('https://h/x')
    assert looked == [] and all(type(kept) is calls.Record for kept in history._snapshot())
    assert history[0].path == '/x' and '/x' in looked


@pytest.mark.parametrize('address', [
    'jane:hush@h/x', 'https:/jane:hush@h', 'https://jane:a/hush@h', 'http s://jane:hush@h',
    'https:\\\\jane:hush@h', '//jane:hush@h/x', 'jane:hush@h', 'https://jane:a?hush@h',
    'https://jane:a#hush@h', 'https://jane:hush%40h/x', 'https://jane:hush%2540h',
    'http s://jane:hush%40h', 'https:/jane:hush%40h', 'https:\\\\jane:hush%40h', 'jane:hush%40h',
    'ftp://jane:a/hush@h', 'https://:0/hush@h', 'https://[jane:hush@h'])
def test_a_malformed_address_is_kept_without_its_password(address):
    history, stream = History(), Text()
    with Api('https://h', persist_cookie=False) as api, api.debug(stream):
        with pytest.raises(KeyError), history.recording(Call('GET', address, {})):
            raise KeyError('x')
    kept = history[0]
    shown = repr(kept) + repr(vars(kept)) + kept.curl() + repr(history) + stream.getvalue()
    assert 'hush' not in shown and b'hush' not in pickle.dumps(kept)


@pytest.mark.parametrize('address', [
    'https://h/a@b?mail=jane@h&x=1', 'https://h:8080/a%40b?mail=jane%40h', 'http://[::1]:80/a@b'])
def test_a_clear_address_is_shown_as_it_is(address):
    assert _safe_url(_split(address)) == address

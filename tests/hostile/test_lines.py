# -*- coding: utf-8 -*-
"""Lines: text from the service stays on one line and never controls a terminal."""
from __future__ import unicode_literals

import json
import logging
import re
import sys
import traceback
import types
import uuid
import warnings

import pytest
import requests
import six

from slipstream.api import Api, compat, errors, models, redaction
from slipstream.api.display import progress
from slipstream.api.methods import external_objects, waiting
from slipstream.api.protocol.statuses import STATUSES
from slipstream.api.transport import transfers

from ..unit.fakes import answer

RUN = uuid.UUID('7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b')

#: One of each class of what a terminal or a log file must not get, between words that tell where it
#: came from.
HOSTILE = {
    'a sequence that clears the screen': 'said\x1b[2Jthis', 'a title': 'said\x1b]0;x\x07this',
    'NUL': 'said\x00this', 'backspace': 'said\x08this', 'bell': 'said\x07this',
    'a line break': 'said\nthis', 'a carriage return': 'said\rthis', 'both': 'said\r\nthis',
    'a vertical tab': 'said\x0bthis', 'a form feed': 'said\x0cthis', 'DEL': 'said\x7fthis',
    'NEL': 'said\x85this', 'CSI of one character': 'said\x9b2Jthis', 'OSC': 'said\x9dthis',
    'an embedding': 'said\u202athis', 'an override': 'said\u202ethis', 'LRM': 'said\u200ethis',
    'RLM': 'said\u200fthis', 'ALM': 'said\u061cthis', 'an isolate': 'said\u2066this',
    'the end of an isolate': 'said\u2069this', 'a line separator': 'said\u2028this',
    'a paragraph separator': 'said\u2029this', 'a BOM': 'said\ufeffthis',
    'a soft hyphen': 'said\xadthis', 'half a character': 'said\ud800this',
    'the other half': 'said\udc00this'}
UNSAFE = re.compile(
    '[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]'
    '|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]')


class Scripted(Api):
    """An Api whose service gives the same response to everything, or ends with an error."""

    def __init__(self, scripted):
        super(Scripted, self).__init__('https://h', persist_cookie=False, retries=0)
        self.scripted = scripted
        self.session._request = self.answered

    def answered(self, method, url, **_):
        """The response, to this request."""
        if isinstance(self.scripted, Exception):
            raise self.scripted
        self.scripted.request = requests.Request(method, url).prepare()
        self.scripted.url = url
        return self.scripted


def raised(call):
    """The error that a call ends with."""
    with pytest.raises((errors.SlipStreamError, requests.RequestException)) as caught:
        call()
    return caught.value


def texts_of(error):
    """Everything that is printed of an error and its causes."""
    kind = type(error)
    shown = [six.text_type(error), error.__class__.__name__]
    lines = traceback.TracebackException(
        kind, error, error.__traceback__).format() if six.PY3 else []
    # The line break after each line of a traceback is Python's own.
    shown += ['\\n'.join(''.join(lines).split('\n'))]
    shown += [compat.to_text(getattr(error, name, None)) for name in ('reason', 'hint')]
    shown += [compat.to_text(part) for part in error.args]
    return shown


def in_xml(text):
    """A text in a document, without the characters that XML cannot hold."""
    return ''.join('&#%d;' % ord(character) for character in text
                   if character in '\t\n\r' or ' ' <= character < '\ud800' or character > '\udfff')


def refusal_in_json(hostile):
    scripted = answer(409, {'status': 409, 'message': hostile})
    return texts_of(raised(lambda: Scripted(scripted).cimi_get('event/1')))


def refusal_in_xml(hostile):
    body = '<error code="409" detail="%s"></error>' % in_xml(hostile)
    scripted = answer(409, body=body.encode('utf-8'), content_type='application/xml')
    return texts_of(raised(lambda: Scripted(scripted).get_deployment(RUN)))


def refusal_in_words(hostile):
    scripted = answer(500, body=hostile.encode('utf-8', 'replace'), content_type='text/plain')
    return texts_of(raised(lambda: Scripted(scripted).get_deployment(RUN)))


def phrase_of_a_status(hostile):
    scripted = answer(503, reason=hostile)
    return texts_of(raised(lambda: Scripted(scripted).get_deployment(RUN)))


def place_of_a_redirect(hostile):
    scripted = answer(302, Location='https://h/' + hostile)
    return texts_of(raised(lambda: Scripted(scripted).terminate(RUN)))


def root_of_a_document(hostile):
    # Names of elements hold no control characters; those of a namespace hold all that XML may.
    body = '<a xmlns="%s"/>' % in_xml(hostile)
    scripted = answer(200, body=body.encode('utf-8'), content_type='application/xml')
    return texts_of(raised(lambda: Scripted(scripted).get_deployment(RUN)))


def failure_of_the_network(hostile):
    return texts_of(raised(lambda: Scripted(requests.ConnectionError(hostile)).get_deployment(RUN)))


def failure_below_the_network(hostile):
    """The strings of a failure that urllib3 reports."""
    def send(*_, **__):
        try:
            raise compat.http_client.BadStatusLine(hostile)
        except compat.http_client.BadStatusLine as cause:
            raise compat.urllib3_exceptions.ProtocolError('Connection aborted.', cause)

    api = Api('http://127.0.0.1', persist_cookie=False, retries=0)
    for adapter in api.session.adapters.values():
        adapter.send = send
    return texts_of(raised(lambda: api.get_deployment(RUN)))


def refusal_of_an_object_store(hostile):
    scripted = answer(403, reason=hostile)
    return texts_of(raised(lambda: transfers._checked(scripted)))


def failure_of_a_transfer(hostile, monkeypatch):
    """The strings of a failure while contents are sent."""
    def fails(*_, **__):
        raise requests.exceptions.InvalidURL(hostile)

    monkeypatch.setattr(transfers.HttpSession, '_request', fails)
    session = Scripted(None).session
    return texts_of(raised(lambda: transfers.put(session, 'https://h', [])))


def checksum(hostile):
    digest = hostile + 'x' * (32 - len(hostile))
    return texts_of(raised(lambda: external_objects.compare_sums({'md5sum': digest}, 'y')))


def deployment(**values):
    return models.Deployment(**dict(dict.fromkeys(models.Deployment._fields), id=RUN, **values))


def abort_message(hostile):
    aborted = deployment(status='ready', abort=hostile)
    error = raised(lambda: waiting.has_arrived(aborted, ('done',), True))
    assert error.abort == hostile  # data is as the service sent it
    return texts_of(error)


def status_that_ends_nothing(hostile):
    waiter = waiting.DeploymentWaiter(lambda _: deployment(status=hostile), None, 0)
    return texts_of(raised(lambda: waiter.wait(RUN, ('done',))))


def suggestion(hostile):
    error = errors.NotFoundError('none')
    error.hint = 'Did you mean %s?' % hostile
    return texts_of(error)


def log_record(hostile, caplog):
    """The strings of a log record with hostile arguments."""
    caplog.set_level(logging.DEBUG)
    redaction.safe_logger('slipstream.api.test').info('%s and %s %d', hostile, ValueError(hostile),
                                                      7)
    redaction.safe_logger('slipstream.api.test').info('%(a)s', {'a': 'x'})
    assert [record.getMessage().endswith(end) for record, end in zip(
        caplog.records, (' 7', 'x'))] == [True, True]
    return [caplog.records[0].getMessage()]


def record_of_a_method(hostile, caplog):
    caplog.set_level(logging.DEBUG, 'slipstream.api')
    service = Scripted(answer(201, Location='https://h/run/%s' % RUN))
    service._launch({'refqname': hostile})
    return [record.getMessage() for record in caplog.records]


def warning(hostile):
    """The text of a warning."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter('always')
        errors.warn('The cookie file ' + hostile, errors.CookieFileWarning,
                    redaction.safe_logger('x'))
    return [compat.to_text('%s' % warned[0].message)]


def line_of_progress(hostile, capsys, monkeypatch):
    """The line that shows a status where tqdm is missing."""
    for name in ('tqdm', 'tqdm.auto'):
        monkeypatch.setitem(sys.modules, str(name), None)
    bar = progress.StatusBar(STATUSES, ('done',))
    bar.show(deployment(status=hostile))
    return [compat.to_text(capsys.readouterr()[1]).rstrip('\n')]


def bar_of_progress(hostile, monkeypatch):
    """The text that a bar shows beside it."""
    shown = []
    stand_in = types.ModuleType(str('tqdm'))
    stand_in.auto = stand_in
    stand_in.tqdm = type(str('Bar'), (), {
        '__init__': lambda self, **_: None, 'total': 1, 'refresh': lambda self: None,
        'set_postfix_str': lambda self, text, refresh: shown.append(compat.to_text(text))})
    for name in ('tqdm', 'tqdm.auto'):
        monkeypatch.setitem(sys.modules, str(name), stand_in)
    progress.StatusBar(STATUSES, ('done',)).show(deployment(status=hostile))
    return shown


PLACES = [refusal_in_json, refusal_in_xml, refusal_in_words, phrase_of_a_status,
          place_of_a_redirect, root_of_a_document, failure_of_the_network,
          failure_below_the_network, refusal_of_an_object_store, failure_of_a_transfer, checksum,
          abort_message, status_that_ends_nothing, suggestion, log_record, record_of_a_method,
          warning, line_of_progress, bar_of_progress]


@pytest.mark.parametrize('hostile', [HOSTILE[name] for name in sorted(HOSTILE)],
                         ids=sorted(HOSTILE))
@pytest.mark.parametrize('place', PLACES, ids=[place.__name__ for place in PLACES])
def test_what_a_service_sends_stays_on_its_line(place, hostile, request):
    names = place.__code__.co_varnames[1:place.__code__.co_argcount]
    texts = place(hostile, *[request.getfixturevalue(str(name)) for name in names])
    assert any('said' in text for text in texts)
    assert [text for text in texts if UNSAFE.search(text)] == []


def test_documents_and_responses_stay_as_they_are():
    error = raised(lambda: Scripted(answer(409, {'message': 'a\x1bb'})).cimi_get('event/1'))
    assert json.loads(error.response.text)['message'] == 'a\x1bb'
    assert error.reason == 'a\\x1bb'


def test_errors_that_a_program_is_handling_stay_its_own():
    own = ValueError(str('my\x1bown'))
    try:
        raise own
    except ValueError:
        raised(lambda: Scripted(requests.ConnectionError('x')).get_deployment(RUN))
    assert own.args == (str('my\x1bown'),)


def test_errors_of_functions_that_are_called_back_stay_as_they_are():
    def show(_):
        raise ValueError(str('two\nlines'))

    api = Scripted(answer(200, body=('<run uuid="%s" state="Ready"/>' % RUN).encode('ascii'),
                          content_type='application/xml'))
    with pytest.raises(ValueError) as caught:
        api.wait_deployment(RUN, progress=show)
    assert caught.value.args == (str('two\nlines'),)


def test_a_line_keeps_what_people_read():
    assert redaction.safe_line('a\r\n b\tc') == 'a  b\tc'
    assert redaction.safe_line('Z\xfcrich \U0001f600 \x1b\u202e') == (
        'Z\xfcrich \U0001f600 \\x1b\\u202e')
    assert redaction.safe_line(7) == '7'


@pytest.mark.parametrize('code', [
    0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x180f, 0x200b, 0x2060, 0x3164,
    0xfe00, 0xfe0f, 0xffa0, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0041, 0xe007f, 0xe0100,
    0xe01ef])
def test_a_line_hides_nothing(code):
    form = '\\x%02x' if code < 0x100 else '\\u%04x' if code < 0x10000 else '\\U%08x'
    assert redaction.safe_line('a%sb' % compat.character(code)) == 'a%sb' % (form % code)


@pytest.mark.parametrize('code', [0x1bc9f, 0x1bca4, 0x1d172, 0x1d17b, 0xe01f0, 0x1f600, 0xffa1])
def test_a_line_keeps_the_characters_next_to_these(code):
    assert redaction.safe_line(compat.character(code)) == compat.character(code)


def test_the_mark_below_a_filter_stands_where_the_error_is():
    error = errors.FilterSyntaxError('a="\x1b" x\n', 6, ['and'])
    assert error.message.split('\n')[1:3] == ['a="\\x1b" x', '         ^']
    assert '\x1b' not in six.text_type(error) and '\n' in six.text_type(error)

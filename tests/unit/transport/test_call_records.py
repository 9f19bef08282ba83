# -*- coding: utf-8 -*-
"""What is kept of a call."""
from __future__ import unicode_literals

import logging
import pickle

import pytest
import requests

from slipstream.api.transport import calls

from ..fakes import answer


def recorded(url='https://h/x?token=hush', **request):
    """The record of a call."""
    recorder = calls.Recorder(5, logging.getLogger(__name__))
    call = calls.Call('POST', url, {})
    with recorder.recording(call):
        call.response = answer()
        call.response.request = requests.Request('POST', url, **request).prepare()
    record, = recorder._snapshot()
    return record


def test_a_record_shows_nothing_and_its_pickles_are_empty():
    record = recorded(json={'password': 'hush'})
    assert 'hush' in record.url and b'hush' in record.body
    assert 'hush' not in repr(record) + str(record) and not hasattr(record, '__dict__')
    assert b'hush' not in pickle.dumps(record, 2)


@pytest.mark.parametrize('request_, is_kept', [
    ({'json': {'a': 'x' * 4000}}, True), ({'json': {'a': 'x' * 4100}}, False),
    ({'data': {'a': 'b'}}, True), ({'data': b'<user password="hush"/>'}, False),
    ({'data': iter([b'x']), 'headers': {'Content-Type': 'application/json'}}, False)])
def test_a_small_body_of_a_kind_whose_secrets_can_be_found_is_kept(request_, is_kept):
    record = recorded(**request_)
    assert (record.body is not calls.NOT_KEPT) == is_kept
    assert recorded().body is None


def test_nobody_is_told_of_a_call_that_nobody_watches(caplog):
    reported = []
    recorder = calls.Recorder(5, logging.getLogger(__name__))
    recorder._tell = lambda call, record: reported.append(record)
    call = calls.Call('GET', 'https://h', {})
    for level in (logging.INFO, logging.DEBUG):
        caplog.set_level(level, logger=__name__)
        with recorder.recording(call):
            call.response = answer()
    assert reported == recorder._snapshot()[1:]


def test_a_recorder_alone_tells_nobody(caplog):
    caplog.set_level(logging.DEBUG, logger=__name__)
    assert recorded().status == 200 and caplog.records == []

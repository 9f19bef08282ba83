# -*- coding: utf-8 -*-
"""Tracebacks: what a notebook shows of a failed call."""
from __future__ import unicode_literals

import pickle

import requests

from slipstream.api import compat, errors, tracebacks
from slipstream.api.methods.base import Service

from .fakes import FakeSession, answer


def shown(call):
    """The text that a notebook shows for the exception of a call, and the exception."""
    try:
        call()
    except (errors.SlipStreamError, requests.RequestException) as error:
        return '\n'.join(map(compat.to_text, error._render_traceback_())), error
    raise AssertionError('nothing was raised')  # pragma: no cover - only if a test fails


def refused():
    return Service('https://h', FakeSession(answer(409, json={'message': 'No.'})))._json('GET', 'x')


def test_your_line_and_the_message_are_shown_and_no_line_of_the_library():
    text, error = shown(refused)
    assert 'test_tracebacks.py' in text and 'call()' in text and 'base.py' not in text
    assert text.endswith('ConflictError: %s' % error)
    assert all(isinstance(line, str) for line in _lines())


def _lines():
    try:
        refused()
    except errors.ConflictError:
        return tracebacks.shortened()


def test_notes_are_shown():
    def fail():
        error = errors.SlipStreamError('No.')
        error.__notes__ = ['And this.']
        raise error
    assert shown(fail)[0].endswith('SlipStreamError: No.\nAnd this.')


def test_a_package_of_a_like_name_is_shown():
    namespace = {'__name__': str('requests_of_mine'), 'refused': refused}
    exec('def call():\n    refused()\n', namespace)
    assert 'in call' in shown(namespace['call'])[0]
    namespace['__name__'] = str('requests.adapters')
    assert 'in call' not in shown(namespace['call'])[0]


def test_pickles_keep_it():
    error = requests.ConnectionError('gone')
    error._render_traceback_ = tracebacks.shortened
    assert pickle.loads(pickle.dumps(error))._render_traceback_ is tracebacks.shortened

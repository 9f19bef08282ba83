# -*- coding: utf-8 -*-
"""Warnings: what a person is warned of, and what is logged where a warning is an error."""
from __future__ import unicode_literals

import warnings

import pytest
import requests

from slipstream.api.methods import suggestions, waiting
from slipstream.api.methods.module_search import TIMEOUT

from .test_suggestions import client

DASHBOARD = '<dashboard><cloudUsages><cloudUsage cloud="exo-gva"/></cloudUsages></dashboard>'


@pytest.mark.parametrize('offset, messages', [
    (0, ["You have no cloud named 'exo-gwa'. Did you mean exo-gva? Your clouds are: exo-gva."]),
    (5, [])])
def test_who_watches_is_warned_of_an_unknown_cloud_unless_rows_were_skipped(
        offset, messages, monkeypatch, recwarn):
    monkeypatch.setattr(waiting, 'is_watched', lambda: True)
    made = client('<vms totalCount="0"/>', DASHBOARD)
    assert list(made.list_virtualmachines(cloud='exo-gwa', offset=offset)) == []
    assert [str(warning.message) for warning in recwarn.list] == messages
    assert [sent[2].get('timeout') for sent in made.session.sent[1:]] == [TIMEOUT] * len(messages)


@pytest.mark.parametrize('warn, message', [
    (lambda: suggestions.warn_of_event_types(['odd']), 'There are no events of the type odd'),
    (lambda: suggestions.warn_of_unknown('/module/a', ['x'], ['y']), 'a has no parameter x'),
    (lambda: suggestions.warn_of_cloud(client(DASHBOARD), 'nope'),
     "You have no cloud named 'nope'"),
    (lambda: suggestions.warn_of_type('/module/Xa%20b', {'category': 'Project'}, 'component', 'y'),
     'Xa b is a project, not a component: it has no y')])
def test_a_warning_that_is_an_error_is_only_logged(warn, message, monkeypatch, caplog):
    monkeypatch.setattr(waiting, 'is_watched', lambda: True)
    with warnings.catch_warnings():
        warnings.simplefilter('error', UserWarning)
        warn()
    assert [text.startswith(message) for text in caplog.messages] == [True]


@pytest.mark.parametrize('trouble, name', [
    (500, 'ServerError'), (requests.ConnectionError('gone'), 'ConnectionError')])
def test_trouble_with_the_names_of_clouds_is_only_logged(trouble, name, monkeypatch, caplog):
    monkeypatch.setattr(waiting, 'is_watched', lambda: True)
    caplog.set_level('DEBUG', 'slipstream.api')
    suggestions.warn_of_cloud(client(trouble), 'x')
    assert caplog.messages == ['No suggestion: ' + name]

# -*- coding: utf-8 -*-
"""Misspelt attributes: one suggestion, of something public."""
from __future__ import unicode_literals

import copy
import traceback

import pytest

from slipstream.api import Api, models
from slipstream.api.compat import to_text
from slipstream.api.listing import Listing
from slipstream.api.sequences import CimiSequence

from .test_text import DEPLOYMENT

API = Api('https://h', persist_cookie=False)
ROWS = 'For an attribute of its rows, take one, as in [0], or loop over them'


@pytest.mark.parametrize('owner, name, message', [
    (API, 'list_apps', 'Api has no method or attribute list_apps. Did you mean list_applications'),
    (API, 'depoly', 'Api has no method or attribute depoly. Did you mean deploy'),
    (API, 'xyzzy', 'Api has no method or attribute xyzzy. help(Api) lists them by topic.'),
    (Listing([DEPLOYMENT]), 'status', 'Listing has no status. ' + ROWS),
    (Listing([DEPLOYMENT]), 'to_dict', 'Listing has no to_dict. Did you mean to_dicts? ' + ROWS),
    (CimiSequence(API, 'events'), 'state', 'CimiSequence has no state. ' + ROWS),
    (models.CimiResource({'state': 1}), 'stat', 'CimiResource has no stat. Did you mean state?'),
    (models.LaunchedDeployment(DEPLOYMENT.id, DEPLOYMENT), 'stats',
     'LaunchedDeployment has no stats. Did you mean status?')])
def test_a_missing_attribute_is_explained_once(owner, name, message):
    with pytest.raises(AttributeError) as info:
        getattr(owner, name)
    assert str(info.value).startswith(message)
    shown = to_text(''.join(traceback.format_exception_only(info.type, info.value)))
    assert shown.count('Did you mean') == message.count('Did you mean')
    with pytest.raises(AttributeError):
        try:
            getattr(owner, name)
        except AttributeError as error:
            assert len(error._render_traceback_()) == 2  # this line and the message
            raise


@pytest.mark.parametrize('owner', [API, Listing([DEPLOYMENT])])
@pytest.mark.parametrize('name', ['_ipython_display_', '_private'])
def test_tools_that_ask_for_private_attributes_get_a_plain_answer(owner, name):
    with pytest.raises(AttributeError) as info:
        getattr(owner, name)
    assert str(info.value) == name
    assert type(copy.copy(owner)) is type(owner)


def test_an_attribute_that_fails_keeps_its_name():
    class Broken(Api):
        """A client with a property that fails."""

        @property
        def broken(self):
            """It is."""
            raise AttributeError('inside')

    with pytest.raises(AttributeError) as info:
        Broken('https://h', persist_cookie=False).broken
    assert str(info.value) == 'broken'

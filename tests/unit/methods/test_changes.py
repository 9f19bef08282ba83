# -*- coding: utf-8 -*-
"""Changes: what is shown of them."""
from __future__ import unicode_literals

import pytest

from slipstream.api.methods.changes import PARAMETER, Change
from slipstream.api.redaction import MASK


@pytest.mark.parametrize('name, value, shown', [
    ('web.1:db.password', 'hush', MASK), ('web.1:db.password', None, None),
    ('web.1:hostname', '10.0.0.1', '10.0.0.1')])
def test_a_change_shows_its_value_unless_that_is_a_secret(name, value, shown):
    change = Change(PARAMETER, name, value, None, None)
    assert change._masked() == Change(PARAMETER, name, shown, None, None)
    assert 'hush' not in repr(change) + change._repr_html_() and change.value == value
    assert name in repr(change) and name in change._repr_html_()

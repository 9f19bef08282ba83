# -*- coding: utf-8 -*-
"""Usage."""
from __future__ import unicode_literals

from slipstream.api.models import Usage

from .names import APPLICATION, CLOUDS, DIETIKON, GENEVA, IRELAND, WORDPRESS


def _row(cloud, used, quota):
    return Usage(cloud, used, None, None, None, None, None, quota)


def test_b10_usage_counts_the_runs_of_each_cloud(api, tarzan, root):
    assert list(api.usage()) == [_row(GENEVA, 0, 20), _row(DIETIKON, 0, 10), _row(IRELAND, 0, 5),
                                 _row('All Clouds', 0, 35)]
    api.deploy(WORDPRESS, IRELAND)
    ended = api.deploy(APPLICATION, CLOUDS)
    expected = [_row(GENEVA, 1, 20), _row(DIETIKON, 1, 10), _row(IRELAND, 1, 5),
                _row('All Clouds', 3, 35)]
    assert list(api.usage()) == expected
    assert [row.run_usage for row in tarzan.usage()] == [0, 0, 0, 0]
    assert list(root.usage()) == expected
    api.terminate(ended)
    assert [row.run_usage for row in api.usage()] == [0, 0, 1, 1]

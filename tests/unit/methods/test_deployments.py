# -*- coding: utf-8 -*-
"""Deployments: how long is waited for them, and how many requests a listing needs."""
from __future__ import unicode_literals

import pytest

from slipstream.api import WaitTimeoutError
from slipstream.api.errors import ResponseError
from slipstream.api.methods.deployments import Deployments
from slipstream.sandbox import Sandbox

from ..fakes import FakeSession, answer

COMPONENT, APPLICATION = 'examples/images/centos-7', 'apps/WordPress/wordpress'


@pytest.fixture
def api():
    """A client of a sandbox whose clock stands."""
    with Sandbox(speed=0) as sandbox:
        yield sandbox.api()


CALLS = [
    lambda api, **options: api.deploy(COMPONENT, wait=True, **options),
    lambda api, **options: api.build_component(
        'examples/tutorials/image-building/nginx', wait=True, **options),
    lambda api, **options: api.terminate(api.deploy(COMPONENT), wait=True, **options)]


@pytest.mark.parametrize('call', CALLS[:2])
def test_an_error_names_what_was_launched_before_the_time_was_over(call, api):
    with pytest.raises(WaitTimeoutError) as info:
        call(api, timeout=1)
    launched, = api.list_deployments()
    assert info.value.created == info.value.deployment_id == launched.id
    assert ' after 1 second' in str(info.value)


@pytest.mark.parametrize('call', CALLS)
def test_a_function_hears_of_each_look_at_a_deployment(call, api):
    heard = []
    call(api, progress=heard.append)
    assert heard and heard[-1].id == next(api.list_deployments(inactive=True)).id


def runs(total, count):
    """A page of the list of runs."""
    document = '<runs totalCount="%s">%s</runs>' % (total, '<item status="Ready"/>' * count)
    return answer(body=document.encode('ascii'), content_type='application/xml')


@pytest.mark.parametrize('pages, requests', [
    ([runs(3, 3)], 1), ([runs(4, 3), runs(4, 1)], 2)])
def test_a_listing_ends_with_as_many_rows_as_the_service_has(pages, requests):
    made = Deployments('https://h', FakeSession(*pages))
    assert len(list(made.list_deployments(limit=None))) == (3, 4)[requests - 1]
    assert len(made.session.sent) == requests


def test_a_launch_without_an_id_says_what_was_not_told():
    made = Deployments('https://h', FakeSession(answer(201)))
    with pytest.raises(ResponseError) as info:
        made.deploy('a/b')
    assert str(info.value).startswith('The service accepted POST /run, but its response does not '
                                      'contain the id of the deployment')

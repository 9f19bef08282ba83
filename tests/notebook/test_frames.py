# -*- coding: utf-8 -*-
"""Listings and collections as data frames."""
from __future__ import unicode_literals

import pandas
import pytest

from slipstream.api import models
from slipstream.api.frames import to_dataframe
from slipstream.api.listing import Listing
from slipstream.sandbox import Sandbox


def deployment(**changes):
    """A deployment as the service lists it."""
    made = models.Deployment(
        id='a', module='m', status='ready', started_at='2019-03-02 11:00:00.7 UTC',
        last_state_change=None, clouds=['x'], username='jane', abort=None,
        service_url=None, scalable=models.Flag('false'))
    return made._replace(**changes)


def test_the_constructor_of_pandas_finds_the_names_of_the_columns():
    frame = pandas.DataFrame(Listing([deployment(), deployment(id='b')]))
    assert list(frame.columns) == list(models.Deployment._fields)
    assert list(frame['id']) == ['a', 'b']
    assert list(pandas.DataFrame(Listing([deployment()]).to_dicts()).columns) == list(
        models.Deployment._fields)


def test_columns_have_the_types_that_they_mean():
    frame = to_dataframe(
        Listing([deployment(), deployment(scalable=models.Flag('true'), started_at=None)]))
    assert frame['started_at'][0] == pandas.Timestamp('2019-03-02 11:00:00.007', tz='UTC')
    assert frame['started_at'][1] is pandas.NaT
    assert frame['status'].dtype == 'category'
    assert list(frame['scalable']) == [False, True]
    assert frame['scalable'].dtype == 'boolean'
    assert frame['clouds'][0] == ['x'] and frame['abort'].isna().all()


def test_numbers_written_as_text_are_numbers():
    machine = models.VirtualMachine(*[None] * len(models.VirtualMachine._fields))
    frame = to_dataframe([machine._replace(cpu='2', ram='0.5'), machine._replace(cpu='', ram='4'),
                          machine._replace(cpu='8')])
    assert frame['cpu'].dtype == 'Int64' and list(frame['cpu'].dropna()) == [2, 8]
    assert frame['ram'].dtype == 'Float64' and list(frame['ram'].dropna()) == [0.5, 4]
    assert to_dataframe([models.Usage('c', 1, None, None, None, None, None,
                                      5)])['quota'].dtype == 'Int64'


def test_a_reference_becomes_the_id_of_what_it_leads_to():
    frame = to_dataframe([{'connector': {'href': 'connector/a'}, 'more': {'href': 'x', 'n': 1},
                           'list': [{'href': 'y'}, 2]}])
    assert frame.loc[0].tolist() == ['connector/a', {'href': 'x', 'n': 1}, ['y', 2]]


def test_unsuitable_values_stay_unchanged():
    frame = to_dataframe([deployment(started_at='yesterday', status=3.5),
                          deployment(status='ready')])
    assert list(frame['started_at']) == ['yesterday', '2019-03-02 11:00:00.7 UTC']
    assert frame['status'][0] == 3.5
    assert list(to_dataframe([models.App('a', 'component', 'latest', 'p')])['version']) == [
        'latest']


def test_an_empty_listing_becomes_an_empty_frame():
    assert to_dataframe(Listing()).empty
    assert list(to_dataframe([], columns=['id', 'status']).columns) == ['id', 'status']
    assert list(to_dataframe([{'id': 1, 'x': 2}], columns=['x']).columns) == ['x']


def test_what_says_nothing_about_a_resource_is_left_out_unless_asked_for():
    offer = {'id': 'a', 'acl': {}, 'operations': [], 'resourceURI': 'u', 'name': 'n'}
    assert list(to_dataframe([offer]).columns) == ['id', 'name']
    assert list(to_dataframe([offer], columns=['acl', 'id']).columns) == ['acl', 'id']


def test_only_rows_can_be_framed():
    with pytest.raises(TypeError):
        to_dataframe([1, 2])


def test_results_of_a_sandbox_become_frames():
    with Sandbox() as sandbox:
        api = sandbox.api()
        api.deploy('apps/WordPress/wordpress', 'ec2-eu-west')
        assert len(to_dataframe(api.list_deployments())) == 1
        events = to_dataframe(api.cimi_search('events'))
        assert str(events['timestamp'].dtype).startswith('datetime64')
        assert events['severity'].dtype == 'category'

# -*- coding: utf-8 -*-
"""The line numbers of problems."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import CatalogueError, Sandbox
from slipstream.sandbox.catalogue import places

TEXT = '''{"accounts": [
  {"username": "ada", "x y": "}"},
  {"username"
     : "bob"}], "format":
  2
}'''


@pytest.mark.parametrize('place, line', [
    ('it', 1), ('accounts', 1), ('accounts[0]', 2), ('accounts[0].x y', 2),
    ('accounts[1].username', 4), ('accounts[1].password', 3), ('format', 5),
    ('accounts[0].username.y[3]', 2), ('zzz[0].a', 1)])
def test_a_place_has_a_line(place, line):
    assert places.with_lines(TEXT, [place + ': is: wrong']) == [
        '%s: is: wrong (line %d)' % (place, line)]


def test_a_complaint_about_a_file_names_the_line(tmpdir):
    place = tmpdir.join('mine.json')
    place.write_text('{"accounts": [\n {"username": "ann"}],\n"modules": [\n {"path": "a",\n'
                     '  "type": "component", "owner": "eve"}]}', encoding='utf-8')
    with pytest.raises(CatalogueError) as caught:
        Sandbox(speed=0, catalogue=str(place))
    assert caught.value.problems == ['modules[0].owner: there is no account eve (line 5)']
    place.write_text('{"accounts": [],\n\n"module": []}', encoding='utf-8')
    with pytest.raises(CatalogueError) as caught:
        Sandbox(speed=0, catalogue=str(place))
    assert caught.value.problems == [
        'module: is unknown (did you mean modules?) (line 3)']


def test_a_long_file_is_not_taken_apart_where_nothing_is_wrong(monkeypatch):
    members = []
    monkeypatch.setattr(places, 'inside',
                        lambda place, name: members.append(name) or '%s.%s' % (place, name))
    places.with_lines('[%s, 3]' % ', '.join(['{"a": {"b": 1}}'] * 50), ['[50]: is wrong'])
    assert members == []

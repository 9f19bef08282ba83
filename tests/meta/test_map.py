# -*- coding: utf-8 -*-
"""The tables of CONTRIBUTING.rst name all folders, in the order in which they may import others."""
from __future__ import unicode_literals

import io
import os
import re

import pytest

from .test_layers import HEIGHTS, layer
from .test_sandbox_layers import short
from .tree import API, ROOT, SANDBOX, imported_modules

with io.open(os.path.join(ROOT, 'CONTRIBUTING.rst'), encoding='utf-8') as source:
    TEXT = source.read()


def rows(title):
    """The names in the first column of a table, row by row; one after a comma is in the same."""
    table = re.search(r'^(=+) .*\n%s .*\n=.*\n((?:[^=].*\n)+)=' % title, TEXT, re.MULTILINE)
    column = [line[:len(table.group(1))].strip() for line in table.group(2).splitlines()]
    return [re.findall(r'[\w/]*\w', row) for row in re.split(r'(?<!,) +', ' '.join(column).strip())]


def room(name):
    """The folder or module at the top of the sandbox that a module belongs to."""
    return short(name).split('.')[0] or '__init__'


ROOMS = {'client': {layer(name) for name in API} - {'slipstream.api'},
         'sandbox': {room(name) for name in SANDBOX},
         'folder': {'tests/' + name for name in os.listdir(os.path.join(ROOT, 'tests'))
                    if name[0] not in '._' and os.path.isdir(os.path.join(ROOT, 'tests', name))}}


@pytest.mark.parametrize('title', sorted(ROOMS))
def test_every_folder_is_on_the_map_once(title):
    names = [name for row in rows(title) for name in row]
    assert sorted(names) == sorted(ROOMS[title])


def test_the_map_of_the_client_shows_its_layers_from_the_top_down():
    heights = [{HEIGHTS[name] for name in row} for row in rows('client')]
    assert [pair for pair in zip(heights, heights[1:]) if min(pair[0]) < max(pair[1])] == []


def test_a_row_of_the_map_of_the_sandbox_imports_no_row_above_it():
    depths = {name: depth for depth, row in enumerate(rows('sandbox')) for name in row}
    assert [(name, other) for name, module in SANDBOX.items() for other in imported_modules(module)
            if other in SANDBOX and depths[room(other)] < depths[room(name)]] == []

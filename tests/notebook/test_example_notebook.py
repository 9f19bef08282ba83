# -*- coding: utf-8 -*-
"""The example notebook runs, and what it shows is what the documentation shows."""
from __future__ import unicode_literals

import os
import re

import pytest

from .example import NOTEBOOK, cells, executed as run, read


@pytest.fixture(scope='module')
def stored():
    """The notebook in the documentation."""
    return read()


@pytest.fixture(scope='module')
def executed(stored, tmp_path_factory):
    """The notebook after a run in an empty folder."""
    return run(stored, str(tmp_path_factory.mktemp('notebook')))


def texts(cell):
    """The output of a cell as strings; only the types of pictures."""
    shown = []
    for output in cell.outputs:
        data = output.get('data', {})
        kinds = sorted(kind for kind in data if kind != 'text/html')
        shown.append(re.sub(r'0x[0-9a-f]+', '0x', output.get('text') or data['text/plain'] + '\n')
                     + ' '.join(kinds))
    return shown


@pytest.mark.filterwarnings('ignore::DeprecationWarning')
@pytest.mark.filterwarnings('ignore::ResourceWarning')
def test_the_notebook_runs_and_shows_what_is_stored(stored, executed):
    assert len(cells(stored)) >= 18
    for before, after in zip(cells(stored), cells(executed)):
        assert texts(before) == texts(after), before.source


def test_the_notebook_has_tables_and_pictures(stored):
    kinds = [kind for cell in cells(stored) for output in cell.outputs
             for kind in output.get('data', {})]
    assert kinds.count('image/png') == 2 and kinds.count('text/html') >= 8


def test_the_stored_notebook_is_clean(stored):
    assert [cell.execution_count for cell in cells(stored)] == list(
        range(1, len(cells(stored)) + 1))
    outputs = [output for cell in cells(stored) for output in cell.outputs]
    assert [output for output in outputs if output.output_type == 'error'
            or output.get('name') == 'stderr'] == []
    assert os.path.getsize(NOTEBOOK) < 200 * 1024

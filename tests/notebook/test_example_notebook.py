# -*- coding: utf-8 -*-
"""The example notebook runs, and what it shows is what the documentation shows."""
from __future__ import unicode_literals

import io
import os
import re

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NOTEBOOK = os.path.join(ROOT, 'docs', 'guides', 'notebook.ipynb')


@pytest.fixture(scope='module')
def stored():
    """The notebook as it stands in the documentation."""
    with io.open(NOTEBOOK, encoding='utf-8') as source:
        return nbformat.read(source, as_version=4)


@pytest.fixture(scope='module')
def executed(stored, tmp_path_factory):
    """The notebook after a run in a kernel of its own, in an empty folder."""
    notebook = nbformat.from_dict(stored)
    for cell in cells(notebook):
        cell.outputs = []
    folder = str(tmp_path_factory.mktemp('notebook'))
    NotebookClient(notebook, timeout=120, kernel_name='python3',
                   resources={'metadata': {'path': folder}}).execute()
    return notebook


def cells(notebook):
    """The cells with code."""
    return [cell for cell in notebook.cells if cell.cell_type == 'code']


def texts(cell):
    """What a cell shows, as texts; pictures by their kind only."""
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

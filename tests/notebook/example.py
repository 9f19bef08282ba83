# -*- coding: utf-8 -*-
"""The example notebook of the documentation.

``python -m tests.notebook.example`` runs it and writes it anew, after a change of what it shows.
"""
from __future__ import unicode_literals

import io
import os
import tempfile

import nbformat
from nbclient import NotebookClient

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NOTEBOOK = os.path.join(ROOT, 'docs', 'guides', 'notebook.ipynb')


def read():
    """The notebook in the documentation."""
    with io.open(NOTEBOOK, encoding='utf-8') as source:
        return nbformat.read(source, as_version=4)


def cells(notebook):
    """The cells with code."""
    return [cell for cell in notebook.cells if cell.cell_type == 'code']


def executed(notebook, folder):
    """A copy of a notebook after a run in a kernel of its own, in an empty folder."""
    copy = nbformat.from_dict(notebook)
    for cell in cells(copy):
        cell.outputs = []
    NotebookClient(copy, timeout=120, kernel_name='python3', store_widget_state=False,
                   record_timing=False, resources={'metadata': {'path': folder}}).execute()
    return copy


def main():  # pragma: no cover - a program; the test runs the parts
    """Run the notebook and write it."""
    notebook = executed(read(), tempfile.mkdtemp())
    with io.open(NOTEBOOK, 'w', encoding='utf-8') as target:
        nbformat.write(notebook, target)


if __name__ == '__main__':  # pragma: no cover - a program
    main()

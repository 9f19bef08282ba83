# -*- coding: utf-8 -*-
"""Layers of the client: who may import whom."""
from __future__ import unicode_literals

import io
import os
import re

from .tree import API, PRODUCT, ROOT, imported_modules, text_files

#: The folders and modules of the client, from the bottom up. Each imports from its own layer and
#: from those below.
LAYERS = [
    ['compat', 'forks', 'version'],
    ['redaction'],
    ['display'],
    ['rows'],
    ['errors'],
    ['models'],
    ['protocol', 'filters'],
    ['listing', 'sequences', 'frames', 'plots'],
    ['transport'],
    ['settings'],
    ['methods'],
    ['api'],
    ['doctor'],
    ['__main__'],
]
HEIGHTS = {name: height for height, layer in enumerate(LAYERS) for name in layer}


def layer(name):
    """The folder or module of the client that a module belongs to; the package stands on top."""
    return name.split('.')[2] if name != 'slipstream.api' else name


def test_every_folder_of_the_client_has_its_layer():
    assert sorted({layer(name) for name in API} - set(HEIGHTS) - {'slipstream.api'}) == []
    assert sorted(set(HEIGHTS) - {layer(name) for name in API}) == []


def test_the_client_imports_from_its_own_layer_and_from_below():
    offenders = [(name, other) for name, module in API.items() for other in imported_modules(module)
                 if HEIGHTS.get(layer(other), 99) > HEIGHTS.get(layer(name), 99)]
    assert sorted(offenders) == []


def _imported_by_stub(name, text):
    """The modules of the client that a stub imports."""
    for dots, module in re.findall(r'^from (\.+)([\w.]*) import', text, re.MULTILINE):
        yield '.'.join(name.split('.')[:-len(dots)] + ([module] if module else []))


def test_the_stubs_of_the_client_import_from_their_own_layer_and_from_below():
    offenders = set()
    for path in text_files():
        if path.startswith('slipstream/api/') and path.endswith('.pyi'):
            name = path[:-len('.pyi')].replace('/', '.')
            with io.open(os.path.join(ROOT, *path.split('/')), encoding='utf-8') as stub:
                imported = set(_imported_by_stub(name, stub.read()))
            offenders |= {(name, other) for other in imported
                          if HEIGHTS.get(layer(other), 99) > HEIGHTS.get(layer(name), 99)}
    assert offenders == set()


def test_the_library_can_be_copied_alone():
    offenders = [(name, entry.module) for name, module in API.items() for entry in module.imports()
                 if entry.is_absolute_own]
    assert sorted(offenders) == []


def _cycle(graph):
    """The first cycle of a graph, as the path that leads around; None without one."""
    done = set()

    def visit(name, path):
        if name in path:
            return path[path.index(name):] + [name]
        if name in done:
            return None
        for other in sorted(graph.get(name, ())):
            circle = visit(other, path + [name])
            if circle:
                return circle
        done.add(name)
        return None

    return next((circle for circle in (visit(name, []) for name in sorted(graph)) if circle), None)


def test_no_import_runs_in_a_circle():
    graph = {name: imported_modules(module, at_once_only=True) - {name}
             for name, module in PRODUCT.items()}
    assert _cycle(graph) is None


def test_a_circle_would_be_found():
    assert _cycle({'a': {'b', 'd'}, 'b': {'c'}, 'c': {'b'}, 'd': set()}) == ['b', 'c', 'b']

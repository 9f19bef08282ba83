# -*- coding: utf-8 -*-
"""Go to definition: an editor finds where each name of the library is defined.

jedi, which comes with IPython, completes names and jumps to definitions in notebooks and in many
editors.
"""
from __future__ import unicode_literals

import ast
import os

import pytest

from ..meta.tree import API, ROOT

jedi = pytest.importorskip('jedi', reason='jedi finds what an editor can follow')

#: How many places are tried, spread evenly over the client.
SAMPLE = 50
#: The functions and methods of the client; others come from the classes that ours derive from.
DEFINED = {node.name for module in API.values() for node in module.nodes(ast.FunctionDef)}


def calls(module):
    """The calls of functions of other modules of the client, and of methods of the object itself.

    :return: line and column of each name.
    """
    modules = {name for entry in module.imports() for name in entry.names
               if entry.module and '.'.join([entry.module, name]) in API}
    called = [node.func for node in module.nodes(ast.Call) if isinstance(node.func, ast.Attribute)
              and isinstance(node.func.value, ast.Name)]
    return [(name.end_lineno, name.end_col_offset - 1) for name in called
            if name.value.id in modules or name.value.id == 'self' and name.attr in DEFINED]


def sample():
    """Some places in all of the client, as path, line and column."""
    places = [(API[name].path, line, column) for name in sorted(API)
              for line, column in sorted(calls(API[name]))]
    return [places[len(places) * number // SAMPLE] for number in range(SAMPLE)]


@pytest.mark.parametrize('path, line, column', sample())
def test_an_editor_jumps_from_a_call_to_the_definition(path, line, column):
    # In this process: otherwise jedi starts one, and a thread that reads from it.
    script = jedi.Script(path=os.path.join(ROOT, path), project=jedi.Project(ROOT),
                         environment=jedi.InterpreterEnvironment())
    # Here, or where the library is installed.
    targets = [str(target.module_path).split(os.sep)
               for target in script.goto(line, column, follow_imports=True)]
    assert targets
    assert all('slipstream' in target for target in targets)


def test_an_editor_does_not_find_what_is_imported_by_a_text():
    program = 'import importlib\npaths = importlib.import_module("slipstream.api.protocol.paths")\n'
    script = jedi.Script(program + 'paths.run', project=jedi.Project(ROOT),
                         environment=jedi.InterpreterEnvironment())
    assert script.goto(3, 8, follow_imports=True) == []


@pytest.mark.parametrize('expression, member', [
    ('api.list_deployments()[0]', 'service_url'), ('api.cimi_search("events")[0]', 'json'),
    ('api.cimi_list("events")[0]', 'json'), ('api.history[0]', 'curl'),
    ('api.get_node_instances(blog)[0]', 'hostname'), ('api.plan()[0]', 'state'),
    ('api.map(api.get_element, [])[0]', 'error')])
def test_an_editor_completes_the_members_of_what_an_index_returns(expression, member):
    program = 'from slipstream.api import Api\napi = Api()\nblog = ""\n%s.' % expression
    script = jedi.Script(program, project=jedi.Project(ROOT),
                         environment=jedi.InterpreterEnvironment())
    assert member in [name.name for name in script.complete()]

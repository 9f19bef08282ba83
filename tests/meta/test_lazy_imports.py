# -*- coding: utf-8 -*-
"""What Python 3.15 imports when it is used first: the lists ``__lazy_modules__``."""
from __future__ import unicode_literals

import ast
import sys

import pytest

from .test_import import printed
from .tree import PRODUCT

PROGRAM = 'import sys, slipstream.api%s; print("slipstream.api.%s" in sys.modules)'
#: Whether this Python defers imports.
DEFERS = hasattr(sys, 'set_lazy_imports')


def listed(tree):
    """The names that a module lists, or None without a list."""
    lists = [ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign)
             and [getattr(target, 'id', '') for target in node.targets] == ['__lazy_modules__']]
    return lists[0] if lists else None


LISTS = {name: listed(module.tree) for name, module in PRODUCT.items()}


def test_what_may_wait_is_what_a_module_imports():
    """A name that nothing imports has no effect and hides that its import does not wait."""
    imported = {name: {entry.module for entry in module.imports() if entry.at_once}
                for name, module in PRODUCT.items()}
    stale = {name: sorted(set(names) - imported[name]) for name, names in LISTS.items() if names}
    assert {name: names for name, names in stale.items() if names} == {}
    assert sorted(name for name, names in LISTS.items() if names is not None) == sorted(stale)


def test_the_list_stands_before_the_imports_that_it_concerns():
    assert [name for name, names in LISTS.items()
            if names and not isinstance(first_statement(PRODUCT[name].tree), ast.Assign)] == []


def first_statement(tree):
    """The first statement of a module after its docstring and ``from __future__``."""
    return [node for node in tree.body if not isinstance(node, ast.Expr)
            and getattr(node, 'module', None) != '__future__'][0]


@pytest.mark.parametrize('program, module, is_loaded', [
    ('', 'api', not DEFERS), ('; slipstream.api.Api', 'api', True),
    ('; slipstream.api.api', 'api', True), ('', 'models', not DEFERS),
    ('; slipstream.api.models', 'models', True),
    ('; slipstream.api.Api', 'filters.grammar', not DEFERS),
    ('; slipstream.api.Attr("state") == "ready"', 'filters.grammar', True)])
def test_python_3_15_loads_what_is_used_and_others_load_all(program, module, is_loaded):
    assert printed(PROGRAM % (program, module)).strip() == str(is_loaded)

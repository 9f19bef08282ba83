# -*- coding: utf-8 -*-
"""The groups of methods that make an Api say what they need.

No method uses something of ``self`` that neither its class nor a declared base has, and no function
uses something of a group that it gets as an argument and that this group does not have.
"""
from __future__ import unicode_literals

import ast
from collections import namedtuple

import pytest

from .tree import API

#: Arguments that are groups, by the module that they are passed to, and what they have to be.
ARGUMENTS = {
    ('slipstream.api.methods.suggestions', 'service'): 'slipstream.api.methods.base.Service',
    ('slipstream.api.methods.suggestions', 'cimi'): 'slipstream.api.methods.cimi.Cimi',
    ('slipstream.api.methods.followers', 'api'): 'slipstream.api.methods.following.Following',
    ('slipstream.api.methods.followers', 'self._api'): 'slipstream.api.methods.following.Following',
    ('slipstream.api.methods.launch_checks', 'self._api'): 'slipstream.api.api.Api',
    ('slipstream.api.sequences', 'self._api'): 'slipstream.api.methods.cimi.Cimi',
    ('slipstream.api.doctor', 'self._api'): 'slipstream.api.api.Api'}
#: Lists of 3.71.1 that belong to the contract: programs may add to them.
LISTS_OF_THE_CONTRACT = {'GLOBAL_PARAMETERS', 'KEEP_RUNNING_VALUES', 'CIMI_PARAMETERS_NAME'}


#: Values that a call may pass by position.
MOST_POSITIONAL = 6


class Group(object):
    """A class, its methods and its declared bases.

    :param module: the :class:`~tests.meta.tree.Module` that defines it.
    :param node: its syntax tree.
    """

    def __init__(self, module, node):
        self.name = '%s.%s' % (module.name, node.name)
        self.methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
        self.assigned = [item for item in node.body if isinstance(item, ast.Assign)]
        self.bases = [_dotted(base, module) for base in node.bases if not _is_call(base)]
        self.fields = {field for base in node.bases if _is_call(base) for field in _fields(base)}

    def members(self, groups):
        """The names that it and its bases have."""
        names = set(dir(object)) | self.fields | {method.name for method in self.methods}
        names |= {target.id for item in self.assigned for target in item.targets}
        names |= {name for method in self.methods if method.name == '__init__'
                  for name in _stored(method)}
        for base in self.bases:
            names |= groups[base].members(groups) if base in groups else set()
        return names


def _is_call(base):
    """Whether a base is created in place: a named tuple."""
    return isinstance(base, ast.Call)


def _fields(base):
    """The names that a named tuple has, which is made on the spot."""
    names = base.args[1].args[0] if _is_call(base.args[1]) else base.args[1]  # native_str('a b')
    return set(dir(namedtuple(str('Row'), str(ast.literal_eval(names)))))


def _dotted(node, module):
    """The dotted name that a base stands for, by the imports of its module."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    for entry in module.imports():
        if node.id in entry.names:
            return '.'.join([entry.module, node.id] + parts)
    return '.'.join([module.name, node.id] + parts)


def _expression(node):
    """An attribute chain of names as text, such as ``self._api``; None for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    inner = _expression(node.value) if isinstance(node, ast.Attribute) else None
    return inner and '%s.%s' % (inner, node.attr)


def _used(tree, owner):
    """The names that code uses of something, for example of ``self``."""
    return {node.attr for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and _expression(node.value) == owner}


def _stored(method):
    """The names that a method assigns to ``self``."""
    return {node.attr for node in ast.walk(method) if isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store) and _expression(node.value) == 'self'}


def classes(modules):
    """The classes of some modules by their dotted names."""
    groups = [Group(module, node) for module in modules for node in module.nodes(ast.ClassDef)]
    return {group.name: group for group in groups}


def undeclared(group, groups):
    """What the methods of a group use of ``self`` without declaring where it comes from."""
    members = group.members(groups)
    return sorted({(method.name, name) for method in group.methods
                   for name in _used(method, 'self') - members})


GROUPS = classes(module for name, module in API.items()
                 if name == 'slipstream.api.api' or name.startswith('slipstream.api.methods.'))


@pytest.mark.parametrize('name', sorted(GROUPS))
def test_a_group_uses_only_what_it_and_its_bases_have(name):
    assert undeclared(GROUPS[name], GROUPS) == []


@pytest.mark.parametrize('name', sorted(GROUPS))
def test_a_group_sets_nothing_that_its_constructor_has_not_set(name):
    set_first = {stored for owner in _bases_of(name) for method in GROUPS[owner].methods
                 if method.name in ('__init__', '__enter__') for stored in _stored(method)}
    later = {stored for method in GROUPS[name].methods for stored in _stored(method)}
    assert sorted(later - set_first) == []


def _bases_of(name):
    return [name] + [other for base in GROUPS[name].bases if base in GROUPS
                     for other in _bases_of(base)]


@pytest.mark.parametrize('module, argument', sorted(ARGUMENTS))
def test_what_gets_a_group_uses_only_what_it_has(module, argument):
    members = GROUPS[ARGUMENTS[module, argument]].members(GROUPS)
    used = _used(API[module].tree, argument)
    assert used and sorted(used - members) == []


def test_no_class_attribute_can_be_changed():
    kinds = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    changeable = [(group.name, target.id) for group in GROUPS.values() for item in group.assigned
                  if isinstance(item.value, kinds) for target in item.targets]
    assert sorted(name for _, name in changeable if name not in LISTS_OF_THE_CONTRACT) == []


def test_nothing_is_put_into_an_object_behind_its_back():
    methods = [module for name, module in API.items() if name.startswith('slipstream.api.methods.')]
    assert [str(module) for module in methods for node in module.nodes(ast.Attribute)
            if node.attr == '__dict__'] == []


def test_more_than_six_values_are_passed_by_name():
    calls = [(str(module), call.lineno) for module in API.values()
             for call in module.nodes(ast.Call)
             if len(call.args) > MOST_POSITIONAL and _expression(call.func) != 'logger.debug']
    assert sorted(calls) == []


class Sample(object):
    """A module of two groups, one of which hopes for more than it declares."""

    name = 'sample'
    tree = ast.parse('class A(object):\n'
                     '    def __init__(self):\n'
                     '        self.x = 1\n'
                     'class B(A):\n'
                     '    y = []\n'
                     '    def f(self):\n'
                     '        return lambda: (self.x, self.y, self.f, self.hoped_for)\n')

    def nodes(self, kind):
        """All nodes of a kind."""
        return [node for node in ast.walk(self.tree) if isinstance(node, kind)]

    def imports(self):
        """Nothing."""
        return []


def test_a_hope_would_be_found():
    groups = classes([Sample()])
    assert undeclared(groups['sample.B'], groups) == [('f', 'hoped_for')]
    assert undeclared(groups['sample.A'], groups) == []

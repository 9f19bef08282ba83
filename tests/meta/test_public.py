# -*- coding: utf-8 -*-
"""The public surface."""
from __future__ import unicode_literals

import ast
import logging
import re

import pytest

import slipstream.api
import slipstream.api.api
from slipstream.api import errors

from .tree import API, PRODUCT, SANDBOX, TESTS

#: What the package imports for itself.
OWN_USE = {'TYPE_CHECKING', 'did_you_mean', 'errors', 'logging', 'missing_attribute', 'native_str',
           'nearest', 'unicode_literals'}


def _public(name):
    return not name.startswith('_')


def _is_setter(node):
    return any(getattr(decorator, 'attr', None) in ('setter', 'deleter')
               for decorator in node.decorator_list)


def _definitions(tree):
    """The public functions, classes and methods of a module: pairs of dotted name and node."""
    members = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and _public(node.name):
            members.append((node.name, node))
            if isinstance(node, ast.ClassDef):
                members.extend(('.'.join([node.name, inner.name]), inner) for inner in node.body
                             if isinstance(inner, ast.FunctionDef) and _public(inner.name)
                             and not _is_setter(inner))
    return members


def _parameters(function):
    """The names of the parameters of a function, as the caller sees them."""
    names = [getattr(argument, 'arg', None) or getattr(argument, 'id', None)
             for argument in function.args.args]
    return [name for name in names if name not in ('self', 'cls') and _public(name)]


def _undescribed(function):
    text = ast.get_docstring(function) or ''
    return [name for name in _parameters(function)
            if not re.search(r'\b{}\b'.format(re.escape(name)), text)]


def test_dir_shows_exactly_what_is_public():
    public = set(slipstream.api.__dir__())
    assert public == set(slipstream.api.__all__) | {'frames', 'plots'}


def test_public_modules_that_few_programs_need_come_when_they_are_asked_for():
    assert slipstream.api.__getattr__('plots').STATES and slipstream.api.__getattr__('frames').TIMES
    with pytest.raises(AttributeError) as info:
        slipstream.api.__getattr__('Apy')
    assert str(info.value) == "module 'slipstream.api' has no attribute 'Apy'. Did you mean Api?"
    with pytest.raises(AttributeError) as info:
        slipstream.api.__getattr__('xyz')
    assert str(info.value) == "module 'slipstream.api' has no attribute 'xyz'."


def test_all_is_sorted_and_complete():
    imported = {alias.asname or alias.name for node in API['slipstream.api'].nodes(ast.ImportFrom)
                for alias in node.names if alias.name != '*'}
    assert sorted(slipstream.api.__all__) == sorted(imported - OWN_USE | set(errors.__all__))
    assert len(set(slipstream.api.__all__)) == len(slipstream.api.__all__)
    assert [name for name in slipstream.api.__all__ if not hasattr(slipstream.api, name)] == []


def test_every_exception_stands_in_the_one_list():
    own = {name for name, kind in vars(errors).items() if isinstance(kind, type)
           and issubclass(kind, (errors.SlipStreamError, Warning))}
    assert errors.__all__ == sorted(own | {'ConnectionError', 'HTTPError'})


def test_the_same_objects_stand_under_both_paths():
    assert slipstream.api.Api is slipstream.api.api.Api
    assert slipstream.api.SlipStreamError is slipstream.api.api.SlipStreamError


def test_every_public_name_has_a_docstring():
    bare = [(str(module), name) for module in PRODUCT.values()
            for name, node in _definitions(module.tree) if not ast.get_docstring(node)]
    assert sorted(bare) == []


def test_every_parameter_of_what_a_user_reaches_is_described():
    reached = [API['slipstream.api.' + name] for name in ('api', 'errors', 'filters', 'models')]
    missing = [(str(module), name, _undescribed(node)) for module in reached
               for name, node in _definitions(module.tree) if isinstance(node, ast.FunctionDef)
               and _undescribed(node)]
    assert sorted(missing) == []


def test_every_parameter_of_a_method_of_the_api_has_its_field():
    families = [API[name] for name in {family.__module__ for family in slipstream.api.Api.__mro__}
                if name in API]
    missing = [(name, parameter) for module in families for name, node in _definitions(module.tree)
               if '.' in name for parameter in _parameters(node) if not re.search(
                   r':param (?:[^:]* )?{}:'.format(parameter), ast.get_docstring(node) or '')]
    assert sorted(missing) == []


def test_a_missing_description_would_be_found():
    function = ast.parse('def f(self, one, two):\n    """:param one: the first."""\n').body[0]
    assert _undescribed(function) == ['two']


def test_the_sandbox_documents_itself():
    assert [name for name, module in sorted(SANDBOX.items()) if module.text
            and not ast.get_docstring(module.tree)] == []


def test_the_logger_is_silent_until_somebody_listens():
    handlers = logging.getLogger('slipstream.api').handlers
    assert [type(handler) for handler in handlers] == [logging.NullHandler]


def says_what_it_is(fixture):
    """Whether the first line about a fixture has more than a noun: four words at least."""
    return len((ast.get_docstring(fixture) or '').partition('\n')[0].split()) > 3


@pytest.mark.parametrize('line, expected', [
    ('pass', False), ('"""The network."""', False), ('"""What each request carries."""', True)])
def test_a_line_about_a_fixture_needs_more_than_a_noun(line, expected):
    assert says_what_it_is(ast.parse('def wire():\n    ' + line).body[0]) is expected


def test_a_fixture_says_what_it_is():
    silent = [(str(module), function.name) for module in TESTS.values()
              for function in module.nodes(ast.FunctionDef)
              if any('fixture' in (getattr(part, 'id', ''), getattr(part, 'attr', ''))
                     for decorator in function.decorator_list for part in ast.walk(decorator))
              and not says_what_it_is(function)]
    assert sorted(silent) == []

# -*- coding: utf-8 -*-
"""Misspelt keywords, of every public method."""
from __future__ import unicode_literals

import inspect

import pytest

from slipstream.api import Api
from slipstream.api.display.parameter_names import meant


def parameters(method):
    """The parameters of a method; none if it passes others on."""
    code = getattr(method, '__wrapped__', method).__code__
    return () if code.co_flags & 0x08 else code.co_varnames[1:code.co_argcount]


#: Every parameter of every public method, and of Api itself.
PARAMETERS = [
    (name, parameter) for name, method in inspect.getmembers(Api, inspect.isroutine)
    if (not name.startswith('_') or name == '__init__') and hasattr(method, '__code__')
    for parameter in parameters(method)]


@pytest.mark.parametrize('name, parameter', PARAMETERS)
def test_a_misspelt_keyword_gets_the_right_one(name, parameter):
    made = Api('https://h', persist_cookie=False)
    with pytest.raises(TypeError) as info:
        getattr(made, name)(**{str(parameter + parameter[-1]): 'hush-hush'})
    assert str(info.value).startswith('Api{} has no parameter {}. Did you mean {}? It has: '.format(
        '()' if name == '__init__' else '.%s()' % name, parameter + parameter[-1], parameter))
    assert 'hush' not in str(info.value) and len(made.history) == 0


def test_all_methods_with_keywords_are_among_them():
    assert {'__init__', 'deploy', 'cimi_list', 'list_deployments', 'map', 'follow'}.issubset(
        name for name, _ in PARAMETERS)


@pytest.mark.parametrize('names, expected', [
    (('filter', 'orderby'), [('order', 'orderby'), ('sort', 'orderby'), ('where', 'filter'),
                             ('order_by', 'orderby'), ('Filter', 'filter'), ('zzz', None)]),
    (('path', 'parameter_name'), [('name', 'parameter_name'), ('module', 'path')]),
    (('deployment_id', 'timeout'), [('deployment', 'deployment_id'), ('id', 'deployment_id'),
                                    ('uuid', 'deployment_id'), ('seconds', 'timeout')])])
def test_which_parameter_is_meant(names, expected):
    assert [(name, meant(name, names)) for name, _ in expected] == expected


def test_other_errors_of_a_call_stay():
    with pytest.raises(TypeError) as info:
        Api('https://h').deploy()
    assert 'no parameter' not in str(info.value)
    with pytest.raises(TypeError) as info:
        Api('https://h').cimi_update('job/1', change=7)
    assert str(info.value).startswith('The change must be a dict')

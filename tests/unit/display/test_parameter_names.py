# -*- coding: utf-8 -*-
"""Misspelt keywords, of every public method."""
from __future__ import unicode_literals

import inspect

import pytest

from slipstream.api import Api, settings
from slipstream.api.display.parameter_names import meant
from slipstream.sandbox import Sandbox

#: The public methods of a sandbox, as calls name them, and ``Sandbox`` itself.
CONTROLS = [name for name, member in inspect.getmembers(Sandbox, inspect.isroutine)
            if hasattr(member, '__wrapped__')]


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


@pytest.mark.parametrize('name, parameter', [
    (name, parameter) for name in CONTROLS for parameter in parameters(getattr(Sandbox, name))])
def test_a_misspelt_keyword_of_the_sandbox_gets_the_right_one(name, parameter):
    keyword = str(parameter + parameter[-1])
    with Sandbox(speed=0) as sandbox, pytest.raises(TypeError) as info:
        getattr(sandbox, name)(**{keyword: 'hush-hush'})
    assert str(info.value).startswith('Sandbox{} has no parameter {}. Did you mean {}? '.format(
        '()' if name == '__init__' else '.%s()' % name, keyword, parameter))


def test_the_calls_of_the_sandbox_are_among_them():
    assert {'__init__', 'api', 'fail_next_request', 'advance', 'add_data'}.issubset(CONTROLS)


@pytest.mark.parametrize('keyword, expected', [
    ('user', 'username'), ('usernam', 'username'), ('reties', 'retries'), ('url', 'endpoint')])
@pytest.mark.parametrize('name', ['Api.from_environment', 'Sandbox.api'])
def test_keywords_that_are_passed_on_get_the_right_one(name, keyword, expected):
    with Sandbox(speed=0) as sandbox, pytest.raises(TypeError) as info:
        {'Api.from_environment': Api.from_environment, 'Sandbox.api': sandbox.api}[name](
            **{str(keyword): 'hush-hush'})
    assert str(info.value).startswith('{}() has no parameter {}. Did you mean {}? '.format(
        name, keyword, expected))
    assert 'username' in str(info.value) and 'timeout' in str(info.value)


@pytest.mark.parametrize('keyword', ['username', 'user', 'usr', 'password', 'key', 'api_secret'])
def test_credentials_of_the_constructor_have_their_place(keyword):
    with pytest.raises(TypeError, match='Did you mean login_creds?'):
        Api('https://h', **{str(keyword): 'hush-hush'})


def test_nobody_is_asked_for_a_password_before_a_misspelt_keyword_is_found(monkeypatch):
    monkeypatch.setattr(settings, 'gather', None)
    with pytest.raises(TypeError, match='Did you mean username?'):
        Api.from_environment(prompt=True, user='jane')


@pytest.mark.parametrize('names, expected', [
    (('filter', 'orderby'), [('order', 'orderby'), ('sort', 'orderby'), ('where', 'filter'),
                             ('order_by', 'orderby'), ('Filter', 'filter'), ('zzz', None)]),
    (('path', 'parameter_name'), [('name', 'parameter_name'), ('module', 'path')]),
    (('deployment_id', 'timeout'), [('deployment', 'deployment_id'), ('id', 'deployment_id'),
                                    ('uuid', 'deployment_id'), ('seconds', 'timeout')])])
def test_a_usual_or_misspelt_name_of_a_parameter_is_recognised(names, expected):
    assert [(name, meant(name, names)) for name, _ in expected] == expected


def test_other_errors_of_a_call_stay():
    with pytest.raises(TypeError) as info:
        Api('https://h').deploy()
    assert 'no parameter' not in str(info.value)
    with pytest.raises(TypeError) as info:
        Api('https://h').cimi_update('job/1', change=7)
    assert str(info.value).startswith('The change must be a dict')

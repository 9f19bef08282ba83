# -*- coding: utf-8 -*-
"""Tracebacks: what a notebook shows of a failed call."""
from __future__ import unicode_literals

import functools
import pickle
import re
import signal

import pytest
import requests

from slipstream.api import Api, compat, errors
from slipstream.api.methods.base import Service
from slipstream.api.redaction import guard_methods, guarded, tracebacks
from slipstream.sandbox import Sandbox

from ..fakes import FakeSession, answer


def shown(call):
    """The text that a notebook shows for the exception of a call, and the exception."""
    try:
        call()
    except (errors.SlipStreamError, requests.RequestException) as error:
        return '\n'.join(map(compat.to_text, error._render_traceback_())), error
    raise AssertionError('nothing was raised')  # pragma: no cover - only if a test fails


def refused():
    return Service('https://h', FakeSession(answer(409, json={'message': 'No.'})))._json('GET', 'x')


def test_your_line_and_the_message_are_shown_and_no_line_of_the_library():
    text, error = shown(refused)
    assert 'test_tracebacks.py' in text and 'call()' in text and 'base.py' not in text
    assert text.endswith('ConflictError: %s' % error)
    assert all(isinstance(line, str) for line in _lines())


def _lines():
    try:
        refused()
    except errors.ConflictError:
        return tracebacks.shortened()


def test_notes_are_shown():
    def fail():
        error = errors.SlipStreamError('No.')
        error.__notes__ = ['And this.']
        raise error
    assert shown(fail)[0].endswith('SlipStreamError: No.\nAnd this.')


def test_a_package_of_a_like_name_is_shown():
    namespace = {'__name__': str('requests_of_mine'), 'refused': refused}
    exec('def call():\n    refused()\n', namespace)
    assert 'in call' in shown(namespace['call'])[0]
    namespace['__name__'] = str('requests.adapters')
    assert 'in call' not in shown(namespace['call'])[0]


def test_pickles_keep_it():
    error = requests.ConnectionError('gone')
    error._render_traceback_ = tracebacks.shortened
    assert pickle.loads(pickle.dumps(error))._render_traceback_ is tracebacks.shortened


#: The methods of Api; ``map`` takes any number of arguments for the function.
METHODS = sorted(name for name in dir(Api) if not name.startswith('_')
                 and callable(getattr(Api, name)))
TOO_MANY = (None,) * 40
#: Values that no method takes, one of each kind of check.
WRONG_VALUES = [
    lambda api: Api(timeout='soon'), lambda api: api.deploy(None),
    lambda api: api.get_element('a//b'), lambda api: api.get_deployment('x'),
    lambda api: api.list_deployments(limit=0), lambda api: api.cimi_get('../x'),
    lambda api: api.cimi_list('events', page_size=0),
    lambda api: api.map(None, []), lambda api: api.create_user('', 'pw', 'e', 'f', 'l'),
    lambda api: api.upload_object('no such file', 'bucket', 'name', 'credential/1'),
    lambda api: api.follow_deployment('x'), lambda api: api.login({}),
    lambda api: api.wait_deployment('x', status='soon')]


def an_api():
    return Api('https://h', persist_cookie=False)


def is_our_line(line):
    return re.search(r'File ".*slipstream.api', line)


def line_of_argument_error(call):
    """The text that a notebook shows for an argument error."""
    with pytest.raises((TypeError, ValueError, EnvironmentError)) as caught:
        try:
            call()
        except (TypeError, ValueError, EnvironmentError) as error:
            text = '\n'.join(map(compat.to_text, error._render_traceback_()))
            raise
    assert text.endswith('%s: %s' % (caught.type.__name__, compat.to_text(caught.value)))
    return text


@pytest.mark.parametrize('method', METHODS)
@pytest.mark.parametrize('is_planning', [False, True])
def test_wrong_arguments_show_your_line_and_no_line_of_the_library(method, is_planning):
    api = an_api()
    with api.plan() if is_planning else api:
        text = line_of_argument_error(lambda: getattr(api, method)(*TOO_MANY, no_such_argument=1))
    assert 'in <lambda>' in text and not is_our_line(text)


@pytest.mark.parametrize('call', WRONG_VALUES)
def test_wrong_values_show_your_line_and_no_line_of_the_library(call):
    text = line_of_argument_error(lambda: call(an_api()))
    assert 'in <lambda>' in text and not is_our_line(text)


def test_an_error_of_your_own_function_is_shown_as_ever():
    def fail(_):
        raise ValueError('yours')

    with pytest.raises(ValueError) as caught:
        guarded(fail)(None)
    assert not hasattr(caught.value, '_render_traceback_')


def test_an_error_of_the_library_is_shown_whole():
    error = AttributeError('a bug')
    tracebacks.shorten(error)
    assert not hasattr(error, '_render_traceback_')


def test_ctrl_c_during_a_call_shows_your_line_and_what_became_of_the_deployment():
    # Ctrl-C calls this while a program sleeps.
    sleep = functools.partial(signal.default_int_handler, signal.SIGINT)
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api(sleep=sleep)
        with pytest.raises(KeyboardInterrupt) as caught:
            try:
                api.deploy('apps/WordPress/wordpress', wait=True)
            except KeyboardInterrupt as error:
                text = '\n'.join(map(compat.to_text, error._render_traceback_()))
                raise
    assert 'api.deploy(' in text and not is_our_line(text)
    assert 'did not affect the deployment itself' in text and caught.value.deployment_id


def test_an_error_without_message_is_shown_by_its_name():
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        assert tracebacks.shortened()[-1] == 'KeyboardInterrupt'


@pytest.mark.parametrize('module', ['IPython.lib.pretty', 'ipykernel.displayhook'])
def test_a_warning_while_something_is_shown_names_the_line_that_shows_it(module):
    shower = {'__name__': str(module), 'warn': errors.warn}
    exec('def show():\n    warn("a cloud", UserWarning, None)\n', shower)
    with pytest.warns(UserWarning) as caught:
        shower['show']()
    assert caught[0].filename.startswith(__file__.rpartition('.')[0])


@pytest.mark.skipif(compat.PY2, reason='has no contexts')
def test_a_wrong_argument_does_not_show_what_was_tried_with_it():
    with pytest.raises(ValueError) as caught:
        an_api().get_deployment('d')
    assert caught.value.__context__ is None
    with pytest.raises(ValueError) as caught:
        try:
            raise LookupError('yours')
        except LookupError:
            an_api().terminate('d')
    assert type(caught.value.__context__) is LookupError


def test_a_method_that_is_guarded_is_not_guarded_again():
    before = Api.deploy
    assert guard_methods(Api) is Api
    assert Api.deploy == before and not hasattr(Api.deploy.__wrapped__, '__wrapped__')

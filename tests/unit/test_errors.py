# -*- coding: utf-8 -*-
"""Errors: one family."""
from __future__ import unicode_literals

import pickle

import pytest
import requests

import slipstream.api
from slipstream.api import compat, errors, redaction


def answer(status, reason='Conflict', method='POST', url='https://h/run?token=hush', **headers):
    """A response whose request carried secrets."""
    response = requests.Response()
    response.status_code, response.reason, response._content = status, reason, b'body'
    response.headers.update(headers)
    response.request = requests.Request(method, url, headers={'Cookie': 'hush'},
                                        data='password=hush').prepare()
    response.cookies.set('a', 'hush')
    return response


@pytest.mark.parametrize('status, kind', [
    (302, errors.RedirectError), (400, errors.BadRequestError), (401, errors.UnauthorizedError),
    (402, errors.ServiceError),
    (403, errors.ForbiddenError), (404, errors.NotFoundError), (409, errors.ConflictError),
    (412, errors.PreconditionFailedError),
    (418, errors.ServiceError), (429, errors.TooManyRequestsError), (500, errors.ServerError),
    (503, errors.ServerError), (599, errors.ServerError)])
def test_each_status_has_its_exception_class(status, kind):
    assert errors.class_for(status) is kind
    assert issubclass(kind, errors.SlipStreamError)
    assert issubclass(kind, requests.exceptions.HTTPError)


def test_the_fixed_names_are_those_of_requests():
    assert slipstream.api.ConnectionError is requests.exceptions.ConnectionError
    assert slipstream.api.SlipStreamError is errors.SlipStreamError
    assert sorted(errors.__all__) == errors.__all__


def test_b49_b50_messages_carry_words_status_method_and_path():
    error = errors.ConflictError('Abort flag raised!', answer(409))
    assert str(error) == '409 Conflict: Abort flag raised! (POST /run)'
    assert (error.reason, error.status_code,
            error.response.status_code) == ('Abort flag raised!', 409, 409)
    assert str(errors.ServerError('Bad Gateway',
                                  answer(502, 'Bad Gateway'))) == '502 Bad Gateway (POST /run)'
    assert str(errors.ServiceError('words', None)) == 'words'
    assert str(errors.ConflictError('words', answer(409),
                                    'Do this.')) == '409 Conflict: words. Do this. (POST /run)'


@pytest.mark.parametrize('kind', [errors.ConflictError, errors.ResponseTooLargeError])
def test_what_requests_also_raises_has_the_request_as_there(kind):
    response = answer(409)
    assert kind('words', response).request is response.request
    assert kind('words').request is None


@pytest.mark.parametrize('kind', [errors.SlipStreamError, errors.ConflictError, errors.WaitError,
                                  errors.ResponseTooLargeError, errors.UnknownNodeError])
def test_what_an_error_keeps_as_its_argument_is_what_it_shows(kind):
    cause = None if kind is errors.WaitError else answer(409)
    assert kind('two\nlines', cause, hint='hint').args == ('two lines',)


def test_a_request_without_a_response_is_kept():
    request = answer(409).request
    assert errors.ResponseTooLargeError('words', request=request).request is request


def test_b74_missing_names_are_key_errors_that_read_well():
    error = errors.UnknownOperationError('No edit.', hint='It has: delete.')
    assert isinstance(error, KeyError) and isinstance(error, errors.SlipStreamError)
    assert str(error) == 'No edit. It has: delete.' and error.status_code is None


def test_b83_non_ascii_words_are_shown():
    error = errors.ConflictError('Zürich', answer(409))
    assert isinstance(str(error), str)
    assert str('rich') in str(error)
    assert isinstance(repr(error), str)
    assert errors.SlipStreamError(None).reason == ''
    assert 'rich' in error.__unicode__()


@pytest.mark.parametrize('error', [
    errors.ConflictError('words', answer(409, **{'Set-Cookie': 'hush', 'X-A': 'b'}), 'hint'),
    errors.ResponseError('words', answer(200)),
    errors.UnknownCollectionError('words'), errors.InsecureLoginError('words'),
    errors.StaleResourceError('words', ['name'], 'hint')],
                         ids=lambda error: type(error).__name__)
def test_errors_pickle_without_secrets(error):
    data = pickle.dumps(error, 2)
    assert b'hush' not in data
    again = pickle.loads(data)
    assert type(again) is type(error)
    assert (again.reason, again.status_code, again.hint,
            str(again)) == (error.reason, error.status_code, error.hint, str(error))
    assert getattr(again, 'members', None) == getattr(error, 'members', None)
    if error.response is not None:
        assert again.response.text == 'body' and error.response.cookies['a'] == 'hush'
        assert redaction.scrubbed(error.response).request.headers['Cookie'] == redaction.MASK


def test_secrets_are_masked_in_values_texts_and_responses():
    assert redaction.redacted({'a': [{'password': 'x', 'exoscale.password': 'y', 'name': 'z'}],
                               'secret': '', 'digest': 1}) == {
                                   'a': [{'password': redaction.MASK,
                                          'exoscale.password': redaction.MASK, 'name': 'z'}],
                                   'secret': '', 'digest': redaction.MASK}
    assert redaction.redacted_text(
        'x token=abc&password: "p w" end') == 'x token=********&password: "********" end'
    assert redaction.is_secret('Set-Cookie')
    assert redaction.is_secret('machine:admin_password')
    assert not redaction.is_secret('name')
    assert redaction.scrubbed(None) is None and redaction.scrubbed('mock') == 'mock'
    bare = requests.Response()
    bare._content = b''
    assert redaction.scrubbed(bare).request is None


def test_a_filter_error_is_of_the_family_and_can_be_pickled():
    error = errors.FilterSyntaxError('a=', 2, ['string', '('])
    error.hint = 'Write it.'
    assert isinstance(error, errors.SlipStreamError) and isinstance(error, ValueError)
    assert error.reason == error.message and str(error).endswith('string\n"("\nWrite it.')
    again = pickle.loads(pickle.dumps(error, 2))
    assert (str(again), again.text, again.position, again.expected, again.hint) == (
        str(error), 'a=', 2, ('string', '('), 'Write it.')


def test_a_timeout_is_the_one_of_python():
    assert issubclass(errors.WaitTimeoutError, errors.WaitError)
    assert issubclass(errors.WaitTimeoutError, compat.timeout_error)
    error = errors.WaitTimeoutError('too late', None, 'a hint')
    again = pickle.loads(pickle.dumps(error, 2))
    assert (str(again), again.deployment) == ('too late. a hint', None)


@pytest.mark.parametrize('bases, place', [
    ((errors.NotFoundError,), 'notfounderror'), ((errors.WaitError, ValueError), 'waiterror'),
    ((requests.exceptions.ReadTimeout,), 'readtimeout')])
def test_the_help_page_of_a_class_of_a_program_is_that_of_its_base(bases, place):
    kind = type(str('Own'), bases, {'__module__': str('program')})
    assert errors.help_page(kind) == 'troubleshooting.html#' + place


def test_tracebacks_name_exceptions_as_programs_import_them():
    for name in errors.__all__:
        kind = getattr(errors, name)
        assert kind.__module__ in ('slipstream.api.errors', 'requests.exceptions')
        assert pickle.loads(pickle.dumps(kind)) is kind

# -*- coding: utf-8 -*-
"""Simulated responses: what the tests of programs use instead of a real response.

Some of them have no more than a status, and either a text or a JSON document. Some, such as
``Mock``, have a value for any name: only values of the right type count.
"""
from __future__ import unicode_literals

import json

import requests

from ..compat import Mapping, integer_types, string_types, text_type


def as_response(simulated, success=200):
    """A response with what a simulated one says; a ``requests.Response`` is returned as it is.

    :param simulated: any object.
    :param int success: the status of one that has none.
    """
    if issubclass(type(simulated), requests.Response):
        return simulated
    made = requests.Response()
    made.status_code = _value(simulated, 'status_code', integer_types, success)
    made.headers.update(_value(simulated, 'headers', (dict, Mapping), {}))
    made.reason = _value(simulated, 'reason', string_types, None)
    made.url = _value(simulated, 'url', string_types, None)
    made.encoding = _value(simulated, 'encoding', string_types, None)
    made.request = _value(simulated, 'request', requests.PreparedRequest, None)
    made._content = _body(simulated)
    refused = _value(simulated, 'refused_login', (requests.Response, Exception), None)
    vars(made)['refused_login'] = refused  # requests does not know this attribute
    return made


def _value(simulated, name, kind, default):
    value = getattr(simulated, name, None)
    return value if isinstance(value, kind) else default


def _body(simulated):
    """The body as bytes: the content, or the text, or the JSON document."""
    for name in ('content', 'text'):
        value = getattr(simulated, name, None)
        if value and isinstance(value, (bytes, text_type)):
            return value if isinstance(value, bytes) else value.encode('utf-8')
    try:
        return json.dumps(simulated.json()).encode('utf-8')
    except (AttributeError, TypeError, ValueError):  # there is none
        return b''

# -*- coding: utf-8 -*-
"""Sent secrets: what a request tells in confidence, to look for it in what is shown.

Responses may quote it: passwords, API secrets, tokens and cookies; in the address, in headers, and
in the body as form, JSON, XML or the plain value of a runtime parameter.
"""
from __future__ import unicode_literals

import base64
import binascii
import re

from ..compat import Mapping, text_type, to_text, unquote, urlsplit
from ..protocol import documents, nesting, paths
from ..redaction import is_secret, is_secret_field, is_secret_header
from . import bodies

#: Larger bodies are not looked through.
LARGEST_BODY = 1024 * 1024

# Few bodies hold a secret: the others need not be taken apart.
# Letters that are escaped for no reason may be those of such a name.
_MAY_TELL = (br'(?i)pass|secret|token|private|digest|signature|authorization|cookie'
             br'|(?:\\u00|%)(?:[46][1-9a-f]|[57][0-9a])')
# Most requests have the same headers: which of them are secret is looked up once. Tuples of names.
_SECRET_HEADERS = {}
_USER = r'(?i)\b(?:username|user|key)"?\s*[=:]\s*"?([^"&,}\s]{1,100})'
_LOGINS = ('/api/session', '/auth/login')
# The members of what resembles JSON, as it is written.
_MEMBERS = re.compile(r'(?s)"([^"\\]*(?:\\.[^"\\]*)*)"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)"')
_USER_INFO = '(?s)[^/?#]*//(.*)@|(.*)@|(?:[^/?#]*(?::/+|//))?([^/?#]*)%(?:25)*40'


class SentRequest(object):
    """What was sent of a request: its address, its headers and its body."""

    def __init__(self, url, headers, body):
        self.url, self.headers, self.body = url, headers, body


def secrets_in(parts, names):
    """The secrets in a request that was sent, as a list.

    :param parts: its address, its headers as pairs, its body, and the addresses of proxies.
    :param names: the names of parameters whose values are secret, too.
    """
    url, headers, body, proxies = parts
    request = SentRequest(url, dict(headers), body)
    values = of_request(request) + of_proxies(proxies)
    return values + (of_parameters(request, names) if names and body else [])


def users_in(parts):
    """The names of users in a login that was sent, or in its header, as a list: no secrets.

    :param parts: as for :func:`secrets_in`.
    """
    url, headers, body, _ = parts
    users = [_of_basic(to_text(value)[len('basic '):])[0] for name, value in headers
             if to_text(name).lower() == 'authorization'
             and to_text(value).lower().startswith('basic ')]
    if body and _asks_for_session(url):
        users += [unquote(user) for user in re.findall(_USER, to_text(body[:LARGEST_BODY]))]
    return [user for user in users if user]


def _secret_headers(names):
    """The names of headers whose values are secret."""
    secret_names = _SECRET_HEADERS.get(names)
    if secret_names is None:
        if len(_SECRET_HEADERS) > 100:
            _SECRET_HEADERS.clear()
        secret_names = _SECRET_HEADERS[names] = [
            name for name in names if is_secret_header(to_text(name))]
    return secret_names


def of_request(request):
    """The secrets that a request carries.

    :param request: a ``requests.PreparedRequest``.
    :return: a list of strings.
    """
    values, headers = [], request.headers or {}
    for name in _secret_headers(tuple(headers)):
        values += of_header(to_text(name), to_text(headers[name]))
    return values + of_address_and_body(request)


def of_address_and_body(request):
    """Those of the secrets of a request that are not in its headers."""
    values, body = of_address(request.url), request.body
    body = bytes(body) if isinstance(body, bytearray) else body
    body = body.encode('utf-8', 'replace') if isinstance(body, text_type) else body
    if isinstance(body, bytes) and 0 < len(body) <= LARGEST_BODY:
        for octets in bodies.readings(body):
            values += of_body(octets, request.url)
    return values


def is_login(request):
    """Whether a request asks for a session, whatever its body looks like."""
    return request.method == 'POST' and _asks_for_session(request.url)


def _asks_for_session(url):
    return urlsplit(to_text(url or '')).path.rstrip('/').endswith(_LOGINS)


def of_parameters(request, names):
    """The values that a request gives to some parameters, in a launch or one by one, as a list.

    :param request: a ``requests.PreparedRequest``.
    :param names: the names of the parameters.
    """
    body = request.body if isinstance(request.body, (bytes, text_type)) else ''
    text = to_text(body[:LARGEST_BODY])
    own = unquote(to_text(urlsplit(to_text(request.url or '')).path).rpartition('/')[2])
    if own.rpartition(':')[2] in names:
        return [text]
    pairs = [field.partition('=') for field in text.split('&')]
    return [unquote(value.replace('+', ' ')) for name, _, value in pairs
            if unquote(name).rpartition('--')[2] in names]


def of_header(name, value):
    """The secrets in a header of a request whose name tells that there is one, as a list."""
    if name.lower() == 'cookie':
        values = [pair.partition('=')[2].strip() for pair in value.split(';')]
        # The service's own cookie says token=..., and may be quoted.
        return values + [part.partition('=')[2].strip('"') for part in values if '=' in part]
    kind, _, rest = value.partition(' ')
    return [value, rest] + ([_of_basic(rest)[1]] if kind.lower() == 'basic' else [])


def of_proxies(proxies):
    """The secrets in addresses of proxies, however malformed these are.

    :param proxies: the addresses.
    """
    return [part for address in proxies if address
            for part in of_user_info(to_text(address)) or _without_host(to_text(address))]


def _without_host(address):
    password = paths.password_without_host(address)
    return [password, unquote(password)] if password else []


def of_user_info(address):
    """What stands before the last ``@`` of an address, whole and in parts, as a list."""
    match = re.match(_USER_INFO, address)
    info = match and next((part for part in match.groups() if part), '')
    if not info:
        return []
    password = info.partition(':')[2]
    return [part for text in (password or info, ) for part in (text, unquote(text))]


def of_address(url):
    """The secrets in an address, as a list."""
    url = to_text(url or '')
    parts = urlsplit(url)
    info = of_user_info(parts.netloc) if '@' in parts.netloc else []
    return info + paths.secrets_of_path(url) + (_of_form(parts.query) if parts.query else [])


def _of_basic(credentials):
    """User and password; empty if there are none."""
    try:
        return to_text(base64.b64decode(credentials)).partition(':')[::2]
    except (binascii.Error, TypeError, ValueError):
        return '', ''


def of_body(body, url):
    """The secrets in a body, or in a part of one, as a list.

    :param bytes body: the body.
    :param url: the address that it is sent to.
    """
    text, path = to_text(body), to_text(urlsplit(to_text(url or '')).path)
    if is_secret(unquote(path.rpartition('/')[2])):  # the value of a runtime parameter
        return [text]
    if not re.search(_MAY_TELL, body):
        return []
    text = text.lstrip('\ufeff \t\r\n')
    if b'ontent-' in body or b'ONTENT-' in body:
        parts = bodies.fields(text)
        if parts:
            return [secret for name, value in parts for secret in _of_field(name, value, url)]
    start = text[:1]
    if start == '<':
        return _of_xml(body)
    return _of_json(text) if start in ('{', '[') else _of_form(text)


def _of_field(name, value, url):
    return [value] if is_secret_field(name) else of_body(value.encode('utf-8'), url)


def _of_form(text):
    pairs = [field.partition('=') for field in text.split('&')]
    return [unquote(value.replace('+', ' ')) for name, _, value in pairs
            if is_secret_field(unquote(name))]


def _of_json(text):
    try:
        return list(_below(nesting.loads(text), False))
    except (ValueError, RuntimeError):  # not JSON, or nested too deeply
        return [value for name, value in _MEMBERS.findall(text) if is_secret_field(name)]


def _below(value, is_secret):
    """The strings and numbers below secret names."""
    if isinstance(value, Mapping):
        named = value.get('name', value.get('key'))
        for name, member in value.items():
            is_value_secret = is_secret or is_secret_field(name) or name == 'value' and isinstance(
                named, text_type) and is_secret_field(named)
            for text in _below(member, is_value_secret):
                yield text
    elif isinstance(value, list):
        for member in value:
            for text in _below(member, is_secret):
                yield text
    elif is_secret and value is not None and not isinstance(value, bool):
        yield to_text(value)


def _of_xml(body):
    try:
        root = documents.parse_xml(body)
    except ValueError:
        return []
    texts = []
    for element in root.iter():
        texts += [value for name, value in element.attrib.items() if is_secret_field(name)]
        is_secret = is_secret_field(element.tag) or is_secret_field(element.get('name') or '') \
            or element.get('type') == 'Password'
        if is_secret:
            texts += list(element.itertext()) + [element.get('value') or '']
    return [to_text(text) for text in texts]

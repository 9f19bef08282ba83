# -*- coding: utf-8 -*-
"""Fuzzing targets.

Each target takes bytes, and only raises if it finds a bug: an undocumented exception, or a request
to a wrong URL. Each target tests one kind of input. The first bytes choose a method, the rest is
the data from the service, the file or the caller.
"""
from __future__ import unicode_literals

import io
import json
import pickle
import posixpath
import re

import requests
from requests.adapters import HTTPAdapter
from requests.packages.urllib3.response import HTTPResponse

from slipstream.api import Api
from slipstream.api.compat import text_type, to_text, unquote, urlsplit
from slipstream.api.errors import ModuleTypeError, SlipStreamError
from slipstream.api.filters import grammar
from slipstream.api.methods import base
from slipstream.api.models import CimiCollection, CimiResource
from slipstream.api.transport import cookie_file

from . import secret_targets

RUN = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'
ENDPOINT = 'https://slipstream.test:8443/base'
_PORT = 8443
_STATUSES = (400, 401, 403, 404, 405, 409, 412, 418, 429, 500, 502, 503, 301, 302, 307, 308)
_TYPES = ('application/json', 'application/xml', 'text/plain', 'text/html',
          'text/plain; charset=utf-16', 'application/json; charset=nonsense', '')


class Answers(HTTPAdapter):
    """A transport that returns the same response to all requests, and records the requests."""

    def __init__(self, status=200, body=b'', content_type='', headers=()):
        super(Answers, self).__init__()
        self.asked = []
        self._status, self._body = status, body
        self._headers = dict(headers, **({'Content-Type': content_type} if content_type else {}))

    def send(self, request, **_):
        """Respond to a prepared request."""
        self.asked.append(request)
        return self.build_response(request, HTTPResponse(io.BytesIO(self._body), self._headers,
                                                         self._status, preload_content=False))


class Direct(object):
    """A session without a transport, which would take most of the time.

    All requests get a response immediately.
    """

    login_params = None

    def __init__(self, status, body, content_type, headers=()):
        self.response = requests.Response()
        self.response.status_code, self.response._content = status, body
        self.response.headers.update(dict(headers, **{'Content-Type': content_type}))
        self.response.request = _REQUEST

    def request(self, *_, **__):
        """The one response."""
        return self.response

    def cimi_login(self, _):
        """The one response."""
        return self.response

    def may_send_credentials(self):
        """Always allow that."""
        return True

    def remember(self, _):
        """Do nothing."""

    forget = may_send_credentials


_REQUEST = requests.Request('GET', ENDPOINT + '/somewhere').prepare()

def _update_component(api):
    try:
        api.update_component('a/b', description='new')
    except ModuleTypeError:  # documented
        return


def _machines(api):
    api._cache.vms_missing = True  # as after a 404 of the old URL
    return list(api.list_virtualmachines(limit=3))


#: Methods of the XML interface, by the document that they read.
XML_METHODS = (
    lambda api: api.get_deployment(RUN), lambda api: list(api.list_deployments(limit=3)),
    lambda api: list(api.list_applications()),
    lambda api: api.get_element('a/b'), lambda api: list(api.get_application_nodes('a/b')),
    lambda api: list(api.get_parameters('a/b')),
    lambda api: list(api.get_cloud_image_identifiers('a/b')),
    lambda api: list(api.list_project_content('a')),
    lambda api: list(api.list_project_content()), lambda api: api.get_user('jane'),
    lambda api: list(api.list_users()),
    lambda api: list(api.list_virtualmachines(limit=3)), lambda api: list(api.usage()),
    lambda api: api.update_user('jane', email='a@b'),
    _update_component, lambda api: api.get_deployment_parameter(RUN, 'ss:state'),
    lambda api: api.add_node_instances(RUN, 'web', 1), lambda api: api.terminate(RUN),
    lambda api: api.publish('a/b'))
#: Methods of the JSON interface.
CIMI_METHODS = (
    lambda api: api.cimi_get('event/1'), lambda api: list(api.cimi_search('events')),
    lambda api: api.cimi_add('events', {}),
    lambda api: api.cimi_edit('event/1', {}), lambda api: api.cimi_delete('event/1'),
    lambda api: api.cimi_operation('event/1', 'start'),
    lambda api: list(api.get_deployment_events(RUN)), lambda api: list(api.get_cloud_credentials()),
    lambda api: api.username,
    lambda api: api.current_session(), lambda api: api.is_authenticated(), lambda api: api.logout(),
    lambda api: api.get_user(),
    lambda api: api.login_internal('jane', 'x'),
    lambda api: api.cimi_cloud_entry_point.entry_points, _machines)


def _answered(status, body, content_type, headers=()):
    """A client that gets the same response for all requests."""
    api = Api(ENDPOINT, persist_cookie=False) if _answered.api is None else _answered.api
    _answered.api = api
    api._cache = base.Cache()
    api.session = Direct(status, body, content_type, headers)
    return api


_answered.api = None


def xml_documents(data):
    """Documents of the XML interface, for any method."""
    choice, body = _chosen(data, XML_METHODS)
    _only(SlipStreamError, choice, _answered(200, body, 'application/xml'))


def cimi_documents(data):
    """Documents of the JSON interface, for any method, and their models."""
    choice, body = _chosen(data, CIMI_METHODS)
    api = _answered(201 if choice is CIMI_METHODS[13] else 200, body, 'application/json')
    _only(SlipStreamError, choice, api)
    try:
        document = base.decoded_json(api.session.response)
    except SlipStreamError:
        return
    for made in (CimiResource(document), CimiCollection(document, 'events')):
        repr(made), dir(made), made == made, pickle.dumps(made, 2)
    [repr(resource) for resource in made], len(made)


def cookie_files(data):
    """Contents of a cookie file.

    Each line is parsed or skipped. Parsed cookies are written so that they can be parsed again.
    """
    cookies, _ = cookie_file.parse(data)
    written = cookie_file.write(cookies)
    again, damaged = cookie_file.parse(written)
    assert damaged == 0, written
    assert [_fields(cookie) for cookie in again] == [_fields(cookie) for cookie in cookies], written


def _fields(cookie):
    return (cookie.domain, cookie.port, cookie.path, cookie.name, cookie.value, cookie.secure,
            cookie.expires)


def error_bodies(data):
    """Bodies of errors with any status and type.

    They become an exception with one line of text that can be printed and pickled.
    """
    head, body = bytearray(data[:2].ljust(2, b'\0')), data[2:]
    status, content_type = _STATUSES[head[0] % len(_STATUSES)], _TYPES[head[1] % len(_TYPES)]
    error = base.failure(Direct(status, body, content_type).response)
    assert isinstance(error, SlipStreamError)
    assert isinstance(error.reason, text_type) and len(error.reason) <= 1100
    assert '<html' not in error.reason.lower() or 'html' not in content_type
    str(error), repr(error), pickle.dumps(error, 2)


def locations(data):
    """``Location`` headers of new deployments, of errors and of redirects.

    A redirect must not send the cookie to another host.
    """
    where = data.decode('latin-1').replace('\r', ' ').replace('\n', ' ')
    headers = {'Location': where}
    _only(SlipStreamError, lambda api: api.deploy('a/b'),
          _answered(201, b'', 'text/plain', headers))
    _only(SlipStreamError, lambda api: api.get_deployment(RUN),
          _answered(303, b'', 'text/plain', headers))
    api, adapter = recording(302, headers=headers)
    api.session.max_redirects = 2
    _only((SlipStreamError, requests.RequestException), lambda api: api.get_element('a/b'), api)
    for request in adapter.asked:
        own = re.match('https://slipstream[.]test:%d(?![^/?#])' % _PORT, to_text(request.url),
                       re.IGNORECASE)
        assert own or 'Cookie' not in request.headers, request.url
        assert 'Authorization' not in request.headers, request.url


def _read_parameter(api, text):
    api.check_parameters = False  # do not read the deployment first
    return api.get_deployment_parameter(RUN, text)


#: Methods that insert a string of the caller into the URL, with the path that it must stay below.
PLACES = (
    ('/module/', lambda api, text: api.get_element(text)),
    ('/module/', lambda api, text: api.delete_element(text)),
    ('/module/', lambda api, text: api.publish(text)),
    ('/module', lambda api, text: list(api.list_project_content(text))),
    ('/user/', lambda api, text: api.get_user(text)),
    ('/run/', lambda api, text: api.get_deployment(text)),
    ('/run/%s/' % RUN, _read_parameter),
    ('/run/', lambda api, text: api.terminate(text)),
    ('/run/%s/' % RUN, lambda api, text: api.add_node_instances(RUN, text)),
    ('/run/%s/' % RUN, lambda api, text: api.remove_node_instances(RUN, 'web', text)),
    ('/api/', lambda api, text: api.cimi_get(text)),
    ('/api/', lambda api, text: api.cimi_delete(text)),
    ('/api/', lambda api, text: api._cimi_post(text)),
    ('/api/', lambda api, text: api.cimi_search(text)),
    ('/api/', lambda api, text: api.cimi_get('event/1', select=text)),
    ('/run', lambda api, text: list(api.list_deployments(cloud=text))),
    ('/run', lambda api, text: api.deploy(text)),
    ('/run', lambda api, text: api.deploy('a/b', cloud=text, tags=text)),
    ('/', lambda api, text: list(api.list_virtualmachines(text))),
    ('/', lambda api, text: list(api.list_virtualmachines(cloud=text))))


def caller_texts(data):
    """Paths, ids and names from the caller.

    They are refused, or only sent to the right URL.
    """
    (prefix, call), rest = _chosen(data, PLACES)
    text = rest.decode('utf-8', 'replace')
    check_place(prefix, call, text.replace('\ufffd', '\ud800') if len(rest) % 2 else text)


def check_place(prefix, call, text):
    """Call a method with a string, and check the URLs of the requests."""
    api, adapter = recording()
    _only((SlipStreamError, ValueError, TypeError), lambda api: call(api, text), api)
    for request in adapter.asked:
        check_address(request.url, prefix)


def check_address(address, prefix):
    """Whether a URL is below its prefix, however a server or a proxy interprets it."""
    parts = urlsplit(to_text(address))
    assert (parts.scheme, parts.netloc,
            parts.fragment) == ('https', 'slipstream.test:%d' % _PORT, ''), address
    assert not re.search('[\x00-\x20\x7f-\uffff]', to_text(address)), address
    path = parts.path
    assert posixpath.normpath(path).startswith('/base' + prefix.rstrip('/')), address
    decoded = unquote(path)
    dots = '/./' in decoded + '/' or '/../' in decoded + '/'
    assert not dots or '%2F' in path.upper(), address
    assert path.startswith('/base' + prefix) and '//' not in path, address


def filter_values(data):
    """Filters: they are parsed or refused; a parsed filter is written with the same meaning."""
    text = data.decode('utf-8', 'replace')
    try:
        tree = grammar.parse(text)
    except ValueError:
        tree = None
    if tree is not None:
        assert grammar.parse(grammar.render(tree)) == tree
    try:
        written = grammar.render(grammar.Comparison('name', '=', grammar.String(text)))
    except ValueError:
        return
    parsed = grammar.parse(written)
    assert isinstance(parsed, grammar.Comparison) and parsed.value.text == text, written


def recording(status=200, body=b'', content_type='application/json', headers=()):
    """An Api, logged in, and the adapter that responds to its requests."""
    api = Api(ENDPOINT, persist_cookie=False, retries=0)
    adapter = Answers(status, body or _ENTRY_POINT, content_type, headers)
    for prefix in ('https://', 'http://'):
        api.session.mount(prefix, adapter)
    api.session.cookies.set_cookie(requests.cookies.create_cookie(
        'session', 'SECRET', domain='slipstream.test', path='/', secure=True, port='%d' % _PORT))
    return api, adapter


_ENTRY_POINT = json.dumps({
    'baseURI': ENDPOINT + '/api/', 'events': {'href': 'event'},
    'virtualMachines': {'href': 'virtual-machine'}, 'count': 0,
    'operations': [{'rel': 'delete', 'href': 'event/1'}]}).encode('ascii')


def _chosen(data, choices):
    return choices[bytearray(data[:1] or b'\0')[0] % len(choices)], data[1:]


def _only(allowed, call, api):
    """Call a method; exceptions must be documented ones, and must be printable."""
    try:
        call(api)
    except allowed as error:
        str(error), repr(error)


#: All targets by name.
TARGETS = dict((target.__name__, target) for target in (
    xml_documents, cimi_documents, cookie_files, error_bodies, locations, caller_texts,
    filter_values, secret_targets.quoted_secrets, secret_targets.request_bodies))

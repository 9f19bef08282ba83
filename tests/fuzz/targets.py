# -*- coding: utf-8 -*-
"""Targets: what is done with hostile bytes.

Each target takes bytes and raises only if something is wrong: an exception that is not documented,
or a request that left its place. A target cares for one kind of input; the first bytes choose among
its methods, the rest is what the service, the file or the caller says.
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

RUN = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'
ENDPOINT = 'https://slipstream.test:8443/base'
_PORT = 8443
_STATUSES = (400, 401, 403, 404, 405, 409, 412, 418, 429, 500, 502, 503, 301, 302, 307, 308)
_TYPES = ('application/json', 'application/xml', 'text/plain', 'text/html',
          'text/plain; charset=utf-16', 'application/json; charset=nonsense', '')


class Answers(HTTPAdapter):
    """A transport that answers each request with the same thing and remembers what was asked."""

    def __init__(self, status=200, body=b'', content_type='', headers=()):
        super(Answers, self).__init__()
        self.asked = []
        self._status, self._body = status, body
        self._headers = dict(headers, **({'Content-Type': content_type} if content_type else {}))

    def send(self, request, **_):
        """Answer a prepared request."""
        self.asked.append(request)
        return self.build_response(request, HTTPResponse(io.BytesIO(self._body), self._headers,
                                                         self._status, preload_content=False))


class Direct(object):
    """A session without transport, which is what takes the time.

    Each request is answered at once.
    """

    login_params = None

    def __init__(self, status, body, content_type, headers=()):
        self.response = requests.Response()
        self.response.status_code, self.response._content = status, body
        self.response.headers.update(dict(headers, **{'Content-Type': content_type}))
        self.response.request = _REQUEST

    def request(self, *_, **__):
        """The one answer."""
        return self.response

    def cimi_login(self, _):
        """The one answer."""
        return self.response

    def may_send_credentials(self):
        """They may."""
        return True

    def remember(self, _):
        """Nothing is remembered."""

    forget = may_send_credentials


_REQUEST = requests.Request('GET', ENDPOINT + '/somewhere').prepare()

def _update_component(api):
    try:
        api.update_component('a/b', description='new')
    except ModuleTypeError:  # documented
        return


def _machines(api):
    api._cache.vms_missing = True  # as after a 404 of the older address
    return list(api.list_virtualmachines(limit=3))


#: Methods of the XML interface, by what they read.
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
    """A client whose every request gets the same answer."""
    api = Api(ENDPOINT, persist_cookie=False) if _answered.api is None else _answered.api
    _answered.api = api
    api._cache = base.Cache()
    api.session = Direct(status, body, content_type, headers)
    return api


_answered.api = None


def xml_documents(data):
    """A document of the XML interface, whatever method asked for it."""
    choice, body = _chosen(data, XML_METHODS)
    _only(SlipStreamError, choice, _answered(200, body, 'application/xml'))


def cimi_documents(data):
    """A document of the JSON interface, whatever method asked for it.

    And what the models do with it.
    """
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
    """The content of a cookie file.

    It is understood or left out, and what was understood is written so that it is understood
    again.
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
    """The body of a failure, of any status and type.

    An exception with one line of text, that can be shown and pickled.
    """
    head, body = bytearray(data[:2].ljust(2, b'\0')), data[2:]
    status, content_type = _STATUSES[head[0] % len(_STATUSES)], _TYPES[head[1] % len(_TYPES)]
    error = base.failure(Direct(status, body, content_type).response)
    assert isinstance(error, SlipStreamError)
    assert isinstance(error.reason, text_type) and len(error.reason) <= 1100
    assert '<html' not in error.reason.lower() or 'html' not in content_type
    str(error), repr(error), pickle.dumps(error, 2)


def locations(data):
    """A ``Location`` header.

    Of a new deployment, of a refusal, and of a redirect, which must not take the cookie
    elsewhere.
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
    api.check_parameters = False  # at once, without a look at the deployment
    return api.get_deployment_parameter(RUN, text)


#: Methods that put what the caller gives into the address, with the path that it must stay below.
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
    """A path, an id or a name that the caller gives.

    Refused, or sent to where it belongs and nowhere else.
    """
    (prefix, call), rest = _chosen(data, PLACES)
    text = rest.decode('utf-8', 'replace')
    check_place(prefix, call, text.replace('\ufffd', '\ud800') if len(rest) % 2 else text)


def check_place(prefix, call, text):
    """Call with a text, and look where the requests went."""
    api, adapter = recording()
    _only((SlipStreamError, ValueError, TypeError), lambda api: call(api, text), api)
    for request in adapter.asked:
        check_address(request.url, prefix)


def check_address(address, prefix):
    """Whether an address, read in every way that a server or proxy might, is below its prefix."""
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
    """A filter: parsed or refused; what was parsed is written so that it means the same."""
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
    """An Api, logged in, whose requests are answered by an adapter; and the adapter."""
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
    """Call; whatever is raised must be documented, and presentable."""
    try:
        call(api)
    except allowed as error:
        str(error), repr(error)


#: All targets by name.
TARGETS = dict((target.__name__, target) for target in (
    xml_documents, cimi_documents, cookie_files, error_bodies, locations, caller_texts,
    filter_values))

# -*- coding: utf-8 -*-
"""Paths: where a request goes.

Building the addresses of the two interfaces from what the caller gave. Everything is quoted segment
by segment, and what could leave its place in the URL is refused with a ``ValueError`` before
anything is sent.
"""
from __future__ import unicode_literals

import re
import uuid

from ..compat import native_str, quote, sent_host, string_types, to_text, unquote, urlsplit
from ..models import CimiResponse, CollectionSummary, Deployment
from ..redaction import is_secret_field
from .arguments import path_of

#: What separates the parts of a path; a ``str``, so that Python 2 keeps what it calls strings.
SLASH = native_str('/')
#: Longest path that is sent, in characters; servers refuse longer request lines.
LONGEST = 8000

# Characters of a path segment that may stand as they are (RFC 3986, 3.3).
_SAFE = "!$&'()*+,;=:@~"
# What may hold a user name and a password, wherever an address breaks off. Where it is quoted, its
# end may be, too.
_QUOTED_AT = '%(?:25)*40'
_USER_INFO = '(?s)^([A-Za-z]+:/*)?(?:.*@|(?:[^/?#]*(?::/+|//))?[^/?#]*' + _QUOTED_AT + ')'
# The same without a host: what follows the colon is no port. Addresses of IPv6 have several.
_PASSWORD_ONLY = (
    r'(?s)^((?:[A-Za-z][A-Za-z0-9+.-]*:/+|https?:|//)*(?!https?:|\[|%s)[^:/?#@\s]*:)'
    r'(?![0-9]{0,5}(?:[/?#]|\Z))(.+)'
    % r'(?:[0-9A-Fa-f]{0,4}:){2,}[0-9A-Fa-f.:]*(?:%\w+)?(?:[/?#]|\Z)')
_PARAMETER = ';([^;=/?#]*)=([^;/?#]*)'
_HOST = r'[\w-]+(\.[\w-]+)+(:\d+)?\Z|localhost(:\d+)?\Z'
_CONTROL = re.compile('[\x00-\x1f\x7f]')
_NODE = r'[A-Za-z0-9_]+\Z'
_DEFAULT_PORTS = {'http': 80, 'https': 443}
# Anything else would be looked up as a name, which somebody else may own.
_LOOPBACK = r'127(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){1,3}\Z'


def endpoint(address):
    """The address of a service without trailing slashes, checked.

    :param str address: for example ``https://nuv.la``.
    :raises TypeError: if it is not a text.
    :raises ValueError: if it is not an http or https address of a host, or carries credentials, a
        query or a fragment.
    """
    if not isinstance(address, string_types):
        raise TypeError(
            native_str('The endpoint must be a string such as https://nuv.la, not %s'
                       % without_secrets(to_text(repr(address)))))
    address = to_text(address).strip().rstrip('/')
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(native_str('The endpoint %s is not an address such as https://nuv.la: %s'
                                    % (without_secrets(address), type(error).__name__)))
    if '@' in parts.netloc or has_quoted_user(parts.netloc) or secrets_of_path(address):
        raise ValueError(native_str(
            'The endpoint must not carry credentials; use login_internal() or login_apikey()'))
    if parts.scheme not in ('http',
                            'https') or not host or not _has_fitting_port(parts.netloc, port):
        shown = without_secrets(address)
        hint = ' Did you mean https://%s?' % shown if re.match(_HOST, shown) else ''
        raise ValueError(native_str(
            'The endpoint must be an address such as https://nuv.la, not %r.%s'
            % (native_str(shown), hint)))
    if '?' in address or '#' in address or ' ' in address or _CONTROL.search(address):
        raise ValueError(
            native_str('The endpoint must not carry a query, a fragment or blanks: %s'
                       % without_secrets(address)))
    return native_str(in_ascii(address))


def unchecked_endpoint(address):
    """The address of a service as far as it can be understood.

    An ``Api`` can be constructed with any address; :func:`endpoint` says what is wrong with it when
    the first request is sent. A password in it is kept nowhere.

    :return: what :func:`endpoint` makes of it; a text that it refuses if there is something wrong.
    """
    try:
        return endpoint(address)
    except (TypeError, ValueError):
        if not isinstance(address, string_types):
            return native_str(without_secrets(to_text(repr(address))))
        return native_str(without_secrets(to_text(address).strip().rstrip('/')))


def in_ascii(address):
    """An address with its host as it is sent, so that it equals that of requests and cookies.

    :raises ValueError: if the host cannot be sent.
    """
    netloc = urlsplit(address).netloc
    if all(character < '\x80' for character in netloc):
        return address
    try:
        return address.replace(netloc, sent_host(netloc), 1)
    except ValueError:
        raise ValueError(native_str(
            'The host in %s cannot be sent' % without_secrets(address)))


def origin(url):
    """Scheme, host and port of an address, comparable."""
    try:
        parts = urlsplit(to_text(url))
        port = parts.port
    except ValueError:  # no address: it is like nothing but itself
        return (to_text(url), None, None)
    return (parts.scheme.lower(), (parts.hostname or '').lower(),
            port or _DEFAULT_PORTS.get(parts.scheme.lower()))


def is_loopback(host):
    """Whether a host is this machine, by its name or literal address."""
    host = (host or '').lower()
    host = host[:-1] if host.endswith('.') else host
    return host in ('localhost', '::1') or host.endswith('.localhost') or re.match(
        _LOOPBACK, host) is not None


def is_confidential(url, plain_origin=None):
    """Whether credentials may go to an address: by https, to this machine, or where you accept it.

    :param plain_origin: scheme, host and port to which they may go unencrypted, or None.
    """
    parts = urlsplit(to_text(url))
    return parts.scheme.lower() != 'http' or is_loopback(
        parts.hostname) or plain_origin is not None and origin(url) == plain_origin


def cookie_hosts(url):
    """The host of an address as cookies have it: as programs set them, and as services do.

    IPv6 is in brackets, and names without a dot get one.
    """
    host = (urlsplit(to_text(url)).hostname or '').lower()
    host = '[%s]' % host if ':' in host else host
    return native_str(host), native_str(host if '.' in host else host + '.local')


def cookie_port(url):
    """The port of an address as cookies have it, a string; 80 for the default one, also of https.

    The standard library knows none for addresses of IPv6.
    """
    try:
        return native_str('%s' % (urlsplit(to_text(url)).port or 80))
    except ValueError:  # an invalid URL, which is refused when something is sent
        return native_str('80')


def without_secrets(address):
    """An address without user name, password and query, which may hold a secret."""
    # First, since a password may hold what a query begins with.
    shown = re.sub(_USER_INFO, lambda match: '%s********@' % (match.group(1) or ''), address)
    if shown == address:
        shown = re.sub(_PASSWORD_ONLY, lambda match: match.group(1) + '********', address)
    address = re.sub(_PARAMETER, lambda match: ';%s=********' % match.group(1) if is_secret_field(
        unquote(match.group(1))) else match.group(), shown)
    address, mark = re.match('([^?#]*)(.?)', address).groups()
    return address + (mark and mark + '********')


def password_without_host(address):
    """What follows the user in an address that has a password, and no host; None without one."""
    match = None if '@' in address else re.match(_PASSWORD_ONLY, address)
    return match and match.group(2)


def secrets_of_path(address):
    """The values of parameters of a path, as in ``/run;token=...``, that are secret; a list."""
    if ';' not in address:
        return []
    return [unquote(value) for name, value in re.findall(_PARAMETER, re.split('[?#]', address)[0])
            if value and is_secret_field(unquote(name))]


def has_quoted_user(netloc):
    """Whether a part of an address may hold a user whose ``@`` somebody has quoted."""
    return '%' in netloc and re.search(_QUOTED_AT, netloc) is not None


def without_user(address):
    """An address without user name, password and query, which still leads to its place."""
    bare = re.sub(_USER_INFO, lambda match: _with_slashes(match.group(1)), address)
    if bare == address:
        bare = re.sub(_PASSWORD_ONLY, lambda match: match.group(1)[:-1], address)
    address = re.sub(_PARAMETER, lambda match: '' if is_secret_field(
        unquote(match.group(1))) else match.group(), bare)
    return re.match('[^?#]*', address).group()


def segments(path, what='path'):
    """The quoted segments of a path given by the caller.

    :param str path: segments joined by slashes; one leading and one trailing slash are ignored.
    :param str what: what to call it in the message.
    :return: the segments, percent-encoded as UTF-8, as a list; never empty.
    :raises TypeError: if it is not a text.
    :raises ValueError: if it is empty, too long, or has an empty segment, a dot segment or control
        characters.
    """
    if not isinstance(path, string_types):
        raise TypeError(native_str('The %s must be a string, not %r' % (what, path)))
    text = to_text(path)
    if len(text) > LONGEST:
        raise ValueError(native_str('The %s is too long: %d characters' % (what, len(text))))
    return [_segment(part, what, text) for part in _parts(text)]


def segment(name, what='name'):
    """A name that must be one quoted segment, checked like :func:`segments`."""
    parts = segments(name, what)
    if len(parts) != 1 or '/' in to_text(name):
        raise ValueError(native_str('The %s must not contain a slash: %s' % (what, to_text(name))))
    return parts[0]


def module(path):
    """The URL path of a module: ``/module/a/b`` for ``a/b`` or ``module/a/b``.

    A version may follow.
    """
    return '/' + module_reference(path, quoted=True)


def module_reference(path, quoted=False):
    """How documents and forms name a module: ``module/a/b``."""
    path = path_of(path)
    quoted_parts = segments(path, 'module path')
    plain = _parts(to_text(path))
    if plain[0] == 'module':
        quoted_parts, plain = quoted_parts[1:], plain[1:]
    if not plain:
        raise ValueError(native_str('The module path is empty'))
    return '/'.join(['module'] + (quoted_parts if quoted else plain))


def is_top(path):
    """Whether the path of a project stands for the top level."""
    return path is None or isinstance(path, string_types) and to_text(path) in ('', '/')


def module_path(reference, with_version=True):
    """The path that a reference means: ``a/b/12``, or ``a/b``, for ``module/a/b/12``.

    None for nothing.
    """
    parts = [part for part in [part.strip() for part in (reference or '').split(SLASH)] if part]
    if parts[:1] == ['module']:
        parts = parts[1:]
    if not with_version and len(parts) > 1 and re.match(r'[0-9]+\Z', parts[-1]):
        parts = parts[:-1]
    return SLASH.join(parts) or None


def user(username):
    """The URL path of a user; user names may contain slashes."""
    return '/user/' + '/'.join(segments(username, 'user name'))


def deployment_id(value):
    """The id of a deployment as text.

    :param value: a UUID, as text or as ``uuid.UUID``; or the deployment itself.
    :raises TypeError: if it is none of these.
    :raises ValueError: if the text is not a UUID.
    """
    if isinstance(value, Deployment):
        value = value[Deployment._fields.index('id')]
    if isinstance(value, uuid.UUID):
        return '%s' % value
    if not isinstance(value, string_types):
        raise TypeError(native_str('A deployment id is a UUID, not %r' % (value,)))
    try:
        return '%s' % uuid.UUID(to_text(value).strip())
    except ValueError:
        raise ValueError(native_str('A deployment id is a UUID, not %r' % (native_str(value),)))


def run(deployment, *names):
    """The URL path of a deployment, or of something below it."""
    return '/'.join(['/run', deployment_id(deployment)] + list(names))


def parameter_key(name):
    """The quoted key of a runtime parameter, ``SCOPE:NAME``.

    :raises ValueError: if it has no colon. The service takes such a name for a node or, worse, for
        an unknown key, and reading an unknown key aborts the deployment.
    """
    key = segment(name, 'parameter name')
    if not re.match('[^:]+:[^:]', key):
        raise ValueError(
            native_str('A runtime parameter is named SCOPE:NAME, for example ss:state or '
                       'web.1:hostname, not %s'
                       % to_text(name)))
    return key


def node_name(name):
    """The name of a node: letters, digits and underscores.

    :raises ValueError: for any other; the service would take it for an unknown runtime parameter
        and abort the deployment.
    """
    quoted = segment(name, 'node name')
    if not re.match(_NODE, quoted):
        raise ValueError(native_str(
            'A node name consists of letters, digits and underscores, not %s' % to_text(name)))
    return quoted


def cimi(resource_id, address=''):
    """The path below ``/api/`` of a CIMI resource, collection or operation.

    :param resource_id: ``TYPE/DOC``; a leading slash, ``api/`` or the address of the service in
        front are tolerated. Or the resource itself, or the response to an addition.
    :param str address: the address of the service.
    """
    if isinstance(resource_id, CimiResponse) and id_in(resource_id) is not None:
        resource_id = id_in(resource_id)
    if not isinstance(resource_id, string_types):
        raise TypeError(native_str('A resource id must be a string, not %r' % (resource_id,)))
    text = to_text(resource_id).strip()
    if address and text.startswith(to_text(address) + '/'):
        text = text[len(address):]
    for prefix in ('/', 'api/'):
        text = text[len(prefix):] if text.startswith(prefix) else text
    if ':' in text.split('/')[0] or text.startswith('/'):
        raise ValueError(native_str('The resource id %s belongs to another service' % text))
    return '/'.join(segments(text, 'resource id'))


def collection(resource_type):
    """The name of a collection that a caller named.

    :param resource_type: the name; or the row of ``cimi_list()`` that has it.
    :raises TypeError: if it can be no name.
    """
    if isinstance(resource_type, CollectionSummary):
        resource_type = resource_type.name
    if not isinstance(resource_type, string_types + (bytes,)):
        raise TypeError(native_str(
            'The name of a collection must be a string such as events, not %r' % (resource_type,)))
    return resource_type


def id_in(resource):
    """The id in a resource, or in the response to an addition; None if there is none."""
    return next((resource[name] for name in ('id', 'resource-id') if name in resource), None)


def location_id(location):
    """The last segment of a ``Location``, without query and trailing slash, or nothing."""
    return urlsplit(to_text(location or '')).path.rstrip('/').rpartition('/')[2]


def _with_slashes(scheme):
    # Without, it may as well be a user name.
    return scheme if scheme and scheme.endswith('/') else ''


def _has_fitting_port(netloc, port):
    # Python 2 reads a port that is too large as none at all.
    written = netloc.rpartition(':')[2].isdecimal() and ':' in netloc
    return port is None and not written or port is not None and 0 < port < 65536


def _parts(text):
    text = text[1:] if text.startswith('/') else text
    return (text[:-1] if text.endswith('/') else text).split('/')


def _segment(part, what, whole):
    if not part.strip() or part in ('.', '..'):
        raise ValueError(
            native_str('The %s has an empty or dot segment: %r' % (what, native_str(whole))))
    if _CONTROL.search(part):
        raise ValueError(native_str('The %s contains control characters: %r' % (what, whole)))
    try:
        return quote(part, _SAFE)
    except UnicodeError:
        raise ValueError(native_str('The %s cannot be written as UTF-8: %r' % (what, whole)))

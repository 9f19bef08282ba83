# -*- coding: utf-8 -*-
"""Paths: what callers give stays where it belongs."""
from __future__ import unicode_literals

import uuid

import pytest
from hypothesis import given, strategies as st

from slipstream.api import models
from slipstream.api.compat import unquote
from slipstream.api.protocol import paths

DUID = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'


@pytest.mark.parametrize('given_address, expected', [
    ('https://nuv.la', 'https://nuv.la'), ('https://nuv.la/', 'https://nuv.la'),
    (' http://localhost:8080// ', 'http://localhost:8080'),
    ('https://host/below', 'https://host/below'), ('http://[::1]:80', 'http://[::1]:80')])
def test_b42_endpoints_lose_trailing_slashes(given_address, expected):
    assert paths.endpoint(given_address) == expected
    assert isinstance(paths.endpoint(given_address), str)


@pytest.mark.parametrize('address', [
    '', 'nuv.la', 'ftp://nuv.la', 'https://', 'https://user:pw@nuv.la', 'https://nuv.la/?x=1',
    'https://nuv.la/#x', 'http://h:99999',
    'http://h:0', 'http://h?', 'http://h#', 'http://a b', 'http://a\nb', 'http://[::1'])
def test_b42_endpoints_that_are_no_address_are_refused(address):
    with pytest.raises(ValueError) as info:
        paths.endpoint(address)
    assert 'pw' not in str(info.value)


@pytest.mark.parametrize('address', [None, 3, b'https://nuv.la' if bytes is not str else 3.5])
def test_b42_endpoints_must_be_texts(address):
    with pytest.raises(TypeError):
        paths.endpoint(address)


@pytest.mark.parametrize('address', [
    'https://me:hush@h', 'https://me:hu/hush@h', 'me:hush@h', 'https://me:x@hush@h', 'me:hush@[::1',
    'https://h/?password=hush', 'h#hush', 'https://me:hush@h/?a=b@c', 'https://h/a\n?hush'])
def test_an_unchecked_endpoint_holds_no_secret(address):
    kept = paths.unchecked_endpoint(address)
    assert 'hush' not in kept
    for place in (address, kept):
        with pytest.raises(ValueError) as info:
            paths.endpoint(place)
        assert 'hush' not in str(info.value)


@pytest.mark.parametrize('address, expected', [
    ('https://nuv.la/', 'https://nuv.la'), ('', ''), (None, 'None'), ('://', ':'), (5, '5'),
    ('nuv.la', 'nuv.la'), ('nuv.LAX/', 'nuv.LAX'), ('https://h/a@b/', 'https://h/a@b')])
def test_an_unchecked_endpoint_is_taken_unchanged(address, expected):
    kept = paths.unchecked_endpoint(address)
    assert kept == expected and isinstance(kept, str)


@pytest.mark.parametrize('address', ['nuv.la', 'nuv.la:8443', 'localhost:8080', 'my-host.org'])
def test_an_endpoint_without_scheme_is_answered_with_one_that_has_it(address):
    with pytest.raises(ValueError) as info:
        paths.endpoint(address)
    assert 'Did you mean https://%s?' % address in str(info.value)


@pytest.mark.parametrize('path, expected', [
    ('a/b', '/module/a/b'), ('/a/b/', '/module/a/b'), ('module/a/b', '/module/a/b'),
    ('/module/a/b', '/module/a/b'), ('a/b/12', '/module/a/b/12'),
    ('proj#old', '/module/proj%23old'), ('proj?x', '/module/proj%3Fx'),
    ('a b/c%d', '/module/a%20b/c%25d'), ('é', '/module/%C3%A9'),
    ('module/module', '/module/module')])
def test_b08_module_paths_are_quoted_segment_by_segment(path, expected):
    assert paths.module(path) == expected


@pytest.mark.parametrize('path', ['', '/', '//', 'module', '/module/', 'a//b', '..', '../user/bob',
                                  'a/../b', './a', 'a/.', ' ', 'a/ /b', 'a\r\nb',
                                  'a\x00', 'a' * 9000])
def test_b08_paths_that_would_leave_their_place_are_refused(path):
    with pytest.raises(ValueError):
        paths.module(path)


def test_lone_surrogates_are_refused_where_they_cannot_be_written():
    try:
        assert paths.module('\ud800') == '/module/%ED%A0%80'  # Python 2 writes them
    except ValueError as error:
        assert 'UTF-8' in str(error)


@pytest.mark.parametrize('value', [None, 5, ['a']])
def test_b08_paths_must_be_texts(value):
    with pytest.raises(TypeError):
        paths.module(value)
    with pytest.raises(TypeError):
        paths.cimi(value)
    with pytest.raises(TypeError):
        paths.deployment_id(value)


def test_module_references_are_not_quoted():
    assert paths.module_reference('/module/a b/c') == 'module/a b/c'


def test_user_names_may_contain_slashes():
    assert paths.user('realm/jane doe') == '/user/realm/jane%20doe'


def test_b08_deployment_ids_are_uuids():
    assert paths.deployment_id(uuid.UUID(DUID)) == DUID
    assert paths.deployment_id(' %s ' % DUID.upper()) == DUID
    assert paths.run(DUID) == '/run/' + DUID
    assert paths.run(DUID, 'web') == '/run/%s/web' % DUID
    for wrong in ('', 'None', 'x/../y', DUID + '/..'):
        with pytest.raises(ValueError):
            paths.deployment_id(wrong)


def test_runtime_parameters_have_a_scope_so_that_a_typo_aborts_nothing():
    assert paths.parameter_key('web.1:url.service') == 'web.1:url.service'
    assert paths.parameter_key('exoscale-ch-gva.1:a b') == 'exoscale-ch-gva.1:a%20b'
    for wrong in ('hostname', ':x', 'x:', '', 'a/b:c', 'a:b/', '..'):
        with pytest.raises(ValueError):
            paths.parameter_key(wrong)


def test_node_names_are_words():
    assert paths.node_name('web_1') == 'web_1'
    for wrong in ('web.1', 'web-1', '', 'a/b', 'ü', 'a b'):
        with pytest.raises(ValueError):
            paths.node_name(wrong)


@pytest.mark.parametrize('resource_id, expected', [
    ('event/1', 'event/1'), ('/event/1', 'event/1'), ('api/event/1', 'event/1'),
    ('/api/event/1', 'event/1'), ('https://h/api/event/1', 'event/1'),
    ('event/1?x', 'event/1%3Fx'), ('cloud-entry-point', 'cloud-entry-point'),
    ('event/a:b', 'event/a:b'),
    ('user/a b', 'user/a%20b')])
def test_b77_ids_are_normalised(resource_id, expected):
    assert paths.cimi(resource_id, 'https://h') == expected


@pytest.mark.parametrize('resource_id', ['', '/', 'event/..', '../user/bob', '//evil/x',
                                         'https://other/api/event/1', 'event//1'])
def test_b77_ids_that_lead_elsewhere_are_refused(resource_id):
    with pytest.raises(ValueError):
        paths.cimi(resource_id, 'https://h')


@pytest.mark.parametrize('location, expected', [
    ('https://h/run/%s' % DUID, DUID), ('/run/%s/' % DUID, DUID), ('run/%s?x=/y' % DUID, DUID),
    ('', ''), (None, ''), ('/run/X', 'X')])
def test_b64_locations_are_read_tolerantly(location, expected):
    assert paths.location_id(location) == expected


@given(st.text(max_size=40))
def test_whatever_is_accepted_decodes_to_itself_and_stays_below_module(text):
    try:
        url = paths.module(text)
    except ValueError:
        return
    decoded = [unquote(part) for part in url.split('/')]
    parts = (text[1:] if text.startswith('/') else text)
    parts = (parts[:-1] if parts.endswith('/') else parts).split('/')
    assert decoded[:2] == ['', 'module']
    assert decoded[2:] == (parts[1:] if parts[0] == 'module' else parts)
    assert not set(decoded[2:]) & {'', '.', '..'}
    assert not set(url) & set('?#\r\n \x00\\')


@pytest.mark.parametrize('row', [
    models.App('web', 'component', 12, 'shop/web'),
    models.Module('web', 'component', None, None, None, 12, 'shop/web'),
    models.ModuleVersion(12, 'shop/web', 'component', None, None, None),
    models.Node('shop/web', *['x'] * 9)], ids=lambda row: type(row).__name__)
def test_a_row_of_a_module_stands_for_its_path(row):
    assert paths.module(row) == '/module/shop/web'
    assert paths.module_reference(row) == 'module/shop/web'


def test_a_deployment_stands_for_its_id():
    row = models.Deployment(uuid.UUID(DUID), *[None] * 9)
    assert paths.deployment_id(row) == DUID and paths.run(row, 'x') == '/run/%s/x' % DUID


def test_a_resource_stands_for_its_id():
    assert paths.cimi(models.CimiResource({'id': 'event/1'})) == 'event/1'


@pytest.mark.parametrize('build, argument', [
    (paths.module, models.Usage(*[1] * 8)), (paths.deployment_id, models.App('a', 'b', 1, 'c')),
    (paths.cimi, models.CimiResource({})), (paths.module, ('a', 'b'))])
def test_what_has_no_path_or_id_is_refused(build, argument):
    with pytest.raises(TypeError):
        build(argument)


@pytest.mark.parametrize('reference', [
    'module/shop/web/12', '/module/shop/web/12', 'module/shop/web/12/', 'module//shop/web/12',
    ' module/shop/web/12', 'module/shop/web/12 ', 'module/ shop/web/\t12', 'shop/web/12',
    'module/shop/ \xa0/web/12'])
def test_a_reference_means_the_same_path_however_it_is_written(reference):
    assert paths.module_path(reference) == 'shop/web/12'
    assert paths.module_path(reference, with_version=False) == 'shop/web'


@pytest.mark.parametrize('reference', [None, '', ' ', 'module', 'module/', '//'])
def test_a_reference_without_a_path_means_none(reference):
    assert paths.module_path(reference) is None


@pytest.mark.parametrize('address, expected', [
    ('http://h:1', 'http://h:1'), ('http://h:65535', 'http://h:65535'),
    ('http://12345', 'http://12345'), ('http://H.org/X', 'http://H.org/X'),
    ('https://b\xfccher.test/x', 'https://xn--bcher-kva.test/x')])
def test_any_port_there_is_and_any_host_that_can_be_sent_are_taken(address, expected):
    assert paths.endpoint(address) == expected


@pytest.mark.parametrize('address, message', [
    ('ftp://h', "The endpoint must be an address such as https://nuv.la, not 'ftp://h'."),
    ('h.org', "The endpoint must be an address such as https://nuv.la, not 'h.org'. "
     'Did you mean https://h.org?')])
def test_an_address_is_only_proposed_if_it_can_be_one(address, message):
    with pytest.raises(ValueError) as info:
        paths.endpoint(address)
    assert str(info.value) == message


@pytest.mark.parametrize('url, hosts, port', [
    ('https://[::1]:8443', ('[::1]', '[::1].local'), '8443'),
    ('https://H.org', ('h.org', 'h.org'), '80'),
    ('http://h/', ('h', 'h.local'), '80'), ('nothing', ('', '.local'), '80'),
    ('https://h:99999', ('h', 'h.local'), '80')])
def test_cookies_have_their_own_names_for_hosts_and_ports(url, hosts, port):
    assert (paths.cookie_hosts(url), paths.cookie_port(url)) == (hosts, port)


@pytest.mark.parametrize('netloc, has_user', [
    ('me%40h', True), ('me:hush%2540h', True), ('me%20h', False), ('h', False), ('', False)])
def test_a_sign_that_ends_a_user_may_be_quoted(netloc, has_user):
    assert paths.has_quoted_user(netloc) is has_user


@pytest.mark.parametrize('address, shown', [
    ('me1:hush@h', '********@h'), ('https://me@h/x?y', 'https://********@h/x?********'),
    ('https://h/x', 'https://h/x')])
def test_a_mask_takes_the_place_of_the_user(address, shown):
    assert paths.without_secrets(address) == shown


@pytest.mark.parametrize('address, shown, bare', [
    ('http://jane:hush', 'http://jane:********', 'http://jane'),
    ('jane:hush/a?b', 'jane:********', 'jane'), ('//jane:hush', '//jane:********', '//jane'),
    ('http:jane:hush', 'http:jane:********', 'http:jane'),
    ('http://jane:123456', 'http://jane:********', 'http://jane'),
    ('http://h:8080/a', None, None), ('h:8080', None, None), ('http://h:', None, None),
    ('https:h', None, None), ('http://[::1]:80/', None, None), ('http://[::1', None, None),
    ('http://fe80::1:abcd/x', None, None), ('no text: of anybody', None, None)])
def test_a_password_without_a_host_is_masked_and_left_out(address, shown, bare):
    assert paths.without_secrets(address) == (address if shown is None else shown)
    assert paths.without_user(address) == (address if bare is None else bare)


@pytest.mark.parametrize('address, shown, bare', [
    ('https://h/a;token=hush/b', 'https://h/a;token=********/b', 'https://h/a/b'),
    ('https://h;JSESSIONID=hush', 'https://h;JSESSIONID=********', 'https://h'),
    ('https://h/a;v=1;pass%77ord=hush;w', 'https://h/a;v=1;pass%77ord=********;w',
     'https://h/a;v=1;w'),
    ('https://h/a;v=1/token=b', 'https://h/a;v=1/token=b', 'https://h/a;v=1/token=b')])
def test_a_secret_parameter_of_a_path_is_masked_and_left_out(address, shown, bare):
    assert paths.without_secrets(address) == shown
    assert paths.without_user(address) == bare


def test_an_endpoint_with_a_secret_parameter_is_refused():
    with pytest.raises(ValueError) as caught:
        paths.endpoint('https://h/a;token=hush')
    assert 'must not carry credentials' in str(caught.value)
    assert paths.endpoint('https://h/a;v=1') == 'https://h/a;v=1'
    assert paths.unchecked_endpoint('https://h/a;token=hush') == 'https://h/a;token=********'


def test_a_path_may_have_the_largest_length():
    assert paths.segments('a' * paths.LONGEST) == ['a' * paths.LONGEST]


def test_the_top_level_has_three_names():
    assert all(paths.is_top(path) for path in (None, '', '/'))
    assert not any(paths.is_top(path) for path in ('a', '/a', '//', 3))


def test_a_number_alone_is_a_name_and_no_version():
    assert paths.module_path('module/12', with_version=False) == '12'


@pytest.mark.parametrize('url, expected', [
    ('https://h', True), ('HTTPS://h', True), ('http://h', False), ('HTTP://h', False),
    ('http://localhost', True), ('http://localhost.:8080/x', True), ('http://127.0.0.1:1', True),
    ('http://[::1]:8', True), ('http://127.0.0.1.h.org', False), ('http://localhost.h.org', False),
    ('http://127.0.0.1@h.org', False), ('http://h.org/localhost', False),
    ('http://127.h.org', False), ('mock://h', True)])
def test_credentials_may_go_by_https_and_to_this_machine(url, expected):
    assert paths.is_confidential(url) is expected


@pytest.mark.parametrize('url, expected', [
    ('http://h:80/x', True), ('http://H/x', True), ('http://h:81/x', False),
    ('http://other/x', False), ('http://h.other/x', False)])
def test_credentials_may_go_unencrypted_to_the_one_place_that_the_user_accepts(url, expected):
    assert paths.is_confidential(url, paths.origin('http://h')) is expected


@pytest.mark.parametrize('address', ['https://h/X', 'https://H.org', 'https://hX', 'https://X'])
def test_an_address_in_ascii_stays_as_it_is(address):
    assert paths.endpoint(address) == paths.in_ascii(address) == address
    assert paths.endpoint(address + '//') == address

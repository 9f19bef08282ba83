# -*- coding: utf-8 -*-
"""Tests of the web pages of deployed services."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import messages, service_pages

from .xml_interface.deployments import READY, Site, parameter


@pytest.fixture
def site():
    """A world with modules to launch, see :class:`Site`."""
    return Site()


def visit(site, uuid, name='machine', method='GET', more=''):
    return service_pages.handle(site.world,
                                messages.Request(method, '/pages/%s/%s%s' % (uuid, name, more)))


def test_the_page_shows_the_title_without_login(site):
    uuid = site.launched('shop/web', {'parameter--title': 'Tom & <Jerry>, 東京'})
    response = visit(site, uuid)
    text = response.body.decode('utf-8')
    assert (response.status,
            response.headers.get('Content-Type')) == (200, 'text/html; charset=utf-8')
    assert '<title>Tom &amp; &lt;Jerry&gt;, 東京</title>' in text and uuid in text
    assert 'machine' in text and '<Jerry>' not in text
    assert site.value(uuid, 'ss:url.service') == 'http://localhost/pages/%s/machine' % uuid
    assert visit(site, uuid, method='HEAD').status == 200


def test_the_title_is_that_of_the_component_or_its_name(site):
    site.component('a/wordpress', moduleReferenceUri='module/examples/ubuntu',
                   parameters=[parameter('wordpress_title', value='My blog')])
    assert b'<h1>My blog</h1>' in visit(site, site.launched('a/wordpress')).body
    assert b'<h1>ubuntu</h1>' in visit(site, site.launched('examples/ubuntu')).body
    assert b'<h1>web</h1>' in visit(site, site.launched('shop/web', {'parameter--title': ''})).body


def test_each_instance_of_an_application_has_a_page(site):
    uuid = site.launched('shop/full', {'mutable': 'on'})
    assert visit(site, uuid, 'web.2').status == 200
    assert b'Big shop' in visit(site, uuid, 'web.2').body
    assert visit(site, uuid, 'web.3').status == 404
    site.service('DELETE', '/run/%s/web' % uuid, b'ids=2')
    site.wait(READY)
    assert (visit(site, uuid, 'web.2').status, visit(site, uuid, 'web.1').status) == (404, 200)


def test_a_page_exists_only_while_the_deployment_is_ready(site):
    uuid = site.launch('shop/web')
    for _ in range(3):
        response = visit(site, uuid)
        assert (response.status, response.headers.get('Retry-After')) == (503, '5')
        site.wait(10)
    site.wait(READY)
    assert visit(site, uuid).status == 200
    site.service('DELETE', '/run/' + uuid)
    assert visit(site, uuid).status == 404


def test_other_paths_and_methods_are_refused(site):
    uuid = site.launched('shop/web')
    assert visit(site, 'nothing').status == visit(site, uuid, 'db.1').status == visit(
        site, uuid, more='/more').status == 404
    assert service_pages.handle(site.world, messages.Request('GET', '/pages')).status == 404
    response = visit(site, uuid, method='POST')
    assert (response.status, response.headers.get('Allow')) == (405, 'GET, HEAD')

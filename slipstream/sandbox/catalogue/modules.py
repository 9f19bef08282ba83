# -*- coding: utf-8 -*-
"""Modules of the default catalogue.

Projects, base images, components and applications, in the order in which they are saved. Output
parameters have their values from the launch on, except those with ``${page}``, ``${hostname}``,
``${password}`` or ``${param:NAME}``, which are set when an instance is installed.
"""
from __future__ import unicode_literals

_OPEN = {'publicGet': True}
_USABLE = {'publicGet': True, 'publicPost': True}
_CLOUD_SIZES = (('exoscale-ch-gva', 'Small'), ('exoscale-ch-dk', 'Small'),
                ('ec2-eu-west', 't2.small'))


def _project(path, description, owner='super', authz=_OPEN):
    return {'type': 'project', 'path': path, 'description': description, 'authz': authz,
            'owner': owner}


def _image(name, platform, login, description, exoscale, ec2):
    """A base image; its identifiers in the two zones of exoscale only differ at the end."""
    return _component(
        'examples/images/%s' % name, description, None, [], loginUser=login, platform=platform,
        images={'exoscale-ch-gva': exoscale + '1', 'exoscale-ch-dk': exoscale + '2',
                'ec2-eu-west': ec2})


def _component(path, description, parent, parameters, owner='super', published=False, authz=_USABLE,
               **members):
    return dict({
        'type': 'component', 'path': path, 'description': description, 'authz': authz,
        'owner': owner, 'published': published, 'parent': parent,
        'parameters': parameters + _SIZES}, **members)


def _application(path, description, nodes, published=False):
    return {'type': 'application', 'path': path, 'description': description, 'authz': _USABLE,
            'owner': 'super', 'published': published, 'nodes': nodes}


def _node(name, component, mappings=()):
    return {'name': name, 'component': component, 'mappings': dict(mappings)}


def _parameter(name, description, value=None, category='Input', **members):
    return dict({'name': name, 'description': description, 'category': category, 'value': value},
                **members)


def _output(name, description, value=None, **members):
    return _parameter(name, description, value, 'Output', **members)


_SIZES = [
    _parameter('%s.instance.type' % cloud, 'Cloud instance type', size, cloud, mandatory=True,
               order=10) for cloud, size in _CLOUD_SIZES]

_WORDPRESS_SCRIPT = """#!/bin/bash -xe
ss-set statecustom "Installing WordPress"
apt-get install -y wordpress
ss-set admin_password "$(ss-random)"
ss-set url.service "http://$(ss-get hostname)/"
"""
_APACHE_SCRIPT = """#!/bin/bash -xe
echo 'Hello from Apache deployed by SlipStream!' > /var/www/html/data.txt
service apache2 restart
ss-set ready true
"""
_CLIENT_SCRIPT = """#!/bin/bash -xe
ss-get --timeout 300 webserver.ready
curl -o /tmp/data.txt "http://$(ss-get webserver.hostname):$(ss-get webserver.port)/data.txt"
"""

MODULES = (
    _project('examples', 'Examples for first steps'),
    _project('examples/images', 'Base images: minimal systems, ready to use on each cloud'),
    _image('ubuntu-16.04', 'ubuntu', 'ubuntu', 'Minimal Ubuntu 16.04 LTS',
           'b5a8ca5b-5d34-4f1d-9bd1-6f0e0f6a1e2', 'ami-0b040ee02'),
    _image('ubuntu-14.04', 'ubuntu', 'ubuntu', 'Minimal Ubuntu 14.04 LTS',
           '9c1e1ef6-0f5e-4d9c-8c8f-2d8c0f0b7a4', 'ami-0d2dd47da'),
    _image('centos-7', 'centos', 'centos', 'Minimal CentOS 7',
           'a2fd3f46-3a6c-4b1d-a6c2-8e6b5a1f9d3', 'ami-0ff760d16'),
    _image('debian-9', 'debian', 'admin', 'Minimal Debian 9', 'c3e7f1d2-6b0a-4c8e-b7f4-1a9d2c3b5e6',
           'ami-035c67e6a'),
    _project('examples/tutorials', 'Tutorials: one idea each'),
    _project('examples/tutorials/service-testing',
             'An application of a web server and clients that test it'),
    _component(
        'examples/tutorials/service-testing/apache', 'Apache web server with a file to fetch',
        'examples/images/ubuntu-16.04', [
            _output('port', 'Port of the web server', '8080'),
            _output('ready', 'Whether the web server responds', 'true'),
            _output('url.service', 'Address of the web server', '${page}')],
        targets={'execute': _APACHE_SCRIPT}),
    _component(
        'examples/tutorials/service-testing/testclient',
        'Client that fetches a file from a web server', 'examples/images/ubuntu-16.04', [
            _parameter('webserver.hostname', 'Address of the web server'),
            _parameter('webserver.port', 'Port of the web server'),
            _parameter('webserver.ready', 'Whether the web server responds')],
        targets={'execute': _CLIENT_SCRIPT}),
    _application(
        'examples/tutorials/service-testing/system', 'Web server and clients; both can be scaled', [
            _node('apache', 'examples/tutorials/service-testing/apache'),
            _node('testclient', 'examples/tutorials/service-testing/testclient', [
                ('webserver.hostname', 'apache:hostname'), ('webserver.port', 'apache:port'),
                ('webserver.ready', 'apache:ready')])],
        published=True),
    _project('examples/tutorials/image-building',
             'Components that are built before they are deployed'),
    _component(
        'examples/tutorials/image-building/nginx', 'nginx, installed when the image is built',
        'examples/images/ubuntu-16.04', [
            _output('url.service', 'Address of the web server', '${page}')],
        packages=['nginx'], prerecipe='#!/bin/bash -xe\napt-get update\n',
        recipe='#!/bin/bash -xe\nsystemctl enable nginx\n'),
    _project('examples/tutorials/failing', 'Deployments that fail'),
    _component(
        'examples/tutorials/failing/component',
        'A component that fails in the state that a parameter names',
        'examples/images/ubuntu-16.04', [
            _parameter('sandbox.fail', 'State in which the instance fails; empty: none',
                       'Executing')]),
    _project('apps', 'Applications for everybody'),
    _project('apps/WordPress', 'WordPress'),
    _component(
        'apps/WordPress/wordpress', 'WordPress server', 'examples/images/ubuntu-16.04', [
            _parameter('wordpress_title', 'Title of the blog', 'WordPress deployed by SlipStream'),
            _output('admin_email', 'Address to log in with as administrator', 'admin@example.org'),
            _output('admin_password', 'Password of the administrator', '${password}'),
            _output('url.service', 'Address of the blog', '${page}')],
        published=True, targets={'execute': _WORDPRESS_SCRIPT}),
    _project('jane', "Jane's experiments", owner='jane', authz={}),
    _component(
        'jane/web', "Jane's web server", 'examples/images/debian-9', [
            _parameter('title', 'Title of the page', "Jane's page"),
            _output('url.service', 'Address of the page', '${page}')],
        owner='jane', authz={}),
)

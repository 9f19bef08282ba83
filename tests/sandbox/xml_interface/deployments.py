# -*- coding: utf-8 -*-
"""A small site with something to deploy, for tests."""
from __future__ import unicode_literals

from slipstream.sandbox.compat import quote
from slipstream.sandbox.state import cimi_records, modules
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World

from .conftest import CLOUDS, Service, add_connector, add_credential, problem

GVA, EC2 = CLOUDS
FORM = 'application/x-www-form-urlencoded'

#: Seconds until a run that goes well is ready.
READY = 35


def parameter(name, category='Input', value=None, **members):
    return dict({'name': name, 'category': category, 'value': value}, **members)


def images(*clouds):
    return [{'cloudServiceName': cloud, 'cloudImageIdentifier': 'image-on-%s' % cloud,
             'region': None} for cloud in clouds]


def mapping(name, value, linked=False):
    return {'name': name, 'value': value, 'isMappedValue': linked}


def encode(fields):
    """Form text of a dict or of pairs."""
    pairs = fields.items() if hasattr(fields, 'items') else fields
    return '&'.join('%s=%s' % (quote(name, ''), quote('%s' % value, '')) for name, value in pairs)


class Site(object):
    """A world with two clouds, users alice (who has settings and a credential) and bob, super, and
    modules of alice.

    ``base`` is a native image, ``web`` and ``db`` are components upon it, ``full`` is an
    application of two ``web`` and one ``db``.
    """

    def __init__(self, **options):
        self.world = world = World(clock=Clock(speed=0), **options)
        for name in ('alice', 'bob'):
            world.accounts.create(name, 'secret-of-%s' % name)
        world.accounts.create('super', 'secret-of-super', isSuperUser=True)
        for cloud in CLOUDS:
            add_connector(world, cloud)
        self.credential = add_credential(world, 'alice', GVA)
        self.settings = self.set_user('alice')
        self.set_user('super')
        self.service = Service(world)
        self.base = self.component('examples/ubuntu', isBase=True, loginUser='ubuntu',
                                   platform='ubuntu', cloudImageIdentifiers=images(GVA, EC2))
        self.web = self.component('shop/web', moduleReferenceUri='module/examples/ubuntu',
                                  parameters=[
                                      parameter('title', value='My shop', description='Page title'),
                                      parameter('db.hostname'), parameter('sandbox.fail'),
                                      parameter('sandbox.fail.message'),
                                      parameter('port', 'Output', '8080'),
                                      parameter('admin_password', 'Output', '${password}'),
                                      parameter('url.service', 'Output', '${page}'),
                                      parameter('cpu.nb', 'Cloud', '2'),
                                      parameter('ram.GB', 'Cloud'),
                                      parameter('network', 'Cloud', 'Public', type='Enum'),
                                      parameter(GVA + '.instance.type', GVA, 'Small'),
                                      parameter(EC2 + '.zone', EC2, 'east')])
        self.db = self.component('shop/db', moduleReferenceUri='module/examples/ubuntu',
                                 parameters=[
                                     parameter('hostname', 'Output'),
                                     parameter('network', 'Cloud', 'Private'),
                                     parameter('sandbox.fail')])
        self.full = self.application('shop/full', [
            self.node('web', 'shop/web', multiplicity=2,
                      mappings=[mapping('db.hostname', 'db:hostname', True),
                                mapping('title', "'Big shop'")]),
            self.node('db', 'shop/db')])

    # -- what there is --------------------------------------------------------

    def set_user(self, username, **members):
        document = dict({'paramsType': 'execution', 'defaultCloudService': GVA,
                         'keepRunning': 'on-success', 'mailUsage': 'never',
                         'verbosityLevel': 0, 'sshPublicKey': 'ssh-rsa AAAA x', 'timeout': 30},
                        **members)
        for old in self.world.store.table('user-param'):
            if old['acl']['owner']['principal'] == username:
                return cimi_records.update(self.world, old, **document)
        return cimi_records.insert(self.world, 'user-param', document,
                                   owner=cimi_records.user(username))

    def component(self, path, **members):
        return modules.save(self.world, dict(members, path=path, category='Image'), 'alice')

    def application(self, path, nodes):
        return modules.save(self.world, {'path': path, 'category': 'Deployment', 'nodes': nodes},
                            'alice')

    @staticmethod
    def node(name, image, mappings=(), **members):
        return dict({'name': name, 'imageUri': image and 'module/%s' % image,
                     'parameterMappings': list(mappings)}, **members)

    def offer(self, cloud, **attributes):
        document = dict(('%s:%s' % tuple(name.split('_', 1)), value)
                        for name, value in attributes.items())
        return cimi_records.insert(self.world, 'service-offer',
                                   dict(document, connector={'href': cloud}))

    # -- what users do --------------------------------------------------------

    def post(self, path, fields=(), user='alice', **options):
        pairs = [('refqname', 'module/%s' % path)] + list(
            fields.items() if hasattr(fields, 'items') else fields)
        return self.service('POST', '/run', encode(pairs), user, content_type=FORM, **options)

    def launch(self, path, fields=(), user='alice'):
        response = self.post(path, fields, user)
        assert response.status == 201, response.body
        return response.headers.get('Location').rpartition('/')[2]

    def launched(self, path, fields=(), seconds=READY):
        """The UUID of a run that began that many seconds ago."""
        uuid = self.launch(path, fields)
        self.wait(seconds)
        return uuid

    def refused(self, path, fields=(), user='alice'):
        before = len(self.world.store.table('run'))
        response = self.post(path, fields, user)
        assert len(self.world.store.table('run')) == before
        return problem(response)

    def wait(self, seconds):
        self.world.clock.advance(seconds)
        self.world.agenda.catch_up()

    # -- what has become of it ------------------------------------------------

    def run(self, uuid):
        return self.world.store.table('run').get(uuid)

    def state(self, uuid):
        assert self.run(uuid)['state'] == self.value(uuid, 'ss:state')
        return self.run(uuid)['state']

    def value(self, uuid, key):
        return self.run(uuid)['values'][key]

    def values(self, uuid, *keys):
        return [self.value(uuid, key) for key in keys]

    def machines(self, uuid):
        """The virtual machines of a run, by instance name."""
        table = self.world.store.table('virtual-machine')
        instances = self.run(uuid)['instances']
        return dict((name, table.get(instance['machine'])) for name, instance in instances.items()
                    if table.get(instance['machine']))

    def events(self, uuid):
        return [event['content']['state'] for event in self.world.store.table('event')
                if event['content']['resource']['href'] == 'run/%s' % uuid]

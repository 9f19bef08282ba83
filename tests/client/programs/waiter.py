# -*- coding: utf-8 -*-
"""A compute driver that waits, as it was written for 3.71.1.

Nodes are deployments; who creates one waits until a runtime parameter says that it is ready.
"""
from __future__ import print_function, unicode_literals

import sys
import time

from slipstream.api import Api

STATES = {'initializing': 'pending', 'provisioning': 'pending', 'executing': 'pending',
          'sendingreports': 'pending', 'ready': 'running',
          'finalizing': 'terminated', 'done': 'terminated', 'cancelled': 'terminated',
          'aborted': 'error'}


class Driver(object):
    """Creates, lists and destroys nodes.

    :param sleep: how to wait between two looks.
    """

    def __init__(self, key, secret, endpoint, sleep=time.sleep, **options):
        self._sleep = sleep
        self.api = Api(endpoint=endpoint, cookie_file=None, insecure=False, **options)
        print('Logged in: %s' % str(self.api.login(
            {'href': 'session-template/internal', 'username': key, 'password': secret})))

    def list_images(self, path=None):
        """Components and applications below a project, then those of the App Store."""
        images = [app for app in self.api.list_project_content(path=path, recurse=True)
                 if app.type != 'project']
        return images + list(self.api.list_applications())

    def list_locations(self):
        """The clouds that the user has set up."""
        return sorted(self.api.get_user().configured_clouds)

    def import_key_pair(self, text):
        """Add a public key to those of the user."""
        keys = self.api.get_user().ssh_public_keys + [text]
        return self.api.update_user(ssh_public_keys='\n'.join(keys))

    def create_node(self, image, location=None, parameters=None, tags=(), **options):
        """Deploy an image and return its node."""
        element = self.api.get_element(path=image)
        if element.type == 'application' and location:
            location = dict((node.name, location)
                            for node in self.api.get_application_nodes(element.path))
        identifier = self.api.deploy(path='%s/%s' % (element.path, element.version), cloud=location,
                                     parameters=parameters or {}, tags=list(tags),
                                     keep_running=options.get('keep_running'),
                                     multiplicity=options.get('multiplicity'),
                                     tolerate_failures=options.get('tolerate_failures'),
                                     check_ssh_key=options.get('check_ssh_key', False),
                                     scalable=options.get('scalable', False),
                                     raw_params=options.get('raw_params'))
        return str(identifier)

    def state(self, node):
        """State of a node in the words of drivers."""
        return STATES[self.api.get_deployment(node)[2]]

    def list_nodes(self):
        """Ids of all nodes."""
        return [str(deployment.id) for deployment in self.api.list_deployments(limit=500)]

    def wait(self, node, state='Ready', name='ss:state', ignore_abort=False, attempts=50):
        """Wait until a runtime parameter has a value; whether it got there."""
        for _ in range(attempts):
            value = self.api.get_deployment_parameter(node, name, ignore_abort)
            if value == state or value.lower() == state.lower():
                return True
            self._sleep(10)
        return False

    def destroy_node(self, node):
        """End a node."""
        return self.api.terminate(node)


def main(endpoint, key, secret):
    """The whole life of a node; the exit status."""
    driver = Driver(key, secret, endpoint, lambda seconds: time.sleep(0.02))
    node = driver.create_node('apps/WordPress/wordpress', 'exoscale-ch-gva',
                              {'wordpress_title': 'Waited for'}, ['waiter'])
    ready = driver.wait(node, attempts=500)
    print('%s is %s' % (node, driver.state(node)))
    driver.destroy_node(node)
    driver.api.session.close()
    return 0 if ready else 1


if __name__ == '__main__':  # pragma: no cover - only where it runs as a program of its own
    sys.exit(main(*sys.argv[1:]))

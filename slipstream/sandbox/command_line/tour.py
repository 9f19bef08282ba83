# -*- coding: utf-8 -*-
"""The command ``tour``.

It runs the examples of the documentation over a real socket, on a new sandbox or on a real service.
"""
from __future__ import print_function, unicode_literals

import functools
import getpass
import sys
import time

import requests

from .. import Sandbox
from ..compat import native_str
from .transcript import Transcript, literal

WORDPRESS = 'apps/WordPress/wordpress'
APPLICATION = 'examples/tutorials/service-testing/system'
IMAGES = 'examples/images'
_NODES = ('apache', 'testclient')
_TITLE = 'WordPress deployed by SlipStream through SlipStreamPythonAPI'
#: Seconds after which the tour stops waiting for a deployment.
_LONGEST_WAIT = 1800


class Stopped(Exception):
    """The tour cannot continue: the service does not do what the tour shows."""


def add_options(parser):
    """Add the options of the command."""
    parser.add_argument('--speed', type=_speed, default=20.0,
                        help='sandbox seconds per real second (default: %(default)s)')
    parser.add_argument('--endpoint', help='use this service instead of a sandbox')
    parser.add_argument('--username', help='your account on that service; you are asked for the '
                        'password')
    parser.add_argument('--cloud', default='exoscale-ch-gva',
                        help='cloud to deploy on (default: %(default)s)')
    parser.add_argument('--insecure', action='store_true',
                        help='do not check the certificate of the service')


def run(options, out=None, err=None, ask=getpass.getpass, sleep=time.sleep):
    """Run the tour.

    :param options: the parsed command line.
    :param out: where to print; default: standard output.
    :param err: where to print errors; default: standard error.
    :param ask: a function that asks for a password, called with the prompt.
    :param sleep: a function that waits for some seconds.
    :return: the exit status: 0 if everything worked.
    """
    out, err = out or sys.stdout, err or sys.stderr
    if bool(options.endpoint) != bool(options.username):
        print('Use --endpoint and --username together', file=err)
        return 2
    try:
        if options.endpoint:
            question = 'Password of %s at %s: ' % (options.username, options.endpoint)
            password = ask(native_str(question))
            Tour(Transcript(out), options.endpoint, options.username, password, options, sleep,
                 strict=False).run()
        else:
            _on_a_sandbox(options, out, sleep)
        return 0
    except KeyboardInterrupt:
        print('\nInterrupted.', file=err)
        return 130
    except _failures() as error:
        print('\nThe tour stopped: %s' % error, file=err)
        return 1


def _speed(text):
    speed = float(text)
    if speed <= 0:
        raise ValueError(text)  # No deployment would ever become ready.
    return speed


def _on_a_sandbox(options, out, sleep):
    with Sandbox(http=True, speed=options.speed) as sandbox:
        user = next(user for user in sandbox.users if not user['privileged'])
        transcript = Transcript(out)
        transcript.write('This is a SlipStream service with %d accounts in this process, at %s.'
                         % (len(sandbox.users), sandbox.endpoint))
        transcript.write('Its clouds are simulated, and its clock runs %g times as fast as real '
                         'time.' % options.speed)
        Tour(transcript, sandbox.endpoint, user['username'], user['password'], options, sleep,
             strict=True).run()


class Tour(object):
    """The tour, chapter by chapter.

    :param transcript: where to print it.
    :param str endpoint: URL of the service.
    :param options: the parsed command line.
    :param sleep: a function that waits for some seconds.
    :param bool strict: whether everything that the tour needs must exist; otherwise the tour skips
        chapters and says so.
    """

    def __init__(self, transcript, endpoint, username, password, options, sleep, strict):
        self._transcript = transcript
        self._endpoint = endpoint
        self._username = username
        self._options = options
        self._sleep = sleep
        self._strict = strict
        self._left_out = []
        self._deployments = []
        self._key = None
        transcript.names.update(username=username, password=password)

    @property
    def _api(self):
        return self._transcript.names['api']

    def run(self):
        """Run all chapters.

        Afterwards, also if it fails, the tour removes everything that it created.

        :raises Stopped: if the service does not do what the tour shows.
        """
        self._log_in()
        try:
            self._list_modules()
            if self._is_there(WORDPRESS):
                self._deploy_wordpress()
            if self._is_there(APPLICATION):
                self._deploy_application()
            self._list_running()
            self._search()
            self._use_api_key()
            self._end()
        finally:
            self._clean_up()
        self._log_out()
        self._sum_up()

    # -- chapters -------------------------------------------------------------

    def _log_in(self):
        enter = self._transcript.enter
        self._transcript.heading('Log in')
        enter('from slipstream.api import Api')
        names = self._transcript.names
        # What waits for a deployment sleeps as the tour does.
        names['Api'] = functools.partial(names['Api'], sleep=self._sleep)
        # A cookie file would outlive the tour.
        more = ', insecure=True' if self._options.insecure else ''
        enter('api = Api(%s, persist_cookie=False%s)' % (literal(self._endpoint), more))
        self._transcript.define('username', self._username)
        self._transcript.prompt('password = getpass.getpass()')
        enter('api.login_internal(username, password)')

    def _list_modules(self):
        self._transcript.heading('Applications of the App Store')
        self._transcript.enter('from pprint import pprint as pp')
        self._transcript.names['pp'] = self._transcript.show  # Prints to the output of the tour.
        self._transcript.enter('pp(list(api.list_applications()))')
        if self._is_there(IMAGES):
            self._transcript.heading('Base images')
            self._transcript.enter("pp(list(api.list_project_content('%s')))" % IMAGES)

    def _deploy_wordpress(self):
        enter = self._transcript.enter
        self._transcript.heading('Deploy a WordPress server')
        self._transcript.define('cloud', self._options.cloud)
        self._transcript.define('wordpress_title', _TITLE)
        enter('parameters = dict(wordpress_title=wordpress_title)')
        self._deploy('deployment_id', "api.deploy('%s', cloud, parameters)" % WORDPRESS)
        self._wait('deployment_id')
        enter('print(deployment.service_url)')
        enter("print(api.get_deployment_parameter(deployment_id, 'machine:admin_email'))")
        enter("print(api.get_deployment_parameter(deployment_id, 'machine:admin_password'))")
        self._transcript.heading('Open its web page')
        enter('page = api.session.get(deployment.service_url)')
        enter('page.status_code')
        enter('wordpress_title in page.text')
        if _TITLE not in self._transcript.names['page'].text:
            raise Stopped('the page of the deployment does not show its title')

    def _deploy_application(self):
        self._transcript.heading('Deploy a scalable application with two nodes')
        self._transcript.define('application', APPLICATION)
        self._transcript.enter('for node in api.get_application_nodes(application): '
                               'print(node.name, node.multiplicity, node.path)')
        clouds = dict((native_str(node), native_str(self._options.cloud)) for node in _NODES)
        self._transcript.define('clouds', clouds)
        self._deploy('application_id', 'api.deploy(application, clouds, scalable=True)')
        self._wait('application_id')
        self._transcript.heading('Scale it up, and down again')
        self._transcript.enter("added = api.add_node_instances(application_id, 'testclient', 2)")
        self._transcript.enter('added')
        self._wait('application_id')
        self._transcript.enter("api.remove_node_instances(application_id, 'testclient', added)")
        self._wait('application_id')

    def _list_running(self):
        enter = self._transcript.enter
        self._transcript.heading('What is running, and where')
        enter('for deployment in api.list_deployments(): print(deployment.id, deployment.status, '
              'deployment.module)')
        enter('for machine in api.list_virtualmachines(): print(machine.cloud, machine.ip, '
              'machine.status, machine.deployment_id)')
        enter('for usage in api.usage(): print(usage.cloud, usage.run_usage, usage.quota)')

    def _search(self):
        if not self._strict and not self._api.cimi_search('serviceOffers', last=0).count:
            self._left_out.append('service offers')
            return
        enter = self._transcript.enter
        self._transcript.heading('Search: the cheapest machines with at least two processors')
        enter("offers = api.cimi_search('serviceOffers', filter=\"resource:type='VM' and "
              "resource:vcpu>=2\", orderby='price:unitCost', last=3)")
        enter('offers.count')
        enter("pp([(offer['name'], offer['connector']['href'], offer['price:unitCost']) "
              'for offer in offers])')

    def _use_api_key(self):
        enter, names = self._transcript.enter, self._transcript.names
        self._transcript.heading('Create an API key and log in with it')
        enter("api_key = api.create_api_key('tour', ttl=3600)")
        self._key = names['api_key']
        enter('api_key')
        enter('api.login_apikey(api_key.key, api_key.secret)')
        enter('api.current_session()')

    def _end(self):
        self._transcript.heading('Terminate')
        for name in [name for name, _ in self._deployments]:
            self._transcript.enter('api.terminate(%s)' % name)
            self._transcript.enter('api.get_deployment(%s).status' % name)
        self._deployments = []
        self._transcript.enter('api.delete_api_key(api_key)')
        self._key = None

    def _log_out(self):
        self._transcript.heading('Log out')
        self._transcript.enter('api.logout()')
        self._transcript.enter('print(api.current_session())')

    def _sum_up(self):
        self._transcript.write()
        for path in self._left_out:
            self._transcript.write('Left out, because this service has no %s for %s.'
                                   % (path, self._username))
        self._transcript.write('That was the tour.')

    # -- printing -----------------------------------------------------------

    def _is_there(self, path):
        from ...api.errors import ForbiddenError, NotFoundError  # As late as the client itself.
        try:
            self._api.get_element(path)
        except (ForbiddenError, NotFoundError):
            if self._strict:
                raise
            self._left_out.append(path)
            return False
        return True

    def _deploy(self, name, source):
        self._transcript.enter('%s = %s' % (name, source))
        self._deployments.append((name, self._transcript.names[name]))
        self._transcript.enter(name)

    def _wait(self, name):
        if 'show' not in self._transcript.names:
            self._transcript.enter('def show(deployment): print(deployment.status)')
        self._transcript.enter('deployment = api.wait_deployment(%s, timeout=%d, progress=show)'
                               % (name, _LONGEST_WAIT))

    def _clean_up(self):
        for _, identifier in self._deployments:
            self._try('terminate deployment %s' % identifier, self._api.terminate, identifier)
        if self._key:
            self._try('delete %s' % self._key.key, self._api.delete_api_key, self._key)

    def _try(self, what, function, argument):
        try:
            function(argument)
        except _failures() as error:
            self._transcript.write('Please %s yourself: %s' % (what, error))


def _failures():
    from ...api import SlipStreamError  # As late as the client itself.
    return Stopped, SlipStreamError, requests.exceptions.RequestException

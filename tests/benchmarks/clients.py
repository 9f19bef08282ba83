# -*- coding: utf-8 -*-
"""The clients: each of them does the same work.

Run as a part of ``worker.py``, by any Python from 2.7 on. Each client does what its methods are
called; nothing else of this project is imported but what is measured.
"""
from __future__ import unicode_literals

import itertools
import json
import os
import tempfile
import time
import xml.etree.ElementTree as etree

import requests

RUN = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'
RESOURCE = 'event/257d0a64-5c1c-4a7e-b1a0-000000000001'
PAGE = 500
LAST = 10000


class Floor(object):
    """Bare requests, and the parsers of the standard library; on Python 2 the fast one."""

    def __init__(self, endpoint):
        self.endpoint = str(endpoint)
        self.session = requests.Session()
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=64)
        self.session.mount(str('http://'), adapter)
        try:
            from xml.etree.cElementTree import fromstring  # Python 2, and 3 before 3.9
        except ImportError:
            fromstring = etree.fromstring
        self._parse = fromstring

    def _get(self, path, accept, **params):
        response = self.session.get(self.endpoint + path, params=params, headers={'Accept': accept},
                                    timeout=120)
        response.raise_for_status()
        return response.content

    def _xml(self, path, **params):
        return self._parse(self._get(path, 'application/xml', **params))

    def cimi_get(self):
        """A small document."""
        return json.loads(self._get('/api/' + RESOURCE, 'application/json').decode('utf-8'))

    def get_deployment(self):
        """A document with thirty parameters."""
        return self._xml('/run/' + RUN)

    def get_deployment_parameter(self):
        """A string of five characters."""
        return self._get('/run/%s/ss:state' % RUN, 'text/plain').decode('utf-8')

    def list_deployments(self, rows):
        """All deployments, in pages."""
        return [self._xml('/run', offset=offset, limit=PAGE, activeOnly='true')
                for offset in range(0, rows, PAGE)]

    def list_users(self, rows):
        """All users, in one document."""
        return self._xml('/users')

    def list_project_content(self, rows):
        """All children of a project, in one document."""
        return self._xml('/module/shop')

    def cimi_search(self, rows):
        """A search, and two attributes of each document."""
        response = self._search(1, rows)
        return response, [(event['id'], event['resourceURI']) for event in response['events']]

    def cimi_all(self, rows):
        """All documents, in pages that are not kept."""
        total = 0
        for first in range(1, rows + 1, PAGE):
            total += len([event['id'] for event in self._search(first, first + PAGE - 1)['events']])
        return total

    def _search(self, first, last):
        response = self.session.put(self.endpoint + '/api/event',
                                    data={'$first': first, '$last': last}, timeout=120,
                                    headers={'Accept': 'application/json'})
        response.raise_for_status()
        return json.loads(response.content.decode('utf-8'))


class Ours(object):
    """The client of this project."""

    def __init__(self, endpoint, **options):
        from slipstream.api import Api
        self.api = Api(endpoint, **dict({'persist_cookie': False}, **options))
        self.deployment_id = RUN

    def cimi_get(self):
        """As the floor does."""
        return self.api.cimi_get(RESOURCE)

    def get_deployment(self):
        """As the floor does."""
        return self.api.get_deployment(self.deployment_id)

    def get_deployment_parameter(self):
        """As the floor does."""
        return self.api.get_deployment_parameter(self.deployment_id, 'ss:state')

    def list_deployments(self, rows):
        """As the floor does."""
        return list(self.api.list_deployments(limit=None))

    def list_users(self, rows):
        """As the floor does."""
        return list(self.api.list_users())

    def list_project_content(self, rows):
        """As the floor does."""
        return list(self.api.list_project_content('shop'))

    def cimi_search(self, rows):
        """As the floor does."""
        events = self.api.cimi_search('events', first=1, last=rows)
        return events, [(resource.id, resource.resource_uri) for resource in events.resources()]

    def cimi_all(self, rows):
        """As the floor does."""
        return sum(1 for resource in self.api.cimi_list('events', page_size=PAGE) if resource.id)


class Changing(Ours):
    """Ours, with a cookie that changes at each call."""

    def __init__(self, endpoint, **options):
        super(Changing, self).__init__(endpoint, **options)
        self._numbers = itertools.count()

    def cimi_get(self):
        """As the floor does."""
        self.api.session.cookies.set('changing', '%d' % next(self._numbers), domain='127.0.0.1',
                                     expires=4102444800)
        return super(Changing, self).cimi_get()


class Keeping(Changing):
    """The same, in a file that takes long to be written."""

    def __init__(self, endpoint, seconds=0.05):
        super(Keeping, self).__init__(endpoint, persist_cookie=True,
                                      cookie_file=os.path.join(tempfile.mkdtemp(), 'cookies.txt'))
        from slipstream.api.transport import cookie_file
        write = cookie_file.change
        cookie_file.change = lambda *args: (time.sleep(seconds), write(*args))


class Old(Ours):
    """The release 3.71.1.

    It keeps its cookies in a file, reads no more than one page of deployments, and iterates
    over a search once.
    """

    def __init__(self, endpoint):
        from slipstream.api import Api
        self.api = Api(endpoint, cookie_file=os.path.join(tempfile.gettempdir(),
                                                          'no-such-folder-needed', 'cookies.txt'))

    deployment_id = RUN

    def list_deployments(self, rows):
        """Like a program that reads all of them."""
        return [deployment for offset in range(0, rows, PAGE)
                for deployment in self.api.list_deployments(offset=offset, limit=PAGE)]


class Nuvla(object):
    """The client of the service that came after; it has only the JSON interface."""

    def __init__(self, endpoint):
        from nuvla.api import Api
        self.api = Api(endpoint, persist_cookie=False)

    def cimi_get(self):
        """As the floor does."""
        return self.api.get(RESOURCE)

    def cimi_search(self, rows):
        """As the floor does; attributes of a resource are in its ``data``."""
        events = self.api.search('event', first=1, last=rows)
        return events, [(resource.id, resource.data['resourceURI'])
                        for resource in events.resources]


CLIENTS = {'floor': Floor, 'ours': Ours, 'changing': Changing, 'keeping': Keeping, 'old': Old,
           'nuvla': Nuvla}
SMALL = ('cimi_get', 'get_deployment', 'get_deployment_parameter')

# -*- coding: utf-8 -*-
"""A job engine, as it was written for 3.71.1.

Many threads share one ``Api``; jobs are dictionaries that are merged with what the service returns;
conflicts are looked up and retried.
"""
from __future__ import print_function, unicode_literals

import json
import logging
import sys
import threading

from slipstream.api import Api, ConnectionError, SlipStreamError

logging.getLogger('slipstream').setLevel(logging.INFO)

THREADS = 16
ATTEMPTS = 3


class Job(dict):
    """A job as a dictionary that follows the service."""

    def __init__(self, api, job_id):
        super(Job, self).__init__(api.cimi_get(job_id).json)
        self.api = api

    def edit(self, **members):
        """Change the job at the service; what it returns is merged."""
        response = self.api.cimi_edit(self['id'], members)
        self.update(response.json)
        return response.id


class Engine(object):
    """Works on the queued jobs of a service."""

    def __init__(self, endpoint, username, password, **options):
        self.api = Api(endpoint=endpoint, reauthenticate=True, **options)
        self.api.login_internal(username, password)
        self.done, self.failed = [], []
        self._queue = []
        self._lock = threading.Lock()

    def queued(self):
        """The ids of the queued jobs, the oldest first."""
        response = self.api.cimi_search('jobs', filter="state='QUEUED' and action^='collect'",
                                        orderby='created:asc', select='id, created', last=500)
        assert response.count == len(response.resources_list)
        return [job.id for job in response.resources()]

    def count(self, state):
        """How many jobs are in a state."""
        return self.api.cimi_search('jobs', filter="state='%s'" % state, last=0).count

    def offer(self, cloud):
        """The cheapest offer of a cloud."""
        offers = self.api.cimi_search('serviceOffers', filter="connector/href='%s'" % cloud,
                                     orderby='price:unitCost', first=1, last=1)
        return offers.json['serviceOffers'][0]

    def work(self, job_id):
        """Do one job: note what was found in a record that may exist already."""
        job = Job(self.api, job_id)
        job.edit(state='RUNNING')
        offer = self.offer(job['targetResource']['href'].split('/', 1)[1])
        name = self.create_or_get(offer)
        self.retry(lambda: job.edit(state='SUCCESS', returnCode=0,
                                    statusMessage='%s %s' % (name, offer['price:unitCost'])))
        return job

    def create_or_get(self, offer):
        """Add what stands for an offer, or find the one that another thread has added."""
        namespace = {'prefix': offer['resource:country'].lower(),
                     'uri': 'http://example.org/%s' % offer['resource:country'].lower()}
        try:
            return self.api.cimi_add('serviceAttributeNamespaces', namespace).json['resource-id']
        except SlipStreamError as error:
            if error.response.status_code != 409:
                raise
            return error.response.json()['resource-id']

    def retry(self, call):
        """Call again if the service was not to be reached or was busy."""
        for attempt in range(ATTEMPTS):
            try:
                return call()
            except (SlipStreamError, ConnectionError) as error:
                logging.getLogger('slipstream.engine').info('attempt %d: %s', attempt + 1, error)
                last = error
        raise last

    def _loop(self):
        while True:
            with self._lock:
                if not self._queue:
                    return
                job_id = self._queue.pop()
            try:
                self.done.append(self.work(job_id))
            except (SlipStreamError, ConnectionError) as error:
                self.failed.append((job_id, error.response.status_code if error.response is not None
                                    else None, str(error)))

    def run(self):
        """Do all queued jobs in many threads."""
        self._queue = self.queued()
        threads = [threading.Thread(target=self._loop) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(self.done)


def main(endpoint, username, password):
    """Do what is queued; the exit status."""
    engine = Engine(endpoint, username, password, cookie_file='/dev/null')
    engine.run()
    print(json.dumps({'done': len(engine.done), 'failed': engine.failed,
                      'left': engine.count('QUEUED')}, sort_keys=True))
    engine.api.session.close()
    return 1 if engine.failed else 0


if __name__ == '__main__':  # pragma: no cover - only where it runs as a program of its own
    sys.exit(main(*sys.argv[1:]))

# -*- coding: utf-8 -*-
"""``python -m tests.soak.cluster``: four workers of dask inspect 200 deployments.

Needs dask.distributed (tox environment ``dask``). The Api is sent to the workers in a pickle,
without a password; they find the session in the cookie file.
"""
from __future__ import print_function, unicode_literals

import os
import pickle
import shutil
import sys
import tempfile

from dask.distributed import Client, LocalCluster

from slipstream.sandbox import Sandbox

from .threads import WORDPRESS

COUNT, WORKERS = 200, 4


def inspected(api, identifier):
    """The facts that a worker finds out about a deployment, and the id of its process."""
    deployment = api.get_deployment(identifier)
    return '%s' % deployment.id, deployment.status, os.getpid()


def main():
    """Launch, inspect, compare.

    :return: the exit status: 0 if the workers found the right values.
    """
    folder = tempfile.mkdtemp(prefix='dask-')
    try:
        with Sandbox(http=True, speed=0) as sandbox, sandbox.api(
                cookie_file=os.path.join(folder, 'cookies.txt')) as api:
            token = api.session.cookies['com.sixsq.slipstream.cookie'].partition('=')[2].encode(
                'ascii')
            assert token not in pickle.dumps(api) and b'jane-password' not in pickle.dumps(api)
            made = [api.deploy(WORDPRESS) for _ in range(COUNT)]
            sandbox.clock.advance(600)
            with LocalCluster(n_workers=WORKERS, threads_per_worker=2, host='127.0.0.1',
                              dashboard_address=None, local_directory=folder) as cluster:
                with Client(cluster) as client:
                    inspections = client.gather(client.map(inspected, [api] * COUNT, made))
    finally:
        shutil.rmtree(folder)
    workers = set(pid for _, _, pid in inspections)
    assert [(identifier, status) for identifier, status, _ in inspections] == [
        ('%s' % deployment, 'ready') for deployment in made], inspections[:3]
    assert os.getpid() not in workers and len(workers) == WORKERS, workers
    print('%d deployments inspected by %d workers' % (len(inspections), len(workers)))
    return 0


if __name__ == '__main__':
    sys.exit(main())

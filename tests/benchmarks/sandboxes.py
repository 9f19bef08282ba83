# -*- coding: utf-8 -*-
"""Sandboxes: how fast the service in a process responds.

Usage: ``sandboxes.py REPEAT``; prints a JSON object of medians, in milliseconds. With ``socket``
behind it only that is measured.
"""
from __future__ import division, print_function, unicode_literals

import io
import itertools
import json
import sys
import threading
import time

try:
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from socketserver import ThreadingMixIn
except ImportError:  # Python 2
    from BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer
    from SocketServer import ThreadingMixIn

import requests

from slipstream.api import Api
from slipstream.sandbox import Sandbox

clock = getattr(time, 'perf_counter', time.time)

MODULE = 'apps/WordPress/wordpress'
#: A read of what has changed since the last one, which must be written anew.
CHANGED = 'get_deployment after a change'
#: The states of a deployment, and since when it is in them, in seconds from its launch.
LIFE = [(0, 'Initializing'), (3, 'Provisioning'), (18, 'Executing'), (33, 'SendingReports'),
        (35, 'Ready')]
ORDER = [state for _, state in LIFE]


class Handler(BaseHTTPRequestHandler):
    """Responds with a state."""

    protocol_version = str('HTTP/1.1')
    wbufsize = -1  # one packet for a response, or the client would wait 40 ms for the second

    def do_GET(self):
        """Respond with a state."""
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain')
        self.send_header('Content-Length', '5')
        self.end_headers()
        self.wfile.write(b'Ready')

    def log_message(self, *_):
        """Nothing is logged."""


class Bare(ThreadingMixIn, HTTPServer):
    """The floor: what the standard library has."""

    daemon_threads = True


def times(call, repeat, before=lambda: None):
    """Sorted milliseconds of some calls, without the preparation before each."""
    durations = []
    for _ in range(repeat):
        before()
        started = clock()
        call()
        durations.append((clock() - started) * 1000)
    return sorted(durations)


def calls(api, repeat):
    """Median and 99th percentile of small calls of both interfaces."""
    deployment = api.deploy(MODULE)
    event = api.cimi_search('events', last=1)[0].id
    small = {'get_deployment_parameter': lambda: api.get_deployment_parameter(
        deployment, 'ss:state'), 'cimi_get': lambda: api.cimi_get(event),
             'get_deployment': lambda: api.get_deployment(deployment),
             'cimi_search': lambda: api.cimi_search('events', last=1)}
    summaries = dict((name, summary(times(call, repeat))) for name, call in small.items())
    values = itertools.count()
    summaries[CHANGED] = summary(times(small['get_deployment'], repeat,
                                   lambda: api.set_deployment_parameter(
                                       deployment, 'ss:tags', next(values), check=False)))
    return summaries


def summary(measured):
    """The median and the 99th percentile of sorted values."""
    return {'median': measured[len(measured) // 2], '99 %': measured[len(measured) * 99 // 100]}


def floor(repeat):
    """The same of a bare threaded server."""
    server = Bare((str('127.0.0.1'), 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    api = Api('http://127.0.0.1:%d' % server.server_address[1], persist_cookie=False)

    def call():
        return api.get_deployment_parameter('7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b', 'ss:state')

    measured = times(call, repeat)
    api.close()
    server.shutdown()
    thread.join()
    server.server_close()
    return summary(measured)


class Constant(requests.adapters.BaseAdapter):
    """Responds with a state, without a service."""

    def send(self, request, **_):
        """A state."""
        response = requests.Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response.headers['Content-Type'], response.raw = 'text/plain', io.BytesIO(b'Ready')
        return response

    def close(self):
        """Nothing is open."""


def floor_in_process(repeat):
    """The time that requests itself takes for a call."""
    session = requests.Session()
    session.mount('https://', Constant())
    return summary(times(lambda: session.get(
        'https://sandbox.test/run/7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b/ss:state').text, repeat))


def first_response(**options):
    """The milliseconds from nothing to the first response."""
    started = clock()
    with Sandbox(**options) as sandbox:
        sandbox.api(login=False).cimi_cloud_entry_point
        return (clock() - started) * 1000


def crowd(runs):
    """Many deployments, launched at the same time, on a clock that stands still.

    :return: the milliseconds of a launch; real seconds that a second of the clock takes while they
        become ready, in the mean and in the worst second, in which all of them enter their next
        state; and how many entered their last one at another time than they should.
    """
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api()
        deployed = times(lambda: api.deploy(MODULE), runs)
        deployments = [deployment.id for deployment in api.list_deployments(limit=None)]
        taken = []
        for second in range(int(LIFE[-1][0])):
            started = clock()
            sandbox.clock.advance(1)
            seen = api.get_deployment_parameter(deployments[second % runs], 'ss:state')
            taken.append(clock() - started)
            assert seen == state_after(second + 1), (second, seen)
        wrong = [run for run in sandbox.world.store.table('run')
                 if (run['lastStateChange'] - run['creation'], run['state']) != LIFE[-1]]
        return {'deploy': deployed[runs // 2], 'mean': sum(taken) / len(taken), 'worst': max(taken),
                'late': len(wrong)}


def state_after(seconds):
    """The state of a deployment of this age."""
    return [state for since, state in LIFE if since <= seconds][-1]


class Watch(threading.Thread):
    """Reads the states of deployments, one after the other, and compares them with the clock.

    :param list born: deployments, each with a time at which it had been launched.
    :ivar list late: deployments that were in an earlier state than they should be, with that.
    :ivar float slowest: real seconds that the slowest response took.
    """

    def __init__(self, sandbox, born):
        super(Watch, self).__init__()
        self._sandbox, self._born = sandbox, born
        self.late, self.reads, self.slowest = [], 0, 0.0

    def run(self):
        """Continue until the youngest deployment is ready."""
        api, now = self._sandbox.api(), self._sandbox.clock.now
        for deployment, launched in itertools.cycle(self._born):
            if now() - self._born[-1][1] > LIFE[-1][0] + 1:
                break
            before, started = now(), clock()
            seen = api.get_deployment_parameter(deployment, 'ss:state')
            self.slowest, self.reads = max(self.slowest, clock() - started), self.reads + 1
            if ORDER.index(seen) < ORDER.index(state_after(before - launched)):
                self.late.append((deployment, seen))
        api.close()


def watched(runs, speed, threads=8):
    """Many deployments on a running clock, and threads that watch them over sockets.

    :return: how many of the responses came too late, of how many, and the real seconds that the
        slowest of them took.
    """
    with Sandbox(http=True, speed=speed) as sandbox:
        api = sandbox.api()
        born = [(api.deploy(MODULE), sandbox.clock.now()) for _ in range(runs)]
        watches = [Watch(sandbox, born[number::threads]) for number in range(threads)]
        for watch in watches:
            watch.start()
        for watch in watches:
            watch.join()
        return {'late': sum(len(watch.late) for watch in watches),
                'reads': sum(watch.reads for watch in watches),
                'slowest': max(watch.slowest for watch in watches)}


def over_socket(repeat):
    """The calls over a socket, and the floor."""
    with Sandbox(http=True) as sandbox:
        return {'floor': floor(repeat), 'socket': calls(sandbox.api(), repeat)}


def main(repeat, only=None):
    """Measure all, or only what goes over a socket."""
    figures = over_socket(repeat)
    if only == 'socket':
        return figures
    with Sandbox() as sandbox:
        figures['in process'] = calls(sandbox.api(), repeat)
    figures['floor in process'] = floor_in_process(repeat)
    figures['fresh'] = sorted(first_response() for _ in range(21))[10]
    figures['start'] = sorted(first_response(http=True) for _ in range(21))[10]
    runs = 1000 if repeat >= 100 else 50
    figures['crowd'], figures['watched'] = crowd(runs), watched(runs, 5)
    return figures


if __name__ == '__main__':
    print(json.dumps(main(int(sys.argv[1]), *sys.argv[2:]), sort_keys=True))

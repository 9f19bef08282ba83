# -*- coding: utf-8 -*-
"""
Sandboxes: how fast the service in a process answers
====================================================

Usage: ``sandboxes.py REPEAT``; prints a JSON object of medians, in milliseconds.
"""
from __future__ import division, print_function, unicode_literals

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

from slipstream.api import Api
from slipstream.sandbox import Sandbox

clock = getattr(time, 'perf_counter', time.time)


class Handler(BaseHTTPRequestHandler):
    """Answers with a state."""

    protocol_version = str('HTTP/1.1')
    wbufsize = -1  # one packet for an answer, or the client would wait 40 ms for the second

    def do_GET(self):
        """Answer with a state."""
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


def times(call, repeat):
    """Sorted milliseconds of so many calls."""
    found = []
    for _ in range(repeat):
        started = clock()
        call()
        found.append((clock() - started) * 1000)
    return sorted(found)


def calls(api, repeat):
    """Median, and longest but one in a hundred, of a small call of each interface."""
    deployment = api.deploy('apps/WordPress/wordpress')
    event = api.cimi_search('events', last=1)[0].id
    small = {'get_deployment_parameter': lambda: api.get_deployment_parameter(deployment, 'ss:state'), 'cimi_get': lambda: api.cimi_get(event),
             'get_deployment': lambda: api.get_deployment(deployment)}
    found = {}
    for name, call in small.items():
        measured = times(call, repeat)
        found[name] = {'median': measured[len(measured) // 2], '99 %': measured[len(measured) * 99 // 100]}
    return found


def floor(repeat):
    """The same of a bare threaded server."""
    server = Bare((str('127.0.0.1'), 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    api = Api('http://127.0.0.1:%d' % server.server_address[1], persist_cookie=False)
    call = lambda: api.get_deployment_parameter('7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b', 'ss:state')  # noqa: E731 - as short as the others
    measured = times(call, repeat)
    api.close()
    server.shutdown()
    thread.join()
    server.server_close()
    return {'median': measured[len(measured) // 2], '99 %': measured[len(measured) * 99 // 100]}


def first_answer(**options):
    """The milliseconds from nothing to the first answer."""
    started = clock()
    with Sandbox(**options) as sandbox:
        sandbox.api(login=False).cimi_cloud_entry_point
        return (clock() - started) * 1000


def crowd(runs, seconds):
    """So many deployments at once, on a clock that runs a hundred times as fast: the share of real time that it takes to keep up with it."""
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api()
        started = clock()
        for _ in range(runs):
            api.deploy('apps/WordPress/wordpress')
        deployed = clock() - started
        started = clock()
        for _ in range(seconds):
            sandbox.clock.advance(1)
            next(api.list_deployments(limit=1), None)
        taken = clock() - started
        return {'deploy': deployed / runs * 1000, 'real seconds for a second': taken / seconds}


def main(repeat):
    """Measure all."""
    found = {'floor': floor(repeat)}
    with Sandbox() as sandbox:
        found['in process'] = calls(sandbox.api(), repeat)
    with Sandbox(http=True) as sandbox:
        found['socket'] = calls(sandbox.api(), repeat)
    found['fresh'] = sorted(first_answer() for _ in range(21))[10]
    found['start'] = sorted(first_answer(http=True) for _ in range(21))[10]
    found['crowd'] = crowd(1000 if repeat >= 100 else 50, 300 if repeat >= 100 else 30)
    return found


if __name__ == '__main__':
    print(json.dumps(main(int(sys.argv[1])), sort_keys=True))

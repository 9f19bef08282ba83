# -*- coding: utf-8 -*-
"""A walk over sockets: calls in any order on one Api, whose responses are cut anywhere, packed into
chunks that end oddly, or meet another fault; connections are kept.

``tox -e walk`` takes more of these walks, see :mod:`tests.hostile.test_walk`.
"""
from __future__ import unicode_literals

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from ..faults.calls import CALLS
from ..faults.faults import BODIES, FRAMES, TRANSPORT, Fault, padded, split
from ..faults.matrix import Bench, Row, complaints
from ..faults.server import reset
from .test_walk import LONGEST, RANDOM, WALKS

#: Methods that follow something continue after failures, which would take too long.
METHODS = sorted(set(CALLS) - {'follow', 'follow_deployment', 'wait_deployment'})
#: What needs no time, and may happen on a connection that is kept.
QUICK = [fault for fault in TRANSPORT + FRAMES + BODIES
         if not fault.slow and not fault.on_connect]
#: How a body in chunks ends.
ENDS = (b'0\r\n\r\n', b'0\r\n', b'', b'0\r\nX: y\r\n\r\n', b'-1\r\n\r\n', b'zz\r\n\r\n', b'5\r\nab',
        b'0;a=b\r\n\r\n', b'0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n', b'ffffffffffffffff\r\n')
#: What a fault in the middle of a response may be: how many thousandths of it come, how it ends.
CUTS = st.tuples(st.integers(0, 1000), st.booleans(), st.booleans())
#: The size of a chunk, and what comes behind the last one.
CHUNKS = st.tuples(st.integers(1, 700), st.sampled_from(ENDS))


def cut(thousandths, is_reset, is_lasting):
    """A fault: so much of a response, and then a reset or the end of the connection."""
    def act(server, connection, request, good):
        good = padded(good)
        connection.sendall(good[:len(good) * thousandths // 1000])
        if is_reset:
            reset(connection)
        return False
    return Fault('cut at %d' % thousandths, act=act, lasting=is_lasting)


def chunked(size, end):
    """A fault: a good response in chunks with an odd end; then the connection is closed."""
    def act(server, connection, request, good):
        head, body = split(padded(good))
        lines = [line for line in head.split(b'\r\n')
                 if not line.lower().startswith(b'content-length')]
        parts = [body[place:place + size] for place in range(0, len(body), size)]
        connection.sendall(
            b'\r\n'.join(lines) + b'\r\nTransfer-Encoding: chunked\r\n\r\n' + b''.join(
                ('%x\r\n' % len(part)).encode('ascii') + part + b'\r\n' for part in parts) + end)
        return False
    return Fault('chunks of %d and %r' % (size, end), act=act)


class SocketWalk(RuleBasedStateMachine):
    """One Api, whose connections are kept, and a server that breaks."""

    def __init__(self):
        super(SocketWalk, self).__init__()
        self.bench = Bench()
        self.bench._fresh = lambda: self.bench.api
        self.bench.__enter__()

    def teardown(self):
        """End it."""
        self.bench.__exit__()

    def meet(self, method, position, fault):
        """Call a method; what comes of it is documented, and the next call works."""
        assert complaints(self.bench.meet(Row(method, position), fault)) == []

    @rule(method=st.sampled_from(METHODS), position=st.integers(0, 2), how=CUTS)
    def cut_off(self, method, position, how):
        """A response is cut off."""
        self.meet(method, position, cut(*how))

    @rule(method=st.sampled_from(METHODS), position=st.integers(0, 2), how=CHUNKS)
    def chop(self, method, position, how):
        """A response comes in chunks."""
        self.meet(method, position, chunked(*how))

    @rule(method=st.sampled_from(METHODS), position=st.integers(0, 2),
          fault=st.sampled_from(QUICK))
    def fail(self, method, position, fault):
        """A response meets another fault."""
        self.meet(method, position, fault)


@pytest.mark.timeout(LONGEST, method='thread')
def test_no_walk_over_sockets_breaks_a_promise():
    run_state_machine_as_test(SocketWalk, settings=settings(
        max_examples=max(8, WALKS // 10), stateful_step_count=15, deadline=None,
        derandomize=not RANDOM))

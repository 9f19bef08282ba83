# -*- coding: utf-8 -*-
"""``python -m tests.telemetry``: one call of a program is one trace, without secrets.

Executes what the guide shows against a sandbox, through a refusal, a new login and a retry, and
looks at every span that leaves the program.
"""
from __future__ import print_function, unicode_literals

import os
import shutil
import sys
import tempfile

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from slipstream.sandbox import Sandbox

from ..docs.blocks import blocks, read

PASSWORD = 'jane-password'
PAGE = 'docs/guides/telemetry.rst'


def spans_of_the_guide(sandbox):
    """Execute the guide against a sandbox.

    :return: the spans, and the Api of the guide.
    """
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    defined, used = [block.code for block in blocks(PAGE, read(PAGE)) if block.language == 'text']
    shown = {}
    exec(defined, shown)
    api = shown['api']
    api.session.sleep = sandbox.clock.advance
    sandbox.faults.add(status=503, times=1, method='GET')
    exec(used, shown)
    return exporter.get_finished_spans(), api


def check(spans, api, secrets):
    """Compare the spans with what was sent.

    :raises AssertionError: a call is not one trace, or shows a secret.
    """
    own = [span for span in spans if span.kind is trace.SpanKind.INTERNAL]
    assert [span.name for span in own] == ['launch', 'look'], own
    for call in own:
        assert call.parent is None
        inside = [span for span in spans if span.context.trace_id == call.context.trace_id
                  and span is not call]
        assert inside and {span.parent.span_id for span in inside} == {call.context.span_id}
    sent = [(exchange.method, exchange.path) for exchange in api.history]
    reported = [(span.attributes['http.request.method'], span.attributes['url.path'])
                for span in spans if span.kind is trace.SpanKind.CLIENT]
    assert sorted(reported) == sorted(sent) and ('POST', '/api/session') in sent, reported
    assert len({span.context.trace_id for span in spans}) == len(own)
    assert 1 in [span.attributes.get('http.request.resend_count') for span in spans]
    shown = ''.join(span.to_json() for span in spans)
    assert [secret for secret in secrets if secret in shown] == [], shown
    return len(reported), len(own)


def main():
    """Execute, compare, tell.

    :return: the exit status.
    """
    home = tempfile.mkdtemp(prefix='telemetry-')
    try:
        with Sandbox(http=True, speed=0) as sandbox:
            os.environ.update(HOME=home, SLIPSTREAM_ENDPOINT=sandbox.endpoint,
                              SLIPSTREAM_USERNAME='jane', SLIPSTREAM_PASSWORD=PASSWORD)
            spans, api = spans_of_the_guide(sandbox)
            token = api.session.cookies['com.sixsq.slipstream.cookie']
            assert token and PASSWORD in api.session.login_params.values()
            counts = check(spans, api, (token, PASSWORD))
    finally:
        shutil.rmtree(home)
    print('%d requests in %d traces, and no secret in them' % counts)
    return 0


if __name__ == '__main__':
    sys.exit(main())

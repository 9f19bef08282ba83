# -*- coding: utf-8 -*-
"""A walk: any order of logins, ends of sessions, faults, redirects, threads and forks, and what
holds whatever happens.

A few walks by default, always the same ones; ``tox -e walk`` takes more of them, for about two
minutes: ``SLIPSTREAM_WALKS`` says how many. ``SLIPSTREAM_RANDOM_WALKS`` asks for as many others.
"""
from __future__ import unicode_literals

import os

import pytest
import requests
from hypothesis import settings, strategies as st
from hypothesis.stateful import (RuleBasedStateMachine, invariant, precondition, rule,
                                 run_state_machine_as_test)

from slipstream.api import SlipStreamError
from slipstream.api.compat import to_text
from slipstream.sandbox import Sandbox

from ..fuzz.targets import Answers
from ..processes import Child
from ..threads import together

#: How many others to take, if any, and how many walks in all.
RANDOM = int(os.environ.get('SLIPSTREAM_RANDOM_WALKS') or 0)
WALKS = RANDOM or int(os.environ.get('SLIPSTREAM_WALKS') or 12)
#: Seconds after which they hang, however busy the machine is.
LONGEST = 600 + WALKS // 2
#: How often one walk forks.
MOST_FORKS = 2
STRANGER = 'https://stranger.test/'
TEMPLATE = {'href': 'credential-template/generate-api-key'}
DOCUMENTED = (SlipStreamError, requests.exceptions.RequestException)
FAULTS = (
    {'status': 401}, {'status': 403}, {'status': 429, 'retry_after': 1}, {'status': 500},
    {'status': 503, 'times': 2}, {'kind': 'reset'}, {'kind': 'reset', 'handled': True},
    {'status': 502, 'handled': True}, {'status': 302, 'headers': {'Location': STRANGER}},
    {'status': 307, 'headers': {'Location': STRANGER}}, {'status': 201, 'handled': True},
    {'status': 200, 'body': 'odd', 'content_type': 'application/json'},
    {'status': 200, 'body': '[1]', 'content_type': 'application/json', 'handled': True})

#: One of them, or nothing.
TROUBLE = st.one_of(st.none(), st.sampled_from(FAULTS))


class Walk(RuleBasedStateMachine):
    """One Api of changing users, and the service."""

    def __init__(self):
        super(Walk, self).__init__()
        self.sandbox = Sandbox(speed=0)
        self.sandbox.__enter__()
        self.between = Between(self.sandbox)
        self.api = self.sandbox.api(login=False, reauthenticate=True)
        self.stranger = Answers(200, b'{}', 'application/json')
        self.api.session.mount(STRANGER, self.stranger)
        self.api.login_internal('jane', 'jane-password')
        self.user = 'jane'
        self.forks = MOST_FORKS
        self.wanted = {}  # name of a resource to its user and whether it was reported as added

    def teardown(self):
        """End it."""
        self.sandbox.close()

    @rule(user=st.sampled_from(['jane', 'joe']), fault=TROUBLE)
    def log_in(self, user, fault):
        """Somebody logs in."""
        self.break_something(fault)
        try:
            self.api.login_internal(user, user + '-password')
            self.user = user
        except DOCUMENTED as error:
            self.check_error(error)
            # It was a login even if the rest of the response cannot be read.
            self.user = user if getattr(error, 'status_code', None) == 201 else self.user

    @rule(fault=TROUBLE)
    def log_out(self, fault):
        """Log out; afterwards nobody is logged in, whatever the service says."""
        self.break_something(fault)
        try:
            self.api.logout()
        except DOCUMENTED as error:
            self.check_error(error)
        self.user = None

    @rule()
    def end_sessions(self):
        """All sessions end."""
        self.sandbox.expire_sessions()

    def break_something(self, fault):
        """Set a fault for the next requests, or none."""
        if fault is not None:
            self.sandbox.faults.add(**fault)

    @rule(fault=TROUBLE)
    def read_through(self, fault):
        """A user reads their own resources, whatever happens."""
        self.break_something(fault)
        self.read()

    def read(self):
        """A user reads their own resources."""
        try:
            assert self.api.get_user().username == self.user
        except DOCUMENTED as error:
            self.check_error(error)

    @rule(fault=TROUBLE)
    def add(self, fault):
        """A user adds a resource."""
        self.break_something(fault)
        self.add_named('resource %d' % len(self.wanted), self.user)

    @rule(number=st.integers(2, 3), fault=TROUBLE)
    def add_together(self, number, fault):
        """Several threads add resources."""
        self.break_something(fault)
        first, user = len(self.wanted), self.user
        together([lambda name='resource %d' % (first + place): self.add_named(name, user)
                  for place in range(number)])

    @rule(user=st.sampled_from(['jane', 'joe', None]))
    def log_in_between(self, user):
        """Another thread logs in or out between the refusal of a launch and its repetition."""
        self.sandbox.faults.clear()
        self.sandbox.expire_sessions()
        self.between.happens(self.log_out if user is None else lambda fault: self.log_in(
            user, fault))
        self.launch('resource %d' % len(self.wanted), self.user)
        assert self.between.has_happened()

    @precondition(lambda self: self.forks and hasattr(os, 'fork'))
    @rule()
    def read_in_a_child(self):
        """A forked process reads what is the user's."""
        self.forks -= 1
        assert Child(self.read).status() == 0

    def launch(self, name, user):
        """Launch something, and remember whether it was reported."""
        self.wanted[name] = user, False
        try:
            self.api.deploy('apps/WordPress/wordpress', tags=[name])
            self.wanted[name] = user, True
        except DOCUMENTED as error:
            self.check_error(error)

    def add_named(self, name, user):
        """Add a resource, and remember what was reported."""
        self.wanted[name] = user, False
        try:
            made = self.api.cimi_add_or_get('credentials', {'name': name,
                                                            'credentialTemplate': TEMPLATE})
            assert made['name'] == name and made['secretKey']
            self.wanted[name] = user, True
        except DOCUMENTED as error:
            self.check_error(error)
            if error.__dict__.get('created') is not None:
                assert self.owner(error.created) == user
                self.wanted[name] = user, True

    def check_error(self, error):
        """Check that an error contains no secret."""
        assert '-password' not in repr(error) + to_text(str(error))

    def owner(self, identifier):
        """The owner of a resource on the service."""
        return user_of(self.stored()[identifier])

    def stored(self):
        """The resources of the service by their ids."""
        return dict((document['id'], document)
                    for document in self.sandbox.world.store.table('credential'))

    @invariant()
    def nothing_is_doubled_or_lost_and_each_is_of_its_user(self):
        """Each reported resource exists once, each other one at most once."""
        owners = {}
        for document in self.stored().values():
            owners.setdefault(document.get('name'), []).append(user_of(document))
        for run in self.sandbox.world.store.table('run'):
            owners.setdefault(run['values']['ss:tags'], []).append(run['owner'])
        for name, (user, is_sure) in self.wanted.items():
            assert owners.get(name, []) in ([[user]] if is_sure else [[], [user]])

    @invariant()
    def no_credential_leaves_its_place(self):
        """No credentials were sent to other hosts."""
        for request in self.stranger.asked:
            sent = '%s %s %s' % (request.url, dict(request.headers), to_text(request.body or ''))
            assert 'password' not in sent and 'Cookie' not in request.headers


class Between(object):
    """What another thread does between the refusal of a request and its repetition.

    :param sandbox: a sandbox in process.
    """

    def __init__(self, sandbox):
        self._real, self._action = sandbox._core.handle, None
        sandbox._core.handle = self._handle

    def happens(self, action):
        """Let it be done after the next refusal, a function of no fault."""
        self._action = action

    def has_happened(self):
        """Whether it was done."""
        return self._action is None

    def _handle(self, request, timeout=None):
        response = self._real(request, timeout)
        if self._action is not None and response.status in (401, 403):
            action, self._action = self._action, None
            together([lambda: action(None)])
        return response


def user_of(document):
    """The owner of a resource."""
    return [rule['principal'] for rule in document['acl']['rules'] if rule['type'] == 'USER'][0]


# The other method of the plugin cannot interrupt a thread that waits for a lock on Python 2.
@pytest.mark.timeout(LONGEST, method='thread')
def test_no_walk_breaks_a_promise():
    run_state_machine_as_test(Walk, settings=settings(
        max_examples=WALKS, stateful_step_count=15, deadline=None, derandomize=not RANDOM))

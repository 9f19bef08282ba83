# -*- coding: utf-8 -*-
"""The command line: tour."""
from __future__ import unicode_literals

import io
import re
import uuid

import pytest

from slipstream.api.models import ApiKey
from slipstream.sandbox import Sandbox, __main__ as command_line
from slipstream.sandbox.command_line import tour
from slipstream.sandbox.command_line.transcript import Transcript, literal
from slipstream.sandbox.compat import to_text


class Output(io.StringIO):
    """A text stream for both kinds of text of Python 2."""

    def write(self, text):
        return super(Output, self).write(to_text(text))


def run(arguments, **options):
    """Exit status, output and error output."""
    out, err = Output(), Output()
    options.setdefault('sleep', lambda seconds: None)
    status = tour.run(command_line._parser().parse_args(['tour'] + arguments), out, err, **options)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def service():
    """A service for tours: what a real one would be."""
    with Sandbox(http=True, speed=0) as sandbox:
        yield sandbox


def visit(service, *arguments, **options):
    """A tour of a service; time passes only while the tour waits."""
    options.setdefault('sleep', service.clock.advance)
    options.setdefault('ask', lambda question: 'jane-password')
    return run(['--endpoint', service.endpoint, '--username', 'jane'] + list(arguments), **options)


def active(service):
    """How many deployments of the service are active."""
    return len(list(service.api().list_deployments()))


# -- on a sandbox of its own --------------------------------------------------

def test_the_tour_prints_every_line_of_its_program():
    status, printed, complained = run(['--speed', '2000'])
    assert (status, complained) == (0, '')
    assert re.match('[ -~\n]+$', printed)
    for line in (
            '>>> from slipstream.api import Api',
            ">>> username = 'jane'",
            '>>> api.login_internal(username, password)',
            '>>> pp(list(api.list_applications()))',
            ">>> pp(list(api.list_project_content('examples/images')))",
            ">>> cloud = 'exoscale-ch-gva'",
            ">>> deployment_id = api.deploy('apps/WordPress/wordpress', cloud, parameters)",
            '>>> def show(deployment): print(deployment.status)',
            '>>> deployment = api.wait_deployment(deployment_id, timeout=1800, progress=show)',
            '>>> print(deployment.service_url)',
            'admin@example.org',
            '200',
            'True',
            '>>> application_id = api.deploy(application, clouds, scalable=True)',
            ">>> added = api.add_node_instances(application_id, 'testclient', 2)",
            ">>> api.remove_node_instances(application_id, 'testclient', added)",
            '>>> for usage in api.usage(): print(usage.cloud, usage.run_usage, usage.quota)',
            'exoscale-ch-gva 2 20',
            '>>> offers.count',
            '>>> api.login_apikey(api_key.key, api_key.secret)',
            '>>> api.terminate(deployment_id)',
            '>>> api.terminate(application_id)',
            '>>> api.logout()',
            'That was the tour.'):
        assert line in printed.split('\n')
    assert "['testclient.2', 'testclient.3']" in printed.replace("u'", "'")
    assert re.search(r'progress=show\)\n(?:[a-z]+\n)*ready\n>>> print', printed)
    assert re.search(r'\nhttp://127.0.0.1:\d+/pages/', printed)
    assert re.search(r"ApiKey\(key=u?'credential/[0-9a-f-]{36}', secret=u?'[*]{8}'\)", printed)
    assert 'jane-password' not in printed


def test_what_the_story_needs_must_be_on_the_sandbox(monkeypatch):
    monkeypatch.setattr(tour, 'WORDPRESS', 'apps/Nothing/nothing')
    status, printed, complained = run(['--speed', '2000'])
    assert status == 1
    assert 'The tour stopped: ' in complained and '404' in complained
    assert 'That was the tour.' not in printed


# -- on another service -------------------------------------------------------

def test_a_service_is_toured_with_a_password_that_is_asked_for(service):
    questions, waits = [], []

    def ask(question):
        questions.append(to_text(question))
        return 'jane-password'

    def sleep(seconds):
        waits.append(seconds)
        service.clock.advance(seconds)

    status, printed, complained = visit(service, '--insecure', '--cloud', 'ec2-eu-west', ask=ask,
                                        sleep=sleep)
    assert (status, complained) == (0, '')
    assert questions == ['Password of jane at %s: ' % service.endpoint]
    assert waits[:3] == [1, 2, 4] and max(waits) <= 15
    assert "api = Api('%s', persist_cookie=False, insecure=True)" % service.endpoint in printed
    assert ">>> cloud = 'ec2-eu-west'" in printed
    assert 'jane-password' not in printed
    assert active(service) == 0
    assert [credential['name'] for credential in service.world.store.table('credential')
            if credential['type'] == 'api-key'] == ['API key of jane']


def test_what_a_service_does_not_have_is_left_out():
    def accounts(world):
        world.accounts.create('jane', 'jane-password')

    with Sandbox(http=True, speed=0, catalogue=accounts) as service:
        status, printed, complained = visit(service)
    assert (status, complained) == (0, '')
    for missing in (tour.IMAGES, tour.WORDPRESS, tour.APPLICATION, 'service offers'):
        assert 'Left out, because this service has no %s for jane.' % missing in printed
    assert 'api.deploy' not in printed
    assert '>>> api.logout()' in printed


def test_a_wrong_password_ends_the_tour(service):
    status, printed, complained = visit(service, ask=lambda question: 'not the password')
    assert status == 1
    assert "invalid credentials for 'jane'" in complained
    assert 'not the password' not in printed + complained


def test_a_service_that_breaks_off_ends_the_tour(service):
    service.faults.add(kind='reset', method='POST')
    status, _, complained = visit(service)
    assert status == 1
    assert 'The tour stopped: ' in complained


@pytest.mark.parametrize('arguments',
                         [['--endpoint', 'http://127.0.0.1:1'], ['--username', 'jane']])
def test_a_service_needs_a_user_and_a_user_a_service(arguments):
    status, _, complained = run(arguments)
    assert status == 2
    assert 'together' in complained


def test_a_deployment_that_fails_ends_the_tour_and_is_terminated(service):
    service.world.cloud.fail_next('The machine caught fire')
    status, _, complained = visit(service)
    assert status == 1
    assert 'The machine caught fire' in complained
    assert active(service) == 0


def test_a_deployment_that_is_terminated_by_others_ends_the_tour(service):
    def sleep(seconds):
        api = service.api('super')
        for deployment in api.list_deployments():
            api.terminate(deployment.id)

    status, _, complained = visit(service, sleep=sleep)
    assert status == 1
    assert 'is cancelled' in complained


def test_a_deployment_that_does_not_get_ready_ends_the_tour(service, monkeypatch):
    waits = []
    monkeypatch.setattr(tour, '_LONGEST_WAIT', 50)
    status, _, complained = visit(service, sleep=waits.append)
    assert status == 1
    assert 'is still initializing after 50 seconds' in complained
    assert sum(waits) == 50
    assert active(service) == 0


def test_a_page_without_the_title_ends_the_tour(service):
    service.faults.add(status=200, path='/pages', body='nothing')
    status, _, complained = visit(service)
    assert status == 1
    assert 'does not show its title' in complained
    assert active(service) == 0


def test_who_cannot_clean_up_asks_for_help(service):
    service.world.cloud.fail_next('The machine caught fire')
    service.faults.add(status=403, path='/run', method='DELETE', times=None)
    status, printed, _ = visit(service)
    assert status == 1
    assert re.search('Please terminate deployment [0-9a-f-]{36} yourself: ', printed)


def test_ctrl_c_ends_the_tour_and_what_it_started(service):
    def sleep(seconds):
        raise KeyboardInterrupt()

    status, _, complained = visit(service, sleep=sleep)
    assert status == 130
    assert 'Interrupted.' in complained
    assert active(service) == 0


def test_an_api_key_does_not_stay():
    class Api(object):
        def __init__(self):
            self.deleted = []

        def delete_api_key(self, key):
            self.deleted.append(key)

    transcript = Transcript(Output())
    story = tour.Tour(transcript, 'https://sandbox.test', 'jane', 'x', None, None, True)
    transcript.names['api'] = Api()
    story._key = key = ApiKey('credential/1', 'secret')
    story._clean_up()
    assert transcript.names['api'].deleted == [key]


# -- transcripts --------------------------------------------------------------

@pytest.fixture
def out():
    """A stream that keeps what is written."""
    return Output()


@pytest.fixture
def transcript(out):
    """A transcript that writes to the stream."""
    return Transcript(out)


@pytest.mark.parametrize('source, result', [
    ('1 + 1', '2\n'), ('None', ''), ('x = 3', ''), ('print(5, None, "a")', '5 None a\n'),
    ('print()', '\n'),
    ('pp([1, 2])', '[1, 2]\n'), ('import os', '')])
def test_what_is_typed_is_executed_and_shown(transcript, out, source, result):
    transcript.enter(source)
    assert out.getvalue() == '>>> %s\n%s' % (source, result)


def test_a_name_stays_for_the_lines_after_it(transcript, out):
    transcript.enter('x = 3')
    transcript.enter('x * 2')
    transcript.define('y', 'text')
    transcript.enter('len(y)')
    assert out.getvalue() == ">>> x = 3\n>>> x * 2\n6\n>>> y = 'text'\n>>> len(y)\n4\n"
    assert transcript.names['y'] == 'text'


def test_failures_come_out(transcript):
    with pytest.raises(ZeroDivisionError):
        transcript.enter('1 // 0')
    with pytest.raises(SyntaxError):
        transcript.enter('no sense')


def test_long_values_take_several_lines(transcript, out):
    transcript.show([uuid.UUID(int=number) for number in range(4)])
    assert out.getvalue().count('\n') == 4


def test_everything_is_ascii(transcript, out):
    transcript.write('caf\xe9')
    transcript.part(b'caf\xc3\xa9')
    assert out.getvalue() == 'caf\\xe9\ncaf\\xe9'


@pytest.mark.parametrize('value, text',
                         [('a', "'a'"), ("it's", '"it\'s"'), (1, '1'), (None, 'None')])
def test_literals_are_those_of_each_python(value, text):
    assert literal(value) == text


def test_headings_are_as_wide_as_the_rest(transcript, out):
    transcript.heading('Log in')
    assert len(out.getvalue().strip()) == 110

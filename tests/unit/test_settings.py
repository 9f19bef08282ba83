# -*- coding: utf-8 -*-
"""Which service, and who is asking."""
from __future__ import unicode_literals

import getpass
import io
import os
import re

import pytest

from slipstream.api import Api, settings
from slipstream.api.compat import native_str, to_text
from slipstream.api.transport import secret_command

PROFILES = '''
[default]
endpoint = https://default.test
api_key = credential/1
api_secret = hush
insecure = no

[bare]
username = bob
password = hush%(x)s

[half]
endpoint = https://half.test/
username = bob
cookie_file = /tmp/of-half
empty =
'''
CONTEXT = (
    '[contextualization]\nserviceurl = https://context.test\nusername = jane\napi_key = '
    'credential/2\napi_secret = hush\ndiid = 1234\n')


@pytest.fixture
def gather(home):
    """A function that gathers settings from files with the given content."""
    def made(passed=None, config=None, context=None, mode=0o600, environ=None, **options):
        paths = []
        for name, content in (('config', config), ('context', context)):
            paths.append(native_str(os.path.join(str(home), name)))
            if content is not None:
                with io.open(paths[-1], 'wb') as stream:
                    stream.write(content if isinstance(content, bytes) else content.encode('utf-8'))
                os.chmod(paths[-1], mode)
        return settings.gather(passed or {}, environ=environ or {}, config_file=paths[0],
                               context_file=paths[1], **options)
    return made


def test_without_any_setting_only_defaults_apply(gather):
    arguments, sources = gather()
    assert arguments == {'reauthenticate': True}
    assert sources == {'endpoint': 'default', 'cookie_file': 'default', 'insecure': 'default'}


def test_arguments_come_first(gather):
    passed = {'endpoint': 'https://a.test', 'username': 'u', 'password': 'p', 'cookie_file': None,
             'timeout': 5, 'reauthenticate': False}
    arguments, sources = gather(passed, PROFILES, CONTEXT,
                                environ={'SLIPSTREAM_ENDPOINT': 'https://e.test',
                                         'SLIPSTREAM_API_KEY': 'k'})
    assert arguments == {'endpoint': 'https://a.test',
                         'login_creds': {'username': 'u', 'password': 'p'}, 'timeout': 5,
                         'reauthenticate': False}
    assert {sources[name] for name in ('endpoint', 'username', 'password', 'timeout')} == {
        'argument'}


def test_ready_made_credentials_are_left_alone(gather):
    arguments, _ = gather({'login_creds': {'key': 'k', 'secret': 's'}}, PROFILES, prompt=True)
    assert arguments['login_creds'] == {'key': 'k', 'secret': 's'}


def test_environment_variables_give_endpoint_credentials_and_options(gather):
    arguments, sources = gather(environ={
        'SLIPSTREAM_ENDPOINT': 'https://e.test', 'SLIPSTREAM_USERNAME': 'u',
        'SLIPSTREAM_PASSWORD': 'p', 'SLIPSTREAM_INSECURE': 'false',
        'SLIPSTREAM_COOKIE_FILE': '/tmp/c'})
    assert arguments == {'endpoint': 'https://e.test',
                         'login_creds': {'username': 'u', 'password': 'p'}, 'insecure': 'false',
                         'cookie_file': '/tmp/c', 'reauthenticate': True}
    assert sources['endpoint'] == 'environment variable SLIPSTREAM_ENDPOINT'
    assert sources['username'] == 'environment variable SLIPSTREAM_USERNAME and SLIPSTREAM_PASSWORD'
    assert gather(environ={'SLIPSTREAM_API_KEY': 'k',
                           'SLIPSTREAM_API_SECRET': 's'})[0]['login_creds'] == {
                               'key': 'k', 'secret': 's'}


def test_a_profile_gives_the_settings_and_unknown_profiles_are_refused(gather):
    arguments, sources = gather(config=PROFILES)
    assert arguments == {'endpoint': 'https://default.test',
                         'login_creds': {'key': 'credential/1', 'secret': 'hush'}, 'insecure': 'no',
                         'reauthenticate': True}
    assert sources['key'].startswith('profile [default] of ')
    assert gather(config=PROFILES,
                  profile='bare')[0]['login_creds'] == {'username': 'bob', 'password': 'hush%(x)s'}
    assert gather(config=PROFILES,
                  environ={'SLIPSTREAM_PROFILE': 'bare'})[0]['login_creds']['username'] == 'bob'
    with pytest.raises(ValueError) as caught:
        gather(config=PROFILES, profile='other')
    assert 'There is no profile [other]' in str(caught.value)
    assert gather(config='[other]\n')[0] == {'reauthenticate': True}
    with pytest.raises(ValueError):
        gather(profile='default')


def test_the_context_of_a_machine_gives_endpoint_and_credentials(gather, home):
    arguments, sources = gather(context=CONTEXT, mode=0o644)
    assert arguments == {'endpoint': 'https://context.test',
                         'login_creds': {'key': 'credential/2', 'secret': 'hush'},
                         'reauthenticate': True}
    assert sources['secret'].startswith('context file')
    assert settings.deployment_id(os.path.join(str(home), 'context')) == '1234'
    assert settings.deployment_id(os.path.join(str(home), 'missing')) is None


def test_credentials_do_not_go_astray(gather):
    arguments, sources = gather({'endpoint': 'https://elsewhere.test'}, PROFILES, CONTEXT)
    assert arguments == {'endpoint': 'https://elsewhere.test', 'reauthenticate': True}
    assert 'key' not in sources
    assert gather({'endpoint': 'https://default.test/'}, PROFILES,
                  CONTEXT)[0]['login_creds']['key'] == 'credential/1'
    assert gather({'endpoint': 'https://context.test'}, PROFILES,
                  CONTEXT)[0]['login_creds']['key'] == 'credential/2'
    assert gather({'endpoint': 'https://any.test'}, PROFILES,
                  profile='bare')[0]['login_creds']['username'] == 'bob'


@pytest.mark.parametrize('passed, options, names', [
    ({'username': 'u'}, {}, 'username and password'),
    ({'secret': 's'}, {'prompt': True}, 'key and secret'),
    ({}, {'environ': {'SLIPSTREAM_API_KEY': 'k'}}, 'SLIPSTREAM_API_KEY and SLIPSTREAM_API_SECRET'),
    ({}, {'environ': {'SLIPSTREAM_PASSWORD': 'p'}}, 'SLIPSTREAM_USERNAME and SLIPSTREAM_PASSWORD'),
    ({}, {'config': '[half]\nusername = u', 'profile': 'half'}, 'username and password'),
    ({}, {'config': '[half]\napi_key = k', 'profile': 'half'}, 'api_key and api_secret'),
    ({}, {'config': '[half]\napi_secret_command = x', 'profile': 'half'},
     'api_key and api_secret')])
def test_half_of_a_pair_of_credentials_is_refused(gather, passed, options, names):
    with pytest.raises(ValueError) as caught:
        gather(passed, **options)
    assert ': %s are needed together' % names in str(caught.value)


COMMANDS = '''
[work]
endpoint = https://work.test
username = jane
password_command = pass show "work/my service"

[keys]
api_key = credential/1
api_secret_command = keyring get slipstream keys

[both]
username = jane
password = hush
password_command = pass show work

[both keys]
api_key = credential/1
api_secret = hush
api_secret_command = pass show work

[alone]
password_command = pass show work
'''


@pytest.fixture
def run(monkeypatch):
    """The commands that were run, and where they came from; each prints the same."""
    commands = []
    monkeypatch.setattr(secret_command, 'run', lambda command, source: commands.append(
        (command, source)) or 'printed')
    return commands


@pytest.mark.parametrize('profile, secret, setting, command, creds', [
    ('work', 'password', 'password_command', 'pass show "work/my service"', {'username': 'jane'}),
    ('keys', 'secret', 'api_secret_command', 'keyring get slipstream keys',
     {'key': 'credential/1'})])
def test_a_command_of_a_profile_is_run(gather, run, profile, secret, setting, command, creds):
    arguments, sources = gather(config=COMMANDS, profile=profile, mode=0o644)
    assert arguments['login_creds'] == dict(creds, **{native_str(secret): 'printed'})
    assert [name for name in arguments if 'command' in name] == []
    assert re.match(r'%s of profile \[%s\] of \S+config$' % (setting, profile),
                    sources[secret])
    assert run == [(command, sources[secret])]
    assert sources[sorted(creds)[0]] == sources[secret].partition(' of ')[2]


@pytest.mark.parametrize('names', [('username', 'password'), ('key', 'secret')])
def test_a_command_of_the_caller_is_run_instead(gather, run, names):
    public, secret = names
    passed = {public: 'me', secret + '_command': ['pass', 'show']}
    arguments, sources = gather(passed, config=COMMANDS, profile='work')
    assert arguments == {'endpoint': 'https://work.test', 'reauthenticate': True,
                         'login_creds': {public: 'me', secret: 'printed'}}
    assert run == [(['pass', 'show'], secret + '_command of argument')]
    assert sources == {'endpoint': sources['endpoint'], public: 'argument',
                       secret: secret + '_command of argument',
                       'cookie_file': 'default', 'insecure': 'default'}


@pytest.mark.parametrize('passed', [
    {'username': 'u', 'password': 'p'}, {'login_creds': {'key': 'k', 'secret': 's'}},
    {'endpoint': 'https://elsewhere.test'}])
def test_a_command_that_is_not_needed_is_not_run(gather, run, passed):
    gather(passed, config=COMMANDS, profile='work')
    assert run == []


@pytest.mark.parametrize('profile, message', [
    ('both', 'there are both password and password_command; keep one of them'),
    ('both keys', 'there are both api_secret and api_secret_command; keep one of them'),
    ('alone', 'username and password are needed together, but only one is set')])
def test_a_command_is_the_only_secret_of_its_user(gather, run, profile, message):
    with pytest.raises(ValueError) as caught:
        gather(config=COMMANDS, profile=profile)
    assert message in str(caught.value) and 'hush' not in str(caught.value) and run == []


@pytest.mark.parametrize('mode', [0o622, 0o602, 0o620])
def test_nobody_else_may_change_a_command(gather, run, mode):
    with pytest.raises(ValueError) as caught:
        gather(config=COMMANDS, profile='work', mode=mode)
    assert 'holds a command, but others may change it' in str(caught.value) and run == []


@pytest.mark.parametrize('mode', [0o644, 0o640, 0o602, 0o660])
def test_files_with_secrets_must_be_private(gather, mode):
    with pytest.raises(ValueError) as caught:
        gather(config=PROFILES, mode=mode)
    assert 'chmod 600' in str(caught.value) and 'hush' not in str(caught.value)
    assert gather(config=PROFILES, mode=mode, profile='half', prompt=True,
                  asking=lambda *_: ('b', 'p'))[0]['cookie_file'] == '/tmp/of-half'


@pytest.mark.parametrize('content',
                         [b'password = hush', b'\xff\xfe', '[a]\npassword hush\n'.encode('ascii')])
def test_a_damaged_file_raises_an_error_without_its_content(gather, content):
    with pytest.raises(ValueError) as caught:
        gather(config=content)
    assert 'is not an INI file' in str(caught.value) and 'hush' not in str(caught.value)


def test_a_file_that_cannot_be_read_is_an_error(home):
    folder = str(home)
    with pytest.raises(ValueError) as caught:
        settings.gather({}, environ={}, config_file=folder, context_file=folder)
    assert 'cannot be read' in str(caught.value)
    assert settings.deployment_id(folder) is None


def test_the_terminal_is_asked(gather, monkeypatch):
    asked = []
    monkeypatch.setattr(settings, 'ask', lambda text: asked.append(to_text(text)) or ' jane ')
    monkeypatch.setattr(getpass, 'getpass', lambda text: asked.append(to_text(text)) or 'hush')
    arguments, sources = gather(prompt=True)
    assert arguments['login_creds'] == {'username': 'jane', 'password': 'hush'}
    assert sources['password'] == 'terminal'
    assert gather({'username': 'bob', 'endpoint': 'https://h.test'},
                  prompt=True)[0]['login_creds']['username'] == 'bob'
    assert asked == ['User name: ', 'Password of jane: ', 'Password of bob at https://h.test: ']
    assert gather(config=PROFILES, prompt=True)[0]['login_creds']['key'] == 'credential/1'


def test_from_environment_makes_an_api_without_showing_the_secret(monkeypatch):
    monkeypatch.setenv(str('SLIPSTREAM_ENDPOINT'), str('https://e.test/'))
    monkeypatch.setenv(str('SLIPSTREAM_API_KEY'), str('k'))
    monkeypatch.setenv(str('SLIPSTREAM_API_SECRET'), str('hush'))
    with Api.from_environment(persist_cookie=False, pool_size=2) as api:
        assert api.endpoint == 'https://e.test' and api.session.reauthenticate
        assert api.session.login_params['key'] == 'k'
        assert api.config_sources['endpoint'] == 'environment variable SLIPSTREAM_ENDPOINT'
        assert 'hush' not in repr(api.config_sources) + repr(api) and len(api.history) == 0
    assert Api(persist_cookie=False).config_sources == {}


@pytest.mark.parametrize('size', [0, -1, True, 2.5, '7'])
def test_the_pool_size_must_be_a_positive_number(size):
    with pytest.raises(ValueError):
        Api('https://h', persist_cookie=False, pool_size=size)
    assert Api('https://h', persist_cookie=False,
               pool_size=7).session.get_adapter('https://h')._pool_maxsize == 7

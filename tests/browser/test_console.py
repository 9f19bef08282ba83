# -*- coding: utf-8 -*-
"""The page of the sandbox in a browser."""
from __future__ import unicode_literals

import json

import pytest
import requests

from slipstream.api import DeploymentAbortedError
from slipstream.sandbox import Sandbox

from . import scripts
from .webdriver import ENTER, TAB

WORDPRESS = 'apps/WordPress/wordpress'
#: Text that would do something if it became markup.
MARKUP = '<img src=x onerror="hacked=1"><script>hacked=1</script>'


def text(page, selector):
    return page.run('return document.querySelector(arguments[0]).textContent', selector)


def control(name):
    return '[data-control={}]'.format(name)


def submit(page, name):
    """Use a control, and wait until the page says that it is done."""
    page.run('document.getElementById("said").textContent = ""')
    page.find(control(name) + ' button[type=submit]').click()
    page.until('document.getElementById("said").textContent === "Done"')


@pytest.fixture
def api(sandbox):
    """A client, whose requests come over the socket."""
    return sandbox.api()


# -- what the page shows ---------------------------------------------------------------------------

def test_a_new_sandbox_says_how_to_begin(page, sandbox):
    lines = page.find('#first-lines').text
    names = {}
    exec(lines, names)
    try:
        assert [item.module for item in names['api'].list_deployments()] != []
    finally:
        names['api'].close()
    page.until('document.querySelector(".deployment h3")')
    assert not page.run('return document.getElementById("nothing-runs").checkVisibility()')


def test_a_deployment_is_seen_as_it_moves(page, sandbox, api, refresh):
    uuid = api.deploy(WORDPRESS, 'exoscale-ch-gva')
    for seconds, state in ((0, 'Initializing'), (5, 'Provisioning'), (600, 'Ready')):
        sandbox.advance(seconds)
        refresh()
        page.until('document.querySelector(".deployment .pill")?.textContent === arguments[0]',
                   state)
        assert text(page, '.steps [aria-current] .name') == state
    assert text(page, '.deployment .instances th') == 'machine'
    assert page.find('.deployment footer a').text == 'Open the service'
    assert '%s' % uuid in page.run('return document.querySelector("footer a").href')
    assert text(page, '#clouds-list .pill') == '1 running'
    assert text(page, '#machines-list td.mono') == '203.0.113.1'


def test_a_deployment_is_aborted_from_the_page(page, api, refresh):
    uuid = api.deploy(WORDPRESS, 'exoscale-ch-gva')
    refresh()
    page.until('document.querySelector(".deployment summary")')
    page.find('.deployment summary').click()
    page.find('.abort-form input').write('It has gone on for too long')
    line = text(page, '.abort-form code')
    page.find('.abort-form button[type=submit]').click()
    page.until('document.querySelector(".deployment .abort")?.textContent')
    with pytest.raises(DeploymentAbortedError) as caught:
        api.wait_deployment(uuid)
    assert 'It has gone on for too long' in '%s' % caught.value
    assert text(page, '.deployment .abort') == 'It has gone on for too long'
    other = api.deploy(WORDPRESS)
    exec(line.replace('%s' % uuid, '%s' % other), {'api': api})
    assert api.get_deployment(other).abort == 'It has gone on for too long'


def test_a_deployment_is_terminated_from_the_page(page, sandbox, api, refresh):
    uuid = api.deploy(WORDPRESS)
    sandbox.advance(600)
    refresh()
    page.until('document.querySelector(".deployment summary")')
    page.find('.deployment summary').click()
    line = text(page, '.terminate-form code')
    page.find('.terminate-form button[type=submit]').click()
    page.until('document.querySelector(".deployment .pill")?.textContent === "Done"')
    assert api.get_deployment(uuid).status == 'done'
    other = api.deploy(WORDPRESS)
    exec(line.replace('%s' % uuid, '%s' % other), {'api': api})
    assert api.get_deployment(other).status == 'cancelled'


def test_an_exchange_is_opened_and_shows_no_secret(page, api, refresh):
    refresh()
    page.until('document.querySelector("#exchanges-list .open")')
    page.find('#exchanges-list .open').click()
    page.until('document.querySelectorAll(".side").length === 2')
    shown = text(page, '.sides')
    assert '"username": "jane"' in shown and 'Set-Cookie********' in shown
    assert 'jane-password' not in shown
    page.find('#exchanges-list .open').click()
    assert not page.run('return document.querySelector(".sides").checkVisibility()')


def test_exchanges_are_filtered_by_words(page, api, refresh):
    list(api.list_deployments())
    list(api.list_applications())
    refresh()
    page.until('document.querySelectorAll("#exchanges-list .open").length === 3')
    page.find('#filter').write('get /APP')
    assert page.run('return [...document.querySelectorAll(".open")].map((n) => n.textContent)') == [
        '/appstore']
    page.find('#filter').write('no such words')
    assert page.find('#no-exchanges').text == 'No exchange has these words.'


def test_an_exchange_that_broke_is_shown(page, sandbox, refresh):
    sandbox.fail_next_request(status=None)
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(sandbox.endpoint + '/run', proxies={'http': None})
    refresh()
    page.until('document.querySelector("#exchanges-list .open")')
    assert text(page, '#exchanges-list .pill') == 'broken'
    page.find('#exchanges-list .open').click()
    page.until('document.querySelectorAll(".side").length === 2')
    assert 'The connection broke.' in text(page, '.sides')


def test_a_sandbox_that_has_gone_is_reported(browser):
    with Sandbox(http=True, speed=0) as sandbox:
        browser.go(sandbox.endpoint + '/')
        browser.until('document.getElementById("now").textContent')
    browser.until('document.getElementById("trouble").checkVisibility()')
    assert 'does not respond' in browser.find('#trouble').text


def test_other_accounts_and_modules_appear(page, sandbox, refresh):
    sandbox.add_data(accounts=[{'username': 'ada', 'password': 'ada-password'}],
                     modules=[{'path': 'team/web', 'type': 'component', 'published': True}])
    refresh()
    page.until('document.querySelectorAll("#accounts-list tr").length === 5')
    assert 'ada-password' in text(page, '#accounts-list tr:last-child')
    assert "api.deploy('team/web')" in text(page, '#store-list')


# -- controls -------------------------------------------------------------------------------------

def test_the_control_of_the_speed_offers_the_current_one(page):
    chosen = 'return document.querySelector(\'[data-control="speed"] select\').value'
    assert page.run(chosen) == '0'
    assert 'sandbox.clock.speed = 0' in text(page, '[data-control="speed"]')


def effects(sandbox):
    """The state that controls can change, without times."""
    faults = [(fault.status, fault.kind, fault.left, fault.delay, fault.path, fault.method,
               fault.headers) for fault in sandbox.faults.pending()]
    failures = [(entry['message'], entry['state'], entry['node'])
                for entry in sandbox.world.store.table('cloud-failure')]
    return (sandbox.clock.moved, sandbox.clock.speed, faults, failures,
            list(sandbox.world.cloud.path), len(sandbox.world.store.table('token')))


@pytest.mark.parametrize('name, fields', [
    ('advance', {'seconds': '90.5'}), ('speed', {'speed': '0'}),
    ('fail-launch', {}), ('fail-launch', {'message': 'it\'s a "\\" é', 'node': 'machine'}),
    ('fail-launch', {'message': '\\', 'state': 'Stopping'}),
    ('launch-states', {'last': 'Provisioning'}), ('launch-states', {}),
    ('fail-request', {}), ('fail-request', {'status': ''}),
    ('fail-request', {'times': '', 'path': '/run', 'method': 'GET', 'retry_after': '7'}),
    ('delay-request', {'seconds': '0.5', 'times': '3', 'path': '/api'}),
    ('delay-request', {}), ('clear-faults', {}), ('expire-sessions', {})])
def test_a_control_does_what_its_python_line_does(page, sandbox, api, name, fields):
    sandbox.fail_next_request(times=None, path='/nowhere')
    page.run('const form = document.querySelector(arguments[0]);'
             'for (const [name, value] of Object.entries(arguments[1]))'
             ' form.elements[name].value = value;'
             'form.dispatchEvent(new Event("input"))', control(name), fields)
    line = text(page, control(name) + ' code')
    submit(page, name)
    with Sandbox(speed=0) as other:
        other.fail_next_request(times=None, path='/nowhere')
        other.api()
        before = effects(other)
        exec(line, {'sandbox': other})
        assert effects(sandbox) == effects(other)
        unchanged = name in ('speed', 'launch-states') and fields in ({'speed': '0'}, {})
        assert (effects(other) == before) is unchanged


def test_common_times_are_one_click(page, sandbox):
    page.find('[data-seconds="3600"]').click()
    page.until('document.getElementById("said").textContent === "Done"')
    assert sandbox.clock.moved == 3600
    assert text(page, control('advance') + ' code') == 'sandbox.advance(3600)'


def test_refusals_of_controls_are_reported(page, sandbox, api, refresh):
    uuid = api.deploy(WORDPRESS)
    refresh()
    page.until('document.querySelector(".deployment summary")')
    page.find('.deployment summary').click()
    sandbox.fail_next_launch('not now', state='Stopping')
    page.find('.terminate-form button[type=submit]').click()
    page.until('document.getElementById("said").textContent === "not now"')
    assert api.get_deployment(uuid).status == 'cancelled'
    assert ['400 (Bad Request)' in message for message in page.log()] == [True]


def test_faults_to_come_are_listed(page, sandbox, refresh):
    sandbox.fail_next_request(times=2, path='/vms')
    sandbox.delay_next_request(5, times=None)
    sandbox.fail_next_request(status=None, delay=1)
    sandbox.fail_next_launch('no quota', state='Provisioning', node='machine')
    refresh()
    page.until('document.querySelectorAll("#faults-list li").length === 3')
    assert page.find('#faults-list').text.splitlines() == [
        'Response 503: /vms, 2 times', 'Wait 5 s: any request, always',
        'The connection breaks after 1 s: any request, 1 time']
    assert page.find('#failures-list').text == 'Provisioning, machine: no quota'


def test_a_line_is_copied(page):
    page.command('Browser.grantPermissions',
                 permissions=['clipboardReadWrite', 'clipboardSanitizedWrite'])
    page.find(control('advance') + ' .copy').click()
    page.until('document.getElementById("said").textContent === "Copied"')
    page.find('#nothing-runs .copy').click()
    page.run('window.pasted = ""; navigator.clipboard.readText().then((t) => { pasted = t; })')
    assert page.until('window.pasted').startswith('from slipstream.api import Api\napi = Api(')


def test_a_line_that_may_not_be_copied_is_selected(page):
    page.run('navigator.clipboard.writeText = () => Promise.reject(new Error("no"))')
    page.find(control('advance') + ' .copy').click()
    page.until('document.getElementById("said").textContent.includes("Ctrl-C")')
    assert page.run('return getSelection().toString()') == 'sandbox.advance(60)'


# -- text is text ---------------------------------------------------------------------------------

def test_text_from_requests_never_becomes_markup(page, sandbox, api, refresh):
    uuid = api.deploy(WORDPRESS, 'exoscale-ch-gva', {'wordpress_title': MARKUP}, tags=[MARKUP])
    sandbox.advance(20)
    for key, value in (('machine:statecustom', MARKUP), ('ss:url.service', 'javascript:hacked=1')):
        api.set_deployment_parameter(uuid, key, value)
    api.set_deployment_parameter(uuid, 'machine:abort', MARKUP)
    sandbox.fail_next_launch(MARKUP, node=MARKUP)
    sandbox.fail_next_request(status=500, times=1, path='/nowhere/' + MARKUP)
    sandbox.world.accounts.create(MARKUP, 'x')
    module = next(module for module in sandbox.world.store.table('legacy-module')
                  if module['published'])
    sandbox.world.store.table('legacy-module').put(
        'hostile', dict(module, path='a/' + MARKUP, description=MARKUP, version=1))
    requests.post(sandbox.endpoint + '/run/' + MARKUP.replace(' ', '%20'), data=MARKUP,
                  headers={'X-Evil': MARKUP}, proxies={'http': None})
    refresh()
    page.until('document.querySelector(".deployment .abort")?.textContent === arguments[0]', MARKUP)
    page.find('#exchanges-list .open').click()
    page.until('document.querySelectorAll(".side").length === 2')
    assert page.run('return [typeof hacked, document.images.length, document.scripts.length]') == [
        'undefined', 0, 1]
    assert page.run('return document.body.textContent.split(arguments[0]).length', MARKUP) > 7
    assert not page.run('return document.querySelector("footer a").checkVisibility()')


def test_the_browser_refuses_markup_from_scripts(page):
    assert page.run('try { document.body.innerHTML = arguments[0]; return "done"; }'
                    'catch (error) { return error.name; }', MARKUP) == 'TypeError'
    assert len(page.log()) == 1


# -- everybody can use it -------------------------------------------------------------------------

@pytest.fixture
def busy(page, sandbox, api, refresh):
    """The page with something of everything."""
    sandbox.fail_next_launch('no more quota', state='Provisioning')
    api.deploy(WORDPRESS, 'exoscale-ch-dk')
    sandbox.advance(600)
    ended = api.deploy(WORDPRESS)
    api.terminate(ended)
    api.deploy('examples/tutorials/service-testing/system')
    sandbox.advance(20)
    sandbox.fail_next_request(status=503, times=1, path='/nowhere')
    refresh()
    page.until('document.querySelectorAll(".deployment").length === 3')
    page.find('#exchanges-list .open').click()
    page.until('document.querySelectorAll(".side").length === 2')
    page.find('.deployment summary').click()
    return page


def test_everything_is_reached_with_the_keyboard_and_seen(busy):
    expected = busy.run(scripts.NAMES_OF_THE_USABLE, scripts.USABLE)
    busy.run('document.querySelector(".skip").focus()')
    reached = [busy.run(scripts.NAME_OF_THE_FOCUSED)]
    for _ in expected[1:]:
        busy.press(TAB)
        reached.append(busy.run(scripts.NAME_OF_THE_FOCUSED))
        assert busy.run(scripts.FOCUS_IS_SEEN), reached[-1]
    assert sorted(set(expected) - set(reached)) == []
    assert 'class="skip"' in expected[0] and len(expected) > 50


def test_the_keyboard_opens_an_exchange_and_uses_a_control(page, sandbox, api, refresh):
    refresh()
    page.until('document.querySelector("#exchanges-list .open")')
    page.run('document.querySelector("#exchanges-list .open").focus()')
    page.press(ENTER)
    page.until('document.querySelector(".open")?.getAttribute("aria-expanded") === "true"')
    page.run('document.querySelector(arguments[0]).focus()', control('advance') + ' input')
    page.press(ENTER)
    page.until('document.getElementById("said").textContent === "Done"')
    assert sandbox.clock.moved == 60


def test_news_leave_the_focus_and_what_was_typed_alone(page, api, refresh):
    api.deploy(WORDPRESS)
    refresh()
    page.until('document.querySelector(".deployment summary")')
    page.find('.deployment summary').click()
    page.find('.abort-form input').write('half a sent')
    api.deploy(WORDPRESS)
    refresh()
    page.until('document.querySelectorAll(".deployment").length === 2')
    assert page.run('return document.activeElement.value') == 'half a sent'


def test_screen_readers_are_told_what_everything_is(busy):
    nodes = busy.command('Accessibility.getFullAXTree')['nodes']
    roles = [(node['role']['value'], node.get('name', {}).get('value')) for node in nodes
             if not node['ignored']]
    usable = {'button', 'link', 'textbox', 'spinbutton', 'combobox', 'searchbox', 'region', 'main',
              'complementary', 'navigation', 'table'}
    assert sorted(json.dumps(pair) for pair in roles
                  if pair[0] in usable - {'main', 'table'} and not pair[1]) == []
    assert {'main', 'complementary', 'navigation', 'searchbox', 'region'} <= {
        role for role, _ in roles}
    assert busy.run('return document.documentElement.lang') == 'en'


@pytest.mark.parametrize('scheme', ['light', 'dark'])
@pytest.mark.parametrize('width', [1280, 390])
def test_it_is_legible_in_light_and_dark_on_wide_and_narrow_screens(busy, scheme, width):
    busy.scheme(scheme)
    busy.size(width, 900)
    background = busy.run('return getComputedStyle(document.body).backgroundColor')
    assert (background == 'rgb(245, 246, 248)') is (scheme == 'light')
    assert busy.run(scripts.FAINT_TEXTS) == []
    assert busy.run(scripts.STICKING_OUT) == []
    assert busy.run(scripts.SMALL_TARGETS) == []
    assert busy.run('return document.documentElement.scrollWidth') <= width

# -*- coding: utf-8 -*-
"""A compute driver that was written for 3.71.1."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import Sandbox

from .names import APPLICATION, CENTOS, DIETIKON, FAILING, GENEVA, IRELAND, LAUNCH, WORDPRESS
from .processes import run_program
from .programs.waiter import Driver, main


@pytest.fixture
def driver(served):
    """A driver whose waiting moves the clock of the service."""
    made = Driver('jane', 'jane-password', served.endpoint, served.clock.advance,
                  persist_cookie=False)
    yield made
    made.api.session.close()


@pytest.fixture
def fast():
    """A sandbox in which a launch takes less than a second."""
    with Sandbox(http=True, speed=200) as sandbox:
        yield sandbox


def test_the_driver_lists_images_and_locations(driver):
    paths = [image.path for image in driver.list_images()]
    assert {CENTOS, APPLICATION, WORDPRESS} <= set(paths)
    assert paths.count(WORDPRESS) == 2
    assert [image.path for image in driver.list_images('apps')][0] == WORDPRESS
    assert driver.list_locations() == [IRELAND, DIETIKON, GENEVA]


def test_the_driver_imports_a_key_pair(driver):
    assert driver.import_key_pair('ssh-rsa AAAA second') is True
    assert [key.split()[-1] for key in driver.api.get_user().ssh_public_keys] == [
        'jane@laptop', 'second']


def test_a_component_becomes_a_node_that_can_be_destroyed(driver):
    node = driver.create_node(WORDPRESS, GENEVA, {'wordpress_title': 'T'}, ['a', 'b'],
                              check_ssh_key=True)
    assert driver.state(node) == 'pending'
    assert driver.wait(node) is True
    assert (driver.state(node), driver.list_nodes()) == ('running', [node])
    assert driver.wait(node, 'A,B', 'ss:tags') is True
    assert driver.api.get_deployment_parameter(node, 'machine:hostname').split('.')[0] == '203'
    assert driver.destroy_node(node) is True
    assert (driver.state(node), driver.destroy_node(node)) == ('terminated', True)


def test_an_application_becomes_a_node_with_its_options(driver):
    node = driver.create_node(APPLICATION, DIETIKON, None, (), keep_running='always',
                              multiplicity={'testclient': 2}, scalable=True,
                              tolerate_failures={'testclient': 1}, raw_params={'tags': 'raw'})
    assert driver.wait(node) is True
    assert driver.api.get_deployment(node)[5] == [DIETIKON]
    assert driver.api.get_deployment_parameter(node, 'ss:tags') == 'raw'
    assert driver.api.get_deployment_parameter(node, 'testclient:ids') == '1,2'


def test_a_node_that_fails_raises_an_error_with_its_reason(driver, served):
    node = driver.create_node(FAILING)
    with pytest.raises(Exception) as caught:
        driver.wait(node)
    assert 'Abort flag raised!' in str(caught.value)
    served.clock.advance(LAUNCH)
    assert driver.wait(node, ignore_abort=True) is True
    assert driver.api.get_deployment_parameter(node, parameter_name='ss:abort',
                                               ignore_abort=True).startswith('machine failed')


def test_waiting_for_a_status_that_never_comes_returns_false(driver):
    node = driver.create_node(CENTOS)
    assert driver.wait(node, 'nonsense', attempts=3) is False


def test_the_program_prints_the_running_node(fast, capsys):
    assert main(fast.endpoint, 'jane', 'jane-password') == 0
    assert capsys.readouterr()[0].splitlines()[-1].endswith(' is running')


def test_the_program_runs_as_a_process(fast):
    code, text, complaints = run_program('waiter.py', fast.endpoint, 'jane', 'jane-password')
    assert (code, complaints) == (0, '')
    assert 'session/' in text.splitlines()[0] and text.splitlines()[-1].endswith(' is running')

# -*- coding: utf-8 -*-
"""Tests of scaling."""
from __future__ import unicode_literals

import pytest

from .conftest import problem
from .deployments import GVA, READY, Site

TEXT = 'text/plain;charset=UTF-8'


@pytest.fixture
def site():
    """A world with modules to launch, see :class:`Site`."""
    return Site()


@pytest.fixture
def uuid(site):
    """The id of a scalable run."""
    return site.launched('shop/full', {'mutable': 'on', 'keep-running': 'never'})


@pytest.fixture
def call(site, uuid):
    """A function that sends a request about the instances of a node."""
    return lambda method, body='', node='web', **options: site.service(
        method, '/run/%s/%s' % (uuid, node), body, **options)


def unchanged(site, uuid, function):
    before = site.run(uuid)
    answer = function()
    assert site.run(uuid) == before
    return problem(answer)


# -- adding -------------------------------------------------------------------

def test_instances_are_added(site, uuid, call):
    site.wait(10)
    response = call('POST', 'n=2', content_type='whatever/type')
    assert (response.status, response.body,
            response.headers.get('Content-Type')) == (201, b'web.3,web.4', TEXT)
    assert site.state(uuid) == 'Provisioning'
    assert site.values(uuid, 'web:ids', 'web:multiplicity', 'web.3:scale.state',
                       'web.1:scale.state') == ['1,2,3,4', '4', 'creating', 'operational']
    run = site.run(uuid)
    assert run['nodeNames'] == ['web.1', 'web.2', 'db.1', 'orchestrator-' + GVA, 'web.3', 'web.4']
    assert run['settings']['web:node.increment'] == '5'
    # They get what their node has: values, links, and numbers of their own.
    assert site.values(uuid, 'web.4:title', 'web.4:db.hostname',
                       'web.4:id') == ['Big shop', site.value(uuid, 'db.1:hostname'), '4']
    password = site.value(uuid, 'web.1:admin_password')
    site.wait(15)
    assert site.values(uuid, 'web.3:scale.state', 'ss:state') == ['created', 'Executing']
    assert site.value(uuid, 'web.3:hostname') and not site.value(uuid, 'web.3:admin_password')
    site.wait(17)
    assert site.state(uuid) == 'Ready'
    assert site.values(uuid, 'web.3:scale.state', 'web.3:port',
                       'web.1:admin_password') == ['operational', '8080', password]
    assert site.events(uuid)[-4:] == ['Provisioning', 'Executing', 'SendingReports', 'Ready']
    assert sorted(site.machines(uuid)) == ['db.1', 'orchestrator-' + GVA, 'web.1', 'web.2', 'web.3',
                                           'web.4']


def test_scaling_adds_one_instance_by_default_and_none_if_asked(site, uuid, call):
    assert call('POST').body == b'web.3'
    site.wait(READY)
    response = call('POST', 'n=0')
    assert (response.status, response.body, site.state(uuid)) == (201, b'', 'Provisioning')
    site.wait(READY)
    assert site.state(uuid) == 'Ready' and site.value(uuid, 'web:multiplicity') == '3'


def test_a_scalable_run_may_start_without_instances(site):
    uuid = site.launched('shop/full', {'mutable': 'on', 'parameter--node--web--multiplicity': '0'})
    assert site.service('POST', '/run/%s/web' % uuid).body == b'web.1'
    assert site.values(uuid, 'web:ids', 'web:multiplicity') == ['1', '1']


def test_nobody_needs_to_own_the_run(site, uuid, call):
    assert call('POST', user='bob').status == 201
    assert call('POST', user=None).status == 401


@pytest.mark.parametrize('body, status, text', [
    ('x=1', 400, 'No form parameter n=# found in the scale-up request.'),
    ('n=two', 400, 'Number of instances to add should be an integer.'),
    ('n=', 400, 'Number of instances to add should be an integer.'),
    ('n=' + '9' * 5000, 400, 'Number of instances to add should be an integer.'),
    ('n=-1', 400, 'Number of instances to add should be an integer.'),
    ('n=101', 409, 'Limit exceeded. Maximum 100 VMs per scale action.')])
def test_a_wrong_number_of_machines_changes_nothing(site, uuid, call, body, status, text):
    assert unchanged(site, uuid, lambda: call('POST', body)) == (status, text)
    # The number is looked at before the node.
    assert unchanged(site, uuid, lambda: call('POST', body, 'cache')) == (status, text)


def test_limits_can_be_switched_off_and_on(site, uuid, call):
    site.world.cloud.scale_limit = None
    site.world.quotas_enabled = True
    text = ("Quota 'max_instances in connector/%s' exceeded (quota=10, current=3, requested=101)"
            % GVA)
    assert unchanged(site, uuid, lambda: call('POST', 'n=101')) == (409, text)
    assert unchanged(site, uuid, lambda: call('POST', 'n=101', 'cache'))[0] == 400
    site.world.quotas_enabled = False
    assert unchanged(site, uuid, lambda: call('POST', 'n=10001')) == (
        409, 'Limit exceeded. Maximum 10000 VMs per scale action.')
    assert call('POST', 'n=101').status == 201


def test_scaling_an_unknown_node_or_run_is_refused(site, uuid, call):
    assert unchanged(site, uuid,
                     lambda: call('POST', '', 'cache')) == (400, "Node cache doesn't exist.")
    for method in ('GET', 'POST', 'DELETE'):
        assert site.service.refused(method, '/run/nothing/web', b'ids=1')[0] == 500


def test_which_runs_can_be_scaled(site, uuid, call):
    not_mutable = (409, "Can't add/remove instances. Run is not mutable.")
    plain = site.launched('shop/full')
    component = site.launched('shop/web', {'mutable': 'on'})
    for method, body in (('POST', 'n=x'), ('DELETE', '')):
        assert site.service.refused(method, '/run/%s/web' % plain,
                                    body.encode('ascii')) == not_mutable
        assert site.service.refused(method, '/run/%s/machine' % component,
                                    body.encode('ascii'))[0] == 500
    call('POST')
    busy = (409,
            "Can't add/remove instances. Incompatible state Provisioning. This can only be "
            "performed on state Ready")
    assert unchanged(site, uuid, lambda: call('POST', 'n=x')) == busy
    assert unchanged(site, uuid, lambda: call('DELETE', '')) == busy


def test_an_aborted_run_cannot_be_scaled(site, uuid, call):
    site.service('PUT', '/run/%s/ss:abort' % uuid, b'broken')
    before = site.run(uuid)
    for method in ('POST', 'DELETE'):
        for body in ('ids=1', 'ids=1&delete-ids-only=true'):
            assert site.service.refused(method, '/run/%s/web?ignoreabort=true' % uuid,
                                        body) == (409, 'Abort flag raised!')
    assert site.run(uuid) == before


# -- removing -----------------------------------------------------------------

def test_instances_are_removed(site, uuid, call):
    response = call('DELETE', 'ids=2%2C+1,')
    assert (response.status, response.body, site.state(uuid)) == (204, b'', 'Provisioning')
    assert site.values(uuid, 'web:ids', 'web:multiplicity', 'web.1:scale.state',
                       'web.2:scale.state') == ['', '0', 'removing', 'removing']
    assert site.machines(uuid)['web.1']['state'] == 'running'
    site.wait(15)
    assert site.value(uuid, 'web.1:scale.state') == 'removed'
    assert site.machines(uuid)['web.1']['state'] == 'stopping'
    site.wait(17)
    assert site.values(uuid, 'web.1:scale.state', 'ss:state') == ['gone', 'Ready']
    assert site.run(uuid)['nodeNames'][:2] == ['web.1', 'web.2']
    assert site.value(uuid, 'web.1:hostname')
    site.wait(100)
    assert sorted(site.machines(uuid)) == ['db.1', 'orchestrator-' + GVA]
    # Numbers of removed instances are not used again.
    assert call('POST').body == b'web.3'
    assert site.values(uuid, 'web:ids', 'web:multiplicity') == ['3', '1']


def test_removed_instances_need_not_complete(site, uuid, call):
    call('DELETE', 'ids=1')
    for name in ('web.2', 'db.1', 'orchestrator-' + GVA):
        response = site.service('POST', '/run/%s/%s:complete' % (uuid, name))
    assert response.body == b'Executing'


def test_removing_twice_lowers_the_multiplicity_again(site, uuid, call):
    for expected in ('1', '0', '0'):
        assert call('DELETE', 'ids=2').status == 204
        assert site.values(uuid, 'web:ids', 'web:multiplicity') == ['1', expected]
        site.wait(READY)


def test_a_multiplicity_that_somebody_spoiled_is_counted_anew(site, uuid, call):
    site.service('PUT', '/run/%s/web:multiplicity' % uuid, b'many')
    assert call('DELETE', 'ids=2').status == 204
    assert site.value(uuid, 'web:multiplicity') == '1'


@pytest.mark.parametrize('body, node, status, text', [
    ('', 'web', 400, 'Provide list of node instance IDs to be removed from the Run.'),
    ('ids=', 'cache', 400, 'Provide list of node instance IDs to be removed from the Run.'),
    ('ids=,', 'web', 400, 'Provide list of node instance IDs to be removed from the Run.'),
    ('ids=1', 'cache', 400, 'Invalid nodename: cache'),
    ('ids=web.1', 'web', 400, 'Invalid instance name: web.1'),
    ('ids=1,,2', 'web', 400, 'Invalid instance name: '),
    ('ids=1,9', 'web', 409, "Couldn't find key 'web.9:scale.state' in execution instance: '%s'")])
def test_wrong_identifiers_of_machines_change_nothing(site, uuid, call, body, node, status, text):
    expected = text % uuid if '%s' in text else text
    assert unchanged(site, uuid, lambda: call('DELETE', body, node)) == (status, expected)


def test_delete_ids_only_keeps_the_machines_until_ready(site):
    uuid = site.launched('shop/full', seconds=3)
    path = '/run/%s/web' % uuid
    assert problem(site.service('DELETE', path, b'ids=2&delete-ids-only=false'))[0] == 409
    assert site.service('DELETE', path, b'ids=2&delete-ids-only=true').status == 204
    assert site.state(uuid) == 'Provisioning'
    assert site.values(uuid, 'web:ids', 'web:multiplicity',
                       'web.2:scale.state') == ['1', '1', 'removing']
    site.wait(READY)
    assert site.state(uuid) == 'Ready' and site.value(uuid, 'web.2:scale.state') == 'gone'


# -- listing ------------------------------------------------------------------

def test_the_instances_of_a_node_are_listed_as_text(site, uuid, call):
    response = call('GET', accept='application/xml')
    assert (response.status, response.body,
            response.headers.get('Content-Type')) == (200, b'web.1,web.2', TEXT)
    call('DELETE', 'ids=1')
    assert call('GET').body == b'web.1,web.2'
    assert call('GET', node='cache').status == 204
    component = site.launch('shop/web')
    assert site.service('GET', '/run/%s/machine' % component).body == b'machine'
    site.service('PUT', '/run/%s/ss:abort' % uuid, b'broken')
    assert problem(call('GET')) == (409, 'Abort flag raised!')
    assert call('GET', node='web?ignoreabort=true').body == b'web.1,web.2'

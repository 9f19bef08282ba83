# -*- coding: utf-8 -*-
"""Node instances: as a table, and in the card of their deployment."""
from __future__ import unicode_literals

import copy
import pickle
import uuid

from slipstream.api import models
from slipstream.api.compat import to_text
from slipstream.api.display import text as text_display

from .test_text import DEPLOYMENT, lines


def instances(count, clouds=('ec2',)):
    """A number of node instances, on these clouds in turn."""
    return [models.NodeInstance('web.%d' % number, 'web', number, clouds[number % len(clouds)],
                                '203.0.113.%d' % number, 'running', 'i-%d' % number)
            for number in range(1, count + 1)]


def test_a_card_shows_the_nodes_passed_to_it():
    assert lines(text_display.card(DEPLOYMENT, nodes=instances(2)))[-5:] == [
        '  nodes', '    name   status   hostname', '    -----  -------  -----------',
        '    web.1  running  203.0.113.1', '    web.2  running  203.0.113.2']
    assert 'a, b' in repr(text_display.card(DEPLOYMENT, nodes=iter(['a', 'b'])))
    assert 'a: x, b: y' in repr(text_display.card(DEPLOYMENT, nodes={'b': 'y', 'a': 'x'}))
    for nothing in None, []:
        assert 'nodes' not in repr(text_display.card(DEPLOYMENT, nodes=nothing))


def test_a_card_tells_the_clouds_of_nodes_if_they_differ():
    card = text_display.card(DEPLOYMENT, nodes=instances(12, ('ec2', 'exo')))
    assert lines(card)[-13:-9] == [
        '  nodes: the first 10 of 12', '    name    status   cloud  hostname',
        '    ------  -------  -----  ------------', '    web.1   running  exo    203.0.113.1']
    assert 'nodes: the first 10 of 12' in card._repr_html_()


def test_a_deployment_with_its_instances_shows_them():
    deployment = models.Deployment(*DEPLOYMENT).with_instances(instances(2))
    assert deployment == DEPLOYMENT and repr(deployment) == repr(DEPLOYMENT)
    assert str(DEPLOYMENT) == repr(DEPLOYMENT) and DEPLOYMENT.instances is None
    assert str(deployment) == repr(text_display.card(deployment)) and 'web.2' in str(deployment)
    assert deployment.__unicode__() == to_text(str(deployment))
    assert '<td' in deployment._repr_html_() and 'web.2' in deployment._repr_html_()
    for copied in copy.copy(deployment), pickle.loads(pickle.dumps(deployment, 2)):
        assert copied == deployment and copied.instances == deployment.instances
    assert pickle.loads(pickle.dumps(DEPLOYMENT, 2)).instances is None
    assert models.LaunchedDeployment(uuid.UUID(DEPLOYMENT.id), deployment).instances[0].id == 1


def test_node_instances_are_a_table():
    few, many = models.NodeInstances(instances(1)), models.NodeInstances(instances(11))
    assert lines(few)[:2] == ['<1 node instance>',
                              '  name   status   cloud  hostname     instance_id  node  id']
    assert lines(many)[0] == '<11 node instances, the first 10>' and len(lines(many)) == 13
    assert '203.0.113.10' in many._repr_html_() and '203.0.113.11' not in many._repr_html_()
    assert many == instances(11)

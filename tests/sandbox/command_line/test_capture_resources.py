# -*- coding: utf-8 -*-
"""Accounts and documents of the JSON interface, as a catalogue has them."""
from __future__ import unicode_literals

from xml.etree import ElementTree

import pytest

from slipstream.sandbox.command_line.capture_resources import account_of, document_of

USER = '<user name="ann" %s><parameters>%s</parameters></user>'
SETTING = ('<entry><string>x</string><parameter name="General.%s"><value>%s</value></parameter>'
           '</entry>')


def account(attributes='', **settings):
    """An account with some settings, whose names have dots where these have underlines."""
    inside = ''.join(SETTING % (name.replace('_', '.').replace('..', ' '), value)
                     for name, value in settings.items())
    return account_of(ElementTree.fromstring(USER % (attributes, inside)))


@pytest.mark.parametrize('attributes, settings, expected', [
    ('', {}, {}), ('issuper="true"', {}, {'privileged': True}),
    ('firstName="" email="e" organization="o"', {}, {'emailAddress': 'e', 'organization': 'o'}),
    ('', {'Timeout': '0', 'Verbosity__Level': '3'},
     {'settings': {'timeout': 0, 'verbosityLevel': 3}}),
    ('', {'Timeout': 'soon', 'keep-running': 'perhaps', 'mail-usage': 'daily'},
     {'settings': {'mailUsage': 'daily'}}),
    ('', {'ssh_public_key': 'a\nb', 'default_cloud_service': 'c'},
     {'sshPublicKey': ['a', 'b'], 'settings': {'defaultCloudService': 'c'}}),
    ('', {'password': 'planted-secret'}, {})])
def test_an_account_keeps_its_settings_but_no_password(attributes, settings, expected):
    assert account(attributes, **settings) == dict(expected, username='ann')


def test_what_the_service_adds_for_the_reader_is_left_out():
    assert document_of('quotas', {'id': 'quota/1', 'operations': [], 'resourceURI': 'x'}) == (
        {'id': 'quota/1'}, 0)


def test_secrets_are_left_out_wherever_they_are():
    resource = {'orchestratorSSHPassword': 's', 'apiSecret': '', 'deep': [
        {'privateKey': 's', 'publicKey': 'p'}, 3]}
    assert document_of('connectors', resource) == (
        {'apiSecret': '', 'deep': [{'publicKey': 'p'}, 3]}, 2)


def test_offers_have_no_secrets_whatever_their_attributes_are_called():
    offer = {'price:tokenCost': 3}
    assert document_of('serviceOffers', offer) == (offer, 0)


@pytest.mark.parametrize('name, value, expected', [
    ('password', 'password', 'password'), ('passwordRepeat', 'password', 'password'),
    ('clientSecret', 'client-secret', 'client-secret'), ('secret', '', ''),
    ('password', 'pa55word!', 'password'), ('tokenLifetime', 3, 3), ('name', 'secret', 'secret')])
def test_a_placeholder_is_no_secret_but_anything_else_may_be_one(name, value, expected):
    document, withheld = document_of('sessionTemplates', {name: value})
    assert (document, withheld) == ({name: expected}, int(expected != value))

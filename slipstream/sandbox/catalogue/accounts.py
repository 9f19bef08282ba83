# -*- coding: utf-8 -*-
"""Accounts of the default catalogue.

Their passwords and keys are public: the sandbox prints them when it starts.
"""
from __future__ import unicode_literals

#: The first account that is not privileged is the default account of a sandbox.
ACCOUNTS = (
    {'username': 'jane', 'password': 'jane-password', 'privileged': False,
     'firstName': 'Jane', 'lastName': 'Roe', 'organization': 'Example',
     'sshPublicKey': 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDJane jane@laptop'},
    {'username': 'tarzan', 'password': 'tarzan-password', 'privileged': False,
     'firstName': 'Tarzan', 'lastName': 'Greystoke', 'organization': 'Jungle',
     'sshPublicKey': 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDTarz tarzan@tree'},
    # The documentation's examples log in like this.
    {'username': 'username', 'password': 'password', 'privileged': False,
     'firstName': 'User', 'lastName': 'Name', 'organization': 'Example',
     'sshPublicKey': 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDUser username@laptop'},
    {'username': 'super', 'password': 'super-password', 'privileged': True,
     'firstName': 'Super', 'lastName': 'User', 'organization': 'SixSq',
     'sshPublicKey': 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDSupe super@slipstream'},
)

#: The API key in the documentation's examples.
API_KEYS = (
    {'key': 'credential/ce02ef40-1342-4e68-838d-e1b2a75adb1e', 'secret': 'the-secret-key',
     'username': 'jane'},
)

#: Execution settings of each account, except the SSH key and the default cloud, which is the first
#: cloud.
SETTINGS = {
    'paramsType': 'execution', 'keepRunning': 'on-success', 'mailUsage': 'never',
    'verbosityLevel': 0, 'timeout': 30}

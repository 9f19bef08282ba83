# -*- coding: utf-8 -*-
"""The program that runs the tests on the newest Pythons: which commands it runs, and when."""
from __future__ import unicode_literals

import shutil
import subprocess

import pytest

from .loading import names_of

PROGRAM = names_of('newest-pythons')
#: What apt prints on a machine with packages from somewhere else and from Debian.
TARGETS = 'Elsewhere http://elsewhere.example/apt/\nDebian http://debian.example/debian/\n'


class Machine(object):
    """Stands for the commands that the program runs; all of them succeed unless told otherwise.

    :param folder: where Debian unstable is.
    """

    def __init__(self, folder):
        self.folder = folder
        self.commands = []
        self.failing = ()

    def call(self, command, **_):
        """Record a command; 1 if it is one of those that fail."""
        if command[0] == 'debootstrap':
            self.folder.ensure('etc', 'debian_version')
        else:  # what a shell in the folder runs, after its name
            command = command[command.index('-c') + 3:]
        self.commands.append(command)
        return int(any(word in self.failing for word in command))

    def output(self, command, **_):
        """What apt and git say."""
        return (TARGETS if command[0] == 'apt-get' else 'setup.py\0no-such-file\0').encode('ascii')

    def run(self, *options):
        """Run the program; return its exit status and the commands that it ran."""
        del self.commands[:]
        return PROGRAM['main'](list(options) + [str(self.folder)]), self.commands


@pytest.fixture
def machine(tmpdir, monkeypatch):
    """A machine where nothing is installed yet."""
    stand_in = Machine(tmpdir.join('unstable'))
    for name, function in (('call', stand_in.call), ('check_call', stand_in.call),
                           ('check_output', stand_in.output)):
        monkeypatch.setattr(subprocess, name, function)
    monkeypatch.setenv(str('PIP_CERT'), str(tmpdir.ensure('certificates')))
    monkeypatch.setitem(PROGRAM, 'NAME_SERVERS', str(tmpdir.ensure('name servers')))
    monkeypatch.setattr(shutil, 'which', lambda name: '/usr/bin/' + name, raising=False)
    return stand_in


def test_what_the_machine_lacks_is_named_first(machine, monkeypatch):
    monkeypatch.setattr(shutil, 'which', lambda name: None if 'o' in name else name, raising=False)
    with pytest.raises(SystemExit, match='Install chroot, debootstrap first'):
        machine.run()
    assert machine.commands == []


def test_the_mirror_is_that_of_this_machine(machine):
    _, commands = machine.run('--setup-only')
    assert commands[0] == ['debootstrap', '--variant=minbase', 'unstable', str(machine.folder),
                           'http://debian.example/debian/']


def test_a_mirror_can_be_named(machine):
    _, commands = machine.run('--setup-only', '--mirror', 'http://mirror.example')
    assert commands[0][-1] == 'http://mirror.example'


def test_a_machine_without_packages_from_debian_needs_a_mirror():
    with pytest.raises(SystemExit, match='--mirror'):
        PROGRAM['find_mirror']('Elsewhere http://elsewhere.example/apt/\n')


def test_every_python_is_installed_and_tested(machine):
    status, commands = machine.run()
    assert status == 0
    installed = [command[-2:] for command in commands if 'install' in command]
    assert installed == [['python3.14', 'python3.14-venv'], ['python3.15', 'python3.15-venv'],
                         ['pypy3', 'pypy3-venv']]
    assert [command for command in commands if 'scripts/test.py' in command] == [
        ['/usr/bin/' + name, 'scripts/test.py'] for name in ('python3.14', 'python3.15', 'pypy3')]


def test_one_python_can_be_chosen(machine):
    _, commands = machine.run('--python', '3.15')
    assert commands[-1] == ['/usr/bin/python3.15', 'scripts/test.py']
    assert not [command for command in commands if 'python3.14' in command or 'pypy3' in command]


def test_setup_only_runs_no_test(machine):
    _, commands = machine.run('--setup-only')
    assert [command for command in commands if 'scripts/test.py' in command] == []


def test_what_is_there_is_not_installed_again(machine):
    machine.run('--setup-only', '--python', 'pypy3')
    machine.folder.ensure('usr', 'bin', 'pypy3')
    _, commands = machine.run('--python', 'pypy3')
    assert commands == [['/usr/bin/pypy3', 'scripts/test.py']]


def test_two_runs_do_not_share_a_folder(machine):
    with PROGRAM['lock'](str(machine.folder)):
        with pytest.raises(SystemExit, match='Another run is using'):
            machine.run('--setup-only')
    assert machine.run('--setup-only')[0] == 0


def test_an_installation_that_was_interrupted_begins_again(machine):
    machine.run('--setup-only')
    machine.folder.ensure('debootstrap', dir=True)
    assert machine.run('--setup-only')[1][0][0] == 'debootstrap'


def test_the_files_that_git_tracks_are_copied(machine):
    machine.folder.ensure('source', 'old')
    machine.run('--setup-only')
    assert [path.basename for path in machine.folder.join('source').listdir()] == ['setup.py']


def test_a_failing_python_keeps_no_other_from_being_tested(machine, capsys):
    machine.failing = ['/usr/bin/python3.14']
    status, _ = machine.run('--python', '3.14', '--python', '3.15')
    assert status == 1
    assert capsys.readouterr()[0].splitlines() == ['3.14: FAILED', '3.15: passed']


def test_an_installation_that_fails_ends_it(machine):
    machine.failing = ['update']
    with pytest.raises(SystemExit, match='apt-get -q -y -o A=b update failed with exit status 1'):
        machine.run('--apt-option', 'A=b')


def test_commands_see_only_what_reaches_an_index(machine, monkeypatch):
    monkeypatch.setenv(str('PIP_INDEX_URL'), str('http://index.example'))
    monkeypatch.setenv(str('PIP_FIND_LINKS'), str('/somewhere'))
    environment = PROGRAM['environment']()
    assert environment['PIP_INDEX_URL'] == 'http://index.example'
    assert environment['PIP_CERT'] == '/etc/ssl/of-this-machine.pem'
    assert 'PIP_FIND_LINKS' not in environment

# -*- coding: utf-8 -*-
"""Modules: what is read of them, and selected."""
from __future__ import unicode_literals

import warnings

import pytest

from slipstream.api import errors
from slipstream.api.methods import modules
from slipstream.sandbox import Sandbox

from ..fakes import FakeSession, answer


@pytest.mark.parametrize('category, expected', [
    ('image', 'component'), ('Image', 'component'), ('IMAGE', 'component'), ('Project', 'project'),
    ('deployment', 'application'),
    ('BlockStore', 'blockstore'), (None, None)])
def test_get_module_type_translates_the_category(category, expected):
    assert modules.get_module_type(category) == expected


@pytest.mark.parametrize('name, names, expected', [
    ('a', None, ['a']), (None, ['a', 'b'], ['a', 'b']), (None, [], []), (None, '', []),
    (None, 'a, General.Verbosity Level,,', ['General.Verbosity Level', 'a']),
    ('c', 'a,b', ['a', 'b', 'c']), ('c', (word for word in ['a']), ['a', 'c'])])
def test_b66_the_names_of_both_arguments_are_selected(name, names, expected):
    assert sorted(modules.selected_names(name, names)) == expected


def test_without_names_all_parameters_are_selected():
    assert modules.selected_names(None, None) is None


@pytest.mark.parametrize('name, names',
                         [(3, None), ('', None), (None, 3), (None, [None]), (None, [3])])
def test_b66_selected_parameters_must_be_names(name, names):
    with pytest.raises((TypeError, ValueError)):
        modules.selected_names(name, names)


class Deep(modules.Modules):
    """A service with a tree of projects that goes down without end, up to a depth."""

    def __init__(self, depth):
        super(Deep, self).__init__('https://h', None)
        self.depth, self.asked = depth, 0

    def _rows(self, path, roots, read, inside=None, **_):
        self.asked += 1
        items = [{'category': 'Project', 'name': 'c'}] if self.asked <= self.depth else []
        return {'parentUri': 'module/%d' % self.asked,
                'shortName': 'p'}, items if read is None else [read(item) for item in items]


def test_b62_a_deep_tree_needs_no_recursion():
    assert len(list(Deep(3000).list_project_content('a', recurse=True))) == 3000


@pytest.mark.parametrize('several', [['a'], ('a',), {'a'}])
def test_several_names_are_not_passed_as_one(several):
    with pytest.raises(TypeError) as info:
        modules.selected_names(several, None)
    assert str(info.value).endswith(': pass several names as parameter_names')


def test_a_warning_that_is_an_error_is_logged_and_the_module_deleted(caplog):
    with Sandbox(speed=0) as sandbox, warnings.catch_warnings():
        api = sandbox.api()
        api.create_project('shop')
        api.create_project('shop/inner')
        warnings.simplefilter('error', UserWarning)
        assert api.delete_element('shop') is True
    assert 'shop is a project with content' in caplog.text


def project_of(*names):
    """The response with a project that has projects of these names."""
    items = ''.join('<item name="%s" category="Project"/>' % name for name in names)
    return answer(body=('<projectModule category="Project"><children>%s</children></projectModule>'
                        % items).encode('utf-8'), content_type='application/xml')


def test_an_odd_module_in_a_project_is_not_warned_of(recwarn):
    component = answer(body=b'<imageModule category="Image"/>', content_type='application/xml')
    made = modules.Modules('https://h', FakeSession(project_of('p'), component))
    assert [app.path for app in made.list_project_content('a', recurse=True)] == ['a/p']
    assert recwarn.list == [] and len(made.session.sent) == 2


@pytest.mark.parametrize('path', ['Xa', 'aX', 'a/X'])
def test_a_project_is_looked_at_under_its_own_name_before_it_is_deleted(path):
    made = modules.Modules('https://h', FakeSession(project_of('p')))
    with pytest.raises(errors.ProjectNotEmptyError):
        made.delete_element(path, all_versions=True)
    assert made.session.calls == ['GET /module/' + path]


def test_an_odd_path_in_a_project_is_reported():
    made = modules.Modules('https://h', FakeSession(project_of('..')))
    with pytest.raises(errors.ResponseError) as info:
        list(made.list_project_content('a', recurse=True))
    assert str(info.value).startswith('The service did not return the path of a module')


def test_a_component_may_keep_its_parent_and_get_identifiers():
    component = answer(body=b'<imageModule category="Image"/>', content_type='application/xml')
    made = modules.Modules('https://h', FakeSession(component, answer()))
    assert made.update_component('a/b', module_reference_uri='a/c', cloud_identifiers={'exo': '1'},
                                 keep_ref_uri_and_cloud_ids=True) is True
    assert made.session.calls == ['GET /module/a/b', 'PUT /module/a/b']

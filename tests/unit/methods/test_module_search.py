# -*- coding: utf-8 -*-
"""Module search: what is suggested for a module that is not there."""
from __future__ import unicode_literals

import pytest

from slipstream.api.methods.module_search import near_modules

from .test_suggestions import client

TOP = '<list><item name="Xenia" category="Project"/></list>'
IN_XENIA = '<projectModule><children><item name="%s" category="Image"/></children></projectModule>'


@pytest.mark.parametrize('name, hint', [
    ('blog', 'Did you mean Xenia/blog? At the top level there are: Xenia.'),
    ('blogs', 'Did you mean Xenia/blogs? At the top level there are: Xenia.'),
    ('blag', 'At the top level there are: Xenia.')])
def test_a_name_somewhere_else_must_be_very_similar(name, hint):
    made = client(TOP, '<list/>', TOP, IN_XENIA % name)
    assert near_modules(made, '/module/blog') == hint
    assert made.session.calls[-1] == 'GET /module/Xenia'


@pytest.mark.parametrize('path, hint', [
    ('Xenia/blog', None), ('Xenia/blog/7', 'The latest version of Xenia/blog is 12.'),
    ('Xenia/bl%6Fg/7', 'The latest version of Xenia/blog is 12.')])
def test_a_version_that_is_not_there_is_told_from_a_module_that_is_not(path, hint):
    project = IN_XENIA.replace('/></children>', ' version="12"/></children>') % 'blog'
    assert near_modules(client(project), '/module/' + path) == hint

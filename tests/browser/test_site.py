# -*- coding: utf-8 -*-
"""The built documentation in a browser: its search, and every page on wide and narrow screens."""
from __future__ import unicode_literals

import os

import pytest

from . import scripts

#: What a reader types into the search, and a page that must be among the first three results.
SEARCHES = {
    'abort': 'guides/parameters', 'api key': 'guides/cookbook', 'asyncio': 'guides/asyncio',
    'certificate': 'guides/network', 'changelog': 'changes', 'cookie': 'login',
    'ctrl-c': 'guides/waiting', 'debug': 'guides/logging', 'filter': 'guides/sequences',
    'install': 'tutorial', 'jupyter': 'guides/notebooks', 'logging': 'guides/logging',
    'migrate': 'migrating', 'notebook': 'guides/notebooks', 'password': 'guides/credentials',
    'proxy': 'guides/network', 'pytest': 'guides/testing', 'quota': 'glossary',
    'retry': 'guides/timeouts', 'scale': 'guides/scaling', 'terminate': 'deployments',
    'thread': 'guides/threads', 'timeout': 'guides/timeouts', 'upload': 'guides/objects',
    'wait': 'guides/waiting'}
#: Pages with thousands of elements: generated tables, whose colours other pages show as well.
LONG = ('fault-matrix.html', 'genindex.html')


def pages(site):
    """The addresses of all pages below a folder, those with source code left out."""
    for parent, folders, names in os.walk(site):
        folders[:] = [name for name in folders if not name.startswith('_')]
        for name in sorted(names):
            if name.endswith('.html'):
                yield 'file://' + os.path.join(parent, name)


def flaws(browser, page):
    """What is wrong with a page, as a list of strings."""
    browser.go(page)
    scripts_to_run = list(scripts.FLAWS_OF_A_PAGE)
    if not page.endswith(LONG):
        scripts_to_run.append(scripts.FAINT_TEXTS)
    return browser.log() + [flaw for script in scripts_to_run for flaw in browser.run(script)]


@pytest.mark.parametrize('words', sorted(SEARCHES))
def test_the_search_finds_the_page_of_a_topic_among_its_first_three(browser, site, words):
    browser.go('file://%s/search.html?q=%s' % (site, words.replace(' ', '+')))
    browser.until('/finished/.test(document.querySelector("p.search-summary")?.textContent)')
    first = [address.partition('#')[0] for address in browser.run(scripts.RESULTS)[:3]]
    assert SEARCHES[words] + '.html' in first
    browser.log()  # Results quote their pages, which a browser does not read from a disk.


@pytest.mark.parametrize('scheme', ['light', 'dark'])
@pytest.mark.parametrize('width', [1280, 390])
def test_every_page_fits_the_screen_and_can_be_read(browser, site, width, scheme):
    browser.size(width, 900)
    browser.scheme(scheme)
    problems = {page: flaws(browser, page) for page in pages(site)}
    assert len(problems) > 50
    assert {page: flawed for page, flawed in problems.items() if flawed} == {}


@pytest.mark.parametrize('markup, flaw', [
    ('<p class="system-message">Unknown target</p>', 'Unknown target'),
    ('<div style="width: 2000px">Wide</div>', 'Wide'),
    ('<div class="table-wrapper" style="background: none"><div style="width: 2000px">Cut</div>'
     '</div>', 'Cut'),
    ('<p style="color: #ccc; background: white">Faint</p>', 'Faint')])
def test_a_flaw_is_found(browser, site, tmpdir, markup, flaw):
    page = tmpdir.join('page.html')
    page.write_text('<!doctype html><link rel="stylesheet" href="file://%s/_static/own.css">'
                    '<body>%s' % (site, markup), encoding='utf-8')
    browser.size(1280, 900)
    assert any(flaw in element for element in flaws(browser, 'file://%s' % page))

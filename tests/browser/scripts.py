# -*- coding: utf-8 -*-
"""JavaScript that the tests run on the page."""
from __future__ import unicode_literals

#: Everything that a person can use with a keyboard, as the selector of what is on the page.
USABLE = ('a[href], button, input, select, summary, [tabindex="0"]')

#: The names of these elements, in order, without those that are not shown.
NAMES_OF_THE_USABLE = """
    const name = (node) => node.outerHTML.slice(0, 120);
    return [...document.querySelectorAll(arguments[0])].filter((node) => node.checkVisibility())
        .map(name);
"""
NAME_OF_THE_FOCUSED = 'return document.activeElement.outerHTML.slice(0, 120);'
#: Whether the outline of the focused element is drawn.
FOCUS_IS_SEEN = """
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
"""

#: Text whose colour is too close to its background: less than 4.5 to 1 (WCAG 1.4.3).
FAINT_TEXTS = """
    const mixed = (color, below) => {
        const [r, g, b, alpha = 1] = color.match(/[0-9.]+/g).map(Number);
        const under = alpha < 1 ? below() : [0, 0, 0];
        return [r, g, b].map((value, index) => value * alpha + under[index] * (1 - alpha));
    };
    const light = (color) => {
        const [r, g, b] = color.map((value) => {
            const share = value / 255;
            return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (node) => node ? mixed(getComputedStyle(node).backgroundColor,
        () => behind(node.parentElement)) : [255, 255, 255];
    const hasText = (node) => [...node.childNodes].some(
        (child) => child.nodeType === 3 && child.textContent.trim());
    const ratio = (node) => {
        const background = behind(node);
        const text = mixed(getComputedStyle(node).color, () => background);
        const both = [light(text), light(background)].sort();
        return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    };
    return [...document.querySelectorAll('body *')].filter(
        (node) => node.checkVisibility({visibilityProperty: true}) && hasText(node)
            && ratio(node) < 4.5).map((node) => node.outerHTML.slice(0, 200));
"""

#: The elements that stick out of the page on its right, those left out that can be scrolled.
STICKING_OUT = """
    const scrolls = (node) => node && (/auto|scroll/.test(getComputedStyle(node).overflowX)
        || scrolls(node.parentElement));
    return [...document.querySelectorAll('body *')].filter((node) => node.checkVisibility()
        && !scrolls(node) && node.getBoundingClientRect().right > innerWidth + 0.5)
        .map((node) => node.outerHTML.slice(0, 120));
"""

#: The buttons and fields that a finger misses: lower or narrower than 24 (WCAG 2.5.8).
SMALL_TARGETS = """
    return [...document.querySelectorAll('button:not(.open), input, select')].filter((node) => {
        const box = node.getBoundingClientRect();
        return node.checkVisibility() && Math.min(box.width, box.height) < 24;
    }).map((node) => node.outerHTML.slice(0, 120));
"""

#: The pages that the search of the documentation has found, the best first.
RESULTS = """
    return [...document.querySelectorAll('ul.search > li > a')].map((a) => a.getAttribute('href'));
"""

#: What is wrong with a page of the documentation; each script returns elements as strings.
FLAWS_OF_A_PAGE = (
    # Errors of the markup.
    """
    return [...document.querySelectorAll('.system-message, .problematic, .error')].filter(
        (node) => !node.closest('.highlight')).map((node) => node.outerHTML.slice(0, 200));
    """,
    # What makes the whole page scroll to the right.
    """
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')].filter(
        (node) => node.getBoundingClientRect().right > innerWidth + 0.5)
        .map((node) => node.outerHTML.slice(0, 200));
    """,
    # What scrolls on its own, but has no shadow at the edge that would show it.
    """
    return [...document.querySelectorAll('.table-wrapper, .wide-picture, .cell_output, pre')]
        .filter((node) => node.scrollWidth > node.clientWidth + 1
            && !/gradient/.test(getComputedStyle(node).backgroundImage))
        .map((node) => node.outerHTML.slice(0, 200));
    """,
    # Pictures that could not be loaded.
    """
    return [...document.images].filter((node) => node.complete && !node.naturalWidth)
        .map((node) => node.outerHTML.slice(0, 200));
    """)

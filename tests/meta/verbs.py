# -*- coding: utf-8 -*-
"""The verbs in the names of tests, which state what happens.

Add the verb that you need, in the form in which you use it.
"""
from __future__ import unicode_literals

#: Words that are verbs wherever they are in a name.
VERBS = frozenset("""
    accepts act acts adds advances affects aggregates allow allows alternate announces appear
    appears applies apply are arrive arrives ask asks become becomes began begin begins belong
    belongs break breaks bring brings broke came carries carry catches cause causes checks chooses
    claims cleans clears closes come comes completes computes concerns connects contain contains
    continue continues contradict convert converts covers cuts decide decides declares decodes
    deletes depend depends deploys derives describe describes differ differs disappear doubles drips
    encodes ends enter equals escapes exist exists expands expect expects expire expires extends
    fail fails fill fills find finds fit fits follow follows forget forgets gave get gets give gives
    go goes got grants grow grows had happen happens has have hears helps hide hides hold holds
    identifies ignore ignores indents inherit inherits invalidates is joins jumps keep keeps know
    knows lacks lasts lead leads leave leaves lets link lists lives loads locks looks lose loses
    lowers made make makes masks match matches means meet meets mentions merges misses moves need
    needs normalises notices obey occur opens overflows override overrides overwrites owns parse
    parses pass passes pauses pickles plants posts prefers prints publish raise raises reach reaches
    recurses refers refuse refuses remember remembers remove removes renders renews replace replaces
    resolves respond responds restores return returns reveals said save saves say says scales see
    sees select selects send sends separates serve serves sets share shares shortens show shows
    signs skips sleeps slows sorts splits spoil stand stands start starts stay stays stop stops
    stores stumbles succeeds suggests suit sums supports survive survives swallows take takes
    teaches tell tells throws tolerate tolerates tracks translates treats trickles trust trusts turn
    turns understand understands undo use validates visits wait waits want wants warn warns was
    watches were work wraps write writes
""".split())

#: Words that may also be nouns or participles: ``the_program_runs``, but ``the_runs_of_a_user``.
VERBS_OR_NOUNS = frozenset("""
    abort aborts accept add answers asked builds calls cancel cancels change changed changes command
    commands complete conflict conflicts copies copy cost costs count counts create creates deleted
    document documents edit end failed filters flow hands import imports issue links live load log
    logs look mounts name named names number offers open orders pickle plan plans print puts quote
    quotes reads record records repeats report reports rounds run runs scale served spoiled
    succeeded test tests thought uses win wins works
""".split())

#: Behind one of these, such a word is not a verb.
BEFORE_NOUNS = frozenset("""
    a all already an and any are as at be been between by each every for from had has have his in is
    its more never no not of on or other others some than the their to was were with without
""".split())

#: Verbs in front of another one: ``does_not_start``, ``cannot_be``.
AUXILIARIES = frozenset("""
    can cannot could did do does may must should will would
""".split())

#: Words that begin a clause, which has a verb of its own.
BEGIN_CLAUSE = frozenset("""
    because how if that unless until what whatever when where wherever whether which while who
    whoever whom whose why
""".split())

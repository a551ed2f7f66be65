"""What a first answer would otherwise wait for, done while the database starts and right after.

Imports, templates and catalogues take seconds in all; the portfolio of the moment as long again.
"""

from __future__ import annotations

import gc
import logging

from api.rendering import environment
from graphkam.analysis import engine
from graphkam.desk import Desk
from graphkam.errors import GraphKAMError
from graphkam.i18n import LANGUAGES, translator

COLLECTED = (50_000, 5, 100)
"""When the garbage collector looks: a page makes thousands of objects, of which hardly any hang on themselves. A look
at what is young takes 10 to 20 ms, one at what has been looked at before up to 75 ms, in which no page is made."""
log = logging.getLogger(__name__)


def prepare(lang: str = LANGUAGES[0]) -> None:
    """Read what no page can do without: catalogues, templates of the language that most ask for, the engines.

    Cost: two seconds, once a process.
    """
    for known in LANGUAGES:
        translator(known)
    _compile_templates(lang)
    engine.choice(engine.LEAST)


def _compile_templates(lang: str) -> None:
    templates = environment(lang)
    for name in templates.list_templates():
        templates.get_template(name)


def warm(desk: Desk) -> None:
    """Look up the portfolio as of now, which the first page shows, and what pages of accounts stand on; whoever
    asks for it meanwhile gets the same. Then read the templates of the other languages.

    What is there afterwards is there to stay, so the garbage collector is told not to look through it again and
    again. A store that cannot be asked says so to the first reader, not here.
    """
    glance = desk.glance()
    try:
        at = glance.at()
        glance.accounts(at)
        glance.members(at)
        for account_id in list(glance.stand().revisions)[:1]:
            glance.gaps(account_id, at)  # loads the compiled engine
    except GraphKAMError as error:
        log.info("The portfolio was not looked up beforehand: %s", type(error).__name__)
    for lang in LANGUAGES:
        _compile_templates(lang)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED)

# ruff: noqa: INP001 - Sphinx reads this file by its path
"""How Sphinx makes the site of these pages: `make docs` writes it into build/docs."""

from importlib import metadata
from pathlib import Path

from docutils.nodes import document
from pygments.lexers.special import TextLexer
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

project = "Quayledger"
author = "Quayledger's maintainers"
release = metadata.version("quayledger")

extensions = ["myst_parser"]
exclude_patterns = ["adr/0000-template.md"]

# The pages are read on a forge, too: plain Markdown, with anchors made as a forge makes them.
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"Quayledger {release}"
html_show_copyright = False
html_show_sphinx = False


def leave_folders(app: Sphinx, page: document) -> None:
    """A link to a folder of the project, which a forge shows and the site does not have, stays as its text."""
    here = Path(app.env.doc2path(app.env.docname)).parent
    for link in list(page.findall(pending_xref)):
        if (here / link["reftarget"]).is_dir():
            link.replace_self(link.children)


def setup(app: Sphinx) -> None:
    """Shows Mermaid's diagrams as their text: the site loads no script from elsewhere."""
    app.add_lexer("mermaid", TextLexer)
    app.connect("doctree-read", leave_folders)

"""Pages: what people see of a served graph, in three languages and without a script.

Home, resources, questions and the query page; each thing also as Turtle, N-Triples and JSON-LD.
"""

from pathlib import Path

from starlette.routing import Route

from kg.serve.pages.assets import Assets
from kg.serve.pages.home import Home
from kg.serve.pages.query import QueryPage
from kg.serve.pages.questions import Questions
from kg.serve.pages.resources import Resources
from kg.serve.pages.site import Site
from kg.serve.pages.yasgui import find_yasgui
from kg.serve.protocol import Answer
from kg.serve.served import Served


def routes(served: Served, answer: Answer) -> list[Route]:
    """Return the routes of all pages; `answer` answers queries of people.

    YASGUI is looked for in node_modules of the current folder and of this package's, or above.
    """
    yasgui = find_yasgui(Path.cwd(), Path(__file__).parent)
    assets = Assets(yasgui.files if yasgui else {})
    site = Site(served, answer, assets)
    return [
        *Home(site).routes(),
        *Resources(site).routes(),
        *Questions(site).routes(),
        QueryPage(site, yasgui).route(),
        assets.route(),
    ]

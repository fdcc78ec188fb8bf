"""The guards over imports fail on bad trees: upwards, beside, across audiences, hidden."""

from pathlib import PurePosixPath

import pytest

from tests.house.conftest import Plant
from tools.house.layers import (
    between_audiences,
    hidden_imports,
    layer_faults,
    rendered_between_audiences,
    templates_between_audiences,
    upward_imports,
)
from tools.house.sources import Source

LAYERS = (("__init__",), ("web", "commands"), ("visits",), ("staff", "places"), ("clock",))
TREE = {
    "__init__.py": "from botram import web\n",
    "commands.py": "from botram.visits.actions import publish\n",
    "web/__init__.py": "from botram.web import officers, residents\n",
    "web/forms.py": "from botram import clock\n",
    "web/officers/days.py": "from botram.web import forms\nfrom botram.web.officers.entries import entry\n",
    "web/officers/entries.py": "from botram.visits import actions\n",
    "web/residents/map.py": "from importlib.metadata import version\n",
    "visits/actions.py": "import botram.staff.models as staff\nfrom botram.visits.rules import may\n",
    "visits/rules.py": "",
    "staff/models.py": "from botram import clock\n",
    "places/models.py": "",
    "clock.py": "from datetime import datetime\n",
}


def test_a_good_tree_has_no_faults(plant: Plant) -> None:
    good = plant(TREE)
    assert layer_faults(good, LAYERS) == upward_imports(good, LAYERS) == []
    assert between_audiences(good) == hidden_imports(good, {}) == []


@pytest.mark.parametrize(
    ("layers", "fault"),
    [
        (LAYERS[:-1], "clock stands in no layer"),
        ((*LAYERS, ("planning",)), "the layers name planning, which does not exist"),
        ((*LAYERS, ("visits",)), "the layers name visits twice"),
    ],
)
def test_the_layers_are_the_parts_that_there_are(plant: Plant, layers: tuple[tuple[str, ...], ...], fault: str) -> None:
    assert layer_faults(plant(TREE), layers) == [fault]


@pytest.mark.parametrize(
    ("file", "text", "used"),
    [
        ("visits/actions.py", "from botram.web.forms import field", "botram.web.forms.field"),
        ("visits/actions.py", "from botram import web", "botram.web"),
        ("visits/actions.py", "from botram import create_app", "botram.create_app"),
        ("visits/actions.py", "import botram.commands as told", "botram.commands"),
        ("visits/actions.py", "from ..web.forms import field", "botram.web.forms.field"),
        ("visits/field/actions.py", "from ... import web", "botram.web"),
        ("visits/actions.py", "def late():\n    from botram.web import forms", "botram.web.forms"),
        ("visits/actions.py", "if TYPE_CHECKING:\n    import botram.web", "botram.web"),
        ("staff/models.py", "from botram.places.models import Venue", "botram.places.models.Venue"),
        ("web/forms.py", "from botram import commands", "botram.commands"),
        ("clock.py", "from botram.staff import models", "botram.staff.models"),
        ("unlisted.py", "from botram.visits import rules", None),
    ],
)
def test_an_import_that_does_not_point_down_is_named(plant: Plant, file: str, text: str, used: str | None) -> None:
    faults = upward_imports(plant({**TREE, file: text}), LAYERS)
    assert [fault.split(" imports ")[1].split(",")[0] for fault in faults] == ([used] if used else [])


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("web/officers/days.py", "from botram.web.residents.map import draw"),
        ("web/officers/days.py", "from botram.web import residents"),
        ("web/officers/days.py", "import botram.web.residents.map as mine"),
        ("web/officers/days.py", "from ..residents.map import draw"),
        ("web/officers/days.py", "from .. import residents"),
        ("web/officers/days.py", "def show():\n    from botram.web.residents import map"),
        ("web/api/visits.py", "from botram.web.coordinators.visits.choices import number"),
        ("web/forms.py", "from botram.web.residents.map import draw"),
        ("web/visit/cards.py", "from botram.web.api import shapes"),
        ("web/officers/days.py", "from botram import web\nweb.residents.map.draw"),
        ("web/officers/days.py", "import botram\nbotram.web.residents.map.draw()"),
    ],
)
def test_an_import_from_another_audience_is_named(plant: Plant, file: str, text: str) -> None:
    faults = between_audiences(plant({**TREE, file: text}))
    assert faults and all(fault.startswith(f"botram/{file}:") for fault in faults)


@pytest.mark.parametrize(
    ("file", "name", "faults"),
    [
        ("web/officers/days.py", "officers/days.html", 0),
        ("web/officers/days.py", "components/card.html", 0),
        ("web/errors.py", "errors/page.html", 0),
        ("web/officers/days.py", "residents/visit.html", 1),
        ("web/errors.py", "coordinators/visits/show.html", 1),
        ("web/visit/links.py", "residents/visit.html", 1),
    ],
)
def test_a_page_made_from_a_template_of_another_audience_is_named(
    plant: Plant, file: str, name: str, faults: int
) -> None:
    found = rendered_between_audiences(plant({**TREE, file: f"def show():\n    render_template({name!r})"}))
    assert [fault.startswith(f"botram/{file}:2 ") for fault in found] == [True] * faults


@pytest.mark.parametrize(
    ("file", "text", "faults"),
    [
        ("officers/day.html", '{% extends "desk.html" %}{% from "officers/bar.html" import bar %}', 0),
        ("officers/day.html", '{% from "components/icons.html" import icon %}{{ _("a/b") }}', 0),
        ("officers/day.html", '{% extends frame %}{{ url_for("residents.visit") }} residents/visit.html', 0),
        ("officers/day.html", '{# {% extends "residents/visit.html" %} #}', 0),
        ("coordinators/visits/show.html", '{% import "coordinators/parts.html" as parts %}', 0),
        ("officers/day.html", '{% extends "residents/visit.html" %}', 1),
        ("officers/day.html", '{% from "coordinators/visits/parts.html" import box %}', 1),
        ("officers/day.html", '{%- import "residents/map.html" as map -%}', 1),
        ("officers/day.html", "{% if late %}{% include 'residents/visit.html' %}{% endif %}", 1),
        ("residents/visit.html", '{% include ["officers/bar.html", "coordinators/bar.html"] %}', 2),
        ("residents/visit.html", '{% extends "officers/bar.html" if staff else "base.html" %}', 1),
        ("residents/visit.html", '{% include "officers/" ~ name %}', 1),
        ("residents/visit.html", '{% set part = "officers/bar.html" %}{% include part %}', 1),
        ("components/menu.html", '{% from "residents/search.html" import search_box %}', 1),
        ("desk.html", '{% include "officers/bar.html" %}', 1),
    ],
)
def test_a_template_of_another_audience_is_named(file: str, text: str, faults: int) -> None:
    found = templates_between_audiences([Source(PurePosixPath("templates", file), f"\n{text}")])
    assert [fault.startswith(f"templates/{file}:2 ") for fault in found] == [True] * faults


@pytest.mark.parametrize(
    "text",
    [
        "def show():\n    import json",
        "async def show():\n    from botram.visits import rules",
        "class Map:\n    import json",
        "class Map:\n    def show(self):\n        if self:\n            from botram.visits.rules import may",
        "from importlib import import_module",
        "import importlib\nimportlib.import_module('botram.visits')",
        "from importlib import import_module as bring",
        "__import__('botram.visits')",
        "import builtins\nbuiltins.__import__('botram.visits')",
        "import sys\nsys.modules['botram.visits']",
        "from sys import modules",
        "from werkzeug.utils import import_string",
        "import pkgutil",
        "from botram.visits.rules import *",
    ],
)
def test_a_hidden_import_is_named(plant: Plant, text: str) -> None:
    assert hidden_imports(plant({**TREE, "web/residents/map.py": text}), {})


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("def draw():\n    from botram.maps.drawing import visits_map", 0),
        ("def draw():\n    from botram.maps.drawings import visits_map", 2),  # another one, and the allowed one is gone
        ("from botram.maps.drawing import visits_map", 1),
    ],
)
def test_an_allowed_import_in_a_function_is_the_one_on_the_list(plant: Plant, text: str, faults: int) -> None:
    allowed = {("botram.web.residents.map", "botram.maps.drawing"): "it takes a second to load"}
    assert len(hidden_imports(plant({**TREE, "web/residents/map.py": text}), allowed)) == faults

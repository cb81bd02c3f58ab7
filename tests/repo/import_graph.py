"""Which module imports which, and the layers of the architecture that imports must follow downwards.

Modules are named as in `test_imports`: ``theory.costs.crossings``, ``backproof.commands.figures``.

Main definitions: `import_graph`, `LAYERS`, `LAZY`, `arrows`. `tests.repo.draw_imports` draws them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

import networkx as nx

from backproof.paper_figures.sources import imported_names
from tests.repo.files import ROOMS, python_files, tree

LAYERS = (
    {"theory: model": ("theory.arguments", "theory.graph", "theory.families", "theory.policy", "theory.chain")},
    {"theory.costs": ("theory.costs",)},
    {"theory: training": ("theory",)},
    {
        "theory.relaxations": ("theory.relaxations",),
        "theory.any_graph": ("theory.any_graph",),
        "theory.companions": ("theory.companions",),
    },
    {"checks": ("checks",), "sim": ("sim",), "paper_figures": ("paper_figures",)},
    {
        "checks.tools": ("checks.tools",),
        "sim.trainers": ("sim.trainers",),
        "paper_figures: fig_*": ("paper_figures.fig_",),
    },
    {"checks.claims": ("checks.claims",), "sim.training": ("sim.training",)},
    {
        "checks.audit": ("checks.audit",),
        "checks.lock, export, rocq": ("checks.lock", "checks.survivors", "checks.export", "checks.rocq"),
    },
    {"backproof": ("backproof",)},
    {"backproof.reports": ("backproof.reports",), "backproof.workers": ("backproof.workers",)},
    {
        "backproof.policies": ("backproof.policies",),
        "backproof.graphs": ("backproof.graphs",),
        "backproof.environments": ("backproof.environments",),
        "backproof.experiments": ("backproof.experiments",),
        "backproof.samples": ("backproof.samples",),
    },
    {"backproof.learners": ("backproof.learners",), "backproof.sweeps": ("backproof.sweeps",)},
    {"backproof.api": ("backproof.api",)},
    {"backproof.commands": ("backproof.commands",)},
    {"backproof.cli, start": ("backproof.cli", "backproof.start", "backproof.__main__")},
)
"""From the lowest layer to the highest, each with its groups of modules by the prefixes of their names.

The longest prefix counts. A module may import from its own group and from lower layers.
"""

LAZY = {
    ("backproof.start", "backproof.cli"): "signals are handled before the command line is imported",
    ("backproof", "*"): "the public names are imported at first use",
}
"""Imports that may go upwards since they wait inside a function, with the reason; "*" stands for any module."""

ROOM = re.compile(rf"^backproof\.(?=(?:{'|'.join(ROOMS[:-1])})(?:\.|$))")
"""A room is installed as a part of backproof, so that a user's own `theory.py` is another module."""


def module_name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def import_graph() -> nx.DiGraph:
    """An edge from each module of the rooms to each that it imports, also inside functions and for types."""
    modules = {module_name(path): path for path in python_files(*ROOMS)}
    graph = nx.DiGraph()
    graph.add_nodes_from(modules)
    for name, path in modules.items():
        imported = {module_of(ROOM.sub("", loaded), modules) for loaded in imported_names(tree(path))}
        graph.add_edges_from((name, other) for other in imported - {name, None})
    return graph


def module_of(name: str, modules: Collection[str]) -> str | None:
    """The module in which this name is: the longest part of it that is a module's."""
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((prefix for prefix in prefixes if prefix in modules), None)


def is_lazy(importer: str, imported: str) -> bool:
    return bool({(importer, imported), (importer, "*")} & LAZY.keys())


def place_of(module: str) -> tuple[int, str]:
    """The number of the module's layer and the name of its group."""
    prefixes = (
        (len(prefix), number, group)
        for number, layer in enumerate(LAYERS)
        for group, starts in layer.items()
        for prefix in starts
        if module.startswith(prefix)
    )
    _, number, group = max(prefixes)
    return number, group


def upward(edges: Iterable[tuple[str, str]]) -> list[str]:
    """The imports that go neither down nor to the module's own group."""
    found = []
    for importer, imported in edges:
        (above, group), (below, other) = place_of(importer), place_of(imported)
        if above <= below and group != other:
            found.append(f"{importer} ({group}) imports {imported} ({other})")
    return sorted(found)


def arrows(graph: nx.DiGraph) -> set[tuple[str, str]]:
    """The pairs of groups of which the first imports from the second, lazy imports aside."""
    pairs = {
        (place_of(importer)[1], place_of(other)[1]) for importer, other in graph.edges if not is_lazy(importer, other)
    }
    return {(group, other) for group, other in pairs if group != other}

"""Which options were given on the command line, and the refusal of those that would have no effect."""

from __future__ import annotations

import typer


def refuse(context: typer.Context, names: str, why: str) -> None:
    """Refuse the options among these parameters that were given, naming them as the user writes them."""
    spelled = {str(parameter.name): parameter.opts[0] for parameter in context.command.params}
    found = [spelled[name] for name in names.split() if _is_given(context, name)]
    if found:
        raise typer.BadParameter(f"{why}: leave {' and '.join(found)} out")


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"

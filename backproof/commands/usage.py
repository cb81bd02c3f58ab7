"""What is wrong with a command line, in one line: what was given, what was expected, what was perhaps meant.

Main definition: `usage_error`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from backproof.theory.arguments import near_matches

if TYPE_CHECKING:
    import typer

NO_COMMAND = re.compile(r"No such command '(.*)'\.", re.DOTALL)
NO_CHOICE = re.compile(r"(?:Value error, )?('.*') is not one of (.*)\.?", re.DOTALL)
NO_VALUE = re.compile(r"Option '(.*)' requires an argument\.")
TOO_MANY = re.compile(r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)", re.DOTALL)


def usage_error(error: typer.TyperException) -> str:
    """The parser's message in the words of this command line."""
    message, context, param = (getattr(error, name, None) for name in ("message", "ctx", "param"))
    message = message or error.format_message()
    if found := NO_COMMAND.match(message):
        return f"there is no command {found[1]!r}: {near_matches(found[1], _commands(context), 'the commands are')}"
    if hasattr(error, "possibilities"):
        name = str(getattr(error, "option_name", ""))
        return f"there is no option {name}: {near_matches(name, _options(context), 'it has')}"
    if found := NO_VALUE.match(message):
        return f"{found[1]} needs a value"
    if found := TOO_MANY.match(message):
        remedy = f": name it with --only {found[1]}" if "--only" in _options(context) else ""
        return f"there is no place for {found[1]!r}{remedy or _help(context)}"
    if param is None:
        return message
    option = next((name for name in param.opts if name.startswith("-")), param.metavar)
    if "Missing" in type(error).__name__:
        return f"{option} is missing{_help(context)}"
    if found := NO_CHOICE.fullmatch(message):
        return f"{option} must be one of {found[2].replace(chr(39), '').rstrip('.')}, got {found[1]}"
    return f"{option} {message}"


def _commands(context: Any) -> list[str]:
    return list(context.command.commands)


def _options(context: Any) -> list[str]:
    """Those of the command whose line it is."""
    params = [] if context is None else context.command.get_params(context)
    return [name for param in params for name in param.opts if name.startswith("--")]


def _help(context: Any) -> str:
    return "" if context is None else f" (see {context.command_path} --help)"

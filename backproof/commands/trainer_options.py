"""The options of ``backproof train`` that the trainers bring: their names, and one option for each of their settings.

They are known once the command is asked for, since the trainers are heavy to import.
"""

from __future__ import annotations

import functools
import inspect
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from backproof.installed import is_installed

DEFAULTED = {
    "optimiser": "How a step follows from the gradient",
    "step": "Size of a step",
    "steps": "Number of steps",
}
"""The help of the options of all trainers, which differ in the default."""

GIVEN = "backproof.settings"
"""Where the context of the command has the settings that were given, by name."""


class TrainCommand(TyperCommand):
    """The command with the options of all trainers; without those where the packages of the simulator are missing."""

    def get_params(self, ctx: Any) -> Any:
        """The options of the function, then one for each setting of a trainer, then the help."""
        if not is_installed("torch"):
            return super().get_params(ctx)
        from backproof.api.trainers import all_trainers, defaults_in_words, in_words, policy_classes
        from backproof.sim.descent import OPTIMISERS

        *params, help_option = super().get_params(ctx)
        named: dict[str, Any] = {str(param.name): param for param in params}
        trainers, classes = all_trainers(), policy_classes()
        named["algorithm"].metavar = "|".join(dict.fromkeys(trainer.name for trainer in trainers))
        named["algorithm"].help = "; ".join(f"{in_words(trainer)}: {trainer.summary}" for trainer in trainers) + "."
        named["policy_class"].metavar = "|".join(classes)
        by = "; ".join(f"{kind}: by {', '.join(names)}" for kind, names in classes.items())
        named["policy_class"].help = f"What is trained. {by}."
        for name, words in DEFAULTED.items():
            named[name].help = f"{words}; default {defaults_in_words(name)}."
        named["optimiser"].metavar = "|".join(OPTIMISERS)
        return [*params, *_setting_options(), help_option]


@functools.cache
def _setting_options() -> tuple[Any, ...]:
    """One option for each setting, made by typer from the signature of a function that has them as parameters."""
    from backproof.api.trainers import all_trainers

    parameters = {}
    for trainer in all_trainers():
        for name, about in trainer.config.settings().items():
            users = dict.fromkeys(other.name for other in all_trainers() if name in other.config.settings())
            option = typer.Option(
                parser=_parser(type(about["default"])),
                metavar=about["metavar"],
                help=f"{about['help'].rstrip('.')} ({', '.join(users)}); default {about['default']}.",
                callback=_note,
                expose_value=False,
            )
            parameters[name] = Annotated[str | None, option]

    keyword = inspect.Parameter.KEYWORD_ONLY
    signature = [inspect.Parameter(name, keyword, default=None, annotation=kind) for name, kind in parameters.items()]
    holder: Any = lambda: None  # noqa: E731 - a function whose signature is set below
    holder.__signature__, holder.__annotations__ = inspect.Signature(signature), parameters
    app = typer.Typer(add_completion=False)
    app.command()(holder)
    return tuple(param for param in typer.main.get_command(app).params if param.name in parameters)


def _parser(kind: type) -> Any:
    """A parser of numbers or text whose message has what was given; the configuration checks the range."""

    def parse(text: str) -> Any:
        try:
            return kind(text)
        except ValueError:
            what = "an integer" if kind is int else "a number"
            raise typer.BadParameter(f"must be {what}, got {text[:60]}") from None

    return parse


def _note(context: typer.Context, param: typer.CallbackParam, value: Any) -> None:
    if value is not None:
        context.meta.setdefault(GIVEN, {})[param.name] = value


def given_settings(context: typer.Context) -> dict[str, Any]:
    """The settings of trainers that were given on the command line."""
    return dict(context.meta.get(GIVEN, {}))

"""`python -m bot` and its installed name `langnghe`: the commands, each loading what it needs."""

from __future__ import annotations

import sys

import click

from bot.commands import COMMANDS
from bot.commands.base import TextGroup
from flows.texts import text_key

__all__ = ["commands", "main"]


class _InOrder(TextGroup):
    """Lists the commands as a newcomer needs them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"langnghe {version('lang-nghe')}")
    except PackageNotFoundError:
        click.echo("langnghe (source tree)")  # run from a clone, without an installed package
    ctx.exit()


@click.group(
    cls=_InOrder,
    help=text_key("cli.help"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version)
def commands() -> None:
    """Lắng Nghe."""


for _command in COMMANDS:
    commands.add_command(_command)


def main() -> None:
    """Run the command that was asked for."""
    commands(prog_name="python -m bot" if sys.argv[0].endswith("__main__.py") else "langnghe")


if __name__ == "__main__":
    main()

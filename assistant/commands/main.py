"""``reviews``: the commands and their options. What each does stands in the module it calls."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

from ingest.errors import AssistantError, RemoteError, RequestError, SetupError

Command = TypeVar("Command", bound=Callable[..., Any])
EXIT_CODES: tuple[tuple[type[AssistantError], int], ...] = ((RequestError, 2), (SetupError, 3), (RemoteError, 4))


def run(module: str, function: str, **arguments: object) -> None:
    """Call ``function`` of a command's module and leave with its exit code; an error is one line on stderr."""
    try:
        code = getattr(import_module(f"assistant.commands.{module}"), function)(**arguments)
    except AssistantError as error:
        click.echo(f"reviews: {' '.join(str(error).split())}", err=True)
        code = next(number for kind, number in EXIT_CODES if isinstance(error, kind))
    raise SystemExit(code)


def library_option(command: Command) -> Command:
    """Adds ``--library``."""
    option = click.option(
        "--library", type=click.Path(path_type=Path), help="Library folder (REVIEWS_LIBRARY, ./library)."
    )
    return option(command)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


class Reviews(click.Group):
    """The commands, with errors of the command line itself in one line like all others."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line and leave with its exit code."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = error.exit_code
        except click.ClickException as error:
            context = getattr(error, "ctx", None)
            command = context.command_path if context else "reviews"
            click.echo(
                f"reviews: {' '.join(error.format_message().split()).rstrip('.')}: see `{command} --help`", err=True
            )
            code = error.exit_code
        except click.Abort:
            click.echo("reviews: stopped before it was done: run the same again to go on", err=True)
            code = 1
        raise SystemExit(code)


@click.group(cls=Reviews, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="review-assistant")
def cli() -> None:
    """Answers questions from child safeguarding reviews with whole-sentence quotes, each checked on its page."""


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that read files.")
@click.option("--ocr", is_flag=True, help="Read pages without text with tesseract.")
@json_option
@library_option
def ingest(**arguments: Any) -> None:
    """Read files or folders (PDF, DOCX, HTML, Markdown, text) into the library."""
    run("keeping", "ingest", **arguments)


@cli.command()
@click.argument("ids", nargs=-1, required=True)
@library_option
def remove(**arguments: Any) -> None:
    """Remove documents and everything derived from them."""
    run("keeping", "remove", **arguments)


@cli.command("list")
@json_option
@library_option
def list_documents(**arguments: Any) -> None:
    """List the documents held."""
    run("keeping", "list_documents", **arguments)


@cli.command()
@click.argument("review_id")
@json_option
@library_option
def show(**arguments: Any) -> None:
    """Show one document's quality card."""
    run("keeping", "show", **arguments)


@cli.command()
@click.argument("question")
@click.option(
    "--filter", "filters", multiple=True, metavar="KEY=VALUE", help="Narrow what is searched; may be repeated."
)
@click.option("--max-statements", type=click.IntRange(1, 20), default=6, show_default=True)
@json_option
@library_option
def ask(**arguments: Any) -> None:
    """Answer QUESTION with cited quotes."""
    run("asking", "ask", **arguments)


@cli.command()
@click.argument("query")
@click.option("--k", type=click.IntRange(1, 200), default=10, show_default=True, help="How many passages.")
@click.option(
    "--filter", "filters", multiple=True, metavar="KEY=VALUE", help="Narrow what is searched; may be repeated."
)
@json_option
@library_option
def search(**arguments: Any) -> None:
    """Rank passages for QUERY."""
    run("asking", "search", **arguments)


@cli.command()
@click.option("--host", help="Address to serve on (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to serve on (8000).")
@library_option
def serve(**arguments: Any) -> None:
    """Serve the API and the page."""
    run("serving", "serve", **arguments)


@cli.command()
@click.option("--kind", type=click.Choice(["finding", "recommendation", "learning"]), help="Only this kind.")
@click.option("--theme", default="", help="Only those on this theme: its name, or a way of putting it.")
@click.option("--addressed-to", default="", metavar="BODY", help="Only what is addressed to this body or kind of body.")
@click.option("--review", default="", metavar="ID", help="Only those of one document.")
@json_option
@library_option
def findings(**arguments: Any) -> None:
    """List findings, recommendations and learning points."""
    run("register", "findings", **arguments)


@cli.command()
@library_option
def check(**arguments: Any) -> None:
    """Say whether model, index, library and settings fit together."""
    run("checking", "check", **arguments)

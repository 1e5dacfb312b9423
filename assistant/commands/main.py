"""``reviews``: the commands and their options. What each does stands in the module it calls."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

from assistant.commands.chat_group import feedback, tools
from assistant.commands.eval_group import evaluation
from assistant.commands.keys_group import keys
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


model_option = click.option(
    "--model", metavar="PROVIDER:NAME", help="Language model that writes answers (REVIEWS_MODEL)."
)
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
@model_option
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
@click.option("--processes", type=click.IntRange(1, 64), help="Processes that serve (1).")
@model_option
@library_option
def serve(**arguments: Any) -> None:
    """Serve the API and the page."""
    run("serving", "serve", **arguments)


@cli.command()
@library_option
def work(**arguments: Any) -> None:
    """Ingest what servers are sent, where they do not themselves (REVIEWS_INGEST_HERE=false)."""
    run("working", "work", **arguments)


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
@click.argument("topic")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A .docx, .pptx, .md, .html or .json."
)
@click.option("--filter", "filters", multiple=True, metavar="KEY=VALUE", help="Narrow what is quoted; may be repeated.")
@library_option
def brief(**arguments: Any) -> None:
    """Write a seven-minute briefing on TOPIC from verified quotes."""
    run("briefing", "brief", **arguments)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@library_option
def verify(**arguments: Any) -> None:
    """Compare every quote in an exported FILE with the library."""
    run("verifying", "verify_file", **arguments)


@cli.command()
@library_option
def check(**arguments: Any) -> None:
    """Say whether model, index, library and settings fit together."""
    run("checking", "check", **arguments)


@cli.command()
@library_option
def rebuild(**arguments: Any) -> None:
    """Make the word index and the vector index anew from the stored text."""
    run("safekeeping", "make_anew", **arguments)


@cli.command()
@click.argument("target", type=click.Path(path_type=Path))
@library_option
def backup(**arguments: Any) -> None:
    """Copy the library to TARGET (.tar, .tar.gz or a new folder) while it is in use."""
    run("safekeeping", "backup", **arguments)


@cli.command()
@click.argument("backup", type=click.Path(path_type=Path, exists=True))
@library_option
def restore(**arguments: Any) -> None:
    """Put a BACKUP where no library is, once all of it is found to be as it was."""
    run("safekeeping", "put_back", **arguments)


@cli.command()
@json_option
@library_option
def audit(**arguments: Any) -> None:
    """List who did what to the library."""
    run("accounting", "audit", **arguments)


@cli.command()
@click.option("--key", metavar="NAME", help="Whoever this key is or was of.")
@click.option("--proxy-user", metavar="NAME", help="Whoever signed in as NAME at the proxy.")
@click.option("--conversation", metavar="ID", help="One conversation.")
@library_option
def erase(**arguments: Any) -> None:
    """Erase what is kept of one person: conversations, answers, feedback, collections."""
    run("accounting", "erase", **arguments)


cli.add_command(evaluation(run))
cli.add_command(tools(run))
cli.add_command(feedback(run))
cli.add_command(keys(run))

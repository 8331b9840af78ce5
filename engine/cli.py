"""`mutubaku`: the words of the command line.

Only words are read here; what a command does is imported when it is asked for,
so that counting working time does not wait for a PDF library. Whatever is
expected to go wrong ends as one sentence on stderr, never as a traceback.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

from engine.commands.terminal import DONE, REFUSED, WRONG_USAGE, Terminal
from engine.errors import MutuBakuError, SettingsInvalidError
from engine.settings import load_settings
from engine.translations import DEFAULT_LANGUAGE, LANGUAGES, sentence, sentences_of

PROGRAM = "mutubaku"
HELP = "cli.help."
INTERRUPTED = 130
MOST_DAYS = 3650
Handler = Callable[[Terminal, argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Speaks the language of the settings; `help` texts are keys of the catalogue."""

    def format_help(self) -> str:
        """Return the help with its keys spoken."""
        language = language_of(os.environ.get("MUTUBAKU_LANGUAGE", ""))
        for action in self._actions:
            _speak(action, language)
            for choice in getattr(action, "_choices_actions", ()):
                _speak(choice, language)
        if self.description and self.description.startswith(HELP):
            self.description = sentence(self.description, language)
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """End with one sentence and the status of wrong usage."""
        language = language_of(os.environ.get("MUTUBAKU_LANGUAGE", ""))
        facts = {"program": self.prog, "why": message}
        self.exit(WRONG_USAGE, sentence("cli.usage", language, facts) + "\n")


def language_of(text: str) -> str:
    """Return a language of the catalogues for a setting nobody has checked yet."""
    return text if text in LANGUAGES else DEFAULT_LANGUAGE


def build_parser() -> tuple[Parser, "argparse._SubParsersAction[Parser]"]:
    """Return the parser of all commands, and where a layer above adds its own."""
    parser = Parser(prog=PROGRAM, description=f"{HELP}mutubaku")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=Parser
    )
    _about_the_office(commands)
    _about_diagrams(commands)
    _about_time(commands)
    _about_people(commands)
    return parser, commands


def command(
    commands: "argparse._SubParsersAction[Parser]", name: str, does: str
) -> Parser:
    """Add a command; `does` names what it runs as `module:function`."""
    parser = commands.add_parser(
        name, help=f"{HELP}{name}", description=f"{HELP}{name}"
    )
    parser.set_defaults(does=does)
    parser.add_argument("--json", action="store_true", help=f"{HELP}json")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the words name and return its exit status."""
    parser, _ = build_parser()
    return run(parser, argv)


def run(parser: Parser, argv: Sequence[str] | None = None) -> int:
    """Run the words of a parser; 0 done, 1 refused, 2 wrong usage."""
    try:
        words = parser.parse_args(argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    try:
        settings = load_settings(os.environ)
    except SettingsInvalidError as error:
        language = language_of(os.environ.get("MUTUBAKU_LANGUAGE", ""))
        return _refused(error, language)
    for stream in (sys.stdout, sys.stderr):
        # A screen that cannot show a sign of a name shows «?», and the rest.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    terminal = Terminal(
        settings=settings,
        out=sys.stdout,
        err=sys.stderr,
        into=sys.stdin,
        json=words.json,
    )
    return _done(terminal, words)


def _done(terminal: Terminal, words: argparse.Namespace) -> int:
    module, _, name = words.does.partition(":")
    try:
        handler: Handler = getattr(import_module(module), name)
        status = handler(terminal, words)
        terminal.out.flush()
    except MutuBakuError as error:
        status = _refused(error, terminal.language)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        # Whoever read our answer has seen enough; nothing is left to be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = DONE
    except OSError as error:
        terminal.warn("cli.system_refused", why=error.strerror or str(error))
        status = REFUSED
    except Exception as error:  # noqa: BLE001 - the border: never a traceback
        terminal.warn("cli.unexpected", kind=type(error).__name__)
        status = REFUSED
    return status


def _refused(error: MutuBakuError, language: str) -> int:
    for told in sentences_of(error, language):
        sys.stderr.write(told + "\n")
    for told in _causes(error, language):
        sys.stderr.write(told + "\n")
    return REFUSED


def _causes(error: MutuBakuError, language: str) -> list[str]:
    """Return why, where an error has a cause or collects errors of fields."""
    told: list[str] = []
    cause = error.facts.get("cause")
    if isinstance(cause, MutuBakuError):
        told += [*sentences_of(cause, language), *_causes(cause, language)]
    fields = error.facts.get("errors")
    for path, why in (fields if isinstance(fields, dict) else {}).items():
        key, facts = why if isinstance(why, tuple) else (why, {})
        told.append(f"  {path}: {sentence(key, language, facts)}")
    return told


def days(text: str) -> int:
    """Return for how many days a token is valid, from 1 to ten years.

    Raises:
        ValueError: it is no such number; the parser says so.
    """
    number = int(text)
    if not 1 <= number <= MOST_DAYS:
        raise ValueError(text)
    return number


def _speak(action: argparse.Action, language: str) -> None:
    if isinstance(action.help, str) and action.help.startswith(HELP):
        action.help = sentence(action.help, language).replace("%", "%%")


def _about_the_office(commands: "argparse._SubParsersAction[Parser]") -> None:
    does = "engine.commands.database"
    command(commands, "migrate", f"{does}:migrate")
    demo = command(commands, "demo", f"{does}:demo")
    demo.add_argument("--no-history", action="store_true", help=f"{HELP}no_history")
    command(commands, "worker", "engine.commands.working:worker")
    for name in ("backup", "restore"):
        one = command(commands, name, f"{does}:{name}")
        one.add_argument("file", metavar="FILE", help=f"{HELP}{name}.file")
    log = command(commands, "export-log", "engine.commands.event_log:export")
    log.add_argument("--process", metavar="KEY", help=f"{HELP}key")
    log.add_argument(
        "--format", choices=("xes", "csv"), required=True, help=f"{HELP}format"
    )
    log.add_argument("--names", action="store_true", help=f"{HELP}log.names")
    log.add_argument("--out", metavar="FILE", help=f"{HELP}log.out")
    command(commands, "verify-audit", f"{does}:verify_audit")
    facts = commands.add_parser(
        "facts", help=f"{HELP}facts", description=f"{HELP}facts"
    )
    verbs = facts.add_subparsers(
        dest="verb", required=True, metavar="VERB", parser_class=Parser
    )
    for name in ("compare", "rebuild"):
        command(verbs, name, f"engine.commands.facts:{name}")


def _about_diagrams(commands: "argparse._SubParsersAction[Parser]") -> None:
    check = command(commands, "check", "engine.commands.diagrams:check")
    check.add_argument("files", metavar="FILE", nargs="+", help=f"{HELP}files")
    deploy = command(commands, "deploy", "engine.commands.diagrams:deploy")
    deploy.add_argument("files", metavar="FILE", nargs="+", help=f"{HELP}files")
    deploy.add_argument("--forms", metavar="DIR", help=f"{HELP}forms")
    deploy.add_argument("--note", default="", help=f"{HELP}note")
    deploy.add_argument("--replace", action="store_true", help=f"{HELP}replace")
    run_one = command(commands, "run", "engine.commands.cases:run")
    run_one.add_argument("key", metavar="KEY", help=f"{HELP}key")
    run_one.add_argument(
        "--answers", metavar="FILE", required=True, help=f"{HELP}answers"
    )
    run_one.add_argument("--start", metavar="ISO", help=f"{HELP}start")
    run_one.add_argument("--out", metavar="DIR", help=f"{HELP}out")


def _about_time(commands: "argparse._SubParsersAction[Parser]") -> None:
    calendar = commands.add_parser(
        "calendar", help=f"{HELP}calendar", description=f"{HELP}calendar"
    )
    asked = calendar.add_subparsers(
        dest="asked", required=True, metavar="QUESTION", parser_class=Parser
    )
    for name, second in (("due", "DURATION"), ("elapsed", "END")):
        one = command(asked, name, f"engine.commands.worktime:{name}")
        one.usage = (
            f"{PROGRAM} calendar {name} (START {second} | -) [--calendar KEY] [--json]"
        )
        one.add_argument(
            "words", metavar="START", nargs="+", help=f"{HELP}{name}.words"
        )
        one.add_argument("--calendar", default="kantor", help=f"{HELP}calendar.key")


def _about_people(commands: "argparse._SubParsersAction[Parser]") -> None:
    user = commands.add_parser("user", help=f"{HELP}user", description=f"{HELP}user")
    verbs = user.add_subparsers(
        dest="verb", required=True, metavar="VERB", parser_class=Parser
    )
    for name in ("add", "password", "disable"):
        one = command(verbs, name, f"engine.commands.people:{name}")
        one.add_argument("name", metavar="NAME", help=f"{HELP}login")
        if name != "disable":
            one.add_argument(
                "--password-stdin", action="store_true", help=f"{HELP}password_stdin"
            )
        if name == "add":
            one.add_argument("--role", action="append", default=[], help=f"{HELP}role")
            one.add_argument("--full-name", default="", help=f"{HELP}full_name")
            one.add_argument("--nip", default="", help=f"{HELP}nip")
    token = command(commands, "token", "engine.commands.people:token")
    token.add_argument("words", nargs="+", metavar="USER", help=f"{HELP}token_words")
    token.add_argument("--days", type=days, default=90, help=f"{HELP}days")

"""`migrate`, `demo`, `backup`, `restore`, `verify-audit`."""

from argparse import Namespace
from pathlib import Path

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock, SystemClock
from engine.commands.files import bytes_of, forms_in, shipped_root
from engine.commands.place import folder_made, is_missing
from engine.commands.terminal import DONE, REFUSED, Terminal
from engine.errors import DatabaseUnusableError
from engine.services.demo.office import PASSWORD
from engine.services.deployment import DeployOrder, SourceFile


def prepared(office: Office) -> Office:
    """Make the embedded database where there is none, and return its office.

    Raises:
        DatabaseUnusableError: there is one, of another version.
    """
    if is_missing(office.settings.database_url):
        return migrated(office)
    try:
        office.database.require_current()
    except DatabaseUnusableError:
        office.close()
        raise
    return office


def migrated(office: Office) -> Office:
    """Bring a database to this version; its folder is made where it is missing."""
    folder_made(office.settings.database_url)
    office.migrate()
    return office


def migrate(terminal: Terminal, _: Namespace) -> int:
    """Bring the database schema to this version."""
    office = build_engine(terminal.settings)
    try:
        migrated(office)
    finally:
        office.close()
    terminal.say("cli.migrated")
    terminal.answer({"migrated": True})
    return DONE


def demo(terminal: Terminal, words: Namespace) -> int:
    """Load the demo office; a second time changes nothing."""
    office = build_engine(terminal.settings, clock=FixedClock(SystemClock().now()))
    root = shipped_root()
    try:
        migrated(office)
        history = None if words.no_history else office.demo_history()
        report = office.demo().load([shipped_order(root)], history)
    finally:
        office.close()
    if not report.loaded:
        terminal.say("cli.demo.already")
    else:
        terminal.say("cli.demo.loaded", cases=len(report.cases))
        logins = ", ".join(report.logins)
        terminal.say("cli.demo.logins", logins=logins, password=PASSWORD)
    terminal.answer({"loaded": report.loaded, "logins": list(report.logins)})
    return DONE


def backup(terminal: Terminal, words: Namespace) -> int:
    """Write the whole office into one file while it is being used."""
    from engine.store.backup import backup as write  # noqa: PLC0415 - loaded when used

    office = prepared(build_engine(terminal.settings))
    try:
        manifest = write(office.database, Path(words.file), now=office.clock.now())
    finally:
        office.close()
    terminal.say("cli.backup", file=words.file, audit=manifest.head_sequence)
    terminal.answer({"file": words.file, "audit_sequence": manifest.head_sequence})
    return DONE


def restore(terminal: Terminal, words: Namespace) -> int:
    """Bring a backup back into an empty office."""
    from engine.store.backup import restore as read  # noqa: PLC0415 - loaded when used

    url = terminal.settings.database_url
    folder_made(url)
    manifest = read(url, Path(words.file))
    terminal.say("cli.restored", file=words.file, audit=manifest.head_sequence)
    terminal.answer({"file": words.file, "audit_sequence": manifest.head_sequence})
    return DONE


def verify_audit(terminal: Terminal, _: Namespace) -> int:
    """Recompute the audit chain; 1 and the first broken link if it does not hold."""
    office = prepared(build_engine(terminal.settings))
    try:
        broken = office.audit.verify()
        sequence, head = office.audit.head()
    finally:
        office.close()
    if broken is None:
        terminal.say("cli.audit.holds", count=sequence, head=head)
        terminal.answer({"holds": True, "events": sequence, "head": head})
        return DONE
    terminal.warn("cli.audit.broken", number=broken.sequence, kind=broken.kind.value)
    terminal.answer(
        {"holds": False, "broken_at": broken.sequence, "kind": broken.kind.value}
    )
    return REFUSED


def shipped_order(root: Path, only: str = "*") -> DeployOrder:
    """Return what deploys the SOPs of `bpmn/`, all or the one of a key.

    Raises:
        FileUnreadableError: a file cannot be read.
    """
    forms, templates = forms_in(root / "forms")
    files = [
        SourceFile(name=f"bpmn/{path.name}", content=bytes_of(path))
        for path in sorted((root / "bpmn").glob(f"{only}.bpmn"))
    ]
    files += [
        SourceFile(name=f"bpmn/{path.name}", content=bytes_of(path))
        for path in sorted((root / "bpmn").glob(f"{only}.dmn"))
    ]
    return DeployOrder(files=files, forms=forms, templates=templates, note="bpmn/")

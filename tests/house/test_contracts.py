"""The directions of import hold, and the screens of the web are kept apart."""

import tomllib

from importlinter.cli import lint_imports

from tests.house.sources import files, page

CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads(page("pyproject.toml"))["tool"]["importlinter"][
        "contracts"
    ]
}


def test_every_contract_holds(capsys):
    status = lint_imports(no_logo=True)

    assert status == 0, capsys.readouterr().out


def test_every_screen_is_named_by_the_contract_that_keeps_screens_apart():
    screens = {
        f"web.{path.parent.name}" for path in files("web") if path.name == "views.py"
    }

    kept_apart = set(CONTRACTS.get("screens-apart", {"modules": []})["modules"])

    assert kept_apart == screens

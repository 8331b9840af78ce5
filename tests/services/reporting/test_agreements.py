"""The agreement's figures travel inside it as CSV, which a spreadsheet opens."""

from decimal import Decimal

from engine.domain.indicators import Indicator
from engine.domain.plans import Plan, PlannedIndicator
from engine.domain.values import RoleKey
from engine.services.reporting.agreements import figures_csv


def test_the_name_of_an_indicator_never_becomes_a_formula():
    indicator = Indicator(
        code="IKU-1",
        objective="",
        name="=HYPERLINK(1)",
        unit="-2+3",
        section=RoleKey("pelayanan"),
    )
    planned = PlannedIndicator(
        indicator=indicator, branch="S1", targets={0: Decimal(85)}
    )

    text = figures_csv(Plan(year=2024, renstra=(2024, 2026), indicators=(planned,)))

    assert text.decode().splitlines()[1:] == [
        "IKU-1,'=HYPERLINK(1),'-2+3,pelayanan,0,85"
    ]

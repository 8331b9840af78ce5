"""What an SOP would take: many made-up cases through its steps and its officers.

    forecast = forecast_of(definition, Assumptions(...))

Time here is working time alone: a queue grows and shrinks while the office works,
and nights and holidays are left out for every case alike (ADR 0027). The same
assumptions give the same forecast.
"""

from engine.domain.definitions import ProcessDefinition
from engine.domain.forecasting.network import Network, network_of
from engine.domain.forecasting.outcome import Forecast, RoleLoad, StepLoad
from engine.domain.forecasting.plan import DAY_SECONDS, ENOUGH, Assumptions
from engine.domain.forecasting.running import Run

__all__ = [
    "DAY_SECONDS",
    "ENOUGH",
    "Assumptions",
    "Forecast",
    "Network",
    "RoleLoad",
    "StepLoad",
    "forecast_of",
    "network_of",
]


def forecast_of(definition: ProcessDefinition, assumptions: Assumptions) -> Forecast:
    """Return what the cases of a definition would take."""
    return Run(network_of(definition, assumptions), assumptions).forecast()

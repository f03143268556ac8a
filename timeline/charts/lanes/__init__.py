"""Lanes of events, one a theme, over a strip of a series on one time axis: the chart of the opening page."""

from timeline.charts.lanes.density import OnAxis
from timeline.charts.lanes.plan import LanesPlan, LanesTables, plan_lanes

__all__ = ["LanesPlan", "LanesTables", "OnAxis", "plan_lanes"]

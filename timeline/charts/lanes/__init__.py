"""Lanes of events, one a theme, over a strip of a series on one time axis: the chart of the opening page."""

from timeline.charts.lanes.chart import LanesPlan, LanesTables, build_lanes_chart, plan_lanes
from timeline.charts.lanes.density import OnAxis

__all__ = ["LanesPlan", "LanesTables", "OnAxis", "build_lanes_chart", "plan_lanes"]

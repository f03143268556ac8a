"""Lanes of events, one a theme, over a strip of strike days on one time axis: the chart of the opening page."""

from timeline.charts.lanes.chart import Chosen, Lanes, LanesPlan, LanesTables, build_lanes_chart, plan_lanes
from timeline.charts.lanes.spans import Spans

__all__ = ["Chosen", "Lanes", "LanesPlan", "LanesTables", "Spans", "build_lanes_chart", "plan_lanes"]

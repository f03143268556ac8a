"""Lanes of events, one a theme, over a strip of strike days on one time axis: the chart of the opening page."""

from timeline.charts.lanes.chart import Lanes, LanesPlan, build_lanes_chart, plan_lanes

__all__ = ["Lanes", "LanesPlan", "build_lanes_chart", "plan_lanes"]

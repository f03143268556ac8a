"""Days of a series: waves, windows around events, sums, and whose figures stand beside whose (docs/waves.md)."""

from timeline.waves.figures import CompetingFigures, competing_figures
from timeline.waves.find import WaveRule, events_of_wave, find_waves, judge_days
from timeline.waves.summary import compare_around, summarise
from timeline.waves.windows import Anchors, WindowResult, align_windows, choose_anchors
from timeline.waves.words import describe_around, describe_window

__all__ = [
    "Anchors",
    "CompetingFigures",
    "WaveRule",
    "WindowResult",
    "align_windows",
    "choose_anchors",
    "compare_around",
    "competing_figures",
    "describe_around",
    "describe_window",
    "events_of_wave",
    "find_waves",
    "judge_days",
    "summarise",
]

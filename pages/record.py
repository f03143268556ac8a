"""The timeline: what happened when, what is disputed, how the series ran meanwhile."""

from timeline.web import front, state

front.draw_main(state.context())

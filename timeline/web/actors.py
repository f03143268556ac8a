"""Parts of the page on actors: the network of shared events, and one actor's profile."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from timeline.cards.markup import go_link, html_table
from timeline.charts.network import build_network_chart
from timeline.charts.profile import build_months_chart
from timeline.collection.edtf import when_in_words
from timeline.collection.english import count
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import ACTOR_KINDS, CONTESTS, STANCES
from timeline.profiles.actors import ActorProfile, actor_profile
from timeline.profiles.network import actor_network
from timeline.query.filter import Filter
from timeline.web.blocks import read_tables
from timeline.web.charts import chart_width, chosen_mark, draw_figure, draw_words, under_finger
from timeline.web.claims import links
from timeline.web.state import Context, set_options, url_of, url_on

ACTORS = "who-is-who"
_NETWORK = (
    '<h2>Who is named together</h2><p class="prose">The larger a mark, the more events name the actor. The thicker a '
    "line, the more events name both. Here an actor counts only where it is named itself; the filter counts a state’s "
    "or an organisation’s members too.</p>"
)


def chosen_actor(context: Context) -> str:
    """Whose profile is shown: the page's choice, else the one actor of the filter, else nobody's."""
    actors = context.filter.actors
    return context.options["profile"] or (actors[0] if len(actors) == 1 else "")


def draw_choice(context: Context) -> None:
    """Every actor of the record, to choose one."""
    name = context.record.actor_names.get
    st.selectbox(
        "Profile of",
        ["", *context.record.actors["id"]],
        format_func=lambda actor: name(actor, "Choose an actor"),
        key="o_profile",
    )


def draw_network(context: Context) -> None:
    """Actors by the events that they share; a click opens an actor's profile."""
    record = context.view.record
    network = actor_network(context.view)
    if network.nodes.empty:
        st.write("None of these events names an actor.")
        return
    sides = list(record.actors.loc[record.actors["side"] == record.actors["id"], "id"])
    chart = build_network_chart(
        network.nodes,
        network.edges,
        scheme=context.scheme,
        width=chart_width(),
        touch=under_finger(),
        sides=sides,
        left_out=network.actors_left_out,
    )
    st.html(_NETWORK)
    draw_figure(chart, "network", _open_profile)
    draw_words(chart, "network")


def _open_profile(key: str) -> None:
    if actor := chosen_mark(key):
        set_options(profile=actor)


def draw_profile(context: Context, actor: str) -> None:
    """One actor: who it is, its events over time, what it says, who stands with it and against it."""
    profile = actor_profile(read_tables(context.view.record), actor)
    st.html(_head(profile) + _narrow(context, profile))
    chart = build_months_chart(profile, scheme=context.scheme, width=chart_width())
    st.html(Markup("<h3>{}</h3>").format(chart.title))
    draw_figure(chart, "months")
    draw_words(chart, "months")
    st.html(_positions(context, profile) + _company(profile))
    st.button("Close the profile", on_click=set_options, kwargs={"profile": ""})


def _actor(actor: str, name: str) -> Markup:
    return go_link(url_on(ACTORS, Filter(), profile=actor), name)


def _head(profile: ActorProfile) -> Markup:
    above = [_actor(wider, name) for wider, name in profile.line]
    parts: list[Any] = ["" if profile.kind == "unknown" else ACTOR_KINDS[profile.kind], profile.role]
    parts += [Markup("part of {}").format(Markup(", ").join(above))] if above else []
    parts += [count(len(profile.events), "event"), count(len(profile.positions), "position")]
    line = Markup(" · ").join(part for part in parts if part)
    aliases = f"Also written {', '.join(profile.aliases)}." if profile.aliases else ""
    members = [_actor(row["id"], row["name"]) for row in rows_of(profile.members)]
    below = Markup("<p>Includes {}.</p>").format(Markup(", ").join(members)) if members else ""
    return Markup('<h2>{}</h2><p class="meta">{}</p><p>{}</p>{}').format(profile.name, line, aliases, below)


def _narrow(context: Context, profile: ActorProfile) -> Markup:
    """The second thing to do with an actor: everywhere only its events."""
    flt = context.filter
    if profile.id in flt.actors:
        return Markup("")
    words = f"Show only events that involve {profile.name}"
    return Markup("<p>{}</p>").format(go_link(url_of(flt.but(actors={*flt.actors, profile.id}, event="")), words))


def _positions(context: Context, profile: ActorProfile) -> Markup:
    if profile.positions.empty:
        return Markup("<h3>Positions</h3><p>The record knows of none.</p>")
    to = links(context.filter)
    rows = [
        (
            when_in_words(row["date"]) if row["date"] else "undated",
            row["actor_name"],
            STANCES[row["stance"]] + (", changed" if row["changed"] else ""),
            go_link(to.claim(row["claim"]), row["text"]),
            CONTESTS[row["contest"]],
        )
        for row in rows_of(profile.positions)
    ]
    return Markup("<h3>Positions</h3>{}").format(html_table(("When", "Who", "Stance", "Claim", "Disputed?"), rows))


def _company(profile: ActorProfile) -> Markup:
    companions = [
        (_actor(row["actor"], row["name"]), row["side_name"], row["event_count"])
        for row in rows_of(profile.companions.head(12))
    ]
    opponents = [
        (_actor(row["actor"], row["name"]), row["side_name"], row["claim_count"])
        for row in rows_of(profile.opponents.head(12))
    ]
    found = Markup("")
    if companions:
        found += Markup("<h3>Most often named with</h3>{}").format(
            html_table(("Actor", "Side", "Shared events"), companions)
        )
    if opponents:
        found += Markup("<h3>Contradicted by</h3>{}").format(html_table(("Actor", "Side", "Claims"), opponents))
    return found

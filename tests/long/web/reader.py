"""A reader without a browser: a session over the websocket that loads pages, asks as their script does, and presses."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.viewers import MOST_SIZE
from tests.browser.server import Server


@dataclass
class Screen:
    """What a run sent: buttons by label (their id, and the fragment that they run), our components, and all HTML."""

    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    components: dict[str, str] = field(default_factory=dict)
    """Ids by name."""
    html: str = ""
    errors: list[str] = field(default_factory=list)


class Reader:
    """One session; use it with ``async with``."""

    def __init__(self, server: Server) -> None:
        self._address = f"{server.url.replace('http', 'ws')}/_stcore/stream"
        self._asked = 0

    async def __aenter__(self) -> Reader:
        self._socket = await websockets.connect(self._address, subprotocols=["streamlit"], max_size=MOST_SIZE)
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._socket.close()

    async def load(self, query: str = "") -> Screen:
        """The page of a query."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        return await self._run(asked)

    async def press(self, screen: Screen, label: str, query: str = "") -> Screen:
        """What a button that the screen shows leads to."""
        button, fragment = screen.buttons[label]
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.fragment_id = fragment
        state = asked.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = button, True
        return await self._run(asked)

    async def ask(self, screen: Screen, what: str) -> Screen:
        """What the page's script asks for where a reader presses "Freeze and cite" ("freeze") and the like."""
        self._asked += 1
        asked = BackMsg()
        state = asked.rerun_script.widget_states.widgets.add()
        state.id = _make_trigger_id(screen.components["on_the_record_top"], "events")
        question = {"event": "act", "value": {"what": what, "number": self._asked}}
        state.json_trigger_value = json.dumps([question])
        return await self._run(asked)

    async def _run(self, asked: BackMsg) -> Screen:
        """Sends it, and reads until the script has finished.

        Raises:
            ConnectionError: the server closed the connection.
        """
        await self._socket.send(asked.SerializeToString())
        screen, running = Screen(), False
        async for data in self._socket:
            message = ForwardMsg()
            message.ParseFromString(data)  # type: ignore[arg-type]  # the server sends bytes
            kind = message.WhichOneof("type")
            running = running or kind == "new_session"
            if running and kind == "delta":
                self._note(message, screen)
            if running and kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return screen
        raise ConnectionError("the server closed the connection")

    def _note(self, message: ForwardMsg, screen: Screen) -> None:
        element = message.delta.new_element
        match element.WhichOneof("type"):
            case "button":
                screen.buttons[element.button.label] = (element.button.id, message.delta.fragment_id)
            case "html":
                screen.html += element.html.body
            case "bidi_component":
                screen.components[element.bidi_component.component_name] = element.bidi_component.id
                parts = json.loads(element.bidi_component.json or "{}").get("parts", ())
                screen.html += "".join(part["html"] for part in parts)
            case "exception":
                screen.errors.append(element.exception.message)

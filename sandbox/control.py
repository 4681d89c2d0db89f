"""The control surface under /sandbox and the page of phones, for browsers and other processes."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.chats import Chat
from sandbox.faults import Fault
from sandbox.groups import Group
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.refusals import Json, Refused
from sandbox.wire import dumps

if TYPE_CHECKING:
    from sandbox.server import BotApiServer

BEAT = 15
"""Seconds between two signs of life on the stream of events."""

SCRIPTS = ("sandbox.js", "words.js", "html.js", "message.js", "phone.js", "group.js", "page.js")
PAGE = {"index.html": "text/html", "phones.css": "text/css"}
PAGE |= dict.fromkeys(SCRIPTS, "text/javascript")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """Routes by which a page or a test in another process acts and looks."""

    def __init__(self, server: "BotApiServer") -> None:
        self._server = server
        self._world = server.world

    def routes(self, app: web.Application) -> None:
        """Add all routes."""
        get: dict[str, Handler] = {
            "/": self._page,
            "/page/{name}": self._page,
            "/sandbox/state": self._state,
            "/sandbox/chats/{id}": self._chat,
            "/sandbox/chats/{id}/transcript": self._transcript,
            "/sandbox/chats/{id}/wait": self._wait,
            "/sandbox/outbox": self._outbox,
            "/sandbox/faults": self._faults,
            "/sandbox/files/{id}": self._file,
            "/sandbox/events": self._events,
        }
        post: dict[str, Handler] = {
            "/sandbox/persons": self._add_person,
            "/sandbox/persons/{id}/say": self._say,
            "/sandbox/persons/{id}/tap": self._tap,
            "/sandbox/persons/{id}/upload": self._upload,
            "/sandbox/persons/{id}/{act:block|unblock|deactivate}": self._act,
            "/sandbox/groups/{id}/say": self._say_in_group,
            "/sandbox/groups/{id}/invite": self._invite,
            "/sandbox/faults": self._add_fault,
            "/sandbox/limits": self._limits,
            "/sandbox/reset": self._reset,
            "/sandbox/actions/{name}": self._action,
        }
        app.router.add_routes([web.get(path, _guarded(act)) for path, act in get.items()])
        app.router.add_routes([web.post(path, _guarded(act)) for path, act in post.items()])
        app.router.add_delete("/sandbox/faults", _guarded(self._clear_faults))

    async def _page(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name", "index.html")
        if name not in PAGE:
            raise web.HTTPNotFound
        source = resources.files("sandbox").joinpath("page").joinpath(name)
        text = source.read_text(encoding="utf-8")
        headers = {"Cache-Control": "no-store"}
        return web.Response(text=text, content_type=PAGE[name], headers=headers)

    async def _state(self, _request: web.Request) -> web.Response:
        return _json({
            "bot": self._world.bot,
            "token": self._server.token,
            "clock": self._world.now().isoformat(),
            "number": self._world.feed.number,
            "limits": self._world.limits.on,
            "persons": [person.json() for person in self._server.persons.values()],
            "groups": [group.json() for group in self._server.groups],
            "actions": [action.json() for action in self._server.actions.values()],
        })  # fmt: skip

    def _person(self, person_id: int) -> Person:
        person = self._server.persons.get(person_id)
        if person is None:
            raise web.HTTPNotFound
        return person

    def _group(self, request: web.Request) -> Group:
        group_id = _number(request)
        group = next((one for one in self._server.groups if one.id == group_id), None)
        if group is None:
            raise web.HTTPNotFound
        return group

    def _found(self, request: web.Request) -> Chat:
        chat = self._world.chats.get(_number(request))
        if chat is None:
            raise web.HTTPNotFound
        return chat

    async def _chat(self, request: web.Request) -> web.Response:
        chat = self._found(request)
        shown = [message.view() for message in chat.shown]
        return _json({"chat": chat.json(), "standing": chat.standing, "messages": shown})

    async def _transcript(self, request: web.Request) -> web.Response:
        return web.Response(text=self._found(request).transcript())

    async def _wait(self, request: web.Request) -> web.Response:
        """Answer with the newest message that holds `contains`, or 408 after `within` seconds."""
        chat, query = self._found(request), request.query
        since, part = int(query.get("since", 0)), query.get("contains", "")

        def look() -> Message | None:
            fresh = (m for m in reversed(chat.shown) if m.from_bot and m.touched > since)
            return next((m for m in fresh if part in m.text), None)

        found = await self._world.feed.until(look, float(query.get("within", 5)))
        if found is None:
            return _json({"error": "no such message", "transcript": chat.transcript()}, 408)
        return _json(found.view())

    async def _outbox(self, request: web.Request) -> web.Response:
        calls = self._world.outbox.since(int(request.query.get("since", 0)))
        return _json({"mark": self._world.outbox.mark(), "calls": [call.json() for call in calls]})

    async def _faults(self, _request: web.Request) -> web.Response:
        return _json([asdict(fault) for fault in self._world.faults.waiting])

    async def _add_fault(self, request: web.Request) -> web.Response:
        return _json(asdict(self._server.fail(Fault(**await request.json()))))

    async def _clear_faults(self, _request: web.Request) -> web.Response:
        self._world.faults.clear()
        return _json({})

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.data, content_type=file.content_type)

    async def _add_person(self, request: web.Request) -> web.Response:
        facts = await request.json()
        person = self._server.person(facts.pop("id"), facts.pop("first_name"), **facts)
        return _json(person.json())

    async def _say(self, request: web.Request) -> web.Response:
        said = await self._person(_number(request)).say((await request.json())["text"])
        return _json(said.view())

    async def _say_in_group(self, request: web.Request) -> web.Response:
        group, wanted = self._group(request), await request.json()
        by = self._person(wanted["person"])
        said = await group.say(by, wanted["text"], topic=wanted.get("topic"))
        return _json(said.view())

    async def _invite(self, request: web.Request) -> web.Response:
        """Follow a link with `startgroup` and choose this group."""
        group, wanted = self._group(request), await request.json()
        said = await group.invite_bot(self._person(wanted["person"]), wanted.get("payload", ""))
        return _json(said.view())

    async def _tap(self, request: web.Request) -> web.Response:
        """Tap a button by `text` or `data`; answers once the bot has answered."""
        wanted: Json = await request.json()
        answer = await self._person(_number(request)).tap(
            wanted.get("text", ""),
            data=wanted.get("data"),
            message=wanted.get("message_id"),
            within=wanted.get("within", 60),
        )
        return _json(asdict(answer))

    async def _upload(self, request: web.Request) -> web.Response:
        form, person = await request.post(), self._person(_number(request))
        file, caption = form["file"], str(form.get("caption", ""))
        if not isinstance(file, web.FileField):
            raise web.HTTPBadRequest(text="the field `file` must be a file")
        data = file.file.read()
        if form.get("as") == "photo":
            return _json((await person.send_photo(data, caption)).view())
        return _json((await person.send_document(data, file.filename, caption)).view())

    async def _act(self, request: web.Request) -> web.Response:
        person = self._person(_number(request))
        acts = {
            "block": person.block,
            "unblock": person.unblock,
            "deactivate": person.deactivate,
        }
        await acts[request.match_info["act"]]()
        return _json(person.json())

    async def _limits(self, request: web.Request) -> web.Response:
        """Switch the rates, and the strict second beside them where it is named."""
        limits, wanted = self._world.limits, await request.json()
        limits.on = bool(wanted["on"])
        limits.window = bool(wanted.get("window", limits.window))
        return _json({"on": limits.on, "window": limits.window})

    async def _reset(self, _request: web.Request) -> web.Response:
        self._server.reset()
        return _json({})

    async def _action(self, request: web.Request) -> web.Response:
        found = self._server.actions.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        return _json({"result": str(await found.act() or "")})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: every change as it happens."""
        stream = web.StreamResponse(headers={"Cache-Control": "no-store"})
        stream.content_type = "text/event-stream"
        await stream.prepare(request)
        queue = self._world.feed.open()
        try:
            await self._pour(queue, stream)
        except ConnectionError:
            return stream
        finally:
            self._world.feed.close(queue)
        return stream

    async def _pour(self, queue: asyncio.Queue[Json], stream: web.StreamResponse) -> None:
        await stream.write(b": hello\n\n")
        event: Json = {}
        while event.get("kind") != "close":
            try:
                event = await asyncio.wait_for(queue.get(), BEAT)
            except TimeoutError:
                await stream.write(b": still here\n\n")
                continue
            await stream.write(f"data: {dumps(event)}\n\n".encode())


def _number(request: web.Request) -> int:
    text = request.match_info["id"]
    if not text.removeprefix("-").isdigit():
        raise web.HTTPNotFound
    return int(text)


def _json(body: Any, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, dumps=dumps)


def _guarded(handler: Handler) -> Handler:
    """Turn a wrong request into a 400 that says what is wrong."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except (AssertionError, KeyError, TypeError, ValueError, Refused) as error:
            return _json({"error": str(error)}, 400)

    return guarded

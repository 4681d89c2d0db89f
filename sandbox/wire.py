"""Between HTTP and calls: reads parameters however they come, writes Telegram's envelope."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.files import Upload
from sandbox.refusals import Json, Refused, bad_request
from sandbox.tables import tables
from sandbox.world import Said

PARAMETER_LIMIT = 1024 * 1024
"""Bytes of all parameters that are no files (HttpReader.cpp)."""

FILE_COUNT = 50


@dataclass(frozen=True, slots=True)
class Raw:
    """A call as it came: values are strings unless the body was JSON."""

    params: Json
    uploads: Mapping[str, Upload]


async def read(request: web.Request, method: str) -> Raw:
    """Read query, form, multipart or JSON. Raises ``Refused``."""
    params: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        params |= await _json(request)
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = _upload(value)
            else:
                params[name] = _text(value)
    _check_sizes(params, uploads)
    fields = tables().methods[method]
    return Raw(params | {name: f"attach://{name}" for name in uploads if name in fields}, uploads)


async def _json(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(body, dict):
        raise bad_request("object expected as the body")
    return body


def _text(value: str | bytes | bytearray) -> str:
    return value if isinstance(value, str) else value.decode()


def _upload(field: web.FileField) -> Upload:
    return Upload(field.filename, field.content_type, field.file.read())


def _check_sizes(params: Json, uploads: Mapping[str, Upload]) -> None:
    size = sum(len(str(value)) for value in params.values())
    if size > PARAMETER_LIMIT:
        raise Refused(413, "Request Entity Too Large: too many parameters")
    if len(uploads) > FILE_COUNT:
        raise Refused(413, "Request Entity Too Large: too many files")


def done(result: object) -> web.Response:
    """Return Telegram's yes."""
    body: dict[str, Any] = {"ok": True, "result": result}
    if isinstance(result, Said):
        body |= {"result": result.result, "description": result.description}
    return web.json_response(body, dumps=dumps)


def refused(refusal: Refused) -> web.Response:
    """Return Telegram's no: the status is the error code, a 429 names its pause."""
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return web.json_response(refusal.envelope(), status=refusal.code, headers=headers, dumps=dumps)


def dumps(body: object) -> str:
    """Write JSON with Russian letters as they are."""
    return json.dumps(body, ensure_ascii=False)

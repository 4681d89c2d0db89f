"""`python -m sandbox`: the bare server in a process of its own."""

import asyncio
import signal
import sys

import aiohttp


async def test_the_server_prints_its_address_serves_and_stops_on_a_signal(
    http: aiohttp.ClientSession,
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    lines = [(await process.stdout.readline()).decode().strip() for _ in range(2)]
    url, token = (line.partition("=")[2] for line in lines)

    async with http.get(f"{url}/bot{token}/getMe") as response:
        me = await response.json()
    process.send_signal(signal.SIGTERM)
    code = await process.wait()

    assert [line.partition("=")[0] for line in lines] == ["BOT_API_URL", "BOT_TOKEN"]
    assert me["result"]["username"] == "diary_sandbox_bot"
    assert code == 0

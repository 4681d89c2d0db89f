"""All benchmarks, or the named ones, into one table: `python -m benchmarks [--quick] [NAME…]`."""

import argparse
import asyncio
import importlib
import sys
import time

from benchmarks.table import Row, rendered

MODULES = (
    "taps", "startup", "idle", "commit", "burst", "outage", "greedy", "ceiling", "scale", "import_",
)  # fmt: skip
"""Each has ``rows(*, quick)``, which measures and returns its lines."""


async def measure(names: list[str], *, quick: bool) -> list[Row]:
    """Run one benchmark after another: two at once would measure each other."""
    found: list[Row] = []
    for name in names:
        began = time.perf_counter()
        print(f"… {name}", end="", file=sys.stderr, flush=True)
        found += await importlib.import_module(f"benchmarks.{name}").rows(quick=quick)
        print(f": {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return found


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MODULES], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    args = parser.parse_args()
    rows = asyncio.run(measure(args.names or list(MODULES), quick=args.quick))
    print(rendered(rows))
    return 0 if all(row.met is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

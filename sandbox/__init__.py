"""A Telegram on this machine: a local Bot API server with people, for tests and the demo."""

from sandbox.callbacks import Answer, Tap
from sandbox.faults import Fault
from sandbox.groups import Group
from sandbox.messages import Button, Message
from sandbox.outbox import Call
from sandbox.people import Person
from sandbox.server import BotApiServer

__all__ = ["Answer", "BotApiServer", "Button", "Call", "Fault", "Group", "Message", "Person", "Tap"]

"""A fictional Russian school as a OneRoster bundle with journal files, for the demo and tests."""

from sandbox.school.bundle import Person, School, write_school

__all__ = ["Person", "School", "write_school"]

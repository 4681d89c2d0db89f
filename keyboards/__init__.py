"""Buttons: callback data beside the only builder that emits it."""

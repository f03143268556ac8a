"""What the shipped record holds, as pages that are opened on it show it; the tests' one place for these numbers."""

from __future__ import annotations

COVERS = "Covers to 5 July 2026"
TOTAL = 261
ARMS_CONTROL, GROUND_WAR = 6, 11
"""Events of two small themes."""
KNOWN_THEN = 173
"""Events that were known on 10 February 2026."""

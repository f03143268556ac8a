"""The site that tests ask."""

import pytest

from tests.archive.site import serving


@pytest.fixture
def site():
    with serving() as found:
        yield found

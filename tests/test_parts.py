"""An absent part is named, and never passed over in silence where all are required."""

from collections.abc import Callable

import pytest

from tests import parts

GETTERS = [
    (parts.postgresql_url, "TEST_POSTGRESQL_URL", "postgresql://nobody@127.0.0.1:1/none", "PostgreSQL is absent: "),
    (parts.redis_url, "TEST_REDIS_URL", "redis://127.0.0.1:1/0", "Redis is absent: "),
    (parts.chromium_path, "CHROMIUM", "no-such-browser", "Chromium is absent: "),
    (parts.node_path, "PATH", "", "Node.js is absent: "),
]


@pytest.mark.parametrize(("getter", "setting", "value", "sentence"), GETTERS)
def test_an_absent_part_is_named(
    getter: Callable[[], str], setting: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOTRAM_REQUIRE_ALL", raising=False)
    monkeypatch.setenv(setting, value)
    with pytest.raises(pytest.skip.Exception, match=sentence):
        getter()


@pytest.mark.parametrize(("getter", "setting", "value", "sentence"), GETTERS)
def test_an_absent_part_is_a_failure_where_all_are_required(
    getter: Callable[[], str], setting: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOTRAM_REQUIRE_ALL", "1")
    monkeypatch.setenv(setting, value)
    with pytest.raises(pytest.fail.Exception, match=sentence):
        getter()

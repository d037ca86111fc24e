"""What the README promises, done: its commands run in the order in which they stand."""

import re
import shlex
from pathlib import Path

import pytest

from regio_xl.cli.commands import WRITING, main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    return [shlex.split(line)[1:] for block in blocks for line in block.strip().splitlines()]


def test_the_commands_of_the_readme_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(commands()) == 4
    for words in commands():
        with pytest.raises(SystemExit) as stop:
            main(words)
        assert stop.value.code in {0, 1}, capsys.readouterr().err
    assert (tmp_path / "jaar2026.xlsm").exists()


def test_every_command_is_in_the_readme() -> None:
    for name in (*WRITING, "totalen", "nieuw", "demo"):
        assert f"| `{name} " in README


def test_every_link_and_picture_of_the_readme_exists() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target

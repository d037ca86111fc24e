"""What README and handleiding promise, done: their commands run as they stand there."""

import re
import shlex
from pathlib import Path

import pytest

from regio_xl.cli.commands import main
from tests.support.made import WRITING

ROOT = Path(__file__).parents[2]
DOCUMENTS = {"README.md": 4, "docs/handleiding.md": 26}
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(document: str) -> list[list[str]]:
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [shlex.split(line)[1:] for block in blocks for line in block.strip().splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(("document", "count"), DOCUMENTS.items())
def test_the_commands_of_a_document_run_one_after_the_other(
    document: str,
    count: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(commands(document)) == count
    for words in commands(document):
        with pytest.raises(SystemExit) as stop:
            main(words)
        assert stop.value.code in {0, 1}, capsys.readouterr().err
    assert list(tmp_path.glob("*jaar*.xlsm"))


def test_every_command_is_in_the_readme() -> None:
    others = ("totalen", "controleer", "nieuw", "nieuw-jaar", "vernieuwen", "demo", "terug")
    for name in (*WRITING, *others):
        assert f"| `{name} " in README


def test_every_link_and_picture_of_the_readme_exists() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target

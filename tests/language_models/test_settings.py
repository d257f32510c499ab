from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

from language_models.errors import InputError
from language_models.settings import Settings, read_settings

WHOLE = """
[models.mine]
base_url = "http://127.0.0.1:8080/v1/"
model = "llama3.2"
temperature = 0.7
price_per_million_prompt = 0.15

[models."llama_cpp:small"]
path = "weights/small.gguf"

[embeddings.e5]
model = "intfloat/multilingual-e5-small"
query_prefix = "query: "

[record]
path = "answers.sqlite"
replay = ["old.jsonl.gz"]

[pulse]
repeats = 2
"""


class PulseTable(BaseModel):
    model_config = ConfigDict(extra="forbid")
    repeats: int = Field(3, ge=1)


def settings_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "praktijkbench.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_settings(settings_file(tmp_path, text))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_without_a_file_all_is_default() -> None:
    assert read_settings(None) == Settings()


def test_a_whole_file_is_read_and_its_paths_count_from_its_folder(tmp_path: Path) -> None:
    settings = read_settings(settings_file(tmp_path, WHOLE))
    assert settings.models["mine"].base_url == "http://127.0.0.1:8080/v1"
    assert settings.models["mine"].concurrency == 4
    assert settings.models["llama_cpp:small"].path == tmp_path / "weights" / "small.gguf"
    assert settings.embeddings["e5"].query_prefix == "query: "
    assert settings.record.path == tmp_path / "answers.sqlite"
    assert settings.record.replay == (tmp_path / "old.jsonl.gz",)
    assert settings.application("pulse") == {"repeats": 2}
    assert settings.application("pulse", PulseTable).repeats == 2
    assert settings.application("douane") == {}


def test_the_file_here_and_the_file_of_the_environment_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file(tmp_path, "[pulse]\nrepeats = 1\n")
    assert read_settings(None).application("pulse") == {"repeats": 1}
    other = tmp_path / "other.toml"
    other.write_text("[pulse]\nrepeats = 5\n")
    monkeypatch.setenv("PRAKTIJKBENCH_CONFIG", str(other))
    assert read_settings(None).application("pulse") == {"repeats": 5}
    monkeypatch.setenv("PRAKTIJKBENCH_CONFIG", str(tmp_path / "gone.toml"))
    with pytest.raises(InputError, match=r"gone\.toml: Cannot read the settings: No such file"):
        read_settings(None)


def test_an_unknown_key_is_named_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    told = refusal(tmp_path, '[models.a]\nmodel = "x"\n\n# why\ntemprature = 0.1\n')
    assert "praktijkbench.toml:5: Unknown key 'models.a.temprature'" in told
    assert "Did you mean 'temperature'?" in told


def test_an_unknown_table_is_named_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    told = refusal(tmp_path, "\n[puls]\nrepeats = 1\n")
    assert "praktijkbench.toml:2: Unknown key 'puls'. Did you mean 'pulse'?" in told


def test_an_unknown_key_of_an_application_is_named_likewise(tmp_path: Path) -> None:
    settings = read_settings(settings_file(tmp_path, "[pulse]\nrepeat = 1\n"))
    with pytest.raises(InputError, match=r"toml:2: Unknown key 'pulse.repeat'. Did you mean 'rep"):
        settings.application("pulse", PulseTable)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("concurrency = 0", "models.a.concurrency = 0: Input should be greater than or equal to 1"),
        ('timeout = "long"', "models.a.timeout = 'long'"),
        (
            'base_url = "localhost:80"',
            "no address such as http://127.0.0.1:8080/v1: 'localhost:80'",
        ),
        ('backend = "magic"', "models.a.backend = 'magic'"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    message = refusal(tmp_path, f"[models.a]\n{line}\n")
    assert "praktijkbench.toml:2: " in message
    assert told in message


@pytest.mark.parametrize(
    "line",
    [
        'api_key = "sk-1234567890"',
        'token = "sk-1234567890"',
        'api_key_env = "sk-1234567890"',
        'base_url = "https://me:sk-1234567890@example.org/v1"',
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, line: str) -> None:
    told = refusal(tmp_path, f"[models.a]\n{line}\n")
    assert "api_key_env" in told
    assert "sk-1234567890" not in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[models\n", "praktijkbench.toml:1: This is not TOML"),
        ("a = 1\nb = [\n", "This is not TOML"),
        ("models = 3\n", "models = 3"),
        ('[models.embedded]\nmodel = "x"\n', "toml:1: The embedded reader has no settings"),
        ("[embeddings.a]\nbatch_size = 4\n", "toml:1: embeddings.a.model is missing"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    assert told in refusal(tmp_path, text)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "praktijkbench.toml"
    path.write_bytes("# é".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_settings(path)


def test_further_faults_are_counted(tmp_path: Path) -> None:
    assert "(1 more faults)" in refusal(tmp_path, "[models.a]\nx1 = 1\nx2 = 2\n")

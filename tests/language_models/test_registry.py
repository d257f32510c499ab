from __future__ import annotations

from pathlib import Path

import pytest

from language_models.asking import CompletionModel
from language_models.backends.llama_cpp import LlamaCppBackend
from language_models.backends.openai_compatible import OpenAICompatibleBackend
from language_models.errors import InputError
from language_models.registry import open_embedding, open_model, open_record
from language_models.settings import (
    EmbeddingSettings,
    ModelSettings,
    RecordSettings,
    Settings,
)


def opened(spec: str, **models: ModelSettings) -> CompletionModel:
    model = open_model(spec, Settings(models=models))
    assert isinstance(model, CompletionModel)
    return model


def test_embedded_is_the_plain_reader() -> None:
    model = open_model("embedded", Settings())
    assert (model.spec, model.sample, model.concurrency) == ("embedded", None, 1)


def test_smollm2_answers_a_sample_one_at_a_time_and_is_known_without_its_package() -> None:
    model = opened("smollm2")
    assert (model.sample, model.concurrency) == (150, 1)
    assert model.backend.identity == "smollm2 SmolLM2-135M-Instruct.Q4_1.gguf context=4096"


def test_a_table_is_laid_over_the_built_in_one() -> None:
    model = opened("smollm2", smollm2=ModelSettings(sample=10, max_tokens=50))
    assert (model.sample, model.concurrency, model.sampling.max_tokens) == (10, 1, 50)
    assert isinstance(model.backend, LlamaCppBackend)


def test_ollama_and_openai_need_no_table() -> None:
    ollama = opened("ollama:llama3.2:1b").backend
    assert isinstance(ollama, OpenAICompatibleBackend)
    assert (ollama.base_url, ollama.model, ollama.api_key_env) == (
        "http://127.0.0.1:11434/v1",
        "llama3.2:1b",
        None,
    )
    openai = opened("openai:gpt-4o-mini")
    assert isinstance(openai.backend, OpenAICompatibleBackend)
    assert openai.backend.api_key_env == "OPENAI_API_KEY"
    assert openai.prices.prompt is None


def test_a_gguf_file_is_known_by_its_name_and_content(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "w.gguf").write_bytes(b"weights")
    one = opened(f"llama_cpp:{tmp_path / 'a' / 'w.gguf'}").backend.identity
    assert one == opened(f"llama_cpp:{tmp_path / 'b' / 'w.gguf'}").backend.identity
    assert one.startswith("llama_cpp w.gguf 9a12")


def test_a_missing_gguf_file_is_named() -> None:
    with pytest.raises(InputError, match=r"Cannot read the model gone\.gguf: No such file"):
        _ = opened("llama_cpp:gone.gguf").backend.identity


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("embeded", "Unknown model 'embeded'. Did you mean 'embedded'? Available: embedded, smol"),
        ("min", "Did you mean 'mine'?"),
        ("openai:", "Unknown model 'openai:'. Did you mean 'openai:MODEL'?"),
        ("", "Unknown model ''."),
        ("huggingface:x", "Available: embedded, smollm2, openai:MODEL, ollama:MODEL"),
    ],
)
def test_an_unknown_model_is_named_with_the_nearest(spec: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        opened(spec, mine=ModelSettings(base_url="http://127.0.0.1:1/v1", model="m"))
    assert told in str(caught.value)


def test_a_table_that_lacks_something_is_named() -> None:
    with pytest.raises(InputError, match=r"\[models.mine\] lacks base_url and model"):
        opened("mine", mine=ModelSettings())
    with pytest.raises(InputError, match=r"\[models.mine\] lacks path"):
        opened("mine", mine=ModelSettings(backend="llama_cpp"))


def test_the_environment_names_the_record_before_the_settings(
    own_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(record=RecordSettings(path=tmp_path / "set", replay=(Path("one"),)))
    assert open_record(settings).path == own_record
    monkeypatch.delenv("PRAKTIJKBENCH_RECORD")
    record = open_record(settings, replay=Path("two"))
    assert (record.path, record.replay) == (tmp_path / "set", (Path("one"), Path("two")))


def test_a_fresh_model_has_no_record() -> None:
    model = open_model("smollm2", Settings(), fresh=True)
    assert isinstance(model, CompletionModel)
    assert model.record is None


def test_an_unknown_embedding_is_named_and_a_hub_name_must_be_configured() -> None:
    settings = Settings(embeddings={"e5": EmbeddingSettings(model="intfloat/e5-small")})
    assert open_embedding("e5", settings).spec == "e5"
    with pytest.raises(InputError, match="Did you mean 'minilm'") as caught:
        open_embedding("miniln", settings)
    assert "Available: minilm, use, e5." in str(caught.value)
    with pytest.raises(InputError, match=r"needs a table \[embeddings.NAME\]"):
        open_embedding("intfloat/e5-small", settings)

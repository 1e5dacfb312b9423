"""A real language model, tiny and initialised at random, behind a real HTTP server on loopback."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

_MOST = 12  # tokens of a reply: what it says is noise at any length


class Tiny:
    """A Llama of one layer over the word pieces of the embedding model. Replies are drawn from its probabilities."""

    def __init__(self, tokenizer: Path) -> None:
        import torch
        from tokenizers import Tokenizer
        from transformers import LlamaConfig, LlamaForCausalLM

        torch.manual_seed(0)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(2000)
        size = self._tokenizer.get_vocab_size()
        self._model: Any = LlamaForCausalLM(
            LlamaConfig(vocab_size=size, hidden_size=32, intermediate_size=64, num_hidden_layers=1,
                        num_attention_heads=2, num_key_value_heads=2, max_position_embeddings=4096,
                        bos_token_id=101, eos_token_id=102, pad_token_id=0)
        )  # fmt: skip
        self._model.train(False)

    def reply(self, text: str) -> tuple[str, int, int]:
        """What the model goes on with after ``text``, and the tokens read and written."""
        import torch

        ids = torch.tensor([self._tokenizer.encode(text).ids])
        with torch.no_grad():
            out = self._model.generate(
                ids, attention_mask=torch.ones_like(ids), max_new_tokens=_MOST, do_sample=True, use_cache=True
            )
        new = out[0, ids.shape[1] :].tolist()
        return self._tokenizer.decode(new), ids.shape[1], len(new)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Answer one chat completion with what the model says."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        tiny: Tiny = self.server.tiny  # type: ignore[attr-defined]  # set by serving_tiny()
        text, read, written = tiny.reply("\n".join(m["content"] for m in body["messages"]))
        message = {"role": "assistant", "content": text}
        reply = {
            "id": "t", "object": "chat.completion", "created": 1, "model": "tiny",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
        }  # fmt: skip
        data = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving_tiny(tokenizer: Path) -> Iterator[str]:
    """The base address of a server with a tiny model; it is stopped on leaving."""
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.tiny = Tiny(tokenizer)  # type: ignore[attr-defined]  # read by the handler
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Too little memory, as Python, torch and CUDA say it.

Main definition: `lacks_memory`.
"""

from __future__ import annotations

import sys
from typing import Literal

SAYS: dict[str, Literal["cpu", "cuda"]] = {"DefaultCPUAllocator": "cpu", "CUDA error: out of memory": "cuda"}
"""What torch's errors without a class of their own contain, and the device that they are about."""


def lacks_memory(error: BaseException) -> Literal["", "cpu", "cuda"]:
    """The device with too little memory, if that is what the error says. Torch is not imported for this."""
    if isinstance(error, MemoryError):
        return "cpu"
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(error, torch.OutOfMemoryError):
        return "cuda"
    if isinstance(error, RuntimeError):
        text = str(error)
        for words, device in SAYS.items():
            if words in text:
                return device
    return ""

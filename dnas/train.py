"""`python -m dnas.train device=nucleo_f746 budget.host_ram=512MB`: labeled data in, one certified tiny CNN out.

This process composes the configuration and starts each part of the run in a fresh one: training with torch, then the
certificate without it. So no part pays for another's imports, and the host's memory stays small.
"""

from __future__ import annotations

import os
import sys
from typing import Any

os.environ.setdefault("HYDRA_FULL_ERROR", "1")  # so that a faulty request reaches us and leaves with exit code 2

import hydra  # noqa: E402
from hydra.core.hydra_config import HydraConfig  # noqa: E402
from hydra.errors import HydraException  # noqa: E402
from hydra.types import RunMode  # noqa: E402
from omegaconf.errors import OmegaConfBaseException  # noqa: E402

from dnas import config as configuration  # noqa: E402
from dnas.errors import RequestError  # noqa: E402
from dnas.pipeline import run_folder  # noqa: E402

_failed: list[int] = []


@hydra.main(version_base="1.3", config_path="../conf", config_name="train")
def task(composed: Any) -> int:
    """One run; in a sweep a failing job is noted and the others go on."""
    try:
        code = run_folder(configuration.to_run_config(composed), sys.argv[1:])
    except RequestError as error:
        print(f"error: {error}", file=sys.stderr)
        code = 2
    if code:
        _failed.append(code)
        if HydraConfig.get().mode is RunMode.MULTIRUN:
            print(f"job {HydraConfig.get().job.num} ended with exit code {code}; the sweep goes on", file=sys.stderr)
    return code


def main() -> int:
    """Exit code: 0 found and certified, 1 certificate or internal error, 2 the request, 3 the host's memory."""
    configuration.register()
    try:
        task()
    except (HydraException, OmegaConfBaseException) as error:
        causes = [error, *([error.__cause__] if error.__cause__ else [])]
        print("error: " + "\n".join(dict.fromkeys(str(cause).strip() for cause in causes)), file=sys.stderr)
        return 2
    return max(_failed, default=0)


if __name__ == "__main__":
    sys.exit(main())

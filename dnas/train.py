"""`python -m dnas.train device=nucleo_f746 budget.host_ram=512MB`: labeled data in, one certified tiny CNN out.

This process composes the configuration and starts each part of the run in a fresh one: training with torch, then the
certificate without it. So no part pays for another's imports, and the host's memory stays small.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

os.environ.setdefault("HYDRA_FULL_ERROR", "1")  # so that a faulty request reaches us and leaves with exit code 2

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import ConfigCompositionException, HydraException, MissingConfigException, OverrideParseException
from hydra.types import RunMode
from omegaconf import OmegaConf
from omegaconf.errors import ConfigAttributeError, ConfigKeyError, OmegaConfBaseException

from dnas import config as configuration
from dnas.arguments import complain, path_of, streams_for_any_text
from dnas.errors import RequestError, RunError
from dnas.pipeline import resume_folder, run_folder

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells count it: 128 + SIGINT."""
MAY_BE_NULL = ("experiment", "debug")
"""Groups of which no option need be taken."""

_codes: list[int] = []
"""Exit codes of the jobs that were started."""


@hydra.main(version_base="1.3", config_path="../conf", config_name="train")
def task(composed: Any) -> int:
    """One run; in a sweep a failing job is noted and the others go on."""
    job = HydraConfig.get()
    typed = OmegaConf.to_container(job.overrides.task, resolve=False)  # "${...}" stays as it was typed
    assert isinstance(typed, list)
    try:
        check_groups(job.runtime.choices)
        code = start(composed, typed)
    except RequestError as error:
        complain(str(error))
        code = 2
    except OmegaConfBaseException as error:
        complain(explain(error))
        code = 2
    except RunError as error:
        complain(str(error))
        code = 1
    except Exception:  # Hydra would end the whole sweep; the trace is for us
        traceback.print_exc()
        code = 1
    _codes.append(code)
    if code and job.mode is RunMode.MULTIRUN:
        print(f"job {job.job.num} ({' '.join(typed)}) ended with exit code {code}; the sweep goes on", file=sys.stderr)
    return code


def check_groups(choices: Mapping[str, Any]) -> None:
    """Refuses several options of one group, of which Hydra takes the last.

    Raises:
        RequestError: names the group, and how several are tried.
    """
    for group, taken in choices.items():
        if taken is not None and not isinstance(taken, str):
            options = ",".join(map(str, taken))
            raise RequestError(f"{group}=[{options}]: one option is taken; a sweep tries several: -m {group}={options}")


def check_no_group_is_null(words: Sequence[str]) -> None:
    """Refuses `device=null`: Hydra says neither which group nor what it takes.

    Raises:
        RequestError: names the group and its options.
    """
    for word in words:
        group, _, value = word.partition("=")
        if value == "null" and (options := options_of(group)):
            nothing = ", or nothing: leave it out" if group in MAY_BE_NULL else ""
            raise RequestError(f"{word}; allowed: {', '.join(options)}{nothing}")


def options_of(group: str) -> list[str]:
    """What a group of conf/ takes; nothing where it is none."""
    folder = configuration.CONF / group
    return sorted(path.stem for path in folder.glob("*.yaml")) if folder.parent == configuration.CONF else []


def start(composed: Any, overrides: list[str]) -> int:
    """A new run, or one that goes on: then the saved configuration wins, and overrides are refused."""
    if composed.run.resume is None:
        return run_folder(configuration.to_run_config(composed), overrides)
    if others := [word for word in overrides if not word.startswith("run.resume=")]:
        raise RequestError(
            f"run.resume={composed.run.resume} goes on with the configuration that was saved there; leave out "
            f"{' '.join(others)}"
        )
    return resume_folder(path_of(composed.run.resume, "run.resume"))


def explain(error: Exception) -> str:
    """One message for a request that Hydra or OmegaConf refuses: what was given and what is allowed."""
    if isinstance(error, OverrideParseException):
        return (
            f"{error.override} cannot be read; a value with characters other than letters, digits, '_', '-', '.' and '/' is "
            "put in quotes twice, such as 'data.root=\"~/my data\"'"
        )
    chain = [error, *([error.__cause__] if isinstance(error.__cause__, Exception) else [])]
    for found in chain:
        if isinstance(found, MissingConfigException) and found.missing_cfg_file:
            group, _, option = str(found.missing_cfg_file).removesuffix(".yaml").rpartition("/")
            options = ", ".join(found.options or options_of(group)) or "none yet"  # of a list Hydra names none
            return f"{group}={option} is unknown; allowed: {options}" if group else f"{option} is unknown"
        if isinstance(found, ConfigKeyError | ConfigAttributeError) and found.full_key:
            keys = sorted(getattr(found.object_type, "__dataclass_fields__", ()))
            parent = found.full_key.rpartition(".")[0]
            allowed = f"; allowed {f'in {parent}' if parent else 'here'}: {', '.join(keys)}" if keys else ""
            return f"{found.full_key} is no key of the configuration{allowed}"
    lines = [line.strip() for found in chain for line in str(found).splitlines()]
    details = ("full_key:", "object_type=", "reference_type=", "See https://hydra.cc", "To append to your config")
    return "; ".join(dict.fromkeys(line for line in lines if line and not line.startswith(details)))


def _terminate(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main() -> int:
    """Exit code: 0 found and certified, 1 certificate or internal error, 2 the request, 3 the host's memory."""
    streams_for_any_text()
    configuration.register()
    scratch = Path(tempfile.gettempdir()) / f"dnas-sweep-{os.getpid()}"
    os.environ["DNAS_SWEEP"] = str(scratch)  # where Hydra writes what it knows of a sweep, which is nobody's
    signal.signal(signal.SIGTERM, _terminate)  # an exception on its way out stops the part that runs
    try:
        check_no_group_is_null(sys.argv[1:])
        task()
    except RequestError as error:
        complain(str(error))
        return 2
    except (HydraException, ConfigCompositionException, OmegaConfBaseException) as error:
        complain(explain(error))
        return 2
    except (ValueError, OverflowError, TypeError, AssertionError, OSError) as error:
        if _codes:
            raise
        complain(f"{' '.join(sys.argv[1:])}: {explain(error)}")  # before any job: an override nobody can read
        return 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return max(_codes, default=0)


if __name__ == "__main__":
    sys.exit(main())

"""`backproof export`, `prism` and `replay` from the command line: what they write, and what they refuse."""

from __future__ import annotations

import shlex
import shutil
import sys

import pytest

from backproof import cli
from backproof.checks import cpc_proofs, replay
from backproof.checks.export import export_text
from backproof.checks.index import claims
from backproof.checks.lock import BuiltClaim, texts_of
from backproof.checks.prism import corridor_model
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

CLAIM = "sft-cost"


@pytest.fixture
def backproof(monkeypatch, capsys):
    """Run the command; gives its exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["backproof", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return end.value.code, *capsys.readouterr()

    return run


@pytest.fixture
def solver(tmp_path):
    """The command line of a solver that runs these lines of Python, where ``expected`` is the answer in the header."""

    def make(source: str) -> str:
        script = tmp_path / "fake.py"
        reading = "[line.split(': ')[1].strip() for line in open(sys.argv[-1]) if line.startswith('; expected')][0]"
        script.write_text(f"import sys\nexpected = {reading}\n{source}", encoding="utf-8")
        return shlex.join([sys.executable, "-S", "-E", str(script)])

    return make


def statements() -> dict[str, str]:
    (claim,) = (claim for claim in claims() if claim.id == CLAIM)
    return texts_of(BuiltClaim.of(claim))


# --- export of claims ------------------------------------------------------------------------------------------------


def test_a_claim_is_exported_as_its_statements_with_resets_between_them(backproof):
    code, out, err = backproof("export", CLAIM)
    assert (code, err) == (0, "")
    assert out.split("(reset)\n") == list(statements().values())
    assert out.count("; expected answer: ") == out.count("(set-logic ") == out.count("(check-sat)") == len(statements())


def test_a_single_obligation_can_be_exported(backproof, tmp_path):
    file = tmp_path / "one.smt2"
    assert backproof("export", f"{CLAIM}/out-step", "--out", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8") == statements()["out-step"] == export_text(f"{CLAIM}/out-step")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sft-cots"], "there is no claim 'sft-cots': did you mean sft-cost"),
        (["zzzzzz"], "there is no claim 'zzzzzz': the claims are zero-gradient, "),
        ([f"{CLAIM}/out-stp"], "has no obligation or SMT control 'out-stp': did you mean out-step"),
        ([f"{CLAIM}/"], "has no obligation or SMT control '': it states out-base, "),
        ([], "give a claim, or --policy for a policy's file; `backproof prism` writes PRISM models"),
        (
            [CLAIM, "--width", "3", "--policy", "sft"],
            "stated for every size and policy: leave --policy and --width out",
        ),
        ([CLAIM, "--out", "/no/such/folder/x"], "the folder /no/such/folder does not exist"),
        (["--policy", "best"], "--policy must be one of base, sft, rlvr, got 'best'"),
    ],
)
def test_bad_arguments_of_export_are_one_line_and_exit_code_2(backproof, arguments, message):
    code, out, err = backproof("export", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


# --- proofs ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def checker(tmp_path):
    """A checker that always gives this answer and exit code."""

    def make(answer: str, code: int = 0) -> str:
        script = tmp_path / "checker"
        script.write_text(f"#!{sys.executable} -SE\nimport sys\nsys.stdin.read()\nprint({answer!r})\nsys.exit({code})")
        script.chmod(0o755)
        return shlex.quote(str(script))

    return make


def test_the_proofs_of_a_claim_are_written_and_checked(backproof, checker, tmp_path):
    folder = tmp_path / "proofs"
    parts = [f"{way}-{part}" for way in ("back", "out") for part in ("base", "domain", "step")]
    parts = sorted([*parts, "cost", "theorem"])
    assert backproof("export", CLAIM, "--proof", "--out", str(folder)) == (0, "", "")
    assert sorted(file.name for file in folder.iterdir()) == [f"{part}.cpc" for part in parts]
    check = ("export", CLAIM, "--check", str(folder), "--checker")
    accepted = [f"{CLAIM}/{part}.smt2: accepted\n" for part in parts]
    assert backproof(*check, checker("correct")) == (0, "".join(accepted), "")
    code, out, err = backproof(*check, checker("incomplete"))
    assert (code, out.count(": REFUSED: incomplete\n"), err) == (1, len(parts), "")
    (folder / "cost.cpc").unlink()
    code, out, err = backproof(*check, checker("correct"))
    assert (code, out.count(": accepted\n"), f"{CLAIM}/cost.smt2: no proof\n" in out) == (3, len(parts) - 1, True)
    shutil.copy(folder / "out-base.cpc", folder / "cost.cpc")
    code, out, err = backproof(*check, checker("correct"))
    assert (code, out, err.count("\n"), f"does not belong to {CLAIM}/cost.smt2" in err) == (2, "", 1, True)


def test_a_single_proof_is_written_to_standard_output(backproof):
    code, out, err = backproof("export", f"{CLAIM}/out-step", "--proof")
    assert (code, err) == (0, "")
    assert out.startswith(f"; claim: {CLAIM}\n; obligation: out-step\n; sha256 of the statement: ")


def test_an_obligation_without_a_complete_proof_is_named(backproof, monkeypatch, tmp_path):
    monkeypatch.setattr(cpc_proofs, "OPTIONS", ())
    message = f"0 of 1 obligations have a complete proof; cvc5 finds none for {CLAIM}/cost.smt2\n"
    assert backproof("export", f"{CLAIM}/cost", "--proof") == (3, "", message)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--proof"], 2, "give the claim whose proofs are meant"),
        (["sft-cots", "--proof"], 2, "there is no claim 'sft-cots': did you mean sft-cost"),
        ([CLAIM, "--proof"], 2, f"--out is missing: {CLAIM} has 8 obligations, whose proofs need a folder"),
        ([CLAIM, "--proof", "--out", "/no/such/folder/x"], 2, "the folder /no/such/folder does not exist"),
        ([CLAIM, "--proof", "--out", "/dev/null"], 2, "--out /dev/null: not a folder that can be written to"),
        ([f"{CLAIM}/rho-is-L", "--proof"], 2, "has no obligation 'rho-is-L' (a control has no proof)"),
        ([CLAIM, "--check", "/dev"], 2, "--check FOLDER and --checker COMMAND go together"),
        ([CLAIM, "--checker", "true"], 2, "--check FOLDER and --checker COMMAND go together"),
        ([CLAIM, "--check", "/dev", "--checker", "true"], 2, f"--check /dev: no proofs of {CLAIM} are there"),
        ([CLAIM, "--check", "/dev", "--checker", "true", "--proof"], 2, "leave --proof out"),
        ([CLAIM, "--check", "/dev", "--checker", "/no/ethos"], 4, "'/no/ethos' was not found: build it from https://"),
    ],
)
def test_bad_arguments_of_proofs_are_one_line(backproof, arguments, code, message):
    found, out, err = backproof("export", *arguments)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert message in err


# --- export of chains ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "make"), [("base", Policy.base), ("sft", Policy.sft_limit), ("rlvr", Policy.optimal)])
def test_a_chain_is_exported_with_the_named_policy(backproof, name, make):
    graph = CorridorGraph(width=2, depth=2, lanes=3)
    sizes = ("--width", "2", "--depth", "2", "--lanes", "3")
    text = corridor_model(graph, make(graph), name=name)
    assert backproof("prism", *sizes, "--policy", name) == (0, text, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--width", "0"], "--width must be an integer >= 1, got 0"),
        (["--depth", "100000"], "at most 20000, got 18000032 for width=15, depth=100000, lanes=5"),
        (["--policy", "best"], "--policy must be one of base, sft, rlvr, got 'best'"),
    ],
)
def test_bad_arguments_of_prism_are_one_line(backproof, arguments, message):
    code, out, err = backproof("prism", *arguments)
    assert (code, out, err.count("\n"), message in err) == (2, "", 1, True)


def test_a_chain_is_written_to_a_file(backproof, tmp_path):
    file = tmp_path / "walk.prism"
    assert backproof("prism", "--depth", "1", "--out", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8").startswith("// Walk on the corridor graph of width W = 15, depth K = 1, ")


# --- replay ----------------------------------------------------------------------------------------------------------


def test_a_replay_prints_a_row_per_claim_and_a_summary(backproof, solver):
    code, out, _ = backproof("replay", "--only", CLAIM, "--solver", solver("print(expected)"), "--jobs", "2")
    committed = [statement for statement in replay.load_statements() if statement.claim == CLAIM]
    rows = {line.split()[0]: line.split() for line in out.splitlines() if line}
    assert code == 0
    assert rows[CLAIM][1:3] == [str(len(committed)), f"{len(committed)}/{len(committed)}"]
    assert "expected-cost" in rows  # the claim that it uses
    assert "answers as expected, " in " ".join(out.split())


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("print('unsat')", 1, "expected-cost/sign-changed-in-recurrence.smt2: {} CONTRADICTS it: unsat, expected sat"),
        ("print('unknown')", 3, "expected-cost/fold.smt2: {} leaves it open: unknown, expected unsat"),
        ("print('timeout')", 3, "expected-cost/fold.smt2: {} leaves it open: timeout, expected unsat"),
    ],
)
def test_a_replay_names_the_file_that_is_not_as_expected(backproof, solver, source, code, line):
    found, out, _ = backproof("replay", "--only", "expected-cost", "--solver", solver(source))
    assert found == code
    assert line.format(solver("").split()[0].rsplit("/", 1)[-1]) in " ".join(out.split())


def test_a_replay_is_written_to_a_file_and_its_summary_to_the_terminal(backproof, solver, tmp_path):
    file = tmp_path / "replay.txt"
    arguments = ("--only", "expected-cost", "--solver", solver("print(expected)"), "--out", str(file))
    code, out, err = backproof("replay", *arguments)
    assert (code, out) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("claim ")
    assert "committed statements of 1 claim replayed by" in err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--solver", " "], 2, "--solver must be a command line, got an empty one"),
        (["--format", "json"], 2, "there is no option --format: it has --only, "),
        (["--only", "sft-cots"], 2, "did you mean sft-cost"),
        (["--jobs", "0"], 2, "--jobs"),
        (["--solver", "no-such-solver"], 4, "the solver 'no-such-solver' was not found"),
    ],
)
def test_bad_arguments_of_replay_are_one_line(backproof, arguments, code, message):
    found, out, err = backproof("replay", *arguments)
    assert (found, out) == (code, "")
    assert message in err
    assert err.count("\n") == 1


def test_a_crashing_solver_is_an_error_on_each_statement(backproof, solver):
    code, out, err = backproof("replay", "--only", "zero-gradient", "--solver", solver("sys.exit('ouch')"))
    found = " ".join(out.split())
    assert (code, err) == (4, "")
    assert found.count("leaves it open: error (it ended with code 1 (ouch)), expected") > 1
    assert "answers as expected" in found
    assert "0 of" in found


def test_a_solver_that_gets_a_canary_wrong_is_refused_in_one_line(backproof):
    liar = shlex.join([sys.executable, "-S", "-c", "print('unsat')"])
    code, out, err = backproof("replay", "--only", "zero-gradient", "--solver", liar)
    assert (code, out) == (4, "")
    assert " answers unsat to the canary circle, which is sat: " in err
    assert err.count("\n") == 1


def test_changed_statements_are_not_replayed(backproof, monkeypatch):
    def drifted():
        raise replay.DriftError("a/b.smt2: its hash is not the one in the lock")

    monkeypatch.setattr(replay, "load_statements", drifted)
    assert backproof("replay") == (4, "", "backproof: a/b.smt2: its hash is not the one in the lock\n")


def test_a_claim_without_committed_statements_cannot_be_replayed(backproof, monkeypatch):
    monkeypatch.setattr(replay, "load_statements", lambda: ())
    code, out, err = backproof("replay", "--only", "expected-cost")
    assert (code, out) == (2, "")
    assert "nothing is committed under checks/smt for expected-cost: run `make lock`" in err

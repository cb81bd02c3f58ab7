# make verify: check the theorem. make test: check the project. Both build .venv first where it is missing or stale.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
BUILT := .venv/.built

# Python compiles each module once, not again for each worker and each process.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: verify certify test docs figures records references pictures imports audit-table oracle lint bench lock mutants stability .venv clean

verify: $(BUILT)
	$(BIN)/backproof verify $(ARGS)

# The theorem's core once more, by Rocq: installs the package coq where apt-get can, compiles and checks proofs/.
certify: $(BUILT)
	@$(BIN)/python -m backproof.checks.rocq.certify

test: lint
	$(BIN)/pytest -n auto --dist loadgroup -m "not slow and not oracle and not site" $(ARGS)

# The documentation as a site, into build/site, and the checks of it: dead links, and nothing from a network.
docs: $(BUILT)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[dev,sim,rl,figures,compare,cluster,docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	$(BIN)/pytest -m site tests/repo/test_docs_site.py $(ARGS)

# The paper's figures, into paper_figures/out: those of which a script, a record or the lock file has changed.
figures: $(BUILT)
	$(BIN)/backproof figures --out paper_figures/out $(ARGS)

# Run the commands of the saved records that are missing; remove one to have it made again.
records: $(BUILT)
	$(BIN)/python -m backproof.paper_figures.renew records $(ARGS)

# Rewrite the tables that `backproof figures --check` compares with, after a deliberate change of numbers.
references: $(BUILT)
	$(BIN)/python -m backproof.paper_figures.renew references $(ARGS)

# Draw the pictures of docs/figures.md anew, after a deliberate change of a figure.
pictures: $(BUILT)
	$(BIN)/python -m backproof.paper_figures.renew pictures

# Draw which part of the program imports which, for docs/architecture.md.
imports: $(BUILT)
	$(BIN)/python -m tests.repo.draw_imports

# Renew the table of docs/audit.md, after a change of the audit.
audit-table: $(BUILT)
	$(BIN)/python docs/audit_table.py

# Compare with Storm, an independent model checker: stormpy is GPL, optional, and needs a wheel for this machine.
oracle: $(BUILT)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[dev,sim,rl,figures,compare,cluster,oracle]'
	$(BIN)/pytest -m oracle tests/oracle $(ARGS)

lint: $(BUILT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# How fast is it, beside its peers? One table, in under five minutes on two cores. pandas, one of the peers, is installed for it.
# ARGS="--json FILE" keeps the figures; ARGS="--page docs/benchmarks.md" renews the page.
bench: $(BUILT)
	-@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[dev,sim,rl,figures,compare,cluster,bench]'
	@$(BIN)/python -m benchmarks $(ARGS)

# Rewrite the committed SMT-LIB statements after a deliberate change of what is claimed.
lock: $(BUILT)
	$(BIN)/python -m backproof.checks.lock

# Which mutants of an obligation survive, and which mutants of theory/ refute a derivation or an instance: for what is new
# or has changed; ARGS=--all for everything.
mutants: $(BUILT)
	@status=0; for kind in backproof.checks.survivors tests.checks.theory_mutants; do \
	  $(BIN)/python -m $$kind $(ARGS) || status=1; \
	done; exit $$status

# Which obligations have a complete proof by cvc5: asks for those that are new, which takes some seconds each.
cpc-record: $(BUILT)
	$(BIN)/python -m backproof.checks.cpc_record

# Every obligation again in ten variants, renamed and shuffled: which proofs hang on the order of their assertions?
stability: $(BUILT)
	$(BIN)/python -m backproof.checks.stability

.venv: $(BUILT)

# The stamp holds the folder it was built in: a moved or copied tree has a stale environment.
ifneq ($(shell cat $(BUILT) 2>/dev/null),$(CURDIR))
.PHONY: $(BUILT)
endif

$(BUILT): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "backproof needs Python >= 3.11, found " + sys.version.split()[0] + ": run make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt setuptools
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[dev,sim,rl,figures,compare,cluster]'
	@echo '$(CURDIR)' > $(BUILT)

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build *.egg-info

"""What a container engine would do with the files for operators, as far as reading them can tell."""

import re
import shlex
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from config.redis_urls import refuse_one_database_for_both

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "alongside"}
OPERATOR = {"setup", "manage"}
VARIABLE = re.compile(r"\$\{([A-Z_]+)")


def environment(name: str) -> dict[str, str]:
    given: dict[str, str] = SERVICES[name].get("environment", {})
    return given


def dockerfile(instruction: str) -> list[str]:
    """The rest of every line that begins with an instruction, continued lines joined."""
    joined = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    return [
        line.removeprefix(instruction).strip()
        for line in joined.splitlines()
        if line.startswith(instruction + " ")
    ]


def copied() -> set[str]:
    return {source for line in dockerfile("COPY") for source in line.split()[:-1]}


def variables_of(*files: str) -> set[str]:
    """The names of the environment that these files read."""
    reads = re.compile(r"(?:environ(?:\.get\(|\[)|\bsecret\()\s*\"([A-Z_]+)\"")
    return {name for file in files for name in reads.findall((ROOT / file).read_text())}


def run_by(service: dict[str, Any]) -> list[list[str]]:
    """The commands of a service, each as a list of words."""
    words = [*service.get("entrypoint", []), *service["command"]]
    if words[:2] == ["sh", "-c"]:
        return [shlex.split(part) for part in words[2].split("&&")]
    return [words]


def assert_it_exists(command: list[str]) -> None:
    match command:
        case ["python", "manage.py", name, *_]:
            assert name == "help" or name in get_commands()
        case ["gunicorn", "--config", config]:
            assert config in copied()
            read: dict[str, Any] = {}
            exec(compile((ROOT / config).read_text(), config, "exec"), read)
            assert find_spec(read["wsgi_app"].partition(":")[0])
        case ["celery", "--app", app, "worker" | "beat", *_]:
            assert find_spec(app)
        case _:
            pytest.fail(f"Nobody knows whether this can run: {shlex.join(command)}")


@pytest.mark.parametrize("name", sorted(OURS))
def test_command_of_each_service_exists(name: str) -> None:
    for command in run_by(OURS[name]):
        assert_it_exists(command)


def test_compose_refers_only_to_what_it_declares() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).exists()


def test_services_are_the_production_shape() -> None:
    assert {"db", "redis", "setup", "web", "worker", "beat", "proxy"} <= set(SERVICES)
    for name in ("web", "worker", "beat"):
        waits = OURS[name]["depends_on"]["setup"]["condition"]
        assert waits == "service_completed_successfully"


def test_cache_and_queue_have_databases_of_their_own() -> None:
    for name in OURS:
        given = environment(name)
        assert given["CACHE_URL"], name
        refuse_one_database_for_both(given["REDIS_URL"], given["CACHE_URL"])


def test_health_of_the_web_is_that_of_all_and_keeps_nobody_out() -> None:
    assert "/readyz" in shlex.join(SERVICES["web"]["healthcheck"]["test"])
    for service in SERVICES.values():
        waits = service.get("depends_on", {}).get("web", {})
        assert waits.get("condition") != "service_healthy"


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["db"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_background_processes_hold_nothing_of_the_web() -> None:
    of_the_web = {"SEAL_KEYS", "ALONGSIDE_WEB_PASSWORD", "ALONGSIDE_SIGNIN_PASSWORD"}
    for name in ("worker", "beat"):
        assert not of_the_web & set(environment(name))
        assert environment(name)["ALONGSIDE_LOGIN"] == "alongside_work"
        assert environment(name)["SECRET_KEY"] != environment("web")["SECRET_KEY"]
    assert of_the_web <= set(environment("web"))
    assert "ALONGSIDE_WORK_PASSWORD" not in environment("web")


def test_seal_key_is_never_written_where_the_worker_reads() -> None:
    # Without SEAL_KEYS setup_roles would keep a new one under ALONGSIDE_DATA.
    assert "${SEAL_KEYS:?}" in environment("setup")["SEAL_KEYS"]
    assert "volumes" not in SERVICES["setup"]


def test_administrator_of_the_database_is_known_to_setup_alone() -> None:
    assert [name for name in SERVICES if "ADMIN_DATABASE_URL" in environment(name)] == ["setup"]
    knowing = {name for name in SERVICES if "POSTGRES_PASSWORD" in str(SERVICES[name])}
    assert knowing == {"db", "setup"}


def test_owner_of_the_tables_is_known_to_the_operator_alone() -> None:
    knowing = {name for name in SERVICES if "ALONGSIDE_MIGRATE_PASSWORD" in environment(name)}
    assert knowing == OPERATOR
    assert not any("env_file" in service for service in SERVICES.values())


def test_nothing_runs_as_a_demo_or_a_test() -> None:
    for name in SERVICES:
        assert not {"DEMO", "ALONGSIDE_TESTING", "ALLOW_SOCKET"} & set(environment(name))


def test_web_and_worker_share_the_files() -> None:
    assert "ALONGSIDE_DATA=/data" in dockerfile("ENV")[0].split()
    assert "files:/data" in SERVICES["web"]["volumes"]
    assert "files:/data" in SERVICES["worker"]["volumes"]


def test_proxy_terminates_tls_for_the_web() -> None:
    caddyfile = (ROOT / "deploy/Caddyfile").read_text()
    assert "{$SITE_HOST} {" in caddyfile
    assert "reverse_proxy web:8000" in caddyfile
    assert "BIND=0.0.0.0:8000" in dockerfile("ENV")[0].split()
    assert environment("web")["SITE_URL"].startswith("https://")


def test_env_example_names_exactly_what_compose_needs() -> None:
    example = (ROOT / "deploy/env.example").read_text()
    given = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert given == set(VARIABLE.findall((ROOT / "docker-compose.yml").read_text()))


def test_env_example_holds_no_secret() -> None:
    example = (ROOT / "deploy/env.example").read_text()
    assert not re.findall(r"^[A-Z_]*(?:PASSWORD|KEY|KEYS)=.+$", example, re.MULTILINE)
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def test_image_copies_what_exists_and_every_app() -> None:
    assert all((ROOT / source).exists() for source in copied())
    apps = {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}
    assert apps | {"templates", "static", "manage.py"} <= copied()


def test_context_of_the_image_lets_in_what_is_copied_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert {line[1:] for line in lines if line.startswith("!")} == copied()
    assert "*" in lines


def test_image_runs_as_nobody_in_particular() -> None:
    assert dockerfile("USER") == ["alongside"]
    assert not any("root" in service.get("user", "") for service in OURS.values())


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned(file: str) -> None:
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    for line in filter(None, lines):
        assert line == "-r requirements.txt" or re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", line)


def test_pre_commit_runs_what_lint_runs() -> None:
    makefile = (ROOT / "Makefile").read_text()
    recipe = re.search(r"^lint: dev.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    apps = re.search(r"^APPS := (.*)$", makefile, re.MULTILINE)
    assert recipe
    assert apps
    lint = recipe[1].replace("$(BIN)", ".venv/bin").replace("$(APPS)", apps[1])
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    entries = [hook["entry"].removeprefix("env ALONGSIDE_TESTING=1 ") for hook in hooks]
    assert [line.strip() for line in lint.splitlines()] == entries[:-1]
    assert entries[-1] == "make --no-print-directory check-migrations"


def test_operations_describe_every_setting() -> None:
    read = variables_of(
        "config/settings.py", "config/databases.py", "access/checks.py", "deploy/gunicorn.py"
    )
    page = (ROOT / "docs/operations.md").read_text()
    assert {name for name in read if f"`{name}`" not in page} == set()


def test_license_is_the_one_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    text = (ROOT / project["license"]["file"]).read_text()
    assert text.split()[:4] == ["Apache", "License", "Version", "2.0,"]
    assert "END OF TERMS AND CONDITIONS" in text

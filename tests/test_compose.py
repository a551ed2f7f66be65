"""docker-compose.yml, Dockerfile and the settings of Neo4j: what can be held to account without Docker."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from graphkam.settings import Settings
from tests.servers import CONF, ROOT, Served, conf, neo4j_version

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
NEO4J, APPLICATION = COMPOSE["services"]["neo4j"], COMPOSE["services"]["graphkam"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def final_stage() -> dict[str, list[str]]:
    """The instructions of the image itself, by name; the stages that only build are left out."""
    joined = DOCKERFILE.replace("\\\n", " ").split("\nFROM ")[-1]
    instructions: dict[str, list[str]] = {}
    for line in joined.splitlines():
        name, _, rest = line.partition(" ")
        instructions.setdefault(name, []).append(rest.strip())
    return instructions


def test_compose_obeys_the_compose_specification() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, ROOT / "docker-compose.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_is_published_to_other_computers() -> None:
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(str(port).startswith("127.0.0.1:") for port in ports)
    assert "ports" not in NEO4J
    assert all("network_mode" not in service for service in COMPOSE["services"].values())


def test_neo4j_has_no_way_out() -> None:
    assert {name for name in NEO4J["networks"] if not COMPOSE["networks"][name].get("internal")} == set()


def test_the_application_cannot_change_its_own_container() -> None:
    assert APPLICATION["read_only"] is True
    assert APPLICATION["tmpfs"] == ["/tmp"]
    assert APPLICATION["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in APPLICATION["security_opt"]
    assert APPLICATION["user"] == final_stage()["USER"][-1] == "10001:10001"
    assert APPLICATION["volumes"] == ["graphkam-data:/data"]


def test_the_image_holds_the_engine_compiled_where_it_can_be_written_to() -> None:
    [variables] = final_stage()["ENV"]
    assert "NUMBA_CACHE_DIR=/data/" in variables
    assert "python -m graphkam.analysis.compiled.kept" in final_stage()["RUN"]
    order = DOCKERFILE.index("compiled.kept"), DOCKERFILE.index("VOLUME /data")
    assert order == tuple(sorted(order))  # what is written to a volume while building is lost


def test_passwords_come_as_secrets_only() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service["environment"].items():
            assert "PASSWORD" not in name
            assert not (name.endswith("AUTH") and value)
    assert APPLICATION["secrets"] == ["graphkam_password"]
    assert NEO4J["environment"] == {"NEO4J_AUTH_PATH": f"/run/secrets/{NEO4J['secrets'][0]}"}
    for secret in COMPOSE["secrets"].values():
        ignored = subprocess.run(["git", "check-ignore", "-q", secret["file"]], cwd=ROOT, check=False)
        assert ignored.returncode == 0, f"{secret['file']} could be committed"


def test_both_have_a_health_check() -> None:
    assert "RETURN 1" in NEO4J["healthcheck"]["test"][1]
    assert APPLICATION["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert "http://127.0.0.1:8000/healthz" in final_stage()["HEALTHCHECK"][0]


def test_the_health_check_of_the_image_is_python_that_runs() -> None:
    [code] = re.findall(r'"-c", "(.*)"\]', DOCKERFILE)
    code = code.replace("127.0.0.1:8000", "127.0.0.1:9")  # where nobody listens
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Connection refused" in done.stderr


def test_only_the_image_may_listen_on_every_address() -> None:
    image = final_stage()
    assert any("GRAPHKAM_IN_CONTAINER=1" in line for line in image["ENV"])
    assert image["CMD"] == ['["graphkam", "serve", "--host", "0.0.0.0", "--port", "8000"]']
    assert "GRAPHKAM_IN_CONTAINER" not in APPLICATION["environment"]
    assert "entrypoint" not in APPLICATION
    assert "command" not in APPLICATION


def test_environment_names_are_settings() -> None:
    named = set(APPLICATION["environment"]) | set(re.findall(r"\bGRAPHKAM_\w+(?==)", DOCKERFILE))
    known = {f"GRAPHKAM_{name.upper()}" for name in Settings.model_fields}
    assert named
    assert named <= known


def test_the_image_gets_what_it_is_built_from() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    copied = [
        line.split()[1:-1]
        for line in DOCKERFILE.splitlines()
        if line.startswith("COPY ") and "--from" not in line
    ]
    sources = {source for sources in copied for source in sources}
    assert sources == kept
    assert all((ROOT / source).exists() for source in sources)


def test_neo4j_settings_are_those_of_the_one_file() -> None:
    """Any setting beside it would have to be an environment variable NEO4J_…, or another mounted file."""
    assert NEO4J["volumes"] == [
        "./deploy/neo4j.conf:/conf/neo4j.conf:ro",
        "neo4j-data:/data",
        "neo4j-logs:/logs",
    ]
    assert set(NEO4J["environment"]) == {"NEO4J_AUTH_PATH"}
    assert "command" not in NEO4J
    assert CONF == ROOT / "deploy" / "neo4j.conf"
    # The container's user is not the file's owner.
    assert stat.S_IMODE(CONF.stat().st_mode) & stat.S_IROTH


def test_neo4j_is_community_without_apoc_and_the_version_of_the_tests() -> None:
    assert NEO4J["image"] == f"neo4j:{neo4j_version()}-community"
    assert "apoc" not in CONF.read_text("utf-8").lower()


def test_the_settings_that_let_nobody_in_are_there() -> None:
    assert (
        conf().items()
        >= {
            "server.http.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "dbms.security.allow_csv_import_from_file_urls": "false",
            "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
            "db.memory.transaction.max": "128m",
            "dbms.memory.transaction.total.max": "512m",
            "db.transaction.timeout": "60s",
        }.items()
    )


def comparable(value: str) -> str:
    """A setting as Neo4j shows it: sizes in full, whole minutes as minutes."""
    if size := re.fullmatch(r"(\d+)([mg])", value):
        return f"{size[1]}.00{size[2].upper()}iB"
    if (time := re.fullmatch(r"(\d+)s", value)) and int(time[1]) % 60 == 0:
        return f"{int(time[1]) // 60}m"
    return value


@pytest.mark.neo4j
def test_the_running_neo4j_has_these_settings(neo4j_server: Served) -> None:
    rows = neo4j_server.run("SHOW SETTINGS YIELD name, value, isExplicitlySet WHERE isExplicitlySet")
    shown = {row["name"]: row["value"] for row in rows}
    wanted = {name: comparable(value) for name, value in conf().items()}
    hidden = {name for name in wanted if name.startswith("internal.")}  # seen to work below
    assert {name: value for name, value in shown.items() if name in wanted} == {
        name: value for name, value in wanted.items() if name not in hidden
    }


@pytest.mark.neo4j
@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x.csv"])
def test_load_csv_reads_nothing_on_neo4j(neo4j_server: Served, address: str) -> None:
    import neo4j

    with pytest.raises(
        neo4j.exceptions.Neo4jError, match=r"(?i)disabled|blocked|block|not allowed|configuration"
    ):
        neo4j_server.run(f"LOAD CSV FROM '{address}' AS line RETURN line")


def test_secrets_are_made_once_and_fit_both_sides(tmp_path: Path) -> None:
    script = shutil.copy(ROOT / "deploy" / "make-secrets", tmp_path)
    subprocess.run([script], check=True)
    secrets = tmp_path / "secrets"
    password = (secrets / "graphkam_password").read_text("utf-8")
    assert re.fullmatch(r"[0-9a-f]{48}", password)
    assert (secrets / "neo4j_auth").read_text("utf-8") == f"neo4j/{password}"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} == {
        p.name for p in secrets.iterdir()
    }
    assert Settings(_secrets_dir=secrets).password.get_secret_value() == password  # type: ignore[call-arg]
    subprocess.run([script], check=True, capture_output=True)
    assert (secrets / "graphkam_password").read_text("utf-8") == password

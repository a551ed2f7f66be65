"""What the server reads at start: options, users, groups, logging. Written anew before every start.

Each option is there because its absence lost data or let somebody in; the reason stands beside it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from graphkam.arcade.private import write_private
from graphkam.arcade.runtime import Runtime

DATABASE = "graphkam"
ANALYST_TIMEOUT_MS = 60_000
_ROUNDS = 65_536

OPTIONS = {
    "server.mode": "development",  # production mode hides even syntax errors
    "txWalFlush": "1",  # the default 0 lost every recent commit in power cuts and corrupted the store
    "opencypher.loadCsv.allowFileUrls": "false",  # else LOAD CSV reads /etc/passwd
    "opencypher.loadCsv.allowRemoteUrls": "false",
    "polyglotEngineEnabled": "false",
    "queryMaxConcurrent": "-1",  # else four nested reduce() queries block everybody
    "queryMaxRangeSize": "100000",
    "command.timeout": "60000",
    "bolt.host": "127.0.0.1",
    "bolt.port": "0",  # any free one: with a port that is taken the server would stay, deaf
    "server.httpIncomingHost": "127.0.0.1",
    "server.httpIncomingPort": "0",
    "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    "server.defaultDatabases": f"{DATABASE}[root]",
    "server.rootPath": ".",  # the working directory, so that no odd path has to survive Java's encoding
    "server.logsDirectory": "log",
    "serverMetrics": "false",
    "support.autoRegister": "false",
}

# One handler, on the console: this process keeps the log file, where what the JVM itself prints goes too.
# What a statement got wrong is told to whoever sent it; in the log it would show keys and names.
_LOGGING = """\
handlers = java.util.logging.ConsoleHandler
.level = INFO
io.undertow.level = WARNING
org.xnio.level = WARNING
org.jboss.level = WARNING
com.arcadedb.bolt.BoltNetworkExecutor.level = OFF
java.util.logging.ConsoleHandler.level = INFO
java.util.logging.ConsoleHandler.formatter = com.arcadedb.log.LogFormatter
"""


@dataclass(frozen=True, slots=True)
class Login:
    """A user of one start of the server."""

    user: str
    password: str = field(repr=False)


def fresh_login(prefix: str) -> Login:
    """A user that nobody has seen: who answers to it is the server that we started."""
    return Login(f"{prefix}_{secrets.token_hex(8)}", secrets.token_urlsafe(32))


def password_hash(password: str, salt: str) -> str:
    """The server's own form of a password; it takes the salt as text, not as the bytes it stands for.

    >>> password_hash("secret", "c2FsdA==")
    'PBKDF2WithHmacSHA256$65536$c2FsdA==$nkeVLO9IwHq1DnkuFkdXsknGaPqfjTI80t3IUg16jG8='
    """
    derived = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), _ROUNDS, 32)
    return f"PBKDF2WithHmacSHA256${_ROUNDS}${salt}${base64.b64encode(derived).decode()}"


def _user(login: Login, databases: dict[str, list[str]]) -> str:
    salt = base64.b64encode(secrets.token_bytes(24)).decode()
    entry = {"name": login.user, "databases": databases, "password": password_hash(login.password, salt)}
    return json.dumps(entry) + "\n"


def _group(access: list[str], records: list[str], read_timeout: int) -> dict[str, object]:
    # Another resultSetLimit than -1 silently cuts the rows that an aggregate sees.
    types = {"*": {"access": records}}
    return {"resultSetLimit": -1, "readTimeout": read_timeout, "access": access, "types": types}


def _groups() -> str:
    every = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
    ours = {
        "app": _group(["updateSchema"], every, -1),
        "analyst": _group([], ["readRecord"], ANALYST_TIMEOUT_MS),
    }
    elsewhere = {
        "admin": _group(["updateSecurity", "updateSchema", "updateDatabaseSettings"], every, -1),
        "*": _group([], [], -1),
    }
    databases = {"*": {"groups": elsewhere}, DATABASE: {"groups": ours | elsewhere}}
    return json.dumps({"databases": databases, "version": 2}, indent=1)


def quoted(option: str) -> str:
    """An option as one line of a Java argument file.

    >>> quoted(r'-cp=C:\\new dir\\*')
    '"-cp=C:\\\\\\\\new dir\\\\\\\\*"'
    """
    escaped = option.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def write_settings(folder: Path, runtime: Runtime, app: Login, analyst: Login) -> Path:
    """Write everything the server reads in `folder` (its working directory); returns the argument file.

    The server insists on a user `root`: it gets a password that nobody keeps.
    """
    config = folder / "config"
    config.mkdir(mode=0o700, exist_ok=True)
    users = [
        _user(Login("root", secrets.token_urlsafe(32)), {"*": ["admin"]}),
        _user(app, {DATABASE: ["app"]}),
        _user(analyst, {DATABASE: ["analyst"]}),
    ]
    write_private(config / "server-users.jsonl", "".join(users))
    write_private(config / "server-groups.json", _groups())
    write_private(config / "logging.properties", _LOGGING)
    lines = [
        "-Xmx512m",
        "-XX:+UseParallelGC",  # with half a gigabyte the default, G1, takes a third more of the processor
        "-XX:-UsePerfData",  # no file in the common temporary directory
        "-XX:ErrorFile=log/crash.%p.log",
        "--add-modules",
        "jdk.incubator.vector",
        "-Djava.util.logging.config.file=config/logging.properties",
        *(f"-Darcadedb.{name}={value}" for name, value in OPTIONS.items()),
        "-cp",
        runtime.class_path,
        "com.arcadedb.server.ArcadeDBServer",
    ]
    arguments = config / "java.args"
    write_private(arguments, "".join(quoted(line) + "\n" for line in lines))
    return arguments

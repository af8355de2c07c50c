"""What the guides say of settings, roles and files is so."""

import re
import tomllib
from pathlib import Path

import pytest

from iom.access import read_access, shipped
from iom.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDERS = {"keys": "in the user's configuration", "spill_folder": "`temp` in the store"}


def table() -> str:
    """The settings as a table of Markdown."""
    rows = ["| variable | default | what it says |", "|---|---|---|"]
    for name, about in Settings.model_fields.items():
        usual = about.default
        if name in FOLDERS:
            shown = FOLDERS[name]
        elif usual is None:
            shown = "none"
        elif isinstance(usual, tuple):
            shown = f"`{','.join(usual)}`"
        elif isinstance(usual, bool):
            shown = f"`{str(usual).lower()}`"
        else:
            shown = f"`{usual}`"
        rows.append(f"| `IOM_{name.upper()}` | {shown} | {about.description} |")
    return "\n".join(rows)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_table_of_settings_is_that_of_the_software():
    assert table() in read("docs/deploy.md")


def test_the_roles_of_the_guide_are_those_of_the_shipped_document():
    said = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", read("docs/service.md"), re.MULTILINE))
    assert {name: role.says for name, role in read_access(None).roles.items()} == {
        name: said[name] for name in read_access(None).roles
    }


def test_the_examples_of_an_access_document_can_be_read(tmp_path):
    blocks = re.findall(r"```toml\n(.*?)```", read("docs/service.md"), re.DOTALL)
    assert blocks
    for number, block in enumerate(blocks):
        document = tmp_path / f"{number}.toml"
        roles = "" if "[roles." in block else shipped()
        document.write_text(f"{roles}\n{block}", encoding="utf-8")
        access = read_access(document)
        assert access.grants or access.withdrawn


def test_the_guides_name_only_settings_that_there_are():
    known = {f"IOM_{name.upper()}" for name in Settings.model_fields}
    for name in ("docs/deploy.md", "docs/service.md", "Dockerfile"):
        assert set(re.findall(r"\bIOM_[A-Z_]+[A-Z]", read(name))) <= known, name


def test_the_container_is_no_root_asks_whether_it_lives_and_says_what_of_it_is_untried():
    text = read("Dockerfile")
    assert re.search(r"^USER iom$", text, re.MULTILINE)
    assert "/health/live" in text.split("HEALTHCHECK")[1]
    assert "with buildah, not Docker: try it" in text
    for copied in re.findall(r"^!(.+)$", read(".dockerignore"), re.MULTILINE):
        assert (ROOT / copied).exists(), copied


def test_what_the_package_is_built_from_is_not_kept_out_of_the_container():
    built = tomllib.loads(read("pyproject.toml"))
    wheel = built["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], built["project"]["readme"]}
    needed |= set(built["project"]["license-files"])
    assert needed <= set(re.findall(r"^!(.+)$", read(".dockerignore"), re.MULTILINE))


def test_the_unit_and_the_container_of_the_guide_let_every_folder_be_written_that_the_service_writes():
    guide = read("docs/deploy.md")
    named = dict(re.findall(r"^(IOM_\w+)=(/\S+)$", guide, re.MULTILINE))
    assert set(named) == {"IOM_STORE", "IOM_KEYS", "IOM_BACKUPS"}
    for option in ("ReadWritePaths", "RequiresMountsFor"):
        (paths,) = re.findall(rf"^{option}=(.+)$", guide, re.MULTILINE)
        assert set(paths.split()) == set(named.values())

    run = guide.partition("docker run -d")[2].partition("iom-engine")[0]
    mounted = set(re.findall(r"-v [^:\s]+:(\S+?)(?=\s)", run))
    inside = dict(re.findall(r"(IOM_\w+)=(/\S+)", read("Dockerfile") + run))
    assert set(inside) == set(named)
    assert set(inside.values()) <= mounted
    for name in named:
        assert f"`{name}=" in guide.partition("NSSM")[2], name


@pytest.mark.parametrize("name", ["docs/deploy.md", "docs/service.md"])
def test_the_guides_are_named_where_readers_begin(name):
    assert f"]({name})" in read("README.md")

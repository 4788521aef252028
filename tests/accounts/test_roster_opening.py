import os
import stat
import zipfile
from pathlib import Path

import pytest

from accounts.roster.opening import Limits
from accounts.roster.reading import read_roster
from tests.accounts.roster_files import (
    ORGS,
    USERS_11,
    refusal,
    roster_11,
    write_folder,
    write_zip,
)


def test_folder_and_zip_of_the_same_files_read_the_same(tmp_path: Path) -> None:
    folder = read_roster(write_folder(tmp_path / "r", roster_11()))
    archive = read_roster(write_zip(tmp_path / "r.zip", roster_11()))
    assert folder.people == archive.people
    assert folder.roles == archive.roles
    assert set(folder.people) == {"P-1", "P-2"}


@pytest.mark.parametrize(
    "name", ["../users.csv", "/etc/users.csv", "a/../../users.csv", "C:/users.csv", "..\\users.csv"]
)
def test_path_in_a_zip_name_is_refused(tmp_path: Path, name: str) -> None:
    reason = refusal(write_zip(tmp_path / "r.zip", {**roster_11(), name: "x"}))
    assert reason.code == "path-in-zip"
    assert name in reason.file


def test_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    bomb = roster_11(enrollments=b"0" * 5_000_000)
    reason = refusal(write_zip(tmp_path / "r.zip", bomb))
    assert (reason.file, reason.code) == ("enrollments.csv", "zip-bomb")


def test_zip_that_understates_a_size_is_refused_as_damaged(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "r.zip", roster_11(users=USERS_11 + "P-4,,,\n" * 5000))
    content = bytearray(path.read_bytes())
    start = content.rindex(b"PK\x01\x02")
    content[start + 24 : start + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    assert refusal(path).code == "damaged"


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    files = {f"f{number}.csv": "" for number in range(Limits().members + 1)}
    assert refusal(write_zip(tmp_path / "r.zip", dict(files))).code == "too-many-files"


def test_too_large_an_upload_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    with path.open("wb") as file:
        os.truncate(file.fileno(), Limits().upload + 1)
    assert refusal(path).code == "too-large"


def test_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "r.zip", {"users.csv": USERS_11})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(content)
    assert refusal(path).code == "encrypted"


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_text("hello")
    assert refusal(path).code == "not-a-zip"


def test_damaged_member_is_refused_by_its_name(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "r.zip", {"orgs.csv": ORGS, "users.csv": USERS_11})
    content = bytearray(path.read_bytes())
    at = content.index(b"users.csv") + len(b"users.csv") + 20
    content[at : at + 20] = b"\xff" * 20
    path.write_bytes(content)
    reason = refusal(path)
    assert (reason.file, reason.code) == ("users.csv", "damaged")


def test_symbolic_link_in_a_zip_is_only_text(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "r.zip", {"orgs.csv": ORGS})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("users.csv")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(path).code == "missing-column"


def test_files_in_the_only_folder_are_read_with_a_warning(tmp_path: Path) -> None:
    files = {f"export/{name}": content for name, content in roster_11().items()}
    roster = read_roster(write_zip(tmp_path / "r.zip", {**files, "__MACOSX/._users.csv": b"\0"}))
    assert len(roster.people) == 2
    assert "nested-folder" in {found.code for found in roster.warnings}


def test_files_in_several_folders_are_refused(tmp_path: Path) -> None:
    files = {"a/users.csv": USERS_11, "b/users.csv": USERS_11}
    assert refusal(write_zip(tmp_path / "r.zip", dict(files))).code == "several-folders"


def test_file_name_in_another_case_is_read(tmp_path: Path) -> None:
    files = {"Orgs.CSV": ORGS, "USERS.csv": USERS_11}
    assert len(read_roster(write_folder(tmp_path / "r", dict(files))).people) == 2


def test_two_spellings_of_one_file_are_refused(tmp_path: Path) -> None:
    files = {**roster_11(), "Users.csv": USERS_11}
    assert refusal(write_zip(tmp_path / "r.zip", files)).code == "file-twice"


def test_byte_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    spoiled = (USERS_11 + "P-4,,,S-1,teacher,,José,").encode("latin-1")
    reason = refusal(write_folder(tmp_path / "r", roster_11(users=spoiled)))
    assert (reason.file, reason.line, reason.code) == ("users.csv", 5, "not-utf8")
    assert f"Byte {spoiled.index(0xE9) + 1} (0xE9)" in reason.message


def test_utf16_is_refused_with_what_to_do(tmp_path: Path) -> None:
    reason = refusal(write_folder(tmp_path / "r", roster_11(users=USERS_11.encode("utf-16"))))
    assert reason.code == "not-utf8"
    assert "CSV UTF-8" in reason.message


def test_binary_file_is_refused(tmp_path: Path) -> None:
    reason = refusal(write_folder(tmp_path / "r", roster_11(users=USERS_11.encode() + b"\0\1\2")))
    assert (reason.code, reason.line) == ("not-text", 5)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_mark_and_each_line_end_are_read(tmp_path: Path, end: str) -> None:
    users = b"\xef\xbb\xbf" + USERS_11.replace("\n", end).encode()
    roster = read_roster(write_folder(tmp_path / "r", roster_11(users=users)))
    assert [person.line for person in roster.people.values()] == [2, 3]


def test_endless_line_is_refused(tmp_path: Path) -> None:
    reason = refusal(write_folder(tmp_path / "r", roster_11(users=b"x" * 2_000_000)))
    assert reason.code == "line-too-long"

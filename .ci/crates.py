"""The crates that are compiled for the program, as Cargo tells of them: for `.ci/sbom` and `.ci/notices`."""

import json
import os
import subprocess

HOUSE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


class Crates:
    """The program and each crate that it is built with; crates that only tests need are left out."""

    def __init__(self, arguments):
        """Asks `cargo metadata`, with the arguments given."""
        command = ["cargo", "metadata", "--locked", "--format-version", "1", *arguments]
        metadata = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=HOUSE).stdout)
        self.packages = {package["id"]: package for package in metadata["packages"]}
        self.needs = {node["id"]: needs(node) for node in metadata["resolve"]["nodes"]}
        self.root = metadata["resolve"]["root"]
        self.compiled = self._reached()

    def _reached(self):
        """Whatever the program leads to, by name and version."""
        found, waiting = {self.root}, [self.root]
        while waiting:
            new = set(self.needs[waiting.pop()]) - found
            found |= new
            waiting.extend(new)
        return sorted(found, key=lambda one: (self.packages[one]["name"], self.packages[one]["version"]))


def needs(node):
    """What a crate needs to be built: not what its tests need."""
    return sorted(d["pkg"] for d in node["deps"] if any(k["kind"] != "dev" for k in d["dep_kinds"]))


def licence(package):
    """Its licence as SPDX writes it: older crates write MIT/Apache-2.0."""
    return " OR ".join(part.strip() for part in (package["license"] or "").split("/"))

#!/usr/bin/env python3
"""Verifies an evidence pack of Confidant with nothing of Confidant: this file, verify-log.py beside it, the Python standard library.

PACK is a folder or a .tar of one. manifest.note has to sign manifest.json, every file has to be there with its hash and no other
file, the log in the pack has to be whole and the one of the manifest, and receipt.json, where there is one, has to prove that
the log went on with the entry of this run. Without --key the key in PACK is believed, which shows that it is whole, not whose it is;
--held takes checkpoints kept outside. History since: verify-log.py LATER-PACK/log --held PACK/log/checkpoint.
Exit codes: 0 whole, 1 changed, 2 wrong usage or out of reach.
"""
import argparse, base64, functools, hashlib, http.client, importlib, json, os, re, sys, tarfile

sys.dont_write_bytecode = True  # nothing is left beside what is read
verify_log = importlib.import_module("verify-log")
FORMAT, BESIDE = "confidant.evidence/v1", {"manifest.json", "manifest.note", "receipt.json"}
BROKEN = (ValueError, KeyError, TypeError, AttributeError, RecursionError)

def names_of(source):
    if source.tar is not None:
        return set(source.members)
    found = (os.path.join(folder, name) for folder, _, names in os.walk(source.place) for name in names)
    return {os.path.relpath(path, source.place).replace(os.sep, "/") for path in found}

def sha256_of(source, name):
    file, digest = source.open(name), hashlib.sha256()
    if file is None:
        return None
    with file:
        for piece in iter(lambda: file.read(1 << 16), b""):
            digest.update(piece)
    return digest.hexdigest()

def manifest_of(data):
    """What lies in a pack, its parts in the types they have; ValueError and the like for what is no manifest."""
    manifest = json.loads(data.decode())
    size, root, files = manifest["log"]["size"], manifest["log"]["root"], manifest["files"]
    if manifest["format"] != FORMAT or type(size) is not int or size < 0 or len(verify_log.decode(root)) != 32:
        raise ValueError("another format")
    for file in files:  # below the folder of the pack, so that nothing beside it is read
        if not re.fullmatch(r"(?!\.)[\w.-]+(?:/(?!\.)[\w.-]+)*", file["path"], re.ASCII) or file["path"] in BESIDE:
            raise ValueError("it names %r" % file["path"])
        if not re.fullmatch("[0-9a-f]{64}", file["sha256"]):
            raise ValueError("a hash that is none")
    return manifest

class PackVerifier:
    def __init__(self, place, key, held):
        self.source, self.findings, self.held = verify_log.Source(place), [], []
        if self.source.live:
            raise ValueError("a pack is a folder or an archive")
        own = (self.source.read("log/key") or b"").decode("utf-8", "replace").strip()
        self.key = verify_log.Key(key or own)
        if key and key.strip() != own:
            self.find("key-other", "the key in the pack is another one")
        for name, note in held:
            try:
                self.held.append((name, note, *self.key.checkpoint(note)))
            except ValueError as error:
                self.find("signature-invalid", "%s: %s" % (name, error))

    def find(self, code, detail):
        self.findings.append({"code": code, "detail": detail})

    def run(self):
        """The report. Nothing of a pack without a manifest can be told from what somebody put there."""
        report = {"ok": False, "origin": None, "madeAt": None, "files": 0, "run": "unproven", "log": None, "findings": self.findings}
        data = self.source.read("manifest.json") or b""
        try:
            manifest = manifest_of(data)
            report.update(origin=manifest["origin"], madeAt=manifest["madeAt"], files=len(manifest["files"]))
        except BROKEN as error:
            self.find("manifest-unreadable", "manifest.json is no manifest of a pack: %r" % error)
            return report
        self.check_signature(data, manifest)
        self.check_files(manifest)
        log = self.check_log(manifest)
        receipt = self.source.read("receipt.json")
        if receipt is not None:
            report["run"] = "proven" if self.check_receipt(receipt, hashlib.sha256(data).hexdigest(), log) else "unproven"
        return {**report, "ok": not self.findings, "log": log.report()}

    def check_signature(self, data, manifest):
        """The note begins with the format, so that none is a checkpoint too."""
        try:
            lines = self.key.text((self.source.read("manifest.note") or b"").decode("utf-8", "replace"))
        except ValueError as error:
            return self.find("signature-invalid", "manifest.note: %s" % error)
        if lines != [FORMAT, self.key.name, "sha256:" + hashlib.sha256(data).hexdigest(), manifest["madeAt"]]:
            self.find("signature-invalid", "manifest.note signs another manifest")
        elif manifest["origin"] != self.key.name:
            self.find("signature-invalid", "manifest.json is of another log")

    def check_files(self, manifest):
        for file in manifest["files"]:
            found = sha256_of(self.source, file["path"])
            if found != file["sha256"]:
                self.find("file-missing" if found is None else "file-changed", file["path"])
        for name in sorted(names_of(self.source) - BESIDE - {file["path"] for file in manifest["files"]}):
            self.find("file-added", name)

    def check_log(self, manifest):
        """Held checkpoints of more entries than the manifest has are of entries that are not in the pack."""
        size, root = manifest["log"]["size"], manifest["log"]["root"]
        held = [(name, note) for name, note, of, _ in self.held if of <= size]
        log = verify_log.Verifier(verify_log.Source(self.source.place, "log/"), self.key, held)
        log.run()
        for finding in log.findings:
            self.find("log-changed", "%(code)s: %(detail)s" % finding)
        if (log.entries, base64.b64encode(log.root()).decode()) != (size, root):
            self.find("log-other", "the log in the pack is not the one of the manifest")
        return log

    def check_receipt(self, data, manifest_hash, log):
        """The log of the pack and then the entry of this run: that is the tree the receipt's checkpoint signs."""
        try:
            parsed = json.loads(data.decode())
            entry, receipt = parsed["entry"], parsed["receipt"]
            if (entry["kind"], entry["act"], entry["target"]) != ("admin-act", "evidence-written", "sha256:" + manifest_hash):
                raise ValueError("it is for another entry")
            leaf = hashlib.sha256(b"\0" + verify_log.canonical(entry).encode()).digest()
            root = functools.reduce(lambda right, left: verify_log.node_hash(left, right), log.edge[::-1], leaf)
            leaf_text, *proof = (base64.b64encode(hash).decode() for hash in [leaf, *log.edge[::-1]])
            told = [receipt[name] for name in ("index", "size", "leaf", "hashes")]
            if told != [log.entries, log.entries + 1, leaf_text, proof]:
                raise ValueError("its place, leaf or path is not that of the entry")
            signed = [self.key.checkpoint(receipt["checkpoint"])] + [(of, held) for _, _, of, held in self.held if of == log.entries + 1]
            if any(one != (log.entries + 1, root) for one in signed):
                raise ValueError("a checkpoint is of another tree")
            return True
        except BROKEN as error:
            self.find("receipt-invalid", "receipt.json does not prove that the log holds the entry of this run: %s" % error)

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack")
    parser.add_argument("--key", help="the verifier key you hold: its line, or a file with it")
    parser.add_argument("--held", nargs="+", default=[], metavar="FILE", help="checkpoints that were kept outside")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    try:
        key = verify_log.text_of(options.key) if options.key else None
        report = PackVerifier(options.pack, key, [(name, verify_log.text_of(name)) for name in options.held]).run()
    except (OSError, ValueError, tarfile.TarError, http.client.HTTPException) as error:
        print("Cannot verify %s: %s. See --help" % (options.pack, error), file=sys.stderr)
        return 2
    lines = ["The pack %s: %d files, made %s" % ("is whole" if report["ok"] else "was changed", report["files"], report["madeAt"])]
    lines += ["  %(code)s: %(detail)s" % finding for finding in report["findings"]]
    lines += ["The log holds the entry of this run." if report["run"] == "proven" else "No receipt shows the entry of this run in the log."]
    lines += [] if key else ["The key came with the pack: compare log/key with the one you hold, or give it with --key."]
    print(json.dumps({**report, "keyFrom": "outside" if key else "pack"}, indent=2) if options.json else "\n".join(lines))
    return 0 if report["ok"] else 1

if __name__ == "__main__":
    sys.exit(main())

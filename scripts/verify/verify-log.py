#!/usr/bin/env python3
"""Verifies a log of Confidant with nothing of Confidant: one file, the Python standard library alone.

SOURCE is a folder, a .tar of one, or the address of an appliance (http://host:8400, with the key of an auditor in
CONFIDANT_SECRET_AUDITOR_KEY), in the layout of C2SP tlog-tiles; the tree is that of RFC 6962. Reads in a stream: in memory are
one bundle or segment, one tile of a level and the right edge of the tree. Without --key the key in SOURCE is believed, which shows
damage but no forger; --held takes checkpoints kept outside, which show a log written anew as a whole. With the package
"cryptography" signatures are checked some forty times as fast.
Exit codes: 0 whole, 1 changed, 2 wrong usage or out of reach.
"""
import argparse, base64, contextlib, functools, hashlib, http.client, io, json, os, pathlib, re, sys, tarfile, time, urllib.request
from decimal import Decimal
try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

MOST_LISTED, MOST_TRIES, SEGMENT_LEVEL, EMPTY_ROOT = 50, 30, 12, hashlib.sha256(b"").digest()  # findings listed, requests made again

# Ed25519 (RFC 8032), verification alone.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, I = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)

def add(a, b):
    (x, y, z, t), (u, v, w, s) = a, b
    c, d, e, f = (y - x) * (v - u) % P, (y + x) * (v + u) % P, 2 * t * s * D % P, 2 * z * w % P
    return (d - c) * (f - e) % P, (f + e) * (d + c) % P, (f - e) * (f + e) % P, (d - c) * (d + c) % P

def times(n, point):
    rest = times(n >> 1, add(point, point)) if n else (0, 1, 1, 0)
    return add(rest, point) if n & 1 else rest

def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * I % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def is_signed(key, message, signature):
    if Ed25519PublicKey is not None:
        with contextlib.suppress(InvalidSignature, ValueError):
            return Ed25519PublicKey.from_public_bytes(key).verify(signature, message) is None
        return False
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))

def decode(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("another spelling of base64")
    return data

class Key:
    """A verifier key (C2SP signed-note): name+id+base64(type || public key)."""
    def __init__(self, text):
        self.name, wanted, encoded = text.strip().split("+", 2)
        data = decode(encoded)
        self.public, self.id = data[1:], hashlib.sha256(self.name.encode() + b"\n" + data).digest()[:4]
        if not self.name or re.search(r"\s", self.name) or data[:1] != b"\1" or len(data) != 33 or self.id.hex() != wanted:
            raise ValueError("the verifier key is none")

    def text(self, note):
        """The lines this key signed; ValueError for anything else."""
        body, found, tail = note.rpartition("\n\n")
        lines = [re.fullmatch(r"— ([^\s\x85+]+) ([A-Za-z0-9+/=]+)", line) for line in tail[:-1].split("\n")]
        if not found or not tail.endswith("\n") or re.search(r"[\0-\t\v-\x1f]", note) or None in lines or len(lines) > 64:
            raise ValueError("no signed note")
        parsed = [(line[1], decode(line[2])) for line in lines]
        own = [data[4:] for name, data in parsed if name == self.name and data[:4] == self.id]
        if any(len(data) <= 4 for _, data in parsed) or not own:
            raise ValueError("not signed by this key")
        if not all(is_signed(self.public, (body + "\n").encode(), signature) for signature in own):
            raise ValueError("the signature is wrong")
        return body.split("\n")

    def checkpoint(self, note):
        """(size, root) of a checkpoint this key signed; ValueError for anything else."""
        origin, size, root, *more = self.text(note)
        if origin != self.name or not re.fullmatch("0|[1-9][0-9]{0,15}", size) or len(decode(root)) != 32 or "" in more:
            raise ValueError("no checkpoint of this log")
        return int(size), decode(root)

class Source:
    """A folder, an archive of one, or the API of an appliance: all three have the same names in them."""
    def __init__(self, place, below=""):
        self.place, self.live, self.below = place.rstrip("/"), bool(re.match("https?://", place)), below
        self.tar = None if self.live or os.path.isdir(place) else tarfile.open(place)
        self.members = {re.sub(r"^\./", "", member.name): member for member in self.tar or () if member.isfile()}

    def open(self, name):
        name = self.below + name
        if self.live:
            return self.fetch(name)
        if self.tar is not None:
            return self.tar.extractfile(self.members[name]) if name in self.members else None
        path = os.path.join(self.place, name)
        return open(path, "rb") if os.path.isfile(path) else None

    def fetch(self, name):
        bearer = {"Authorization": "Bearer " + os.environ.get("CONFIDANT_SECRET_AUDITOR_KEY", "")}
        for left in reversed(range(MOST_TRIES)):
            try:
                return urllib.request.urlopen(urllib.request.Request(self.place + "/v1/audit/" + name, headers=bearer), timeout=60)
            except urllib.error.HTTPError as error:
                if error.code == 404 and name != "checkpoints":  # every log has that one, and a key that is no auditor's sees none
                    return None
                if error.code not in (429, 503) or not left:
                    raise
                time.sleep(int((re.fullmatch("[0-9]{1,2}", error.headers.get("Retry-After", "")) or "2")[0]))

    def lines(self, name):
        with self.open(name) or io.BytesIO() as file:
            yield from (line.rstrip(b"\n").decode() for line in file if line != b"\n")

    def read(self, name):
        with self.open(name) or contextlib.nullcontext() as file:
            return file and file.read()

def number(value):
    """As canonical JSON (RFC 8785) writes it: the shortest digits that read back as the same double."""
    digits = Decimal(repr(float(value))).normalize()
    return format(digits, "f" if -7 < digits.adjusted() < 21 else "e") if digits else "0"

def canonical(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{%s}" % ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys)
    if isinstance(value, list):
        return "[%s]" % ",".join(map(canonical, value))
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number(value) if is_number else json.dumps(value, ensure_ascii=False)

def entry_of(data):
    with contextlib.suppress(ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
        value = json.loads(data.decode(), parse_constant=int)  # which NaN is not
        return value if {"v", "at", "actor", "kind"} <= value.keys() and canonical(value).encode() == data else None

def tile_path(kind, index, width):
    *above, last = re.findall("...", "%0*d" % ((len(str(index)) + 2) // 3 * 3, index))
    path = "".join("x%s/" % digits for digits in above) + last
    return "tile/%s/%s%s" % (kind, path, "" if width == 256 else ".p/%d" % width)

def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()

class Verifier:
    def __init__(self, source, key, held):
        self.source, self.key = source, key
        self.findings, self.count, self.checkpoints, self.sealed, self.last = [], 0, 0, 0, -1
        self.entries, self.edge, self.tiles = 0, [], {}  # the edge has one hash for every bit set in the number of entries
        size, self.latest = self.sign("checkpoint", (source.read("checkpoint") or b"").decode("utf-8", "replace"))
        self.size = size or 0
        notes = [(name, *self.sign(name, note)) for name, note in held]
        for name, size, _ in (note for note in notes if (note[1] or 0) > self.size):
            self.find("entries-missing", "%s is of %d entries, the log of %d" % (name, size, self.size))
        self.held = {size: [root for _, other, root in notes if other == size] for _, size, _ in notes}
        self.stored, self.segments = map(json.loads, source.lines("checkpoints")), source.lines("segments")
        self.digest, self.unsealed = hashlib.sha256(), {}  # whole segments whose entry has not come yet

    def find(self, code, detail):
        self.count += 1
        if self.count <= MOST_LISTED:
            self.findings.append({"code": code, "detail": detail})

    def sign(self, name, note):
        try:
            return self.key.checkpoint(note)
        except ValueError as error:
            self.find("signature-invalid", "%s: %s" % (name, error))
            return None, None

    def root(self):
        return functools.reduce(lambda right, left: node_hash(left, right), self.edge[::-1]) if self.edge else EMPTY_ROOT

    def run(self):
        try:
            self.walk()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.find("storage-unreadable", "a file is not in its format: %r" % error)

    def walk(self):
        self.ahead = next(self.stored, None)
        self.compare()
        while self.entries < self.size:
            width = min(256, self.size - self.entries)
            name = tile_path("entries", self.entries // 256, width)
            if not self.take(name, self.source.read(name) or b"", width):
                return
        for level, hashes in self.tiles.items():
            self.check_tile(level, self.size // 256 ** (level + 1), hashes)
        if self.size and self.last != self.size:
            self.find("checkpoint-missing", "the latest checkpoint is not among the others")
        if not self.source.live and (self.ahead or next(self.segments, None)):  # an appliance's log grows while it is read
            self.find("entries-missing", "a checkpoint goes beyond the entries, or a segment is listed that none seals")

    def take(self, name, bundle, width):
        at = 0
        self.digest.update(bundle)
        for _ in range(width):
            end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
            if end > len(bundle):
                return self.find("entries-missing", "%s is missing or cut off" % name)
            self.append(bundle[at + 2 : end])
            at = end
        if at != len(bundle):
            self.find("entries-missing", "%s holds more than its entries" % name)
        return True

    def append(self, entry):
        value = entry_of(entry)
        if value is None:
            self.find("entry-not-canonical", "entry %d is no canonical JSON of an entry" % self.entries)
        node, level, left, self.entries = hashlib.sha256(b"\0" + entry).digest(), 0, self.entries, self.entries + 1
        self.fill(0, node)
        while left & 1:
            node, level, left = node_hash(self.edge.pop(), node), level + 1, left >> 1
            if level % 8 == 0:
                self.fill(level // 8, node)
            if level == SEGMENT_LEVEL:
                line = {"segment": left, "from": left << level, "to": self.entries, "sha256": self.digest.hexdigest()}
                self.unsealed[left] = {**line, "root": base64.b64encode(node).decode()}
                self.digest = hashlib.sha256()
        self.edge.append(node)
        self.compare()
        if value and value["kind"] == "segment-sealed":
            self.seal(value)

    def fill(self, level, node):
        self.tiles.setdefault(level, []).append(node)
        if len(self.tiles[level]) == 256:
            self.check_tile(level, self.entries // 256 ** (level + 1) - 1, self.tiles.pop(level))

    def check_tile(self, level, index, hashes):
        if self.source.read(tile_path(level, index, len(hashes))) != b"".join(hashes):
            self.find("tree-node-mismatch", "tile %d of level %d is not of the entries" % (index, level))

    def compare(self):
        roots = self.held.pop(self.entries, []) + ([self.latest] if self.entries == self.size else [])
        while self.ahead is not None and self.ahead["size"] <= self.entries:
            size, root = self.sign("checkpoint %s" % self.ahead["size"], self.ahead["note"])
            roots.append(root if size == self.ahead["size"] == self.entries > self.last else None)
            self.last, self.ahead, self.checkpoints = self.ahead["size"], next(self.stored, None), self.checkpoints + 1
        if any(root != self.root() for root in roots):
            self.find("root-mismatch", "a checkpoint of size %d is not of the entries" % self.entries)

    def seal(self, entry):
        """An entry that seals a segment says what the entries before it say, and the segment has a line and a file."""
        line = self.unsealed.pop(entry.get("segment"), {})
        if not line or canonical({name: entry.get(name) for name in line}) != canonical(line):
            return self.find("segment-mismatch", "entry %d seals no segment of the entries before it" % (self.entries - 1))
        name, self.sealed = "segment/%06d.segment" % line["segment"], self.sealed + 1
        if next(self.segments, None) != json.dumps(line, separators=(",", ":")):
            self.find("segment-mismatch", "%s is not listed as its entry says" % name)
        if hashlib.sha256(self.source.read(name) or b"").hexdigest() != line["sha256"]:
            self.find("segment-mismatch", "%s is missing or not what was sealed" % name)

    def report(self):
        counts = {"ok": not self.count, "entries": self.entries, "checkpoints": self.checkpoints, "segments": self.sealed}
        counts.update(findings=self.findings, omitted=self.count - len(self.findings))
        return {**counts, "root": base64.b64encode(self.root()).decode()}

def text_of(value):
    return pathlib.Path(value).read_bytes().decode("utf-8", "replace") if os.path.isfile(value) else value

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("--key", help="the verifier key you hold: its line, or a file with it")
    parser.add_argument("--held", nargs="+", default=[], metavar="FILE", help="checkpoints that were kept outside")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    try:
        source = Source(options.source)
        key = Key(text_of(options.key) if options.key else (source.read("key") or b"").decode("utf-8", "replace"))
        verifier = Verifier(source, key, [(name, text_of(name)) for name in options.held])
        verifier.run()
    except (OSError, ValueError, tarfile.TarError, http.client.HTTPException) as error:
        print("Cannot verify %s: %s. See --help" % (options.source, error), file=sys.stderr)
        return 2
    report = verifier.report()
    lines = ["The log %s: %d entries" % ("is whole" if report["ok"] else "was changed", verifier.entries)]
    lines += ["  %(code)s: %(detail)s" % finding for finding in verifier.findings]
    print(json.dumps(report, indent=2) if options.json else "\n".join(lines))
    return 0 if report["ok"] else 1

if __name__ == "__main__":
    sys.exit(main())

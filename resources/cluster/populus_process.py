"""Processes of Populus on the machines of a cluster, spoken to by frames over pipes.

A frame is its length (4 bytes, most significant first), a byte that says what it is, and what it holds.
"""

import json
import os
import struct
import subprocess
import threading

PROTOCOL = 1
TASK, RECORDS, LINES, STORE, BYTES, MEASURES, FILE, END = range(1, 9)

ENDS = {
    2: "wrong usage, or an input that was cut off",
    6: "the disk is full, or a file may not be written",
    7: "a limit was reached",
}


class Engine:
    """How to start Populus on whatever machine this is."""

    def __init__(self, node=None, program=None, archive="populus"):
        self.node = node
        self.program = program
        self.archive = archive

    def command(self):
        if self.program:
            return [self.node or "node", self.program]
        from pyspark import SparkFiles

        for root in (SparkFiles.getRootDirectory(), os.getcwd()):
            folder = os.path.join(root, self.archive)
            if os.path.isdir(folder):
                return [os.path.join(folder, "node"), os.path.join(folder, "out", "main", "headless.js")]
        raise RuntimeError("The archive of Populus is not on this machine; give it to Spark with --archives.")

    def frame(self, kind, payload=b""):
        return struct.pack(">IB", len(payload) + 1, kind) + payload

    def json(self, kind, value):
        return self.frame(kind, json.dumps(value).encode())

    def task(self, value):
        return self.json(TASK, {"version": PROTOCOL} | value)

    def store(self, shard):
        return self.json(STORE, {"shard": shard})

    def bytes(self, block):
        return self.frame(BYTES, block)

    def run(self, step, frames):
        """Gives frames to a process and yields those that it answers with. Raises RuntimeError unless all have come."""
        # What the process says may be about records, and the log of an executor is read by many.
        process = subprocess.Popen(
            [*self.command(), "shard", step],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        failed = []

        def feed():
            try:
                with process.stdin as pipe:
                    for frame in frames:
                        pipe.write(frame)
            except BrokenPipeError:
                pass
            except BaseException as error:
                # Without its end the input is refused, so that half of the records never give a result.
                failed.append(error)
                process.kill()

        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        complete = False
        try:
            while True:
                head = process.stdout.read(5)
                if len(head) < 5:
                    break
                length, kind = struct.unpack(">IB", head)
                payload = process.stdout.read(length - 1)
                if len(payload) < length - 1:
                    break
                complete = kind == END
                yield kind, payload
            feeder.join()
            code = process.wait()
            if failed:
                raise failed[0]
            if code != 0 or not complete:
                raise RuntimeError(f"A process of Populus ended with exit code {code}: {ENDS.get(code, 'see the manual')}.")
        finally:
            process.kill()
            process.wait()


def read_rules(engine):
    """How records are routed, as this version of Populus has it."""
    rules = json.loads(subprocess.run([*engine.command(), "shard", "rules"], capture_output=True, check=True).stdout)
    if rules["protocol"] != PROTOCOL:
        raise SystemExit("The archive holds another version of Populus than this job. Pack it anew with populus cluster pack.")
    return rules

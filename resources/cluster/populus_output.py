"""The folder that a run writes: shards, results, and how far it is."""

import contextlib
import json
import uuid

from pyarrow import fs

BLOCK = 1 << 22
# File systems whose files appear when they are complete need no second name for what is being written.
RENAMED = {"local", "hdfs"}


class Output:
    """A folder on any file system that pyarrow knows: a path, file://, hdfs://, s3://, gs://, abfs://."""

    def __init__(self, uri):
        self.uri = uri
        uri = uri.replace("dbfs:/", "/dbfs/", 1) if uri.startswith("dbfs:/") else uri
        self.files, self.root = fs.FileSystem.from_uri(uri)

    def path(self, name):
        return f"{self.root}/{name}"

    def create(self):
        if self.files.get_file_info(self.path("status.json")).type != fs.FileType.NotFound:
            raise SystemExit("There are results in the output folder already. Name a new one.")
        self.files.create_dir(self.root, recursive=True)

    def status(self, facts):
        with self.attempt("status") as files:
            files.begin("status.json")
            files.write(json.dumps(facts).encode())

    def read(self, name):
        with self.files.open_input_stream(self.path(name)) as stream:
            while block := stream.read(BLOCK):
                yield block

    @contextlib.contextmanager
    def attempt(self, name):
        """Files of one attempt of a task. They get their names when all of them are complete, so that a second attempt
        of the same task replaces them by equal ones, and nothing of a lost attempt is taken for a result."""
        attempt = Attempt(self, f"attempts/{name}-{uuid.uuid4().hex}")
        try:
            yield attempt
            attempt.commit()
        finally:
            attempt.drop()


class Attempt:
    def __init__(self, output, folder):
        self.output = output
        self.folder = folder
        self.names = []
        self.stream = None
        self.renames = output.files.type_name in RENAMED

    def draft(self, name):
        return self.output.path(f"{self.folder}/{name}" if self.renames else name)

    def begin(self, name):
        if name.startswith("/") or ".." in name.split("/"):
            raise RuntimeError("A process of Populus named a file outside of the output folder.")
        self.close()
        path = self.draft(name)
        self.output.files.create_dir(path.rsplit("/", 1)[0], recursive=True)
        self.names.append(name)
        self.stream = self.output.files.open_output_stream(path)

    def write(self, block):
        self.stream.write(block)

    def close(self):
        if self.stream is not None:
            self.stream.close()
            self.stream = None

    def commit(self):
        self.close()
        if not self.renames:
            return
        files = self.output.files
        for name in self.names:
            target = self.output.path(name)
            files.create_dir(target.rsplit("/", 1)[0], recursive=True)
            if files.type_name != "local" and files.get_file_info(target).type != fs.FileType.NotFound:
                files.delete_file(target)
            files.move(self.draft(name), target)

    def drop(self):
        self.close()
        if self.renames and self.names:
            folder = self.output.path(self.folder)
            if self.output.files.get_file_info(folder).type != fs.FileType.NotFound:
                self.output.files.delete_dir(folder)

import { readSigningKey } from '../../../src-main/auth/signing-key.ts'
import type { ExportSink } from '../../../src-main/bulk/export-sink.ts'
import { openExport } from '../../../src-main/bulk/open-export.ts'
import { runExport } from '../../../src-main/bulk/run-export.ts'
import { prepareExportFolder } from '../../../src-main/headless/commands/export-folder.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import { systemClock, systemRandom } from '../../../src-main/host/system.ts'
import { diskFiles, type StoreFiles } from '../../../src-main/storage/store-files.ts'

// Runs one export and dies by its own hand at a named point, or is killed from outside.
interface Order {
  readonly base: string
  readonly folder: string
  readonly key: string
  /** `journal:before:3` dies before the third write of the journal is made safe, `journal:after:3` right after it. */
  readonly dieAt: string
}

const { base, folder, key, dieAt } = JSON.parse(process.argv[2]!) as Order
const counts = new Map<string, number>()

function pass(point: string): void {
  const count = (counts.get(point) ?? 0) + 1
  counts.set(point, count)
  if (dieAt === `${point}:${count}`) process.kill(process.pid, 'SIGKILL')
}

const files: StoreFiles = {
  ...diskFiles,
  async append(path) {
    const writer = await diskFiles.append(path)
    return {
      ...writer,
      async write(bytes) {
        await writer.write(bytes)
        if (path.endsWith('journal.ndjson')) pass('journal:before')
      },
      async sync() {
        await writer.sync()
        if (path.endsWith('journal.ndjson')) pass('journal:after')
      }
    }
  }
}

function mortal(sink: ExportSink): ExportSink {
  return {
    ...sink,
    async open(part, offset) {
      const writer = await sink.open(part, offset)
      pass('part:opened')
      return {
        ...writer,
        async write(bytes) {
          await writer.write(bytes)
          pass('part:written')
        }
      }
    },
    async commit(parts) {
      pass('commit:before')
      await sink.commit(parts)
      pass('commit:after')
    },
    async tidy() {
      pass('tidy:before')
      await sink.tidy()
    }
  }
}

const { work, sink } = await prepareExportFolder(folder)
const opened = await openExport({
  net: createNodeNet(),
  clock: systemClock,
  random: systemRandom,
  files,
  sink: mortal(sink),
  folder: work,
  request: {
    base,
    level: 'system',
    types: [],
    typeFilters: [],
    elements: [],
    associated: [],
    patients: [],
    byPatient: false,
    lenient: false
  },
  credentials: { kind: 'private_key_jwt', clientId: 'app', key: await readSigningKey(key) },
  profile: undefined,
  tokenEndpoint: undefined,
  scopes: undefined,
  allowHttpLoopback: true,
  trustedOrigins: [],
  mode: 'bulk',
  previous: undefined,
  policy: {
    delays: { floorMs: 1, firstMs: 2, capMs: 20 },
    fileTries: 6,
    requestTries: 8,
    syncBytes: 8 * 1024,
    freshManifests: 3
  },
  signal: new AbortController().signal,
  onBytes: () => undefined,
  onState: () => undefined
})
process.stdout.write('ready\n')
const { state } = await runExport(opened.run)
await opened.close()
process.stdout.write(`${state}\n`)
process.exit()

import { flushCompileCache } from 'node:module'
import { readSigningKey } from '../../../src-main/auth/signing-key.ts'
import { diskFiles, type FileWriter, type StoreFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { openTestExport, testStorage } from '../../support/export-parts.ts'
import { childPolicy } from './child-policy.ts'

// Runs one sealed export and dies by its own hand at a named point, or is killed from outside. One that lives prints its state,
// and how often it passed each point.
interface Order {
  readonly base: string
  readonly folder: string
  readonly key: string
  /** `journal:before:3` dies before the third write of the journal is made safe, `journal:after:3` right after it. */
  readonly dieAt: string
  readonly refresh: boolean
}

const { base, folder, key, dieAt, refresh } = JSON.parse(process.argv[2]!) as Order
const counts = new Map<string, number>()

function pass(point: string): void {
  const count = (counts.get(point) ?? 0) + 1
  counts.set(point, count)
  if (dieAt === `${point}:${count}`) process.kill(process.pid, 'SIGKILL')
}

function mortal(writer: FileWriter, before: string, after: string): FileWriter {
  return {
    ...writer,
    async write(bytes) {
      await writer.write(bytes)
      pass(before)
    },
    async sync() {
      await writer.sync()
      pass(after)
    }
  }
}

const files: StoreFiles = {
  ...diskFiles,
  async append(path) {
    const writer = await diskFiles.append(path)
    if (path.endsWith('journal.ndjson')) return mortal(writer, 'journal:before', 'journal:after')
    return path.endsWith('journal.jsonl') ? mortal(writer, 'store:before', 'store:after') : writer
  },
  async create(path) {
    const writer = await diskFiles.create(path)
    pass(/\.(?:sealed|next)$/.test(path) ? 'part:created' : 'file:created')
    return mortal(writer, 'part:written', 'part:synced')
  },
  async rename(from, to) {
    pass('rename:before')
    await diskFiles.rename(from, to)
    pass('rename:after')
  },
  async link(from, to) {
    await diskFiles.link(from, to)
    pass('link:after')
  },
  async remove(path) {
    pass('remove:before')
    await diskFiles.remove(path)
  },
  async destroy(path) {
    pass('destroy:before')
    await diskFiles.destroy(path)
  }
}

const storage = await testStorage(folder, files)
const job = await openTestExport(storage, {
  base,
  credentials: { kind: 'private_key_jwt', clientId: 'app', key: await readSigningKey(key) },
  refresh,
  policy: childPolicy
})
// Whoever is killed leaves no compiled code behind for the next one.
flushCompileCache()
process.stdout.write('ready\n')
const { result } = await job.run()
await job.close()
await storage.release()
process.stdout.write(`${result.state}\n${JSON.stringify(Object.fromEntries(counts))}\n`)
process.exit()

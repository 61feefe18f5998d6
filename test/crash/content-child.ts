import { flushCompileCache } from 'node:module'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createContentService } from '../../src-main/services/content/content-service.ts'
import { createStoredResults } from '../../src-main/services/content/stored-results.ts'
import { systemRandom } from '../../src-main/ports/system.ts'
import { openContentStore } from '../../src-main/storage/snapshots/content-store.ts'
import { failingFiles } from '../fault/failing-files.ts'
import { memoryLog } from '../support/memory-log.ts'
import { testStore } from '../support/snapshot-store.ts'

// Replaces one version of a pack after the other, and the results with it, until it is killed, or kills itself at the call
// that it was told. Says each step before and after: after the second line it must be done.
const [folder, lastCall] = process.argv.slice(2)
let call = 0
const files = failingFiles(() => {
  if (lastCall !== undefined && call++ === Number(lastCall)) process.kill(process.pid, 'SIGKILL')
})
const { store } = await testStore(join(folder!, 'snapshots'), files)
const content = createContentService({
  store: await openContentStore({
    folder: join(folder!, 'content'),
    files,
    clock: { now: () => Date.now() },
    log: memoryLog()
  }),
  random: systemRandom,
  author: 'tester',
  readBuiltIn: () => Promise.reject(new Error('There is none here.'))
})
const results = createStoredResults(store)
const [snapshot] = await store.list()
const step = async (name: string, work: () => Promise<unknown>): Promise<void> => {
  process.stdout.write(`begin ${name}\n`)
  await work()
  process.stdout.write(`end ${name}\n`)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes
}

async function install(version: number): Promise<string> {
  const text = Buffer.from(`version ${version} `.repeat(1 + ((version * 7919) % 9000)))
  const hash = createHash('sha256').update(text).digest('hex')
  const facts = { title: String(version), measures: [], libraries: 0, valueSets: 1, source: 'import' as const }
  const draft = content.announce({ ...facts, hash, textBytes: text.length })
  await content.take(draft, once(gzipSync(text)))
  return (await content.commit(draft)).id
}

// Whoever is killed leaves no compiled code behind for the next one.
flushCompileCache()
process.stdout.write('ready\n')
const first = Number(process.env['FIRST_VERSION'])
let old: string | undefined
for (let version = first; ; version += 1) {
  let id: string | undefined
  await step(`install ${version}`, async () => (id = await install(version)))
  const text = Buffer.from(`results of version ${version} `.repeat(1 + ((version * 104_729) % 20_000)))
  await step(`results ${version}`, () => results.replace(snapshot!.id, once(text)))
  if (old !== undefined) await step(`remove ${version - 1}`, () => content.remove(old!))
  old = id
}

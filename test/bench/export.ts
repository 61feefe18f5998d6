import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { generic } from '../../src-main/vendors/generic.ts'
import { openTestExport, quick, testStorage, type TestStorage } from '../support/export-parts.ts'

/**
 * How fast an export is: `npm run --silent bench:export [-- --patients N --runs N]`. Our MB/s over static files, sealed,
 * checked against the server's counts and made safe on the disk, next to plain streaming of the same files to the disk. The
 * two take turns in going first. After each of our runs, outside the clock, the sealed snapshot is opened and read back
 * whole, and its bytes and those on the disk are looked at: a difference, or text in the clear, is an error. The sample is
 * text that compresses well; `storedMegabytes` says by how much. Prints one JSON object.
 */
const { values } = parseArgs({
  options: { patients: { type: 'string', default: '4000' }, runs: { type: 'string', default: '5' } }
})
const headless = fileURLToPath(new URL('../../src-main/headless.ts', import.meta.url))
const place = await mkdtemp(join(tmpdir(), 'populus-bench-'))
const source = join(place, 'source')
// In a process of its own, so that neither side has its memory to clean up.
execFileSync(process.execPath, [headless, 'sample', '--patients', values.patients, '--out', source])
const names = (await readdir(source)).filter((name) => name.endsWith('.ndjson'))
const sizes = await Promise.all(names.map(async (name) => (await stat(join(source, name))).size))
const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6

const server = spawn(process.execPath, [fileURLToPath(new URL('./export-server.ts', import.meta.url)), source], {
  stdio: ['pipe', 'pipe', 'inherit']
})
const base = await new Promise<string>((resolve) => {
  server.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
})

/** Megabytes a second, and seconds of processor a gigabyte over all threads of this process. */
interface Speed {
  readonly rate: number
  readonly cpu: number
}

/** Measures from now on. @returns a function that ends the measurement */
function stopwatch(): () => Speed {
  const started = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return {
      rate: megabytes / ((performance.now() - started) / 1000),
      cpu: (user + system) / 1e6 / (megabytes / 1000)
    }
  }
}

async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of bytes) hash.update(piece)
  return hash.digest('hex')
}

const expected = (await Promise.all(names.map((name) => hashOf(createReadStream(join(source, name)))))).sort()

/**
 * Reads the sealed snapshot back, every byte of every file.
 * @returns bytes that the export takes on the disk
 * @throws Error when a file is not what the server had, or stands in the clear
 */
async function verify(storage: TestStorage, folder: string): Promise<number> {
  const [entry] = await storage.store.list()
  const snapshot = await storage.store.open(entry!.id)
  const found: string[] = []
  for (const index of snapshot.inside.files.keys()) found.push(await hashOf(await snapshot.raw(index)))
  await snapshot.close()
  if (found.sort().join() !== expected.join()) throw new Error('The snapshot does not hold what the server had.')
  let stored = 0
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name)
    if (!(await stat(path)).isFile()) continue
    const content = await readFile(path)
    stored += content.length
    if (content.includes('"resourceType"')) throw new Error(`${name} holds text in the clear.`)
  }
  return stored
}

/** The same files at the same number of downloads, written and made safe, without a look inside. */
async function plain(folder: string): Promise<Speed> {
  const stop = stopwatch()
  const queue = [...names]
  const worker = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const message = await new Promise<IncomingMessage>((resolve) => get(`${base}/files/${name}`, resolve))
      await pipeline(message, createWriteStream(join(folder, name), { flush: true }))
    }
  }
  await Promise.all(Array.from({ length: 5 }, worker))
  return stop()
}

let storedBytes = 0

async function ours(folder: string): Promise<Speed> {
  const storage = await testStorage(folder)
  const stop = stopwatch()
  const job = await openTestExport(storage, {
    base,
    credentials: { kind: 'none' },
    profile: generic,
    policy: { ...quick, syncBytes: 8 * 1024 * 1024 }
  })
  const { result } = await job.run()
  await job.close()
  const speed = stop()
  if (result.state !== 'committed') throw new Error(`The export ended ${result.state}.`)
  storedBytes = await verify(storage, folder)
  await storage.release()
  return speed
}

const median = (list: readonly Speed[], of: keyof Speed): number =>
  list.map((speed) => speed[of]).sort((a, b) => a - b)[list.length >> 1]!
const results: { readonly plain: Speed[]; readonly ours: Speed[] } = { plain: [], ours: [] }
for (let run = 0; run < Number(values.runs); run += 1) {
  const turns = [
    async () => {
      const folder = await mkdtemp(join(place, 'plain-'))
      results.plain.push(await plain(folder))
      await rm(folder, { recursive: true })
    },
    async () => {
      const folder = join(place, `ours-${run}`)
      results.ours.push(await ours(folder))
      await rm(folder, { recursive: true })
    }
  ]
  for (const turn of run % 2 === 0 ? turns : turns.reverse()) await turn()
}
server.stdin.end()
await rm(place, { recursive: true })
const [peer, rate] = [median(results.plain, 'rate'), median(results.ours, 'rate')]
const round = (value: number): number => Number(value.toFixed(2))
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version
}
process.stdout.write(
  `${JSON.stringify({
    ours: round(rate),
    peer: round(peer),
    ratio: round(rate / peer),
    unit: 'MB/s',
    cpuSecondsPerGigabyte: { ours: round(median(results.ours, 'cpu')), peer: round(median(results.plain, 'cpu')) },
    megabytes: round(megabytes),
    files: names.length,
    storedMegabytes: round(storedBytes / 1e6),
    machine
  })}\n`
)

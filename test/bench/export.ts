import { createWriteStream } from 'node:fs'
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises'
import { get, createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { openExport } from '../../src-main/bulk/open-export.ts'
import { runExport } from '../../src-main/bulk/run-export.ts'
import { prepareExportFolder } from '../../src-main/headless/commands/export-folder.ts'
import { sampleCommand } from '../../src-main/headless/commands/sample.ts'
import { createNodeNet } from '../../src-main/host/node/net.ts'
import { systemClock, systemRandom } from '../../src-main/host/system.ts'
import { diskFiles } from '../../src-main/storage/store-files.ts'
import { generic } from '../../src-main/vendors/generic.ts'

// Prints one JSON object: our MB/s over the same static files ÷ plain streaming to disk.
const { values } = parseArgs({
  options: { patients: { type: 'string', default: '2000' }, runs: { type: 'string', default: '3' } }
})
const silent = { out: () => undefined, err: () => undefined, terminal: false, resources: '' }
const place = await mkdtemp(join(tmpdir(), 'populus-bench-'))
const source = join(place, 'source')
await sampleCommand.run(['--patients', values.patients, '--out', source], silent)
const names = (await readdir(source)).filter((name) => name.endsWith('.ndjson'))
const sizes = await Promise.all(names.map(async (name) => (await stat(join(source, name))).size))
const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6

const server = createServer((request, response) => {
  const { port } = server.address() as AddressInfo
  const path = request.url ?? '/'
  if (path.startsWith('/fhir/files/')) {
    void open(join(source, path.slice('/fhir/files/'.length)), 'r').then(async (file) => {
      response.writeHead(200, { 'content-length': (await file.stat()).size, etag: '"1"', 'accept-ranges': 'bytes' })
      await pipeline(file.createReadStream({ highWaterMark: 1 << 18 }), response)
    })
  } else if (path.includes('$export')) {
    response.writeHead(202, { 'content-location': `http://127.0.0.1:${port}/fhir/status` }).end()
  } else if (path === '/fhir/status') {
    const output = names.map((name) => ({
      type: name.split('.')[0],
      url: `http://127.0.0.1:${port}/fhir/files/${name}`
    }))
    response.writeHead(request.method === 'DELETE' ? 202 : 200)
    response.end(
      JSON.stringify({ transactionTime: '2026-10-31T00:00:00Z', requiresAccessToken: false, output, error: [] })
    )
  } else response.writeHead(404).end()
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`

/** The same files at the same number of downloads, written and made safe, without a look inside. */
async function plain(folder: string): Promise<number> {
  const started = performance.now()
  const queue = [...names]
  const worker = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const message = await new Promise<IncomingMessage>((resolve) => get(`${base}/files/${name}`, resolve))
      await pipeline(message, createWriteStream(join(folder, name), { flush: true }))
    }
  }
  await Promise.all(Array.from({ length: 5 }, worker))
  return megabytes / ((performance.now() - started) / 1000)
}

async function ours(folder: string): Promise<number> {
  const started = performance.now()
  const { work, sink } = await prepareExportFolder(folder)
  const opened = await openExport({
    net: createNodeNet(),
    clock: systemClock,
    random: systemRandom,
    files: diskFiles,
    sink,
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
    credentials: { kind: 'none' },
    profile: generic,
    tokenEndpoint: undefined,
    scopes: undefined,
    allowHttpLoopback: true,
    trustedOrigins: [],
    mode: 'bulk',
    previous: undefined,
    policy: undefined,
    signal: new AbortController().signal,
    onBytes: () => undefined,
    onState: () => undefined
  })
  const { state, bytes } = await runExport(opened.run)
  await opened.close()
  const seconds = (performance.now() - started) / 1000
  if (state !== 'committed' || Math.round(bytes / 1e6) !== Math.round(megabytes))
    throw new Error(`The export ended ${state}.`)
  return megabytes / seconds
}

const median = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1]!
const results: { plain: number[]; ours: number[] } = { plain: [], ours: [] }
for (let run = 0; run < Number(values.runs); run += 1) {
  const folder = await mkdtemp(join(place, 'plain-'))
  results.plain.push(await plain(folder))
  await rm(folder, { recursive: true })
  const out = join(place, `ours-${run}`)
  results.ours.push(await ours(out))
  await rm(out, { recursive: true })
}
const [plainRate, ourRate] = [median(results.plain), median(results.ours)]
await new Promise((resolve) => server.close(resolve))
await rm(place, { recursive: true })
const round = (value: number): number => Number(value.toFixed(2))
process.stdout.write(
  `${JSON.stringify({ megabytes: round(megabytes), files: names.length, plainMbPerSecond: round(plainRate), oursMbPerSecond: round(ourRate), ratio: round(ourRate / plainRate), encrypted: false, verified: true })}\n`
)

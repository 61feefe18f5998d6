import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import { whenArrived } from '#engine/store/cache/arriving.ts'
import { openCache } from '#engine/store/cache/cache-read.ts'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import { claimColumns } from '#engine/store/cache/first-columns.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import type { Store } from '#engine/store/model/store.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { createSamplePopulation } from '../../src-main/sample/population/population.ts'
import type { OpenSnapshot } from '../../src-main/storage/snapshots/open-snapshot.ts'
import type { SealedFacts } from '../../src-main/storage/sealed/sealed-writer.ts'
import { canonicalViews } from '../support/canonical-views.ts'
import { someFacts, testStore } from '../support/snapshot-store.ts'

// How long a saved snapshot takes to open from its columns, against reading its files again: until the first parts of the first
// screen can be asked, until all of it can (with claims), and until all columns are there. Both decrypt; each runs in one thread of a
// process of its own, as when the program starts. Usage: node test/bench/start.ts [people, 20000 by default]

const views = { r4: Array.from(canonicalViews('r4').values()), r5: Array.from(canonicalViews('r5').values()) }
const plan = planTables(views)
const marks = await viewMarks(views)
const round = (value: number, digits: number): number => Number(value.toFixed(digits))

/** Wall time and processor time since the call before. */
function stopwatch(): () => Pick<Timing, 'seconds' | 'cpuSeconds'> {
  const began = performance.now()
  const cpu = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return { seconds: round((performance.now() - began) / 1000, 3), cpuSeconds: round((user + system) / 1e6, 3) }
  }
}

/** What a process of its own tells: of columns, until what of the first screen reads no claims can be asked. */
interface Timing {
  readonly seconds: number
  /** Of all threads; what else the machine does counts less here. */
  readonly cpuSeconds: number
  readonly observations: number
  readonly peakRssMb: number
  /** Until the whole first screen could be asked. */
  readonly screen?: Pick<Timing, 'seconds' | 'cpuSeconds'>
  /** Until every column was there. */
  readonly whole?: Pick<Timing, 'seconds' | 'cpuSeconds'>
  readonly columnBytes?: number
  readonly sealedBytes?: number
}

function told(timing: Omit<Timing, 'peakRssMb'>): void {
  console.log(JSON.stringify({ ...timing, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) }))
}

/** Reads every file of a snapshot, as the workers do. */
async function ingest(snapshot: OpenSnapshot): Promise<Store> {
  const builder = createStoreBuilder(plan)
  const reader = createIngest(plan, (chunk) => builder.add(chunk))
  const accounts: FileAccount[] = []
  const { files } = snapshot.inside
  for (const file of files.keys()) accounts.push(await reader.read({ file, open: () => snapshot.raw(file) }))
  const names = files.map(({ name }) => name)
  return builder.finish({ files: names, accounts, snapshot: { id: 'bench', label: 'Bench', loadedAt: 0 }, seconds: 1 })
}

async function timeIngest(folder: string, id: string): Promise<void> {
  const { store, release } = await testStore(folder)
  const taken = stopwatch()
  const snapshot = await store.open(id)
  const read = await ingest(snapshot)
  const timing = taken()
  const writer = await snapshot.replaceCache()
  let columnBytes = 0
  for (const bytes of writeCache(read, marks)) {
    columnBytes += bytes.length
    await writer.write(bytes)
  }
  const { sealedBytes } = await writer.finish()
  await snapshot.close()
  await release()
  told({ ...timing, observations: read.table('observation').rows, columnBytes, sealedBytes })
}

/** Asks for columns. @throws StillArriving while one of them has not come */
function readAll(store: Store, columns: typeof claimColumns): void {
  for (const [table, names] of Object.entries(columns)) {
    const found = store.tables.get(table)
    for (const name of names) found?.columns.get(name)
  }
}

async function timeOpen(folder: string, id: string): Promise<void> {
  const { store, release } = await testStore(folder)
  const taken = stopwatch()
  const snapshot = await store.open(id)
  const opened = await openCache((await snapshot.cache())!, plan)
  if (opened === undefined) throw new Error('the columns are of another version')
  const timing = taken()
  await whenArrived(() => readAll(opened.store, claimColumns))
  const screen = taken()
  await opened.whole
  const whole = taken()
  await snapshot.close()
  await release()
  told({ ...timing, screen, whole, observations: opened.store.table('observation').rows })
}

function inItsOwnProcess(mode: 'ingest' | 'open', folder: string, id: string): Timing {
  const run = spawnSync(process.execPath, [import.meta.filename, mode, folder, id], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
  return JSON.parse(run.stdout) as Timing
}

async function compare(people: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'populus-bench-'))
  try {
    const { store, release } = await testStore(folder)
    const population = createSamplePopulation({ patients: people })
    const draft = await store.begin(0)
    const raw: ({ readonly name: string } & SealedFacts)[] = []
    for (const { name } of population.files) {
      const writer = await draft.write({ raw: raw.length })
      for await (const chunk of population.stream(name)) await writer.write(chunk)
      raw.push({ name, ...(await writer.finish()) })
    }
    const { id } = await draft.commit({ facts: someFacts('Bench'), skipped: [] }, raw)
    await release()
    const peer = inItsOwnProcess('ingest', folder, id)
    const ours = inItsOwnProcess('open', folder, id)
    if (ours.observations !== peer.observations) throw new Error('the columns are not those of the files')
    const machine = {
      people,
      textBytes: raw.reduce((sum, file) => sum + file.textBytes, 0),
      node: process.version,
      cores: availableParallelism(),
      cpu: cpus()[0]?.model ?? 'unknown',
      memoryGb: Math.round(totalmem() / 1e9)
    }
    const ratio = round(ours.seconds / peer.seconds, 4)
    const cpuRatio = round(ours.cpuSeconds / peer.cpuSeconds, 4)
    const screenRatio = round(ours.screen!.seconds / peer.seconds, 4)
    const wholeRatio = round(ours.whole!.seconds / peer.seconds, 4)
    console.log(JSON.stringify({ ours, peer, ratio, cpuRatio, screenRatio, wholeRatio, machine }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [first, folder, id] = process.argv.slice(2)
if (first === 'ingest') await timeIngest(folder!, id!)
else if (first === 'open') await timeOpen(folder!, id!)
else await compare(Number(first ?? 20_000))

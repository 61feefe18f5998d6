/** A step of `bench:scale` in a process of its own, which `scale.ts` starts with STEP MEMORY CORES RESOURCES PROGRAM DATA SAVED. Prints JSON. */
import { writeFileSync } from 'node:fs'
import type { Filter } from '#engine/base/figures/filter.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { sizeOfLoad } from '#engine/shards/load/load-size.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { peopleInShards } from '#engine/shards/shard.ts'
import { openPopulation } from '../../src-main/cli/data/open-population.ts'
import { openPanels } from '../../src-main/cli/shards/panel-threads.ts'
import { findSources } from '../../src-main/services/imports/import-catalog.ts'
import { readViewFiles } from '../../src-main/services/population/read-views.ts'
import { readRegistries } from '../../src-main/services/population/read-registries.ts'
import { unmanaged } from '../support/policies.ts'
import { openFromProcess, saveForProcesses } from './scale-population.ts'
import { peakOf, type Step } from './scale-results.ts'

const [step, memory, cores, resources = '', program = '', data = '', saved] = process.argv.slice(2)

/** From here on the peak of memory is that of what follows. */
function resetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Only Linux can; elsewhere the peak is that of the process.
  }
}

function peak(): number {
  return peakOf(process.pid) || Math.round(process.resourceUsage().maxRSS / 1024)
}

/** Seconds, and processor seconds of all threads of this process, that something takes. */
async function timed<T>(run: () => Promise<T>): Promise<readonly [step: Step, result: T]> {
  resetPeak()
  const [began, before] = [performance.now(), process.cpuUsage()]
  const result = await run()
  const { user, system } = process.cpuUsage(before)
  const step = { seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6, peakRssMb: peak() }
  return [step, result]
}

function silent(): void {
  // What commands say is no result.
}

/** Loads files, and saves the population for the other steps where there is none yet. */
async function load(data: string, saved: string | undefined, memory: number, cores: number): Promise<object> {
  const io = { out: silent, err: silent, terminal: false, policies: unmanaged, resources, entry: program }
  const options = { memory: { asked: memory }, threads: cores }
  const [step, opened] = await timed(() => openPopulation([data], io, options))
  const { shards } = opened
  const found = { people: peopleInShards(shards), shards: shards.length }
  if (saved !== undefined) await saveForProcesses(shards, saved)
  await opened.close()
  return { load: step, ...found }
}

const choices: readonly (readonly Filter[])[] = [
  [{ dimension: 'sex', values: ['female'] }],
  [{ dimension: 'registry:hypertension', values: ['yes'] }],
  [
    { dimension: 'sex', values: ['male'] },
    { dimension: 'registry:obesity', values: ['yes'] }
  ],
  [{ dimension: 'registry:diabetes', values: ['yes'] }],
  [{ dimension: 'living', values: ['living', 'deceased', 'unborn'] }]
]

/** Opens a saved population up to its first screen (what the shell and the Overview show), and changes filters. */
async function screens(data: string, saved: string, memory: number, cores: number): Promise<object> {
  const registries = loadRegistries(await readRegistries(resources))
  const asOf = Math.floor(Date.UTC(2026, 9, 31) / 86_400_000)
  const { sources } = await findSources([data], false)
  const size = sizeOfLoad(sources, memory)
  const [open, panels] = await timed(async () => {
    const plan = planTables(await readViewFiles(resources))
    const shards = await openFromProcess(saved, plan, size.shards === 1 ? undefined : size)
    const opened = await openPanels(shards, registries, { entry: program, absent: [], cores })
    for (const name of ['summary', 'overview'] as const) await opened.panel(name, { asOf, filters: [] }, {})
    return opened
  })
  const steps: Step[] = []
  for (const filters of choices) {
    const [step] = await timed(async () => {
      for (const name of ['summary', 'overview'] as const) await panels.panel(name, { asOf, filters }, {})
    })
    steps.push(step)
  }
  await panels.close()
  const median = (of: 'seconds' | 'cpuSeconds'): number =>
    steps.map((step) => step[of]).sort((left, right) => left - right)[steps.length >> 1]!
  const peakRssMb = Math.max(...steps.map((step) => step.peakRssMb))
  return { open, filter: { seconds: median('seconds'), cpuSeconds: median('cpuSeconds'), peakRssMb } }
}

const result =
  step === 'load'
    ? await load(data, saved, Number(memory), Number(cores))
    : await screens(data, saved!, Number(memory), Number(cores))
console.log(JSON.stringify(result))

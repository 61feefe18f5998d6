import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { countBits } from '#engine/base/kernels/bitset.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import {
  chunkBytes,
  splitPatients,
  type MeasureChunk,
  type PatientRange
} from '#engine/measures/chunk/measure-chunk.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureRunner } from '#engine/measures/run/measure-runner.ts'
import { mergeRuns } from '#engine/measures/run/merge-runs.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { patientsPerShard } from '../../src-main/sample/population/shard.ts'
import { createSamplePopulation } from '../../src-main/sample/population/population.ts'
import { readPack } from '../conformance/measure-pack.ts'

/** What evaluating some packs over the sample population took. */
export interface PopulationTiming {
  readonly patients: number
  readonly measures: number
  readonly threads: number
  /** Text that the people's records have, of the types that are read. */
  readonly megabytesRead: number
  /** CPU seconds of parsing the records and taking what the measures read, over all threads. */
  readonly extractionCpuSeconds: number
  /** Megabytes of what was taken, and of the whole process at its largest. */
  readonly megabytesHeld: number
  readonly megabytesPeak: number
  /** Wall seconds of evaluating all measures for all people, after that. */
  readonly runSeconds: number
  /** CPU seconds of the same, over all threads. */
  readonly runCpuSeconds: number
  readonly cpuMicrosecondsPerPatientMeasure: number
  /** Patients with errors, over all measures. */
  readonly problems: number
  /** People in the first initial population of each measure. */
  readonly initialPopulations: Readonly<Record<string, number>>
}

interface Task {
  readonly bench: 'population'
  readonly patients: number
  readonly files: readonly string[]
  readonly range: PatientRange
}

interface Extracted {
  readonly seconds: number
  readonly read: number
  readonly held: number
}

const period = { start: '2025-01-01', end: '2025-12-31' }

function contentOf(files: readonly string[]): MeasureContent {
  return readMeasureContent(
    files.flatMap((file) => {
      const { measure, libraries, valueSets } = readPack(file)
      return [measure, ...libraries, ...valueSets]
    })
  )
}

/** Lines of a file of the population as they are made. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  if (rest !== '') yield rest
}

function patientOf(resource: FhirObject): string | undefined {
  if (resource['resourceType'] === 'Patient') return resource['id'] as string
  const subject = (resource['subject'] ?? resource['patient']) as { readonly reference?: string } | undefined
  return subject?.reference?.slice('Patient/'.length)
}

/** CPU seconds of this thread. */
function cpuSeconds(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}

/** Makes the people of a range, and takes of their records what the measures read. */
async function extract(content: MeasureContent, { patients, range }: Task) {
  const plan = planExtraction(content)
  const extractor = new ChunkExtractor(plan, [range])
  const population = createSamplePopulation({ patients })
  const [firstShard, lastShard] = [range.first, range.first + range.count - 1].map((person) =>
    Math.floor(person / patientsPerShard)
  )
  const ordinals = new Map<string, number>()
  let seconds = 0
  let read = 0
  for (const { name, type } of population.files) {
    const shard = Number(name.split('.')[1]) - 1
    if (!plan.types.has(type) || !(shard >= firstShard! && shard <= lastShard!)) continue
    if (type === 'Patient') ordinals.clear()
    const lines: string[] = []
    for await (const line of linesOf(population.stream(name))) lines.push(line)
    seconds += cpuSeconds(() => {
      for (const line of lines) {
        const resource = JSON.parse(line) as FhirObject
        const id = patientOf(resource) ?? ''
        if (type === 'Patient') ordinals.set(id, shard * patientsPerShard + ordinals.size)
        const ordinal = ordinals.get(id)
        if (ordinal !== undefined) extractor.addResource(ordinal, resource)
        read += line.length
      }
    })
  }
  let chunks: readonly MeasureChunk[] = []
  seconds += cpuSeconds(() => {
    chunks = extractor.finish()
  })
  return { chunks, seconds, read }
}

async function serve(task: Task): Promise<void> {
  const content = contentOf(task.files)
  const { chunks, seconds, read } = await extract(content, task)
  const runner = new MeasureRunner(content, { policy: 'trust-profiles', zone: 'UTC' })
  runner.load(chunks)
  parentPort!.once('message', () => {
    const ranges = [task.range]
    const request = {
      snapshot: '',
      patients: task.patients,
      ranges,
      measures: [],
      periods: [period],
      hashes: new Map()
    }
    const job = runner.start(request)
    while (!job.step(1000));
    parentPort!.postMessage(job.results())
  })
  const held = chunks.reduce((sum, chunk) => sum + chunkBytes(chunk), 0)
  parentPort!.postMessage({ seconds, read, held } satisfies Extracted)
}

function nextMessage<T>(worker: Worker): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Evaluates some packs over a sample population, in as many threads as there are cores. */
export async function timePopulation(files: readonly string[], patients: number): Promise<PopulationTiming> {
  const threads = Math.min(availableParallelism(), Math.ceil(patients / patientsPerShard))
  // Whole shards, so that no two threads make the same people.
  const ranges = splitPatients(Math.ceil(patients / patientsPerShard), threads).map(({ first, count }) => ({
    first: first * patientsPerShard,
    count: Math.min(count * patientsPerShard, patients - first * patientsPerShard)
  }))
  const workers = ranges.map((range) => {
    const task: Task = { bench: 'population', patients, files, range }
    return new Worker(import.meta.filename, { workerData: task })
  })
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 200)
  const extracted = await Promise.all(workers.map((worker) => nextMessage<Extracted>(worker)))
  const started = performance.now()
  const before = process.cpuUsage()
  for (const worker of workers) worker.postMessage('run')
  const parts = await Promise.all(workers.map((worker) => nextMessage<readonly MeasureRun[]>(worker)))
  const runSeconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  const runCpuSeconds = (user + system) / 1e6
  clearInterval(watch)
  await Promise.all(workers.map((worker) => worker.terminate()))
  const runs = parts[0]!.map((_, index) => mergeRuns(parts.map((part) => part[index]!)))
  const total = (of: (counts: Extracted) => number): number =>
    extracted.reduce((sum, extracted) => sum + of(extracted), 0)
  return {
    patients,
    measures: runs.length,
    threads: workers.length,
    megabytesRead: Math.round(total(({ read }) => read) / 1e6),
    extractionCpuSeconds: Number(total(({ seconds }) => seconds).toFixed(1)),
    megabytesHeld: Math.round(total(({ held }) => held) / 1e6),
    megabytesPeak: Math.round(peak / 1e6),
    runSeconds: Number(runSeconds.toFixed(2)),
    runCpuSeconds: Number(runCpuSeconds.toFixed(2)),
    cpuMicrosecondsPerPatientMeasure: Number(((runCpuSeconds * 1e6) / patients / runs.length).toFixed(2)),
    problems: runs.reduce((sum, { problems }) => sum + problems.length, 0),
    initialPopulations: Object.fromEntries(
      runs.map(({ key, groups }) => [
        key.measure.slice(key.measure.lastIndexOf('/') + 1),
        countBits(groups[0]!.populations[0]!.members)
      ])
    )
  }
}

if (!isMainThread && (workerData as Partial<Task> | null)?.bench === 'population') await serve(workerData as Task)

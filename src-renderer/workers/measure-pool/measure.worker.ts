/// <reference lib="webworker" />
import { workersMessages as m } from '#messages/workers.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction, planForTypes, type ExtractionPlan } from '#engine/measures/chunk/extraction-plan.ts'
import type { RecordCachePart } from '#engine/measures/chunk/record-cache.ts'
import { chunkOfTypes, type MeasureChunk } from '#engine/measures/chunk/measure-chunk.ts'
import { readPlaces } from '#engine/measures/chunk/read-places.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureRunner, type RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import { AppError } from '#shared/app-error.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import type { MeasureWorkerApi, MeasureWorkerHost } from './measure-worker-protocol.ts'
import { openSource } from '../ingest/open-source.ts'
import { callable, serve, transfer } from '#engine/base/threads/rpc.ts'
import { ownPort } from '../base/web-thread.ts'

/** Milliseconds of work after which messages get their turn. */
const TURN_MS = 30
/** Bytes between two reports of progress. */
const REPORT_EVERY = 1 << 20

interface Opened {
  readonly content: MeasureContent
  readonly plan: ExtractionPlan
  /** Where the records are that it needs. */
  parts: readonly RecordCachePart[]
  extractor: ChunkExtractor | undefined
  /** Compiled measures by how they evaluate. */
  readonly runners: Map<string, MeasureRunner>
}

const port = ownPort(self)
const host = callable<MeasureWorkerHost>(port)
const opened = new Map<string, Opened>()
/** What was taken of the records, by extraction. */
const taken = new Map<number, readonly MeasureChunk[]>()

function contentOf(key: string): Opened {
  const found = opened.get(key)
  if (found === undefined) throw new AppError('not-found', m.thisMeasureContentIsNotOpen)
  return found
}

function runnerOf(key: string, options: RunnerOptions): MeasureRunner {
  const { content, parts, runners } = contentOf(key)
  const name = JSON.stringify(options)
  const runner = runners.get(name) ?? new MeasureRunner(content, options)
  if (!runners.has(name)) {
    runner.load(chunksOf(parts))
    runners.set(name, runner)
  }
  return runner
}

function chunksOf(parts: readonly RecordCachePart[]): readonly MeasureChunk[] {
  return parts.flatMap(({ extraction, types }) => {
    const wanted = new Set(types)
    return (taken.get(extraction) ?? []).map((chunk) => chunkOfTypes(chunk, wanted))
  })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

serve(port, {
  async open(key, content) {
    opened.set(key, { content, plan: planExtraction(content), parts: [], extractor: undefined, runners: new Map() })
  },

  async drop(extraction) {
    taken.delete(extraction)
    for (const [key, { parts }] of opened) if (parts.some((item) => item.extraction === extraction)) opened.delete(key)
  },

  async extract(key, types, ranges, places, source, signal) {
    const content = contentOf(key)
    const extractor = (content.extractor ??= new ChunkExtractor(planForTypes(content.plan, types), ranges))
    let unreported = 0
    const found = await readPlaces(
      openSource(source, (request) => host.open(request)),
      places.places,
      (ordinal, json) => extractor.add(ordinal, json),
      {
        signal,
        onBytes(count) {
          unreported += count
          if (unreported < REPORT_EVERY) return
          void host.bytes(unreported)
          unreported = 0
        }
      }
    )
    void host.bytes(unreported)
    return found
  },

  async finish(key) {
    const content = contentOf(key)
    const chunks = content.extractor?.finish() ?? []
    content.extractor = undefined
    return transfer([...chunks], buffersIn(chunks))
  },

  async load(extraction, chunks) {
    taken.set(extraction, chunks)
  },

  async use(key, parts) {
    const content = contentOf(key)
    content.parts = parts
    content.runners.clear()
  },

  async run(key, options, request, gentle, signal) {
    const job = runnerOf(key, options).start(request)
    for (let finished = job.total === 0; !finished;) {
      const before = job.done
      const until = performance.now() + TURN_MS
      while (!finished && performance.now() < until) finished = job.step(16)
      void host.evaluated(job.done - before)
      await pause(gentle ? TURN_MS : 0)
      signal.throwIfAborted()
    }
    const part = { runs: job.results(), failed: job.failed }
    return transfer(part, buffersIn(part.runs))
  },

  async trace(key, options, measure, ordinal, period) {
    return runnerOf(key, options).trace(measure, ordinal, period)
  }
} satisfies MeasureWorkerApi)

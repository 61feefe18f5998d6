import { setImmediate } from 'node:timers/promises'
import { callable, serve, transfer } from '#engine/base/threads/rpc.ts'
import { ChunkExtractor, JSON_PER_CHUNK } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { releaseMeasureChunk, type MeasureChunk } from '#engine/measures/chunk/measure-chunk.ts'
import { MeasureRunner } from '#engine/measures/run/measure-runner.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import { detachBuffer } from '#shared/detach-buffer.ts'
import { starterPort } from '../../host/threads/node-thread.ts'
import type { MeasurePart, PartHost, PartTask } from './part-protocol.ts'

/** Patients evaluated between two turns for messages and signals. */
const stepPatients = 250

/** A part that is evaluated in this thread. @throws AppError for a time zone that is not known */
export function createMeasurePart(task: PartTask, host: PartHost): MeasurePart {
  const { content, options, patients } = task
  const extractor = new ChunkExtractor(planExtraction(content, options.supplemental), task.ranges)
  const runner = new MeasureRunner(content, options)
  let loaded: readonly MeasureChunk[] = []
  /** Bytes of JSON since something was taken out. */
  let read = 0
  const takeOut = (): readonly MeasureChunk[] => {
    read = 0
    const chunks = [...extractor.finish()]
    return transfer(chunks, buffersIn(chunks))
  }
  return {
    async extract(packet) {
      let start = 0
      packet.ordinals.forEach((ordinal, index) => {
        const end = packet.ends[index]!
        extractor.add(ordinal, packet.bytes.subarray(start, end))
        start = end
      })
      detachBuffer(new Uint8Array(packet.bytes.buffer))
      read += start
      return read < JSON_PER_CHUNK ? [] : takeOut()
    },

    async extracted() {
      return takeOut()
    },

    async load(chunks) {
      const before = loaded
      loaded = chunks
      runner.load(chunks)
      for (const chunk of before) releaseMeasureChunk(chunk)
    },

    async run(ranges, period) {
      const job = runner.start({ snapshot: '', patients, ranges, measures: [], periods: [period], hashes: new Map() })
      for (let finished = job.total === 0; !finished;) {
        const before = job.done
        finished = job.step(stepPatients)
        host.evaluated(job.done - before)
        await setImmediate()
      }
      return { runs: job.results(), failed: job.failed, supplemental: job.supplemental() }
    },

    async trace(measure, ordinal, period) {
      return runner.trace(measure, ordinal, period)
    }
  }
}

/** Evaluates a part in this thread for the one that started it. */
export function serveMeasurePart(task: PartTask): void {
  const port = starterPort()
  const host = callable<PartHost>(port)
  serve(port, createMeasurePart(task, { evaluated: (patients) => void host.evaluated(patients) }))
}

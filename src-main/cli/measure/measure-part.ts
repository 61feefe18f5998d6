import { setImmediate } from 'node:timers/promises'
import { callable, serve } from '#engine/base/threads/rpc.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { chunkBytes } from '#engine/measures/chunk/measure-chunk.ts'
import { MeasureRunner } from '#engine/measures/run/measure-runner.ts'
import { starterPort } from '../../host/threads/node-thread.ts'
import type { MeasurePart, PartHost, PartTask } from './part-protocol.ts'

/** Patients evaluated between two turns for messages and signals. */
const stepPatients = 250

/** A part that is evaluated in this thread. @throws AppError for a time zone that is not known */
export function createMeasurePart(task: PartTask, host: PartHost): MeasurePart {
  const { content, options, ranges, patients } = task
  const extractor = new ChunkExtractor(planExtraction(content, options.supplemental), ranges)
  const runner = new MeasureRunner(content, options)
  let bytes = 0
  return {
    async extract(packet) {
      let start = 0
      packet.ordinals.forEach((ordinal, index) => {
        const end = packet.ends[index]!
        extractor.add(ordinal, packet.bytes.subarray(start, end))
        start = end
      })
    },

    async extracted() {
      const chunks = extractor.finish()
      bytes = chunks.reduce((sum, chunk) => sum + chunkBytes(chunk), 0)
      runner.load(chunks)
      return bytes
    },

    async run(period) {
      const job = runner.start({ snapshot: '', patients, ranges, measures: [], periods: [period], hashes: new Map() })
      for (let finished = job.total === 0; !finished;) {
        const before = job.done
        finished = job.step(stepPatients)
        host.evaluated(job.done - before)
        await setImmediate()
      }
      return { runs: job.results(), failed: job.failed, supplemental: job.supplemental(), bytes }
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

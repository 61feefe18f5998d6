import { setImmediate } from 'node:timers/promises'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { chunkBytes } from '#engine/measures/chunk/measure-chunk.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { MeasureRunner } from '#engine/measures/run/measure-runner.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { MeasurePart, PartResult, PartTask, RecordPacket } from './part-messages.ts'

/** Patients evaluated between two turns for messages and signals. */
const stepPatients = 250

/** A part that is evaluated in this thread. */
export class LocalPart implements MeasurePart {
  readonly #task: PartTask
  readonly #extractor: ChunkExtractor
  readonly #runner: MeasureRunner
  #bytes = 0

  /** @throws AppError for a time zone that is not known */
  constructor(task: PartTask) {
    this.#task = task
    this.#extractor = new ChunkExtractor(planExtraction(task.content, task.options.supplemental), task.ranges)
    this.#runner = new MeasureRunner(task.content, task.options)
  }

  extract({ ordinals, ends, bytes }: RecordPacket): Promise<void> {
    let start = 0
    ordinals.forEach((ordinal, index) => {
      const end = ends[index]!
      this.#extractor.add(ordinal, bytes.subarray(start, end))
      start = end
    })
    return Promise.resolve()
  }

  extracted(): Promise<number> {
    const chunks = this.#extractor.finish()
    this.#bytes = chunks.reduce((sum, chunk) => sum + chunkBytes(chunk), 0)
    this.#runner.load(chunks)
    return Promise.resolve(this.#bytes)
  }

  async run(period: MeasurementPeriod, evaluated: (patients: number) => void): Promise<PartResult> {
    const { ranges, patients } = this.#task
    const request = { snapshot: '', patients, ranges, measures: [], periods: [period], hashes: new Map() }
    const job = this.#runner.start(request)
    for (let finished = job.total === 0; !finished;) {
      const before = job.done
      finished = job.step(stepPatients)
      evaluated(job.done - before)
      await setImmediate()
    }
    const { failed } = job
    const supplemental = job.supplemental()
    return { runs: job.results(), failed, supplemental, bytes: this.#bytes }
  }

  trace(measure: string, ordinal: number, period: MeasurementPeriod): Promise<PatientTrace> {
    return Promise.resolve(this.#runner.trace(measure, ordinal, period))
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

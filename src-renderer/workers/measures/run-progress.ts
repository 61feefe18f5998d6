import type { PoolProgress } from '../base/pool-progress.ts'
import type { MeasureProgress } from './measure-protocol.ts'

/** Share of a batch that is reading, where records have to be taken first. */
const SHARE_OF_READING = 0.5
/** Milliseconds between two reports. */
const REPORT_EVERY_MS = 100

/** Tells how far the batches of a run are. */
export interface RunProgress extends PoolProgress {
  /** A batch begins. */
  start(index: number): void
  /** Its records are there. */
  prepared(): void
}

/** @param totalPatients people of the population @param batches how many there are @param tell receives reports, not too often */
export function runProgress(
  totalPatients: number,
  batches: number,
  tell: (progress: MeasureProgress) => void
): RunProgress {
  const started = performance.now()
  let told = 0
  let batch = 0
  let toRead = 0
  let read = 0
  let isReading = false
  let patients = 0
  const report = (now = performance.now()): void => {
    told = now
    const ofBatch = totalPatients === 0 ? 1 : patients / totalPatients
    const ofReading = toRead === 0 ? 1 : Math.min(1, read / toRead)
    const within = isReading
      ? ofReading * SHARE_OF_READING
      : toRead > 0
        ? SHARE_OF_READING + ofBatch * (1 - SHARE_OF_READING)
        : ofBatch
    tell({
      phase: isReading ? 'reading' : 'evaluating',
      fraction: batches === 0 ? 1 : Math.min(1, (batch + within) / batches),
      step: Math.min(batch + 1, batches),
      steps: batches,
      patients,
      totalPatients,
      seconds: (now - started) / 1000
    })
  }
  const perhaps = (): void => {
    const now = performance.now()
    if (now - told >= REPORT_EVERY_MS) report(now)
  }
  return {
    start(index) {
      batch = index
      toRead = read = patients = 0
      isReading = false
      report()
    },
    reading(bytes) {
      toRead = bytes
      isReading = true
      report()
    },
    prepared() {
      isReading = false
      report()
    },
    bytes(count) {
      read += count
      perhaps()
    },
    evaluated(count) {
      patients += count
      perhaps()
    }
  }
}

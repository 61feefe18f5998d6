import type { LoadProgress } from '../../workers/store/protocol/load-protocol.ts'

/** What can be said about the speed of a load. Undefined where there is nothing to say yet. */
export interface LoadEstimate {
  /** 0..1 of the bytes, then of the parts that are made on the disk. */
  readonly fraction: number | undefined
  readonly bytesPerSecond: number | undefined
  readonly secondsLeft: number | undefined
}

/** Speed and time left. The first half second says too little to divide by. */
export function estimateLoad(progress: LoadProgress | undefined): LoadEstimate {
  if (progress === undefined) return { fraction: undefined, bytesPerSecond: undefined, secondsLeft: undefined }
  const { bytes, totalBytes, seconds, phase, parts } = progress
  const read = totalBytes > 0 ? Math.min(1, bytes / totalBytes) : undefined
  const fraction = parts === undefined ? read : parts.done / parts.count
  const bytesPerSecond = seconds >= 0.5 && bytes > 0 ? bytes / seconds : undefined
  const hasRest = phase === 'reading' && bytesPerSecond !== undefined && totalBytes > bytes
  return { fraction, bytesPerSecond, secondsLeft: hasRest ? (totalBytes - bytes) / bytesPerSecond : undefined }
}

import { giveBackWhatIsFree } from '../../src-main/host/threads/heap-size.ts'

/**
 * Bytes of all arrays that anything in this thread can still reach, after garbage was collected. What uses it changes how its
 * process collects, so its test file has a process of its own.
 */
export function reachableBytes(): number {
  // Buffers are freed in the collection after the one that finds their arrays dead.
  giveBackWhatIsFree()
  giveBackWhatIsFree()
  return process.memoryUsage().arrayBuffers
}

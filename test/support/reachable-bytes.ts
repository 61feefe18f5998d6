import { giveBackWhatIsFree } from '../../src-main/host/threads/heap-size.ts'

/** What garbage collection leaves. What uses it changes how its process collects, so its test file has a process of its own. */
function reachable(): NodeJS.MemoryUsage {
  // Buffers are freed in the collection after the one that finds their arrays dead.
  giveBackWhatIsFree()
  giveBackWhatIsFree()
  return process.memoryUsage()
}

/** Bytes of all arrays that anything in this thread can still reach, after garbage was collected. */
export function reachableBytes(): number {
  return reachable().arrayBuffers
}

/** As {@link reachableBytes}, of everything else: objects and texts, the longest of which lie outside of the heap. */
export function reachableHeap(): number {
  const { heapUsed, external, arrayBuffers } = reachable()
  return heapUsed + external - arrayBuffers
}

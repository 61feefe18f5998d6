import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Bytes of all arrays that anything in this thread can still reach, after garbage was collected. What uses it changes how its
 * process collects, so its test file has a process of its own.
 */
export function reachableBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // Buffers are freed in the collection after the one that finds their arrays dead.
  collect()
  collect()
  return process.memoryUsage().arrayBuffers
}

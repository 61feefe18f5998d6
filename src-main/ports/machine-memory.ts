import { constrainedMemory } from 'node:process'
import { totalmem } from 'node:os'

/** Bytes of memory that this computer has, or that the system allows this program. */
export function machineMemory(): number {
  const limit = constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

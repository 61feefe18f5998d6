import { machineMemory } from '../../ports/machine-memory.ts'

/** The memory that a command may use, in bytes. @param asked what `--memory` says; half of the computer's when absent */
export function memoryBudget(asked: number | undefined): number {
  return asked ?? Math.floor(machineMemory() / 2)
}

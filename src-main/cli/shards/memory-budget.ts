import { cliMessages as m } from '#messages/cli.ts'
import { MIN_MEMORY } from '#engine/shards/load/load-size.ts'
import { AppError } from '#shared/app-error.ts'
import { machineMemory } from '../../ports/machine-memory.ts'

/** The option of commands that can read more data than fit into memory. */
export const memoryOptions = { memory: { type: 'string' } } as const

/** Help for {@link memoryOptions}. */
export const memoryHelp = m.memorySIZEMemoryToUseSuch

const MB = 1024 * 1024

/** The memory that a command may use, in bytes. @throws AppError `invalid-input` */
export function memoryBudget(asked: string | undefined): number {
  if (asked === undefined) return Math.floor(machineMemory() / 2)
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(MB|GB|M|G)$/i.exec(asked) ?? []
  const bytes = Number(number) * MB * (unit?.toUpperCase().startsWith('G') === true ? 1024 : 1)
  if (number === undefined || bytes < MIN_MEMORY) throw new AppError('invalid-input', m.memoryTakesASizeOf256MB)
  return bytes
}

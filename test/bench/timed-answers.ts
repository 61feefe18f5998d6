import { createHash } from 'node:crypto'

const RUNS = 5

/** What a question comes to: numbers by row. */
export type Result = readonly (readonly number[])[]

function hashOf(result: readonly (readonly unknown[])[]): string {
  const rows = result.map((row) => row.map(Number).join(',')).sort()
  return createHash('sha256').update(rows.join(';')).digest('hex').slice(0, 16)
}

/** How long a question took, and a hash of the answer. */
export interface Timed {
  readonly seconds: number
  readonly hash: string
}

/** CPU seconds of the best of some runs; the machine may be busy otherwise. */
export async function timed(run: () => Result | Promise<readonly (readonly unknown[])[]>, runs = RUNS): Promise<Timed> {
  let seconds = Number.POSITIVE_INFINITY
  let hash = ''
  for (let index = 0; index < runs; index++) {
    const before = process.cpuUsage()
    const result = await run()
    const { user, system } = process.cpuUsage(before)
    seconds = Math.min(seconds, (user + system) / 1e6)
    hash = hashOf(result)
  }
  return { seconds, hash }
}

/** Three digits. */
export function round(value: number): number {
  return Number(value.toPrecision(3))
}

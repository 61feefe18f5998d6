import {
  groupsByPayer,
  lineFacts,
  type HistoryPart,
  type Removal,
  type ResourceHistory
} from '../../src-main/sample/server/resource-history.ts'

/** The data of one moment: NDJSON lines that begin with resourceType, id and meta.lastUpdated. */
export interface MemoryState {
  readonly at: string
  readonly lines: readonly string[]
}

/**
 * A history from lines in memory. What a state lacks of the one before was removed.
 * @param linesPerPart most lines of a file
 */
export function createMemoryHistory(states: readonly MemoryState[], linesPerPart = 1000): ResourceHistory {
  const made = states.map(({ lines }) => {
    const byType = new Map<string, string[]>()
    for (const line of lines) {
      const { type } = lineFacts(line)
      const list = byType.get(type) ?? []
      if (list.push(line) === 1) byType.set(type, list)
    }
    const parts = new Map<string, { part: HistoryPart; lines: readonly string[] }>()
    for (const [type, list] of byType) {
      for (let index = 0; index < list.length; index += linesPerPart) {
        const name = `${type}.${index / linesPerPart + 1}`
        parts.set(name, { part: { name, type, block: 'all' }, lines: list.slice(index, index + linesPerPart) })
      }
    }
    return { byType, parts, keys: new Map(lines.map((line) => [keyOf(line), lineFacts(line)])) }
  })

  return {
    states: states.map(({ at }) => at),
    parts: (state) => [...(made[state]?.parts.values() ?? [])].map(({ part }) => part),
    async *lines(state, part) {
      yield* made[state]?.parts.get(part.name)?.lines ?? []
    },
    async *removals(from, to): AsyncGenerator<Removal> {
      const now = made[to]?.keys ?? new Map<string, unknown>()
      for (const [key, { type, id, patient }] of made[from]?.keys ?? []) if (!now.has(key)) yield { type, id, patient }
    },
    groups: (state) => groupsByPayer(streamed(made[state]?.byType.get('Coverage') ?? []))
  }
}

function keyOf(line: string): string {
  const { type, id } = lineFacts(line)
  return `${type}/${id}`
}

async function* streamed(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}

import type { SampleView } from '#shared/sample-view.ts'
import { createSamplePopulation, type SamplePopulation } from '../population/population.ts'
import { mix } from '../population/base/random.ts'
import { groupsByPayer, lineFacts, type HistoryPart, type ResourceHistory } from './resource-history.ts'

/** What decides the data that the sandbox serves. */
export interface PopulationHistoryOptions {
  readonly patients: number
  readonly seed?: number
  /** Who sees the people; default `chart`. */
  readonly view?: SampleView
  /** Days `YYYY-MM-DD` in ascending order; the population as it was known on each of them. */
  readonly days: readonly string[]
  /** Of a thousand resources of the removable types, so many disappear on one of the later days. */
  readonly removedPerMille?: number
}

/** Types whose loss leaves no reference into the void. */
const removable: ReadonlySet<string> = new Set([
  'Observation',
  'Immunization',
  'MedicationRequest',
  'AllergyIntolerance'
])

/** The sample population at several moments: people grow older, records are added, changed and removed. */
export function createPopulationHistory(options: PopulationHistoryOptions): ResourceHistory {
  const { patients, seed, view, days, removedPerMille = 10 } = options
  const populations = days.map((asOf) =>
    createSamplePopulation({
      patients,
      asOf,
      ...(seed === undefined ? {} : { seed }),
      ...(view === undefined ? {} : { view })
    })
  )
  const groups = new Map<number, Promise<Awaited<ReturnType<typeof groupsByPayer>>>>()
  const populationIn = (state: number): SamplePopulation => populations[state] ?? populations[0]!

  /** The state from which a resource is gone; `Infinity` for one that stays. */
  const goneFrom = (type: string, id: string): number => {
    if (!removable.has(type) || days.length < 2) return Infinity
    const hash = hashOf(id)
    return hash % 1000 < removedPerMille ? 1 + ((hash >>> 10) % (days.length - 1)) : Infinity
  }

  async function* linesOf(state: number, name: string): AsyncGenerator<string> {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of populationIn(state).stream(name)) {
      const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = pieces.pop() ?? ''
      yield* pieces
    }
    if (rest !== '') yield rest
  }

  async function* coverages(state: number): AsyncGenerator<string> {
    for (const { name, type } of populationIn(state).files) if (type === 'Coverage') yield* linesOf(state, name)
  }

  return {
    states: days.map((day) => `${day}T23:59:59.999Z`),
    parts: (state) =>
      populationIn(state).files.map(({ name, type }): HistoryPart => ({
        name,
        type,
        block: name.split('.').at(-2) ?? ''
      })),
    async *lines(state, part) {
      for await (const line of linesOf(state, part.name)) {
        if (!removable.has(part.type) || goneFrom(part.type, lineFacts(line).id) > state) yield line
      }
    },
    async *removals(from, to) {
      for (const { name, type } of populationIn(to).files) {
        if (!removable.has(type)) continue
        for await (const line of linesOf(to, name)) {
          const { id, patient } = lineFacts(line)
          const gone = goneFrom(type, id)
          if (gone > from && gone <= to) yield { type, id, patient }
        }
      }
    },
    groups(state) {
      const made = groups.get(state) ?? groupsByPayer(coverages(state))
      groups.set(state, made)
      return made
    }
  }
}

function hashOf(id: string): number {
  let hash = 0
  for (let index = 0; index < id.length; index += 1) hash = mix(hash ^ id.charCodeAt(index))
  return hash
}

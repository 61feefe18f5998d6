import { enginePopulationStaysMessages as m } from '#messages/engine/population/stays.ts'
import { addCounts } from '../../base/kernels/day-counts.ts'
import type { Store } from '../../store/model/store.ts'
import { encounterClassCodes } from '../claims/encounter-class.ts'
import { tookPlace } from '../selection/visit-dimensions.ts'
import { emergencyVisits } from './emergency-visits.ts'
import { inpatientStays } from './inpatient-stays.ts'

/** Encounters whose class tells nothing: where no event is told, the fewest of all encounters that may be events; else the most. */
const UNKNOWN_WITHOUT_EVENTS = 0.01
const UNKNOWN = 0.5

/** Care in hospital that the classes of encounters tell. */
export type HospitalCare = 'emergency' | 'inpatient'

/** Encounters by what their classes tell. */
export interface ClassFacts extends Readonly<Record<HospitalCare, number>> {
  /** Encounters that took place. */
  readonly visits: number
  /** Of these, those whose class tells nothing, by the name of the class; '' where there is none. */
  readonly unknown: ReadonlyMap<string, number>
}

/** What the classes of the encounters of all shards tell. */
export const classFacts = {
  partial: ({ store }: { readonly store: Store }): ClassFacts => readClassFacts(store),
  merge: (left: ClassFacts, right: ClassFacts): ClassFacts => ({
    visits: left.visits + right.visits,
    unknown: addCounts(left.unknown, right.unknown),
    emergency: left.emergency + right.emergency,
    inpatient: left.inpatient + right.inpatient
  }),
  finish: (told: ClassFacts): ClassFacts => told
}

/** The same for whoever has a store and no view of a population; read once per population. */
export function classFactsOf(store: Store): ClassFacts {
  return store.inPopulation('class-facts', readClassFacts, classFacts.merge)
}

/** Why the classes of encounters tell no care of a kind, since those of a vendor or site may stand for any; undefined where they do. */
export function hiddenByClasses(facts: ClassFacts, care: HospitalCare): string | undefined {
  const unknown = unknownClasses(facts)
  const isTold = unknown === undefined || unknown.share < (facts[care] > 0 ? UNKNOWN : UNKNOWN_WITHOUT_EVENTS)
  return isTold ? undefined : m.classesOfEncountersTellNoCare(unknown.percent, unknown.name, care === 'inpatient')
}

/** Encounters whose class tells nothing. */
interface UnknownClasses {
  /** Of all encounters that took place. */
  readonly share: number
  /** The same in whole percent, at least 1. */
  readonly percent: number
  /** The most frequent of these classes; '' where it is none. */
  readonly name: string
}

function unknownClasses({ visits, unknown }: ClassFacts): UnknownClasses | undefined {
  const count = [...unknown.values()].reduce((sum, each) => sum + each, 0)
  const [commonest] = [...unknown].sort(([left, fewer], [right, more]) => more - fewer || (left < right ? -1 : 1))
  if (commonest === undefined || count === 0) return undefined
  return { share: count / visits, percent: Math.max(1, Math.round((100 * count) / visits)), name: commonest[0] }
}

/** That some encounters of a kind of care may be missing, where a share of all or more have a class that tells nothing. */
export function partlyHiddenByClasses(facts: ClassFacts, share: number): string | undefined {
  const unknown = unknownClasses(facts)
  if (unknown === undefined || unknown.share < share) return undefined
  return m.encountersHaveNoClass(unknown.percent, unknown.name)
}

function readClassFacts(store: Store): ClassFacts {
  const table = store.tables.get('encounter')
  const unknown = new Map<string, number>()
  if (table === undefined || table.rows === 0) return { visits: 0, unknown, emergency: 0, inpatient: 0 }
  const { codes, displays } = store.concepts
  const told = encounterClassCodes(store.concepts)
  const classes = table.column('class', 'concept').ids
  const happened = tookPlace(table)
  let visits = 0
  for (let row = 0; row < table.rows; row++) {
    if (happened[row] === 0) continue
    visits++
    const id = classes[row]!
    if (id >= 0 && told[id] !== undefined) continue
    const name = id < 0 ? '' : displays[id]! || codes[id]!
    unknown.set(name, (unknown.get(name) ?? 0) + 1)
  }
  return {
    visits,
    unknown,
    emergency: emergencyVisits(store)?.rows.length ?? 0,
    inpatient: inpatientStays(store)?.rows.length ?? 0
  }
}

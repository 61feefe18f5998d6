import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { defined } from '#shared/language/defined.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import { inOrderOfDays, type DatedEvents } from '../../../base/kernels/dated-events.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import type { Store, Table } from '../../../store/model/store.ts'
import { anyStay } from '../../rows/derived-columns.ts'
import { encounterClassCodes } from '../../claims/encounter-class.ts'
import { claimRecords } from '../../claims/claim-tables.ts'
import { noEmergencyEvidence } from '../../stays/claim-emergencies.ts'
import { noStayEvidence } from '../../stays/claim-stays.ts'
import { emergencyOutcomes, emergencyVisits } from '../../stays/emergency-visits.ts'
import { hospitalStays, inpatientStays } from '../../stays/inpatient-stays.ts'
import { tookPlace } from '../../selection/visit-dimensions.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import type { PopulationView } from '../../selection/population.ts'

/** Encounters whose class tells nothing: where no event is told, the fewest of all encounters that may be events; else the most. */
const UNKNOWN_WITHOUT_EVENTS = 0.01
const UNKNOWN = 0.5

/** Care that is counted per 1,000 people: all emergency visits, those by how they ended, and inpatient stays. */
export type UseKind = 'emergency' | 'released' | 'admitted' | 'inpatient'

/** The events of one kind that took place. */
export interface UseEvents {
  /** Encounters, or claims in data without encounters. */
  readonly table: Table
  /** Row of the table that stands for each event. */
  readonly rows: Int32Array
  /** Day and patient per row of the table. */
  readonly days: Int32Array
  readonly patient: Int32Array
  /** What the rows have in common. */
  readonly where: readonly ColumnTest[]
}

/** @returns undefined when neither encounters nor claims tell them; looked for once per population */
export function useEvents(population: PopulationView, kind: UseKind): UseEvents | undefined {
  const { store } = population
  return population.once(`use-events:${kind}`, () => {
    const table = hospitalStays(store)?.table
    if (table?.day === undefined || table.patient === undefined) return undefined
    const of = { table, days: table.day, patient: table.patient }
    if (kind === 'inpatient') return { ...of, rows: defined(inpatientStays(store)).rows, where: [anyStay] }
    const visits = emergencyVisits(store)
    if (visits === undefined) return undefined
    const { rows, outcome } = visits
    if (kind === 'emergency') return { ...of, rows, where: [{ column: '@emergency', in: emergencyOutcomes }] }
    return {
      ...of,
      rows: rows.filter((_, index) => emergencyOutcomes[outcome[index]!] === kind),
      where: [{ column: '@emergency', in: [kind] }]
    }
  })
}

/** The same in the order of their days, whoever they happened to; put in order once per population. */
export function datedUse(population: PopulationView, kind: UseKind): DatedEvents | undefined {
  return population.once(`dated-use:${kind}`, () => {
    const events = useEvents(population, kind)
    if (events === undefined) return undefined
    const { rows, days, patient } = events
    return inOrderOfDays(
      rows.map((row) => days[row]!),
      rows.map((row) => patient[row]!)
    )
  })
}

/** Whether visits and stays are those of claims, because the data hold no encounters. */
export function isUseByClaims({ store }: Pick<PopulationView, 'store'>): boolean {
  return rowsInPopulation(store, 'encounter') === 0 && claimRecords(store) !== undefined
}

/** Why neither encounters nor, in data without them, claims tell events of a kind; undefined where they do, or there are none. */
export function missingUse(population: PopulationView, kind: UseKind): string | undefined {
  if (!isUseByClaims(population)) return unknownByClasses(population, kind)
  if (useEvents(population, kind) !== undefined) return undefined
  return kind === 'inpatient' || hospitalStays(population.store) === undefined ? noStayEvidence : noEmergencyEvidence
}

/** Encounters by what their classes tell. */
interface ClassFacts {
  /** Encounters that took place. */
  readonly visits: number
  /** Of these, those whose class tells nothing, by the name of the class; '' where there is none. */
  readonly unknown: ReadonlyMap<string, number>
  /** Emergency visits and inpatient stays. */
  readonly emergency: number
  readonly inpatient: number
}

/** Why the classes of encounters tell no event of a kind: those of a vendor or site may stand for any care. */
function unknownByClasses(population: PopulationView, kind: UseKind): string | undefined {
  const { visits, unknown, ...events } = population.fact('what the classes of encounters tell', {
    partial: ({ store }) => readClassFacts(store),
    merge: (left, right): ClassFacts => ({
      visits: left.visits + right.visits,
      unknown: addCounts(left.unknown, right.unknown),
      emergency: left.emergency + right.emergency,
      inpatient: left.inpatient + right.inpatient
    }),
    finish: (told) => told
  })
  const isStay = kind === 'inpatient'
  const hasEvents = (isStay ? events.inpatient : events.emergency) > 0
  const count = [...unknown.values()].reduce((sum, each) => sum + each, 0)
  if (count === 0 || count < (hasEvents ? UNKNOWN : UNKNOWN_WITHOUT_EVENTS) * visits) return undefined
  const [[name]] = [...unknown].sort(([left, most], [right, more]) => more - most || (left < right ? -1 : 1)) as [
    [string, number]
  ]
  return m.classesOfEncountersTellNoCare(Math.max(1, Math.round((100 * count) / visits)), name, isStay)
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

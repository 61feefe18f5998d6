import { enginePopulationPanelsPersonMessages as m } from '#messages/engine/population/panels/person.ts'
import { AppError } from '#shared/app-error.ts'
import { latestResults } from './latest-results.ts'
import { memberSourceText } from './member-source-text.ts'
import { providersOf } from '../../selection/providers.ts'
import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { windowStart } from '../../registries/control-band.ts'
import { tookPlace } from '../../selection/visit-dimensions.ts'
import type { PanelParams } from '../results/panel.ts'
import type { PatientRow, PatientsPanel } from '../results/patient-result.ts'
import { patientSearch } from './patient-search.ts'
import { personFacts } from './person-facts.ts'
import { askShards } from '../../../shards/mergeable.ts'
import type { PopulationShard } from '../../../shards/shard.ts'
import { firstRows, mergeRows, readRows, type ListedRow, type SortKey } from './sort-rows.ts'
import type { View } from '../base/view.ts'
import { placeInMembership } from '../../registries/membership-days.ts'

/** Last encounter and number of encounters in 12 months, per patient. */
interface Visits {
  readonly last: Int32Array
  readonly recent: Int32Array
}

const NEVER_SEEN = -2147483648

function visitsOf(view: View): Visits {
  const { store, asOf } = view
  const last = new Int32Array(store.patients).fill(NEVER_SEEN)
  const recent = new Int32Array(store.patients)
  const table = store.tables.get('encounter')
  if (table?.day === undefined || table.patient === undefined) return { last, recent }
  const happened = tookPlace(table)
  const from = windowStart(asOf, 12)
  for (let row = 0; row < table.rows; row++) {
    const patient = table.patient[row]!
    const day = table.day[row]!
    if (patient < 0 || day > asOf || happened[row] === 0) continue
    if (day > last[patient]!) last[patient] = day
    if (day >= from) recent[patient]!++
  }
  return { last, recent }
}

/** The day on which the condition of a registry was first recorded, per patient; none without a registry. */
function firstRecords({ population }: View, id: string | undefined): (patient: number) => number | undefined {
  const registry = population.index.registries.find((each) => each.id === id)
  if (registry === undefined) return () => undefined
  const membership = population.index.membership(registry)
  return (patient) => {
    const day = membership.entry[placeInMembership(membership, patient)]
    return day === NO_DAY ? undefined : day
  }
}

/** The people of one shard that a query finds, as far as they may be on the page. */
interface FoundPeople {
  readonly total: number
  readonly near: number
  /** People of a registry that the search names come first, in whatever order. */
  readonly first: { readonly near: readonly ListedRow[]; readonly far: readonly ListedRow[] }
}

/** The people of one shard: those who are found, and what a row of the list says of one of them. */
interface PeopleList {
  readonly shard: PopulationShard
  readonly found: FoundPeople
  readonly controls: readonly string[]
  readonly hasSources: boolean
  rowOf(listed: ListedRow): PatientRow
}

function listPeople(view: View, params: PanelParams<'patients'>): PeopleList {
  const { population, asOf } = view
  const { query, sort, offset, limit, revealed } = params
  const { shard } = population
  const facts = personFacts(population)
  const visits = visitsOf(view)
  const registries = population.index.registries.map(({ id, title }) => ({
    title,
    members: population.codes(`registry:${id}`, asOf)
  }))
  const living = population.codes('living', asOf)
  const providers = providersOf(population)
  const pcp = (patient: number): string => providers.list[providers.named?.[patient] ?? -1]?.label ?? ''
  const search = patientSearch(view, facts, query, revealed)
  const controls = latestResults(view, params.registry)
  const firstRecorded = firstRecords(view, params.registry)
  const source = memberSourceText(view, params.registry)
  const rowOf = ({ row: patient, person }: ListedRow): PatientRow => ({
    patient: person,
    id: facts.id(patient),
    name: facts.name(patient, revealed),
    age: facts.age(patient, asOf),
    sex: facts.label('sex', patient, asOf),
    payer: facts.label('payer', patient, asOf),
    practice: facts.label('practice', patient, asOf),
    registries: registries.filter(({ members }) => members[patient] === 1).map(({ title }) => title),
    lastEncounter: visits.last[patient] === NEVER_SEEN ? undefined : visits.last[patient],
    encounters12m: visits.recent[patient]!,
    deceased: living[patient] === 1,
    pcp: pcp(patient),
    reason: search(patient)?.reason ?? '',
    results: controls.map(({ of }) => of(patient)),
    firstRecorded: firstRecorded(patient),
    source: source?.(patient) ?? ''
  })
  const lower = (text: string): string | undefined => (text === '' ? undefined : text.toLowerCase())
  const keys: Readonly<Record<string, (patient: number) => SortKey>> = {
    id: (patient) => facts.id(patient),
    // The order of hidden names would give them away, so that it is that of the ids then.
    name: (patient) => (revealed ? lower(facts.name(patient, true)) : facts.id(patient)),
    // By the day of birth, so that people of one age have an order too.
    age: (patient) => {
      const born = facts.birthDay(patient)
      return born === undefined ? undefined : -born
    },
    sex: (patient) => lower(facts.label('sex', patient, asOf)),
    payer: (patient) => lower(facts.label('payer', patient, asOf)),
    practice: (patient) => lower(facts.label('practice', patient, asOf)),
    registries: (patient) => registries.reduce((count, { members }) => count + (members[patient] === 1 ? 1 : 0), 0),
    lastEncounter: (patient) => (visits.last[patient] === NEVER_SEEN ? undefined : visits.last[patient]),
    encounters12m: (patient) => visits.recent[patient],
    deceased: (patient) => (living[patient] === 1 ? 1 : 0),
    pcp: (patient) => lower(pcp(patient)),
    firstRecorded,
    source: (patient) => source?.(patient),
    ...Object.fromEntries(controls.map(({ value }, index) => [`result${index}`, value]))
  }
  const key = keys[sort.column]
  if (key === undefined) throw new AppError('invalid-input', m.peopleCannotBeSortedBy(sort.column))
  const found = ordinalsOf(view.people).filter((patient) => search(patient) !== undefined)
  const near = found.filter((patient) => search(patient)?.rank === 0)
  const far = found.filter((patient) => search(patient)?.rank !== 0)
  const first = (people: Int32Array): readonly ListedRow[] =>
    firstRows(people, key, sort.descending, offset + limit, (row, rowKey) => ({
      shard: shard.index,
      row,
      person: shard.personNumber(row),
      key: rowKey
    }))
  return {
    shard,
    found: { total: found.length, near: near.length, first: { near: first(near), far: first(far) } },
    controls: controls.map(({ title }) => title),
    hasSources: source !== undefined,
    rowOf
  }
}

/**
 * The people in view that a query finds, sorted and cut to a page.
 * @throws AppError `invalid-input` for a column that cannot be sorted by
 */
export function patientsPanel(views: readonly View[], params: PanelParams<'patients'>): PatientsPanel {
  const { sort, offset, limit } = params
  const end = offset + limit
  const merge = (left: readonly ListedRow[], right: readonly ListedRow[]): readonly ListedRow[] =>
    mergeRows(left, right, sort.descending, end)
  const lists = views.map((view) => listPeople(view, params))
  return askShards(lists, {
    partial: ({ found }) => found,
    merge: (left: FoundPeople, right: FoundPeople): FoundPeople => ({
      total: left.total + right.total,
      near: left.near + right.near,
      first: { near: merge(left.first.near, right.first.near), far: merge(left.first.far, right.first.far) }
    }),
    finish: ({ total, near, first }) => ({
      total,
      near,
      controls: lists[0]!.controls,
      hasSources: lists[0]!.hasSources,
      rows: readRows(lists, [...first.near, ...first.far].slice(offset, end), (list) => (listed) => list.rowOf(listed))
    })
  })
}

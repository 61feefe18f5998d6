import { enginePopulationPanelsBaseMessages as base } from '#messages/engine/population/panels/base.ts'
import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { ColumnTest, Day } from '../../../base/figures/filter.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import { anyStay, stayEnd } from '../../rows/derived-columns.ts'
import { identifierLabel } from '../../claims/claim-providers.ts'
import { providerNames } from '../../rows/provider-names.ts'
import { stayHospitals } from '../../rows/stay-hospitals.ts'
import { claimStayRule, claimUseSources } from '../../stays/claim-stays.ts'
import { inpatientStays } from '../../stays/inpatient-stays.ts'
import { windowStart } from '../../registries/control-band.ts'
import { stayOutcomes, type ReadmissionScope } from '../../stays/readmissions.ts'
import { countFigure, shareFigure } from '../base/figures.ts'
import { againstAll, funnelSources, shareDispersion, sumOfUnits, type FunnelUnit } from '../base/funnel-limits.ts'
import { isUseByClaims } from '../base/use-events.ts'
import { useEnd } from '../base/use-time.ts'
import { sumShards, type View } from '../base/view.ts'
import type { Funnel } from '../results/funnel-result.ts'
import type { UsePanel } from '../results/use-result.ts'
import { dischargeWindow, readmissionDefinition, readmissionRows, staysByEnd } from './readmission.ts'

/** Hospitals that lie outside by chance alone, on average, where none differs. */
const EXPECTED_FALSE = 0.2

const [notIndex, readmitted] = [stayOutcomes.indexOf('not-index'), stayOutcomes.indexOf('readmitted')]

/** Index stays, and those that were followed by a readmission. */
interface Stays {
  readonly of: number
  readonly events: number
}

/** What the stays of a shard come to. */
interface HospitalSums {
  /** By key of the hospital, '' where a stay does not say. */
  readonly hospitals: ReadonlyMap<string, Stays>
  /** How many people have as many stays and readmissions, by both numbers. */
  readonly people: ReadonlyMap<string, Stays & { readonly people: number }>
}

function addStays(left: Stays | undefined, right: Stays): Stays {
  return left === undefined ? right : { of: left.of + right.of, events: left.events + right.events }
}

function hospitalSums(shard: View, scope: ReadmissionScope): HospitalSums {
  const stays = staysByEnd(shard, scope)
  const found = stayHospitals(shard.store)
  const hospitals = new Map<string, Stays>()
  const people = new Map<string, Stays & { readonly people: number }>()
  if (stays === undefined || found === undefined) return { hospitals, people }
  const { from, to } = dischargeWindow(useEnd(shard).end)
  const selected = shard.population.select(shard.asOf, shard.filters)
  const ofPerson = new Map<number, Stays>()
  const end = lowerBound(stays.days, to + 1)
  for (let index = lowerBound(stays.days, from); index < end; index++) {
    const person = stays.people[index]!
    const outcome = stays.outcome[index]!
    if (outcome === notIndex || person < 0 || !hasBit(selected, person)) continue
    const stay = { of: 1, events: outcome === readmitted ? 1 : 0 }
    const key = found.values[found.codes[stays.rows[index]!]!] ?? ''
    hospitals.set(key, addStays(hospitals.get(key), stay))
    ofPerson.set(person, addStays(ofPerson.get(person), stay))
  }
  for (const { of, events } of ofPerson.values()) {
    const key = `${of} ${events}`
    people.set(key, { of, events, people: (people.get(key)?.people ?? 0) + 1 })
  }
  return { hospitals, people }
}

function addSums(left: HospitalSums, right: HospitalSums): HospitalSums {
  const hospitals = new Map(left.hospitals)
  for (const [key, stays] of right.hospitals) hospitals.set(key, addStays(hospitals.get(key), stays))
  const people = new Map(left.people)
  for (const [key, counted] of right.people)
    people.set(key, { ...counted, people: counted.people + (people.get(key)?.people ?? 0) })
  return { hospitals, people }
}

/**
 * Readmissions by the hospital of the index stay, of the people who match the view's filters on its date. Stays that do not say
 * where they were are not compared.
 * @returns undefined for fewer than two hospitals
 */
export function hospitalReadmissions(view: View, scope: ReadmissionScope): Funnel | undefined {
  const { hospitals, people } = sumShards(view, (shard) => hospitalSums(shard, scope), addSums)
  const compared = [...hospitals].filter(([key]) => key !== '').sort(([left], [right]) => (left < right ? -1 : 1))
  if (compared.length < 2) return undefined
  const level = EXPECTED_FALSE / compared.length
  // In one order, whatever the shards: the sums are of fractions.
  const byNumbers = [...people].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, each]) => each)
  const { text, ...definition } = readmissionDefinition(view, scope)
  const provenance = view.provenance({
    ...definition,
    id: 'utilisation/readmission/hospitals',
    version: '1.0.0',
    title: m.readmissionsByHospital,
    text: `${text} ${m.byTheHospitalOfTheIndexStay} ${base.limitsAreAroundTheValueOf(m.allHospitals, m.aHospital)}`,
    calculated: base.limitsAtAFalseAlarmProbability((100 * level).toPrecision(2), m.hospital),
    sources: [...definition.sources, ...funnelSources]
  })
  const figureOf = (stays: Stays, test: ColumnTest): Figure => hospitalFigure(view, scope, stays, test, provenance)
  const nameOf = hospitalNames(view)
  const units = compared.map(([key, stays]): FunnelUnit => ({
    unit: key,
    label: nameOf(key),
    ...stays,
    figure: figureOf(stays, { column: '@hospital', in: [key] })
  }))
  return {
    id: 'hospitals',
    title: m.readmissionsByHospital,
    better: 'below',
    units: 'hospitals',
    sizes: 'stays',
    overall: figureOf(sumOfUnits(units), { column: '@hospital', in: [''], exclude: true }),
    ...againstAll(units, { kind: 'share', dispersion: shareDispersion(byNumbers), level }),
    provenance
  }
}

function hospitalFigure(
  view: View,
  scope: ReadmissionScope,
  { of, events }: Stays,
  test: ColumnTest,
  provenance: Provenance
): Figure {
  const rows = readmissionRows(view, scope, dischargeWindow(useEnd(view).end), view.filters)
  return { ...shareFigure(events, of, { ...rows, where: [...rows.where, test] }, provenance), opens: events }
}

/** What hospitals are called: by name where the data have one, else by id. */
function hospitalNames(view: View): (key: string) => string {
  const column = stayHospitals(view.store)?.column
  const names = providerNames(view.store)
  return (key) =>
    (column === undefined ? undefined : names(column, key)) ?? identifierLabel(key) ?? key.slice(key.indexOf('/') + 1)
}

/** Stays and their days together. */
interface StayDays {
  readonly stays: number
  readonly days: number
}

/** The inpatient stays of a shard that ended in a stretch, by key of the hospital. */
function stayDays({ population, store, asOf, filters }: View, from: Day, to: Day): ReadonlyMap<string, StayDays> {
  const found = stayHospitals(store)
  const stays = inpatientStays(store)
  const patients = stays?.table.patient
  const sums = new Map<string, StayDays>()
  if (found === undefined || stays === undefined || patients === undefined) return sums
  const people = filters.length === 0 ? undefined : population.select(asOf, filters)
  stays.rows.forEach((row, stay) => {
    const last = stays.last[stay]!
    const person = patients[row]!
    if (last < from || last > to || (people !== undefined && (person < 0 || !hasBit(people, person)))) return
    const key = found.values[found.codes[row]!] ?? ''
    const before = sums.get(key)
    sums.set(key, { stays: (before?.stays ?? 0) + 1, days: (before?.days ?? 0) + stays.days[stay]! })
  })
  return sums
}

/** Inpatient stays that ended in the 12 months up to a day, by hospital, the most first, with their mean length. */
export function hospitalStayRows(view: View, to: Day): UsePanel['hospitals']['stays'] {
  const from = windowStart(to, 12)
  const sums = sumShards(
    view,
    (shard) => stayDays(shard, from, to),
    (left, right) => {
      const both = new Map(left)
      for (const [key, { stays, days }] of right) {
        const before = both.get(key)
        both.set(key, { stays: (before?.stays ?? 0) + stays, days: (before?.days ?? 0) + days })
      }
      return both
    }
  )
  const byClaims = isUseByClaims(view)
  const provenance = view.provenance({
    id: 'utilisation/stays-by-hospital',
    version: '1.0.0',
    title: m.staysByHospital,
    text: m.inpatientStaysByHospital(byClaims ? ` ${claimStayRule}` : ''),
    sources: byClaims ? claimUseSources : []
  })
  const table = stayHospitals(view.store)?.table.name ?? 'encounter'
  const nameOf = hospitalNames(view)
  const listed = [...sums].sort(
    ([leftKey, left], [rightKey, right]) => right.stays - left.stays || (leftKey < rightKey ? -1 : 1)
  )
  return listed.map(([key, { stays, days }]) => {
    const where = [anyStay, { column: '@hospital', in: [key] }, { column: stayEnd, from, to }]
    const rows = { table, asOf: view.asOf, filters: view.filters, where }
    return {
      id: key,
      label: key === '' ? m.hospitalNotRecorded : nameOf(key),
      figure: countFigure(stays, 'events', rows, provenance),
      meanDays: days / stays
    }
  })
}

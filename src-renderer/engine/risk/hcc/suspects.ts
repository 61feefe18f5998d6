import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { rxNorm } from '../../base/codes/code-systems.ts'
import { measurementSeries, type MeasurementSeries } from '../../population/registries/measurement-series.ts'
import { windowStart } from '../../population/registries/control-band.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { rowConcepts } from '../../population/claims/condition-concepts.ts'
import { productCodings } from '../../population/claims/product-codings.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { diagnosisEvents } from '../evidence/diagnosis-events.ts'
import { icdCodes } from '../evidence/icd-codes.ts'
import type { SuspectDefinition, SuspectEvidence, SuspectRule } from '../model/suspect-definition.ts'
import type { HccPopulation, MemberScore } from './hcc-population.ts'
import { categoriesAbove } from './recapture.ts'
import { hccsOfCode } from './score-hcc.ts'

/** One record that points to a disease. */
export interface SuspectFinding {
  /** E.g. `Hemoglobin A1c 7.1 %`. */
  readonly text: string
  readonly day: Day
  readonly resourceType: string
  /** Place in the resource index of the type. */
  readonly resource: number
}

/** Evidence without a diagnosis. */
export interface SuspectRow {
  readonly patient: number
  readonly rule: SuspectRule
  readonly hcc: number
  /** The latest first. */
  readonly findings: readonly SuspectFinding[]
}

/** Finds what a piece of evidence finds about a person on a date. */
type Finder = (patient: number, asOf: Day) => readonly SuspectFinding[]

/** The finders of a store, by rule and evidence, and the results that they look at. */
interface SuspectFinders {
  readonly byRule: readonly (readonly Finder[])[]
  /** What the finders use. */
  readonly holds: readonly unknown[]
}

const known = new DerivedValues<Store, SuspectFinders>()

/**
 * People with results, drugs or procedures of a disease and no diagnosis of it: not in this service year or the one before,
 * nor in force on the chart, nor as a member of the rule's registry.
 */
export function suspectRows(
  population: PopulationView,
  definition: SuspectDefinition,
  now: HccPopulation,
  before: HccPopulation,
  asOf: Day
): readonly SuspectRow[] {
  const { store } = population
  const finders = known.get(store, () => findersOf(store, definition), definition).byRule
  return definition.rules.flatMap((rule, place) => {
    const hcc = rule.hcc[now.model.version]
    if (hcc === undefined) return []
    const family = new Set([hcc, ...categoriesAbove(now.model, hcc), ...(now.model.hierarchies[hcc] ?? [])])
    const registry = population.index.registries.find(({ id }) => id === rule.registry)
    const listed = registry === undefined ? undefined : population.codes(`registry:${registry.id}`, asOf)
    return now.members.flatMap((member): SuspectRow[] => {
      const { patient } = member
      if (listed?.[patient] === 1 || isDocumented(store, now, before, member, family, asOf)) return []
      const findings = finders[place]!.flatMap((find) => find(patient, asOf))
      if (findings.length === 0) return []
      return [{ patient, rule, hcc, findings: findings.toSorted((left, right) => right.day - left.day) }]
    })
  })
}

function isDocumented(
  store: Store,
  now: HccPopulation,
  before: HccPopulation,
  { patient, person, evidence }: MemberScore,
  family: ReadonlySet<number>,
  asOf: Day
): boolean {
  for (const hcc of family) if (evidence.has(hcc)) return true
  const earlier = before.place[patient]!
  if (earlier >= 0) for (const hcc of family) if (before.members[earlier]!.evidence.has(hcc)) return true
  const { offsets, concept, from, to } = diagnosisEvents(store)
  const codes = icdCodes(store.concepts)
  for (let index = offsets[patient]!; index < offsets[patient + 1]!; index++) {
    const code = codes[concept[index]!]
    if (code === undefined || from[index]! > asOf || to[index]! < asOf) continue
    if (hccsOfCode(now.model, code, person).some((hcc) => family.has(hcc))) return true
  }
  return false
}

function findersOf(store: Store, definition: SuspectDefinition): SuspectFinders {
  const results = definition.rules.flatMap(({ evidence }) => evidence.filter((each) => each.kind === 'result'))
  const series = measurementSeries(
    store,
    results.map(({ title, unit, codes, units, plausible }) => ({
      title,
      unit,
      sameDay: 'last' as const,
      parts: [
        {
          title,
          codes: { 'http://loinc.org': codes.map((code) => ({ code, display: title })) },
          units: units.map((each) => ({
            unit: each.unit,
            ...(each.factor === undefined ? {} : { factor: each.factor })
          })),
          plausible
        }
      ]
    }))
  )
  const byRule = definition.rules.map(({ evidence }) =>
    evidence.map((each): Finder =>
      each.kind === 'result' ? resultFinder(each, series[results.indexOf(each)]!) : recordFinder(store, each)
    )
  )
  return { byRule, holds: series }
}

type ResultEvidence = Extract<SuspectEvidence, { kind: 'result' }>

function resultFinder(evidence: ResultEvidence, { offsets, days, values, resource }: MeasurementSeries): Finder {
  const { atLeast, below, upTo, results, daysApart, months, title, unit } = evidence
  const meets = (value: number): boolean =>
    (atLeast === undefined || value >= atLeast) &&
    (below === undefined || value < below) &&
    (upTo === undefined || value <= upTo)
  return (patient, asOf) => {
    const since = windowStart(asOf, months)
    const found: SuspectFinding[] = []
    // Backwards from the latest result: all must meet the limits until there are enough that lie far enough apart.
    for (let index = offsets[patient + 1]! - 1; index >= offsets[patient]!; index--) {
      const day = days[index]!
      if (day > asOf) continue
      const value = values[0]![index]!
      if (day < since || !meets(value)) return []
      const text = `${title} ${Math.round(value * 10) / 10} ${unit}`
      found.push({ text, day, resourceType: 'Observation', resource: resource[index]! })
      if (found.length >= results && found[0]!.day - day >= daysApart) return found
    }
    return []
  }
}

/** Drugs by the names of their ingredients, procedures by the beginnings of their codes. */
function recordFinder(store: Store, evidence: Exclude<SuspectEvidence, ResultEvidence>): Finder {
  const { concepts } = store
  const matches =
    evidence.kind === 'drug'
      ? concepts.displays.map((display, id) => concepts.systems[id] === rxNorm && hasName(evidence.names, display))
      : concepts.codes.map(
          (code, id) => concepts.systems[id] === evidence.system && evidence.codes.some((each) => code.startsWith(each))
        )
  const table = store.tables.get(evidence.kind === 'drug' ? 'medication_request' : 'procedure')
  if (table?.day === undefined || table.patientOffsets === undefined) return () => []
  const { day, patientOffsets } = table
  const conceptsOf = rowConcepts(table, productCodings(store, table))
  const counts = statusCounts(table, evidence.kind)
  return (patient, asOf) => {
    const since = windowStart(asOf, evidence.months)
    for (let row = patientOffsets[patient + 1]! - 1; row >= patientOffsets[patient]!; row--) {
      const concept = conceptsOf(row).find((each) => matches[each] === true)
      if (concept === undefined || !counts(row)) continue
      if (day[row] === NO_DAY || day[row]! > asOf || day[row]! < since) continue
      const text = `${evidence.title}: ${concepts.displays[concept]! || concepts.codes[concept]!}`
      return [{ text, day: day[row]!, resourceType: table.resourceType, resource: table.resource[row]! }]
    }
    return []
  }
}

function hasName(names: readonly string[], display: string): boolean {
  const text = display.toLowerCase()
  return names.some((name) => text.includes(name))
}

const counted: Readonly<Record<'drug' | 'procedure', readonly string[]>> = {
  drug: ['', 'active', 'completed', 'on-hold', 'stopped'],
  procedure: ['', 'completed', 'in-progress']
}

function statusCounts(table: Table, kind: 'drug' | 'procedure'): (row: number) => boolean {
  const { codes, values } = table.column('status', 'dictionary')
  return (row) => counted[kind].includes(codes[row]! < 0 ? '' : values[codes[row]!]!)
}

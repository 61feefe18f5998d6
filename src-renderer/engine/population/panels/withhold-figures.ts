import { andList } from '#shared/messages/list-text.ts'
import { engineMessages as m } from '#messages/engine.ts'
import type { Figure } from '../../base/figures/figure.ts'
import type { Registry } from '../registries/registry-definition.ts'
import type { Day, RowSelector } from '../../base/figures/filter.ts'
import { addMonths } from '../../base/fhir/calendar.ts'
import type { View } from './base/view.ts'
import type { Summary } from './results/summary-result.ts'

/** Resource types that dimensions are computed from, where it is not just the Patient. */
const typesOfDimension: Readonly<Record<string, readonly string[]>> = {
  conditions: ['Condition'],
  diagnosis: ['Condition'],
  visit12: ['Encounter'],
  visit24: ['Encounter']
}

/** Kinds of dimensions that a registry answers. */
const ofRegistry: ReadonlySet<string> = new Set(['registry', 'entry', 'control', 'month-result', 'source'])

/** Resource types of tables whose rows are counted directly. */
const typeOfTable: Readonly<Record<string, string>> = {
  condition: 'Condition',
  encounter: 'Encounter',
  observation: 'Observation',
  explanation_of_benefit: 'ExplanationOfBenefit'
}

/** What did not arrive, and what may stand in for it. */
export interface AbsentTypes {
  /** Resource types that should be in the data and are not. */
  readonly absent: readonly string[]
  readonly registries: readonly Registry[]
  /** Claims have diagnoses, so that registries with a claims rule do without Condition. */
  readonly byClaims: boolean
  /** From which day to which the data hold records of a kind; undefined where they hold none. */
  readonly spans: RecordSpans
  /** Why the data cannot tell anybody's value of a dimension, within a sentence; undefined where they can. */
  untold(dimension: string): string | undefined
}

/** What nobody's visits or control can be told without. */
type RecordKind = 'encounters' | 'results'

/** First and last day of the records of each kind. */
export type RecordSpans = Readonly<Record<RecordKind, { readonly first: Day; readonly last: Day } | undefined>>

/** What a dimension is computed from, and over how many months up to the date. */
interface RecordNeed {
  readonly kind: RecordKind
  readonly months: number
}

const visits: Readonly<Record<string, RecordNeed>> = {
  visit12: { kind: 'encounters', months: 12 },
  visit24: { kind: 'encounters', months: 24 }
}

/** Dimensions that are computed from nothing but one kind of record; registries without diagnoses tell so themselves. */
function recordNeed(dimension: string, registries: readonly Registry[]): RecordNeed | undefined {
  const [kind, rest] = splitOnce(dimension, ':')
  if (kind !== 'control') return visits[dimension]
  const [registry, id] = splitOnce(rest ?? '', '/')
  const control = registries.find((each) => each.id === registry)?.controls.find((each) => each.id === id)
  return control && { kind: 'results', months: control.windowMonths }
}

/** Why some dimensions say nothing on a date: the data hold nothing by which one of them could be told. */
function unrecordedText(
  dimensions: readonly string[],
  asOf: Day,
  { registries, spans, untold }: Pick<AbsentTypes, 'registries' | 'spans' | 'untold'>
): string | undefined {
  for (const dimension of dimensions) {
    const need = recordNeed(dimension, registries)
    if (need === undefined) continue
    const span = spans[need.kind]
    if (span === undefined)
      return { encounters: m.noRecordOfEncountersInThese, results: m.noRecordOfResultsInThese }[need.kind]
    if (span.first <= asOf && span.last > addMonths(asOf, -need.months)) continue
    return { encounters: m.noRecordOfEncountersInThe, results: m.noRecordOfResultsInThe }[need.kind](need.months)
  }
  return dimensions.map((dimension) => untold(dimension)).find((reason) => reason !== undefined)
}

/**
 * Withholds the figures of a panel that depend on resource types of which nothing arrived, or on records of which the data
 * hold none: a count of zero would look like an answer. What a figure depends on is told by the rows that it opens.
 */
export function withholdFigures<R>(result: R, missingTypes: AbsentTypes): R {
  const { absent, registries, byClaims } = missingTypes
  const missing = new Set(absent)
  const typesOf = dimensionTypes(registries, byClaims)
  const texts = new Map<string, string | undefined>()

  const dependencies = ({ table, filters }: RowSelector): Set<string> => {
    const types = new Set(['Patient'])
    const counted = typeOfTable[table]
    if (counted !== undefined) types.add(counted)
    for (const { dimension } of filters) for (const type of typesOf(dimension)) types.add(type)
    return types
  }
  const reason = (rows: RowSelector): string | undefined => {
    const dimensions = rows.filters.map(({ dimension }) => dimension)
    const key = `${rows.table} ${rows.asOf} ${dimensions.join(' ')}`
    if (!texts.has(key)) {
      const types = [...dependencies(rows)].filter((type) => missing.has(type))
      texts.set(key, missingText(types) ?? unrecordedText(dimensions, rows.asOf, missingTypes))
    }
    return texts.get(key)
  }
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (!isPlainObject(value)) return value
    if (!isFigure(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]))
    const text = value.rows === undefined ? undefined : reason(value.rows)
    if (text === undefined) return value
    return { value: undefined, missing: text, unit: value.unit, provenance: value.provenance } satisfies Figure
  }
  return visit(result) as R
}

/** Why the data cannot tell who is selected by some dimensions. */
export function filterReason(dimensions: readonly string[], asOf: Day, missing: AbsentTypes): string | undefined {
  const { absent, registries, byClaims } = missing
  const typesNeeded = dimensionTypes(registries, byClaims)
  const needed = new Set(['Patient', ...dimensions.flatMap((dimension) => typesNeeded(dimension))])
  return missingText(absent.filter((type) => needed.has(type))) ?? unrecordedText(dimensions, asOf, missing)
}

/**
 * Withholds what the summary counts by resource types of which nothing arrived: registries, values of filters, and who is
 * in view under filters.
 * @param asOf the date
 * @param filters their dimensions decide who is in view
 */
export function withholdCounts(
  summary: Summary,
  { asOf, filters }: Pick<View, 'asOf' | 'filters'>,
  missingTypes: AbsentTypes
): Summary {
  const filtered = filters.map(({ dimension }) => dimension)
  const reason = (dimensions: readonly string[]): string | undefined => filterReason(dimensions, asOf, missingTypes)
  return {
    ...summary,
    people: { ...summary.people, missing: reason(filtered) ?? summary.people.missing },
    registries: summary.registries.map((registry) => {
      const missing = reason([...filtered, `registry:${registry.id}`])
      return missing === undefined ? registry : { ...registry, people: undefined, missing }
    }),
    dimensions: summary.dimensions.map((dimension) => ({
      ...dimension,
      missing: reason([dimension.id]) ?? dimension.missing
    }))
  }
}

/** Tells the resource types that a dimension is computed from, besides claims that stand in for one of them. */
function dimensionTypes(list: readonly Registry[], byClaims: boolean): (dimension: string) => readonly string[] {
  const registries = new Map(list.map((registry) => [registry.id, registry]))
  return (dimension) => typesOf(dimension, registries, byClaims)
}

function typesOf(dimension: string, registries: ReadonlyMap<string, Registry>, byClaims: boolean): readonly string[] {
  const [kind = '', rest = ''] = splitOnce(dimension, ':')
  if (!ofRegistry.has(kind)) {
    const types = typesOfDimension[kind] ?? []
    return byClaims ? types.filter((type) => type !== 'Condition') : types
  }
  const [id = ''] = splitOnce(rest, '/')
  const registry = registries.get(id)
  if (registry === undefined) return []
  const byDiagnosis = Object.keys(registry.codes).length > 0 && !(byClaims && registry.claims !== undefined)
  // Results only add to who is a member by claims; control is read from nothing else.
  const byResult = kind === 'control' || (registry.evidence.length > 0 && !byClaims)
  return [...(byDiagnosis ? ['Condition'] : []), ...(byResult ? ['Observation'] : [])]
}

function splitOnce(text: string, separator: string): readonly string[] {
  const place = text.indexOf(separator)
  return place < 0 ? [text] : [text.slice(0, place), text.slice(place + 1)]
}

/** E.g. `Condition is missing from this export`. */
function missingText(types: readonly string[]): string | undefined {
  if (types.length === 0) return undefined
  return m.areMissingFromThisExport(andList(types), types.length)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function isFigure(value: object): value is Figure {
  return 'value' in value && 'unit' in value && 'provenance' in value
}

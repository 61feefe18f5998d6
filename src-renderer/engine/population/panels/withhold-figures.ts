import { engineMessages as m } from '#messages/engine.ts'
import type { Figure } from '../../base/figures/figure.ts'
import type { Registry } from '../registries/registry-definition.ts'
import type { RowSelector } from '../../base/figures/filter.ts'
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
  /** Kinds of which the data hold no record at all, whatever should be in them. */
  readonly unrecorded: readonly UnrecordedKind[]
}

/** What nobody's visits or control can be told without. */
export type UnrecordedKind = 'encounters' | 'results'

/** Dimensions that are computed from nothing but one kind of record; registries without diagnoses tell so themselves. */
const kindOfDimension: Readonly<Record<string, UnrecordedKind>> = {
  visit12: 'encounters',
  visit24: 'encounters',
  control: 'results',
  'month-result': 'results'
}

/** Why a dimension says nothing where the data hold none of the records that it is computed from. */
function unrecordedText(dimensions: readonly string[], unrecorded: readonly UnrecordedKind[]): string | undefined {
  const kinds = dimensions.map((dimension) => kindOfDimension[splitOnce(dimension, ':')[0] ?? ''])
  const kind = unrecorded.find((each) => kinds.includes(each))
  return kind && { encounters: m.noRecordOfEncountersInThese, results: m.noRecordOfResultsInThese }[kind]
}

/**
 * Withholds the figures of a panel that depend on resource types of which nothing arrived, or on records of which the data
 * hold none: a count of zero would look like an answer. What a figure depends on is told by the rows that it opens.
 * @returns the result itself when nothing is absent
 */
export function withholdFigures<R>(result: R, { absent, registries, byClaims, unrecorded }: AbsentTypes): R {
  if (absent.length === 0 && unrecorded.length === 0) return result
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
    const key = `${rows.table} ${dimensions.join(' ')}`
    if (!texts.has(key)) {
      const types = [...dependencies(rows)].filter((type) => missing.has(type))
      texts.set(key, missingText(types) ?? unrecordedText(dimensions, unrecorded))
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

/**
 * Withholds what the summary counts by resource types of which nothing arrived: registries, values of filters, and who is
 * in view under filters.
 * @param filtered dimensions that are filtered on
 */
export function withholdCounts(
  summary: Summary,
  filtered: readonly string[],
  { absent, registries, byClaims, unrecorded }: AbsentTypes
): Summary {
  if (absent.length === 0 && unrecorded.length === 0) return summary
  const typesOf = dimensionTypes(registries, byClaims)
  const reason = (dimensions: readonly string[]): string | undefined => {
    const needed = new Set(['Patient', ...dimensions.flatMap((dimension) => typesOf(dimension))])
    return missingText(absent.filter((type) => needed.has(type))) ?? unrecordedText(dimensions, unrecorded)
  }
  return {
    ...summary,
    people: { ...summary.people, missing: reason(filtered) },
    registries: summary.registries.map((registry) => {
      const missing = reason([...filtered, `registry:${registry.id}`])
      return missing === undefined ? registry : { ...registry, people: undefined, missing }
    }),
    dimensions: summary.dimensions.map((dimension) => ({ ...dimension, missing: reason([dimension.id]) }))
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
  return m.areMissingFromThisExport(types.join(' and '), types.length)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function isFigure(value: object): value is Figure {
  return 'value' in value && 'unit' in value && 'provenance' in value
}

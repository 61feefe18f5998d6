import type { Definition } from '../../../base/figures/figure.ts'
import type { Context, Day, Filter, RowSelector } from '../../../base/figures/filter.ts'
import type { FitnessFacts } from '../results/fitness-result.ts'

/** A figure, as far as it says what it reads: its definition, the rows that its numbers open, and whom it is about. */
export interface ReadingFigure extends Context {
  readonly definition: Pick<Definition, 'id' | 'text' | 'registered'>
  readonly rows: readonly RowSelector[]
}

/** What a figure is computed from. */
export interface FigureReads {
  /** Tables, and columns as `table.column`. The table of a column is named, too. */
  readonly names: ReadonlySet<string>
  /** Registries that it tells members of, by id. */
  readonly registries: ReadonlySet<string>
  /** Dimensions that it divides people by or that choose them. */
  readonly dimensions: ReadonlySet<string>
  /** Names of the payers that it is limited to; undefined for all. */
  readonly payers: readonly string[] | undefined
  /** First and last day that it looks at. */
  readonly from: Day
  readonly to: Day
}

const claims = ['explanation_of_benefit', 'explanation_of_benefit_item']
const diagnoses = ['condition.code', 'explanation_of_benefit_diagnosis.code']
const stays = ['encounter.class', 'encounter.period_start', 'encounter.period_end']
/** Stands for what any registry is told from. */
const anyRegistry = 'registries'
const everything = [...diagnoses, ...stays, ...claims, 'observation.code', 'medication_request.code', 'procedure.code']

/**
 * What the definitions of figures read besides the rows that their numbers open: denominators and what tells who is meant. The
 * longest beginning of a definition's id counts. Tables that the data do not have are left out later. Figures about the data
 * themselves are not here: their fitness is what they show.
 */
const declared: readonly (readonly [idStart: string, reads: readonly string[]])[] = [
  ['overview/', []],
  ['overview/pyramid', ['patient.birth_date', 'patient.gender']],
  ['overview/conditions', ['condition.code']],
  ['overview/claim-diagnoses', ['explanation_of_benefit_diagnosis.code']],
  ['overview/with-condition', [anyRegistry]],
  ['overview/encounters', ['encounter.class', 'encounter.period_start']],
  ['overview/coverage', ['encounter', 'condition', 'observation', 'procedure', 'medication_request']],
  ['signals/', ['encounter.class']],
  ['funnel/', ['encounter.class']],
  ['registry/', []],
  ['cost/', [...claims, 'coverage', 'explanation_of_benefit.payment_amount']],
  ['utilisation/', [...stays, 'coverage']],
  ['utilisation/readmission', [...stays, ...diagnoses, 'explanation_of_benefit_procedure.code', 'coverage']],
  ['forecast/', stays],
  ['forecast/cost', [...claims, 'coverage', 'explanation_of_benefit.payment_amount']],
  ['reconciliation/', [...claims, ...stays, ...diagnoses]],
  ['reconciliation/prior-authorization', ['explanation_of_benefit', 'claim']],
  ['risk/', [...diagnoses, 'patient.birth_date', 'patient.gender']],
  ['risk/lace', [...diagnoses, ...stays]],
  ['risk/hospital', [...diagnoses, ...stays, 'observation.code', 'observation.unit', 'procedure.code']],
  ['risk/hospital-frailty', [...diagnoses, ...stays, 'patient.birth_date']],
  ['risk/high-cost', [...claims, ...diagnoses]],
  ['risk/tiers', [anyRegistry]],
  ['risk/pairs', [anyRegistry]],
  ['risk/cms-hcc', [...diagnoses, 'patient.birth_date', 'patient.gender', 'coverage']],
  ['risk/rising-', everything],
  ['risk/emergency', [...stays, ...claims]],
  ['risk/indicators', [...stays, ...diagnoses]],
  ['model/', everything],
  ['explore/', []]
]

/** Columns that dimensions are told from. Registries and what they control are told by the registry. */
const ofDimension: Readonly<Record<string, readonly string[]>> = {
  sex: ['patient.gender'],
  race: ['patient.race'],
  ethnicity: ['patient.ethnicity'],
  language: ['patient.language'],
  age: ['patient.birth_date'],
  conditions: [anyRegistry],
  diagnosis: ['condition.code'],
  'claim-diagnosis': ['explanation_of_benefit_diagnosis.code'],
  payer: ['coverage', 'explanation_of_benefit'],
  paid12: ['explanation_of_benefit'],
  practice: ['encounter', 'practitioner_role'],
  visit12: ['encounter.period_start'],
  visit24: ['encounter.period_start']
}

/** FHIR types that a measure retrieves; those of all measures where none is named. */
export type MeasureTypes = (measure?: Definition['registered']) => readonly string[]

/** Months that a figure looks back where its numbers do not say since when they count. */
const LOOK_BACK_DAYS = 365

/**
 * Tells what a figure is computed from.
 * @returns undefined for figures about the data themselves, and for those of which it is not known
 */
export function figureReads(
  { definition, rows, asOf, filters }: ReadingFigure,
  facts: FitnessFacts,
  measureTypes: MeasureTypes
): FigureReads | undefined {
  const base = declaredReads(definition, facts, measureTypes) ?? (rows.length > 0 ? ofRows(definition) : undefined)
  if (base === undefined) return undefined
  const names = new Set(['patient'])
  const registries = new Set<string>()
  const dimensions = new Set<string>()
  const [, registry = ''] = /^(?:registry|signals|funnel)\/([^/]+)/.exec(definition.id) ?? []
  if (facts.registries[registry] !== undefined) registries.add(registry)
  for (const name of base) names.add(name)
  for (const selector of rows) {
    names.add(selector.table)
    for (const { column } of selector.where) if (!column.startsWith('@')) names.add(`${selector.table}.${column}`)
  }
  for (const { dimension } of [...filters, ...rows.flatMap((selector) => selector.filters)]) {
    dimensions.add(dimension)
    const id = registryOf(dimension)
    if (id !== undefined) registries.add(id)
    for (const name of ofDimension[dimension] ?? ofDimension[dimension.replace(/[:-].*$/, '')] ?? []) names.add(name)
  }
  if (names.delete(anyRegistry))
    for (const { reads } of Object.values(facts.registries)) for (const name of reads) names.add(name)
  for (const id of registries) for (const name of facts.registries[id]?.reads ?? []) names.add(name)
  const days = rows.flatMap(({ where }) =>
    where.flatMap((test) => ('from' in test && test.column === '@day' && test.from !== undefined ? [test.from] : []))
  )
  return {
    names: withTables(names, facts),
    registries,
    dimensions,
    payers: payersIn([...filters, ...(rows.length === 1 ? rows[0]!.filters : [])]),
    from: days.length > 0 ? Math.min(...days) : asOf - LOOK_BACK_DAYS,
    to: asOf
  }
}

function declaredReads(
  { id, text, registered }: ReadingFigure['definition'],
  facts: FitnessFacts,
  measureTypes: MeasureTypes
): readonly string[] | undefined {
  if (id === 'sql') return tablesIn(text, facts)
  if (registered?.kind === 'measure' || id.startsWith('quality/')) {
    const types = measureTypes(registered)
    return Object.keys(facts.tables).filter((name) => types.includes(facts.tables[name]!.type))
  }
  const [, reads] = declared
    .filter(([start]) => id.startsWith(start))
    .reduce<readonly [string, readonly string[] | undefined]>(
      (longest, each) => (each[0].length > longest[0].length ? each : longest),
      ['', undefined]
    )
  return reads
}

/** Lists of rows and other figures that open rows read these; figures about the data are told apart by their ids. */
function ofRows({ id }: ReadingFigure['definition']): readonly string[] | undefined {
  return /^(?:check|data-quality)\//.test(id) ? undefined : []
}

/** Tables that a statement names. */
function tablesIn(statement: string, facts: FitnessFacts): readonly string[] {
  const words = new Set(statement.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? [])
  return Object.keys(facts.tables).filter((name) => words.has(name))
}

function registryOf(dimension: string): string | undefined {
  return /^(?:registry|entry|control|month-result|source):([^/]+)/.exec(dimension)?.[1]
}

/** Adds the table of each column, and leaves out what the data do not have: claims stand in for charts and the reverse. */
function withTables(names: ReadonlySet<string>, { tables }: FitnessFacts): ReadonlySet<string> {
  const all = [...names].flatMap((name) => (name.includes('.') ? [name, name.slice(0, name.indexOf('.'))] : [name]))
  return new Set(all.filter((name) => tables[name.split('.')[0]!] !== undefined))
}

function payersIn(filters: readonly Filter[]): readonly string[] | undefined {
  const chosen = filters.filter(({ dimension, exclude }) => dimension === 'payer' && exclude !== true)
  return chosen.length === 0 ? undefined : chosen.flatMap(({ values }) => values)
}

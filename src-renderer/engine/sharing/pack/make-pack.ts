import { defined } from '#shared/language/defined.ts'
import type { PinnedDefinition } from '#shared/governance/definition.ts'
import { civilFromDay } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'
import { viewOf, type View } from '../../population/panels/base/view.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { canonicalJson, sha256 } from './canonical-json.ts'
import { publishedKey, type PublishedCount } from '#shared/governance/published-count.ts'
import { packCounts } from './pack-counts.ts'
import { tellingCells } from './contained-cohorts.ts'
import { countByGroup, countPackCohort, countRegistry, type CountedPack } from './count-groups.ts'
import { openPackCohorts, type PackCohort } from './pack-cohorts.ts'
import { memberCells, peopleCells, type PackCell, type PackCells } from './pack-cells.ts'
import { PACK_FORMAT, PACK_FORMAT_WITHOUT_COHORTS, type PackDocument, type SealedPack } from './pack-document.ts'
import { sealPack } from './seal-pack.ts'
import { suppressPack, type EarlierPack } from './suppress-pack.ts'

/** What goes into a pack. */
export interface PackOptions {
  readonly series: string
  readonly asOf: Day
  /** Version of the program. */
  readonly engine: string
  /** Registry definitions as JSON, those that the population was opened with. */
  readonly definitions: readonly unknown[]
  /** Cohorts that are counted as registries are, from `packCohorts`. */
  readonly cohorts?: readonly PackCohort[]
  /** What the registry of definitions says of each, by id; of a cohort, by its id in the pack. */
  readonly approvals: Readonly<Record<string, PinnedDefinition['state']>>
  /** Counts of 1 to so many people are withheld, with what would tell them. */
  readonly limit: number
  readonly earlier: readonly EarlierPack[]
  /** What the register of published counts says of {@link countsOfPack}. */
  readonly register?: {
    /** Which data, as the register names them. */
    readonly data: string
    /** Keys of counts that must not leave. */
    readonly withheld: readonly string[]
  }
}

/** A pack with what was done to it. */
export interface MadePack extends SealedPack {
  /** Counts that are small, and counts that are withheld because they would tell a small one. */
  readonly small: number
  readonly withheld: number
  /** Registries and cohorts that are not in it, with the reason. */
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[]
}

/** Counts what packs hold: the living in view and the members of each registry and cohort, in all and by group. */
export function countPack(population: PopulationView, asOf: Day, cohorts: readonly PackCohort[] = []): CountedPack {
  const opened = openPackCohorts(population, cohorts)
  const view: View = viewOf(population, { asOf, filters: [] })
  return {
    people: countByGroup(view),
    members: [
      ...population.index.registries.map((registry) => countRegistry(view, registry)),
      ...cohorts.map((cohort) => countPackCohort(view, cohort, opened))
    ]
  }
}

/** The cells of what was counted, of the registries and cohorts that these data can tell. */
export function cellsOf({ people, members }: CountedPack): {
  readonly people: PackCells
  readonly parts: readonly PackCells[]
} {
  return {
    people: peopleCells(people),
    parts: members.flatMap((each) => (each.missing === undefined ? [memberCells(each, people)] : []))
  }
}

function publishedCells(people: PackCells, parts: readonly PackCells[]): readonly PackCell[] {
  return [people, ...parts].flatMap(({ cells }) => cells).filter(({ unpublished }) => unpublished !== true)
}

/** The counts that a pack would hold, for the register of published counts. @param data names the data by what is in them */
export function countsOfPack(
  population: PopulationView,
  asOf: Day,
  data: string,
  cohorts: readonly PackCohort[] = []
): readonly PublishedCount[] {
  const counted = countPack(population, asOf, cohorts)
  const { people, parts } = cellsOf(counted)
  return [...packCounts(publishedCells(people, parts), counted.members, asOf, data, savedNames(cohorts)).values()]
}

/** Cohorts by the names that filters of the screens have for them. */
function savedNames(cohorts: readonly PackCohort[]): (id: string) => string {
  const saved = new Map(cohorts.map(({ id, savedAs }) => [id, savedAs]))
  return (id) => saved.get(id) ?? id
}

/**
 * Makes a pack: definitions with their code lists, counts of people, hashes and a seal. No row of a person is in it, and no
 * name of a site, payer or practice.
 * @throws AppError `not-allowed` where earlier packs, or what else left before, leave a small count no room
 */
export async function makePack(population: PopulationView, options: PackOptions): Promise<MadePack> {
  const { series, asOf, engine, definitions, cohorts = [], approvals, limit, earlier, register } = options
  const counted = countPack(population, asOf, cohorts)
  const { people, parts } = cellsOf(counted)
  const date = isoOf(asOf)
  const cells = publishedCells(people, parts)
  const left = new Set(register?.withheld)
  const names = savedNames(cohorts)
  const asked = left.size === 0 ? [] : packCounts(cells, counted.members, asOf, register?.data ?? '', names)
  const told = new Set([
    ...tellingCells(viewOf(population, { asOf, filters: [] }), counted, limit),
    ...[...asked].flatMap(([key, count]) => (left.has(publishedKey(count)) ? [key] : []))
  ])
  const { counts, small, withheld } = suppressPack(people, parts, limit, date, earlier, told)
  const published = cells.filter(({ key }) => counts.has(key))
  const pack: PackDocument = {
    format: cohorts.length === 0 ? PACK_FORMAT_WITHOUT_COHORTS : PACK_FORMAT,
    series,
    engine,
    asOf: date,
    smallCells: limit,
    definitions: await Promise.all(definitions.map((definition) => hashed(definition, approvals))),
    ...(cohorts.length === 0 ? {} : { cohorts: cohorts.map((cohort) => approved(cohort, approvals)) }),
    aggregates: published.map(({ key, title, group, of }: PackCell) => ({
      key,
      title,
      group,
      people: defined(counts.get(key)),
      ...(of === undefined ? {} : { of })
    }))
  }
  const leftOut = counted.members.flatMap(({ title, missing }) =>
    missing === undefined ? [] : [{ title, reason: missing }]
  )
  return { ...(await sealPack(pack)), small, withheld, leftOut }
}

function approved(
  { id, sha256: hash, definition }: PackCohort,
  approvals: PackOptions['approvals']
): NonNullable<PackDocument['cohorts']>[number] {
  const approval = approvals[id] ?? 'unknown'
  return { id, sha256: hash, approval, definition: { ...definition, steps: [...definition.steps] } }
}

async function hashed(
  definition: unknown,
  approvals: PackOptions['approvals']
): Promise<PackDocument['definitions'][number]> {
  const json = definition as Record<string, unknown>
  const id = String(json['id'])
  return {
    id,
    sha256: await sha256(canonicalJson(json)),
    approval: approvals[id] ?? 'unknown',
    definition: json
  }
}

function isoOf(day: Day): string {
  const { year, month, day: date } = civilFromDay(day)
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

import type { PinnedDefinition } from '#shared/governance/definition.ts'
import { civilFromDay } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'
import { viewOf, type View } from '../../population/panels/base/view.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { canonicalJson, sha256 } from './canonical-json.ts'
import { publishedKey, type PublishedCount } from '#shared/governance/published-count.ts'
import { packCounts } from './pack-counts.ts'
import { countByGroup, countRegistry, type GroupCounts, type RegistryCounts } from './count-groups.ts'
import { peopleCells, registryCells, type PackCell, type PackCells } from './pack-cells.ts'
import { PACK_FORMAT, type PackDocument, type SealedPack } from './pack-document.ts'
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
  /** What the registry of definitions says of each, by id. */
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
  /** Registries that are not in it, with the reason. */
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[]
}

/** All numbers of a pack as they are in a population, none withheld. They stay on this computer. */
export interface CountedPack {
  readonly people: GroupCounts
  readonly registries: readonly RegistryCounts[]
}

/** Counts what packs hold: the living in view and the members of each registry, in all and by group. */
export function countPack(population: PopulationView, asOf: Day): CountedPack {
  const view: View = viewOf(population, { asOf, filters: [] })
  return {
    people: countByGroup(view),
    registries: population.index.registries.map((registry) => countRegistry(view, registry))
  }
}

/** The cells of what was counted, of the registries that these data can tell. */
export function cellsOf({ people, registries }: CountedPack): {
  readonly people: PackCells
  readonly parts: readonly PackCells[]
} {
  return {
    people: peopleCells(people),
    parts: registries.flatMap((each) => (each.missing === undefined ? [registryCells(each, people)] : []))
  }
}

function publishedCells(people: PackCells, parts: readonly PackCells[]): readonly PackCell[] {
  return [people, ...parts].flatMap(({ cells }) => cells).filter(({ unpublished }) => unpublished !== true)
}

/** The counts that a pack would hold, for the register of published counts. @param data names the data by what is in them */
export function countsOfPack(population: PopulationView, asOf: Day, data: string): readonly PublishedCount[] {
  const counted = countPack(population, asOf)
  const { people, parts } = cellsOf(counted)
  return [...packCounts(publishedCells(people, parts), counted.registries, asOf, data).values()]
}

/**
 * Makes a pack: definitions with their code lists, counts of people, hashes and a seal. No row of a person is in it, and no
 * name of a site, payer or practice.
 * @throws AppError `not-allowed` where earlier packs, or what else left before, leave a small count no room
 */
export async function makePack(population: PopulationView, options: PackOptions): Promise<MadePack> {
  const { series, asOf, engine, definitions, approvals, limit, earlier, register } = options
  const counted = countPack(population, asOf)
  const { people, parts } = cellsOf(counted)
  const date = isoOf(asOf)
  const cells = publishedCells(people, parts)
  const left = new Set(register?.withheld)
  const asked = left.size === 0 ? [] : packCounts(cells, counted.registries, asOf, register?.data ?? '')
  const told = new Set([...asked].flatMap(([key, count]) => (left.has(publishedKey(count)) ? [key] : [])))
  const { counts, small, withheld } = suppressPack(people, parts, limit, date, earlier, told)
  const published = cells.filter(({ key }) => counts.has(key))
  const pack: PackDocument = {
    format: PACK_FORMAT,
    series,
    engine,
    asOf: date,
    smallCells: limit,
    definitions: await Promise.all(definitions.map((definition) => hashed(definition, approvals))),
    aggregates: published.map(({ key, title, group, of }: PackCell) => ({
      key,
      title,
      group,
      people: counts.get(key)!,
      ...(of === undefined ? {} : { of })
    }))
  }
  const leftOut = counted.registries.flatMap(({ registry, missing }) =>
    missing === undefined ? [] : [{ title: registry.title, reason: missing }]
  )
  return { ...(await sealPack(pack)), small, withheld, leftOut }
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

import { engineSharingMessages as m } from '#messages/engine/sharing.ts'
import { defined } from '#shared/language/defined.ts'
import { resultFactor } from '../../cql/elm/units/result-units.ts'
import type { CohortDefinition, CohortNode } from '../../cohorts/definition/cohort-definition.ts'
import type { Criterion, EventQuery } from '../../cohorts/definition/criteria.ts'
import { criteriaOf, refuseCycle, type SavedCohort } from '../../cohorts/definition/walk-definition.ts'
import { codeListSource, selectedCodes, type CodeListSource } from '../../cohorts/events/code-lists.ts'
import { createCohorts, type Cohorts } from '../../cohorts/members/cohorts.ts'
import { allPeople } from '../../population/people/all-people.ts'
import type { Registry } from '../../population/registries/registry-definition.ts'
import { notRecorded } from '../../population/selection/dimension.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { canonicalJson, sha256 } from './canonical-json.ts'
import { publicValues } from './public-values.ts'

/** Digits of the hash that name a cohort in packs. */
const NAME_DIGITS = 12

/** A cohort as packs hold it: named by its content, so that one definition is one question at every site. */
export interface PackCohort {
  readonly id: string
  readonly sha256: string
  readonly definition: CohortDefinition
  /** Id under which it is saved here; undefined for one of another site. */
  readonly savedAs?: string
}

/** The cohorts of a pack that is to be made. */
export interface PackCohorts {
  /** Those that were chosen and those that they name, each after those that it names. */
  readonly cohorts: readonly PackCohort[]
  /** Those that another site could not count, with the reason. */
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[]
}

/** The name of a cohort in packs. @param hash SHA-256 of its canonical JSON */
export function packCohortId(hash: string): string {
  return hash.slice(0, NAME_DIGITS)
}

/**
 * Makes cohorts fit for another site: those that name its people, its own words or what a pack does not hold are left out.
 * @param chosen ids
 * @param registries those that the pack holds
 * @throws AppError `invalid-input` for cohorts that use each other in a circle
 */
export async function packCohorts(
  chosen: readonly string[],
  saved: readonly SavedCohort[],
  registries: readonly Registry[]
): Promise<PackCohorts> {
  const lists = codeListSource(registries, [])
  const byId = new Map(saved.map((cohort) => [cohort.id, cohort.definition]))
  const found = new Map<string, PackCohort | string>()
  const visit = async (id: string): Promise<PackCohort | string> => {
    const known = found.get(id)
    if (known !== undefined) return known
    const definition = byId.get(id)
    if (definition === undefined) return m.itNamesACohortThatIsGone
    refuseCycle(id, definition, (named) => byId.get(named))
    const names = new Map<string, string>()
    let reason = reasonToLeaveOut(definition, registries, lists)
    for (const criterion of criteriaOf(definition.steps)) {
      if (reason !== undefined || criterion.type !== 'cohort') continue
      const named = await visit(criterion.cohort)
      if (typeof named === 'string')
        reason = m.itNamesACohort(byId.get(criterion.cohort)?.title ?? criterion.cohort, named)
      else names.set(criterion.cohort, named.id)
    }
    const result = reason ?? (await packed(id, { ...definition, steps: renamed(definition.steps, names) }))
    found.set(id, result)
    return result
  }
  const leftOut: { readonly title: string; readonly reason: string }[] = []
  for (const id of chosen) {
    const result = await visit(id)
    if (typeof result === 'string') leftOut.push({ title: byId.get(id)?.title ?? id, reason: result })
  }
  const all = [...found.values()].filter((each) => typeof each !== 'string')
  // Two that are saved with the same definition are one question.
  return { cohorts: [...new Map(all.map((cohort) => [cohort.id, cohort])).values()], leftOut }
}

async function packed(savedAs: string, definition: CohortDefinition): Promise<PackCohort> {
  // Whether it is listed next to the registries is a matter of the site.
  const { registry: _, ...shared } = definition
  const plain = JSON.parse(JSON.stringify(shared)) as CohortDefinition
  const hash = await sha256(canonicalJson(plain))
  return { id: packCohortId(hash), sha256: hash, definition: plain, savedAs }
}

/** Nodes with other names of the cohorts that they name. */
function renamed(nodes: readonly CohortNode[], names: ReadonlyMap<string, string>): readonly CohortNode[] {
  return nodes.map((node): CohortNode => {
    if ('criteria' in node) return { ...node, criteria: renamed(node.criteria, names) }
    return node.type === 'cohort' ? { ...node, cohort: defined(names.get(node.cohort)) } : node
  })
}

function eventsOf(criterion: Criterion): readonly EventQuery[] {
  if (criterion.type === 'event') return [criterion.event]
  return criterion.type === 'sequence' ? [criterion.first, criterion.then] : []
}

/** Why another site could not count a definition, within a sentence; undefined where it can. */
function reasonToLeaveOut(
  { steps, index }: CohortDefinition,
  registries: readonly Registry[],
  lists: CodeListSource
): string | undefined {
  const criteria = [...criteriaOf(steps)]
  const events = [...(index === undefined ? [] : [index.event]), ...criteria.flatMap(eventsOf)]
  const missing = events.flatMap(({ codes }) => (codes === undefined ? [] : selectedCodes(codes, lists).missing))
  if (missing.length > 0) return m.noRegistryHoldsTheCodeList(missing[0]!)
  for (const criterion of criteria) {
    if (criterion.type === 'people') return m.itListsPeople
    if (criterion.type === 'measure') return m.itAsksForAMeasure
    if (criterion.type === 'registry' && !registries.some(({ id }) => id === criterion.registry))
      return m.itNamesARegistry(criterion.registry)
    if (criterion.type === 'filter' && !isPublicFilter(criterion, registries)) return m.itFiltersBy(criterion.dimension)
  }
  return undefined
}

/** Whether a filter means the same at every site: its values are of the program or of a public standard. */
function isPublicFilter(
  { dimension, values }: { readonly dimension: string; readonly values: readonly string[] },
  registries: readonly Registry[]
): boolean {
  if (['age', 'sex', 'living'].includes(dimension)) return true
  const known = publicValues[dimension]
  if (known !== undefined) return values.every((value) => value === notRecorded.value || known.includes(value))
  const [, registry] = /^(?:registry|control):([^/]+)/.exec(dimension) ?? []
  return registry !== undefined && registries.some(({ id }) => id === registry)
}

/**
 * Makes the cohorts of a pack dimensions of a population, so that they are counted as its registries are.
 * @param population opened with the registries of the pack
 */
export function openPackCohorts(population: PopulationView, cohorts: readonly PackCohort[]): Cohorts {
  const opened = createCohorts(allPeople(population), () => ({ unitFactor: resultFactor }))
  for (const { id, definition } of cohorts) opened.put({ id, definition })
  return opened
}

import type { PopulationCounts } from '../base/privacy/measure-cells.ts'
import { isSmallCount } from '../base/privacy/small-count.ts'
import { suppressPopulations } from '../base/privacy/suppress-populations.ts'
import { scorePopulationKeys } from '../measures/run/measure-score.ts'
import type { FhirObject } from '../cql/elm/values/fhir-element.ts'

/** Why there is no number: it is withheld (FHIR, data-absent-reason). */
const masked = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }]
}

/** What decides about the counts of a group besides them. */
interface GroupKnowledge {
  /** Codes of the populations that must not leave for what left before. */
  readonly told?: ReadonlySet<string>
  /** The initial population is told by the supplemental data, whose values add up to it. */
  readonly isInitialKnown?: boolean
  /** Numbers of observations that the score is made of, by code. */
  readonly observed?: PopulationCounts
}

interface Population {
  readonly code?: { readonly coding?: readonly { readonly code?: string }[] }
  readonly count?: number
}

interface Group {
  readonly population?: readonly Population[]
  readonly measureScore?: { readonly value?: number }
}

/**
 * A summary MeasureReport without counts of 1 to `limit` and what would tell them; FHIR's "masked" stands in their place.
 * @param report as `summaryReport` makes it
 * @param known for each group what is not in the report
 */
export function maskCounts(report: FhirObject, limit: number, known: readonly GroupKnowledge[] = []): FhirObject {
  if (limit <= 0) return report
  // summaryReport made it, with groups of this form.
  const groups = (report['group'] ?? []) as unknown as readonly Group[]
  return {
    ...report,
    // An interface has no index signature, so that the compiler does not take it for a FhirObject.
    group: groups.map((group, place) => maskGroup(group, limit, known[place])) as unknown as FhirObject[]
  }
}

function codeOf({ code }: Population): string {
  return code?.coding?.[0]?.code ?? ''
}

function maskGroup(
  group: Group,
  limit: number,
  { told = new Set(), isInitialKnown = false, observed = {} }: GroupKnowledge = {}
): object {
  const population = group.population ?? []
  const keys = scorePopulationKeys(population.map((each) => ({ code: codeOf(each) })))
  const counts = Object.fromEntries(population.map(({ count }, index) => [keys[index]!, count ?? 0]))
  const initial = 'initial-population'
  const known = new Set(isInitialKnown && !isSmallCount(counts[initial], limit) ? [initial] : [])
  const suppressed = suppressPopulations({ ...counts, ...observed }, limit, { told, known })
  const hidesScore =
    (suppressed.hidesScore || told.has('numerator') || told.has('denominator')) &&
    group.measureScore?.value !== undefined
  return {
    ...group,
    population: population.map((each, index) => {
      const { count: _, ...rest } = each
      return told.has(codeOf(each)) || typeof suppressed.counts[keys[index]!] === 'string'
        ? { ...rest, _count: masked }
        : each
    }),
    ...(hidesScore ? { measureScore: masked } : {})
  }
}

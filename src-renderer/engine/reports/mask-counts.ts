import { isSmallCount } from '../base/privacy/small-count.ts'
import { suppressPopulations } from '../base/privacy/suppress-populations.ts'
import type { FhirObject } from '../cql/elm/values/fhir-element.ts'

/** Why there is no number: it is withheld (FHIR, data-absent-reason). */
const masked = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }]
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
 * @param told for each group the populations that must not leave for what left before
 */
export function maskCounts(report: FhirObject, limit: number, told: readonly ReadonlySet<string>[] = []): FhirObject {
  if (limit <= 0) return report
  // summaryReport made it, with groups of this form.
  const groups = (report['group'] ?? []) as unknown as readonly Group[]
  return {
    ...report,
    // An interface has no index signature, so that the compiler does not take it for a FhirObject.
    group: groups.map((group, place) => maskGroup(group, limit, told[place] ?? new Set())) as unknown as FhirObject[]
  }
}

function codeOf({ code }: Population): string {
  return code?.coding?.[0]?.code ?? ''
}

function maskGroup(group: Group, limit: number, told: ReadonlySet<string>): object {
  const population = group.population ?? []
  const counts = Object.fromEntries(population.map((each) => [codeOf(each), each.count ?? 0]))
  const suppressed = suppressPopulations(counts, limit)
  const hidesScore =
    (suppressed.hidesScore || told.has('numerator') || told.has('denominator')) &&
    group.measureScore?.value !== undefined
  return {
    ...group,
    population: population.map((each) => {
      const { count, ...rest } = each
      const isSmall = isSmallCount(count, limit)
      return isSmall || told.has(codeOf(each)) || typeof suppressed.counts[codeOf(each)] === 'string'
        ? { ...rest, _count: masked }
        : each
    }),
    ...(hidesScore ? { measureScore: masked } : {})
  }
}

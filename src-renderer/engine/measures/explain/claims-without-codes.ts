import { defined } from '#shared/language/defined.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { askedValueSets } from '../requirements/asked-value-sets.ts'
import type { ResourceRef } from '../../population/panels/results/shapes.ts'
import type { Store } from '../../store/model/store.ts'
import { numeratorOf } from './numerator-reads.ts'

/** Tables with the lines of claims, which have the codes that the claims themselves do not. */
const linesOf: Readonly<Record<string, readonly string[]>> = {
  ExplanationOfBenefit: ['explanation_of_benefit_item', 'explanation_of_benefit_item_code'],
  Claim: ['claim_item', 'claim_item_code']
}

/**
 * The claims among some records whose lines have none of the codes that the numerator of a group asks for, by all codes of
 * each line. A numerator that looks through claims by code reads all of a person, also those for something else.
 * @param refs where the records are, by name
 * @returns names of `refs`; none where the numerator asks for no codes, or claims came without lines
 */
export function claimsWithoutCodes(
  store: Store,
  { libraries, valueSets }: Pick<MeasureContent, 'libraries' | 'valueSets'>,
  definition: MeasureDefinition,
  group: string,
  refs: Readonly<Record<string, ResourceRef>>
): readonly string[] {
  const named = askedValueSets(numeratorOf(definition, group), libraries)
  const asked = [...named.keys()].flatMap((url) => valueSets.get(url) ?? [])
  if (asked.length === 0) return []
  const isAsked = (concept: number): boolean => {
    const { systems, codes } = store.concepts
    return asked.some((systemsOf) => systemsOf.get(systems[concept]!)?.has(codes[concept]!) === true)
  }
  const claims = Object.entries(refs).filter(([, { resourceType }]) => Object.hasOwn(linesOf, resourceType))
  const verdicts = new Map<string, boolean>()
  for (const type of new Set(claims.map(([, { resourceType }]) => resourceType))) {
    const wanted = new Set(claims.flatMap(([, claim]) => (claim.resourceType === type ? [claim.index] : [])))
    for (const name of linesOf[type]!) {
      const lines = store.tables.get(name)
      const concepts = lines?.columns.has('code') === true ? lines.column('code', 'concept').ids : undefined
      for (let line = 0; concepts !== undefined && line < defined(lines).rows; line++) {
        const claim = defined(lines).resource[line]!
        const concept = concepts[line]!
        // A line may be named in words alone.
        if (!wanted.has(claim) || concept < 0 || store.concepts.codes[concept] === '') continue
        const key = `${type}|${claim}`
        verdicts.set(key, verdicts.get(key) === true || isAsked(concept))
      }
    }
  }
  return claims.flatMap(([name, { resourceType, index }]) =>
    verdicts.get(`${resourceType}|${index}`) === false ? [name] : []
  )
}

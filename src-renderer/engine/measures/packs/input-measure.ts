import type { Citation } from '../../base/figures/figure.ts'
import { objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import type { Store } from '../../store/model/store.ts'
import { numeratorReads } from '../explain/numerator-reads.ts'
import { closingOf } from '../rates/closing.ts'
import { clauseLabels } from '../rates/exclusion-labels.ts'
import { measureFamily } from '../rates/measure-family.ts'
import type { InputMeasure, MeasureOrigin } from '../rates/measure-input.ts'
import { unappliedExclusions } from '../rates/unapplied-exclusions.ts'
import { undecidableRates } from '../requirements/cannot-compute.ts'
import { partlyReadRates } from '../requirements/partly-read.ts'
import { sufficientKinds } from '../requirements/sufficient-kinds.ts'
import type { OpenedMeasure } from './open-packs.ts'

/** What a measure was run on, next to its own content. */
export interface MeasureContext {
  readonly store: Store
  /** Resource types that should be in the data and are not. */
  readonly absent: readonly string[]
  readonly builtIn: boolean
  /** Results for other periods. */
  readonly others: InputMeasure['others']
}

/** An installed measure with its result, as quality panels read it. */
export function inputMeasure(
  measure: OpenedMeasure,
  run: InputMeasure['run'],
  { store, absent, builtIn, others }: MeasureContext
): InputMeasure {
  const { id, definition, resource, content } = measure
  const undecidable = Object.entries(
    undecidableRates(definition, content, store, { groups: run.groups, period: run.key.period })
  )
  const reads = numeratorReads(definition, content.libraries)
  return {
    id,
    definition,
    text: textOf(resource['description']) ?? '',
    disclaimer: textOf(resource['disclaimer']) ?? '',
    steward: textOf(resource['publisher']) ?? '',
    sources: citations(resource),
    run,
    others,
    reads,
    sufficient: sufficientKinds(definition, content.libraries, reads),
    cannotCompute: Object.fromEntries(undecidable.map(([group, { reason }]) => [group, reason])),
    unread: Object.fromEntries(undecidable.map(([group, { unread }]) => [group, unread])),
    unapplied: unappliedExclusions(definition, content.libraries, absent),
    partlyRead: partlyReadRates(definition, content, store),
    origin: { family: measureFamily(resource), builtIn, effective: effectiveDays(resource) },
    clauses: clauseLabels(definition, content.libraries),
    closing: closingOf(resource),
    valueSets: content.valueSets
  }
}

function effectiveDays(resource: FhirObject): MeasureOrigin['effective'] {
  const period = objectOf(resource['effectivePeriod'])
  const dayOf = (name: string): string | undefined => {
    const text = textOf(period?.[name])?.slice(0, 10)
    return text?.length === 10 ? text : undefined
  }
  return { start: dayOf('start'), end: dayOf('end') }
}

/** What a measure says it comes from. */
function citations(measure: FhirObject): readonly Citation[] {
  return objectsOf(measure['relatedArtifact']).flatMap((item): Citation[] => {
    const title = textOf(item['display']) ?? textOf(item['citation']) ?? textOf(item['label'])
    if (title === undefined) return []
    const url = textOf(item['url'])
    const publisher = url === undefined ? '' : (/^https?:\/\/([^/]+)/.exec(url)?.[1] ?? '')
    return [url === undefined ? { title, publisher } : { title, publisher, url }]
  })
}

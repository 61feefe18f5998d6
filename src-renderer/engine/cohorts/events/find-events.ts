import { engineMessages as m } from '#messages/engine.ts'
import { unitText } from '../../base/fhir/unit-text.ts'
import type { Measurement } from '../../population/registries/registry-definition.ts'
import type { Store } from '../../store/model/store.ts'
import { eventSources, type EventDomain, type EventQuery } from '../definition/criteria.ts'
import { chartEvents } from './chart-events.ts'
import { claimDiagnosisEvents, claimEvents, claimLineEvents } from './claim-events.ts'
import { selectConcepts, type CodeListSource } from './code-lists.ts'
import { arrangeEvents, type EventRows, type EventSeries } from './event-series.ts'
import { resultEvents } from './result-events.ts'
import type { UnitFactor } from './value-tests.ts'

/** What the kinds of events are called in a sentence, in the plural. */
const domainNames: Readonly<Record<EventDomain, string>> = {
  condition: m.diagnoses,
  procedure: m.procedures,
  drug: m.prescriptionsOrPharmacyClaims,
  immunization: m.immunizations,
  result: m.results,
  encounter: m.encounters,
  claim: m.claims
}

/** What events are looked up with. */
export interface EventContext {
  readonly lists: CodeListSource
  readonly unitFactor: UnitFactor
}

/** Finds the events of a query, whatever their days. */
export function findEvents(store: Store, query: EventQuery, { lists, unitFactor }: EventContext): EventSeries {
  const { domain, codes = {}, sources = eventSources, value, services = [] } = query
  const { wanted, missing } = selectConcepts(store.concepts, codes, lists)
  const parts: EventRows[] = []
  let undecided: Uint8Array | undefined
  let isRecorded = false
  const add = (part: EventRows | undefined): void => {
    if (part === undefined) return
    isRecorded = true
    parts.push(part)
  }
  if (domain === 'claim') add(claimEvents(store, services, wanted))
  else if (domain === 'result') {
    const measurements = (codes.lists ?? []).flatMap((id): Measurement[] => {
      const found = lists.find(id)?.measurement
      return found === undefined ? [] : [found]
    })
    const found = resultEvents(store, { wanted, test: value, measurements, unitFactor })
    for (const part of found?.parts ?? []) add(part)
    undecided = found?.undecided
  } else {
    if (sources.includes('chart')) add(chartEvents(store, domain, wanted))
    if (sources.includes('claims')) {
      if (domain === 'condition') add(claimDiagnosisEvents(store, wanted))
      if (domain === 'procedure' || domain === 'drug' || domain === 'immunization')
        add(claimLineEvents(store, domain, wanted))
    }
  }
  return {
    ...arrangeEvents(parts, store.patients),
    undecided,
    reason: undecided === undefined ? undefined : unitReason(unitText(value?.unit ?? '')),
    missing:
      missing.length > 0
        ? m.theCodeListIsNotInstalled(missing.map((id) => `“${id}”`).join(', '))
        : isRecorded
          ? undefined
          : m.theseDataContainNo(domainNames[domain])
  }
}

/** Why it cannot be told whether a result meets a comparison, in words for a sentence. @param unit of the comparison */
function unitReason(unit: string): string {
  return unit === '' ? m.aResultIsInAUnitAndTheComparison : m.aResultIsInAUnit(unit)
}

import { ordinalsOf } from '../../base/kernels/bitset.ts'
import { peopleFacts } from '../../population/panels/person/people-facts.ts'
import { countFigure, filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { Filter } from '../../base/figures/filter.ts'
import { claimVisitRule } from '../../population/selection/claim-visits.ts'
import { attribute, attributionReasons, reasonLabel, type Attribution } from './attribution.ts'
import type { AttributionPanel, AttributionReason, AttributionRow } from '../results/attribution-result.ts'
import type { AttributionSettings, MeasureInput } from '../rates/measure-input.ts'
import { reasonDimension, unitDimension } from './unit-dimensions.ts'

/** Classes of encounters (HL7 v3 ActCode) as people call them. */
const classWords: Readonly<Record<string, string>> = {
  AMB: 'in an office',
  HH: 'at home',
  VR: 'by phone or video',
  EMER: 'emergency',
  IMP: 'in hospital'
}

function visitsText(visits: number, months: number, isByClaims: boolean): string {
  return `${visits} ${visits === 1 ? 'visit' : 'visits'}${isByClaims ? ' on claims' : ''} in ${months} months`
}

/** The rules in words. */
function rulesText({ rules, months, fewest, tie, classes }: AttributionSettings, isByClaims: boolean): string {
  const words = rules.map((rule) =>
    rule === 'general-practitioner'
      ? 'the PCP on record'
      : `whoever the person had most visits with in ${months} months (at least ${fewest}; of equally many ${
          tie === 'latest-visit' ? 'the one seen last, then the first by name' : 'the first by name'
        })`
  )
  const kinds = isByClaims
    ? claimVisitRule
    : classes.length === 0
      ? 'All encounters that took place count.'
      : `Visits that count: ${classes.map((code) => classWords[code] ?? code).join(', ')}.`
  return `Tried in this order: ${words.join('; ')}. ${kinds}`
}

function why(attribution: Attribution, patient: number, { months, tie }: AttributionSettings): string {
  const { reason, visits, runnerUp, runnerUpVisits, providers, isByClaims } = attribution
  const own = visitsText(visits[patient]!, months, isByClaims)
  const next =
    runnerUp[patient]! < 0 ? 'nobody else' : `${providers[runnerUp[patient]!]!.label} with ${runnerUpVisits[patient]!}`
  switch (attributionReasons[reason[patient]!]!) {
    case 'general-practitioner':
      return `PCP on record; ${own}, ${next}.`
    case 'most-visits':
      return `${own}, ${next}.`
    case 'most-visits-latest':
      return `${own}, as many as ${next}; seen last.`
    case 'most-visits-first-name':
      return `${own}, as many as ${next}; ${tie === 'latest-visit' ? 'seen on the same day, ' : ''}first by name.`
    default:
      return `No practitioner named, no visits in ${months} months.`
  }
}

/** Whom the living people in view are assigned to, and why. */
export function attributionPanel(
  view: PeopleView,
  input: MeasureInput,
  params: { readonly provider?: string; readonly offset: number; readonly limit: number; readonly revealed: boolean }
): AttributionPanel {
  const settings = input.settings.attribution
  const attribution = attribute(view.population, settings, view.asOf)
  const { providers, provider, reason, visits, runnerUp, runnerUpVisits, isByClaims } = attribution
  const definition = {
    id: 'quality/attribution',
    version: '1.0.0',
    title: 'Attribution',
    text: rulesText(settings, isByClaims),
    sources: [{ title: 'Shared Savings Program: assignment by plurality of primary care services', publisher: 'CMS' }]
  }
  const provenance = view.provenance(definition)
  const counts = attributionReasons.map(() => 0)
  const people = ordinalsOf(view.people)
  for (const patient of people) counts[reason[patient]!]!++
  const wanted = params.provider === undefined ? undefined : providers.findIndex(({ id }) => id === params.provider)
  const chosen = wanted === undefined ? people : people.filter((patient) => provider[patient] === wanted)
  const facts = peopleFacts(view.population)
  const own = unitDimension(input, 'provider')
  const by = (each: AttributionReason): Filter => filterOn(reasonDimension(own), each)
  const rows = Array.from(chosen.subarray(params.offset, params.offset + params.limit), (patient): AttributionRow => {
    const own = provider[patient]!
    const next = runnerUp[patient]!
    return {
      patient,
      id: facts.id(patient),
      name: facts.name(patient, params.revealed),
      provider: own < 0 ? 'unknown' : providers[own]!.id,
      label: own < 0 ? 'Nobody' : providers[own]!.label,
      reason: attributionReasons[reason[patient]!]!,
      why: why(attribution, patient, settings),
      visits: visits[patient]!,
      runnerUp: next < 0 ? undefined : providers[next]!.label,
      runnerUpVisits: runnerUpVisits[patient]!
    }
  })
  return {
    reasons: attributionReasons.map((each, code) => ({
      reason: each,
      label: reasonLabel(each, isByClaims),
      people: countFigure(counts[code]!, 'people', peopleRows(view.asOf, [...view.peopleFilters, by(each)]), provenance)
    })),
    total: chosen.length,
    rows,
    definition
  }
}

import { engineMeasuresAttributionMessages as m } from '#messages/engine/measures/attribution.ts'
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
  AMB: m.inAnOffice,
  HH: m.atHome,
  VR: m.byPhoneOrVideo,
  EMER: m.emergency,
  IMP: m.inHospital
}

function visitsText(visits: number, months: number, isByClaims: boolean): string {
  return m.visitsVisitsOnClaimsInMonths(visits, isByClaims, months)
}

/** The rules in words. */
function rulesText({ rules, months, fewest, tie, classes }: AttributionSettings, isByClaims: boolean): string {
  const words = rules.map((rule) =>
    rule === 'general-practitioner'
      ? m.thePCPOnRecord
      : m.whoeverThePersonHadMostVisits(months, fewest, tie === 'latest-visit')
  )
  const kinds = isByClaims
    ? claimVisitRule
    : classes.length === 0
      ? m.allEncountersThatTookPlaceCount
      : m.visitsThatCount(classes.map((code) => classWords[code] ?? code).join(', '))
  return m.triedInThisOrder(words.join('; '), kinds)
}

function why(attribution: Attribution, patient: number, { months, tie }: AttributionSettings): string {
  const { reason, visits, runnerUp, runnerUpVisits, providers, isByClaims } = attribution
  const visitText = visitsText(visits[patient]!, months, isByClaims)
  const next =
    runnerUp[patient]! < 0
      ? m.nobodyElse
      : m.labelWithRunnerUpVisits(providers[runnerUp[patient]!]!.label, runnerUpVisits[patient]!)
  switch (attributionReasons[reason[patient]!]!) {
    case 'general-practitioner':
      return m.pcpOnRecord(visitText, next)
    case 'most-visits':
      return `${visitText}, ${next}.`
    case 'most-visits-latest':
      return m.asManyAsSeenLast(visitText, next)
    case 'most-visits-first-name':
      return m.asManyAsSeenOnThe(visitText, next, tie === 'latest-visit')
    default:
      return m.noPractitionerNamedNoVisitsIn(months)
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
    title: m.attribution,
    text: rulesText(settings, isByClaims),
    sources: [{ title: m.sharedSavingsProgramAssignmentByPlurality, publisher: 'CMS' }]
  }
  const provenance = view.provenance(definition)
  const counts = attributionReasons.map(() => 0)
  const people = ordinalsOf(view.people)
  for (const patient of people) counts[reason[patient]!]!++
  const wanted = params.provider === undefined ? undefined : providers.findIndex(({ id }) => id === params.provider)
  const chosen = wanted === undefined ? people : people.filter((patient) => provider[patient] === wanted)
  const facts = peopleFacts(view.population)
  const providerDimension = unitDimension(input, 'provider')
  const by = (each: AttributionReason): Filter => filterOn(reasonDimension(providerDimension), each)
  const rows = Array.from(chosen.subarray(params.offset, params.offset + params.limit), (patient): AttributionRow => {
    const providerIndex = provider[patient]!
    const next = runnerUp[patient]!
    return {
      patient,
      id: facts.id(patient),
      name: facts.name(patient, params.revealed),
      provider: providerIndex < 0 ? 'unknown' : providers[providerIndex]!.id,
      label: providerIndex < 0 ? m.nobody : providers[providerIndex]!.label,
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

import { andList, orList } from '#shared/messages/list-text.ts'
import { engineMeasuresWorklistMessages as m } from '#messages/engine/measures/worklist.ts'
import { defined } from '#shared/language/defined.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import type { closeReasons } from '#shared/worklist-event.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { Adherence } from '../results/adherence.ts'
import { dayText } from '#shared/messages/day-text.ts'
import { sameGaps } from '../gaps/gap-search.ts'
import { gapsOf } from '../gaps/gap-state.ts'
import { gapStatuses, type GapStatus } from '../results/gap-status.ts'
import { dayOfIso } from '../rates/iso-day.ts'
import { evidenceSummary, type EvidenceSummary, type LatestRecord } from '../gaps/latest-record.ts'
import { exclusionText } from '../rates/exclusion-labels.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import { patientCases } from '../rates/rate-status.ts'
import { recordLabel } from '../requirements/record-label.ts'
import { adherenceFor } from '../gaps/supply-days.ts'

type Reason = (typeof closeReasons)[number]
/** The kinds of record that a numerator reads. */
type Kinds = Rate['measure']['reads'][string]

/** Why a gap was set aside, as people read it. */
const closeReasonLabels: Readonly<Record<Reason, string>> = {
  'done-elsewhere': m.doneElsewhere,
  declined: m.declined,
  'not-appropriate': m.notAppropriateForThisPerson,
  scheduled: m.scheduled,
  'not-our-patient': m.notOurPatient,
  deceased: m.deceased,
  unreachable: m.cannotBeReached,
  other: m.otherReason
}

/** What closes a gap, in words: the measure's own, else the kinds of record that its numerator looks for. */
export function closingText({ measure, definition, improvement }: Rate): string {
  if (measure.closing !== undefined) return measure.closing.text
  const names = (measure.reads[definition.id] ?? []).flatMap(({ codes, type }) => (codes.length > 0 ? codes : [type]))
  const distinct = [...new Set(names)]
  if (distinct.length === 0) return m.seeTheDefinitionOfTheMeasure
  const some = distinct.slice(0, 4).join(', ')
  const rest = distinct.length > 4 ? m.andMoreKinds(distinct.length - 4) : ''
  return improvement.direction === 'increase' ? m.aRecordOf(some, rest) : m.recordsThatTakeThePersonOut(some, rest)
}

function recordText({ name, value, day }: LatestRecord): string {
  return m.lastNameValueDay(inSentence(name), value === '' ? '' : ` ${value}`, dayText(day))
}

/** What is there and what is not, the specific thing first. */
function evidenceText({ latest, missing }: EvidenceSummary, rate: Rate): string | undefined {
  const some = orList(missing.slice(0, 2).map(inSentence))
  if (latest === undefined) return missing.length === 0 ? undefined : m.noOnRecord(some)
  if (latest.day < rate.start) {
    const value = latest.value === '' ? '' : ` (${latest.value})`
    return m.noNameSinceDayValue(inSentence(latest.name), dayText(latest.day), value)
  }
  // Something of the period is there and does not do: what is missing may be the rest.
  return `${recordText(latest)}${missing.length > 0 ? m.noSome(some) : ''}`
}

/** The kinds that somebody can see to: a diagnosis that a numerator reads, as of the visits that it follows up, closes nothing. */
function actionable(reads: Kinds): Kinds {
  const others = reads.filter(({ type }) => type !== 'Condition')
  return others.length === 0 ? reads : others
}

/** The event from which the days to act are counted. */
function sinceText({ closing }: Rate['measure'], since: Day | undefined): string | undefined {
  const after = closing?.within?.[0]?.after
  if (since === undefined || after === undefined || after === 'birth') return undefined
  return m.lastDischargedNoFollowUpOn(after === 'discharge', dayText(since))
}

/** A share of days in whole percent; never 80% by rounding alone. */
function daysPercent(covered: number, days: number): string {
  return days === 0 ? 'none' : `${Math.floor((covered * 100) / days)}%`
}

/** How a person's days covered stand, and whether there is time left. */
function adherenceText(days: Adherence, status: GapStatus, asOf: Day): string {
  const soFar = m.ofDaysCovered(daysPercent(days.coveredSoFar, days.daysSoFar))
  if (status === 'closed') {
    return m.ofDaysCoveredSupplyTo(daysPercent(days.covered, days.days), dayText(days.suppliedTo))
  }
  if (days.lastImpactable === undefined || days.lastImpactable < asOf) {
    return m.n80CannotBeReachedInThis(soFar)
  }
  const spare = days.spare === 1 ? m.n1Day : m.spareDays(days.spare)
  return m.toSpareMoreToCover(soFar, spare, days.missing)
}

/** Why a patient's gap has its status: what there is, and what is missing, in a sentence; then what else waits for it. */
export function whyText(view: PeopleView, input: MeasureInput, rate: Rate, patient: number): string {
  const others = sameGaps(view, input, rate, patient).map(({ title }) => title)
  const why = statusText(view, input, rate, patient)
  return others.length === 0 ? why : m.theSameRecordIsMissingFor(why, andList(others))
}

function statusText(view: PeopleView, input: MeasureInput, rate: Rate, patient: number): string {
  const { measure, definition } = rate
  const gaps = gapsOf(input, rate, view.asOf)
  const status = gapStatuses[gaps.status[patient]!]!
  const recorded = gaps.recorded.get(patient)
  const reads = measure.reads[definition.id] ?? []
  if (status === 'not-applicable') return m.notInTheDenominator
  if (status === 'excluded') return exclusionText(rate, patient)
  if (status === 'closed' && recorded?.basis === 'evidence') {
    const evidence = defined(recorded.work.evidence.at(-1))
    return m.byNotInTheSourceData(evidence.what, dayText(dayOfIso(evidence.on)), evidence.source)
  }
  if (status === 'set-aside' && recorded !== undefined) {
    const close = defined(recorded.work.close)
    return [closeReasonLabels[close.reason], close.text].filter((part) => part !== undefined).join(': ')
  }
  if (status === 'no-data') {
    const types = [...new Set(reads.map(({ type }) => type))].filter((type) => type !== 'Patient')
    return m.noOfAnyKindAreLoaded(types.map(recordLabel).join(m.no))
  }
  const days = adherenceFor(rate, patient, view.asOf)
  if (days !== undefined) return adherenceText(days, status, view.asOf)
  const { shard, person } = view.population.shardOf(patient)
  const summaryOf = (kinds: Kinds, sufficient?: readonly string[]): EvidenceSummary =>
    evidenceSummary(shard.store, measure, kinds, person, view.asOf, sufficient)
  // What follows a screening does not stand in for it.
  const sufficient = rate.improvement.direction === 'increase' ? measure.sufficient?.[definition.id] : undefined
  const summary = status === 'closed' ? summaryOf(reads) : summaryOf(actionable(reads), sufficient)
  if (status === 'closed') return summary.latest === undefined ? m.metInTheSourceData : recordText(summary.latest)
  const cases = patientCases(rate, patient)
  const open = cases.eligible - cases.good
  const share = cases.eligible > 1 ? m.ofCasesOpen(open, cases.eligible) : undefined
  const since = sinceText(measure, gaps.since(patient))
  const evidence = evidenceText(summary, rate) ?? since
  if (share === undefined || evidence === undefined) return share ?? evidence ?? closingText(rate)
  return `${share}; ${inSentence(evidence)}`
}

import { AppError } from '#shared/app-error.ts'
import type { closeReasons } from '#shared/worklist-event.ts'
import { hasBit } from '../kernels/bitset.ts'
import { personFacts, type PersonFacts } from '../panels/person-facts.ts'
import type { View } from '../panels/view.ts'
import { NO_DAY } from '../store/column.ts'
import { dayText } from './day-text.ts'
import { eventsOf, gapsOf } from './gap-state.ts'
import { dayOfIso, isoOfDay } from './iso-day.ts'
import { evidenceSummary, type EvidenceSummary, type LatestRecord } from './latest-record.ts'
import type { GapPanel, GapTarget, QualityParams, WorklistPanel, WorklistRow } from './panels.ts'
import type { QualityInput } from './quality-input.ts'
import { ratesOf, type Rate } from './rate.ts'
import { gapStatuses, NOT_APPLICABLE, patientCases, statusLabels } from './rate-status.ts'
import { bitsOfType } from './records-of-type.ts'
import { unitDimension } from './unit-dimensions.ts'
import { visitDays } from './visit-days.ts'
import { gapHistory } from './work-events.ts'
import { findRows } from './worklist-query.ts'

type Reason = (typeof closeReasons)[number]

/** Why a gap was closed by hand, as people read it. */
const closeReasonLabels: Readonly<Record<Reason, string>> = {
  'done-elsewhere': 'Done elsewhere',
  declined: 'Declined',
  'not-appropriate': 'Not appropriate for this person',
  scheduled: 'Scheduled',
  'not-our-patient': 'Not our patient',
  deceased: 'Deceased',
  unreachable: 'Cannot be reached',
  other: 'Other reason'
}

/** What closes a gap, in words: the measure's own, else the kinds of record that its numerator looks for. */
function closingText({ measure, definition, improvement }: Rate): string {
  if (measure.closing !== undefined) return measure.closing.text
  const names = (measure.reads[definition.id] ?? []).flatMap(({ codes, type }) => (codes.length > 0 ? codes : [type]))
  const distinct = [...new Set(names)]
  if (distinct.length === 0) return 'See the definition of the measure.'
  const some = distinct.slice(0, 4).join(', ')
  const rest = distinct.length > 4 ? ` and ${distinct.length - 4} more kinds` : ''
  return improvement.direction === 'increase'
    ? `A record of: ${some}${rest}.`
    : `Records that take the person out of the numerator: ${some}${rest}.`
}

/** `HbA1c test` as `HbA1c test`, `Colonoscopy` as `colonoscopy`: a name within a sentence. */
function within(name: string): string {
  return /^[A-Z][a-z]+(?![A-Za-z0-9])/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name
}

function recordText({ name, value, day }: LatestRecord): string {
  return `Last ${within(name)}${value === '' ? '' : ` ${value}`}, ${dayText(day)}`
}

/** What is there and what is not, the specific thing first. */
function evidenceText({ latest, missing }: EvidenceSummary, rate: Rate): string | undefined {
  const some = missing.slice(0, 2).map(within).join(' or ')
  if (latest === undefined) return missing.length === 0 ? undefined : `No ${some} on record`
  if (latest.day < rate.start) {
    const value = latest.value === '' ? '' : ` (${latest.value})`
    return `No ${within(latest.name)} since ${dayText(latest.day)}${value}`
  }
  // Something of the period is there and does not do: what is missing may be the rest.
  return `${recordText(latest)}${missing.length > 0 ? `; no ${some}` : ''}`
}

function whyText(view: View, input: QualityInput, rate: Rate, patient: number): string {
  const { measure, definition } = rate
  const gaps = gapsOf(input, rate, view.asOf)
  const status = gapStatuses[gaps.status[patient]!]!
  const worked = gaps.worked.get(patient)
  const reads = measure.reads[definition.id] ?? []
  if (status === 'not-applicable') return 'Not in the denominator'
  if (status === 'excluded') return 'An exclusion or exception holds'
  if (status === 'closed' && worked?.basis === 'evidence') {
    const [evidence] = worked.work.evidence.slice(-1)
    return `${evidence!.what}, ${dayText(dayOfIso(evidence!.on))}, by ${evidence!.source}; not in the source data`
  }
  if (status === 'closed' && worked?.basis === 'closed-by-hand') {
    const close = worked.work.close!
    return [closeReasonLabels[close.reason], close.text].filter((part) => part !== undefined).join(': ')
  }
  if (status === 'no-data') {
    const types = [...new Set(reads.map(({ type }) => type))].filter((type) => type !== 'Patient')
    return `Nothing loaded of the kind (${types.join(', ')}); may be done elsewhere`
  }
  const summary = evidenceSummary(view.store, measure, reads, patient, view.asOf)
  if (status === 'closed') return summary.latest === undefined ? 'Met in the source data' : recordText(summary.latest)
  const cases = patientCases(rate, patient)
  const open = cases.eligible - cases.good
  const share = cases.eligible > 1 ? `${open} of ${cases.eligible} cases open` : undefined
  return [share, evidenceText(summary, rate)].filter((part) => part !== undefined).join('; ') || closingText(rate)
}

function rowMaker(view: View, input: QualityInput, revealed: boolean): (entry: number) => WorklistRow {
  const { population, asOf } = view
  const facts: PersonFacts = personFacts(population)
  const visits = visitDays(population, asOf)
  const provider = unitDimension(input, 'provider')
  const known = (day: number): number | undefined => (day === NO_DAY ? undefined : day)
  return (entry) => {
    const { rate, patient } = partsOf(view, input, entry)
    const gaps = gapsOf(input, rate, asOf)
    const worked = gaps.worked.get(patient)
    const status = gapStatuses[gaps.status[patient]!]!
    return {
      entry,
      patient,
      id: facts.id(patient),
      name: facts.name(patient, revealed),
      age: facts.age(patient, asOf),
      sex: facts.label('sex', patient, asOf),
      key: rate.key,
      url: rate.run.key.measure,
      group: rate.definition.id,
      title: rate.title,
      status,
      basis: worked?.basis ?? 'source',
      why: whyText(view, input, rate, patient),
      closes: closingText(rate),
      actBy: status === 'not-applicable' || status === 'excluded' ? undefined : gaps.actBy(patient),
      provider: facts.label(provider, patient, asOf),
      practice: facts.label('practice', patient, asOf),
      payer: facts.label('payer', patient, asOf),
      nextVisit: known(visits.next[patient]!),
      lastVisit: known(visits.last[patient]!),
      owner: worked?.work.owner,
      outreach: { count: worked?.work.outreach.length ?? 0, last: worked?.work.outreach.at(-1)?.on },
      notes: worked?.work.notes.length ?? 0,
      period: rate.run.key.period
    }
  }
}

/** The rate and the patient of an entry. @throws AppError `not-found` */
function partsOf(view: View, input: QualityInput, entry: number): { readonly rate: Rate; readonly patient: number } {
  const { patients } = view.store
  const rate = ratesOf(input)[Math.floor(entry / patients)]
  if (rate === undefined || !Number.isInteger(entry) || entry < 0) {
    throw new AppError('not-found', 'This row is no longer in the list. Open the list again.')
  }
  return { rate, patient: entry % patients }
}

/** A page of the worklist. */
export function worklistPanel(view: View, input: QualityInput, params: QualityParams<'worklist'>): WorklistPanel {
  const found = findRows(view, input, params)
  const { entries, people, statuses, owners } = found
  const page = entries.subarray(params.offset, params.offset + params.limit)
  return {
    total: entries.length,
    people,
    statuses: gapStatuses.map((status, code) => ({ status, label: statusLabels[status], rows: statuses[code]! })),
    owners,
    groups: params.groupBy === undefined ? [] : groupsOf(view, input, params, found),
    rows: Array.from(page, rowMaker(view, input, params.revealed))
  }
}

/** Names of groups: from the first row of each. */
function groupsOf(
  view: View,
  input: QualityInput,
  { groupBy, revealed }: QualityParams<'worklist'>,
  { groups, entries }: ReturnType<typeof findRows>
): WorklistPanel['groups'] {
  const facts = personFacts(view.population)
  const nameOf = (entry: number): { readonly value: string; readonly label: string } => {
    const { rate, patient } = partsOf(view, input, entry)
    const gaps = gapsOf(input, rate, view.asOf)
    switch (groupBy) {
      case 'patient':
        return { value: facts.id(patient), label: facts.name(patient, revealed) }
      case 'measure':
        return { value: rate.key, label: rate.title }
      case 'status': {
        const status = gapStatuses[gaps.status[patient]!]!
        return { value: status, label: statusLabels[status] }
      }
      case 'owner': {
        const owner = gaps.worked.get(patient)?.work.owner
        return { value: owner ?? '', label: owner ?? 'Nobody' }
      }
      default: {
        const id = unitDimension(input, groupBy!)
        const code = view.population.codes(id, view.asOf)[patient]!
        return view.population.dimension(id).values[code] ?? { value: '', label: 'Not recorded' }
      }
    }
  }
  return groups.map(({ rows, first }) => ({ ...nameOf(entries[first]!), rows, first }))
}

/** What events are recorded about. */
export function gapTargets(view: View, input: QualityInput, params: QualityParams<'targets'>): readonly GapTarget[] {
  const entries =
    'entries' in params
      ? params.entries
      : [
          ...findRows(view, input, {
            query: params.query,
            sort: { column: 'actBy', descending: false },
            revealed: false
          }).entries
        ]
  const facts = personFacts(view.population)
  return entries.map((entry) => {
    const { rate, patient } = partsOf(view, input, entry)
    const { measure, period } = rate.run.key
    return { patient: facts.id(patient), measure, group: rate.definition.id, period }
  })
}

/** One gap with all that was done about it. */
export function gapPanel(view: View, input: QualityInput, { entry, revealed }: QualityParams<'gap'>): GapPanel {
  const { rate, patient } = partsOf(view, input, entry)
  const reads = rate.measure.reads[rate.definition.id] ?? []
  return {
    row: rowMaker(view, input, revealed)(entry),
    history: gapHistory(eventsOf(input, rate, patient), rate.run.key.period, isoOfDay(view.asOf)),
    others: ratesOf(input).flatMap((other) => {
      const code = gapsOf(input, other, view.asOf).status[patient]!
      const status = gapStatuses[code]!
      const toDo = status === 'open' || status === 'due-soon' || status === 'no-data'
      return other === rate || code === NOT_APPLICABLE || !toDo
        ? []
        : [{ key: other.key, title: other.title, status, entry: other.index * view.store.patients + patient }]
    }),
    reads: reads.map(({ type, codes }) => ({
      type,
      codes,
      rows: hasBit(bitsOfType(view.population, type), patient) ? rowsOf(view, type, patient) : 0
    }))
  }
}

/** How many records of a type a patient has. */
function rowsOf(view: View, type: string, patient: number): number {
  const index = view.store.resources.get(type)
  let rows = 0
  for (let row = 0; row < (index?.count ?? 0); row++) if (index!.patient[row] === patient) rows++
  return rows
}

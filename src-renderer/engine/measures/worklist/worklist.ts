import { commonMessages as common } from '#messages/common.ts'
import { engineMeasuresWorklistMessages as m } from '#messages/engine/measures/worklist.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import { peopleFacts } from '../../population/panels/person/people-facts.ts'
import type { PersonFacts } from '../../population/panels/person/person-facts.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { followUpDay } from '../gaps/follow-up-day.ts'
import { eventsOf, gapsOf } from '../gaps/gap-state.ts'
import type { Store } from '../../store/model/store.ts'
import { gapStatuses, needsAct, NOT_APPLICABLE, statusLabels } from '../results/gap-status.ts'
import { closingText, whyText } from './gap-why.ts'
import { dayText } from '#shared/messages/day-text.ts'
import { isoOfDay } from '../rates/iso-day.ts'
import { recordsOfKind } from '../gaps/latest-record.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { ratesOfRun, type Rate } from '../rates/rate.ts'
import { bitsOfType } from '../rates/records-of-type.ts'
import { adherenceFor, supplyDaysOf } from '../gaps/supply-days.ts'
import { unitDimension } from '../attribution/unit-dimensions.ts'
import { visitDays } from '../gaps/visit-days.ts'
import { earliestEvidence, gapHistory } from '../gaps/work-events.ts'
import { entriesNow, findRows } from './find-rows.ts'
import type {
  GapPanel,
  GapTarget,
  OutreachContact,
  WorklistGrouping,
  WorklistPanel,
  WorklistRow
} from '../results/worklist-result.ts'

function rowMaker(view: PeopleView, input: MeasureInput, revealed: boolean): (entry: number) => WorklistRow {
  const { population, asOf } = view
  const facts: PersonFacts = peopleFacts(population)
  const visits = visitDays(population, asOf)
  const provider = unitDimension(input, 'provider')
  const plan = unitDimension(input, 'plan')
  const known = (day: number): number | undefined => (day === NO_DAY ? undefined : day)
  return (entry) => {
    const { rate, patient } = partsOf(view, input, entry)
    const gaps = gapsOf(input, rate, asOf)
    const recorded = gaps.recorded.get(patient)
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
      basis: recorded?.basis ?? 'source',
      why: whyText(view, input, rate, patient),
      closes: closingText(rate),
      actBy: needsAct(status) ? gaps.actBy(patient) : undefined,
      adherence: adherenceFor(rate, patient, asOf),
      contact: revealed ? contactOf(facts, patient) : undefined,
      plan: facts.label(plan, patient, asOf),
      provider: facts.label(provider, patient, asOf),
      practice: facts.label('practice', patient, asOf),
      payer: facts.label('payer', patient, asOf),
      nextVisit: known(visits.next[patient]!),
      lastVisit: known(visits.last[patient]!),
      owner: recorded?.work.owner,
      followUp: followUpDay(recorded),
      outreach: { count: recorded?.work.outreach.length ?? 0, last: recorded?.work.outreach.at(-1)?.on },
      notes: recorded?.work.notes.length ?? 0,
      period: rate.run.key.period
    }
  }
}

function contactOf(facts: PersonFacts, patient: number): OutreachContact {
  const text = (column: string): string => facts.text(column, patient)
  const place = [text('city'), [text('state'), text('postal_code')].filter((part) => part !== '').join(' ')]
  return {
    given: text('given'),
    family: text('family'),
    birthDate: text('birth_date'),
    recordNumber: text('record_number'),
    phone: text('phone'),
    address: [text('address_line'), ...place].filter((part) => part !== '').join(', ')
  }
}

/** The rate and the patient of an entry. @throws AppError `not-found` */
function partsOf(
  view: PeopleView,
  input: MeasureInput,
  entry: number
): { readonly rate: Rate; readonly patient: number } {
  const { count: patients } = view.population
  const rate = ratesOfRun(input)[Math.floor(entry / patients)]
  if (rate === undefined || !Number.isInteger(entry) || entry < 0) {
    throw new AppError('not-found', m.thisRowIsNoLongerIn)
  }
  return { rate, patient: entry % patients }
}

/** A page of the worklist. */
export function worklistPanel(
  view: PeopleView,
  input: MeasureInput,
  params: MeasurePanelParams<'worklist'>
): WorklistPanel {
  const found = findRows(view, input, params)
  const { entries, people, statuses, owners } = found
  const page = entries.subarray(params.offset, params.offset + params.limit)
  return {
    total: entries.length,
    people,
    statuses: gapStatuses.map((status, code) => ({ status, label: statusLabels[status], rows: statuses[code]! })),
    owners,
    countsDays:
      params.query.rates.length > 0 &&
      ratesOfRun(input).every((rate) => !params.query.rates.includes(rate.key) || supplyDaysOf(rate) !== undefined),
    groupCount: found.groups.length,
    groups: params.groupBy === undefined ? [] : groupsOf(view, input, params.groupBy, params.revealed, found),
    rows: Array.from(page, rowMaker(view, input, params.revealed))
  }
}

/** More groups than these are not named: nobody reads a list so long. */
const namedGroups = 500

/** Names of groups: from the first row of each. */
function groupsOf(
  view: PeopleView,
  input: MeasureInput,
  groupBy: WorklistGrouping,
  revealed: boolean,
  { groups, entries }: ReturnType<typeof findRows>
): WorklistPanel['groups'] {
  const facts = peopleFacts(view.population)
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
        const owner = gaps.recorded.get(patient)?.work.owner
        return { value: owner ?? '', label: owner ?? m.nobody }
      }
      case 'nextVisit': {
        const day = visitDays(view.population, view.asOf).next[patient]!
        return day === NO_DAY
          ? { value: '', label: m.noVisitBooked }
          : { value: isoOfDay(day), label: m.visitDay(dayText(day)) }
      }
      case 'provider':
      case 'practice':
      case 'payer': {
        const id = unitDimension(input, groupBy)
        const code = view.population.codes(id, view.asOf)[patient]!
        return view.population.dimension(id).values[code] ?? { value: '', label: common.notRecorded }
      }
    }
  }
  return groups.slice(0, namedGroups).map(({ rows, first }) => ({ ...nameOf(entries[first]!), rows, first }))
}

/** What events are recorded about. */
export function gapTargets(
  view: PeopleView,
  input: MeasureInput,
  params: MeasurePanelParams<'targets'>
): readonly GapTarget[] {
  const entries =
    'gaps' in params
      ? entriesNow(view, input, params.gaps)
      : [
          ...findRows(view, input, {
            query: params.query,
            sort: { column: 'actBy', descending: false },
            revealed: false
          }).entries
        ]
  const facts = peopleFacts(view.population)
  return entries.map((entry) => {
    const { rate, patient } = partsOf(view, input, entry)
    const { measure, period } = rate.run.key
    return { patient: facts.id(patient), measure, group: rate.definition.id, period }
  })
}

/** One gap with all that was done about it. */
export function gapPanel(
  view: PeopleView,
  input: MeasureInput,
  { entry, revealed }: MeasurePanelParams<'gap'>
): GapPanel {
  const { rate, patient } = partsOf(view, input, entry)
  const reads = rate.measure.reads[rate.definition.id] ?? []
  const { shard, person } = view.population.shardOf(patient)
  return {
    row: rowMaker(view, input, revealed)(entry),
    history: gapHistory(
      eventsOf(input, rate, patient),
      rate.run.key.period,
      isoOfDay(view.asOf),
      earliestEvidence(rate.run.key.period, rate.measure.closing?.lookBackMonths)
    ),
    others: ratesOfRun(input).flatMap((other) => {
      const code = gapsOf(input, other, view.asOf).status[patient]!
      const status = gapStatuses[code]!
      const toDo = status === 'open' || status === 'due-soon' || status === 'no-data'
      return other === rate || code === NOT_APPLICABLE || !toDo
        ? []
        : [{ key: other.key, title: other.title, status, entry: other.index * view.population.count + patient }]
    }),
    reads: reads.map((read) => ({
      type: read.type,
      codes: read.codes,
      rows: read.closed
        ? recordsOfKind(shard.store, rate.measure, read, person)
        : hasBit(bitsOfType(view.population, read.type), patient)
          ? rowsOf(shard.store, read.type, person)
          : 0
    }))
  }
}

/** How many records of a type a patient has. */
function rowsOf(store: Store, type: string, patient: number): number {
  const index = store.resources.get(type)
  let rows = 0
  for (let row = 0; row < (index?.count ?? 0); row++) if (defined(index).patient[row] === patient) rows++
  return rows
}

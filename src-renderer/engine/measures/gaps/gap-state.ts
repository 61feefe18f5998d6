import type { WorklistEvent } from '#shared/worklist-event.ts'
import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import { actByOf, sinceOf } from './act-by.ts'
import type { Day } from '../../base/figures/filter.ts'
import { isoOfDay } from '../rates/iso-day.ts'
import type { WorklistRow } from '../results/worklist-result.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import { CLOSED, DUE_SOON, NO_DATA, OPEN, SET_ASIDE } from '../results/gap-status.ts'
import { patientCases, sourceStatuses } from '../rates/rate-status.ts'
import { earliestEvidence, foldGap, type GapWork } from './work-events.ts'

/** What people recorded about one patient's gap, and whether it decides the status. */
export interface RecordedWork {
  readonly work: GapWork
  readonly basis: WorklistRow['basis']
}

/** Everybody's status in one rate on a date, with what people recorded. */
export interface RateGaps {
  /** By patient: index into `gapStatuses`. */
  readonly status: Uint8Array
  /** Patients with events that hold. */
  readonly recorded: ReadonlyMap<number, RecordedWork>
  /** Last day on which something closes a gap of the period, per patient or for all. */
  readonly actBy: (patient: number) => Day
  /** What that day is counted from, where it is an event of the patient. */
  readonly since: (patient: number) => Day | undefined
  /** Cases by which supplemental evidence changes the numerator, by patient; down where less is better. */
  readonly evidence: ReadonlyMap<number, number>
}

/** Events by measure and group, then by patient. */
type EventIndex = ReadonlyMap<string, ReadonlyMap<number, readonly WorklistEvent[]>>

const indices = new WeakMap<MeasureInput, EventIndex>()

function aboutKey(measure: string, group: string): string {
  return JSON.stringify([measure.split('|')[0], group])
}

function eventIndex(input: MeasureInput): EventIndex {
  const known = indices.get(input)
  if (known !== undefined) return known
  const ordinals = new Map<string, number>()
  const ordinalOf = (id: string): number => {
    let ordinal = ordinals.get(id)
    if (ordinal === undefined) {
      ordinal = input.population.numberOf(input.standsFor?.get(id) ?? id) ?? -1
      ordinals.set(id, ordinal)
    }
    return ordinal
  }
  const index = new Map<string, Map<number, WorklistEvent[]>>()
  for (const event of input.events) {
    const patient = ordinalOf(event.patient)
    if (patient < 0) continue
    const key = aboutKey(event.measure, event.group)
    const ofMeasure = index.get(key) ?? new Map<number, WorklistEvent[]>()
    index.set(key, ofMeasure)
    const ofPatient = ofMeasure.get(patient)
    if (ofPatient === undefined) ofMeasure.set(patient, [event])
    else ofPatient.push(event)
  }
  indices.set(input, index)
  return index
}

/** The events of one patient about one rate, whatever became of them. */
export function eventsOf(input: MeasureInput, rate: Rate, patient: number): readonly WorklistEvent[] {
  return eventIndex(input).get(aboutKey(rate.run.key.measure, rate.definition.id))?.get(patient) ?? []
}

const cache = new WeakMap<Rate, { readonly asOf: Day; readonly gaps: RateGaps }>()

/**
 * Everybody's status on a date: that of source data ({@link sourceStatuses}); then an open gap that evidence closes is
 * closed, one that somebody gave a reason to leave is set aside, and an open one is due soon when its last day is near. Who is not eligible stays so, whatever
 * is recorded.
 */
export function gapsOf(input: MeasureInput, rate: Rate, asOf: Day): RateGaps {
  const known = cache.get(rate)
  if (known?.asOf === asOf) return known.gaps
  const gaps = compute(input, rate, asOf)
  cache.set(rate, { asOf, gaps })
  return gaps
}

function compute(input: MeasureInput, rate: Rate, asOf: Day): RateGaps {
  const status = sourceStatuses(input.population, rate).slice()
  const actBy = actByOf(input.population, rate, asOf)
  const recorded = new Map<number, RecordedWork>()
  const evidence = new Map<number, number>()
  const today = isoOfDay(asOf)
  const earliest = earliestEvidence(rate.run.key.period, rate.measure.closing?.lookBackMonths)
  const events = eventIndex(input).get(aboutKey(rate.run.key.measure, rate.definition.id))
  for (const [patient, patientEvents] of events ?? []) {
    const work = foldGap(patientEvents, rate.run.key.period, today, earliest)
    const source = status[patient]!
    let basis: RecordedWork['basis'] = 'source'
    if (source === OPEN || source === NO_DATA) {
      const { eligible, good } = patientCases(rate, patient)
      const missing = eligible - good
      const brought = Math.min(missing, work.evidence.length)
      if (brought > 0) evidence.set(patient, rate.improvement.direction === 'increase' ? brought : -brought)
      if (brought === missing) {
        basis = 'evidence'
        status[patient] = CLOSED
      } else if (work.close !== undefined) {
        basis = 'set-aside'
        status[patient] = SET_ASIDE
      }
    }
    recorded.set(patient, { work, basis })
  }
  for (let patient = 0; patient < status.length; patient++) {
    if (status[patient] !== OPEN) continue
    const days = actBy(patient) - asOf
    if (days >= 0 && days <= input.settings.dueSoonDays) status[patient] = DUE_SOON
  }
  return { status, recorded, actBy, since: sinceOf(input.population, rate, asOf), evidence }
}

/** By how many cases supplemental evidence changes the numerator of some people. */
export function evidenceChange({ evidence }: RateGaps, people: Bitset): number {
  let change = 0
  for (const [patient, cases] of evidence) if (hasBit(people, patient)) change += cases
  return change
}

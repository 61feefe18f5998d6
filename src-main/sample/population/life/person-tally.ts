import type { SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { labs, type SampleMeasurement } from '../codes/observations.ts'
import { procedures } from '../codes/services.ts'
import type { EncounterClassCode } from '../writers/encounter.ts'
import type { PlanLine } from '../reference/payers.ts'
import type { ClaimFate, ClaimKind } from '../writers/claim-row.ts'

/** A stay in hospital. */
export interface StayTally {
  readonly start: SampleDay
  /** It was arranged at the end of the stay before. */
  readonly isReturn: boolean
  /** The chance that a return was drawn with, and whether one was. */
  readonly chance: number
  readonly returns: boolean
  readonly heartFailure: boolean
}

/** What the generator notes while it lives one life, for the truths. */
export class PersonTally {
  readonly encounters: Partial<Record<EncounterClassCode, number>> = {}
  readonly claims: Record<ClaimKind, number> = { professional: 0, institutional: 0, pharmacy: 0 }
  /** US cents. */
  readonly paid: Record<ClaimKind, number> = { professional: 0, institutional: 0, pharmacy: 0 }
  /** Sums of final claims by kind of plan, in US cents. */
  readonly lines: Partial<Record<PlanLine, { paid: number; allowed: number; member: number }>> = {}
  /** Claims by what became of them. */
  readonly fates: Partial<Record<ClaimFate, number>> = {}
  /** Day of service of claims that arrived, were lost in the feed gap, or are not decided yet. */
  readonly claimDays: SampleDay[] = []
  readonly lostDays: SampleDay[] = []
  readonly lateDays: SampleDay[] = []
  /** HbA1c results that count: day and value. */
  readonly a1c: { readonly day: SampleDay; readonly value: number }[] = []
  readonly pressures: { readonly day: SampleDay; readonly controlled: boolean }[] = []
  readonly labs = { all: 0, unitless: 0, a1c: 0, a1cLocal: 0 }
  /** Seasons (year of autumn) with an influenza vaccine that is in the record. */
  readonly influenza = new Set<number>()

  /** Stays in hospital; a return is one that the generator arranged at the stay before. */
  readonly stays: StayTally[] = []
  /** Days of emergency visits and of mammograms. */
  readonly emergencies: SampleDay[] = []
  readonly mammograms: SampleDay[] = []
  /** Laboratory results that were lost on the way. */
  lostResults = 0

  readonly #acute: { readonly start: SampleDay; readonly end: SampleDay }[] = []

  encounter(kind: EncounterClassCode, start: SampleDay, end: SampleDay): void {
    this.encounters[kind] = (this.encounters[kind] ?? 0) + 1
    if (kind === 'EMER') this.emergencies.push(start)
    if (kind === 'EMER' || kind === 'IMP') this.#acute.push({ start, end })
  }

  /** Blood pressures of days without a stay or an emergency visit. */
  get everydayPressures(): PersonTally['pressures'] {
    return this.pressures.filter(({ day }) => !this.#acute.some(({ start, end }) => day >= start && day <= end))
  }

  /** One row of a claim. @param amounts absent for a row that another one takes back, replaces or repeats */
  claim(
    kind: ClaimKind,
    line: PlanLine,
    day: SampleDay,
    amounts: { readonly paid: number; readonly allowed: number; readonly member: number } | undefined
  ): void {
    this.claims[kind]++
    this.claimDays.push(day)
    if (amounts === undefined) return
    this.paid[kind] += amounts.paid
    const sums = (this.lines[line] ??= { paid: 0, allowed: 0, member: 0 })
    sums.paid += amounts.paid
    sums.allowed += amounts.allowed
    sums.member += amounts.member
  }

  /** What became of a claim. @param changed whether the second event is known already */
  fate(kind: ClaimFate, changed: boolean): void {
    const known =
      changed || kind === 'denied' || kind === 'capitated' ? kind : kind === 'resubmitted' ? 'denied' : 'paid'
    this.fates[known] = (this.fates[known] ?? 0) + 1
  }

  claimLost(day: SampleDay, decided: boolean): void {
    if (decided) this.lostDays.push(day)
  }

  claimLate(day: SampleDay): void {
    this.lateDays.push(day)
  }

  lab(
    test: SampleMeasurement,
    day: SampleDay,
    value: number,
    quirks: { readonly unitless: boolean; readonly local: boolean }
  ): void {
    this.labs.all++
    if (quirks.unitless) this.labs.unitless++
    if (test !== labs.a1c) return
    this.labs.a1c++
    if (quirks.local) this.labs.a1cLocal++
    this.a1c.push({ day, value })
  }

  procedure(what: SampleConcept, day: SampleDay): void {
    if (what === procedures.mammography) this.mammograms.push(day)
  }

  pressure(day: SampleDay, systolic: number, diastolic: number): void {
    this.pressures.push({ day, controlled: systolic < 140 && diastolic < 90 })
  }
}

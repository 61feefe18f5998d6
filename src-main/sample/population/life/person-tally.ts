import type { SampleDay } from '../base/calendar.ts'
import { labs, type SampleMeasurement } from '../codes/observations.ts'
import type { EncounterClassCode } from '../writers/encounter.ts'
import type { ClaimKind } from '../writers/explanation-of-benefit.ts'

/** What the generator notes while it lives one life, for the truths. */
export class PersonTally {
  readonly encounters: Partial<Record<EncounterClassCode, number>> = {}
  readonly claims: Record<ClaimKind, number> = { professional: 0, institutional: 0, pharmacy: 0 }
  /** US cents. */
  readonly paid: Record<ClaimKind, number> = { professional: 0, institutional: 0, pharmacy: 0 }
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

  encounter(kind: EncounterClassCode): void {
    this.encounters[kind] = (this.encounters[kind] ?? 0) + 1
  }

  claim(kind: ClaimKind, day: SampleDay, cents: number): void {
    this.claims[kind]++
    this.paid[kind] += cents
    this.claimDays.push(day)
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

  pressure(day: SampleDay, systolic: number, diastolic: number): void {
    this.pressures.push({ day, controlled: systolic < 140 && diastolic < 90 })
  }
}

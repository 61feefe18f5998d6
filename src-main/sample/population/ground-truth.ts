import { formatSampleDay, monthText, type SampleDay } from './base/calendar.ts'
import { influenzaSeason } from './care/vaccination.ts'
import { diseases, type Disease } from './base/disease.ts'
import type { SampleSignals } from './base/seeded-signals.ts'
import { describeSeeded, type SeededGroundTruth } from './seeded-truth.ts'
import { payers, type PlanLine } from './reference/payers.ts'
import { practices } from './reference/practices.ts'
import type { Reference } from './reference/reference.ts'
import type { PopulationType } from './base/resource-types.ts'
import { signal, type Share, type SignalGroundTruth } from './signal-truth.ts'
import type { SampleTally } from './tally.ts'
import { firstDay, monthStarts } from './base/timeline.ts'
import type { ClaimFate } from './writers/claim-row.ts'

/** What is true of one practice. */
export interface PracticeGroundTruth {
  readonly organizationId: string
  readonly name: string
  /** Living people of the panel. */
  readonly people: number
  /** Latest HbA1c of the last 365 days below 8% among living people of 18 to 75 with recorded diabetes who were tested. */
  readonly a1cBelow8: Share
  /** Latest blood pressure of the last 365 days below 140/90 among living people of 18 to 85 with recorded hypertension who were measured, on days without a stay or an emergency visit. */
  readonly pressureControlled: Share
  /** Vaccinated in the last full season among the living who were at least six months old in October. */
  readonly influenzaVaccine: Share
}

/** What the generator planted and counted itself while it made the population; nothing here was read back from the files. */
export interface GroundTruth extends SeededGroundTruth {
  readonly generator: 'populus-sample-3'
  readonly seed: number
  readonly patients: number
  readonly asOf: string
  readonly firstDay: string
  /** Rows by resource type, of those that there are. */
  readonly resources: Readonly<Partial<Record<PopulationType, number>>>
  readonly people: {
    readonly all: number
    /** Not marked as deceased on the as-of day. */
    readonly living: number
    readonly female: number
    /** Living and at least 18. */
    readonly adults: number
    readonly raceMissing: number
    readonly ethnicityMissing: number
  }
  /**
   * Problem-list diseases that are recorded and not over, among the living; `new` counts first records by year, and
   * `newMonths` by the months of {@link claims}.
   */
  readonly registries: Readonly<
    Record<
      Disease,
      {
        readonly people: number
        readonly adults: number
        readonly new: Readonly<Record<string, number>>
        readonly newMonths: readonly number[]
      }
    >
  >
  /** Episodes of illnesses with a season, by month of the first visit, and emergency visits of all kinds. */
  readonly seasons: readonly {
    readonly month: string
    readonly influenza: number
    readonly cold: number
    readonly emergency: number
  }[]
  /** Stays in hospital by practice: all, and those that the generator arranged as a return of the stay before. */
  readonly stays: readonly { readonly organizationId: string; readonly all: number; readonly returns: number }[]
  readonly encounters: Readonly<Record<string, number>>
  readonly practices: readonly PracticeGroundTruth[]
  readonly signals: readonly SignalGroundTruth[]
  readonly laboratory: {
    readonly all: number
    readonly withoutUnit: number
    readonly a1c: number
    readonly a1cWithoutLoinc: number
  }
  readonly claims: {
    readonly professional: number
    readonly institutional: number
    readonly pharmacy: number
    /** US dollars by kind of claim, of final claims: not taken back, not replaced, each number once. */
    readonly paid: Readonly<Record<'professional' | 'institutional' | 'pharmacy', number>>
    /** US dollars of final claims by kind of plan. */
    readonly lines: Readonly<
      Record<PlanLine, { readonly paid: number; readonly allowed: number; readonly member: number }>
    >
    /** Claims by what became of them up to the as-of day. */
    readonly fates: Readonly<Record<ClaimFate, number>>
    /** Claims by month of service: in the data, and with a service by the as-of day but no decision yet. */
    readonly months: readonly { readonly month: string; readonly arrived: number; readonly late: number }[]
  }
  /** First month with pharmacy claims. */
  readonly pharmacyFeedFrom: string
  /** One payer's claims that never arrive. */
  readonly feedGap: {
    readonly organizationId: string
    readonly payer: string
    readonly months: readonly string[]
    /** Claims that are missing. */
    readonly lost: number
  }
  /** The last month of service. */
  readonly lateData: { readonly month: string; readonly arrived: number; readonly late: number }
}

/** The last influenza season that ended by March before the as-of day, by the year of its autumn. */
export function lastSeason(asOf: SampleDay): number {
  const season = influenzaSeason(asOf)
  const year = Number(formatSampleDay(asOf).slice(0, 4))
  return season === year - 1 ? year - 2 : year - 1
}

/** Puts the tallies of a whole population into words. */
export function describeGroundTruth(
  tally: SampleTally,
  reference: Reference,
  of: {
    readonly seed: number
    readonly patients: number
    readonly asOfDay: SampleDay
    readonly referenceCounts: Readonly<Record<string, number>>
    readonly signals: SampleSignals
  }
): GroundTruth {
  const months = monthStarts.filter((start) => start <= of.asOfDay).length
  const claimMonths = Array.from({ length: months }, (_, index) => ({
    month: monthText(monthStarts[index] ?? 0),
    arrived: tally.claimMonths[index] ?? 0,
    late: tally.lateMonths[index] ?? 0
  }))
  const { signals } = of
  const { feedGap } = signals
  return {
    generator: 'populus-sample-3',
    seed: of.seed,
    patients: of.patients,
    asOf: formatSampleDay(of.asOfDay),
    firstDay: formatSampleDay(firstDay),
    resources: Object.fromEntries(
      Object.entries({ ...tally.resources, ...of.referenceCounts }).filter(([, rows]) => rows > 0)
    ),
    people: tally.people,
    // Object.fromEntries forgets the names of the diseases.
    registries: Object.fromEntries(
      diseases.map((disease) => {
        const { newMonths, ...rest } = tally.registries[disease]
        return [disease, { ...rest, newMonths: newMonths.slice(0, months) }]
      })
    ) as unknown as GroundTruth['registries'],
    seasons: claimMonths.map(({ month }, index) => ({
      month,
      influenza: tally.seasons.influenza[index] ?? 0,
      cold: tally.seasons.cold[index] ?? 0,
      emergency: tally.seeded.emergencies[index] ?? 0
    })),
    stays: tally.stays.map(({ numerator, denominator }, index) => ({
      organizationId: reference.practices[index]?.organizationId ?? '',
      all: denominator,
      returns: numerator
    })),
    encounters: tally.encounters,
    practices: practices.map((practice, index) => ({
      organizationId: reference.practices[index]?.organizationId ?? '',
      name: practice.name,
      people: tally.practices[index]?.people ?? 0,
      a1cBelow8: tally.practices[index]?.a1c ?? { numerator: 0, denominator: 0 },
      pressureControlled: tally.practices[index]?.pressure ?? { numerator: 0, denominator: 0 },
      influenzaVaccine: tally.practices[index]?.influenza ?? { numerator: 0, denominator: 0 }
    })),
    signals: [
      ...signal(
        'worsening-a1c',
        'HbA1c results below 8% among results of people with recorded diabetes',
        'falls',
        signals.worsening,
        tally.a1cMonths,
        months,
        reference
      ),
      ...signal(
        'improving-pressure',
        'Readings below 140/90 among readings of people with recorded hypertension',
        'rises',
        signals.improvement,
        tally.pressureMonths,
        months,
        reference
      )
    ],
    laboratory: tally.laboratory,
    claims: {
      ...tally.claims,
      fates: tally.fates,
      lines: Object.fromEntries(
        Object.entries(tally.lines).map(([line, { paid, allowed, member }]) => [
          line,
          { paid: paid / 100, allowed: allowed / 100, member: member / 100 }
        ])
      ) as GroundTruth['claims']['lines'],
      paid: {
        professional: tally.paid.professional / 100,
        institutional: tally.paid.institutional / 100,
        pharmacy: tally.paid.pharmacy / 100
      },
      months: claimMonths
    },
    pharmacyFeedFrom: monthText(signals.pharmacyFeedFrom),
    ...describeSeeded(tally.seeded, reference, signals, of.asOfDay),
    feedGap: {
      organizationId: reference.payers[feedGap.payer]?.organizationId ?? '',
      payer: payers[feedGap.payer] ?? '',
      months: monthStarts.filter((start) => start >= feedGap.from && start < feedGap.until).map(monthText),
      lost: tally.lost
    },
    lateData: claimMonths.at(-1) ?? { month: '', arrived: 0, late: 0 }
  }
}

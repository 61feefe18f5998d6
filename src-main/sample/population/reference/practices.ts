/** How a practice works: 0 is the average of the region, ±1 far above or below it. */
export interface Performance {
  /** Control of blood sugar, pressure and lipids. */
  readonly control: number
  readonly screening: number
  readonly vaccination: number
  /** Follow-up after hospital, emergency department and positive screens. */
  readonly followUp: number
  /** Mean days until a row reaches the source system. */
  readonly lag: number
  /** Share of laboratory results without a unit. */
  readonly unitMissing: number
  /** Share of HbA1c results with a local code in place of LOINC. */
  readonly localCodes: number
}

/** What a practice is for. */
export type PracticeKind = 'family' | 'internal' | 'pediatric' | 'community'

/** An invented practice. */
export interface Practice {
  readonly name: string
  readonly kind: PracticeKind
  /** Index into the towns. */
  readonly town: number
  /** Share of the people. */
  readonly weight: number
  /** Number of primary-care practitioners. */
  readonly staff: number
  readonly performance: Performance
}

function practice(
  name: string,
  kind: PracticeKind,
  town: number,
  weight: number,
  staff: number,
  [control, screening, vaccination, followUp]: readonly [number, number, number, number],
  [lag, unitMissing, localCodes]: readonly [number, number, number] = [1, 0.004, 0.004]
): Practice {
  return {
    name,
    kind,
    town,
    weight,
    staff,
    performance: { control, screening, vaccination, followUp, lag, unitMissing, localCodes }
  }
}

/** The practices of the region; the order is part of the data. */
export const practices: readonly Practice[] = [
  practice('Fairhaven Family Medicine', 'family', 0, 10, 5, [0.2, 0.1, 0.2, 0.1]),
  practice('Mill Street Internal Medicine', 'internal', 0, 9, 5, [0.5, 0.4, 0.1, 0.4]),
  practice('Elm Hollow Primary Care', 'family', 5, 13, 6, [0.25, 0, 0, 0]),
  practice('Port Ellery Community Health Center', 'community', 1, 11, 6, [-0.5, -0.4, -0.1, -0.2], [2, 0.01, 0.01]),
  practice('Harbor Point Medical Group', 'family', 1, 12, 6, [-0.2, -0.1, -0.2, -0.3]),
  practice('Northgate Family Practice', 'family', 2, 8, 4, [0.1, 0.2, 0.3, 0.2]),
  practice('Northgate Pediatrics', 'pediatric', 2, 6, 4, [0, 0.2, 0.5, 0.3]),
  practice('Quarry Heights Internal Medicine', 'internal', 3, 7, 4, [0.7, 0.6, 0.4, 0.5]),
  practice('Sandusky Falls Clinic', 'family', 4, 7, 4, [-0.1, -0.2, -0.3, -0.1], [3, 0.07, 0.05]),
  practice('Tamarack Rural Health', 'community', 6, 5, 3, [-0.4, -0.6, -0.4, -0.5], [9, 0.02, 0.02]),
  practice('Wheaton Ridge Family Care', 'family', 7, 5, 3, [0.3, 0.3, 0.2, 0.1]),
  practice('Linden Avenue Medical Associates', 'internal', 0, 5, 4, [-0.2, 0, 0.1, -0.2]),
  practice('Canal District Health Center', 'community', 1, 4, 3, [-0.3, -0.3, -0.5, -0.4], [2, 0.01, 0.01]),
  practice('Riverbend Pediatrics', 'pediatric', 4, 4, 3, [0, -0.1, 0.1, 0])
]

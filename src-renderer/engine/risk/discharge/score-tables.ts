import { engineRiskDischargeMessages as m } from '#messages/engine/risk/discharge.ts'
import type { Citation } from '../../base/figures/figure.ts'

/** A range of points with its name. */
export interface PointBand {
  readonly value: string
  readonly label: string
  readonly from: number
}

/** Points for a number: those of the last row whose lowest number is not greater. */
function pointsFrom(rows: readonly (readonly [from: number, points: number])[], number: number): number {
  return rows.findLast(([from]) => number >= from)?.[1] ?? 0
}

/** LACE: points for the length of the stay in days; less than a day counts as none. */
export function laceLength(days: number): number {
  return pointsFrom(
    [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [7, 5],
      [14, 7]
    ],
    days
  )
}

/** LACE: points for the sum of the weights of comorbidity. */
export function laceComorbidity(weight: number): number {
  return weight >= 4 ? 5 : weight
}

/** LACE: points for emergency visits in the six months before. */
export function laceVisits(visits: number): number {
  return Math.min(4, visits)
}

/** LACE: points for an acute admission. */
export const LACE_ACUTE = 3

/** Weights of the groups of Charlson's index in LACE; groups that are not named have none. */
export const laceWeights: Readonly<Record<string, number>> = {
  mi: 1,
  chf: 2,
  pvd: 1,
  cevd: 1,
  dementia: 3,
  cpd: 2,
  rheumd: 3,
  pud: 1,
  mld: 2,
  diab: 1,
  diabwc: 2,
  rend: 2,
  canc: 2,
  msld: 4,
  metacanc: 6,
  aids: 4
}

/** How LACE is read. */
export const laceBands: readonly PointBand[] = [
  { value: 'low', label: m.low0To4, from: 0 },
  { value: 'moderate', label: m.moderate5To9, from: 5 },
  { value: 'high', label: m.high10To19, from: 10 }
]

/** Where LACE comes from. */
export const laceSources: readonly Citation[] = [
  {
    title: m.derivationAndValidationOfAnIndex,
    publisher: m.vanWalravenCEtAlCMAJ,
    year: 2010,
    url: 'https://doi.org/10.1503/cmaj.091117'
  },
  {
    title: m.weightsOfComorbidityAsTabulatedWith,
    publisher: m.bmjOpen7E016921,
    year: 2017,
    url: 'https://doi.org/10.1136/bmjopen-2017-016921'
  }
]

/** Versions of the points for earlier admissions in HOSPITAL. */
export const hospitalVariants = {
  '2013': {
    label: m.donz2013,
    rows: [
      [1, 2],
      [6, 5]
    ]
  },
  '2016': {
    label: m.donz2016,
    rows: [
      [2, 2],
      [6, 5]
    ]
  }
} as const

/** One of {@link hospitalVariants}. */
export type HospitalVariant = keyof typeof hospitalVariants

/** HOSPITAL: points for admissions in the twelve months before. */
export function hospitalAdmissions(admissions: number, variant: HospitalVariant): number {
  return pointsFrom(hospitalVariants[variant].rows, admissions)
}

/** HOSPITAL: points of the other items, and their limits. */
export const hospitalPoints = {
  hemoglobin: { below: 12, points: 1 },
  oncology: { points: 2 },
  sodium: { below: 135, points: 1 },
  procedure: { points: 1 },
  urgent: { points: 1 },
  length: { from: 5, points: 2 }
} as const

/** How HOSPITAL is read. */
export const hospitalBands: readonly PointBand[] = [
  { value: 'low', label: m.low0To4, from: 0 },
  { value: 'intermediate', label: m.intermediate5Or6, from: 5 },
  { value: 'high', label: m.high7To13, from: 7 }
]

/** Where HOSPITAL comes from. */
export const hospitalSources: readonly Citation[] = [
  {
    title: m.potentiallyAvoidable30DayHospitalReadmissions,
    publisher: m.donzJEtAlJAMAIntern,
    year: 2013,
    url: 'https://doi.org/10.1001/jamainternmed.2013.3023'
  },
  {
    title: m.internationalValidityOfTheHOSPITALScore,
    publisher: m.donzJDEtAlJAMAIntern,
    year: 2016,
    url: 'https://doi.org/10.1001/jamainternmed.2015.8462'
  }
]

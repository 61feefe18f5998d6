import type { Random } from '../base/random.ts'
import type { NamePoolName } from '../reference/names.ts'

/** Race and ethnicity with OMB codes (CDC code system 2.16.840.1.113883.6.238). */
export interface Background {
  readonly raceCode: string
  readonly race: string
  readonly hispanic: boolean
  readonly names: NamePoolName
  /** BCP 47. */
  readonly language: string
}

interface Share {
  readonly weight: number
  readonly raceCode: string
  readonly race: string
  readonly hispanic: boolean
  readonly names: NamePoolName
  readonly languages: readonly (readonly [code: string, weight: number])[]
}

const shares: readonly Share[] = [
  {
    weight: 58,
    raceCode: '2106-3',
    race: 'White',
    hispanic: false,
    names: 'english',
    languages: [
      ['en-US', 99],
      ['es', 1]
    ]
  },
  {
    weight: 14,
    raceCode: '2054-5',
    race: 'Black or African American',
    hispanic: false,
    names: 'africanAmerican',
    languages: [
      ['en-US', 97],
      ['fr', 3]
    ]
  },
  {
    weight: 12,
    raceCode: '2106-3',
    race: 'White',
    hispanic: true,
    names: 'spanish',
    languages: [
      ['en-US', 58],
      ['es', 42]
    ]
  },
  {
    weight: 4,
    raceCode: '2131-1',
    race: 'Other Race',
    hispanic: true,
    names: 'spanish',
    languages: [
      ['en-US', 48],
      ['es', 52]
    ]
  },
  {
    weight: 1,
    raceCode: '2054-5',
    race: 'Black or African American',
    hispanic: true,
    names: 'spanish',
    languages: [
      ['en-US', 60],
      ['es', 40]
    ]
  },
  {
    weight: 7,
    raceCode: '2028-9',
    race: 'Asian',
    hispanic: false,
    names: 'asian',
    languages: [
      ['en-US', 66],
      ['vi', 14],
      ['zh', 12],
      ['ko', 8]
    ]
  },
  {
    weight: 1.2,
    raceCode: '1002-5',
    race: 'American Indian or Alaska Native',
    hispanic: false,
    names: 'english',
    languages: [['en-US', 100]]
  },
  {
    weight: 0.5,
    raceCode: '2076-8',
    race: 'Native Hawaiian or Other Pacific Islander',
    hispanic: false,
    names: 'english',
    languages: [['en-US', 100]]
  },
  {
    weight: 2.3,
    raceCode: '2131-1',
    race: 'Other Race',
    hispanic: false,
    names: 'english',
    languages: [
      ['en-US', 82],
      ['ar', 18]
    ]
  }
]

const weights = shares.map((share) => share.weight)

/** Draws race, ethnicity, language and the pools of names that go with them, by their shares in the region. */
export function drawBackground(random: Random): Background {
  const share = shares[random.weighted(weights)] as Share
  const language = share.languages[random.weighted(share.languages.map(([, weight]) => weight))]?.[0] ?? 'en-US'
  return { raceCode: share.raceCode, race: share.race, hispanic: share.hispanic, names: share.names, language }
}

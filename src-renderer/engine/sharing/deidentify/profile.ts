/** The rules by which a data set may leave without identifiers. */
export const profileIds = ['safe-harbor', 'limited'] as const
export type ProfileId = (typeof profileIds)[number]

/** A declared profile: which law it follows, and what it does to what. */
export interface DeidentificationProfile {
  readonly id: ProfileId
  readonly title: string
  readonly source: string
  /** What its user has to see to. */
  readonly conditions: readonly string[]
  /** What the profile does about each kind of identifier that the law names. */
  readonly rules: readonly { readonly identifiers: string; readonly done: string }[]
}

const common = [
  {
    identifiers: 'Names; telephone, fax, e-mail, web and IP addresses; photographs; biometric identifiers',
    done: 'Not in the set: no table has a column for them that is written. Names of practitioners, practices and payers are left out, too.'
  },
  {
    identifiers:
      'Social security, medical record, health plan, account, license, vehicle, device and other identifying numbers and codes',
    done: 'Not in the set. Every id is replaced by a number in a random order of the people, the same in all tables; how they belong together is stored nowhere.'
  },
  {
    identifiers: 'Free text',
    done: 'Left out: texts of results, names of devices, coverage and payers, and the display of every code, which may be free text. Codes are written where their system is a public one; a word that is no fixed FHIR code is written where at least 11 people have it.'
  }
] as const

/** The profiles, after 45 CFR 164.514. */
export const profiles: Readonly<Record<ProfileId, DeidentificationProfile>> = {
  'safe-harbor': {
    id: 'safe-harbor',
    title: 'De-identified (Safe Harbor)',
    source:
      '45 CFR 164.514(b)(2); HHS, Guidance Regarding Methods for De-identification of Protected Health Information (2012)',
    conditions: [
      'Do not use it if you know that a person could be identified by what is left, alone or with other information (45 CFR 164.514(b)(2)(ii)).'
    ],
    rules: [
      ...common,
      {
        identifiers: 'Geographic subdivisions smaller than a state',
        done: 'Street and city are left out. Of a ZIP code the first three digits are written, and 000 for those that the guidance lists because 20,000 or fewer people lived there by the Census of 2000, or by the table that is given.'
      },
      {
        identifiers: 'Elements of dates except the year',
        done: 'Of every date the year is written. Dates are not shifted: a shifted date is still an element of a date. A year that is 90 or more before the last date of the data is left out.'
      },
      {
        identifiers: 'Ages over 89 and what indicates them',
        done: 'The year of birth is left out for people who are or became 90 or older, who are one group (over_89).'
      }
    ]
  },
  limited: {
    id: 'limited',
    title: 'Limited data set',
    source: '45 CFR 164.514(e)',
    conditions: [
      'It is still protected health information: it may be used for research, public health or health care operations only, under a data use agreement (45 CFR 164.514(e)(3) and (4)).'
    ],
    rules: [
      ...common,
      {
        identifiers: 'Postal addresses',
        done: 'The street is left out; city, state and ZIP code are written, as the law allows.'
      },
      {
        identifiers: 'Dates',
        done: 'Allowed by law, and shifted all the same: all dates of a person by the same number of whole weeks, from 1 to 26 back or forth, drawn at random and stored nowhere. Distances, days of the week and ages stay; seasons do not.'
      }
    ]
  }
}

/**
 * Areas of three digits with 20,000 or fewer people, of the Census of 2000, as the guidance of HHS lists them (question on
 * geographic units of Safe Harbor).
 */
export const smallAreas2000: ReadonlySet<string> = new Set(
  '036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893'.split(' ')
)

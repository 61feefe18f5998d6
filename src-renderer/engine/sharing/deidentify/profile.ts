import { engineSharingDeidentifyMessages as m } from '#messages/engine/sharing/deidentify.ts'
import { DEFAULT_SMALL_CELLS } from '#shared/small-cell-rule.ts'

/** Words that are no fixed FHIR codes are written where so many people or more have them. */
export const PEOPLE_OF_A_WORD = DEFAULT_SMALL_CELLS + 1

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
    identifiers: m.namesTelephoneFaxEMailWeb,
    done: m.notInTheSetNoTable
  },
  {
    identifiers: m.socialSecurityMedicalRecordHealthPlan,
    done: m.notInTheSetEveryId
  },
  {
    identifiers: m.freeText,
    done: m.leftOutTextsOfResultsNames(PEOPLE_OF_A_WORD)
  }
] as const

/** The profiles, after 45 CFR 164.514. */
export const profiles: Readonly<Record<ProfileId, DeidentificationProfile>> = {
  'safe-harbor': {
    id: 'safe-harbor',
    title: m.deIdentifiedSafeHarbor,
    source: m.n45CFR164514B2,
    conditions: [m.doNotUseItIfYou],
    rules: [
      ...common,
      {
        identifiers: m.geographicSubdivisionsSmallerThanAState,
        done: m.streetAndCityAreLeftOut
      },
      {
        identifiers: m.elementsOfDatesExceptTheYear,
        done: m.ofEveryDateTheYearIs
      },
      {
        identifiers: m.agesOver89AndWhatIndicates,
        done: m.theYearOfBirthIsLeft
      }
    ]
  },
  limited: {
    id: 'limited',
    title: m.limitedDataSet,
    source: '45 CFR 164.514(e)',
    conditions: [m.itIsStillProtectedHealthInformation],
    rules: [
      ...common,
      {
        identifiers: m.postalAddresses,
        done: m.theStreetIsLeftOutCity
      },
      {
        identifiers: m.dates,
        done: m.allowedByLawAndShiftedAll
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

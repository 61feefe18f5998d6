import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of screens/people. */
export const screensPeopleMessages = catalog({
  searchPeople: 'Search people',
  nameAgeSuchAs65Sex: 'Name, age such as 65+, sex, condition or id',
  ageSuchAs65SexCondition: 'Age such as 65+, sex, condition or id',
  byRegistryByADiagnosisOf: (near: Text, count: Text) =>
    `: ${near} by registry, ${count} by a diagnosis of that name only`,
  namesAreShownMaskThemBefore: 'Names are shown. Mask them before you copy.',
  nobodyIsInViewRemoveA: 'Nobody is in view. Remove a filter or move the as-of date.',
  nobodyMatchesTheSearchShortenIt: 'Nobody matches the search. Shorten it or remove a filter.',
  sourceRecordJSON: (resourceType: Text) => `${resourceType}, source record (JSON)`,
  theFHIRResourceAsItStands: 'The FHIR resource as it is in the source, with line breaks added.',
  thisResourceMayHoldAName: 'This resource may contain a name or an address',
  itIsShownFor10Minutes: 'It is shown for 10 minutes once a reason is recorded.',
  theResourceCouldNotBeRead: 'The resource could not be read',
  reading: 'Reading…',
  resourceTypeAsJSON: (resourceType: Text) => `${resourceType} as JSON`,
  theseListsAreNotInYourRole: 'Not in your role',
  reveal: 'Reveal',
  itIsStillBeingRead: 'It is still being read.',
  copy: 'Copy',
  mask: 'Mask',
  thereIsNobodyToReveal: 'There is nobody to reveal.',
  nameDied: (name: Text) => `${name} (died)`,
  foundBy: 'Found by',
  ageOrSex: 'Age or sex',
  lastEncounter: 'Last encounter',
  encounters12Months: 'Encounters, 12 months',
  knownFrom: 'Known from',
  firstRecorded: 'First recorded',
  openGaps: 'Open gaps',
  pcp: 'PCP',
  titleDay: (title: Text) => `${title}, day`,
  inItsTimeWindow: (title: Text) => `${title}, in its time window`,
  valueDayOld: (value: Text, day: Text, isCurrent: boolean) => `${value} on ${day}${isCurrent ? '' : ' (old)'}`,
  copied: 'Copied'
})

import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/sharing/deidentify. */
export const engineSharingDeidentifyMessages = catalog({
  namesTelephoneFaxEMailWeb: 'Names; telephone, fax, e-mail, web and IP addresses; photographs; biometric identifiers',
  notInTheSetNoTable:
    'Not in the set: no table that is written has a column for them. Names of practitioners, practices and payers are left out, too.',
  socialSecurityMedicalRecordHealthPlan:
    'Social security, medical record, health plan, account, license, vehicle, device and other identifying numbers and codes',
  notInTheSetEveryId:
    'Not in the set. Every id is replaced by a number in a random order of the people, the same in all tables; how they belong together is stored nowhere.',
  freeText: 'Free text',
  leftOutTextsOfResultsNames: (people: number) =>
    `Left out: texts of results, names of devices, coverage and payers, and the display of every code, which may be free text. Codes are written where their system is a public one; a word that is no fixed FHIR code is written where at least ${people} people have it.`,
  deIdentifiedSafeHarbor: 'De-identified (Safe Harbor)',
  n45CFR164514B2:
    '45 CFR 164.514(b)(2); HHS, Guidance Regarding Methods for De-identification of Protected Health Information (2012)',
  doNotUseItIfYou:
    'Do not use it if you know that a person could be identified by what is left, alone or with other information (45 CFR 164.514(b)(2)(ii)).',
  geographicSubdivisionsSmallerThanAState: 'Geographic subdivisions smaller than a state',
  streetAndCityAreLeftOut:
    'Street and city are left out. Of a ZIP code the first three digits are written, and 000 for those that the guidance lists because 20,000 or fewer people lived there by the Census of 2000, or by the table that is given.',
  elementsOfDatesExceptTheYear: 'Elements of dates except the year',
  ofEveryDateTheYearIs:
    'Of every date the year is written. Dates are not shifted: a shifted date is still an element of a date. A year that is 90 or more before the last date of the data is left out.',
  agesOver89AndWhatIndicates: 'Ages over 89 and what indicates them',
  theYearOfBirthIsLeft:
    'The year of birth is left out for people who are or became 90 or older, who are one group (over_89). A result of 90 years or more, such as an observed age, is left out.',
  limitedDataSet: 'Limited data set',
  itIsStillProtectedHealthInformation:
    'It is still protected health information: it may be used for research, public health or health care operations only, under a data use agreement (45 CFR 164.514(e)(3) and (4)).',
  postalAddresses: 'Postal addresses',
  theStreetIsLeftOutCity: 'The street is left out; city, state and ZIP code are written, as the law allows.',
  allowedByLawAndShiftedAll:
    'Allowed by law, and shifted all the same: all dates of a person by the same number of whole weeks, from 1 to 26 back or forth, drawn at random and stored nowhere. Distances, days of the week and ages stay; seasons do not.',
  byPopulusAfterPeopleOfWhom: (engine: Text, source: Text, people: Text, over89: Text) =>
    `By Populus ${engine}, after ${source}. ${people} people, of whom ${over89} are or became 90 or older.`,
  identifiersWhatWasDone: '| identifiers | what was done |',
  tableRowsColumnWrittenChangedLeft: '| table | rows | column | written | changed | left out |',
  columnsOfThatAreNotWritten: (name: Text, leftOut: Text) => `Columns of ${name} that are not written: ${leftOut}.`,
  tablesThatAreNotWritten: (leftOutTables: Text) => `Tables that are not written: ${leftOutTables}.`,
  theTableOfZIPCodesNeeds: 'The table of ZIP codes needs the columns "zip" and "population".',
  lineOfTheTableOfZIP: (index: Text) =>
    `Line ${index} of the table of ZIP codes has no ZIP code with a number of people.`,
  dates: 'Dates'
})

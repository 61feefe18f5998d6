import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/measures/definition. */
export const engineMeasuresDefinitionMessages = catalog({
  theCompositeMeasureIsScoredAs: (scoring: Text) =>
    `The composite measure is scored as "${scoring}", which Populus does not know.`,
  theCompositeMeasureNamesNoMeasures: 'The composite measure names no measures that it is composed of.',
  thisJSONHoldsNoFHIRResource: 'This JSON contains no FHIR resource.',
  qualifyingVisit: 'Qualifying visit',
  aVisitInThePeriod: 'a visit in the period',
  continuousEnrollment: 'Continuous enrollment',
  continuousEnrollmentInText: 'continuous enrollment',
  withWords: (isTrue: boolean, words: Text) => `${isTrue ? 'with' : 'without'} ${words}`,
  aMeasure: 'A measure',
  libraryComesInMoreThanOne: (name: Text, version: Text) =>
    `Library ${name} ${version} comes in more than one text; the first is used.`,
  libraryCarriesNoReadableELM: (name: Text) => `Library ${name} carries no readable ELM.`,
  thereIsNoFHIRMeasureIn: (reason: Text) => `There is no FHIR Measure in this content that can be read.${reason}`,
  theMeasureIsScoredAsWhich: (scoring: Text) => `The measure is scored as "${scoring}", which Populus does not know.`,
  theMeasureNamesNoLibraryWith: 'The measure names no library with its logic.',
  isNoDayOfTheCalendar: (day: Text) => `"${day}" is no day of the calendar.`,
  idYes: (id: Text, isTrue: boolean) => `${id}=${isTrue ? 'yes' : 'no'}`,
  valueSetComesInMoreThan: (url: Text, known: Text, codes: Text) =>
    `Value set ${url} comes in more than one expansion, of ${known} and ${codes} codes; the first is used.`,
  valueSetIsDefinedByA: (url: Text) =>
    `Value set ${url} is defined by a rule and has no expansion: its codes are not known.`
})

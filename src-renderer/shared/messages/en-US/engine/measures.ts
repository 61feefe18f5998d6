import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted } from '../../plural.ts'

/** Texts of engine/measures. */
export const engineMeasuresMessages = catalog({
  libraryHasNoObservation: (id: Text, expression: Text) => `Library ${id} has no observation "${expression}".`,
  livingPeopleInViewByTheir: (value: Text) =>
    `Living people in view by their place in this measure, each once, with what people recorded in the worklist. ${value}`,
  ofTheLivingPeopleInView: (value: Text) =>
    `Of the living people in view for whom something is to be done in this measure (closed, set aside, due soon, open or without data), those for whom it is closed, by source data or evidence. ${value}`,
  theDataBeginOnAfterLast: (first: Text) => `the data begin on ${first}, after last year's period began`,
  lastYearWasNotRunUp: 'last year was not run, up to the same day and to its end',
  lastYearHadNAndAre: (eligible: Text, minCases: Text) => `last year had n = ${eligible}, and ${minCases} are needed`,
  nobodyIsEligibleSoFar: 'nobody is eligible so far',
  coveredSoFar: (title: Text) => `${title}: covered so far`,
  claimsAreTheResourcesExplanationOfBenefitClaim:
    'Claims are the resources ExplanationOfBenefit, Claim and ClaimResponse; the chart is every other clinical resource. Patient and Coverage, and the practitioners, organizations, locations and drugs that records refer to, count on both sides.',
  namesMore: (names: Text) => `${names} more`,
  theDataEndBeforeThePeriod: (day: Text) =>
    `the last record in these data is of ${day}, before the measurement period begins`,
  theDataBeginAfterThePeriod: (day: Text) =>
    `the first record in these data is of ${day}, after the measurement period ends`,
  noRecordOfInTheseData: (some: Text, besides: Text) => `no record of ${some} in these data${besides}`,
  withATextInPlaceOf: 'with a text in place of a number',
  withoutAResult: 'without a result',
  ofTheRecordsOfTheKinds: (round: Text, named: Text) =>
    `${round}% of the records of the kinds that this rate reads have codes that no installed list knows (${named}).`,
  insuranceCovers: 'insurance covers',
  givenMedicines: 'given medicines',
  dispensedMedicines: 'dispensed medicines',
  medicineOrders: 'medicine orders',
  reportedMedicines: 'reported medicines',
  factsAboutThePerson: 'facts about the person',
  noData: 'No data',
  notApplicable: 'Not applicable',
  theStoredResultsAreDamaged: 'The stored results are damaged.',
  itsLogicTakesTooMuchFor: (stopped: number, why: Text) =>
    `Its logic takes too much for this computer: it was stopped for ${counted(stopped, 'person', 'people')}, and the measure was ended. ${why}`,
  theMeasureIsNotAmongThe: (url: Text) => `The measure ${url} is not among the content.`,
  aCompositeMeasureHasNoLogic: 'A composite measure has no logic of its own. Look at its components.',
  allergies: 'allergies',
  diagnoses: 'diagnoses',
  reports: 'reports',
  visits: 'visits',
  claims: 'claims',
  immunizations: 'immunizations',
  results: 'results',
  procedures: 'procedures',
  orders: 'orders',
  closed: 'Closed',
  excluded: 'Excluded'
})

import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/cohorts/evaluate. */
export const engineCohortsEvaluateMessages = catalog({
  theseDataHaveNoSuchFilter: 'these data have no such filter',
  theCohortThatItNamesWas: 'the cohort that it names was deleted',
  theCohortUsesItselfThroughOther: (title: Text) =>
    `The cohort “${title}” uses itself through other cohorts. Take one of these criteria out.`,
  theCohortCannotBeDetermined: (title: Text) => `membership in the cohort “${title}” cannot be determined`,
  aCriterionCountsFromTheIndex:
    'A criterion counts from the index date, and there is no index event. Choose one, or count from the as-of date.',
  cannotBeDetermined: (reason: Text) => `Cannot be determined: ${reason}`,
  noSuchRecord: 'No such record',
  ageBornBorn: (born: Text, born2: Text) => `Age ${born}${born2}`,
  doesNotApply: 'Does not apply',
  noEvidenceOfTheCondition: 'No evidence of the condition',
  recordedWithoutADate: 'Recorded without a date',
  firstRecordedOn: (date: Text) => `First recorded on ${date}`,
  theseDataContainNoRecordsOf: 'these data contain no records of this kind',
  theBirthDateIsNotRecorded: 'the birth date is not recorded',
  itIsNotRecorded: 'it is not recorded',
  theseDataContainNoPeriodsOf: 'these data contain no periods of coverage',
  thereIsNoRegistry: (id: Text) => `there is no registry “${id}”`,
  theseDataContainNoClaimsWith: 'these data contain no claims with payments'
})

import { commonMessages as common } from '#messages/common.ts'
import { screensMeasuresChangesMessages as m } from '#messages/screens/measures/changes.ts'
import type { DiffReason } from '#engine/measures/results/refresh-diff-result.ts'

/** Reasons for entering or leaving a population, with what each means. */
export const diffLabels: Readonly<Record<DiffReason, { readonly label: string; readonly note: string }>> = {
  'person-new': { label: m.newPerson, note: m.notInTheDataBefore },
  'person-gone': { label: m.personGone, note: m.noLongerInTheDataInText },
  'new-data': { label: m.newRecords, note: m.recordsThatWereNotThereBefore },
  'deleted-data': { label: m.deletedRecords, note: m.recordsThatAreNoLongerThere },
  'changed-data': { label: m.changedRecords, note: m.recordsThatSaySomethingElseNow },
  'aged-in': { label: m.agedIn, note: m.reachedAnAgeOfTheMeasure },
  'aged-out': { label: m.agedOut, note: m.leftAnAgeOfTheMeasure },
  'eligible-in': { label: m.becameEligible, note: m.visitsCoverOrDiagnosesOfThe },
  'eligible-out': { label: m.noLongerEligible, note: m.visitsCoverOrDiagnosesAreNot },
  'exclusion-began': { label: m.exclusionBegan, note: m.anExclusionOrExceptionOfThe },
  'exclusion-ended': { label: m.exclusionEnded, note: m.anExclusionOrExceptionIsNot },
  'evidence-in': { label: m.evidenceCameIn, note: m.recordsOfTheNewPeriodDecide },
  'evidence-out': { label: m.evidenceTooOld, note: m.theRecordsThatDecidedAreBefore },
  'period-moved': { label: m.periodMovedOther, note: m.theSameRecordsNothingOfThe },
  'code-list-changed': { label: m.codeListChanged, note: m.valueSetsOfTheMeasure },
  'logic-changed': { label: m.logicChanged, note: m.anotherVersionOfTheMeasure },
  'several-changes': { label: m.severalChanges, note: m.cannotBeDistinguished }
}

/** Populations as the screens name them. */
export const populationLabels: Readonly<Record<string, string>> = {
  'initial-population': common.initialPopulation,
  denominator: m.denominator,
  'denominator-exclusion': m.excluded,
  'denominator-exception': m.exceptions,
  numerator: m.numerator,
  'numerator-exclusion': m.excludedFromTheNumerator,
  'measure-population': m.measurePopulation,
  'measure-population-exclusion': m.excluded
}

import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/tables/risk. */
export const engineTablesRiskMessages = catalog({
  laceAndHOSPITALAtEachDischarge:
    'LACE and HOSPITAL at each discharge of an adult from an acute stay, with its outcome. NULL where an input is missing; the columns with the reasons say which.',
  idOfTheEncounterInData: 'Id of the Encounter; in data without encounters of the first claim of the stay.',
  idOfThePerson: 'Id of the person.',
  dayOfDischarge: 'Day of discharge.',
  lace0To19: 'LACE, 0 to 19.',
  whatLACELacks: 'What LACE lacks.',
  hospital0To13: 'HOSPITAL, 0 to 13.',
  whatHOSPITALLacks: 'What HOSPITAL lacks.',
  readmittedPlannedReturnOrNotReadmitted: 'readmitted, planned-return or not-readmitted within 30 days.',
  predictedRiskOfPeopleWhomThe: (title: Text) =>
    `Predicted risk of people whom the model is about: ${title}. Not an instruction to treat.`,
  firstDayThatThePredictionIs: 'First day that the prediction is about; of readmission the day after discharge.',
  predictedProbability0To1: 'Predicted probability, 0 to 1.',
  predictedRisksByTheSavedModels:
    'Predicted risks by the saved models, of the people whom each is about on the as-of date. Not an instruction to treat.',
  sha256OfTheModelIts: 'SHA-256 of the model: its versions have different ones.',
  nameOfTheModel: 'Name of the model.',
  whatItPredictsSuchAsReadmission: 'What it predicts, such as readmission-30.',
  whatEachCMSHCCRiskScore:
    'What each CMS-HCC risk score is made of, from the diagnoses of the year before the as-of date and of its year so far; with categories to recapture and evidence without a diagnosis, which are questions to the chart and not part of a score.',
  v28OrV24: 'V28 or V24.',
  yearOfTheDiagnosesThePayment: 'Year of the diagnoses; the payment year is the one after.',
  segmentOfTheModelSuchAs: 'Segment of the model, such as CNA.',
  demographicConditionInteractionOrCountHierarchy:
    'demographic, condition, interaction or count; hierarchy for categories that were taken away; recapture or suspect.',
  nameOfTheVariableSuchAs: 'Name of the variable, such as HCC226.',
  whatItStandsFor: 'What it stands for.',
  whatItAddsToTheRaw: 'What it adds to the raw score; NULL where it adds nothing.',
  icd10CMCodesOrFindings: 'ICD-10-CM codes or findings behind it.',
  latestDayOfARecordBehind: 'Latest day of a record behind it.',
  takenAwayByHCC: (labels: Text, by: Text) => `${labels} (taken away by HCC${by})`,
  scoresOfEachPersonOnThe:
    'Scores of each person on the as-of date: Charlson, Elixhauser and hospital frailty, and raw risk scores by CMS-HCC from the diagnoses of the year before. No row where a score cannot be computed.',
  idOfTheScoreSuchAs: 'Id of the score, such as charlson-2011 or cms-hcc-v28.',
  nameOfTheScoreWithIts: 'Name of the score with its weights.',
  theScoreForCMSHCCThe: 'The score; for CMS-HCC the raw score.',
  cmsHCCNormalizedAndCutBy: 'CMS-HCC: normalized, and cut by the coding-intensity factor.',
  bandOfTheScoreOrThe: 'Band of the score, or the segment of CMS-HCC.',
  groupsOfDiseasesOrPaymentCategories: 'Groups of diseases or payment categories behind it.'
})

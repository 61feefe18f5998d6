import { catalog } from '../../catalog.ts'

/** Texts of engine/boards. */
export const engineBoardsMessages = catalog({
  qualityMeeting: 'Quality meeting',
  gapsLeftRatesOfAllMeasures:
    'Gaps that are left, the rates of all measures, signals, and how practices compare. For a monthly meeting.',
  chronicDisease: 'Chronic disease',
  prevalenceAndControlOfDiabetes:
    'Prevalence of chronic conditions, and the control of diabetes, hypertension and cholesterol over time.',
  diabetesPrevalence: 'Diabetes: prevalence and incidence',
  diabetesComorbidities: 'Diabetes: comorbidities',
  costAndUseOfHospitals: 'Cost and use of hospitals',
  costByMonthServiceAndPayer:
    'Cost by month, type of service and payer, emergency visits, inpatient stays and readmissions. Needs claims.',
  paidByMonth: 'Paid by month of service',
  dataCheck: 'Data check',
  whatTheDataHoldBySource:
    'What the data hold by type and month, gaps of feeds, and how complete claims are. To look at after each refresh.'
})

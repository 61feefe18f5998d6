import { catalog } from '../../catalog.ts'

/** Texts of engine/boards. */
export const engineBoardsMessages = catalog({
  qualityMeeting: 'Quality meeting',
  gapsLeftRatesOfAllMeasures:
    'Gaps that are left, the rates of all measures, signals, and how practices compare. For a monthly meeting.',
  gapsToClose: 'Gaps to close',
  closedGaps: 'Closed',
  withoutData: 'Without data',
  chronicDisease: 'Chronic disease',
  prevalenceAndControlOfDiabetes:
    'Prevalence of chronic conditions, and the control of diabetes, hypertension and cholesterol over time.',
  withAChronicCondition: 'With a chronic condition',
  diabetesAtGoal: 'Diabetes at goal',
  hypertensionAtGoal: 'Hypertension at goal',
  diabetesPrevalence: 'Diabetes: prevalence and incidence',
  diabetesComorbidities: 'Diabetes: comorbidities',
  costAndUseOfHospitals: 'Cost and use of hospitals',
  costByMonthServiceAndPayer:
    'Cost by month, type of service and payer, emergency visits, inpatient stays and readmissions. Needs claims.',
  paidPerMemberPerMonth: 'Paid per member per month',
  costOfTheTop5: 'Cost of the top 5%',
  emergencyVisits: 'Emergency visits',
  paidByMonth: 'Paid by month of service',
  dataCheck: 'Data check',
  whatTheDataHoldBySource:
    'What the data hold by type and month, gaps of feeds, and how complete claims are. To look at after each refresh.'
})

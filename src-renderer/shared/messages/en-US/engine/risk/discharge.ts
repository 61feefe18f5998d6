import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/risk/discharge. */
export const engineRiskDischargeMessages = catalog({
  theDataContainNoEmergencyVisits:
    'the data contain no emergency visits, which are needed to recognize an urgent admission',
  lengthOfStay: 'Length of stay',
  acuteAdmission: 'Acute admission',
  admittedThroughAnEmergencyVisit: 'admitted through an emergency visit',
  noEmergencyVisitBefore: 'no emergency visit before',
  comorbidity: 'Comorbidity',
  weightsOfLACEAddUpTo: (weight: Text) => `weights of LACE add up to ${weight}`,
  emergencyVisitsInTheSixMonths: 'Emergency visits in the six months before',
  theDataContainNoEmergencyVisitsInText: 'the data contain no emergency visits',
  atDischargeBelow: (label: Text, below: Text, unit: Text) => `${label} at discharge below ${below} ${unit}`,
  noWasMeasuredInTheStay: (label: Text) => `no ${label} was measured in the stay`,
  cancerAmongTheDiagnosesOfThe: 'Cancer among the diagnoses of the stay (for discharge from an oncology service)',
  theStayHasNoDiagnosisIn: 'the stay has no diagnosis in ICD-10',
  procedureInTheStay: 'Procedure in the stay',
  theDataContainNoProcedures: 'the data contain no procedures',
  urgentAdmission: 'Urgent admission',
  throughAnEmergencyVisit: 'through an emergency visit',
  admissionsInTheTwelveMonthsBefore: 'Admissions in the twelve months before',
  theRecordsBeginLessThanSix: 'the records begin less than six months before the stay',
  theRecordsBeginLessThanTwelve: 'the records begin less than twelve months before the stay',
  stayOfDaysOrMore: (from: Text) => `Stay of ${from} days or more`,
  n1Day: '1 day',
  daysDays: (days: Text) => `${days} days`,
  low0To4: 'Low (0 to 4)',
  moderate5To9: 'Moderate (5 to 9)',
  high10To19: 'High (10 to 19)',
  derivationAndValidationOfAnIndex:
    'Derivation and validation of an index to predict early death or unplanned readmission after discharge from hospital to the community',
  vanWalravenCEtAlCMAJ: 'van Walraven C et al., CMAJ 182: 551-557',
  weightsOfComorbidityAsTabulatedWith: 'Weights of comorbidity as tabulated with ICD-10 groups (table 1)',
  bmjOpen7E016921: 'BMJ Open 7: e016921',
  donz2013: 'Donzé 2013',
  donz2016: 'Donzé 2016',
  intermediate5Or6: 'Intermediate (5 or 6)',
  high7To13: 'High (7 to 13)',
  potentiallyAvoidable30DayHospitalReadmissions:
    'Potentially avoidable 30-day hospital readmissions in medical patients: derivation and validation of a prediction model',
  donzJEtAlJAMAIntern: 'Donzé J et al., JAMA Intern Med 173: 632-638',
  internationalValidityOfTheHOSPITALScore:
    'International validity of the HOSPITAL score to predict 30-day potentially avoidable hospital readmissions',
  donzJDEtAlJAMAIntern: 'Donzé JD et al., JAMA Intern Med 176: 496-502',
  hemoglobin: 'Hemoglobin',
  hemoglobinMassVolumeInBlood: 'Hemoglobin [Mass/volume] in Blood',
  sodium: 'Sodium',
  sodiumMolesVolumeInSerumOr: 'Sodium [Moles/volume] in Serum or Plasma',
  sodiumMolesVolumeInBlood: 'Sodium [Moles/volume] in Blood'
})

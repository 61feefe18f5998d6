import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/risk/hcc. */
export const engineRiskHccMessages = catalog({
  diagnosesOfFinalInpatientOutpatientAnd:
    'Diagnoses of final inpatient, outpatient and professional claims whose last day of service lies in the year. Claims for nothing but laboratory, imaging, ambulance, equipment or home oxygen are left out. CMS further asks for procedures on its list of eligible CPT and HCPCS codes; with such a list imported, outpatient and professional claims count only where a line has one of them.',
  theseDataContainNoClaimsWith:
    'These data contain no claims with diagnoses, so diagnoses of the chart are used instead: those recorded in the year at an encounter that took place. It is an estimate of what claims would say, not what a plan submitted.',
  scoredArePeopleWithAMedicare:
    'Scored are people with a Medicare coverage in force on the date. Medicaid, or a plan for both, in the service year or after makes them dual, with full benefits unless an import says otherwise. They count as entitled by disability where their first Medicare coverage began in a month before the one in which they reach 65, which for a birthday on the first of a month is the month before it; where no beginning is recorded, if they are under 65 on February 1 of the payment year. Fewer than 12 months of Medicare in the service year make a new enrollee; coverage from 65 on whose name does not say what it is counts for these months. Nobody is taken as institutional or as a member of a special needs plan unless an import says so. End-stage renal disease, PACE and Part D have models of their own, which are not computed.',
  entitledByDisabilityByAgeAnd: 'entitled by disability, by age and start of Medicare',
  entitledByAge: 'entitled by age',
  fullMedicaidBenefits: 'full Medicaid benefits',
  livesInTheCommunity: 'lives in the community',
  inMedicareForTheWholeService: 'in Medicare for the whole service year',
  paymentCategoriesAfterHierarchiesThatThe:
    'Payment categories after hierarchies that the diagnoses of the service year before have, and those of this service year up to the date do not, neither directly nor through a category above them in the hierarchy. The disease may be gone, or the code of last year may have been wrong: each row is a question to the chart, not an instruction to code.',
  hccsPaymentCategories: (hccs: Text) => `${hccs} payment categories`,
  femaleReplace: (isFemale: boolean, replace: Text) => `${isFemale ? 'Female' : 'Male'}, ${replace}`,
  newEnrollee: (label: Text) => `${label}, new enrollee`,
  entitledByDisabilityBefore65: 'Entitled by disability before 65',
  institutionalWithMedicaid: 'Institutional with Medicaid'
})

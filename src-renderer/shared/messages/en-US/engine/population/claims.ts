import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/population/claims. */
export const enginePopulationClaimsMessages = catalog({
  npi: (value: string) => `NPI ${value}`,
  paid: 'Paid',
  paidTheAmountOfThePayment:
    'Paid: the amount of the payment, else the total of the category "benefit", else what was paid to provider and patient, else the sum of the lines.',
  allowed: 'Allowed',
  allowedTheTotalOfTheCategory:
    'Allowed: the total of the category "eligible", else of "drugcost", else the sum of the lines.',
  memberShare: 'Member share',
  memberShareTheTotalOfThe:
    'Member share: the total of the category "memberliability", else copayment, coinsurance and deductible together, else the sum of the lines, else what the patient paid at the point of service.',
  toldByTheMedicareClaimType:
    'Determined by the Medicare claim type where one is recorded, else by the type of bill, the subtype or profile of CARIN Blue Button, then the type of the claim. An institutional claim that none of them classifies takes the class of the encounter that it names. Without one it is inpatient when a line is for room and board or has a hospital, psychiatric or rehabilitation stay as its place of service (21, 51, 61), skilled nursing when its place is 31 or 32, home health or hospice by place 12 or 34 or revenue center 055x to 060x, 065x or 066x, and outpatient otherwise.',
  medicalAndPharmacyAreSetAgainst:
    'Medical and pharmacy are set against the months of coverage of their kind: a coverage whose type names drugs alone (e.g. Part D) is pharmacy, Part A or B is medical, dental or vision is neither, and any other coverage is both.',
  laboratoryPlaceOfService81Type:
    'laboratory (place of service 81, type of bill 14x, revenue centers 030x and 031x, HCPCS P and U codes, the laboratory section 80000–89999)',
  imagingRevenueCenters032x034x035x:
    'imaging (revenue centers 032x, 034x, 035x, 040x and 061x, HCPCS R codes and A9500–A9700, the imaging part of the radiology section 70000–78999)',
  ambulancePlacesOfService41And: 'ambulance (places of service 41 and 42, revenue center 054x, HCPCS A0021–A0999)',
  medicalEquipmentAndSuppliesMedicareClaim:
    'medical equipment and supplies (Medicare claim types 81 and 82, revenue centers 0274 and 029x, other HCPCS A, B, E, K and L codes)',
  homeOxygenRevenueCenter060xHCPCS:
    'home oxygen (revenue center 060x, HCPCS E0424–E0447, E1390–E1392, E1405 and E1406)',
  inpatientHospital: 'Inpatient hospital',
  outpatientHospital: 'Outpatient hospital',
  emergency: 'Emergency',
  professional: 'Professional',
  postAcute: 'Post-acute',
  pharmacy: 'Pharmacy',
  dentalAndVision: 'Dental and vision',
  other: 'Other',
  theTypeOfServiceIsThe: (claimKindRule: Text) =>
    `The type of service is the kind of the claim; an outpatient claim with a line of the emergency department (revenue center 045x or 0981, place of service 23) or an encounter of class emergency is emergency, and skilled nursing, home health and hospice together are post-acute. The kind of a claim: ${claimKindRule}`
})

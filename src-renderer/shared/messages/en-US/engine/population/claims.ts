import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/population/claims. */
export const enginePopulationClaimsMessages = catalog({
  final: 'Final',
  countInFiguresOfCost: 'count in figures of cost',
  replaced: 'Replaced',
  aLaterVersionOfTheClaim: 'a later version of the claim is in force',
  reversed: 'Reversed',
  aClaimAndItsReversalWhich: 'a claim and its reversal, which cancel each other',
  duplicate: 'Duplicate',
  theSameClaimAgain: 'the same claim again',
  denied: 'Denied',
  thePayerDeniedTheWholeClaim: 'the payer denied the whole claim',
  canceledOrDraft: 'Canceled or draft',
  canceledDraftOrEnteredIn: 'canceled, draft or entered in error',
  preauthorization: 'Preauthorization',
  aboutCareThatIsOnlyPlanned: 'about care that is only planned',
  onlyTheFinalActionOfA:
    'Only the final action of a claim counts. Left out are: explanations of benefit that are canceled, drafts or entered in error (status), and those about care that is only planned (use); claims that another one of the same person replaces (related: "prior", "replaces" or "replacedby"), and earlier versions with the same payer and claim number, or without a number the same Claim and Coverage; reversals, which have a negative payment or a type of bill that ends in 8, together with the claim that they cancel: the one they name, with the same number, or of the same payer, provider, type and first day, with the same amount; duplicates, which agree with a later one in claim number, day and amounts, or without a number and a Claim in payer, provider, type, days of service and decision, lines with their modifiers, and amounts; and denied claims: outcome "error", or nothing paid and a reason of denial for the claim or for each of its lines. A negative payment that cancels no claim in full is added as it is. A claim stays replaced where the one that replaced it is reversed later; a reversal that is there twice counts once.',
  carinBlueButtonAdjudicationAndRelated:
    'CARIN Consumer Directed Payer Data Exchange (Blue Button): adjudication and related claims',
  hl7International: 'HL7 International',
  finalActionClaimsAndClaimAdjustments: 'Final action claims and claim adjustments',
  researchDataAssistanceCenter:
    'Research Data Assistance Center (ResDAC) for the Centers for Medicare & Medicaid Services',
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
  determinedByTheMedicareClaimType:
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

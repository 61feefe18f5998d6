import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/population/stays. */
export const enginePopulationStaysMessages = catalog({
  encountersHaveNoClass: (percent: number, name: string) =>
    `${percent}% of the encounters have ${name === '' ? 'no class' : `a class that is none of HL7's ActEncounterCode, such as “${name}”`}: stays and visits among them are not counted.`,
  classesOfEncountersTellNoCare: (percent: number, name: string, isStay: boolean) =>
    `${percent}% of the encounters have ${name === '' ? 'no class' : `a class that is none of HL7's ActEncounterCode, such as “${name}”`}, so ${isStay ? 'hospital stays' : 'emergency visits'} cannot be identified; ask the source to map its classes`,
  theDataContainNoEncountersSo:
    'The data contain no encounters, so visits are those of claims in final action, not denied: outpatient and inpatient hospital claims with a line of the emergency department (revenue center 0450 to 0459, or 0981 for its physicians), and professional claims at place of service 23 that are for more than tests or transport. Claims of a person on the days of one visit are one visit; an inpatient claim with such a line is one that ended in a stay.',
  noClaimHasARevenueCenter:
    'no claim has a revenue center or the place of service of an emergency department, so emergency visits cannot be identified',
  theDataContainNoEncountersSoStays:
    'The data contain no encounters, so stays are those of claims: inpatient hospital claims in final action, not denied, by the Medicare claim type, the type of bill (011x, 041x), the subtype or profile of CARIN Blue Button, or room and board (revenue centers 010x to 021x); a place of service alone does not make a stay. Interim claims and transfers are one stay: claims of a person of which one begins no later than the day after the end of the others. Rehabilitation (place of service 61, revenue centers 0024, 0118, 0128, 0138, 0148 and 0158) is not acute. Skilled nursing, home health and hospice are not hospital stays. Observation is an outpatient claim with revenue center 0762 or HCPCS G0378.',
  noClaimHasATypeOf:
    'no claim has a type of bill, a revenue center, a Medicare claim type or a type of CARIN Blue Button, so hospital stays cannot be identified',
  identifyingHospitalStaysEmergencyRoomVisits:
    'Identifying hospital stays, emergency room visits and interim claims in Medicare claims',
  researchDataAssistanceCenterResDACFor:
    'Research Data Assistance Center (ResDAC) for the Centers for Medicare & Medicaid Services',
  claimsDataModelEncounterGroupingOf:
    'Claims data model: encounter grouping of inpatient and emergency department claims',
  tuvaProject: 'Tuva Project',
  aVisitEndedInAStay:
    'A visit ended in a stay when an inpatient stay of the same person began on a day of the visit or the day after.',
  plannedByTheAlgorithmOfCMS:
    'Planned by the algorithm of CMS: a principal diagnosis of maintenance chemotherapy, radiotherapy or rehabilitation; a transplant; or a procedure that may be planned without an acute principal diagnosis. The principal diagnosis is that of the claim for the stay, else the first that the encounter lists (those at discharge before others, then by rank), else the reason of the encounter, in ICD-10-CM; procedures are those of ICD-10-PCS on the claim or its lines, or in the stay. A stay without such codes is taken as unplanned, unless its type is an elective admission.',
  inpatientHospitalClaimsAndObservationStays: (observation: boolean) =>
    `inpatient hospital claims${observation ? ' and observation stays' : ''}`,
  classesIMPAndACUTEAndObservation: (observation: boolean) =>
    `classes IMP and ACUTE${observation ? ', and observation stays' : ''}`,
  indexStaysAcuteInpatientStaysNot: (
    acute: Text,
    allAges: boolean,
    readmissionDays: Text,
    plannedRule: Text,
    claimStayRule: Text
  ) =>
    `Index stays: acute inpatient stays (${acute}; not rehabilitation or skilled nursing) of ${allAges ? 'people of any age' : 'people who were 18 or over at discharge'} that ended alive, not against medical advice, and not for a pregnancy, a birth or a condition of the newborn (chapters O and P of ICD-10-CM, Z33.1, Z34, Z37, Z38 and Z3A), and as in the hospital-wide measure of CMS not for a psychiatric condition (F20 to F99 of ICD-10-CM), rehabilitation or the medical treatment of cancer: a principal diagnosis of C00 to C96, Z51.0, Z51.11 or Z51.12 without an operation that removes or replaces something (ICD-10-PCS 0, root operations 1, 5, 6, B, R, T and Y, not diagnostic). Stays of which one begins on the day of the discharge of another or the day after are one stay (a transfer), and so is one that lies within another. Readmitted: an unplanned acute stay of the same person began 2 to ${readmissionDays} days after discharge, for any cause except pregnancy and birth. ${plannedRule} Not adjusted for risk.${claimStayRule}`
})

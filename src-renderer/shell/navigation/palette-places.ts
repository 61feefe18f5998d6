import { commonMessages as common } from '#messages/common.ts'
import { shellNavigationMessages as m } from '#messages/shell/navigation.ts'
import type { Route } from '../../state/navigation/route.ts'
import type { IconName } from '../../ui/primitives/icons.ts'

/** A place or a term that has no command of its own. */
export interface PalettePlace {
  readonly id: string
  readonly title: string
  readonly detail: string
  /** Other words that people look for it by. */
  readonly words: string
  readonly icon: IconName
  readonly group: 'go' | 'do' | 'terms'
  readonly route: Route
}

const cost: Route = { screen: 'cost', tab: 'summary' }
const claims: Route = { screen: 'cost', tab: 'claims' }
const use: Route = { screen: 'cost', tab: 'use' }
const scorecard: Route = { screen: 'measures', tab: 'scorecard' }
const reports: Route = { screen: 'measures', tab: 'reports' }

function term(id: string, title: string, detail: string, words: string, route: Route): PalettePlace {
  return { id: `term:${id}`, title, detail, words, icon: 'question', group: 'terms', route }
}

function act(id: string, title: string, words: string, icon: IconName, route: Route): PalettePlace {
  return { id: `act:${id}`, title, detail: m.recordedInTheAuditLog, words, icon, group: 'do', route }
}

/** Parts of screens, exports and terms of the field, for the command palette. */
export const palettePlaces: readonly PalettePlace[] = [
  {
    id: 'place:signals',
    title: m.signals,
    detail: common.overview,
    words: m.controlChartXmrVariation,
    icon: 'chart',
    group: 'go',
    route: { screen: 'overview', tab: 'signals' }
  },
  {
    id: 'place:checks',
    title: m.dataQualityChecks,
    detail: common.dataQuality,
    words: m.plausibilityCompletenessConformanceDuplicatesValidation,
    icon: 'shield',
    group: 'go',
    route: { screen: 'quality', tab: 'checks' }
  },
  {
    id: 'place:findings',
    title: m.loadFindings,
    detail: common.dataQuality,
    words: m.rejectedLinesErrors,
    icon: 'shield',
    group: 'go',
    route: { screen: 'quality', tab: 'findings' }
  },
  {
    id: 'place:changes',
    title: m.changesBetweenSnapshots,
    detail: common.qualityMeasures,
    words: m.compareDifferenceWaterfallRefresh,
    icon: 'chart',
    group: 'go',
    route: { screen: 'measures', tab: 'changes' }
  },
  {
    id: 'place:units',
    title: m.providersAndSites,
    detail: common.qualityMeasures,
    words: m.providerPracticeClinicianHeatmapFunnel,
    icon: 'people',
    group: 'go',
    route: { screen: 'measures', tab: 'units' }
  },
  {
    id: 'place:use',
    title: m.useEmergencyVisitsStaysReadmissions,
    detail: common.costAndUse,
    words: m.utilizationHospitalInpatient,
    icon: 'money',
    group: 'go',
    route: use
  },
  {
    id: 'place:forecast',
    title: m.forecastOfVisitsStaysAndCost,
    detail: common.costAndUse,
    words: m.predictionProjectionTrendSeasonNextYear,
    icon: 'money',
    group: 'go',
    route: { screen: 'cost', tab: 'forecast' }
  },
  {
    id: 'place:capacity',
    title: m.capacityContactsHoursAndStaffTo,
    detail: common.qualityMeasures,
    words: m.staffingOutreachPlanningSlotsWorkload,
    icon: 'people',
    group: 'go',
    route: { screen: 'measures', tab: 'capacity' }
  },
  {
    id: 'place:equity',
    title: m.equityGapsByRaceEthnicityLanguage,
    detail: common.qualityMeasures,
    words: m.disparityHealthEquityStratificationFairness,
    icon: 'people',
    group: 'go',
    route: { screen: 'measures', tab: 'equity' }
  },
  {
    id: 'place:hcc',
    title: m.cmsHCCRiskScoresAndRecapture,
    detail: common.risk,
    words: m.rafHierarchicalConditionCategoriesRiskAdjustment,
    icon: 'gauge',
    group: 'go',
    route: { screen: 'risk', tab: 'hcc' }
  },
  {
    id: 'place:models',
    title: m.modelsOfRiskReadmissionAdmissionEmergency,
    detail: common.risk,
    words: m.predictPredictionMachineLearningTrainRegression,
    icon: 'gauge',
    group: 'go',
    route: { screen: 'risk', tab: 'models' }
  },
  {
    id: 'place:matching',
    title: m.matchPeopleOfSeveralSources,
    detail: common.sources,
    words: m.mpiEmpiDedupeDuplicateMergePerson,
    icon: 'people',
    group: 'go',
    route: { screen: 'sources' }
  },
  {
    id: 'place:rising',
    title: m.highCostAndRisingRisk,
    detail: common.risk,
    words: m.highUtilizerTopSpenderStratificationCare,
    icon: 'gauge',
    group: 'go',
    route: { screen: 'risk', tab: 'lists' }
  },
  {
    id: 'place:code-lists',
    title: m.valueSetsAndCodeLists,
    detail: common.measureContent,
    words: m.vsacTerminologyCodes,
    icon: 'document',
    group: 'go',
    route: { screen: 'content', tab: 'code-lists' }
  },
  act('reports', m.exportResultsAndReports, m.measurereportDeqmQrdaWorkbookXlsxCsv, 'export', reports),
  act('print', m.printAReport, m.paperPdf, 'export', reports),
  act('worklist', m.exportCareGaps, m.worklistOutreachListXlsxCsv, 'export', { screen: 'gaps' }),
  act('people', m.exportAListOfPeople, m.patientsCsv, 'export', { screen: 'patients' }),
  act('tables', m.exportTables, m.parquetArrowCsvViewsSql, 'export', { screen: 'views' }),
  {
    id: 'place:audit',
    title: m.auditLogWhoRevealedNamesWhat,
    detail: common.auditLog,
    words: m.trailVerifyAnchorTampering,
    icon: 'lock',
    group: 'go',
    route: { screen: 'audit' }
  },
  term('pmpm', m.pmpmPaidPerMemberPerMonth, m.whatWasPaidMonthsOfMembership, m.costClaims, cost),
  term('member-month', m.memberMonth, m.onePersonEnrolledForOneMonth, m.enrollmentPmpm, cost),
  term('run-out', m.claimsRunOutAndCompletion, m.shareOfAMonthsClaimsThat, m.ibnrLagTriangleChainLadder, claims),
  term(
    'final-action',
    m.finalActionClaims,
    m.withoutReplacedReversedDuplicateAndDenied,
    m.adjustmentVoidDenialAdjudication,
    claims
  ),
  term('readmission', m.readmission, m.anotherStayWithin30DaysOf, m.readmittedPcrHospital, use),
  term('ed', m.emergencyVisitsPer1000, m.treatAndReleaseVisitsPer1, m.edErEduUtilization, use),
  term('alos', m.averageLengthOfStay, m.daysFromAdmissionToDischarge, m.alosInpatient, use),
  term('pdc', m.pdcProportionOfDaysCovered, m.daysWithMedicationDaysOfThe, 'adherence', scorecard),
  term('stars', m.starRating, m.cmsRatingOfMedicarePlans1, m.cutPointsMedicareAdvantage, {
    screen: 'measures',
    tab: 'what-if'
  }),
  term('gap', m.careGap, m.aServiceThatAMeasureAsks, 'unmet', { screen: 'gaps' }),
  term('exclusion', m.exclusion, m.peopleWhomAMeasureLeavesOut, 'exception', scorecard),
  term('attribution', m.attribution, m.assigningPeopleToAProviderOr, m.pcpPanel, {
    screen: 'measures',
    tab: 'units'
  }),
  term('fitness', m.fitnessForUse, m.whetherTheDataSupportAFigure, m.qualityScore, { screen: 'quality' })
]

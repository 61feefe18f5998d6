import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'
import { counted } from '../../../plural.ts'

/** Texts of engine/measures/scorecard. */
export const engineMeasuresScorecardMessages = catalog({
  inThisGroup: 'In this group',
  allOthers: 'All others',
  intervalEstimationForTheDifferenceBetween:
    'Interval estimation for the difference between independent proportions, method 10',
  newcombeRGStatMed17873: 'Newcombe RG, Stat Med 17: 873-890',
  componentsOfADifferenceBetweenTwo: 'Components of a difference between two rates',
  kitagawaEMJAmStatAssoc: 'Kitagawa EM, J Am Stat Assoc 50: 1168-1194',
  intervalOfARatioOfProportions: 'Interval of a ratio of proportions',
  katzDBaptistaJAzenSP: 'Katz D, Baptista J, Azen SP, Pike MC, Biometrics 34: 469-474',
  eachGroupIsComparedWithOne: (value: Text) =>
    `${value} Each group is compared with one of them: the gap is the difference of the rates in percentage points with the interval of Newcombe, the ratio their quotient with the interval of Katz. The gap is split by practice: the part between practices comes from being treated at other practices than the comparison, the part within them from differing at the same practice. People about whom nothing is recorded are a group of their own, not left out. Groups differ in age and illness; a gap is a reason to look, not a cause.`,
  gapsOfAllMeasures: 'Gaps of all measures',
  everyRateThatIsAProportion: (expectedFalse: Text) =>
    `Every rate that is a proportion, by group, against the group of comparison. The probability is that of a gap at least as large if both groups had the same rate, by Fisher's exact test; where people have several cases, cases count for as many people as there would be if those of a person always ended alike. A gap is beyond chance where its probability is at most ${expectedFalse} divided by the number of gaps (Bonferroni): if no groups differed, ${expectedFalse} of all gaps together would seem to, on average. Gaps beyond chance are split by practice.`,
  theDesignOfExperiments: 'The Design of Experiments',
  fisherRAOliverAndBoyd: 'Fisher RA, Oliver and Boyd',
  multipleComparisonsAmongMeans: 'Multiple comparisons among means',
  dunnOJJAmStatAssoc: 'Dunn OJ, J Am Stat Assoc 56: 52-64',
  noTableWithTheOfZIP: (dimension: Text) =>
    `no table with the ${dimension} of ZIP codes or people is imported; Tables, at the top, lists its columns and imports it`,
  nobodyIsEligible: 'nobody is eligible',
  nobodyOfOneOfTheGroups: 'nobody of one of the groups meets the measure',
  labelAgainstLabel: (label: Text, label2: Text) => `${label} against ${label2}`,
  measuresByLabel: (label: Text) => `Measures by ${label}`,
  eachCellIsTheRateOf: (reliable: Text) =>
    `Each cell is the rate of the people of one column. Better or worse: outside of the 95% limits of a funnel plot around the rate of all, by the exact binomial distribution; two marks: outside of the 99.8% limits. By chance alone one of 20 units lies outside of the first, one of 500 outside of the second. Reliability: the share of the variance of rates that lies between units, not in chance, from a beta-binomial model of all units by moments. Units with a reliability below ${reliable} are shown and not compared; so are all where fewer than five units are there.`,
  funnelPlotsForComparingInstitutionalPerformance: 'Funnel plots for comparing institutional performance',
  statisticsInMedicine241185: 'Statistics in Medicine 24:1185',
  theReliabilityOfProviderProfilingA: 'The Reliability of Provider Profiling: A Tutorial',
  randCorporation: 'RAND Corporation',
  proportionsWithExtraneousVarianceSingleAnd: 'Proportions with extraneous variance: single and independent samples',
  journalOfTheAmericanStatisticalAssociation: 'Journal of the American Statistical Association 68:46',
  theRateOfEachMeasureWhen: (evidenceSourceRule: Text) =>
    `The rate of each measure when the records of one source alone count, compared with the rate of both: what it would lose without the other. ${evidenceSourceRule} Eligibility and exclusions rest on the same records, so that the denominator changes, too. A rate that a source has no kind of record for cannot be computed from it. "Only together" are people in the numerator of both whom neither source alone would put there: half of the evidence is in each.`,
  measuresBySource: 'Measures by source',
  aHarmonizedDataQualityAssessmentTerminology:
    'A harmonized data quality assessment terminology and framework: completeness by comparison of sources',
  kahnAndOthersEGEMs41: 'Kahn and others, eGEMs 4(1): 1244',
  projectedToTheEndOfThe: (value: Text) =>
    `${value} Projected to the end of the period: of people in the same place on the same day last year, the share that had met it at the end, with people who joined and left as last year. The interval holds the chance in both years, not a change of care.`,
  bayesianDataAnalysis3rdEditionSection: 'Bayesian Data Analysis, 3rd edition, section 2.4',
  chapmanAndHall: 'Chapman and Hall',
  qualityAtAGlance: 'Quality at a glance',
  overAllRatesWithGapsThat:
    'Over all rates with gaps that were run for the period: living people in view, each once for each rate, as the worklist lists them, with what people recorded there. Closed: the numerator is met, by source data or evidence. A gap that was set aside with a reason, such as a refusal, is neither closed nor left to close, and still applies. Of two measures of the same thing one counts, and so does a missing record that leaves two measures open, such as a test.',
  noPatientIsInTheseData: 'no Patient is in these data',
  rates: 'Rates',
  runForThePeriod: 'run for the period',
  gapsToClose: 'Gaps to close',
  openDueSoonWithoutData: (all: Text, all2: Text, all3: Text) => `${all} open, ${all2} due soon, ${all3} without data`,
  withoutData: 'Without data',
  everyGapHasDataOfItsKind: 'every gap has data of its kind',
  nothingOfTheKindIsLoaded: 'nothing of the kind is loaded',
  closed: 'Closed',
  ofAllThatApply: 'of all that apply',
  ofAllThatApplySetAside: (all: Text) => `of all that apply; ${all} set aside`,
  targetsMet: 'Targets met',
  noTargetsAreSet: 'no targets are set',
  targetsAreSet: (withTarget: number) => `${counted(withTarget, 'target is', 'targets are')} set`,
  withSupplementalEvidenceThatPeopleRecorded: (value: Text, change: number) =>
    `${value} With supplemental evidence that people recorded and that holds on the date: ${counted(change, 'case', 'cases')}.`
})

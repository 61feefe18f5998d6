import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'
import { counted, plural } from '../../../plural.ts'

/** Texts of engine/measures/stars. */
export const engineMeasuresStarsMessages = catalog({
  twoYearsAreNeeded: 'two years are needed',
  cmsComparesTwoYearsOfAt: (part: Text, both: Text, others: Text) =>
    `CMS compares two years of at least half of the measures of Part ${part}, and ${both} of ${others} have both here; enter its score where it is known`,
  nobodyIsInView: 'nobody is in view',
  theCoverageInTheseDataDoes: 'the coverage in these data does not show who is a Medicare member',
  nobodyInViewIsAMedicare: 'according to the data, nobody in view is a Medicare member',
  starRating: 'Star rating',
  withRewardFactor: (rewardFactor: Text) => `with reward factor ${rewardFactor}`,
  noMeasureHasStars: 'no measure has stars',
  weightedMeanOfStars: 'Weighted mean of stars',
  estimateWeightedMean: 'Estimate, weighted mean',
  measuresBeforeRewardAndCAI: (withStars: number) =>
    `${counted(withStars, 'measure', 'measures')}, before reward and CAI`,
  fromOfMeasuresCMSWouldNot: (measures: Text, value: Text) =>
    `from ${measures} of ${value} measures; CMS would not rate`,
  pointsToTheNextHalfStar: 'Points to the next half star',
  pointsToStars: (goal: Text) => `Points to ${goal} stars`,
  nothingAbove: 'nothing above',
  roundsUpAt: (estimate: Text, goal: Text) => `${estimate}rounds up at ${goal}`,
  peopleToTheNextHalfStar: 'People to the next half star',
  noClosuresReachIt: 'no closures reach it',
  estimateCheapestPathStepsMeasures: (estimate: Text, steps: number) =>
    `${estimate}cheapest path, ${steps} ${plural(steps, 'measure', 'measures')}`,
  measuresRated: 'Measures rated',
  ofMoreAsAnEstimate: (measures: Text, withStars: Text) =>
    `of ${measures} in the table; ${withStars} more as an estimate`,
  nNotEnoughData: (cases: Text) => `n = ${cases}: not enough data`,
  nAndCMSRatesThisMeasure: (cases: Text, minCases: Text) =>
    `n = ${cases}, and CMS rates this measure from ${minCases} cases on`,
  thePeriodIsNoCalendarYear: 'the period is no calendar year, and CMS rates calendar years',
  everybodyIsCountedAndCMSRates: 'everybody is counted, and CMS rates Medicare contracts',
  medicareMembersInViewAndCMS: (members: Text, least: Text) =>
    `${members} Medicare members in view, and CMS rates HEDIS measures from ${least} members on`,
  reliabilityWithMembersAndCMSAsks: (reliability: Text, members: Text, reliable: Text, enough: Text) =>
    `reliability ${reliability} with ${members} members, and CMS asks for ${reliable} below ${enough}`,
  ofAtLeastMeasuresHaveStars: (value: Text, least: Text) =>
    `${value} of at least ${least} measures rated by the rules of CMS`,
  partCHasTooFewMeasures: (isPartC: boolean) => `Part ${isPartC ? 'C' : 'D'} has too few measures with stars`,
  nobodyIsEligible: 'nobody is eligible',
  noMedicareMemberIsEligible: 'no Medicare member is eligible',
  notProjected: 'not projected',
  thePeriodIsNotOverAnd: (reason: Text) => `the period is not over, and cannot be projected: ${reason}`,
  theStarsAreProjectedForThe: 'the stars are projected, for the period is not over',
  scoresAreRoundedHalfUpThen:
    'Scores are rounded half up, then compared with the cut points. Rating: weighted mean of the stars, reward factor for steady performance, adjustment index where a category is chosen, rounded to half a star. CMS gives no rating without half of the measures that it asks a contract for, and rates a measure from a number of cases on: 150 stays for readmissions, more than 30 people for medicines, 30 cases otherwise; HEDIS measures from 500 members on, below 1,000 with a reliability of 0.7. Everything short of that is an estimate, without reward. Stars of survey measures depend also on significance tests, which are not made here. Medicare members by their coverage on the last day of the period with data, of the ages that CMS rates; everybody on request, which no contract is rated by. While the period runs, scores are projected to its end from last year: of people in the same place on the same day, the share that had met the measure by the end of the year, with a 95% beta-binomial interval of chance in both years, not of a change of care. Paths use gaps alone that can still be closed in the period.',
  theReliabilityOfProviderProfilingA: 'The Reliability of Provider Profiling: A Tutorial',
  randCorporation: 'RAND Corporation',
  bayesianDataAnalysis3rdEditionSection: 'Bayesian Data Analysis, 3rd edition, section 2.4',
  chapmanAndHall: 'Chapman and Hall',
  thePeriodIsNotOver: 'the period is not over',
  projectedWithinTheInterval: (low: number, high: number) => `projected, ${low} to ${high} within the interval`,
  noneBecause: (reason: Text) => `none: ${reason}`,
  anEstimateBecause: (reason: Text) => `estimate: ${reason}`,
  byTheRulesOfCMS: 'by the rules of CMS',
  thereAreNoCutPointsChoose: (id: Text) => `There are no cut points "${id}". Choose another year.`,
  cutPointsOfStarsWhichMeasure: (year: Text, measurementYear: Text, measured: Text, origin: Text) =>
    `Cut points of ${year} Stars, which measure ${measurementYear}; this period ends in ${measured}, which ${origin} Stars measure. Cut points move from year to year.`
})

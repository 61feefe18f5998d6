import { catalog } from '../../../../catalog.ts'
import type { Text } from '../../../../message.ts'

/** Texts of engine/population/panels/equity. */
export const enginePopulationPanelsEquityMessages = catalog({
  paidPerMemberPerMonth: 'Paid per member per month',
  emergencyVisits: 'Emergency visits per 1,000',
  inpatientStays: 'Inpatient stays per 1,000',
  readmittedWithin30Days: 'Readmitted within 30 days',
  prevalenceOf: (title: Text) => `${title}: prevalence`,
  newCasesOf: (title: Text) => `${title}: new cases per 1,000 person-years`,
  controlOf: (title: Text, control: Text) => `${title}: ${control}, goal met`,
  monitoringOf: (title: Text, control: Text, months: Text) => `${title}: ${control}, with a result in ${months} months`,
  shareOfTheRegistrysPeopleWith: (months: Text) =>
    `Share of the registry's people in view with at least one usable result of the measurement in the ${months} months up to the date, whatever it says.`,
  intervalOfAProportionWilsonScore: 'Interval of a proportion: Wilson score',
  wilsonEBJAmStatAssoc: 'Wilson EB, J Am Stat Assoc 22: 209-212',
  whatWasPaid: 'What payers paid for final claims of members, per month of membership.',
  theDataContainNoClaims: 'the data contain no claims',
  theDataHoldNeitherEncountersNor: 'the data hold neither encounters nor claims',
  noMonthIsComplete: 'the claims of no month are complete',
  nobodyCountsInOneOfThe: 'nobody counts in one of the groups',
  oneOfTheGroupsHasNone: 'one of the groups has none',
  theGapIsTheDifferenceInPoints:
    'The gap is the difference in percentage points with the interval of Newcombe, the ratio the quotient with the interval of Katz; whether chance explains a gap is tested by Fisher\u2019s exact test.',
  theGapIsTheDifferenceOfRates:
    'The gap is the difference of the rates per 1,000, with an interval that is recovered from the exact Poisson intervals of both; the ratio has the interval of its logarithm; whether chance explains a gap is tested by the binomial test of two Poisson counts.',
  theGapIsTheDifferenceOfMeans:
    'The ratio has the interval of its logarithm, from the variances of both means over people (linearized), because costs are skewed; the gap is the difference in dollars, with an interval that is recovered from those of both; whether chance explains a gap is tested on the logarithm of the ratio. Groups of fewer than 30 people have no interval.',
  peopleWithSeveralCountForLess:
    ' Somebody may have several: intervals and tests of gaps count events for as many as their variance over people leaves (compound Poisson), and cases as if those of a person always ended alike.',
  eachGroupIsComparedWithOne: (text: Text, statistics: Text, repeats: Text, level: Text) =>
    `${text} Each group is compared with one of them. ${statistics}${repeats} A gap is beyond chance where its probability is at most ${level} divided by the number of gaps in the comparison. The gap is split by practice: the part between practices comes from being treated at other practices than the comparison, the part within them from differing at the same practice. The gap over time is that at the ends of quarters, each looking back as far as the figure does. People about whom nothing is recorded are a group of their own, not left out. Groups differ in age and illness; a gap is a reason to look, not a cause.`,
  intervalOfADifferenceOfProportions:
    'Interval estimation for the difference between independent proportions, method 10',
  newcombeRGStatMed17873: 'Newcombe RG, Stat Med 17: 873-890',
  intervalOfARatioOfProportions: 'Interval of a ratio of proportions',
  katzDBaptistaJAzenSP: 'Katz D, Baptista J, Azen SP, Pike MC, Biometrics 34: 469-474',
  intervalOfADifferenceFromThose: 'Confidence limits about effect measures from those of each estimate',
  zouGYDonnerAStatMed: 'Zou GY, Donner A, Stat Med 27: 1693-1702',
  intervalOfARatioOfRates: 'Interval of a ratio of rates: Modern Epidemiology, 3rd ed., chapter 14',
  rothmanKJGreenlandSLashTL: 'Rothman KJ, Greenland S, Lash TL, Lippincott Williams & Wilkins',
  homogeneityOfResultsInTesting: 'Homogeneity of results in testing samples from Poisson series',
  przyborowskiJWilenskiHBiometrika: 'Przyborowski J, Wilenski H, Biometrika 31: 313-323',
  intervalOfARatioOfSums: 'Interval of a ratio of sums over people',
  cochranSamplingTechniques3rdEd: 'Cochran WG, Sampling Techniques, 3rd ed., chapter 6',
  componentsOfADifferenceBetweenTwo: 'Components of a difference between two rates',
  kitagawaEMJAmStatAssoc: 'Kitagawa EM, J Am Stat Assoc 50: 1168-1194',
  multipleComparisonsAmongMeans: 'Multiple comparisons among means',
  dunnOJJAmStatAssoc: 'Dunn OJ, J Am Stat Assoc 56: 52-64',
  noTableWithTheOfZIP: (dimension: Text) =>
    `no table with the ${dimension} of ZIP codes or people is imported; Tables, at the top, lists its columns and imports it`,
  peopleChangePayersDuringTheMonths:
    'people change payers during the months that are counted; Cost and use shows each payer by the months of its own members',
  theseDataDoNotRecordThe: (dimension: Text) => `these data do not record the ${dimension} of people`,
  thereIsNoFigureChooseOne: (key: Text) => `There is no figure "${key}". Choose one of the list.`,
  labelAgainstLabel: (label: Text, label2: Text) => `${label} against ${label2}`
})

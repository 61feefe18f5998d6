// fqm-execution, the reference engine, over a measure pack and patients' bundles.
import { PatientSource } from 'cql-exec-fhir'
import { Calculator } from 'fqm-execution'

/** Where the engine takes patients from, by whether profiles are looked at: to make one takes it a fifth of a second. */
const sources = new Map()

function sourceOf(bundles, trustProfiles) {
  const source = sources.get(trustProfiles) ?? PatientSource.FHIRv401({ requireProfileTagging: trustProfiles })
  sources.set(trustProfiles, source)
  source.reset()
  source.loadBundles(bundles)
  return source
}

/**
 * Evaluates a measure for some patients in one call, as its authors recommend. One call at a time.
 * @param pack `{ measure, libraries, valueSets }`
 * @param bundles one FHIR Bundle per patient
 * @param period `{ start, end }`, days
 * @param trustProfiles whether retrieves look at `meta.profile`
 * @returns per patient: id and groups with the counts of their populations, in order
 */
export async function evaluate(pack, bundles, period, trustProfiles) {
  const entry = [pack.measure, ...pack.libraries].map((resource) => ({ resource }))
  const bundle = { resourceType: 'Bundle', type: 'collection', entry }
  const { results } = await Calculator.calculate(
    bundle,
    bundles,
    {
      measurementPeriodStart: period.start,
      measurementPeriodEnd: period.end,
      trustMetaProfile: trustProfiles,
      patientSource: sourceOf(bundles, trustProfiles),
      calculateHTML: false,
      calculateSDEs: false,
      calculateClauseCoverage: false,
      verboseCalculationResults: false,
      useElmJsonsCaching: true,
      disableHTMLOrdering: true
    },
    pack.valueSets
  )
  return results.map(({ patientId, detailedResults, error }) => ({
    patientId,
    error,
    groups: detailedResults?.map(group)
  }))
}

function group({ groupId, populationResults, episodeResults }) {
  const results = populationResults ?? []
  const populations = results.map((one, index) => ({
    code: one.populationType,
    count: episodeResults === undefined ? (one.result ? 1 : 0) : episodes(episodeResults, one, index)
  }))
  return { id: groupId, populations }
}

function episodes(list, population, index) {
  return list.filter(({ populationResults }) => {
    const match =
      populationResults.find((one) => one.populationId === population.populationId) ?? populationResults[index]
    return match?.result === true
  }).length
}

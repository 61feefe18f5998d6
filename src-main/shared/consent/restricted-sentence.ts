/** What rules about security labels and Consents took away from loaded data. */
export interface RestrictedCounts {
  readonly excluded: number
  readonly masked: number
  readonly counted: number
  readonly peopleByConsent: number
  readonly peopleWithoutConsent: number
  readonly byConsent: number
}

/** The counts as sentences, for status texts and the command line. */
export function restrictedSentence(counts: RestrictedCounts): string {
  const { excluded, masked, counted, peopleByConsent, peopleWithoutConsent, byConsent } = counts
  const parts = [
    excluded > 0 ? `${records(excluded)} left out because of security labels` : '',
    masked > 0 ? `${records(masked)} masked because of security labels` : '',
    counted > 0 ? `${records(counted)} counted in figures only` : '',
    peopleByConsent > 0 ? `${people(peopleByConsent)} left out because of a Consent` : '',
    peopleWithoutConsent > 0 ? `${people(peopleWithoutConsent)} left out without a Consent that permits` : '',
    byConsent > 0 ? `${records(byConsent)} left out because of a Consent` : ''
  ].filter((part) => part !== '')
  return `${parts.join(', ')}.`
}

function people(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'person' : 'people'}`
}

function records(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'record' : 'records'}`
}

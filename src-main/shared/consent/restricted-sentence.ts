/** What rules about security labels and Consents took away from loaded data. */
export interface RestrictedCounts {
  readonly excluded: number
  readonly masked: number
  readonly counted: number
  readonly peopleByConsent: number
  readonly byConsent: number
}

/** The counts as sentences, for status texts and the command line. */
export function restrictedSentence(counts: RestrictedCounts): string {
  const { excluded, masked, counted, peopleByConsent, byConsent } = counts
  const parts = [
    excluded > 0 ? `${records(excluded)} left out because of security labels` : '',
    masked > 0 ? `${records(masked)} masked because of security labels` : '',
    counted > 0 ? `${records(counted)} counted in figures only` : '',
    peopleByConsent > 0
      ? `${peopleByConsent.toLocaleString('en-US')} ${peopleByConsent === 1 ? 'person' : 'people'} left out because of a Consent`
      : '',
    byConsent > 0 ? `${records(byConsent)} left out because of a Consent` : ''
  ].filter((part) => part !== '')
  return `${parts.join(', ')}.`
}

function records(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'record' : 'records'}`
}

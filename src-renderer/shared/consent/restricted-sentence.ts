import { sharedConsentMessages as m } from '#messages/shared/consent.ts'
import { activeLocale } from '#shared/messages/locale.ts'

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
    excluded > 0 ? m.leftOutBecauseOfSecurityLabels(records(excluded)) : '',
    masked > 0 ? m.maskedBecauseOfSecurityLabels(records(masked)) : '',
    counted > 0 ? m.countedInFiguresOnly(records(counted)) : '',
    peopleByConsent > 0 ? m.leftOutBecauseOfAConsent(people(peopleByConsent)) : '',
    peopleWithoutConsent > 0 ? m.leftOutWithoutAConsentThat(people(peopleWithoutConsent)) : '',
    byConsent > 0 ? m.leftOutBecauseOfAConsent(records(byConsent)) : ''
  ].filter((part) => part !== '')
  return `${parts.join(', ')}.`
}

function people(count: number): string {
  return m.countPeople(count.toLocaleString(activeLocale), count)
}

function records(count: number): string {
  return m.countRecords(count.toLocaleString(activeLocale), count)
}

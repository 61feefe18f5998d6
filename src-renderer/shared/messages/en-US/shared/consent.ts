import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of shared/consent. */
export const sharedConsentMessages = catalog({
  leftOutOfEverything: 'Left out of everything',
  countedInFiguresForRolesWithout: 'Counted in figures for roles without lists of people, left out for all others',
  countedWithDateAndPersonContent: 'Counted with date and person, content masked',
  consentsAreNotLookedAt: 'Consents are not looked at',
  whatActiveConsentsDenyIsLeft: 'What active Consents deny is left out',
  everybodyIsLeftOutUnlessAn: 'Everybody is left out unless an active Consent permits',
  restrictedAndVeryRestrictedConfidentiality: 'Restricted and very restricted (confidentiality)',
  substanceUse42CFRPart2: 'Substance use (42 CFR Part 2)',
  psychiatryAndMentalHealth: 'Psychiatry and mental health',
  hivAndSexuallyTransmittedDisease: 'HIV and sexually transmitted disease',
  violenceSexualityAndGenetics: 'Violence, sexuality and genetics',
  leftOutBecauseOfSecurityLabels: (excluded: Text) => `${excluded} left out because of security labels`,
  maskedBecauseOfSecurityLabels: (masked: Text) => `${masked} masked because of security labels`,
  countedInFiguresOnly: (counted: Text) => `${counted} counted in figures only`,
  leftOutBecauseOfAConsent: (peopleByConsent: Text) => `${peopleByConsent} left out because of a Consent`,
  leftOutWithoutAConsentThat: (peopleWithoutConsent: Text) =>
    `${peopleWithoutConsent} left out without a Consent that permits`,
  countPeople: (count: Text, count2: number) => `${count} ${plural(count2, 'person', 'people')}`,
  countRecords: (count: Text, count2: number) => `${count} ${plural(count2, 'record', 'records')}`
})

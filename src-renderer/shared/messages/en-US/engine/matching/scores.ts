import { catalog } from '../../../catalog.ts'

/** Texts of engine/matching/scores. */
export const engineMatchingScoresMessages = catalog({
  sameIdentifier: 'same identifier',
  sameBirthDateAndFirstLetter: 'same birth date and first letter of a given name',
  sameBirthDateAndFamilyName: 'same birth date and family name that sounds alike',
  familyNameThatSoundsAlikeAnd: 'family name that sounds alike and same given name',
  samePhoneOrEmailAndFirst: 'same phone or email and first letter of a given name',
  sameStreetAndPostalCodeAnd: 'same street and postal code and first letter of a given name',
  givenName: 'Given name',
  similarOrShortForm: 'similar or short form',
  familyName: 'Family name',
  birthDate: 'Birth date',
  differsAsTypingErrorsDo: 'differs as typing errors do',
  address: 'Address',
  samePostalCode: 'same postal code',
  sameStreetAndPostalCode: 'same street and postal code',
  phoneOrEmail: 'Phone or email',
  middleInitial: 'Middle initial',
  sameMedicareBeneficiaryIdentifierAndBirth: 'Same Medicare Beneficiary Identifier, and birth date or given name agree',
  sameSocialSecurityNumberAndBirth: 'Same Social Security number, and birth date or given name agree',
  sameMemberNumberOfOnePayer: 'Same member number of one payer, and birth date and given name agree',
  sameMedicalRecordNumberOfOne: 'Same medical record number of one system, and birth date or given name agree',
  theBirthDatesDifferByMore: 'The birth dates differ by more than a typing error',
  theGivenNamesDifferAsThose: 'The given names differ, as those of twins do',
  oneIsJuniorAndTheOther: 'One is junior and the other senior, or the birth date does not settle it',
  theSexesDifferAndTheGiven: 'The sexes differ, and the given names are not the same',
  bothHaveAnIdentifierThatA: 'Both have an identifier that a person has one of, and it differs',
  tooFewFactsAreRecordedIn: 'Too few facts are recorded in both',
  anIdentifierIsTheSameAnd: 'An identifier is the same, and name and birth date speak against it',
  anotherRecordOfTheSameSource: 'Another record of the same source fits as well',
  togetherWithOtherMatchesItWould: 'Together with other matches it would join two records of one source'
})

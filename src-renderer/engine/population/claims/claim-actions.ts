/** What an explanation of benefit is in the history of its claim. */
export const claimActions = [
  { value: 'final', label: 'Final', about: 'count in figures of cost' },
  { value: 'replaced', label: 'Replaced', about: 'a later version of the claim is in force' },
  { value: 'reversed', label: 'Reversed', about: 'a claim and its reversal, which cancel each other' },
  { value: 'duplicate', label: 'Duplicate', about: 'the same claim again' },
  { value: 'denied', label: 'Denied', about: 'the payer denied the whole claim' },
  { value: 'inactive', label: 'Canceled or draft', about: 'canceled, draft or entered in error' },
  { value: 'request', label: 'Preauthorization', about: 'about care that is only planned' }
] as const

export type ClaimAction = (typeof claimActions)[number]['value']

/** Place of an action in {@link claimActions}. */
export const actionCode = Object.fromEntries(claimActions.map(({ value }, code) => [value, code])) as Readonly<
  Record<ClaimAction, number>
>

/** The rule in words, for definitions. */
export const finalActionRule =
  'Only the final action of a claim counts. Left out are: explanations of benefit that are canceled, drafts or entered in error ' +
  '(status), and those about care that is only planned (use); claims that another one of the same person replaces (related: ' +
  '"prior", "replaces" or "replacedby"), and earlier versions with the same payer and claim number, or without a number ' +
  'the same Claim and Coverage; reversals, which have a negative payment or a type of bill that ends in 8, together with ' +
  'the claim that they cancel: the one they name, with the same number, or of the same payer, provider, type and first day, with ' +
  'the same amount; duplicates, which agree with a later one in claim number, day and amounts, or without a number and a ' +
  'Claim in payer, provider, type, days of service and decision, lines with their modifiers, and amounts; and denied ' +
  'claims: outcome "error", or nothing paid and a ' +
  'reason of denial for the claim or for each of its lines. A negative payment that cancels no claim in full is added ' +
  'as it is. A claim stays replaced where the one that replaced it is reversed later; a reversal that is there twice ' +
  'counts once.'

/** Where the rule comes from, for definitions. */
export const finalActionSources = [
  {
    title: 'CARIN Consumer Directed Payer Data Exchange (Blue Button): adjudication and related claims',
    publisher: 'HL7 International',
    url: 'https://hl7.org/fhir/us/carin-bb/'
  },
  {
    title: 'Final action claims and claim adjustments',
    publisher: 'Research Data Assistance Center (ResDAC) for the Centers for Medicare & Medicaid Services',
    url: 'https://resdac.org'
  }
]

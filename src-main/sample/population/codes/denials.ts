/** Why a payer denies a claim; own codes, because the usual list (X12) is licensed. */
export interface DenialReason {
  readonly code: string
  readonly display: string
}

/** Code system of {@link denialReasons}. */
export const denialSystem = 'urn:oid:2.16.840.1.113883.19.5.98'

/** Why payers of the sample deny claims, as they are coded in its ClaimResponses. */
export const denialReasons = {
  duplicate: { code: 'duplicate', display: 'Exact duplicate of a claim that was received before' },
  authorization: { code: 'no-authorization', display: 'Prior authorization is missing' },
  information: { code: 'missing-information', display: 'Information for adjudication is missing or invalid' },
  excluded: { code: 'not-covered', display: 'Service is not covered by the plan' },
  tooSoon: { code: 'refill-too-soon', display: 'Refill is too soon' },
  capitation: { code: 'capitated', display: 'Service is paid for by capitation' }
} as const satisfies Record<string, DenialReason>

import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'

/** What an explanation of benefit is in the history of its claim. */
export const claimActions = [
  { value: 'final', label: m.final, about: m.countInFiguresOfCost },
  { value: 'replaced', label: m.replaced, about: m.aLaterVersionOfTheClaim },
  { value: 'reversed', label: m.reversed, about: m.aClaimAndItsReversalWhich },
  { value: 'duplicate', label: m.duplicate, about: m.theSameClaimAgain },
  { value: 'denied', label: m.denied, about: m.thePayerDeniedTheWholeClaim },
  { value: 'inactive', label: m.canceledOrDraft, about: m.canceledDraftOrEnteredIn },
  { value: 'request', label: m.preauthorization, about: m.aboutCareThatIsOnlyPlanned }
] as const

export type ClaimAction = (typeof claimActions)[number]['value']

/** Place of an action in {@link claimActions}. */
export const actionCode = Object.fromEntries(claimActions.map(({ value }, code) => [value, code])) as Readonly<
  Record<ClaimAction, number>
>

/** The rule in words, for definitions. */
export const finalActionRule = m.onlyTheFinalActionOfA

/** Where the rule comes from, for definitions. */
export const finalActionSources = [
  {
    title: m.carinBlueButtonAdjudicationAndRelated,
    publisher: m.hl7International,
    url: 'https://hl7.org/fhir/us/carin-bb/'
  },
  {
    title: m.finalActionClaimsAndClaimAdjustments,
    publisher: m.researchDataAssistanceCenter,
    url: 'https://resdac.org'
  }
]

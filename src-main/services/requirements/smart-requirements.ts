import { servicesRequirementsMessages as m } from '#messages/services/requirements.ts'
import type { Discovery } from '../../auth/smart-configuration.ts'
import type { TokenReplyFacts } from '../../auth/token-request.ts'
import { found, notApplicable, type RequirementFinding, type Observed, type Requirement } from './requirement.ts'

const guide = 'https://hl7.org/fhir/smart-app-launch/STU2.2'
const advertising = `${guide}/client-confidential-asymmetric.html#advertising-server-support-for-this-profile`
const issuing = `${guide}/backend-services.html#issue-access-token`
const pkce = `${guide}/app-launch.html#considerations-for-pkce-support`

/** What the configuration says, for a connection that signs in with keys. */
function stated(test: (discovery: Discovery) => boolean, words?: (discovery: Discovery) => string) {
  return ({ auth, discovery }: Observed): RequirementFinding => {
    if (auth !== 'private_key_jwt') return notApplicable(m.thisConnectionSignsInInAnother)
    if (!discovery.isSmart) return found(false, m.noSMARTConfigurationWasFound)
    const isMet = test(discovery)
    return found(isMet, isMet ? (words?.(discovery) ?? m.theConfigurationHasIt) : m.theConfigurationLacksIt)
  }
}

/** What the reply to the test sign-in had. */
function replied(test: (token: TokenReplyFacts) => boolean, words?: (token: TokenReplyFacts) => string) {
  return ({ auth, token }: Observed): RequirementFinding => {
    if (auth === 'none' || auth === 'bearer' || auth === 'authorization_code')
      return notApplicable(m.thisConnectionSignsInInAnother)
    if (token === undefined) return found(undefined, m.noTokenWasAskedFor)
    // A refusal has none of it, and is right for a client that is not registered.
    if (!token.accessToken) return found(undefined, m.theTokenEndpointAnswered(token.status))
    const isMet = test(token)
    return found(isMet, words?.(token) ?? (isMet ? m.theReplyHadIt : m.theReplyLackedIt))
  }
}

/** What the configuration says, for a connection at which a person signs in. */
function challenge(test: (methods: readonly string[]) => boolean) {
  return ({ auth, discovery }: Observed): RequirementFinding => {
    if (auth !== 'authorization_code') return notApplicable(m.thisConnectionSignsInInAnother)
    if (discovery.challengeMethods.length === 0) return found(undefined, m.theConfigurationLacksIt)
    return found(test(discovery.challengeMethods), m.theConfigurationHasIt)
  }
}

/** Whether the server is asked over TLS. A server on this computer may do without. */
export function overTls({ base }: Observed): RequirementFinding {
  const { protocol, hostname } = new URL(base)
  if (protocol === 'https:') return found(true, m.theAddressIsHTTPS)
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
  return isHere ? notApplicable(m.theAddressIsOfThisComputer) : found(false, m.theAddressIsHTTP)
}

/** SMART recommends five minutes; an hour is what most servers give at most. */
const shortLifeSeconds = 3600

/** SMART App Launch 2.2.0, numbered as in Inferno's set `hl7.fhir.uv.smart-app-launch_2.2.0`. */
export const smartRequirements: readonly Requirement[] = [
  {
    number: 30,
    source: `${guide}/app-launch.html#response-3`,
    level: 'SHALL',
    tests: ['3.1.01', '3.1.02'],
    title: m.theServerAnswersWithASMART,
    judge: ({ auth, discovery: { isSmart } }) =>
      auth === 'none' || auth === 'bearer'
        ? notApplicable(m.thisConnectionSignsInInAnother)
        : found(isSmart, isSmart ? m.smartConfigurationWasRead : m.noSMARTConfigurationWasFound)
  },
  {
    number: 231,
    source: `${guide}/backend-services.html#request-1`,
    level: 'SHALL',
    title: m.theFHIRServerIsAskedOverTLS,
    judge: overTls
  },
  {
    number: 285,
    source: advertising,
    level: 'SHALL',
    title: m.theConfigurationAnnouncesAsymmetric,
    judge: stated(({ capabilities }) => capabilities.includes('client-confidential-asymmetric'))
  },
  {
    number: 286,
    source: advertising,
    level: 'SHALL',
    title: m.theConfigurationNamesTheToken,
    judge: stated(({ namesTokenEndpoint }) => namesTokenEndpoint)
  },
  {
    number: 287,
    source: advertising,
    level: 'SHALL',
    title: m.theConfigurationListsTheScopes,
    judge: stated(
      ({ scopesSupported }) => scopesSupported.length > 0,
      ({ scopesSupported }) => m.theConfigurationHasScopes(scopesSupported.length)
    )
  },
  {
    number: 288,
    source: advertising,
    level: 'SHALL',
    title: m.theConfigurationListsPrivateKeyJwt,
    judge: stated(({ authMethods }) => authMethods.includes('private_key_jwt'))
  },
  {
    number: 289,
    source: advertising,
    level: 'SHALL',
    title: m.theConfigurationListsRS384OrES384,
    judge: stated(({ signingAlgorithms }) => signingAlgorithms.some((name) => name === 'RS384' || name === 'ES384'))
  },
  {
    number: 253,
    source: issuing,
    level: 'SHALL',
    tests: ['3.2.05'],
    title: m.aValidRequestIsGivenAnAccess,
    judge: replied(
      () => true,
      ({ status }) => m.theTokenEndpointAnswered(status)
    )
  },
  {
    number: 254,
    source: issuing,
    level: 'SHALL',
    tests: ['3.2.06'],
    title: m.theReplyHasAnAccessToken,
    judge: replied(({ accessToken }) => accessToken)
  },
  {
    number: 255,
    source: issuing,
    level: 'SHALL',
    tests: ['3.2.06'],
    title: m.theReplyHasTheTokenTypeBearer,
    judge: replied(({ bearer }) => bearer)
  },
  {
    number: 256,
    source: issuing,
    level: 'SHALL',
    tests: ['3.2.06'],
    title: m.theReplyHasTheLifetime,
    judge: replied(
      ({ expiresIn }) => expiresIn !== undefined,
      ({ expiresIn }) => (expiresIn === undefined ? m.theReplyNamesNoLifetime : m.theTokenLivesFor(expiresIn))
    )
  },
  {
    number: 258,
    source: issuing,
    level: 'SHALL',
    tests: ['3.2.06'],
    title: m.theReplyHasTheScope,
    judge: replied(({ scope }) => scope)
  },
  {
    number: 261,
    source: issuing,
    level: 'SHALL',
    title: m.accessTokensLiveForAShort,
    judge: (observed) =>
      observed.token?.accessToken === true && observed.token.expiresIn === undefined
        ? found(undefined, m.theReplyNamesNoLifetime)
        : replied(
            ({ expiresIn = 0 }) => expiresIn <= shortLifeSeconds,
            ({ expiresIn = 0 }) => m.theTokenLivesFor(expiresIn)
          )(observed)
  },
  {
    number: 14,
    source: pkce,
    level: 'SHALL',
    title: m.pkceWithS256IsSupported,
    judge: challenge((methods) => methods.includes('S256'))
  },
  {
    number: 15,
    source: pkce,
    level: 'SHALL NOT',
    title: m.pkceWithPlainIsNotSupported,
    judge: challenge((methods) => !methods.includes('plain'))
  }
]

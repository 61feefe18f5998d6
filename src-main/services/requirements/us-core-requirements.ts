import { servicesRequirementsMessages as m } from '#messages/services/requirements.ts'
import type { ServerFacts } from '../../auth/smart-configuration.ts'
import { found, notApplicable, type RequirementFinding, type Observed, type Requirement } from './requirement.ts'

const guide = 'https://hl7.org/fhir/us/core/STU7'
const claiming = `${guide}/general-requirements.html#claiming-conformance-to-a-us-core-profile`
const usCoreServer = 'http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server'

const profilesOf = ({ profiles }: ServerFacts): number =>
  profiles.filter((profile) => profile.startsWith('http://hl7.org/fhir/us/core/StructureDefinition/')).length

/** What the CapabilityStatement has. */
function described(judge: (server: ServerFacts) => RequirementFinding) {
  return ({ discovery: { server } }: Observed): RequirementFinding =>
    server === undefined ? found(undefined, m.noCapabilityStatementWasRead) : judge(server)
}

/** What is asked of servers that say that they follow US Core. */
function claimed(judge: (server: ServerFacts, observed: Observed) => RequirementFinding) {
  return (observed: Observed): RequirementFinding =>
    described((server) =>
      profilesOf(server) === 0 && !server.instantiates.includes(usCoreServer)
        ? notApplicable(m.noProfileOfUSCoreIsDeclared)
        : judge(server, observed)
    )(observed)
}

/**
 * US Core 7.0.0, numbered as in Inferno's set `hl7.fhir.us.core_7.0.0`, as far as it is about the CapabilityStatement and the
 * sign-in: interactions are not tried out.
 */
export const usCoreRequirements: readonly Requirement[] = [
  {
    source: `${guide}/CapabilityStatement-us-core-server.html`,
    level: 'SHALL',
    tests: ['4.1.03'],
    title: m.theServerIsOneOfFHIRR4,
    judge: claimed(({ fhirVersion }) =>
      fhirVersion === ''
        ? found(false, m.theCapabilityStatementLacksIt)
        : found(/^4\.0\.\d+$/.test(fhirVersion), m.theCapabilityStatementNamesFHIR(releaseOf(fhirVersion)))
    )
  },
  {
    number: 540,
    source: `${guide}/CapabilityStatement-us-core-server.html#behavior`,
    level: 'SHALL',
    tests: ['4.1.04'],
    title: m.jsonIsSupported,
    judge: claimed(({ formats }) => {
      const has = formats.some((format) => /^(?:application\/(?:fhir\+)?)?json\b/i.test(format))
      return found(has, has ? m.theCapabilityStatementHasIt : m.theCapabilityStatementLacksIt)
    })
  },
  {
    number: 14,
    source: claiming,
    level: 'SHOULD',
    title: m.theCapabilityStatementDeclaresUSCore,
    judge: claimed(({ instantiates }) => {
      const has = instantiates.includes(usCoreServer)
      return found(has, has ? m.theCapabilityStatementHasIt : m.theCapabilityStatementLacksIt)
    })
  },
  {
    number: 16,
    source: claiming,
    level: 'SHALL',
    tests: ['4.1.05'],
    title: m.profilesOfUSCoreAreDeclared,
    judge: claimed((server) => found(profilesOf(server) > 0, m.profilesDeclared(profilesOf(server))))
  },
  {
    number: 167,
    source: `${guide}/scopes.html#servers-shall-support-the-following-metadata-in-their-well-knownsmart-configuration`,
    level: 'SHALL',
    tests: ['3.5.1.05'],
    title: m.theSMARTCapabilitiesAreDocumented,
    judge: claimed((_, { discovery: { isSmart, capabilities } }) =>
      isSmart
        ? found(capabilities.length > 0, m.theConfigurationHasCapabilities(capabilities.length))
        : found(false, m.noSMARTConfigurationWasFound)
    )
  },
  {
    number: 570,
    source: `${guide}/security.html#patient-privacy-and-security`,
    level: 'SHALL',
    title: m.smartAppLaunchIsSupported,
    judge: claimed((_, { discovery: { isSmart } }) =>
      found(isSmart, isSmart ? m.smartConfigurationWasRead : m.noSMARTConfigurationWasFound)
    )
  }
]

/** A version as the standard writes them; anything else a server may write there is not passed on. */
function releaseOf(version: string): string {
  return /^\d{1,2}\.\d{1,2}\.\d{1,2}/.exec(version)?.[0] ?? '?'
}

import { vendorsMessages as m } from '#messages/vendors.ts'
import type { VendorProfile } from './vendor.ts'

/** One step on the way to a sign-in that works. */
export interface RegistrationStep {
  readonly title: string
  readonly text: string
}

const hosting: RegistrationStep = {
  title: m.hostThePublicKeySet,
  text: m.saveThePublicKeySetAnd
}

const places: Readonly<Record<string, string>> = {
  epic: m.signInAtFhirEpicCom,
  'oracle-millennium': m.registerASystemAccountInThe,
  'oracle-soarian': m.askOracleHealthToRegisterA,
  athenahealth: m.makeATwoLeggedApplicationIn,
  veradigm: m.registerTheApplicationInTheDeveloper,
  meditech: m.sendThePublicKeySetTo,
  nextgen: m.askNextGenSupportForABackend,
  eclinicalworks: m.registerABulkApplicationInThe,
  azure: m.registerAnApplicationInMicrosoftEntra,
  google: m.makeAnAccessTokenForA,
  'aws-healthlake': m.makeAnAccessTokenForARole,
  bcda: m.makeCredentialsInTheBCDAPortal,
  ab2d: m.getClientIdAndSecretFrom,
  dpc: m.makeAClientTokenAndRegister,
  hapi: m.registerAClientWithThePublic,
  'smart-reference': m.openTheRegistrationPageOfThe
}

/** What has to be done at a vendor before Populus may sign in, in order. */
export function registrationSteps(profile: VendorProfile): RegistrationStep[] {
  const { id, name, keys, auth } = profile
  const steps: RegistrationStep[] = []
  if (auth === 'private_key_jwt')
    steps.push({
      title: m.makeAKeyPair,
      text: m.populusMakesItAndKeepsThe
    })
  if (keys === 'hosted') steps.push(hosting)
  if (keys === 'hosted-or-uploaded') steps.push({ ...hosting, text: m.whereTheVendorTakesAnUpload(hosting.text) })
  steps.push({
    title: id === 'generic' ? m.registerWithTheServer : m.registerWithName(name),
    text: places[id] ?? m.giveTheAdministratorOfTheServer
  })
  steps.push({
    title: auth === 'none' ? m.testTheConnection : m.testTheSignIn,
    text: m.populusSignsInComparesWhatWas
  })
  return steps
}

import type { VendorProfile } from './vendor.ts'

/** One step on the way to a sign-in that works. */
export interface RegistrationStep {
  readonly title: string
  readonly text: string
}

const hosting: RegistrationStep = {
  title: 'Host the public key set',
  text: 'Save the public key set and put it at an https address that anybody can read, with the content type application/json: a page of your organization, or a storage bucket that is public for this one file. It holds no secret. Then let Populus check the address.'
}

const places: Readonly<Record<string, string>> = {
  epic: 'Sign in at fhir.epic.com, make a backend application, choose the bulk data APIs, and enter the address of the key set, one for test and one for production. Each site then has to activate the client id, map it to a user, and tell you the id of its group.',
  'oracle-millennium':
    'Register a system account in the code console of Oracle Health with the address of the key set, and ask the site to grant it the permissions that Populus shows.',
  'oracle-soarian':
    'Ask Oracle Health to register a system application with the public key set and the permissions that Populus shows.',
  athenahealth:
    'Make a two-legged application in the developer portal of athenahealth with the address of the key set, and have the practice approve it. The group of a whole practice is a-1.c- and its number.',
  veradigm: 'Register the application in the developer portal of Veradigm; the practice then enables it for its data.',
  meditech: 'Send the public key set to the site, which registers the application in MEDITECH Greenfield.',
  nextgen: 'Ask NextGen support for a backend application, and send the public key set.',
  eclinicalworks:
    'Register a bulk application in the developer portal of eClinicalWorks with the address of the key set, and add the permission system/Group.read.',
  azure:
    'Register an application in Microsoft Entra ID, add a client secret, and give it the role FHIR Data Exporter on the FHIR service.',
  google: 'Make an access token for a service account that may export from the FHIR store, and enter it as the token.',
  'aws-healthlake': 'Make an access token for a role that may start export jobs on the data store, and enter it.',
  bcda: 'Make credentials in the BCDA portal of CMS, and have CMS allow the public address of your network. Enter the client id and the secret.',
  ab2d: 'Get client id and secret from CMS after the attestation of your organization, and enter both.',
  dpc: 'Make a client token and register the public key in the DPC portal of CMS. The client id is the token, and the kid is the id that the portal shows for the key.',
  hapi: 'Register a client with the public key set in the administration of the server, or choose no sign-in for an open server.',
  'smart-reference': 'Open the registration page of the server, paste the public key set, and copy the client id.'
}

/** What has to be done at a vendor before Populus may sign in, in order. */
export function registrationSteps(profile: VendorProfile): RegistrationStep[] {
  const { id, name, keys, auth } = profile
  const steps: RegistrationStep[] = []
  if (auth === 'private_key_jwt')
    steps.push({
      title: 'Make a key pair',
      text: 'Populus makes it and keeps the private half sealed on this computer. ES384 fits nearly every server; take RS384 where the vendor asks for RSA.'
    })
  if (keys === 'hosted') steps.push(hosting)
  if (keys === 'hosted-or-uploaded')
    steps.push({ ...hosting, text: `${hosting.text} Where the vendor takes an upload, the file itself is enough.` })
  steps.push({
    title: id === 'generic' ? 'Register with the server' : `Register with ${name}`,
    text:
      places[id] ??
      'Give the administrator of the server the public key set, or its address, and the list of permissions. You get a client id back.'
  })
  steps.push({
    title: auth === 'none' ? 'Test the connection' : 'Test the sign-in',
    text: 'Populus signs in, compares what was granted with what it will ask for, and says what is missing.'
  })
  return steps
}

import { screensConnectionsSetUpMessages as m } from '#messages/screens/connections/set-up.ts'
import type { SetUpStep } from './set-up.svelte.ts'

/** The title of each step, and the question that it answers. */
export const stepTitles: Readonly<Record<SetUpStep, { readonly title: string; readonly about: string }>> = {
  address: { title: m.address, about: m.whereDoesTheServerAnswer },
  profile: { title: m.vendor, about: m.whatDoesPopulusDoDifferentlyFor },
  'sign-in': { title: m.signIn, about: m.howDoesPopulusProveWhoIt },
  keys: { title: m.keyPair, about: m.thePrivateHalfStaysHereEncrypted },
  register: { title: m.registration, about: m.whatTheAdministratorOfTheServer },
  test: { title: m.test, about: m.doesTheSignInWorkAnd },
  what: { title: m.whatToExport, about: m.whoAndWhichTypesNoMore },
  first: { title: m.firstExport, about: m.whatWillBeExportedAndWhere }
}

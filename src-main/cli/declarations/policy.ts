import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption } from '../../host/arguments/options.ts'

/** What `populus policy` takes. */
export const policyDeclaration = declareCommand({
  name: 'populus policy',
  about: m.showsTheManagedPoliciesThat,
  positionals: {},
  options: {
    all: flagOption(m.alsoThoseThatNobodySet),
    json: flagOption(m.printOneJSONObjectPolicies)
  },
  notes: m.exitCodes0EveryPolicy
})

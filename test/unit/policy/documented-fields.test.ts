import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { VendorSwitches } from '#shared/connections/connection-settings.ts'
import { vendorProfiles } from '../../../src-main/vendors/vendor-list.ts'
import { AuditSinkTarget, ManagedConnection, RoleAssignment } from '#shared/policy/policy-values.ts'

const docs = readFileSync(resolve(import.meta.dirname, '../../../docs/deploy.md'), 'utf8')

/** Names in the first column of the table below the line that begins with the name of a policy. */
function documentedFields(policy: string): readonly string[] {
  const text = docs.slice(docs.indexOf(`\n\`${policy}\`: `) + 1)
  const begin = text.indexOf('\n| ')
  const table = text.slice(begin, text.indexOf('\n\n', begin))
  return [...table.matchAll(/^\| ([^|]+)\|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!)
  )
}

it.each([
  ['Roles', RoleAssignment.entries],
  ['AuditSink', AuditSinkTarget.entries],
  ['ManagedConnections', ManagedConnection.entries],
  ['VendorProfiles', VendorSwitches.entries]
])('docs/deploy.md lists the fields of the policy %s', (policy, entries) => {
  expect(documentedFields(policy).toSorted()).toEqual(Object.keys(entries).toSorted())
})

it('docs/deploy.md lists the ids of vendor profiles', () => {
  const [, list] = /The ids are (`generic`[^;]*);/.exec(docs)!
  const ids = [...list!.matchAll(/`([a-z0-9-]+)`/g)].map(([, id]) => id!)
  expect(ids.toSorted()).toEqual(vendorProfiles.map(({ id }) => id).toSorted())
})

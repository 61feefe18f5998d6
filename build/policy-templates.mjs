// Makes the templates of managed policies: `npm run policy:templates`. Everything comes from src-renderer/shared/policy.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format } from 'oxfmt'
import { policies } from '../src-renderer/shared/policy/policies.ts'
import { policyCategories } from '../src-renderer/shared/policy/policy-definition.ts'
import { recommendablePolicies } from '../src-renderer/shared/policy/settings-under-policy.ts'
import { renderAdml, renderAdmx } from './policy-templates/admx.mjs'
import { renderJsonExample, renderJsonSchema, renderTable } from './policy-templates/files.mjs'
import { renderMobileconfig, renderPlist } from './policy-templates/plist.mjs'

const source = { policies, categories: policyCategories, recommendable: recommendablePolicies }
const document = 'docs/deploy.md'
const root = join(import.meta.dirname, '..')

export function policyTemplates() {
  return new Map([
    ['resources/policies/windows/Populus.admx', renderAdmx(source)],
    ['resources/policies/windows/en-US/Populus.adml', renderAdml(source)],
    ['resources/policies/macos/org.populus.app.plist', renderPlist(source)],
    ['resources/policies/macos/org.populus.app.mobileconfig', renderMobileconfig(source)],
    ['resources/policies/linux/policies.schema.json', renderJsonSchema(source)],
    ['resources/policies/linux/example.json', renderJsonExample(source)]
  ])
}

export async function withPolicyTable(text) {
  const changed = text.replace(
    /(<!-- policies: [^\n]*-->\n)[\s\S]*?(<!-- end of policies -->)/,
    (_, begin, end) => `${begin}\n${renderTable(source)}\n\n${end}`
  )
  const { code, errors } = await format(
    document,
    changed,
    JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8'))
  )
  if (errors.length > 0) throw new Error(`${document} cannot be formatted: ${errors[0].message}`)
  return code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of policyTemplates()) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const path = join(root, document)
  writeFileSync(path, await withPolicyTable(readFileSync(path, 'utf8')))
}

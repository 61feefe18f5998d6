import type { PolicyReport, PolicyRow } from '#shared/contract/policies.ts'
import type { EffectivePolicies } from '#shared/policy/effective-policies.ts'
import { policies, policyNames } from '#shared/policy/policies.ts'
import { policyCategories } from '#shared/policy/policy-definition.ts'
import { policyValueText } from '#shared/policy/policy-text.ts'
import { settingBounds } from '#shared/policy/settings-under-policy.ts'

/** The policies in force, as the page shows them. */
export function policyReport(effective: EffectivePolicies): PolicyReport {
  const { entries, problems } = effective
  const rows = policyNames.map((name): PolicyRow => {
    const { value, state, place } = entries[name]
    const { title, description, category, security } = policies[name]
    return {
      name,
      title,
      description,
      category: policyCategories[category],
      security,
      value: policyValueText(name, value),
      state,
      ...(place === undefined ? {} : { place })
    }
  })
  return {
    managed: problems.length > 0 || rows.some(({ state }) => state !== 'default'),
    rows,
    problems: [...problems],
    allowed: {
      passphrase: entries.AllowPassphraseKey.value && !entries.RequireOsKeychain.value,
      noAppLock: !entries.RequireAppLock.value,
      unsignedFiles: !entries.RequireSignedPacks.value
    },
    bounds: settingBounds(effective)
  }
}

// Property lists for macOS: an example of managed preferences, and a configuration profile with the same values.
import { escapeXml, exampleValues, generatedNote } from './text.mjs'

const bundleId = 'org.populus.app'
const doctype = '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">'

function valueXml(value, indent) {
  const inner = `${indent}  `
  if (typeof value === 'boolean') return `${indent}<${value}/>`
  if (typeof value === 'number') return `${indent}<integer>${value}</integer>`
  if (typeof value === 'string') return `${indent}<string>${escapeXml(value)}</string>`
  if (Array.isArray(value)) {
    const items = value.map((item) => valueXml(item, inner))
    return items.length === 0 ? `${indent}<array/>` : `${indent}<array>\n${items.join('\n')}\n${indent}</array>`
  }
  const entries = Object.entries(value).map(
    ([key, item]) => `${inner}<key>${escapeXml(key)}</key>\n${valueXml(item, inner)}`
  )
  return entries.length === 0 ? `${indent}<dict/>` : `${indent}<dict>\n${entries.join('\n')}\n${indent}</dict>`
}

function document(value) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}\n<!-- ${generatedNote} -->\n<plist version="1.0">\n${valueXml(value, '')}\n</plist>\n`
}

/** Examples of policies, and of those that can be recommended. */
function examples(source) {
  const { policies, recommendable } = source
  const recommended = Object.fromEntries(recommendable.map((name) => [name, policies[name].example]))
  return { ...exampleValues(source), Recommended: recommended }
}

/** Managed preferences, as `/Library/Managed Preferences/org.populus.app.plist` has them. */
export function renderPlist(source) {
  return document(examples(source))
}

/** A configuration profile that a management server installs. */
export function renderMobileconfig(source) {
  return document({
    PayloadContent: [
      {
        PayloadType: bundleId,
        PayloadVersion: 1,
        PayloadIdentifier: `${bundleId}.policies.preferences`,
        PayloadUUID: '8B1C7E62-53A0-4C0C-9C2E-6C7C8A0C9F11',
        PayloadDisplayName: 'Populus',
        ...examples(source)
      }
    ],
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: `${bundleId}.policies`,
    PayloadUUID: 'E6B9A1D4-0C35-4F0B-8A26-1D5F3B7E2C90',
    PayloadDisplayName: 'Populus policies',
    PayloadDescription: `Examples of policies: delete those that you do not want. ${generatedNote}`,
    PayloadScope: 'System',
    PayloadRemovalDisallowed: true
  })
}

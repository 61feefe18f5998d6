// Administrative templates for Windows: the definitions (ADMX) and their English texts (ADML).
import { escapeXml, generatedNote } from './text.mjs'

const key = 'Software\\Policies\\Populus\\Populus'
const namespace = 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions'

/** One entry of the templates for each policy, and one more for each that can be recommended. */
function entriesOf({ policies, recommendable }) {
  const all = Object.entries(policies)
  return [
    ...all.map(([name, policy]) => ({ name, valueName: name, policy, key, category: `Populus_${policy.category}` })),
    ...all
      .filter(([name]) => recommendable.includes(name))
      .map(([name, policy]) => ({
        name: `${name}_Recommended`,
        valueName: name,
        policy,
        key: `${key}\\Recommended`,
        category: 'Populus_Recommended'
      }))
  ]
}

/** Identifiers have letters, digits and `_` alone. */
const choiceId = (name, choice) => `${name}_${choice.replaceAll('-', '_')}`

const supported = (policy) => `SUPPORTED_${policy.since.replaceAll('.', '_')}`

function element({ name, valueName, policy, key: where }) {
  const { form } = policy
  if (form.kind === 'number')
    return `<decimal id="${name}" valueName="${valueName}" required="true" minValue="${form.minimum}" maxValue="${form.maximum}" />`
  if (form.kind === 'text') return `<text id="${name}" valueName="${valueName}" required="true" maxLength="2000" />`
  if (form.kind === 'structure') return `<multiText id="${name}" valueName="${valueName}" required="true" />`
  if (form.kind === 'list') return `<list id="${name}" key="${where}\\${valueName}" valuePrefix="" />`
  const items = Object.keys(form.choices).map(
    (choice) =>
      `          <item displayName="$(string.${choiceId(name, choice)})"><value><string>${escapeXml(choice)}</string></value></item>`
  )
  return `<enum id="${name}" valueName="${valueName}" required="true">\n${items.join('\n')}\n        </enum>`
}

function policyXml(entry) {
  const { name, valueName, policy, key: where, category } = entry
  const isSwitch = policy.form.kind === 'switch'
  const attributes = [
    `name="${name}"`,
    'class="Both"',
    `displayName="$(string.${name})"`,
    `explainText="$(string.${name}_Explain)"`,
    `key="${where}"`,
    ...(isSwitch ? [`valueName="${valueName}"`] : [`presentation="$(presentation.${name})"`])
  ]
  const value = isSwitch
    ? '      <enabledValue><decimal value="1" /></enabledValue>\n      <disabledValue><decimal value="0" /></disabledValue>'
    : `      <elements>\n        ${element(entry)}\n      </elements>`
  return [
    `    <policy ${attributes.join(' ')}>`,
    `      <parentCategory ref="${category}" />`,
    `      <supportedOn ref="${supported(policy)}" />`,
    value,
    '    </policy>'
  ].join('\n')
}

/** The definitions. */
export function renderAdmx(source) {
  const entries = entriesOf(source)
  const versions = [...new Set(entries.map(({ policy }) => supported(policy)))]
  const categories = [...Object.keys(source.categories), 'Recommended']
  return `<?xml version="1.0" encoding="utf-8"?>
<!-- ${generatedNote} -->
<policyDefinitions xmlns="${namespace}" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="populus" namespace="Populus.Policies.Populus" />
  </policyNamespaces>
  <resources minRequiredRevision="1.0" />
  <supportedOn>
    <definitions>
${versions.map((name) => `      <definition name="${name}" displayName="$(string.${name})" />`).join('\n')}
    </definitions>
  </supportedOn>
  <categories>
    <category name="Populus" displayName="$(string.Populus)" />
${categories
  .map(
    (name) =>
      `    <category name="Populus_${name}" displayName="$(string.Populus_${name})"><parentCategory ref="Populus" /></category>`
  )
  .join('\n')}
  </categories>
  <policies>
${entries.map(policyXml).join('\n')}
  </policies>
</policyDefinitions>
`
}

function explain({ policy, category }) {
  const { form, description } = policy
  const more = [
    description,
    ...(form.kind === 'number' ? [`A whole number from ${form.minimum} to ${form.maximum}.`] : []),
    ...(form.kind === 'structure' ? [`JSON, such as: ${JSON.stringify(policy.example)}`] : []),
    ...(policy.security && category !== 'Populus_Recommended'
      ? ['A value that cannot be read applies the strictest value of this policy.']
      : [])
  ]
  return more.join('\n\n')
}

function presentation({ name, policy }) {
  const { form, title } = policy
  const label = escapeXml(title)
  const controls = {
    number: () => `<decimalTextBox refId="${name}" defaultValue="${policy.example}">${label}</decimalTextBox>`,
    text: () => `<textBox refId="${name}"><label>${label}</label></textBox>`,
    list: () => `<listBox refId="${name}">${label}</listBox>`,
    structure: () => `<multiTextBox refId="${name}" />`,
    choice: () => `<dropdownList refId="${name}">${label}</dropdownList>`
  }
  return `      <presentation id="${name}">${controls[form.kind]()}</presentation>`
}

/** The English texts of the definitions. */
export function renderAdml(source) {
  const entries = entriesOf(source)
  const strings = [
    ['Populus', 'Populus'],
    ...Object.entries(source.categories).map(([name, title]) => [`Populus_${name}`, title]),
    ['Populus_Recommended', 'Defaults that users can change'],
    ...[...new Map(entries.map(({ policy }) => [supported(policy), policy.since]))].map(([id, version]) => [
      id,
      `Populus ${version} or later`
    ]),
    ...entries.flatMap((entry) => [
      [entry.name, entry.policy.title],
      [`${entry.name}_Explain`, explain(entry)],
      ...Object.entries(entry.policy.form.choices ?? {}).map(([choice, title]) => [choiceId(entry.name, choice), title])
    ])
  ]
  const withControls = entries.filter(({ policy }) => policy.form.kind !== 'switch')
  return `<?xml version="1.0" encoding="utf-8"?>
<!-- ${generatedNote} -->
<policyDefinitionResources xmlns="${namespace}" revision="1.0" schemaVersion="1.0">
  <displayName>Populus</displayName>
  <description>Managed policies of Populus</description>
  <resources>
    <stringTable>
${strings.map(([id, text]) => `      <string id="${id}">${escapeXml(text)}</string>`).join('\n')}
    </stringTable>
    <presentationTable>
${withControls.map(presentation).join('\n')}
    </presentationTable>
  </resources>
</policyDefinitionResources>
`
}

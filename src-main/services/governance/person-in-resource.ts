/** Any part of a FHIR resource. */
type Json = unknown
type JsonObject = Readonly<Record<string, unknown>>

/** Elements whose reference makes a resource one about that person. */
const subjectElements = [
  'subject',
  'patient',
  'beneficiary',
  'individual',
  'for',
  'policyHolder',
  'subscriber'
] as const

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns whether a reference names the person: `Patient/id`, also within an absolute address or a version of it */
function namesPerson(reference: string, id: string): boolean {
  const [, found] = /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(reference) ?? []
  return found === id
}

/** @returns whether a value has a reference to the person anywhere */
export function mentionsPerson(value: Json, id: string): boolean {
  if (Array.isArray(value)) return value.some((item) => mentionsPerson(item, id))
  if (!isObject(value)) return false
  const { reference } = value
  if (typeof reference === 'string' && namesPerson(reference, id)) return true
  return Object.values(value).some((part) => mentionsPerson(part, id))
}

/** @returns whether a resource is the person's record, or is about the person */
export function isAboutPerson(resource: Json, id: string): boolean {
  if (!isObject(resource)) return false
  if (resource['resourceType'] === 'Patient') return resource['id'] === id
  return subjectElements.some((name) => {
    const value = resource[name]
    return (Array.isArray(value) ? value : [value]).some(
      (item) => isObject(item) && typeof item['reference'] === 'string' && namesPerson(item['reference'], id)
    )
  })
}

/**
 * A resource without the person: undefined when it is about them, else without every list item and element that has a
 * reference to them, such as a member of a Group or an entry of a Bundle.
 */
export function withoutPerson(resource: Json, id: string): Json {
  return isAboutPerson(resource, id) ? undefined : prune(resource, id)
}

function prune(value: Json, id: string): Json {
  if (Array.isArray(value)) {
    // A list item goes as a whole: a member without its person would say that there was one.
    return value
      .filter((item) => !isAboutPerson(entryResource(item), id) && !hasOwnReference(item, id))
      .map((item) => prune(item, id))
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => !isReferenceTo(part, id))
      .map(([name, part]) => [name, prune(part, id)])
  )
}

function entryResource(item: Json): Json {
  return isObject(item) && isObject(item['resource']) ? item['resource'] : item
}

function isReferenceTo(value: Json, id: string): boolean {
  return isObject(value) && typeof value['reference'] === 'string' && namesPerson(value['reference'], id)
}

/** A list item that is a reference to the person, or whose elements have one. */
function hasOwnReference(item: Json, id: string): boolean {
  return isReferenceTo(item, id) || (isObject(item) && Object.values(item).some((part) => isReferenceTo(part, id)))
}

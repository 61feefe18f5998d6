/** Any part of a FHIR resource. */
type Json = unknown
type JsonObject = Readonly<Record<string, unknown>>

/** Elements whose reference makes a resource one about that person. */
const subjectElements = ['subject', 'patient', 'beneficiary', 'individual', 'for'] as const
/** The same of a coverage that names nobody whom it covers; otherwise it is the covered person's, such as a child's. */
const holderElements = ['policyHolder', 'subscriber'] as const

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns whether a reference names the person: `Patient/id`, also within an absolute address or a version of it */
function namesPerson(reference: string, id: string): boolean {
  const [, found] = /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(reference) ?? []
  return found === id
}

/**
 * @returns whether a text has an address of the person: of the record, as in a narrative or the answer to a batch, or of a
 * search for it, as in the links of a Bundle
 */
function addressesPerson(text: string, id: string): boolean {
  if (!text.includes(id)) return false
  const found = text.matchAll(
    /(?:\bPatient(?:\/|%2F)|\bPatient\?(?:[^\s"#]{0,2000}&)?_id=|[?&](?:patient|subject|beneficiary)(?::Patient)?=(?:Patient(?:\/|%2F))?)([A-Za-z0-9.-]{1,64})/g
  )
  return Array.from(found, ([, name]) => name).includes(id)
}

/** @returns whether a value has an address of the person anywhere */
export function mentionsPerson(value: Json, id: string): boolean {
  if (typeof value === 'string') return addressesPerson(value, id)
  if (Array.isArray(value)) return value.some((item) => mentionsPerson(item, id))
  if (!isObject(value)) return false
  return Object.values(value).some((part) => mentionsPerson(part, id))
}

/** @returns whether a resource is the person's record, or is about the person */
export function isAboutPerson(resource: Json, id: string): boolean {
  if (!isObject(resource)) return false
  if (resource['resourceType'] === 'Patient') return resource['id'] === id
  const elements = resource['beneficiary'] === undefined ? [...subjectElements, ...holderElements] : subjectElements
  return elements.some((name) => {
    const value = resource[name]
    return (Array.isArray(value) ? value : [value]).some(
      (item) => isObject(item) && typeof item['reference'] === 'string' && namesPerson(item['reference'], id)
    )
  })
}

/**
 * A resource without the person: undefined when it is about them, else without every list item and element that has an
 * address of them, such as a member of a Group, an entry of a Bundle or a link of a search.
 */
export function withoutPerson(resource: Json, id: string): Json {
  return isAboutPerson(resource, id) ? undefined : prune(resource, id)
}

function prune(value: Json, id: string): Json {
  if (Array.isArray(value)) {
    // A list item goes as a whole: a member without its person would say that there was one.
    return value
      .filter((item) => !isAboutPerson(entryResource(item), id) && !isAddress(item, id) && !hasOwnAddress(item, id))
      .map((item) => prune(item, id))
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => !isAddress(part, id) && !isAboutPerson(part, id))
      .map(([name, part]) => [name, prune(part, id)])
  )
}

function entryResource(item: Json): Json {
  return isObject(item) && isObject(item['resource']) ? item['resource'] : item
}

/** A reference to the person, or a text with an address of the person. */
function isAddress(value: Json, id: string): boolean {
  if (typeof value === 'string') return addressesPerson(value, id)
  return isObject(value) && typeof value['reference'] === 'string' && addressesPerson(value['reference'], id)
}

/** A list item of which an element is an address of the person. */
function hasOwnAddress(item: Json, id: string): boolean {
  return isObject(item) && Object.values(item).some((part) => isAddress(part, id))
}
